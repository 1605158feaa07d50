# fails: Statement-contentPassage
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX passage: <https://w3id.org/diplograph/id/passage/>
PREFIX statement: <https://w3id.org/diplograph/id/statement/>
INSERT DATA { statement:7-demand dpg:contentPassage passage:7-12-27 . }
