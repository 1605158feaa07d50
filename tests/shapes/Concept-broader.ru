# fails: Concept-broader
PREFIX issue: <https://w3id.org/diplograph/id/issue/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT DATA { issue:embargo skos:broader issue:scheme . }
