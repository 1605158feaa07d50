# fails: Statement-condition
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX statement: <https://w3id.org/diplograph/id/statement/>
DELETE DATA { statement:7-demand dpg:condition "if the cap goes" . } ;
INSERT DATA { statement:7-demand dpg:condition "if" . }
