# fails: Term-content
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX term: <https://w3id.org/diplograph/id/term/>
DELETE DATA { term:7-1 dpg:content "lifting the price cap"@en . }
