"""Articles, statements and actions as RDF, and RDF as files with the same bytes every time."""

from diplograph.rdf.describe import GRAPHS, Run, article_quads, graph_of, registry_quads
from diplograph.rdf.write import Block, Form, Graph, blocks, graph, head, joined, laid_out, serialise, write

__all__ = [
    "GRAPHS", "Block", "Form", "Graph", "Run", "article_quads", "blocks", "graph", "graph_of", "head", "joined", "laid_out",
    "registry_quads", "serialise", "write",
]  # fmt: skip
