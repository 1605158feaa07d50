# fails: Statement-term
PREFIX action: <https://w3id.org/diplograph/id/action/>
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX statement: <https://w3id.org/diplograph/id/statement/>
INSERT DATA { statement:7-demand dpg:term action:7-meeting . }
