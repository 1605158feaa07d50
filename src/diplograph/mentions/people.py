"""Persons whom the registry does not know, told by their titles, by appositions, or by acting like one.

A person is a sequence of capitalised words with a title before it ("Foreign Minister Bernard Kouchner", "Mr. Kouchner"), a trade behind it
("Philip Gordon, a Brookings scholar"), or one of two words or more that begins with a given name, speaks or is taken up by "who". Limits:
names in titles, where every word has a capital, are found only if the text has them too; one unknown word alone is no person unless it
takes up a fuller name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diplograph.mentions.names import plain
from diplograph.mentions.view import Entity, Found, View, particle
from diplograph.mentions.words import singular, words

if TYPE_CHECKING:
    from diplograph.mentions.names import Names
    from diplograph.mentions.view import Marked
    from diplograph.tree import Token

__all__ = ["Title", "given_sex", "persons", "runs", "said_of", "title_before", "trade_after"]

_REACH = 14  # tokens that a title before a name may have ("Special Envoy for Afghan Women, Girls, and Human Rights")
_APPOSITION = 16  # tokens behind a name's comma in which its trade must come
_LETTERS = 6  # of the second syllable of a Korean or Chinese given name
_LINKS = {"of", "for", "to", "and", ",", "the", "on", "in", "at", "'s", "’s", "-", "–", "&", "a", "an"}
_PREPOSITIONS = frozenset({"of", "for", "to", "on", "in", "at", "from", "by", "with", "against", "under", "as"})
_FORMER = frozenset({"former", "ex", "late", "ousted", "onetime", "then"})
_PERSONAL = {
    "say",
    "tell",
    "add",
    "write",
    "argue",
    "speak",
    "warn",
    "note",
    "think",
    "believe",
    "announce",
    "ask",
    "insist",
    "claim",
    "reply",
    "comment",
    "tweet",
    "acknowledge",
    "admit",
    "agree",
    "concede",
    "contend",
    "declare",
    "explain",
    "predict",
    "recall",
    "suggest",
    "urge",
    "vow",
}
_ARTICLES = {"al", "el", "ad", "as", "ar", "an", "az", "ash", "Al", "El"}
_PARTIES = {"r": "republican", "d": "democrat", "i": "independent"}
_BESIDE = 12  # tokens behind a name in which an apposition's words or a party and state in brackets are looked for


@dataclass(frozen=True, slots=True)
class Title:
    """What a title says: where it begins, its office noun, and the state or body it names; an apposition's end."""

    first: int
    noun: str
    org: str | None
    last: int = 0


def runs(view: View) -> Iterator[tuple[int, int]]:
    """The sequences of capitalised words that belong to no registry name, particles and initials inside included."""
    index, size = 0, len(view.doc)
    while index < size:
        start = _article(view, index) if view.doc[index].text in _ARTICLES else index
        if start == index and not _part(view, index):
            index += 1
            continue
        last = start + 1
        while last < size:
            step = _step(view, last)
            if not step:
                break
            last += step
        yield index, last
        index = last


def _article(view: View, index: int) -> int:
    """Where the name goes on behind an article that belongs to it: "General al-Burhan"; `index` itself elsewhere."""
    doc = view.doc
    if index + 2 >= len(doc) or view.taken[index] is not None or doc[index + 1].text != "-":
        return index
    return index + 2 if not doc[index + 1].whitespace_ and not doc[index].whitespace_ and _part(view, index + 2) else index


def _part(view: View, index: int) -> bool:
    """Whether a token can begin or go on a person's name; the paragraph is gone through more than once."""
    known = view.parts.get(index)
    if known is None:
        known = view.parts[index] = _names_somebody(view, index)
    return known


def _names_somebody(view: View, index: int) -> bool:
    text = view.doc[index].text
    if text[:1].islower():
        return False
    plain = text.lower().rstrip(".")
    known = words()
    if plain in known.courtesy or plain in known.portfolios or plain in known.office_modifiers or known.office(plain):
        return False
    if _partisan(view, index):
        return False
    return view.name_like(index) or _adjective(view, index)


def _partisan(view: View, index: int) -> bool:
    """Whether a word tells of what party the person is whose name stands right behind it: "Liberal Democrat Vince Cable"."""
    following = index + 1
    text = view.doc[index].text
    party = text.lower() in words().partisans and text.istitle()
    if not (party or text.lower() in words().figures) or following >= len(view.doc) or not view.doc[following].text[:1].isupper():
        return False
    word = view.doc[following].lower_
    named = view.name_like(following) and word not in words().organisations | words().bodies
    return word in words().given or named or (word in words().partisans and _partisan(view, following))


def _adjective(view: View, index: int) -> bool:
    """Whether a word like "Islamic" begins the name that the next word goes on with: "Islamic Jihad"."""
    if index + 1 >= len(view.doc) or view.taken[index] is not None or view.doc[index].lower_ not in words().within_names:
        return False
    following = view.doc[index + 1]
    return following.pos_ == "PROPN" and view.name_like(index + 1) and not words().office(following.text)


def _step(view: View, index: int) -> int:
    """How many tokens from `index` on continue a name: none, the token, or a particle or hyphen and the token behind it."""
    if _part(view, index) or (view.taken[index] is None and view.doc[index].text.istitle() and view.doc[index].lower_ in words().surnames):
        return 1
    joins = particle(view.doc[index]) or (view.doc[index].text == "-" and not view.doc[index - 1].whitespace_)
    if view.doc[index].text == "-" and index + 1 < len(view.doc) and _syllable(view, index):
        return 2
    return next((n for n in (2, 3, 4) if joins and index + n - 1 < len(view.doc) and _part(view, index + n - 1)
                 and all(particle(t) or t.text == "-" for t in view.doc[index : index + n - 1])), 0)  # fmt: skip


def _syllable(view: View, hyphen: int) -> bool:
    """Whether a short word in lower case goes on with a name behind a hyphen: "Yoon Hye-jin"."""
    before, after = view.doc[hyphen - 1], view.doc[hyphen + 1]
    joined = not before.whitespace_ and not view.doc[hyphen].whitespace_
    return (
        joined and after.text.isalpha() and after.text.islower() and len(after.text) <= _LETTERS and hyphen > 1 and _part(view, hyphen - 2)
    )


def title_before(view: View, first: int, names: Names, *, apposed: bool = False) -> Title | None:
    """The title that ends right before a name, or before its comma ("spokesperson, Steffen Seibert").

    `apposed` is whether a comma or stop closes the name, so that a title may end in what it is for: "ambassador to Germany, Ana Holt,".
    """
    doc = view.doc
    end = first - 1 if first and doc[first - 1].text == "," else first
    if end == first and _governed(view, first):
        return None
    index, noun, org, start = end - 1, "", None, end
    while index >= max(0, end - _REACH):
        mark = view.taken[index]
        if mark is not None:
            said = _registered(mark, view, names)
            posted = apposed and end != first and doc[mark.first - 1].lower_ in {"to", "of", "for", "at"}
            if said is None or (not (noun or said[0] or posted) and end != first):
                break
            whose = None if posted and doc[mark.first - 1].lower_ == "to" else said[1]
            noun, org = noun or said[0], (org or whose) if said[0] else whose or org
            start, index = mark.first, mark.first - 1
            continue
        word = doc[index].lower_.rstrip(".")
        if noun and word == "and" and _another(view, index):
            break
        if word in words().courtesy or words().office(word) or ((not noun or noun in words().partisans) and _partisan(view, index)):
            noun, start = noun or singular(word), index
        elif _in_title(doc[index], titled=bool(noun)):
            start = index
        elif (noun and word in _PREPOSITIONS) or (word not in _LINKS and (noun or not doc[index].text[0].isupper())):
            break  # "the adviser to | President Widodo"
        index -= 1
    return Title(start, noun, None if _nobodys(view, start, end, noun) else org) if noun else None


def _another(view: View, conjunction: int) -> bool:
    """Whether an office before "and" is somebody else's: "The Secretary | and Minister Holm agreed"."""
    doc, at = view.doc, conjunction - 1
    if at < 1 or doc[at - 1].lower_ != "the" or not doc[at].text[:1].isupper() or not words().office(doc[at].text):
        return False
    behind = doc[conjunction + 1]
    return behind.text[:1].isupper() and behind.text != "-"


def _governed(view: View, first: int) -> bool:
    """Whether a preposition stands right before a name, so that whoever is told of before it is another: "an official in Chennai"."""
    at = first - 1
    while at > 0 and view.doc[at].lower_ in {"the", "a", "an"}:
        at -= 1
    return at >= 0 and view.doc[at].lower_ in _PREPOSITIONS and view.doc[at].pos_ in {"ADP", "PART", "SCONJ"}


def _registered(mark: Marked, view: View, names: Names) -> tuple[str, str | None] | None:
    """What a registry name inside a title says: the office noun, if it is an office, and whose office; None for another person."""
    iri = mark.hit.iris[0]
    if mark.hit.role == "office":
        return singular(view.doc[mark.last - 1].text), _office_org(iri, names)
    if "Person" in names.registry.types(iri) and view.after_possessive(mark.last) == mark.last:
        return None
    return "", (names.state(iri) or iri) if mark.hit.role == "actor" else None


def _in_title(token: Token, *, titled: bool) -> bool:
    """Whether a word that is no office itself stands in a title: "deputy", "Foreign Affairs"."""
    word = token.lower_.rstrip(".")
    return (titled and word in words().office_modifiers) or (word in words().portfolios and (titled or token.text[0].isupper()))


def _nobodys(view: View, start: int, end: int, noun: str) -> bool:
    """Whether a title tells of no office that the person holds for somebody now: a former one, or one of several people."""
    tokens = view.doc[max(start - 1, 0) : end]
    return any(token.lower_ in _FORMER or token.lower_ != singular(token.text) == noun for token in tokens)


def _office_org(office: str, names: Names) -> str | None:
    tenures = names.holders.get(office, ())
    return next((tenure.organization for tenure in tenures if tenure.organization), None)


def trade_after(view: View, last: int, names: Names) -> Title | None:
    """The trade in an apposition behind a name: ", a Brookings scholar", ", the ministry's spokesman,"."""
    doc, known = view.doc, words()
    if last >= len(doc) or doc[last].text not in {",", "(", "—", "–"}:
        return None
    org: str | None = None
    for index in range(last + 1, min(len(doc), last + _APPOSITION)):
        token, mark = doc[index], view.taken[index]
        if mark is not None and mark.hit.role == "actor":
            org = org or mark.hit.iris[0]
        if mark is not None and mark.hit.role == "office":
            return Title(last, singular(doc[mark.last - 1].text), _office_org(mark.hit.iris[0], names), mark.last)
        if token.text in {",", ")", ".", ";", "—", "–", "“", "”"} or token.pos_ in {"VERB", "AUX"}:
            return None
        office = known.office(token.text)
        trade = office or (singular(token.text) == token.lower_ in known.people and doc[last + 1].lower_ in {"a", "an", "the"})
        if trade and (token.text[0].islower() or index == last + 1 or doc[index - 1].text[0].isupper()):
            return Title(last, singular(token.text), org or _org_behind(view, index), index + 1)
    return None


def _org_behind(view: View, index: int) -> str | None:
    """The actor named behind an office noun and "of", "at", "for", "to" or "with": "head of the UN Population Fund"."""
    doc = view.doc
    at = index + 1
    while at < min(len(doc), index + 5) and (doc[at].lower_ in {"of", "at", "for", "with", "the"}):
        at += 1
    mark = view.taken[at] if at < len(doc) else None
    return mark.hit.iris[0] if mark is not None and at > index + 1 and mark.hit.role == "actor" else None


def persons(view: View, names: Names) -> Iterator[Found]:
    """The persons of one paragraph that the registry does not know."""
    if view.title:
        return
    known = words()
    for start, last in list(runs(view)):
        first = _behind_portfolio(view, start, last, names)
        tokens = view.doc[first:last]
        if first and view.doc[first - 1].lower_ in known.things:  # "the newspaper La Stampa"
            continue
        if any(singular(token.text) in known.organisations for token in tokens) or singular(tokens[-1].text) in known.people:
            continue
        title = title_before(view, first, names, apposed=last >= len(view.doc) or view.doc[last].text in {",", ".", ";", ")"})
        trade = trade_after(view, last, names)
        said = title or trade
        sex = given_sex(tokens[0].text)
        if title is not None:
            view.titles.update(range(title.first, first))
        if trade is not None:
            view.titles.update(range(last, trade.last))
        if said is None and not (_full(view, first, last) and (sex or _behaves(view, first, last))):
            continue
        entity = Entity(view.words(first, last), _type(said), names.state(said.org) if said and said.org else None)
        entity.forms[entity.name] = None
        for one in filter(None, (title, trade)):
            entity.nouns.add(one.noun)
        entity.sex = _sex(title, trade) or sex
        entity.about = said_of(view, title.first if title else first, last)
        yield Found(first, last, last - 1, "titled" if title else "name", entity=entity)


def _behind_portfolio(view: View, first: int, last: int, names: Names) -> int:
    """Where a name begins behind an unknown portfolio: "Under Secretary for Management | Patrick Kennedy"."""
    doc = view.doc
    before = first - 1 - (first > 1 and doc[first - 1].lower_ == "the")
    if before < 0 or doc[before].lower_ not in {"for", "of", "and", ","} or given_sex(doc[first].text):
        return first
    at = next((at for at in range(first + 1, last - 1) if given_sex(doc[at].text)), None)
    title = title_before(view, at, names) if at is not None else None
    return at if at is not None and title is not None and title.first < before else first


def given_sex(name: str) -> str | None:
    """The sex that a given name tells, if it is known."""
    return words().given.get(plain(name).lower())


def said_of(view: View, first: int, last: int) -> set[str]:
    """The words of a title before a name and of the apposition or brackets behind it, in lower case; later nouns may say them again."""
    doc = view.doc
    found = {token.lower_ for token in doc[first:last]}
    if last + 1 >= len(doc) or doc[last].text not in {",", "("}:
        return found
    for token in doc[last + 1 : last + _BESIDE]:
        if token.text in {",", ")", ";", "“", "”", "—"} or token.tag_ in {"VBD", "VBZ", "VBP", "MD"}:
            break
        found.add(token.lower_)
        party, dash, home = token.text.partition("-")
        if dash and party.lower() in _PARTIES:
            found |= {_PARTIES[party.lower()], words().homes.get(home.lower().rstrip("."), home.lower())}
    if "-" in found and found & _PARTIES.keys():
        homes = {words().homes[home] for one in found if (home := one.rstrip(".")) in words().homes}
        found |= {_PARTIES[one] for one in found & _PARTIES.keys()} | homes
    return found


def _full(view: View, first: int, last: int) -> bool:
    """Whether a run looks like a whole name: two to four words, none all in capitals."""
    parts = [token for token in view.doc[first:last] if token.text != "-"]
    capitals = [token for token in parts if token.text[0].isupper()]
    return 2 <= len(capitals) <= 4 and not any(len(token.text) > 2 and token.text.isupper() for token in parts)


def _behaves(view: View, first: int, last: int) -> bool:
    """Whether a run does what persons do: speak, or be taken up by "who"."""
    doc = view.doc
    following = [token.lower_ for token in doc[last : last + 2]]
    if "who" in following or "whose" in following:
        return True
    head = next((token for token in doc[first:last] if not first <= token.head.i < last), doc[last - 1])
    return head.dep_.startswith("nsubj") and head.head.lemma_ in _PERSONAL


def _type(said: Title | None) -> str:
    if said is None:
        return "person"
    return "commentator" if said.noun in words().scholars else "person" if said.noun in words().courtesy else "official"


def _sex(*titles: Title | None) -> str | None:
    known = words()
    for title in titles:
        if title and title.noun in known.male:
            return "male"
        if title and title.noun in known.female:
            return "female"
    return None
