# fails: Passage-position
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX passage: <https://w3id.org/diplograph/id/passage/>
PREFIX selector: <https://w3id.org/diplograph/id/selector/>
INSERT DATA { passage:7-0-27 oa:hasSelector selector:7-0-60 . }
