# fails: StanceWithIssue
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX issue: <https://w3id.org/diplograph/id/issue/>
PREFIX statement: <https://w3id.org/diplograph/id/statement/>
DELETE DATA { statement:7-demand dpg:issue issue:price-cap . }
