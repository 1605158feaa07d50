"""The SPARQL endpoint: protocol, negotiation, results."""
