# fails: Article-sourceText
PREFIX article: <https://w3id.org/diplograph/id/article/>
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX source: <https://w3id.org/diplograph/id/source/>
DELETE DATA { article:7 dpg:sourceText source:7 . }
