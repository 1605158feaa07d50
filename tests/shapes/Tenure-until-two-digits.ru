# fails: Tenure-until
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX tenure: <https://w3id.org/diplograph/id/tenure/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE DATA { tenure:ann-2021 dpg:until "2025"^^xsd:gYear . } ;
INSERT DATA { tenure:ann-2021 dpg:until "25"^^xsd:gYear . }
