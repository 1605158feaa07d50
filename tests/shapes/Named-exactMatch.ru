# fails: Named-exactMatch
PREFIX person: <https://w3id.org/diplograph/id/person/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT DATA { person:ann skos:exactMatch "Q42" . }
