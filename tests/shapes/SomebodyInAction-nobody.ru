# fails: SomebodyInAction
PREFIX action: <https://w3id.org/diplograph/id/action/>
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX state: <https://w3id.org/diplograph/id/state/>
DELETE DATA { action:7-cancellation dpg:actor state:northland . }
