# fails: Instrument-inForceFrom
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX treaty: <https://w3id.org/diplograph/id/treaty/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT DATA { treaty:straits-2 dpg:inForceFrom "2001-02-30"^^xsd:date . }
