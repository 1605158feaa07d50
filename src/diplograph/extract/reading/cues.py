"""Cues in their frames: which entry of the lexicon a word is, and where its content and its addressee stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diplograph.extract.reading import frames
from diplograph.extract.reading.claims import claim, closing
from diplograph.extract.reading.stretches import Stretch, noun_phrase, parted, subtree, trim
from diplograph.extract.reading.trees import adposition, antecedent, base, finite, is_verb, kid, kids, lemma, passive, resumes

if TYPE_CHECKING:
    from diplograph.lexicon import Cue, Lexicon
    from diplograph.tree import Doc, Token

__all__ = ["Content", "Reading", "coordinated", "loose", "performers", "read"]

# Verbs of saying and thinking that are trusted as much are looked for by the surface too.
_SURE = 0.6
# What joins the infinitives of a list ("as well as" ends in "as").
_JOINING = frozenset({",", ";", "and", "or", "as", "not", "well"})
# A coordinated predicate that shares its subject stands alone from so many words on.
_OWN = 3
# What joins a clause that a statement does not hang on.
_BESIDES = frozenset({"while", "whereas", "as", "after", "before", "although", "though", "when"})
# Words that may stand between the parts of a cue: "call urgently on", "expressed its deep concern".
_GAP = {"phrase": 3, "verb": 2, "idiom": 4, "noun": 0, "adjective": 0}
_BETWEEN = {
    "verb": ("RB", "PRP", "RP"),
    "phrase": ("DT", "JJ", "JJS", "RB", "PRP$"),
    "idiom": ("DT", "JJ", "JJS", "RB", "PRP$", "NN", "NNS", "NNP", "NNPS", "PRP", "CD", "POS", "CC", "VBG", "JJR", "RBS"),
}


@dataclass(frozen=True, slots=True)
class Content:
    """What a statement is about: its head word, and the stretch it covers."""

    head: Token
    stretch: Stretch


@dataclass(frozen=True, slots=True)
class Reading:
    """A cue as it stands in a sentence.

    Attributes:
        cue: The lexicon's entry.
        head: The word that carries it.
        words: The stretch of its own words.
        frame: Which of its frames was found.
        contents: The contents, coordinated ones apart; none for a bare cue.
        addressees: The heads of the phrases that name who is addressed.
    """

    cue: Cue
    head: Token
    words: Stretch
    frame: str
    contents: tuple[Content, ...]
    addressees: tuple[Token, ...]


def read(token: Token, lexicon: Lexicon) -> Reading | None:
    """The first entry of the lexicon, those of more words before shorter ones, whose words and one of whose frames are there."""
    entries = tuple(_entries(token, lexicon))
    for cue in entries:
        last = _last(token, cue, lexicon)
        if last is None:
            continue
        for frame in cue.frames:
            head = frames.content(token, last, frame, cue)
            if head is None:
                continue
            contents = (
                *_contents(token, head, frame),
                *(Content(one, subtree(one, loose)) for one in _further(token, frame, cue, lexicon)),
            )
            return Reading(cue, token, (token.i, last.i + 1), frame, contents, tuple(_addressees(token, last, cue, head, frame)))
    return _claimed(token, entries, lexicon)


def _claimed(token: Token, entries: Iterable[Cue], lexicon: Lexicon) -> Reading | None:
    """A verb of saying with a claim that only the surface shows."""
    for cue in entries:
        reports = _reports(cue)
        told = reports or (cue.pos == "verb" and "that" in cue.frames and cue.strength >= _SURE)
        last = _last(token, cue, lexicon) if told else None
        found = None
        if last is not None:
            found = claim(token, last, lexicon) if reports else closing(token)
        if last is not None and found is not None:
            content = Content(*found)
            return Reading(
                cue, token, (token.i, last.i + 1), "that", (content,), tuple(_addressees(token, last, cue, content.head, "that"))
            )
    return None


def _reports(cue: Cue) -> bool:
    """Whether a verb hardly stands without a claim, so that one lost by the parser is looked for by the surface."""
    return cue.pos == "verb" and "that" in cue.frames and cue.strength >= _SURE and (cue.judge or cue.kind == "assessment")


def _entries(token: Token, lexicon: Lexicon) -> Iterator[Cue]:
    word = lemma(token)
    if token.dep_ == "xcomp" or (token.tag_ in ("VBN", "VBD", "JJ") and kid(token, "aux:pass", "cop") is not None):
        yield from lexicon.of("adjective", token.text.lower())
    if is_verb(token):
        word = base(token, lexicon)
        yield from lexicon.of("idiom", word)
        yield from lexicon.of("verb", word)
    if token.tag_.startswith("JJ") or (token.tag_ in ("VBN", "VBD") and kid(token, "cop", "aux:pass") is not None):
        yield from lexicon.of("adjective", word)
        if token.tag_ != "JJ":
            yield from lexicon.of("adjective", token.text.lower())
    if token.tag_ in ("NN", "NNS"):
        yield from lexicon.of("noun", word)


def _last(token: Token, cue: Cue, lexicon: Lexicon) -> Token | None:
    """The last word of a cue, or None where its words do not follow the head."""
    doc, here = token.doc, token
    for word in cue.words[1:]:
        found = None
        kind = "phrase" if cue.pos == "verb" and not lexicon.has("particles", word) else cue.pos  # "attach great importance to"
        for i in range(here.i + 1, min(here.i + 2 + _GAP[kind], len(doc))):
            following = doc[i]
            if word in (lemma(following), following.text.lower()):
                owns = following.tag_[:2] == "NN" and i + 1 < len(doc) and doc[i + 1].tag_ == "POS"
                found = None if owns else following  # "recalled the ambassador's letter"
                break
            if following.tag_ not in _BETWEEN[kind] or (word in lexicon.words["negators"]):
                break
        if found is None:
            return None
        here = found
    if here != token and here.tag_ == "TO" and here.i + 1 < len(doc) and doc[here.i + 1].tag_ == "VB":
        return None
    if here != token and here.tag_ == "IN" and cue.pos != "idiom" and here.i + 1 < len(doc) and lexicon.has("when", doc[here.i + 1].lower_):
        return None  # "agreed on Monday to"
    if here != token and cue.pos == "verb" and here.tag_ == "IN" and here.dep_ == "mark" and here.head.tag_ != "VBG":
        return None
    return here


def _further(token: Token, frame: str, cue: Cue, lexicon: Lexicon) -> Iterator[Token]:
    """What the parser coordinated with the cue, not with its content: "urge them to abide … and cease …", "said … and that …"."""
    if cue.kind in ("demand", "proposal") and (frame == "to" or ("obj" in cue.who and frame == "np")) and finite(token):
        yield from (child for child in kids(token, "conj") if _bare(token, child, lexicon))
    elif frame == "that":
        yield from (child for child in kids(token, "conj") if child.i > token.i and _reported(token, child, cue))


def _bare(token: Token, child: Token, lexicon: Lexicon) -> bool:
    """Whether a verb coordinated with a cue is a bare infinitive: "called on them to leave and | resolve …"."""
    if kid(child, "nsubj", "aux") is not None or child.i < token.i:
        return False
    present = token.tag_ == "VBP" and lexicon.has("performatives", lemma(child))
    return child.tag_ == "VB" or (child.tag_ == "VBP" and not present)


def _reported(token: Token, child: Token, cue: Cue) -> bool:
    """Whether a clause coordinated with a verb of saying is what it reports: "said that … and that …", "said … and would …"."""
    if not finite(child):
        return False
    if any(mark.lower_ == "that" for mark in kids(child, "mark")):
        return True
    joined = next((word for word in kids(child, "cc")), None)
    parted = joined is not None and joined.doc[joined.i - 1].text in (",", ";")  # ", and people may be trapped" is the narrator's
    shifted = any(helper.lower_ in ("would", "could") or (helper.tag_ == "MD" and not parted) for helper in kids(child, "aux"))
    return shifted and _reports(cue) and not any(helper.tag_ == "MD" for helper in kids(token, "aux"))


def coordinated(head: Token) -> Iterator[Token]:
    """A content's head and the clauses coordinated with it that can stand alone."""
    yield head
    joined = [child for child in kids(head, "conj") if is_verb(child) or finite(child)]
    for child in joined:
        marked = any(lemma(mark) == "that" for mark in kids(child, "mark"))
        if marked or (finite(child) and finite(head)):
            alone = marked or kid(child, "nsubj", "nsubj:pass", "expl", "mark") is not None or child.right_edge.i - child.i >= _OWN
        else:
            # Two infinitives are two acts ("to halt … and to resolve …"); a list of three is one.
            bare = head.dep_ != "ccomp" and head.tag_ == "VB" and kid(head, "cop") is None and kid(child, "nsubj") is None
            alone = bare and child.tag_ in ("VB", "VBP") and child.i - head.i > 3
            alone = alone or (head.tag_ == child.tag_ == "VBG" and adposition(head) == adposition(child) == "to")
        if alone:
            yield from coordinated(child)


def _contents(token: Token, head: Token, frame: str) -> Iterator[Content]:
    """The contents whose first head was found, each with its stretch."""
    if frame == "bare":
        return
    if frame == "as":
        yield Content(head, _called(token, head))
    elif frame == "np" or (head.tag_[:2] in ("NN", "PR", "CD", "DT") and not finite(head)):
        again = _repeated(head) if frame != "np" else []
        if not again:
            yield Content(head, _beside(token, head))
            return
        yield Content(head, noun_phrase(head, again[0]))
        yield from (Content(one, _beside(token, one)) for one in again)
    elif head.i < token.i:
        own = kid(token, "nsubj")
        end = min(token.i, own.left_edge.i) if own is not None else token.i
        yield _around(token, head) or Content(head, trim(head, (min(head.left_edge.i, head.i), end)))
    elif frame == "to" and head.dep_ not in ("xcomp", "advcl", "ccomp", "acl", "csubj", "conj"):
        yield Content(head, (head.i, _reach(head)))
    else:
        heads = list(coordinated(head))
        for one in heads:
            first, end = subtree(one, lambda child: loose(child) or child in heads or _joins(child, heads))
            if frame == "that" and (first <= token.i < one.i or token.doc[first].lower_ in ("is", "was")):  # "what she said is that …"
                first = next((i for i in range(token.i, one.i) if token.doc[i].lower_ == "that"), first)
            above = one.head if one.dep_ == "acl:relcl" and one.head.dep_ == "obj" and one.head.head == token else one
            stretch = (min(first, above.left_edge.i) if above != one else first, end)
            yield from _listed(one, stretch) if frame == "to" else (Content(one, stretch),)


def _repeated(head: Token) -> list[Token]:
    """What goes on with the preposition of a content said again: "support for the envoy and for the talks"."""
    word, doc, found = adposition(head), head.doc, []
    for i in range(head.i + 1, head.sent.end - 2):
        if doc[i].text in ";:“”" or doc[i].tag_ in ("VBD", "VBZ", "VBP", "MD"):
            break
        mark = doc[i + 1]
        if doc[i].dep_ == "cc" and mark.lower_ == word != "to" and mark.dep_ == "case" and mark.head.tag_[:2] == "NN":
            found.append(mark.head)
    return found


def _listed(head: Token, stretch: Stretch) -> Iterator[Content]:
    """A content that is an infinitive, and those listed behind it: "to open an inquiry, to bring … and not to …"."""
    doc, (first, end) = head.doc, stretch
    starts = [i for i in range(head.i + 2, end - _OWN) if doc[i].tag_ == "TO" and _lists(doc, i)]
    for number, start in enumerate([first, *starts]):
        stop = starts[number] if number < len(starts) else end
        verb = next((doc[i] for i in range(start + 1, stop) if doc[i].tag_ == "VB"), head) if number else head
        begin = start - 1 if number and doc[start - 1].text.lower() == "not" else start
        while number < len(starts) and stop - begin > 1 and doc[stop - 1].text.lower() in _JOINING:
            stop -= 1
        yield Content(verb, trim(verb, (begin, stop)))


def _lists(doc: Doc, i: int) -> bool:
    """Whether a "to" goes on with a list of infinitives: behind a comma or conjunction, before a bare verb."""
    before = i - 2 if doc[i - 1].text.lower() == "not" else i - 1
    verb = doc[i + 2] if doc[i + 1].tag_ == "RB" else doc[i + 1]
    return verb.tag_ == "VB" and doc[before].text.lower() in _JOINING


def _around(token: Token, head: Token) -> Content | None:
    """A claim that ", he added," breaks into two: the whole sentence; None where nothing follows."""
    doc, end = token.doc, token.sent.end
    if token.i + 1 >= end or doc[token.i + 1].text != "," or end - token.i <= _OWN + 2:
        return None
    rest = next((one for one in doc[token.i + 2 : end] if finite(one) or one.tag_ == "MD"), None)
    if rest is None or any(one.text in "“”" for one in doc[token.i : end]):
        return None
    opened = head.dep_ == "advcl" or kid(head, "mark") is not None or not finite(head)
    return Content((rest.head if rest.dep_ == "aux" else rest) if opened else head, trim(head, (token.sent.start, end)))


def _called(token: Token, head: Token) -> Stretch:
    """An object and what it is called."""
    thing = kid(token, "obj", "nsubj:pass") or head
    first, end = subtree(thing), subtree(head, loose)
    return (min(first[0], end[0]), max(first[1], end[1])) if thing.i > token.i else end


def _beside(token: Token, head: Token) -> Stretch:
    """A noun phrase, cut where a wrong parse lets it reach over its own cue."""
    first, end = noun_phrase(head, restricted=True)
    if not first <= token.i < end:
        return first, end
    return (token.i + 1, max(end, token.i + 2)) if head.i > token.i else (first, max(token.i, first + 1))


def _reach(head: Token) -> int:
    """To where a clause reaches that the parser did not see as one: the next comma or the end of the sentence."""
    doc, end = head.doc, head.i + 1
    while end < head.sent.end and doc[end].text not in ",.;:”—–":
        end += 1
    return end


def _joins(child: Token, heads: list[Token]) -> bool:
    return child.dep_ == "cc" and child.head in heads


def loose(child: Token) -> bool:
    """What only comments on a clause: a relative clause, participle or parenthesis behind a comma at its end."""
    if child.dep_ in ("discourse", "vocative") or resumes(child) or (child.dep_ == "cc" and resumes(child.head)):
        return True
    before = parted(child)
    at_end = child.right_edge.i >= child.head.right_edge.i - 1
    return (
        at_end
        and child.i > child.head.i
        and before in (",", "—", "–")
        and child.dep_ in ("acl:relcl", "parataxis", "advcl", "acl")
        and (kid(child, "mark") is None or _meanwhile(child))
    )


def _meanwhile(child: Token) -> bool:
    """Whether a clause behind a comma tells what others do besides: "…, while union leaders threatened protests"."""
    mark = kid(child, "mark")
    return mark is not None and mark.lower_ in _BESIDES and kid(child, "nsubj", "nsubj:pass", "expl") is not None


def _addressees(token: Token, last: Token, cue: Cue, head: Token, frame: str) -> Iterator[Token]:
    seen: set[int] = set()
    for where in cue.who:
        for found in _addressee(token, last, where, head, frame):
            if found.i not in seen:
                seen.add(found.i)
                yield found


def _addressee(token: Token, last: Token, where: str, head: Token, frame: str) -> Iterator[Token]:
    if where == "obj":
        if passive(token):
            yield from kids(token, "nsubj:pass")
        else:
            yield from kids(token, "obj", "iobj")
            if frame == "to":
                yield from (child for child in kids(head, "nsubj") if child.i > token.i)
    elif where == "performer":
        yield from performers(head)
    else:
        hosts = (token, last, *kids(token, "obj"))
        for host in hosts:
            yield from (child for child in kids(host, "obl", "nmod", "iobj") if adposition(child) == where and child != head)
        if last != token and last.text.lower() == where:
            yield from (child for child in kids(token, "obl", "obj", "nmod") if adposition(child) == where)


def performers(head: Token) -> Iterator[Token]:
    """Who does what a content tells: the subject of a clause; the possessor, agent or nationality of a noun."""
    if finite(head) or is_verb(head) or kid(head, "cop") is not None:
        yield from (antecedent(child) or child for child in kids(head, "nsubj", "obl:agent"))
        yield from (child for child in kids(head, "nsubj:pass") if kid(head, "obl:agent") is None)
        return
    yield from kids(head, "nmod:poss")
    yield from (child for child in kids(head, "amod", "compound") if child.text[:1].isupper())
    yield from (child for child in kids(head, "nmod") if adposition(child) in ("by", "of", "from", "in", "between"))
    yield head
