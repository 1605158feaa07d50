# fails: GovernmentBody-actsFor
PREFIX body: <https://w3id.org/diplograph/id/body/>
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX state: <https://w3id.org/diplograph/id/state/>
DELETE DATA { body:north-ministry dpg:actsFor state:northland . }
