# fails: Statement-content
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX statement: <https://w3id.org/diplograph/id/statement/>
DELETE DATA { statement:7-demand dpg:content "an end to the price cap before talks"@en . }
