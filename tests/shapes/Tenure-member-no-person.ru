# fails: Tenure-member
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX person: <https://w3id.org/diplograph/id/person/>
PREFIX state: <https://w3id.org/diplograph/id/state/>
PREFIX tenure: <https://w3id.org/diplograph/id/tenure/>
DELETE DATA { tenure:ann-2021 org:member person:ann . } ;
INSERT DATA { tenure:ann-2021 org:member state:northland . }
