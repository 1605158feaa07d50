# fails: FullArticle-author
PREFIX article: <https://w3id.org/diplograph/id/article/>
PREFIX person: <https://w3id.org/diplograph/id/person/>
PREFIX schema: <https://schema.org/>
DELETE DATA { article:7 schema:author person:bob . }
