# fails: Article-languageEvidence
PREFIX article: <https://w3id.org/diplograph/id/article/>
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
INSERT DATA { article:7 dpg:languageEvidence dpg:Held . }
