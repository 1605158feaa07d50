# fails: Labelled-label
PREFIX article: <https://w3id.org/diplograph/id/article/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
DELETE DATA { article:7 rdfs:label "Ministers clash"@en . }
