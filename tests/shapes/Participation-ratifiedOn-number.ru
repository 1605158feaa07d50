# fails: Participation-ratifiedOn
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX participation: <https://w3id.org/diplograph/id/participation/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE DATA { participation:north dpg:ratifiedOn "1991"^^xsd:gYear . } ;
INSERT DATA { participation:north dpg:ratifiedOn 1991 . }
