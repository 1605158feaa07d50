# fails: Term-performer
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX place: <https://w3id.org/diplograph/id/place/>
PREFIX term: <https://w3id.org/diplograph/id/term/>
INSERT DATA { term:7-1 dpg:performer place:strait . }
