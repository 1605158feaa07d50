"""The page of the ontology's classes and properties that pyLODE makes, for the site. 3.4.1 cannot be imported from its wheel; 3.3 can."""

from __future__ import annotations

import logging
from pathlib import Path

__all__ = ["page"]

ONTOLOGY = Path(__file__).resolve().parents[1] / "ontology" / "diplograph.ttl"


def page() -> str:
    """The page, as HTML that fetches nothing."""
    level = logging.getLogger().level
    from pylode.profiles.ontpub import OntPub  # it turns everybody's debugging on

    logging.getLogger().setLevel(level)
    return str(OntPub(str(ONTOLOGY)).make_html())
