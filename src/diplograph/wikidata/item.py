"""What is known of a Wikidata item, whichever source told it, and the face that every source has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from diplograph.wikidata.subject import Subject

__all__ = ["MOST", "Item", "Link", "Source", "cleaned", "is_qid", "qid_order"]

MOST = 50  # candidates that one source may offer for one name; no honest one has more that fit
_LONGEST = 250  # characters of a label (Wikidata's own limit)
_SAID = 400  # characters of a description
_QID = re.compile(r"Q[1-9][0-9]{0,11}")


def is_qid(text: str) -> bool:
    """Whether a text is the number of an item, such as Q30."""
    return _QID.fullmatch(text) is not None


def qid_order(qid: str) -> int:
    """The number in a Q-number, to sort by."""
    return int(qid[1:])


def cleaned(text: object, most: int = _LONGEST) -> str:
    """Foreign text as one line without anything that a terminal or a table would obey."""
    plain = "".join(letter if letter.isprintable() else " " for letter in str(text))
    return " ".join(plain.split())[:most]


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """One statement of an item about another: a tenure (P39), a membership (P463), a signatory (P1891).

    Attributes:
        qid: The other item: the office, the organisation, the party.
        label: Its English label where the source tells it.
        start, end: YYYY, YYYY-MM or YYYY-MM-DD; empty where unknown. Of a signatory the start is the day of signature (P585).
        successor: The item that it was replaced by (P1366).
    """

    qid: str
    label: str = ""
    start: str = ""
    end: str = ""
    successor: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A Wikidata item.

    Attributes:
        qid: Its number; after a merger that of the item which is left.
        label: The English label; empty where it has none.
        description: The English description.
        names: Further English names.
        kinds: What it is in our words (`state`, `person` …), as far as its classes tell.
        classes: The items it is an instance (P31) or a subclass (P279) of, and all above them, with their English labels.
        countries: Items of the states it lies in (P17) or whose citizen it is (P27).
        codes: ISO 3166-1 codes (P297, P298).
        start, end: When it began and ended: inception, birth; dissolution, death.
        held, memberships, signatories: Statements with dates.
        regions: Names of the continent and region, for a territory.
        labels: Labels by language.
        aliases: Further names by language.
        viaf: VIAF number (P214).
        revision: The revision that was read; 0 where the source tells none.
        asked: The number that was asked for, where that is only a redirect now.
        source: Who told it.
        hint: What the source itself thinks of it as a candidate, from 0 to 1; None where it says nothing.
    """

    qid: str
    label: str = ""
    description: str = ""
    names: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    classes: Mapping[str, str] = field(default_factory=dict)
    countries: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    start: str = ""
    end: str = ""
    held: tuple[Link, ...] = ()
    memberships: tuple[Link, ...] = ()
    signatories: tuple[Link, ...] = ()
    regions: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    viaf: str = ""
    revision: int = 0
    asked: str = ""
    source: str = ""
    hint: float | None = None


class Source(Protocol):
    """Where candidates and items come from; each client is one."""

    @property
    def name(self) -> str:
        """Who is asked, for reasons, rows and messages."""
        ...

    @property
    def online(self) -> bool:
        """Whether it needs a network."""
        ...

    def search(self, subjects: Sequence[Subject]) -> Mapping[str, Sequence[Item]]:
        """Items that bear a name of a subject, by the subject's IRI, at most `MOST` for each.

        Raises:
            Fault: The source cannot be asked, or does not answer as it should.
        """
        ...

    def items(self, qids: Iterable[str]) -> Mapping[str, Item]:
        """The items of these numbers, by the number asked for; what does not exist (any more) is missing.

        Raises:
            Fault: The source cannot be asked, or does not answer as it should.
        """
        ...
