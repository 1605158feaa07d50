# fails: ActorGroup-groupMember
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX group: <https://w3id.org/diplograph/id/group/>
PREFIX place: <https://w3id.org/diplograph/id/place/>
INSERT DATA { group:coast dpg:groupMember place:strait . }
