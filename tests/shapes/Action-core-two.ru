# fails: Action-core
PREFIX action: <https://w3id.org/diplograph/id/action/>
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
INSERT DATA { action:7-cancellation dpg:core false . }
