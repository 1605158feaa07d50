# fails: Named-englishLabel
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX state: <https://w3id.org/diplograph/id/state/>
DELETE DATA { state:southland skos:prefLabel "Southland"@en . }
