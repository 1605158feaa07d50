# fails: Run-configurationDigest
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX run: <https://w3id.org/diplograph/id/run/>
DELETE DATA { run:7 dpg:configurationDigest "sha256:8df8848ab6cf20952742e6378be5eaba9f961c6d5c12584c2c6f99dd71dbce93" . } ;
INSERT DATA { run:7 dpg:configurationDigest "none" . }
