# fails: Passage-quote
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX passage: <https://w3id.org/diplograph/id/passage/>
PREFIX selector: <https://w3id.org/diplograph/id/selector/>
DELETE DATA { passage:7-0-27 oa:hasSelector selector:7-0-27-quote . }
