# passes
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX issue: <https://w3id.org/diplograph/id/issue/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT DATA { issue:x-1 a dpg:Issue ; skos:prefLabel "a canal"@en ; skos:inScheme issue:scheme ; dpg:registered false . }
