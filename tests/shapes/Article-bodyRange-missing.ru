# fails: Article-bodyRange
PREFIX article: <https://w3id.org/diplograph/id/article/>
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX selector: <https://w3id.org/diplograph/id/selector/>
DELETE DATA { article:7 dpg:bodyRange selector:7-0-60 . }
