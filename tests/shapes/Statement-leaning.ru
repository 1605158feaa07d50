# fails: Statement-leaning
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX statement: <https://w3id.org/diplograph/id/statement/>
DELETE DATA { statement:7-demand dpg:leaning dpg:Against . } ;
INSERT DATA { statement:7-demand dpg:leaning dpg:NoStance . }
