"""Articles, statements and actions as RDF, and RDF as files with the same bytes every time."""

from diplograph.rdf.describe import GRAPHS, Run, article_quads, graph_of, registry_quads
from diplograph.rdf.order import Spaces, resources
from diplograph.rdf.write import (
    Block,
    Form,
    Graph,
    Order,
    blocks,
    both,
    edited,
    enclosed,
    graph,
    head,
    joined,
    laid_out,
    serialise,
    sound_xml,
    write,
)

__all__ = [
    "GRAPHS", "Block", "Form", "Graph", "Order", "Run", "Spaces", "article_quads", "blocks", "both", "edited", "enclosed", "graph",
    "graph_of", "head", "joined", "laid_out", "registry_quads", "resources", "serialise", "sound_xml", "write",
]  # fmt: skip
