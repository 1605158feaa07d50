# fails: Action-cancels
PREFIX action: <https://w3id.org/diplograph/id/action/>
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX statement: <https://w3id.org/diplograph/id/statement/>
INSERT DATA { action:7-cancellation dpg:cancels statement:7-offer . }
