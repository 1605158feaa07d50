# fails: Statement-derivedFrom
PREFIX article: <https://w3id.org/diplograph/id/article/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX statement: <https://w3id.org/diplograph/id/statement/>
DELETE DATA { statement:7-demand prov:wasDerivedFrom article:7 . }
