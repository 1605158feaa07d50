# fails: FullArticle-publisher
PREFIX article: <https://w3id.org/diplograph/id/article/>
PREFIX outlet: <https://w3id.org/diplograph/id/outlet/>
PREFIX schema: <https://schema.org/>
DELETE DATA { article:7 schema:publisher outlet:news . }
