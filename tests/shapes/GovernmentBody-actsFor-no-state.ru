# fails: GovernmentBody-actsFor
PREFIX body: <https://w3id.org/diplograph/id/body/>
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX place: <https://w3id.org/diplograph/id/place/>
PREFIX state: <https://w3id.org/diplograph/id/state/>
DELETE DATA { body:north-ministry dpg:actsFor state:northland . } ;
INSERT DATA { body:north-ministry dpg:actsFor place:strait . }
