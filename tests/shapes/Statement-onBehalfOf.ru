# fails: Statement-onBehalfOf
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX place: <https://w3id.org/diplograph/id/place/>
PREFIX statement: <https://w3id.org/diplograph/id/statement/>
INSERT DATA { statement:7-demand dpg:onBehalfOf place:strait . }
