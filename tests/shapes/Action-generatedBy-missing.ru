# fails: Action-generatedBy
PREFIX action: <https://w3id.org/diplograph/id/action/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX run: <https://w3id.org/diplograph/id/run/>
DELETE DATA { action:7-meeting prov:wasGeneratedBy run:7 . }
