# fails: Instrument-endedOn
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX treaty: <https://w3id.org/diplograph/id/treaty/>
INSERT DATA { treaty:straits-2 dpg:endedOn "soon" . }
