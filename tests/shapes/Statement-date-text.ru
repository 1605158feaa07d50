# fails: Statement-date
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX statement: <https://w3id.org/diplograph/id/statement/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE DATA { statement:7-demand dpg:date "2024-05-01"^^xsd:date . } ;
INSERT DATA { statement:7-demand dpg:date "yesterday" . }
