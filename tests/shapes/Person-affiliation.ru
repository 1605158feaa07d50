# fails: Person-affiliation
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX person: <https://w3id.org/diplograph/id/person/>
PREFIX state: <https://w3id.org/diplograph/id/state/>
INSERT DATA { person:bob dpg:affiliation state:southland . }
