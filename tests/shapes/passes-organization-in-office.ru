# passes
PREFIX body: <https://w3id.org/diplograph/id/body/>
PREFIX office: <https://w3id.org/diplograph/id/office/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX state: <https://w3id.org/diplograph/id/state/>
DELETE DATA { office:north-minister org:postIn body:north-ministry . } ;
INSERT DATA { office:north-minister org:postIn state:northland . }
