# fails: Tenure-organization
PREFIX body: <https://w3id.org/diplograph/id/body/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX tenure: <https://w3id.org/diplograph/id/tenure/>
DELETE DATA { tenure:ann-2021 org:organization body:north-ministry . }
