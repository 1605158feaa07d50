"""Positions told without a verb of their holder's: "Paris's view was that …", "a poll found a lead", "…, a charge he denies".

Limits: of positions only those with "that" or an infinitive are read; what else somebody's position "is" mostly tells a story.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from diplograph.extract.doers import Told, told_of
from diplograph.extract.judging import judge
from diplograph.extract.reading.claims import predicate
from diplograph.extract.reading.parts import signalling, source
from diplograph.extract.reading.stretches import Stretch, noun_phrase, trim
from diplograph.extract.reading.trees import adposition, base, kid, kids, lemma, negated, person, subject
from diplograph.model import Candidate

if TYPE_CHECKING:
    from diplograph.extract.page import Page
    from diplograph.model import Attitude, Kind, Stance, Voice
    from diplograph.tree import Doc, Token

__all__ = ["appended", "held"]

_BE = frozenset({"is", "was", "remains", "remained"})
# Modals under which a position is nobody's.
_MODALS = frozenset({"would", "could", "should", "may", "might", "must", "can"})
# How far behind its noun the verb of a position may stand ("the government's position on the islands is that"), in tokens.
_REACH = 8
_LEAST = 3
# Tags of words that begin a subject, and of finite verbs; how far a verb alone must be trusted behind a noun that sums up.
_BEGINS = ("DT", "NNP", "NNPS", "NNS", "NN", "JJ", "PRP", "PRP$", "CD")
_FINITE = ("VBD", "VBZ", "VBP", "MD")
_LEAST_TRUST = 0.5
# What may follow such a verb that takes no more.
_ASIDE = frozenset({"since", "for", "in", "on", "as", "when", "at", "during", "after", "before"})
# Kinds of what a thing is met with.
_REACTIONS = frozenset({"accusation", "opposition", "rejection", "support"})
_CONFIDENCE = 0.6


def held(page: Page) -> Iterator[Candidate]:
    """One candidate for each position, role and poll of the narrator's sentences."""
    for token in page.doc:
        if page.speech(token.i) is not None or not token.is_alpha:
            continue
        if token.tag_ in ("NN", "NNS") and page.lexicon.has("positions", lemma(token)):
            yield from _position(page, token)
        elif token.tag_ in ("NN", "NNS") and kid(token, "cop") is not None:
            yield from _role(page, token)
        elif token.tag_ in ("NN", "NNS") and token.dep_ in ("obj", "obl"):
            yield from _reaction(page, token)
        elif token.tag_ == "VB" and page.genre == "news" and _is_to(token):
            yield from _planned(page, token)
        if token.tag_ == "NN" and (verb := appended(page, token)) is not None:
            yield from _appended(page, token, verb)
        elif token.tag_.startswith("VB") and page.lexicon.has("polled", base(token, page.lexicon)):
            yield from _poll(page, token)


def _is_to(verb: Token) -> bool:
    """Whether a verb is what somebody "is to" do, in a main clause."""
    doc, i = verb.doc, verb.i
    return i > 2 and doc[i - 1].lower_ == "to" and doc[i - 2].lower_ in ("is", "are") and verb.dep_ in ("ROOT", "conj", "xcomp", "ccomp")


def _planned(page: Page, verb: Token) -> Iterator[Candidate]:
    """A measure told with "is to": "The government is to launch an inquiry"; calendars and what befalls somebody are none."""
    doc, noun = page.doc, subject(verb)
    if noun is None or noun.i > verb.i or kid(verb, "obj") is None or page.lexicon.has("schedule", lemma(verb)):
        return
    acts = noun.tag_.startswith("NNP") or page.lexicon.has("institutions", lemma(noun))
    passing = any(page.lexicon.has(name, lemma(verb)) for name in ("enduring", "undergoing", "inert"))
    if not acts or passing or lemma(verb) == "blame":
        return
    if page.lexicon.has("positions", lemma(noun)) or person(noun, page.lexicon) is not None:
        return
    end = next((i for i in range(verb.i + 1, verb.sent.end) if doc[i].text in ".;"), verb.sent.end)
    content = trim(verb, (verb.i, end))
    says = any(cue.judge for cue in page.lexicon.of("verb", base(verb, page.lexicon)))
    yield _candidate(
        page, verb, ("assessment" if says else "commitment", "for"), who=source(noun, page.lexicon), content=content,
        whole=(noun.left_edge.i, content[1]), cue=(verb.i - 2, verb.i + 1), told={},
    )  # fmt: skip


def _reaction(page: Page, noun: Token) -> Iterator[Candidate]:
    """What a thing is met with, and from whom: "The move drew condemnation from Arab states", "was met with anger in Belgrade"."""
    lexicon, verb = page.lexicon, noun.head
    cue = next((one for one in lexicon.of("noun", lemma(noun)) if one.kind in _REACTIONS and one.strength >= _LEAST_TRUST), None)
    what = kid(verb, "nsubj", "nsubj:pass") if cue is not None and lexicon.has("drawing", base(verb, lexicon)) else None
    if cue is None or what is None or not what.i < verb.i < noun.i or (noun.dep_ == "obl" and adposition(noun) != "with"):
        return
    if lexicon.has("institutions", lemma(what)) or negated(verb, lexicon):
        return
    behind = (child for host in (noun, verb) for child in kids(host, "nmod", "obl") if child.i > noun.i)
    who = next((child for child in behind if adposition(child) in ("from", "by", "among", "in")), None)
    if who is None or (adposition(who) == "in" and not who.tag_.startswith("NNP")):
        return
    words = source(who, lexicon)
    yield _candidate(
        page, noun, (cue.kind, cue.stance), who=words, whole=(what.left_edge.i, words[1]), content=noun_phrase(what),
        cue=(verb.i, noun.i + 1), told={},
    )  # fmt: skip


def appended(page: Page, noun: Token) -> Token | None:
    """The verb of a position that a noun sums up behind a comma: "…, a move unions have long | opposed"; None where there is none.

    Read by the surface, as small parsers take such a noun for a part of its clause's subject.
    """
    doc, end = page.doc, noun.sent.end
    if not page.lexicon.has("summing", lemma(noun)) or noun.i < 3 or doc[noun.i - 1].lower_ not in ("a", "an"):
        return None
    if doc[noun.i - 2].text not in (",", "—", "–") or noun.i + 2 >= end:
        return None
    begins = doc[noun.i + 1]
    if begins.tag_ not in _BEGINS or person(begins, page.lexicon) is not None:
        return None
    at = next((i for i in range(noun.i + 2, min(noun.i + 2 + _REACH, end)) if doc[i].tag_ in _FINITE), None)
    if at is None or any(token.text in ",;:“”" or token.tag_ in ("IN", "TO") for token in doc[noun.i + 1 : at]):
        return None
    if doc[at].tag_ == "MD":
        return None
    last = at
    for i in range(at + 1, min(at + _REACH, end)):
        if doc[i].tag_ in ("VBN", "VBG"):
            last = i
        elif doc[i].tag_ != "RB":
            break
    return doc[last] if page.lexicon.of("verb", base(doc[last], page.lexicon)) else None


def _appended(page: Page, noun: Token, verb: Token) -> Iterator[Candidate]:
    """What a position summed up amounts to, the noun its content."""
    doc, first = page.doc, noun.i + 1
    end = next((i for i in range(verb.i + 1, noun.sent.end) if doc[i].text in ",.;—–()"), noun.sent.end)
    behind = [token.lower_ for token in doc[verb.i + 1 : end] if not token.text.endswith("ly")]
    for cue in page.lexicon.of("verb", base(verb, page.lexicon)):
        particle, rest = behind[: len(cue.words) - 1], behind[len(cue.words) - 1 :]
        if cue.judge or cue.measure or cue.strength < _LEAST_TRUST or [*cue.words[1:]] != particle:
            continue
        if rest and not ("as" in cue.frames or rest[0] in cue.frames or rest[0] in _ASIDE):
            continue
        if not rest and not {"np", *particle} & {*cue.frames, *cue.words[1:]}:
            continue
        begins = next(token.i for token in doc[first : verb.i + 1] if token.tag_ in _FINITE)
        helpers = {token.lower_ for token in doc[begins : verb.i]}
        if helpers & page.lexicon.words["negators"]:
            return
        yield _candidate(
            page, verb, (cue.kind, cue.stance), who=(first, begins), content=(noun.i - 1, noun.i + 1), whole=(noun.i - 1, end),
            cue=signalling(verb, verb.i + len(cue.words)), told={},
        )  # fmt: skip
        return


def _position(page: Page, noun: Token) -> Iterator[Candidate]:
    """What a position is: the clause behind "that", or the infinitive."""
    owner = next(kids(noun, "nmod:poss"), None) or _of(page, noun) or _fronted(page, noun)
    if owner is None or person(owner, page.lexicon) is not None:
        return
    doc, end = page.doc, noun.sent.end
    verb = next((i for i in range(noun.i + 1, min(noun.i + _REACH, end - 2)) if _is(doc, i)), None)
    between = doc[noun.i + 1 : verb] if verb is not None else ()
    if verb is None or any(token.text in ",;:" or token.tag_ in ("VBD", "VBZ") or token.lower_ in _MODALS for token in between):
        return
    first = verb + 2 if doc[verb + 1].tag_ == "RB" else verb + 1
    if doc[first].lower_ not in ("that", "to") or doc[first].tag_ == "DT":
        return
    stretch = trim(noun, (first + 1 if doc[first].lower_ == "that" else first, end))
    if stretch[1] - stretch[0] < _LEAST:
        return
    head = predicate(doc, stretch)
    judged = judge(head, stretch, page.lexicon, "speech", reported=True)
    kind, stance = judged.kind, judged.stance
    if doc[first].lower_ == "to":
        cue = next(iter(page.lexicon.of("noun", lemma(noun))), None)
        kind, stance = (cue.kind, cue.stance) if cue is not None and cue.kind != "assessment" else ("commitment", "for")
    yield _candidate(
        page, noun, (kind, stance), who=source(owner, page.lexicon), content=stretch,
        whole=(min(owner.left_edge.i, noun.left_edge.i), stretch[1]),
        cue=(noun.i, noun.i + 1), told=told_of(page, head),
    )  # fmt: skip


def _of(page: Page, noun: Token) -> Token | None:
    """Whose a position is behind "of": "the goal of the ministry is to"."""
    found = (child for child in kids(noun, "nmod") if adposition(child) == "of" and child.i > noun.i)
    return next((one for one in found if one.tag_.startswith("NNP") or page.lexicon.has("institutions", one.lower_)), None)


def _fronted(page: Page, noun: Token) -> Token | None:
    """Whose a position is by the words before it: "For Ankara, the goal is to", "On both sides, the aim will be to"."""
    doc, start = page.doc, noun.sent.start
    lead = next((i for i in range(start, min(start + 3, noun.i)) if doc[i].lower_ in ("for", "on", "to")), None)
    if lead is None or noun.i - lead > _REACH or doc[noun.i - 1].lower_ != "the":
        return None
    found = next((token for token in doc[lead + 1 : noun.i - 1] if token.tag_[:2] == "NN"), None)
    while found is not None and found.i + 1 < noun.i and doc[found.i + 1].tag_[:2] == "NN":
        found = doc[found.i + 1]
    if found is None:
        return None
    return found if found.tag_.startswith("NNP") or page.lexicon.has("institutions", lemma(found)) else None


def _is(doc: Doc, i: int) -> bool:
    """Whether a word says what something is or will be."""
    return doc[i].lower_ in _BE or (doc[i].lower_ == "be" and doc[i - 1].lower_ == "will")


def _role(page: Page, noun: Token) -> Iterator[Candidate]:
    """What a predicate noun says of its subject: that he is a critic, an advocate, an opponent of something."""
    lexicon, doer = page.lexicon, subject(noun)
    kind: Kind | None = (
        "support" if lexicon.has("backers", lemma(noun)) else "opposition" if lexicon.has("opponents", lemma(noun)) else None
    )
    what = next((child for child in kids(noun, "nmod") if adposition(child) in ("of", "to") and child.i > noun.i), None)
    if kind is None or doer is None or what is None or negated(noun, lexicon) or person(doer, lexicon) is not None:
        return
    content = noun_phrase(what)
    yield _candidate(
        page, noun, (kind, "for" if kind == "support" else "against"), who=source(doer, lexicon),
        whole=(doer.left_edge.i, max(content[1], noun.i + 1)), content=content, cue=(noun.i, noun.i + 1), told={},
    )  # fmt: skip


def _poll(page: Page, verb: Token) -> Iterator[Candidate]:
    """What a poll found, its house the holder: claims with "that" are read as those of others who say something."""
    noun = subject(verb)
    if noun is None or not page.lexicon.has("polls", lemma(noun)) or kid(verb, "ccomp") is not None or noun.i > verb.i:
        return
    owner = next((child for child in kids(noun, "nmod", "nmod:poss") if adposition(child) in ("by", "from", None)), None)
    owner = owner or next((child for child in kids(noun, "compound") if child.tag_.startswith("NNP")), None)
    whose = source(owner, page.lexicon) if owner is not None else source(noun, page.lexicon)
    end = next((i for i in range(verb.i + 1, verb.sent.end) if page.doc[i].text in ".;"), verb.sent.end)
    content = trim(verb, (verb.i + 1, end))
    if content[1] - content[0] >= _LEAST:
        yield _candidate(
            page, verb, ("assessment", "none"), who=whose, whole=(noun.left_edge.i, content[1]), content=content,
            cue=signalling(verb, verb.i + 1), told={},
        )  # fmt: skip


def _candidate(
    page: Page, token: Token, act: tuple[Kind, Stance], *, who: Stretch, whole: Stretch, content: Stretch, cue: Stretch, told: Told
) -> Candidate:
    kind, stance = act
    voice: Voice = "direct" if page.quoted(content, 3) else "indirect"
    attitude: Attitude = "holds_true" if kind in ("assessment", "accusation") else "wants"
    return Candidate(
        span=page.span(trim(token, whole)), kind=kind, stance=stance, voice=voice, attitude=attitude, rule=f"held:{lemma(token)}",
        confidence=_CONFIDENCE, paragraph=page.parsed.number, cue_token=token.i, source_span=page.span(who), cue_span=page.span(cue),
        content_span=page.span(content), **told,
    )  # fmt: skip
