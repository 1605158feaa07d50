# fails: Resolution-adoptedBy
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX organization: <https://w3id.org/diplograph/id/organization/>
PREFIX person: <https://w3id.org/diplograph/id/person/>
PREFIX resolution: <https://w3id.org/diplograph/id/resolution/>
DELETE DATA { resolution:one dpg:adoptedBy organization:league . } ;
INSERT DATA { resolution:one dpg:adoptedBy person:ann . }
