# fails: Action-status
PREFIX action: <https://w3id.org/diplograph/id/action/>
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
INSERT DATA { action:7-meeting dpg:actionStatus dpg:Held . }
