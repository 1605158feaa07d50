# fails: Participation-withdrewOn
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX participation: <https://w3id.org/diplograph/id/participation/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT DATA { participation:north dpg:withdrewOn "2023"^^xsd:gYear . }
