# fails: Article-headline
PREFIX article: <https://w3id.org/diplograph/id/article/>
PREFIX schema: <https://schema.org/>
INSERT DATA { article:7 schema:headline "Another title"@en . }
