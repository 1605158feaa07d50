# fails: FullArticle-inLanguage
PREFIX article: <https://w3id.org/diplograph/id/article/>
PREFIX schema: <https://schema.org/>
DELETE DATA { article:7 schema:inLanguage "en" . }
