# fails: Instrument-amends
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX issue: <https://w3id.org/diplograph/id/issue/>
PREFIX treaty: <https://w3id.org/diplograph/id/treaty/>
INSERT DATA { treaty:straits-2 dpg:amends issue:price-cap . }
