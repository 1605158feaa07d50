# fails: Named-englishLabel
PREFIX office: <https://w3id.org/diplograph/id/office/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
DELETE DATA { office:north-minister skos:prefLabel "Foreign Minister of Northland"@en . } ;
INSERT DATA { office:north-minister skos:prefLabel "Außenminister von Nordland"@de . }
