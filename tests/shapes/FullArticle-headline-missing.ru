# fails: FullArticle-headline
PREFIX article: <https://w3id.org/diplograph/id/article/>
PREFIX schema: <https://schema.org/>
DELETE DATA { article:7 schema:headline "Ministers clash"@en . }
