# fails: Statement-generatedBy
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX run: <https://w3id.org/diplograph/id/run/>
PREFIX statement: <https://w3id.org/diplograph/id/statement/>
DELETE DATA { statement:7-demand prov:wasGeneratedBy run:7 . }
