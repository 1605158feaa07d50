"""The online sources: SPARQL endpoints, the Action API, Reconciliation services. Each is a small client behind one face."""

from diplograph.wikidata.clients.action import API, ActionApi
from diplograph.wikidata.clients.recon import Reconciliation
from diplograph.wikidata.clients.sparql import WDQS, Sparql

__all__ = ["API", "WDQS", "ActionApi", "Reconciliation", "Sparql"]
