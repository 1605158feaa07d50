# fails: Action-passage
PREFIX action: <https://w3id.org/diplograph/id/action/>
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX passage: <https://w3id.org/diplograph/id/passage/>
DELETE DATA { action:7-meeting dpg:passage passage:7-0-27 . }
