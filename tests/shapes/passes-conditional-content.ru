# passes
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX statement: <https://w3id.org/diplograph/id/statement/>
DELETE DATA { statement:7-demand dpg:contentStance dpg:For ; dpg:stance dpg:Conditional . } ;
INSERT DATA { statement:7-demand dpg:contentStance dpg:Conditional ; dpg:stance dpg:Against . }
