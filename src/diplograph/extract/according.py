"""Sources behind "according to": the sentence is what they claim.

Limits: outlets and documents are yielded as sources too; the resolver knows who is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from diplograph.extract.doers import told_of
from diplograph.extract.reading.judge import judge
from diplograph.extract.reading.trees import Stretch, lemma, noun_phrase, trim
from diplograph.model import Candidate

if TYPE_CHECKING:
    from diplograph.extract.page import Page
    from diplograph.model import Voice
    from diplograph.tree import Token

__all__ = ["according"]

_LEAST_CLAIM = 4
# Names of sources are shorter, in tokens.
_LONGEST = 16


def according(page: Page) -> Iterator[Candidate]:
    """One candidate for the clause that an "according to" belongs to, whole sentences of quotations apart (`direct` has them)."""
    for token in page.doc[:-2]:
        if token.lower_ != "according" or page.doc[token.i + 1].lower_ != "to" or page.speech(token.i) is not None:
            continue
        source = _source(token)
        if source is None:
            continue
        head, stretch = _claim(page, token, source[1])
        words = [word for word in page.doc[stretch[0] : stretch[1]] if word.is_alpha]
        if len(words) < _LEAST_CLAIM or any(page.speech(word.i) is not None for word in words):
            continue
        judged = judge(head, stretch, page.lexicon, "speech")
        whole = (min(stretch[0], token.i), max(stretch[1], source[1]))
        voice: Voice = "direct" if page.quoted(stretch, 3) else "indirect"
        true = judged.kind in ("assessment", "accusation") or judged.reason == "denial"
        yield Candidate(
            span=page.span(whole), kind=judged.kind, stance=judged.stance, voice=voice,
            attitude="holds_true" if true else "wants",
            rule="according", confidence=0.6, paragraph=page.parsed.number, cue_token=token.i,
            source_span=page.span(source), cue_span=page.span((token.i, token.i + 2)), content_span=page.span(stretch),
            condition_span=page.span(judged.condition) if judged.condition else None,
            addressee_spans=tuple(page.span(noun_phrase(found)) for found in judged.addressees),
            **told_of(page, head),
        )  # fmt: skip


def _source(token: Token) -> Stretch | None:
    """The words behind "according to", by the surface: up to a comma, the end of the sentence or a verb."""
    doc, end = token.doc, token.i + 2
    while (
        end < len(doc)
        and end - token.i < _LONGEST
        and doc[end].text not in ",.;:“”—–()"
        and doc[end].tag_ not in ("VBD", "VBZ", "VBP", "MD")
    ):
        end += 1
    words = [word for word in doc[token.i + 2 : end] if word.tag_[:2] in ("NN", "PR")]
    return (token.i + 2, end) if words else None


def _claim(page: Page, token: Token, after: int) -> tuple[Token, Stretch]:
    """The clause: the rest of the sentence, before the phrase or behind it."""
    sentence = token.sent
    before_words = (sentence.start, token.i)
    behind = (after, sentence.end)
    stretch = before_words if token.i - sentence.start >= sentence.end - after else behind
    head = next(
        (word for word in page.doc[stretch[0] : stretch[1]] if not stretch[0] <= word.head.i < stretch[1] or word.head is word),
        page.doc[stretch[0]],
    )
    verbs = [word for word in page.doc[stretch[0] : stretch[1]] if word.dep_ in ("ROOT", "ccomp") and lemma(word)]
    head = verbs[0] if verbs else head
    return head, trim(head, stretch)
