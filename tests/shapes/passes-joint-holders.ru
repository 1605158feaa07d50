# passes
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX state: <https://w3id.org/diplograph/id/state/>
PREFIX statement: <https://w3id.org/diplograph/id/statement/>
INSERT DATA { statement:7-demand dpg:holder state:northland . }
