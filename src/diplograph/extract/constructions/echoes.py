"""Who does the same as was told just before: "Norway backed the motion, as did Iceland", "… and nor do five members"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from diplograph.extract.reading.trees import lemma

if TYPE_CHECKING:
    from diplograph.extract.page import Page
    from diplograph.extract.reading.stretches import Stretch
    from diplograph.model import Candidate

__all__ = ["echoes"]

_SAME = frozenset({"as", "so", "nor", "neither"})
_HELPERS = frozenset({"do", "does", "did", "has", "have", "had", "is", "are", "was", "were", "will", "would"})
_NAMES = ("DT", "NN", "NNS", "NNP", "NNPS", "CD", "JJ", "JJS", "PRP$", "RBS", "PDT")
_STOPS = frozenset(",.;:—–“”()?!")
_CONFIDENCE = 0.6


def echoes(page: Page, told: Sequence[Candidate]) -> Iterator[Candidate]:
    """One candidate for each ellipsis that gives the act before it a further holder."""
    for token in page.doc[:-2]:
        after = page.doc[token.i + 1]
        if token.lower_ not in _SAME or after.lower_ not in _HELPERS or page.doc[token.i + 2].tag_ not in _NAMES:
            continue
        who = _who(page, token.i + 2)
        first = page.doc[max(token.sent.start - 1, 0)].sent.start if token.is_sent_start else token.sent.start
        before = [one for one in told if first <= one.cue_token < token.i and one.source_span is not None]
        before = [one for one in before if one.attributed_span is None]
        if who is None or not before or page.speech(token.i) is not None or token.sent[-1].text == "?":
            continue
        last = max(before, key=lambda one: one.cue_token)
        yield replace(
            last, span=page.span((token.i, who[1])), rule=f"echo:{token.lower_}", confidence=_CONFIDENCE, cue_token=after.i,
            speaker="named", source_span=page.span(who), cue_span=page.span((after.i, after.i + 1)), voice="indirect", hypothetical=False,
            doer_span=None, own_act=None,
        )  # fmt: skip


def _who(page: Page, first: int) -> Stretch | None:
    """The noun phrase behind the auxiliary, by the surface; None where it names a custom ("as is the case")."""
    end = first
    while end < len(page.doc) and page.doc[end].text not in _STOPS and page.doc[end].tag_ not in ("VBD", "VBZ", "VBP", "MD", "VBN"):
        end += 1
    nouns = [token for token in page.doc[first:end] if token.tag_[:2] == "NN"]
    if not nouns or (end < len(page.doc) and page.doc[end].tag_ in ("VBD", "VBZ", "VBP", "MD", "VBN")):
        return None
    return None if page.lexicon.has("customs", lemma(nouns[0])) else (first, end)
