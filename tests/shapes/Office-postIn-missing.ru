# fails: Office-postIn
PREFIX body: <https://w3id.org/diplograph/id/body/>
PREFIX office: <https://w3id.org/diplograph/id/office/>
PREFIX org: <http://www.w3.org/ns/org#>
DELETE DATA { office:north-minister org:postIn body:north-ministry . }
