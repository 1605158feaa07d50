# fails: Tenure-from
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX tenure: <https://w3id.org/diplograph/id/tenure/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE DATA { tenure:ann-2021 dpg:from "2021-03"^^xsd:gYearMonth . } ;
INSERT DATA { tenure:ann-2021 dpg:from "2021-03" . }
