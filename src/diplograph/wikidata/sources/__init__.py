"""Where items are known from, all behind one face (`item.Source`): the shipped snapshot, and online services, a small client for each."""

from diplograph.wikidata.sources.action import API, ActionApi
from diplograph.wikidata.sources.recon import Reconciliation
from diplograph.wikidata.sources.snapshot import Snapshot
from diplograph.wikidata.sources.sparql import WDQS, Sparql

__all__ = ["API", "WDQS", "ActionApi", "Reconciliation", "Snapshot", "Sparql"]
