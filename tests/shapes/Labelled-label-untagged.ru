# fails: Labelled-label
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX tenure: <https://w3id.org/diplograph/id/tenure/>
INSERT DATA { tenure:ann-2021 rdfs:label "tenure" . }
