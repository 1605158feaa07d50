"""Direct speech: whose the quotations are.

The surface decides, as quotation marks and ", he said" are what small parsers do worst. A quotation's speaker is looked for behind it
(", said X"), before it ("X said:"), in the sentence that ends just before it, and lastly among the speeches before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from diplograph.extract.attribution import Attribution, announced, beside, introducer, lastly
from diplograph.extract.page import Speech
from diplograph.extract.reading.stretches import Stretch
from diplograph.extract.reading.trees import is_verb, subject

if TYPE_CHECKING:
    from diplograph.extract.page import Page
    from diplograph.extract.reading.marks import Quotation
    from diplograph.tree import Doc

__all__ = ["speeches"]

# How many tokens outside the marks are looked at for the words that introduce a speech.
_REACH = 45
_STOPS = frozenset(".!?")


def speeches(page: Page, before: Sequence[Speech]) -> Iterator[Speech]:
    """The quotations of a paragraph that are somebody's sentences, with their speakers.

    Args:
        page: The paragraph.
        before: The speeches of the paragraphs before, the last of which an unclosed quotation goes on with.
    """
    last = before[-1] if before else None
    here: Speech | None = None
    for quotation in page.quotations:
        if not quotation.full and not (here is not None and (_resumes(page.doc, quotation) or _goes_on(page.doc, quotation))):
            continue
        found = _attributed(page, quotation)
        if found is None and here is not None:
            found = (here.source, here.cue, here.cue_span)
        predicated = found is None and _predicates(page.doc, quotation)
        if found is None and not predicated:
            found = _previous_sentence(page, quotation)
        if found is None and last is not None and (predicated or _continues(page, quotation)):
            here = Speech((quotation.first, quotation.end), last.source, last.cue, last.cue_span, last.paragraph)
            yield here
            continue
        if found is None:
            continue
        source, cue, cue_span = found
        here = Speech((quotation.first, quotation.end), source, cue, cue_span, page.parsed.number)
        yield here


def _resumes(doc: Doc, quotation: Quotation) -> bool:
    """Whether a fragment goes on with the sentence that ", he said, " broke off."""
    return quotation.first >= 2 and doc[quotation.first - 2].text == "," and quotation.end - quotation.first > 4


def _goes_on(doc: Doc, quotation: Quotation) -> bool:
    """Whether a quotation without a verb is a sentence behind another of the same speaker: "…,” he said. “Not an hour before.”"."""
    first, end = quotation.first, quotation.end
    follows = first >= 2 and doc[first - 2].text in _STOPS
    return follows and doc[first].text[:1].isupper() and doc[end - 1].text in _STOPS and end - first > 3


def _continues(page: Page, quotation: Quotation) -> bool:
    """Whether a quotation opens its paragraph, as the further paragraphs of a long speech do."""
    return quotation.first <= 1 and sum(token.is_alpha for token in page.doc[quotation.first : quotation.end]) > 4


def _attributed(page: Page, quotation: Quotation) -> Attribution | None:
    behind, ahead = _after(page.doc, quotation), _ahead(page.doc, quotation)
    comma = page.doc[quotation.end - 1].text == "," or (
        quotation.end + 1 < len(page.doc) and page.doc[quotation.end + 1].text in (",", "—", "–", "-")
    )
    order = (behind, ahead) if comma or not _introduces(page.doc, quotation) else (ahead, behind)
    for stretch in order:
        found = introducer(page, stretch, ahead=stretch is ahead)
        if found is not None:
            return found
    ended = page.doc[quotation.end - 1].text in (",", "?", "!") or comma
    return announced(page, ahead) or (beside(page, behind) if ended else None)


def _predicates(doc: Doc, quotation: Quotation) -> bool:
    """Whether a quotation is what somebody else says of whom is named before it: "Omar “had been kept awake”"."""
    at = quotation.mark - 1
    return at >= 0 and doc[quotation.first].tag_ in ("VBD", "VBZ", "MD") and doc[at].tag_[:2] in ("NN", "PR")


def _introduces(doc: Doc, quotation: Quotation) -> bool:
    return quotation.mark >= 1 and doc[quotation.mark - 1].text in (",", ":", "—", "–", "that")


def _after(doc: Doc, quotation: Quotation) -> Stretch:
    """From behind the closing mark to the end of the sentence there; empty where a sentence ends with the quotation."""
    first = quotation.end + 1
    if (
        first < len(doc)
        and doc[quotation.end - 1].text in _STOPS
        and doc[first].text[:1].isupper()
        and not (doc[first].lower_ in ("he", "she") and first + 2 < len(doc) and doc[first + 2].text in _STOPS)
    ):
        # “… .” Mr. Smith said: rare; a capital behind a full stop begins a sentence, unless a verb of saying ends it at once.
        return first, first
    end = first
    while end < len(doc) and end - first < _REACH and doc[end].text not in _STOPS and doc[end].text != "“":
        end += 1
    return first, end


def _ahead(doc: Doc, quotation: Quotation) -> Stretch:
    """From the end of the sentence before to the opening mark."""
    end = quotation.mark
    first = end
    while first > 0 and end - first < _REACH and not (doc[first - 1].text in _STOPS and first < end) and doc[first - 1].text != "”":
        first -= 1
    return first, max(first, end)


def _previous_sentence(page: Page, quotation: Quotation) -> Attribution | None:
    """The speaker of the sentence that ends just before the quotation: its main subject ("Graham spoke on Fox News, “…”")."""
    doc = page.doc
    end = quotation.mark
    while end > 0 and doc[end - 1].text in ",:.—–!?":
        end -= 1
    if end <= 0 or doc[end - 1].text == "”":
        return None
    for token in reversed(doc[max(0, end - _REACH) : end]):
        if is_verb(token) and token.dep_ in ("ROOT", "parataxis", "conj") and token.tag_ in ("VBD", "VBZ", "VBP", "VBN"):
            who = subject(token)
            if who is not None and who.tag_[:2] in ("NN", "PR") and who.i < end:
                return lastly(page, token, who)
    return None
