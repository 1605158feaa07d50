# fails: FullArticle-publisher
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX article: <https://w3id.org/diplograph/id/article/>
PREFIX outlet: <https://w3id.org/diplograph/id/outlet/>
PREFIX schema: <https://schema.org/>
DELETE DATA { article:7 dpg:outletEvidence dpg:FromOutside ; schema:publisher outlet:news . }
