# fails: Action-target
PREFIX action: <https://w3id.org/diplograph/id/action/>
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX treaty: <https://w3id.org/diplograph/id/treaty/>
INSERT DATA { action:7-meeting dpg:target treaty:straits . }
