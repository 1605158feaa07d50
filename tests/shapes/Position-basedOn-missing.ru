# fails: Position-basedOn
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX position: <https://w3id.org/diplograph/id/position/>
PREFIX statement: <https://w3id.org/diplograph/id/statement/>
DELETE DATA { position:1 dpg:basedOn statement:7-demand . }
