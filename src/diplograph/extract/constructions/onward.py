"""What goes on in the words of whoever the sentence before reported, without a verb of saying.

"The minister called the offer an insult. His country would never sign it." Only reports are read so, and only sentences in the same
paragraph whose modal a narrator would not use of his own: "would", "must" and "should".

Limits: what a bill, a plan or a deal "would" do is the narrator's description of it; a past future ("would later resign") is his story.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from diplograph.extract.doers import told_of
from diplograph.extract.judging import judge
from diplograph.extract.reading.stretches import trim
from diplograph.extract.reading.trees import kid, kids, lemma, subject
from diplograph.model import Candidate

if TYPE_CHECKING:
    from diplograph.extract.page import Page
    from diplograph.tree import Token

__all__ = ["onward"]

_MODALS = frozenset({"would", "must", "should"})
_LEAST = 5
_CONFIDENCE = 0.5


def onward(page: Page, told: Sequence[Candidate]) -> Iterator[Candidate]:
    """One candidate for each sentence of a report that goes on with what the one before it reported."""
    if page.genre != "news":
        return
    before: Candidate | None = None
    for sentence in page.doc.sents:
        head = sentence.root
        here = [one for one in told if sentence.start <= one.cue_token < sentence.end and one.attributed_span is None]
        speeches = any(page.speech(token.i) is not None for token in sentence)
        if before is not None and not here and not speeches and _goes_on(page, head):
            yield _candidate(page, head, before)
            continue
        before = next((one for one in reversed(here) if _reports(page, one, head)), None)


def _reports(page: Page, one: Candidate, head: Token) -> bool:
    """Whether a candidate is told of somebody by the main verb of its sentence, in words."""
    token = page.doc[one.cue_token]
    return (
        one.source_span is not None
        and one.speaker == "named"
        and not one.hypothetical
        and one.rule.startswith("verb:")
        and head in (token, token.head)
        and any("quote" in cue.frames or cue.judge for cue in page.lexicon.of("verb", one.rule.removeprefix("verb:")))
    )


def _goes_on(page: Page, head: Token) -> bool:
    helpers = {child.lower_ for child in kids(head, "aux")}
    doer = subject(head)
    if not helpers & _MODALS or doer is None or page.doc[head.sent.end - 1].text == "?":
        return False
    if any(page.lexicon.has("later", child.lower_) for child in kids(head, "advmod")) or head.sent.end - head.sent.start < _LEAST:
        return False
    return not page.lexicon.has("policies", lemma(doer)) and kid(doer, "appos") is None


def _candidate(page: Page, head: Token, before: Candidate) -> Candidate:
    stretch = trim(head, (head.sent.start, head.sent.end))
    judged = judge(head, stretch, page.lexicon, "speech", reported=True)
    helper = next(child for child in kids(head, "aux") if child.lower_ in _MODALS)
    return Candidate(
        span=page.span(stretch), kind=judged.kind, stance=judged.stance, voice="indirect", attitude=judged.attitude,
        rule=f"onward:{judged.reason}", confidence=_CONFIDENCE, paragraph=page.parsed.number, cue_token=head.i, speaker=before.speaker,
        source_span=before.source_span, cue_span=page.span((helper.i, helper.i + 1)), content_span=page.span(stretch),
        condition_span=page.span(judged.condition) if judged.condition else None,
        **told_of(page, head),
    )  # fmt: skip
