"""What programs ask besides SPARQL: documents behind IRIs, a description of the data, saved queries as an API, names matched."""
