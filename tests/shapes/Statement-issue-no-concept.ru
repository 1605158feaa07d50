# fails: Statement-issue StanceWithIssue
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX issue: <https://w3id.org/diplograph/id/issue/>
PREFIX statement: <https://w3id.org/diplograph/id/statement/>
PREFIX treaty: <https://w3id.org/diplograph/id/treaty/>
DELETE DATA { statement:7-demand dpg:issue issue:price-cap . } ;
INSERT DATA { statement:7-demand dpg:issue treaty:straits . }
