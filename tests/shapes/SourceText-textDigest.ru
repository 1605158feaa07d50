# fails: SourceText-textDigest
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX source: <https://w3id.org/diplograph/id/source/>
DELETE DATA { source:7 dpg:textDigest "sha256:8df8848ab6cf20952742e6378be5eaba9f961c6d5c12584c2c6f99dd71dbce93" . } ;
INSERT DATA { source:7 dpg:textDigest "8df8848a" . }
