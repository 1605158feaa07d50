# fails: Issue-rivalOf
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX issue: <https://w3id.org/diplograph/id/issue/>
INSERT DATA { issue:embargo dpg:rivalOf issue:trade . }
