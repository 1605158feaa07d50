# fails: FullArticle-inLanguage
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX article: <https://w3id.org/diplograph/id/article/>
PREFIX schema: <https://schema.org/>
DELETE DATA { article:7 dpg:languageEvidence dpg:Inferred ; schema:inLanguage "en" . }
