# fails: Position-firstDate
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX position: <https://w3id.org/diplograph/id/position/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT DATA { position:1 dpg:firstDate "2024"^^xsd:gYear . }
