# fails: Term-issue
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX issue: <https://w3id.org/diplograph/id/issue/>
PREFIX term: <https://w3id.org/diplograph/id/term/>
INSERT DATA { term:7-1 dpg:issue issue:embargo . }
