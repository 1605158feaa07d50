# fails: FullArticle-datePublished
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX article: <https://w3id.org/diplograph/id/article/>
PREFIX schema: <https://schema.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE DATA { article:7 dpg:dateEvidence dpg:Inferred ; schema:datePublished "2024-05-02"^^xsd:date . }
