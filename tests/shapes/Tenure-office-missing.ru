# fails: Tenure-office
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX office: <https://w3id.org/diplograph/id/office/>
PREFIX tenure: <https://w3id.org/diplograph/id/tenure/>
DELETE DATA { tenure:ann-2021 dpg:office office:north-minister . }
