# fails: Position-stance
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX position: <https://w3id.org/diplograph/id/position/>
DELETE DATA { position:1 dpg:stance dpg:Conditional . } ;
INSERT DATA { position:1 dpg:stance dpg:NoStance . }
