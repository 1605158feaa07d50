# fails: Participation-signedOn
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX participation: <https://w3id.org/diplograph/id/participation/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE DATA { participation:north dpg:signedOn "1990-11-19"^^xsd:date . } ;
INSERT DATA { participation:north dpg:signedOn "1990-11-31"^^xsd:date . }
