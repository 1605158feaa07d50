# fails: Run-agent
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX run: <https://w3id.org/diplograph/id/run/>
PREFIX tool: <https://w3id.org/diplograph/id/tool/>
DELETE DATA { run:7 prov:wasAssociatedWith tool:diplograph . }
