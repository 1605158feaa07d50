"""Sources behind "according to", "in the view of", "in Oslo's view", "as Oslo has noted": the sentence is what they claim.

Limits: outlets and documents are yielded as sources too; the resolver knows who is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from diplograph.extract.doers import told_of
from diplograph.extract.judging import judge
from diplograph.extract.reading import parts
from diplograph.extract.reading.stretches import Stretch, noun_phrase, trim
from diplograph.extract.reading.trees import adposition, base, finite, kid, kids, lemma, negated, person
from diplograph.model import Candidate

if TYPE_CHECKING:
    from diplograph.extract.page import Page
    from diplograph.model import Voice
    from diplograph.tree import Doc, Token

__all__ = ["according"]

_LEAST_CLAIM = 4
# Names of sources are shorter, in tokens.
_LONGEST = 16
# How far behind a verb the phrase ends that names who has said so before, and prepositions of what was said instead.
_BEHIND = 7
_ABOUT = frozenset({"of", "about", "against", "for", "to", "over"})


def according(page: Page) -> Iterator[Candidate]:
    """One candidate for the clause that an "according to" belongs to, whole sentences of quotations apart (`direct` has them)."""
    for token in page.doc[:-2]:
        if page.speech(token.i) is not None:
            continue
        found = _named(page, token)
        if found is None:
            continue
        source, after, cue = found
        head, stretch = _claim(page, token, after)
        words = [word for word in page.doc[stretch[0] : stretch[1]] if word.is_alpha]
        if len(words) < _LEAST_CLAIM or any(page.speech(word.i) is not None for word in words):
            continue
        judged = judge(head, stretch, page.lexicon, "speech")
        whole = (min(stretch[0], token.i), max(stretch[1], after))
        voice: Voice = "direct" if page.quoted(stretch, 3) else "indirect"
        yield Candidate(
            span=page.span(whole), kind=judged.kind, stance=judged.stance, voice=voice,
            attitude=judged.attitude,
            rule="according", confidence=0.6, paragraph=page.parsed.number, cue_token=token.i,
            source_span=page.span(source), cue_span=page.span(cue), content_span=page.span(stretch),
            condition_span=page.span(judged.condition) if judged.condition else None,
            addressee_spans=tuple(page.span(noun_phrase(found)) for found in judged.addressees),
            **told_of(page, head),
        )  # fmt: skip


def _named(page: Page, token: Token) -> tuple[Stretch, int, Stretch] | None:
    """Who is named by a phrase that begins at a token, where the phrase ends, and its own words; None where there is no such phrase."""
    doc, i = page.doc, token.i
    if token.lower_ == "according" and doc[i + 1].lower_ == "to":
        source = _source(token, i + 2)
        return (source, source[1], (i, i + 2)) if source is not None else None
    apart = token.is_sent_start or doc[i - 1].text in (",", "—", "–") or (doc[i - 1].is_sent_start and doc[i - 1].dep_ == "cc")
    if apart and token.lower_ == "as":
        return _noted(page, token)
    if not apart or token.lower_ not in ("in", "by"):
        return None
    first = i + 2 if doc[i + 1].lower_ == "the" else i + 1
    if first + 2 < len(doc) and page.lexicon.has("accounts", doc[first].lower_) and doc[first + 1].lower_ == "of":
        source = _source(token, first + 2)
        return (source, source[1], (i, first + 2)) if source is not None and _parted(doc, source[1]) else None
    return _owned(page, token)


def _noted(page: Page, token: Token) -> tuple[Stretch, int, Stretch] | None:
    """Who has said so before: "As the ministry has pointed out, the depot is full"."""
    doc, verb = page.doc, token.head
    if token.dep_ == "case" and verb.dep_ == "nsubj":
        verb = verb.head
    own = kid(verb, "nsubj")
    if token.dep_ not in ("mark", "case") or own is None or own.tag_[:2] not in ("NN", "PR"):
        return None
    if not token.i < own.i < verb.i < token.i + _LONGEST:
        return None
    says = any(cue.judge and "that" in cue.frames for cue in page.lexicon.of("verb", base(verb, page.lexicon)))
    about = any(adposition(one) in _ABOUT for one in kids(verb, "obl", "nmod"))
    after = next((j for j in range(verb.i + 1, min(verb.i + _BEHIND, len(doc))) if _parted(doc, j)), None)
    told = any(after is None or child.i < after for child in kids(verb, "obj", "ccomp", "xcomp"))
    if not says or about or told or person(own, page.lexicon) is not None or negated(verb, page.lexicon):
        return None
    return (parts.source(own, page.lexicon), after, parts.signalling(verb, verb.i + 1)) if after is not None else None


def _owned(page: Page, token: Token) -> tuple[Stretch, int, Stretch] | None:
    """The owner of a view: "in Oslo's view", "by its own count"."""
    doc, i = page.doc, token.i
    noun = next((j for j in range(i + 2, min(i + _LONGEST, len(doc))) if page.lexicon.has("accounts", doc[j].lower_)), None)
    if noun is None or not _parted(doc, noun + 1) or any(one.text in ",.;:“”" for one in doc[i + 1 : noun]):
        return None
    end = noun - 1 if doc[noun - 1].lower_ == "own" else noun
    if doc[end - 1].tag_ == "PRP$" and end - 1 == i + 1:
        return None if person(doc[end - 1], page.lexicon) is not None else ((end - 1, end), noun + 1, (i, noun + 1))
    if doc[end - 1].tag_ != "POS" or end - 1 <= i + 1:
        return None
    return (i + 1, end - 1), noun + 1, (i, noun + 1)


def _parted(doc: Doc, i: int) -> bool:
    """Whether a phrase ends where the words before a token end: at a comma or with its sentence."""
    return i >= len(doc) or doc[i].text in (",", ".", "—", "–", ";")


def _source(token: Token, first: int) -> Stretch | None:
    """The words behind "according to", by the surface: up to a comma, the end of the sentence or a verb."""
    doc, end = token.doc, first
    while (
        end < len(doc)
        and end - token.i < _LONGEST
        and doc[end].text not in ",.;:“”—–()"
        and doc[end].tag_ not in ("VBD", "VBZ", "VBP", "MD", "WP", "WDT")
    ):
        end += 1
    words = [word for word in doc[first:end] if word.tag_[:2] in ("NN", "PR")]
    return (first, end) if words else None


def _claim(page: Page, token: Token, after: int) -> tuple[Token, Stretch]:
    """The clause: the rest of the sentence, before the phrase or behind it."""
    sentence = token.sent
    before_words = (sentence.start, token.i)
    behind = (after, sentence.end)
    stretch = before_words if token.i - sentence.start >= sentence.end - after else behind
    if stretch == behind and token.i > sentence.start and not any(finite(word) for word in page.doc[sentence.start : token.i]):
        stretch = (sentence.start, sentence.end)  # "The treaty, in the words of the minister, is dead"
    head = next(
        (word for word in page.doc[stretch[0] : stretch[1]] if not stretch[0] <= word.head.i < stretch[1] or word.head is word),
        page.doc[stretch[0]],
    )
    verbs = [word for word in page.doc[stretch[0] : stretch[1]] if word.dep_ in ("ROOT", "ccomp") and lemma(word)]
    head = verbs[0] if verbs else head
    return head, trim(head, stretch)
