# fails: Article-url
PREFIX article: <https://w3id.org/diplograph/id/article/>
PREFIX schema: <https://schema.org/>
DELETE DATA { article:7 schema:url <https://news.example/7> . } ;
INSERT DATA { article:7 schema:url "https://news.example/7" . }
