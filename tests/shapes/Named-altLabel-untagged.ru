# fails: Named-altLabel
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX state: <https://w3id.org/diplograph/id/state/>
INSERT DATA { state:southland skos:altLabel "the South" . }
