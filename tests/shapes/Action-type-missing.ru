# fails: Action-type
PREFIX action: <https://w3id.org/diplograph/id/action/>
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
DELETE DATA { action:7-meeting dpg:actionType dpg:Meeting . }
