# fails: Position-issue
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX issue: <https://w3id.org/diplograph/id/issue/>
PREFIX position: <https://w3id.org/diplograph/id/position/>
DELETE DATA { position:1 dpg:issue issue:price-cap . } ;
INSERT DATA { position:1 dpg:issue issue:trade . }
