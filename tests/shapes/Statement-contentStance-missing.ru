# fails: Statement-contentStance
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX statement: <https://w3id.org/diplograph/id/statement/>
DELETE DATA { statement:7-demand dpg:contentStance dpg:For . }
