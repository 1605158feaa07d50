# passes
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX issue: <https://w3id.org/diplograph/id/issue/>
PREFIX statement: <https://w3id.org/diplograph/id/statement/>
DELETE DATA { statement:7-offer dpg:issue issue:trade . } ;
INSERT DATA { statement:7-offer dpg:issue issue:embargo ; dpg:stance dpg:NoStance . }
