"""The SPARQL endpoint: protocol, negotiation, results, and the worker processes that answer."""
