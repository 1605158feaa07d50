"""What a phrase calls somebody whom no name names: "a senior administration aide", "one of the president's advisers"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from diplograph.mentions.words import singular, words

if TYPE_CHECKING:
    from diplograph.model import Span
    from diplograph.tree import Token

__all__ = ["description", "is_title"]

_DESCRIBING = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "PART", "ADP", "CCONJ"})
_OWNED = ("its ", "his ", "her ", "their ")
_ENDED = re.compile(
    r",|\s(?:from|who|whom|that|which|amid|during|trying|seeking|working|speaking|living|based|attending)\s"
)  # where a description ends
_ARTICLES = ("the ", "a ", "an ", "The ", "A ", "An ", "One ", "one ", "its ", "his ", "her ", "their ", "our ")
_ONE_OF = re.compile(r"one of (?:(?:the|his|her|its|their|these|those) )?", re.IGNORECASE)
_LONGEST = 9  # words of a phrase that may name somebody of its own


def description(span: Span, root: Token, start: int, text: str) -> tuple[str, str] | None:
    """The name and type of a newcomer for a phrase with an animate head; None where it describes nobody or at too great length.

    Args:
        span: The phrase.
        root: Its head.
        start: Where its paragraph begins.
        text: The source text.
    """
    known, noun, said = words(), singular(root.text), span.of(text)
    if root.lower_ in words().unnamed and said.strip().lower() == root.lower_:
        return root.lower_, "group"
    several = _ONE_OF.match(said)
    if several is not None and root.lower_ == "one":
        return _one(said[several.end() :].split())
    animate = known.office(noun) or noun in known.people or noun in known.powers or noun in known.bodies
    animate = animate or noun in known.humans or noun in known.figures or (noun in known.things and _modified(root))
    phrase = _phrase(span, root, start, text)
    if not animate or not phrase or len(phrase.split()) > _LONGEST or noun in known.documents:
        return None
    if noun in known.governments | known.bodies and said.lower().startswith(_OWNED) and " " not in phrase:
        return None  # "his government": of whom nobody knows
    kind = "group" if noun != root.lower_ or noun not in known.offices else "official"
    return phrase, "organization" if noun in known.bodies else kind


def _one(parts: list[str]) -> tuple[str, str] | None:
    """One of several: "the president's advisers" has a "president's adviser"."""
    known = words()
    human = known.people | known.humans
    for end, part in enumerate(parts[:_LONGEST]):
        noun = singular(part)
        if noun != part.lower() and (known.office(noun) or noun in human):
            return " ".join([*parts[:end], noun]), "official" if known.office(noun) else "person"
    return None


def _phrase(span: Span, root: Token, start: int, text: str) -> str:
    """The words by which a phrase describes somebody: its noun, what stands before it and "of …", without article or owner."""
    first = root.i
    while first > 0 and root.doc[first - 1].idx + start >= span.start and _describing(root.doc[first - 1]):
        first -= 1
    phrase = " ".join(text[start + root.doc[first].idx : span.end].split())
    phrase = _ENDED.split(phrase)[0].strip(" ,;:.“”\"'")
    for article in _ARTICLES:
        phrase = phrase.removeprefix(article)
    return phrase


def _modified(noun: Token) -> bool:
    """Whether a capitalised word stands before a noun: "the centrist Purple bloc"."""
    return noun.i > 0 and noun.doc[noun.i - 1].text[:1].isupper() and noun.doc[noun.i - 1].tag_.startswith(("NNP", "JJ"))


def _describing(token: Token) -> bool:
    """Whether a word before a noun belongs to how that describes somebody."""
    return token.pos_ in _DESCRIBING or token.tag_ in {"VBN", "VBG", "PRP$"} or token.text in {"-", "–"}


def is_title(between: str) -> bool:
    """Whether only a title stands between a noun's comma and a name: "the army's commander, General al-Burhan"."""
    known = words()
    parts = [part.rstrip(".") for part in between.lower().replace(",", " ").split()]
    return all(part in {"the", "mr", "mrs", "ms"} or known.office(part) or part in known.courtesy for part in parts)
