# fails: Statement-cuePassage
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX passage: <https://w3id.org/diplograph/id/passage/>
PREFIX statement: <https://w3id.org/diplograph/id/statement/>
INSERT DATA { statement:7-demand dpg:cuePassage passage:7-0-27 . }
