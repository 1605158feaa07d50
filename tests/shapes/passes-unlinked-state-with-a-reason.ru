# passes
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX state: <https://w3id.org/diplograph/id/state/>
PREFIX wd: <http://www.wikidata.org/entity/>
DELETE DATA { state:northland skos:exactMatch wd:Q1 . } ;
INSERT DATA { state:northland skos:editorialNote "Two items are in question."@en . }
