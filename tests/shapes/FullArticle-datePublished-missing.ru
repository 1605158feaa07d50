# fails: FullArticle-datePublished
PREFIX article: <https://w3id.org/diplograph/id/article/>
PREFIX schema: <https://schema.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE DATA { article:7 schema:datePublished "2024-05-02"^^xsd:date . }
