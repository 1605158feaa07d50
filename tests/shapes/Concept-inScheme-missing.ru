# fails: Concept-inScheme
PREFIX issue: <https://w3id.org/diplograph/id/issue/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
DELETE DATA { issue:embargo skos:inScheme issue:scheme . }
