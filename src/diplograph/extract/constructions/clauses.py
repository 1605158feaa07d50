"""Clauses that are statements of their own, without a cue outside them.

A sentence that somebody is quoted with, a sentence of a body's own release, and what an author of opinion argues. Each main clause is
judged by its words (`judging`); main clauses whose cue has already made a candidate ("we urge …") are passed over by the caller.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from diplograph.extract.doers import told_of
from diplograph.extract.judging import Judgement, judge
from diplograph.extract.reading.cues import read
from diplograph.extract.reading.marks import sentences
from diplograph.extract.reading.parts import signalling
from diplograph.extract.reading.stretches import Stretch, noun_phrase, trim
from diplograph.extract.reading.trees import finite, is_verb, kid, kids, lemma, past, person, subject
from diplograph.model import Candidate

if TYPE_CHECKING:
    from diplograph.extract.page import Page, Speech
    from diplograph.model import Span, Speaker
    from diplograph.tree import Doc, Token

__all__ = ["argued", "own", "spoken"]

# Sentences of fewer tokens are exclamations or rests of a wrong division.
_LEAST = 4
# Clauses of fewer tokens are parts of their sentence ("— all agree"); quoted sentences of fewer words go with the one before ("Not one
# was lost.").
_SHORT, _CURT = 6, 8
# Modals of duty and plan.
_PLANNED = frozenset({"must", "should", "will", "'ll", "shall"})
# An author's clause of fewer tokens without a subject is an exclamation.
_LONG = 12
# Cues as sure as this are what their subject does, not what an author makes of it.
_SAYS = 0.5
# Questions that need no answer: with these words, and these modals behind them; or denied and inverted. Within so many words.
_ASKS, _MODALS = frozenset({"why", "when", "who", "how"}), frozenset({"would", "should", "must", "will", "can", "could"})
_INVERTED = frozenset({"is", "are", "was", "does", "do", "did", "should", "could", "would", "has", "have", "must", "can"})
_OPENING = 7
# A clause of fewer tokens with a word of courtesy in it says nothing else.
_COURTESY = 22
# Judgements an author of opinion is credited with: what argues, as against what reports.
_ARGUES = {
    "duty": 0.75,
    "impersonal_duty": 0.8,
    "impersonal_blame": 0.8,
    "impersonal_praise": 0.75,
    "impersonal_doubt": 0.65,
    "will": 0.5,
    "impersonal_belief": 0.6,
    "possibility": 0.5,
}
# Those an author states in passing: what holds now; and what an author finds wrong with the story told in the past.
_HOLDS = {"good": 0.5, "bad": 0.5, "blame": 0.5, "denial": 0.5, "plain": 0.45, "void": 0.5, "deserving": 0.5}
_HELD = {"bad": 0.45, "blame": 0.45, "denial": 0.45, "void": 0.45}


def spoken(page: Page) -> Iterator[Candidate]:
    """The sentences of each speech, clause by clause: direct voice."""
    for speech in page.speeches:
        if speech.source is None:
            continue
        for sentence in _joined(page.doc, sentences(page.doc, *speech.stretch, page.lexicon)):
            for head, stretch in clauses(page.doc, sentence):
                asks = page.doc[stretch[1] - 1].text == "?"
                if asks and page.genre != "transcript" and _suggests(page, stretch):
                    yield replace(_candidate(page, head, stretch, Judgement("proposal", "for", 0.5, "question"), speech), own_act=None)
                elif asks and page.genre == "news" and _rhetorical(page, stretch):
                    yield replace(_candidate(page, head, stretch, _doubt(page, head), speech), own_act=None)
                elif (not asks or person(subject(head), page.lexicon) == "you") and not _ceremony(page, stretch):
                    yield _candidate(page, head, stretch, judge(head, stretch, page.lexicon, "speech"), speech)


def _suggests(page: Page, stretch: Stretch) -> bool:
    """Whether a quoted question puts something forward: "Why not let …?", "What if we …?", "Why don't we …?"."""
    words = [token.lower_ for token in page.doc[stretch[0] : stretch[1]]][:_OPENING]
    return words[:2] in (["why", "not"], ["what", "if"], ["how", "about"], ["what", "about"]) or (
        words[:2] == ["why", "do"] and words[2:3] in (["n't"], ["not"])
    )


def _joined(doc: Doc, found: Iterator[Stretch]) -> Iterator[Stretch]:
    """Sentences, curt ones joined with the one before, as readers take them for one statement."""
    held: Stretch | None = None
    for first, end in found:
        words = doc[first:end]
        acts = any(token.tag_ == "MD" or (token.dep_ == "nsubj" and token.text.lower() in ("i", "we")) for token in words)
        if held is not None and not acts and sum(token.is_alpha for token in words) < _CURT and first - held[1] < 2:
            held = (held[0], end)
            continue
        if held is not None:
            yield held
        held = (first, end)
    if held is not None:
        yield held


def own(page: Page) -> Iterator[Candidate]:
    """A release's own sentences: what the body that speaks commits to, demands, blames and holds."""
    for head, stretch in _narrated(page):
        first = page.doc[stretch[0]]
        if _subordinate(page, head, stretch) or (page.lexicon.has("leaning", first.lower_) and first.head in (head, first)):
            continue
        judged = judge(head, stretch, page.lexicon, "release")
        me = person(subject(head), page.lexicon)
        if judged.reason == "plain" and not (_holds(head, stretch) if me is None else not past(head) and head.tag_ != "VBD"):
            continue
        if _ceremony(page, stretch) or (judged.reason == "will" and me is None and _scheduled(page, head, stretch, judged)):
            continue
        if me is None and _passing(page, head, judged):
            continue
        told = _candidate(page, head, stretch, judged, speaker="we" if me == "we" else "i" if me == "i" else "author")
        yield replace(told, past=me is None and past(head))


def _holds(head: Token, stretch: Stretch) -> bool:
    """Whether a clause tells in the present what somebody or something is or does."""
    tells = is_verb(head) or kid(head, "cop") is not None
    return tells and not past(head) and finite(head) and subject(head) is not None and _long(head, stretch)


def _long(head: Token, stretch: Stretch) -> bool:
    """Whether a clause has words enough; a whole sentence that says what something is needs few: "This presence is defensive."."""
    doer = subject(head)
    whole = kid(head, "cop") is not None and doer is not None and doer.tag_[:2] == "NN" and head.sent.start == stretch[0]
    return stretch[1] - stretch[0] >= (_LEAST if whole and stretch[1] >= head.sent.end - 1 else _SHORT)


def _passing(page: Page, head: Token, judged: Judgement) -> bool:
    """Whether words of value only stand in passing in what a release tells of itself: a story, a meeting, a number."""
    if judged.reason == "blame":
        return past(head) and page.lexicon.has("schedule", lemma(head))
    if judged.reason == "bad" and not _predicates(page, head):
        return True
    return judged.reason in ("good", "bad") and past(head)


def _scheduled(page: Page, head: Token, stretch: Stretch, judged: Judgement) -> bool:
    """Whether a sentence with "will" only tells a calendar, or foretells nothing good or bad."""
    if page.lexicon.has("schedule", lemma(head)) or kid(head, "expl") is not None:
        return True
    words = [lemma(token) for token in page.doc[stretch[0] : stretch[1]]]
    values = any(page.lexicon.has(name, word) for word in words for name in ("good", "bad", "blame", "harm"))
    return judged.kind == "assessment" and not values


def argued(page: Page) -> Iterator[Candidate]:
    """What the author of an opinion piece recommends, forecasts and judges."""
    for head, stretch in _narrated(page):
        if _subordinate(page, head, stretch) or _ceremony(page, stretch):
            continue
        if page.doc[stretch[1] - 1].text == "?":
            if _rhetorical(page, stretch):
                yield _candidate(page, head, stretch, _doubt(page, head), speaker="author")
            continue
        judged = judge(head, stretch, page.lexicon, "opinion")
        strength = _ARGUES.get(judged.reason, 0.0)
        told = past(head) and _tale(page, head, judged)
        if judged.reason in ("good", "bad", "blame") and _predicates(page, head) and not told:
            strength = 0.6
        if not strength and not past(head) and _long(head, stretch):
            whole = judged.reason != "plain" or subject(head) is not None or stretch[1] - stretch[0] >= _LONG
            strength = _HOLDS.get(judged.reason, 0.0) if whole else 0.0
        if not strength and past(head) and not told and stretch[1] - stretch[0] >= _SHORT:
            strength = _HELD.get(judged.reason, 0.0)
        if strength:
            yield _candidate(page, head, stretch, judged, speaker="author", strength=strength)


def _rhetorical(page: Page, stretch: Stretch) -> bool:
    """Whether a question says what its author holds: "Why would anyone sign that?", "How long must they wait?", "Is it not time to?"."""
    words = [token.lower_ for token in page.doc[stretch[0] : stretch[1]]][:_OPENING]
    if words[:1] == ["how"] and words[1:2] not in (["long"], ["often"], ["many"], ["much"]):
        return False
    asks = next((i for i, word in enumerate(words) if word in _ASKS), None)
    if asks is not None:
        return any(word in _MODALS for word in words[asks:])
    return bool({"n't", "not"} & set(words)) and words[0] in _INVERTED


def _doubt(page: Page, head: Token) -> Judgement:
    """What such a question holds: blame where it is about what somebody named, or an institution, does."""
    doer = subject(head)
    actor = doer is not None and (doer.tag_.startswith("NNP") or page.lexicon.has("institutions", lemma(doer)) or doer.tag_ == "NNS")
    return Judgement("accusation" if actor else "assessment", "against", 0.45, "question")


def _tale(page: Page, head: Token, judged: Judgement) -> bool:
    """Whether a past clause only tells a story: what nobody is blamed for, or what somebody said or did in words."""
    failed = page.lexicon.has("failing", lemma(head)) or kid(head, "cop") is not None
    if judged.reason == "blame" and judged.kind == "assessment" and not failed:
        return True
    reading = read(head, page.lexicon)
    return reading is not None and reading.cue.pos == "verb" and reading.cue.strength >= _SAYS


def _subordinate(page: Page, head: Token, stretch: Stretch) -> bool:
    """Whether a clause that the parser took for a main one is a condition or a question within another's sentence."""
    first, last = page.doc[stretch[0]], page.doc[stretch[1] - 1]
    if first.text not in page.lexicon.words["subordinators"] or first.dep_ == "case" or first.head != head:
        return False  # "Since the war, it has …" and "If he goes, it will …" are main clauses
    return last.sent.end - 1 > stretch[1] or first.lower_ == "whether"


def _predicates(page: Page, head: Token) -> bool:
    """Whether the evaluation is the sentence's predicate ("is disturbing", "was a mistake") rather than a word in passing."""
    good_or_bad = page.lexicon.words["good"] | page.lexicon.words["bad"] | page.lexicon.words["blame"]
    around = [
        head,
        *kids(head, "amod", "advmod", "obj", "xcomp"),
        *(far for child in kids(head, "obj", "xcomp") for far in kids(child, "amod")),
    ]
    return any(lemma(token) in good_or_bad for token in around)


def _narrated(page: Page) -> Iterator[tuple[Token, Stretch]]:
    for sentence in page.doc.sents:
        if page.speech(sentence.root.i) is not None or sentence.end - sentence.start < _LEAST:
            continue
        yield from clauses(page.doc, (sentence.start, sentence.end))


def clauses(doc: Doc, sentence: Stretch) -> Iterator[tuple[Token, Stretch]]:
    """The main clauses of a sentence with their predicates: coordinated ones that have a subject of their own are apart."""
    heads = [token for token in doc[sentence[0] : sentence[1]] if _heads(token, sentence) and not _conditional(token)]
    if not heads:
        root = next(
            (token for token in doc[sentence[0] : sentence[1]] if not sentence[0] <= token.head.i < sentence[1] or token.head == token),
            None,
        )
        heads = [root] if root is not None else []
    kept: list[tuple[Token, int]] = []
    for head in heads:
        first = _start(head, sentence, kept[-1][0] if kept else None)
        if kept and (first - kept[-1][1] < _SHORT or head.right_edge.i + 1 - first < _SHORT):
            continue
        kept.append((head, first))
    for number, (head, first) in enumerate(kept):
        end = kept[number + 1][1] if number + 1 < len(kept) else sentence[1]
        stretch = _bare(doc, (first if number else sentence[0], end))
        if sum(token.is_alpha for token in doc[stretch[0] : stretch[1]]) >= 2:
            yield head, stretch


def _heads(token: Token, sentence: Stretch) -> bool:
    """Whether a token is the predicate of a main clause of the sentence."""
    inside = sentence[0] <= token.head.i < sentence[1] and token.head != token
    if inside and token.dep_ not in ("conj", "parataxis"):
        return False
    predicate = is_verb(token) or kid(token, "cop", "nsubj") is not None
    if not inside:
        return predicate
    if not predicate or not finite(token):
        return False
    own = kid(token, "nsubj", "nsubj:pass", "expl", "csubj") is not None
    return (own or _turns(token)) and _top(token.head, sentence)


def _conditional(head: Token) -> bool:
    """Whether the parser took a condition for the main clause, as it stands in its place: "Had they agreed, it would have …"."""
    helper, own = kid(head, "aux"), kid(head, "nsubj", "nsubj:pass")
    if helper is None or own is None or helper.lower_ not in ("had", "were", "should") or helper.i > own.i:
        return False
    return any(child.i > head.i and finite(child) for child in kids(head, "parataxis", "ccomp", "conj"))


def _turns(token: Token) -> bool:
    """Whether a predicate that shares its subject goes on from a fact to a duty or a plan: "… and must stop its war"."""
    above = {child.lower_ for child in kids(token.head, "aux")}
    return not above & _PLANNED and any(child.lower_ in _PLANNED for child in kids(token, "aux"))


def _top(token: Token, sentence: Stretch) -> bool:
    node = token
    for _ in range(6):
        if not sentence[0] <= node.head.i < sentence[1] or node.head == node:
            return True
        if node.dep_ not in ("conj", "parataxis"):
            return False
        node = node.head
    return False


def _start(head: Token, sentence: Stretch, previous: Token | None) -> int:
    if previous is None:
        return sentence[0]
    first = max(head.left_edge.i, previous.i + 1)
    while first < head.i and head.doc[first].text in (",", ";", "—", "–", "and", "but", "or", "so", "yet", "And", "But"):
        first += 1
    return first


def _bare(doc: Doc, stretch: Stretch) -> Stretch:
    """A clause without the conjunction it begins with and the one that leads on to the next."""
    first, end = stretch
    while end - first > 1 and (
        doc[end - 1].text in ",;—–-“" or (doc[end - 1].dep_ == "cc" and doc[end - 1].text.lower() in ("and", "but", "or", "so", "yet"))
    ):
        end -= 1
    while end - first > 1 and (doc[first].text in ",;”—–-.)" or doc[first].text in ("and", "but", "or")):
        first += 1
    return first, end


def _ceremony(page: Page, stretch: Stretch) -> bool:
    """Whether a clause only greets or thanks."""
    words = page.doc.words(*stretch).lower()
    short = stretch[1] - stretch[0] < _COURTESY and any(phrase in words for phrase in page.lexicon.words["courtesy"])
    return short or words.startswith(tuple(page.lexicon.words["ceremony"]))


def _candidate(
    page: Page,
    head: Token,
    stretch: Stretch,
    judged: Judgement,
    speech: Speech | None = None,
    *,
    speaker: Speaker = "named",
    strength: float = 0.0,
) -> Candidate:
    told = told_of(page, head)
    if judged.reason == "named" and told.get("own_act") is None:
        told["own_act"] = "assessment", "for"  # what one's own side does is no blame
    return Candidate(
        span=page.span(stretch), kind=judged.kind, stance=judged.stance, voice="direct" if speech else "author",
        attitude=judged.attitude, rule=f"{'quotation' if speech else 'clause'}:{judged.reason}",
        confidence=round(strength or judged.strength, 2), paragraph=page.parsed.number, cue_token=head.i,
        speaker="named" if speech else speaker, source_span=speech.source if speech else _first_person(page, head, speaker),
        cue_span=speech.cue_span if speech else page.span(signalling(head, head.i + 1)), content_span=page.span(trim(head, stretch)),
        condition_span=page.span(judged.condition) if judged.condition else None,
        addressee_spans=tuple(page.span(noun_phrase(token)) for token in judged.addressees if person(token, page.lexicon) is None),
        **told,
    )  # fmt: skip


def _first_person(page: Page, head: Token, speaker: Speaker) -> Span | None:
    who = subject(head)
    return page.span(noun_phrase(who)) if speaker in ("we", "i") and who is not None else None
