# fails: Quote-exact
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX selector: <https://w3id.org/diplograph/id/selector/>
DELETE DATA { selector:7-12-27-quote oa:exact "if the cap goes" . } ;
INSERT DATA { selector:7-12-27-quote oa:exact "if the cap goes"@en . }
