# fails: Passage-source
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX passage: <https://w3id.org/diplograph/id/passage/>
PREFIX source: <https://w3id.org/diplograph/id/source/>
DELETE DATA { passage:7-0-27 oa:hasSource source:7 . }
