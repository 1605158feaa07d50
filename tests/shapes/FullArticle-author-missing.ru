# fails: FullArticle-author
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX article: <https://w3id.org/diplograph/id/article/>
PREFIX person: <https://w3id.org/diplograph/id/person/>
PREFIX schema: <https://schema.org/>
DELETE DATA { article:7 dpg:authorEvidence dpg:FromOutside ; schema:author person:bob . }
