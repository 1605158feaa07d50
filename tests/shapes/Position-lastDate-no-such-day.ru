# fails: Position-lastDate
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX position: <https://w3id.org/diplograph/id/position/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE DATA { position:1 dpg:lastDate "2024-05-01"^^xsd:date . } ;
INSERT DATA { position:1 dpg:lastDate "2024-05-32"^^xsd:date . }
