# fails: Action-actor
PREFIX action: <https://w3id.org/diplograph/id/action/>
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX place: <https://w3id.org/diplograph/id/place/>
INSERT DATA { action:7-meeting dpg:actor place:strait . }
