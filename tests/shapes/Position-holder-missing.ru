# fails: Position-holder
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX person: <https://w3id.org/diplograph/id/person/>
PREFIX position: <https://w3id.org/diplograph/id/position/>
DELETE DATA { position:1 dpg:holder person:ann . }
