# fails: FullArticle-headline
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX article: <https://w3id.org/diplograph/id/article/>
PREFIX schema: <https://schema.org/>
DELETE DATA { article:7 dpg:titleEvidence dpg:InText ; schema:headline "Ministers clash"@en . }
