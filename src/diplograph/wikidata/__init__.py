"""Links to Wikidata: candidates with reasons, decisions that are kept, and what the items say about our own facts."""

from diplograph.wikidata import mappings
from diplograph.wikidata.checking import Checked, check, confirmation
from diplograph.wikidata.enriching import Difference, Enriched, enrich, untouched
from diplograph.wikidata.item import Item, Link, Source, is_qid
from diplograph.wikidata.linking import Book, Judge, Proposal, acceptable, accepted, none_found, proposals, refuted
from diplograph.wikidata.score import ACCEPTABLE, Candidate
from diplograph.wikidata.sources import Snapshot
from diplograph.wikidata.subject import Subject, links, subjects

__all__ = [
    "ACCEPTABLE", "Book", "Candidate", "Checked", "Difference", "Enriched", "Item", "Judge", "Link", "Proposal", "Snapshot", "Source",
    "Subject", "acceptable", "accepted", "check", "confirmation", "enrich", "is_qid", "links", "mappings", "none_found", "proposals",
    "refuted", "subjects", "untouched",
]  # fmt: skip
