# passes
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX position: <https://w3id.org/diplograph/id/position/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE DATA { position:1 dpg:firstDate "2024-05-01"^^xsd:date ; dpg:lastDate "2024-05-01"^^xsd:date . }
