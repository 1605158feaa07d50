# fails: Statement-confidence
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX statement: <https://w3id.org/diplograph/id/statement/>
DELETE DATA { statement:7-demand dpg:confidence 0.91 . } ;
INSERT DATA { statement:7-demand dpg:confidence 0.91e0 . }
