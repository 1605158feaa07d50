"""Articles, statements and actions as RDF, and RDF as files with the same bytes every time."""

from diplograph.rdf.describe import GRAPHS, Run, article_quads, graph_of, registry_quads
from diplograph.rdf.write import Form, serialise, write

__all__ = ["GRAPHS", "Form", "Run", "article_quads", "graph_of", "registry_quads", "serialise", "write"]
