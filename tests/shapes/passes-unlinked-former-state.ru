# passes
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX state: <https://w3id.org/diplograph/id/state/>
INSERT DATA { state:eastland a dpg:State, dpg:Actor ; skos:prefLabel "Eastland"@en . }
