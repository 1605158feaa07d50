# fails: Action-derivedFrom
PREFIX action: <https://w3id.org/diplograph/id/action/>
PREFIX article: <https://w3id.org/diplograph/id/article/>
PREFIX prov: <http://www.w3.org/ns/prov#>
DELETE DATA { action:7-meeting prov:wasDerivedFrom article:7 . }
