# fails: Quote-suffix
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX selector: <https://w3id.org/diplograph/id/selector/>
INSERT DATA { selector:7-12-27-quote oa:suffix ",” Ann" . }
