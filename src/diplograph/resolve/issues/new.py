"""Issues that the scheme lacks: the content's own noun phrase, marked as not in the registry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from diplograph.extract.reading.stretches import noun_phrase
from diplograph.extract.reading.trees import kid, lemma
from diplograph.registry import Newcomer
from diplograph.resolve.issues.words import tokens, words

if TYPE_CHECKING:
    from diplograph.model import Parsed, Span
    from diplograph.tree import Token

__all__ = ["newcomer"]

_LEAST, _MOST = 2, 9  # words
_DETERMINERS = re.compile(r"^(the|a|an|this|that|these|those|any|some|its|their|his|her|our|my|your|such|all|no)\s+", re.IGNORECASE)
_JOINTS = frozenset({
    "and", "against", "as", "at", "between", "by", "for", "from", "in", "including", "of", "on", "that", "to", "under", "which", "with",
})  # fmt: skip
_EDGES = " ,;:.—–-\"“”'()[]"


def newcomer(content: Span, one: Parsed | None, broader: str | None) -> Newcomer | None:
    """An open issue for a content, or None where no phrase of it can stand for one.

    The phrase is the content itself where it is a noun phrase, else the object or subject of its verb. It must have a common noun that
    says something and no pronoun.

    Args:
        content: The words of the content.
        one: The paragraph they stand in.
        broader: The topic that was found, if any.
    """
    if one is None:
        return None
    found = one.doc.char_span(content.start - one.start, content.end - one.start, alignment_mode="contract")
    if found is None or not len(found):
        return None
    noun = _noun(found.root)
    if noun is None:
        return None
    first, end = noun_phrase(noun)
    name = _DETERMINERS.sub("", " ".join(one.doc.words(max(first, found.start), min(end, found.end)).split()).strip(_EDGES))
    name = _shortened(name)
    if not _fits(name, noun):
        return None
    return Newcomer(name, "issue", broader=broader)


def _noun(root: Token) -> Token | None:
    if root.pos_ == "NOUN":
        return root
    if root.pos_ in {"VERB", "AUX", "ADJ"}:
        for dep in ("obj", "nsubj:pass", "xcomp", "ccomp", "obl", "nsubj"):
            thing = kid(root, dep)
            found = thing if thing is None or thing.pos_ == "NOUN" else _noun(thing) if dep in {"xcomp", "ccomp"} else None
            if found is not None:
                return found
    return None


def _shortened(name: str) -> str:
    """A long phrase up to its last preposition, comma or "that" within the length of a name."""
    words = name.split()
    if len(words) <= _MOST:
        return name
    ends = [place for place in range(_LEAST, _MOST + 1) if words[place].lower() in _JOINTS or words[place - 1].endswith(",")]
    return " ".join(words[: ends[-1]]).strip(_EDGES) if ends else name


def _fits(name: str, noun: Token) -> bool:
    parts = name.split()
    if not _LEAST <= len(parts) <= _MOST or lemma(noun) in words().outlets or "“" in name or '"' in name:
        return False
    if any(token.pos_ == "PRON" and token.dep_ != "nmod:poss" for token in noun.subtree):
        return False
    return any(True for _ in tokens(noun.text)) and len({stem for stem, _ in tokens(name)}) >= _LEAST - 1
