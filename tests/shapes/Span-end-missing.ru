# fails: Span-end
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX selector: <https://w3id.org/diplograph/id/selector/>
DELETE DATA { selector:7-12-27-position oa:end 27 . }
