# fails: Concept-concerns
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX issue: <https://w3id.org/diplograph/id/issue/>
INSERT DATA { issue:embargo dpg:concerns "oil"@en . }
