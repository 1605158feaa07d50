# passes
PREFIX article: <https://w3id.org/diplograph/id/article/>
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX person: <https://w3id.org/diplograph/id/person/>
PREFIX schema: <https://schema.org/>
DELETE DATA { article:7 schema:author person:bob ; dpg:authorEvidence dpg:FromOutside . } ;
INSERT DATA { article:7 dpg:authorEvidence dpg:NotGiven . }
