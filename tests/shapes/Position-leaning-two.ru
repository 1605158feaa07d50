# fails: Position-leaning
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX position: <https://w3id.org/diplograph/id/position/>
INSERT DATA { position:1 dpg:leaning dpg:For . }
