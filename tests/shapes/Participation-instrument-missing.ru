# fails: Participation-instrument
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX participation: <https://w3id.org/diplograph/id/participation/>
PREFIX treaty: <https://w3id.org/diplograph/id/treaty/>
DELETE DATA { participation:north dpg:instrument treaty:straits . }
