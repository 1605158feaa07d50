# fails: Article-publisher
PREFIX article: <https://w3id.org/diplograph/id/article/>
PREFIX outlet: <https://w3id.org/diplograph/id/outlet/>
PREFIX schema: <https://schema.org/>
PREFIX state: <https://w3id.org/diplograph/id/state/>
DELETE DATA { article:7 schema:publisher outlet:news . } ;
INSERT DATA { article:7 schema:publisher state:northland . }
