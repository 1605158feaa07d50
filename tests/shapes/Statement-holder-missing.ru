# fails: Statement-holder
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX person: <https://w3id.org/diplograph/id/person/>
PREFIX statement: <https://w3id.org/diplograph/id/statement/>
DELETE DATA { statement:7-demand dpg:holder person:ann . }
