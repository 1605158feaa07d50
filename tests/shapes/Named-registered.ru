# fails: Named-registered
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX state: <https://w3id.org/diplograph/id/state/>
INSERT DATA { state:southland dpg:registered "yes" . }
