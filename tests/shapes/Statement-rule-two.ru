# fails: Statement-rule
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX statement: <https://w3id.org/diplograph/id/statement/>
INSERT DATA { statement:7-demand dpg:rule "other" . }
