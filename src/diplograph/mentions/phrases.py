"""How far a phrase goes before and behind the noun that it is about: "ministry | of defence", "spokesman | for the Africa Command"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplograph.mentions.view import cardinal
from diplograph.mentions.words import singular, words

if TYPE_CHECKING:
    from diplograph.mentions.view import View
    from diplograph.tree import Token

__all__ = ["LEFTWARD", "behind", "left", "right"]

LEFTWARD = frozenset({"amod", "compound", "nummod", "advmod", "nmod", "flat"})  # how the words before a noun hang on it

_NOMINAL = {"ADJ", "NOUN", "PROPN", "NUM"}
_POSTED = {"embassy", "consulate", "mission"}
_DEPARTMENTS = frozenset({"ministry", "department", "agency", "office", "bureau", "board", "commission", "committee", "council"})
_SENDERS = frozenset({"for", "from", "with", "at", "in", "of", "to"})
_ARTICLES = frozenset({"the", "a", "an"})
_BODIES = frozenset({"organization", "body", "armed_group", "outlet"})
_PLACED = frozenset({"san", "santa", "saint", "st", "st.", "são", "sao", "los", "las", "port", "fort", "mount", "lake"})
_LONGEST = 7  # words behind the preposition


def behind(view: View, index: int) -> int:
    """The last token of what a body of a state is for or where it is: "the French ministry of defence", "the Chinese embassy in Manila"."""
    noun = singular(view.doc[index].text)
    if noun in _POSTED:
        return _posted(view, index)
    return _portfolio(view, index) if noun in _DEPARTMENTS else index


def _portfolio(view: View, index: int) -> int:
    doc, known = view.doc, words()
    at = index + 2
    if at >= len(doc) or doc[index + 1].lower_ not in {"of", "for"}:
        return index
    last = index
    while at < min(len(doc), index + 2 + _LONGEST):
        plain = doc[at].lower_
        named = plain in known.portfolios or (doc[at].text[:1].isupper() and doc[at].pos_ in {"PROPN", "NOUN", "ADJ"})
        if named and view.taken[at] is None and not known.office(plain):
            last = at
        elif plain not in {"and", ",", "the"} or (plain == "," and last == index):
            break
        at += 1
    return last


def _posted(view: View, index: int) -> int:
    """The last token of where an embassy is: "the Chinese embassy in Manila"."""
    doc, at = view.doc, index + 2
    if at >= len(doc) or doc[index + 1].lower_ not in {"in", "to"} or not doc[at].text[:1].isupper():
        return index
    mark = view.taken[at]
    if mark is not None:
        return mark.last - 1 if mark.hit.form != "demonym" else index
    return at if view.name_like(at) else index


def left(view: View, token: Token) -> int:
    """Where the noun's adjectives begin, articles and possessives left out."""
    first = token.i
    while first > 0:
        before = view.doc[first - 1]
        joins = before.lower_ == "and" and first > 1 and view.doc[first - 2].pos_ == "ADJ" and view.doc[first].pos_ == "ADJ"
        leads = before.tag_ in {"VBG", "VBN"} and before.dep_ == "amod" and before.head == token
        if (
            leads
            or before.pos_ in {"ADJ", "NOUN", "PROPN", "NUM"}
            or cardinal(before)
            or before.text == "-"
            or joins
            or before.lower_ == "every"
        ):
            if before.lower_ in {
                "own",
                "both",
                "all",
                "many",
                "some",
                "several",
                "other",
                "such",
                "same",
                "few",
                "most",
                "least",
                "multiple",
            } or (before.is_sent_start and before.text == "-"):
                break
            if before.pos_ == "PROPN" and before.lower_ in words().not_names - words().within_names and view.taken[first - 1] is None:
                break
            mark = view.taken[first - 1]
            if mark is not None and (mark.hit.role == "office" or (mark.hit.form == "name" and "/person/" in mark.hit.iris[0])):
                break
            if mark is not None and view.after_possessive(first) == first and before.dep_ not in LEFTWARD:
                break
            if before.tag_ == "NN" and view.doc[first].dep_ == "amod" and first > 1 and view.doc[first - 2].lower_ in {"a", "an"}:
                break  # "an issue | African governments had raised"
            first -= 1
            continue
        break
    while first < token.i and view.doc[first].text in {"-", "'s"}:
        first += 1
    owned = token.i + 1 < len(view.doc) and view.doc[token.i + 1].lower_ == "of"
    if first < token.i and token.tag_ == "NNS" and owned and _superlative(view, first):
        first += 1  # "the most ardent | proponents of", "the fiercest | critics of"
    hyphen = first > 1 and first < token.i and view.doc[first - 1].text == "-" and not view.doc[first - 1].whitespace_
    return first - 2 if hyphen and view.taken[first - 2] is None and view.doc[first - 2].text.isalpha() else first  # "far-right members"


def _superlative(view: View, index: int) -> bool:
    """Whether a word is a superlative: it only says how much of something its noun is."""
    return view.doc[index].tag_ == "JJS" or (index > 0 and view.doc[index - 1].lower_ in {"most", "least"})


def right(view: View, token: Token) -> int:
    """Where "of …", "in …" or "for …" with a name ends behind the noun; right behind the noun elsewhere."""
    doc, noun = view.doc, singular(token.text)
    at, plural = token.i + 1, token.lower_ != singular(token.text)
    if at < len(doc) and doc[at].lower_ == "of":
        at += 1
        while at < len(doc) and doc[at].lower_ in {"the", "several", "both"}:
            at += 1
        mark = view.taken[at] if at < len(doc) else None
        if mark is not None and mark.hit.role == "actor":
            return _compound(view, _owned(view, mark.last) if mark.hit.form == "demonym" else mark.last)
        if noun in {"majority", "member", "number", "group"} or (plural and noun in words().people):
            while at < len(doc) and doc[at].pos_ in _NOMINAL and view.taken[at] is None:
                at += 1
            return _joined(view, at) if doc[at - 1].pos_ in {"NOUN", "PROPN"} else token.i + 1
        if plural and at < len(doc) and view.name_like(at):  # "leaders of the Azadliq (Freedom) coalition"
            while (
                at < len(doc) and (doc[at].pos_ in _NOMINAL or doc[at].text in {"(", ")"}) and view.taken[at] is None and _goes_on(view, at)
            ):
                at += 1
            return at
        at = token.i + 1
    if plural:
        return _whereabouts(view, token.i + 1)
    return _serving(view, at) if words().office(noun) or noun in words().humans else token.i + 1


def _owned(view: View, at: int) -> int:
    """Behind a name that stands between an adjective and its noun: "proponents of Georgian | EU | membership"; `at` elsewhere."""
    mark = view.taken[at] if at < len(view.doc) else None
    if mark is None or mark.hit.form != "name" or mark.last >= len(view.doc) or view.doc[mark.last].pos_ != "NOUN":
        return at
    return mark.last


def _joined(view: View, at: int) -> int:
    """Where a second body ends whose members are meant too: "members of the army | and the police"; `at` where none is."""
    doc, start = view.doc, at + 1
    if at + 1 >= len(doc) or doc[at].lower_ != "and":
        return at
    start += doc[start].lower_ in _ARTICLES
    end = start
    while end < len(doc) and doc[end].pos_ == "NOUN" and view.taken[end] is None:
        end += 1
    known = words()
    collective = end > start and singular(doc[end - 1].text) in known.bodies | known.organisations | known.governments | known.things
    return end if collective and doc[end - 1].dep_ == "conj" and doc[end - 1].head.i < at else at


def _whereabouts(view: View, at: int) -> int:
    """Where "in Kabul" ends behind a plural; `at` where nothing of the kind stands there."""
    doc = view.doc
    if at < len(doc) - 1 and doc[at].lower_ in {"in", "at", "from"}:
        start = at + 2 if doc[at + 1].lower_ == "the" and at + 2 < len(doc) else at + 1
        mark = view.taken[start]
        if mark is not None and mark.hit.role in {"actor", "place"}:
            return _compound(view, mark.last)
        if view.name_like(start):
            return start + 1 + (doc[start].lower_ in _PLACED and start + 1 < len(doc) and view.name_like(start + 1))
    return at


def _compound(view: View, last: int) -> int:
    """Where the nouns end that a name right before them belongs to: "critics of the Iraq | war"."""
    doc, at = view.doc, last
    if at > 0 and not doc[at - 1].whitespace_:
        return last
    while at < len(doc) and doc[at].pos_ in {"NOUN", "PROPN"} and view.free(at) and _goes_on(view, at):
        at += 1
    return at


def _serving(view: View, at: int) -> int:
    """Where the phrase ends that says of whom one official is: "for the Africa Command", "at the foreign ministry"."""
    doc, start = view.doc, at + 1
    if start >= len(doc) or doc[at].lower_ not in _SENDERS:
        return at
    start += doc[start].lower_ in _ARTICLES
    end = start
    while end < min(len(doc), start + _LONGEST) and _inside(view, start, end):
        end += 1
    while end > start and doc[end - 1].pos_ not in {"NOUN", "PROPN"} and view.taken[end - 1] is None:
        end -= 1
    tokens, known = doc[start:end], words()
    institutions = known.bodies | known.organisations | known.governments | known.things
    named = any(token.text[:1].isupper() or view.taken[token.i] is not None for token in tokens)
    return end if tokens and (named or singular(tokens[-1].text) in institutions) else at


def _inside(view: View, start: int, index: int) -> bool:
    """Whether a word goes on such a phrase; a name does not that stands in apposition ("the spokesman for the ministry | Ivan Holub")."""
    token = view.doc[index]
    if view.taken[index] is not None or token.text in {"'s", "’s", "-"}:
        return True
    person = any(one.first == index and one.entity is not None and one.form in {"name", "titled"} and one.entity.type not in _BODIES
                 for one in view.found)  # fmt: skip
    placed = index > start and view.doc[index - 1].lower_ in _PLACED
    person = person or (index > start and not placed and token.lower_ in words().given and token.text.istitle())
    titled = all(
        words().office(t.text) or t.lower_.rstrip(".") in words().courtesy | words().office_modifiers for t in view.doc[start:index]
    )
    return token.pos_ in _NOMINAL and _goes_on(view, index) and (titled or not person)


def _goes_on(view: View, index: int) -> bool:
    """Whether a word is no day or month."""
    known, plain = words(), view.doc[index].lower_
    return plain not in known.not_names or plain in known.within_names or view.doc[index].text.islower()
