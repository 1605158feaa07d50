"""Contents that take up what was said before: "the decision", "this move", "the operation"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from diplograph.resolve.issues.words import stem, words

if TYPE_CHECKING:
    from diplograph.resolve.issues.index import Bag, Concept, Index

__all__ = ["refers"]

_PHRASE = re.compile(
    r"\W*(?:that\s+)?(?P<first>the|this|that|these|those|such|his|her|their|its)\b(?P<rest>(?:\W+[\w-]+){0,4})", re.IGNORECASE
)
_SURE = 0.6
_LABELS = 2  # labels that must have the word which takes a concept up


def refers(content: Bag, index: Index, last: str | None, prior: Mapping[str, float]) -> str | None:
    """The concept that a content without words of its own for one takes up, if any.

    A word of the concept's own ("the withdrawal") may take up whatever the article is about; a general one ("the decision") takes up what
    was spoken of last, else the one concept that the article is about.

    Args:
        content: The content.
        index: The scheme.
        last: The concept that was spoken of last, near by.
        prior: The concepts of title and lead.
    """
    match = _PHRASE.match(content.text)
    if match is None:
        return None
    following = [word.lower() for word in re.findall(r"[\w-]+", match["rest"])]
    sure = sorted((iri for iri, score in prior.items() if score >= _SURE), key=lambda iri: (-prior[iri], iri))
    candidates = list(dict.fromkeys(([last] if last else []) + sure))
    for word in following[:3]:
        if word in words().takers:
            return last or (sure[0] if len(sure) == 1 else None)
        fits = [iri for iri in candidates if _has(index.concepts.get(iri), stem(word))]
        if fits:
            return fits[0]
    return None


def _has(concept: Concept | None, word: str) -> bool:
    return concept is not None and sum(word in label.stems for label in concept.labels) >= min(_LABELS, len(concept.labels))
