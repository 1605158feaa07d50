# fails: Run-used
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX run: <https://w3id.org/diplograph/id/run/>
PREFIX source: <https://w3id.org/diplograph/id/source/>
DELETE DATA { run:7 prov:used source:7 . }
