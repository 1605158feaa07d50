# fails: Participation-party
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX participation: <https://w3id.org/diplograph/id/participation/>
PREFIX state: <https://w3id.org/diplograph/id/state/>
INSERT DATA { participation:north dpg:party state:southland . }
