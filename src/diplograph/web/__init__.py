"""The graph on the web: a SPARQL endpoint that a stranger may use, and pages that a person likes to read."""

from diplograph.web.server.serving import Settings, serve
from diplograph.web.still import write_site

__all__ = ["Settings", "serve", "write_site"]
