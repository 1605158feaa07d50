"""Organisations that the registry does not know: capitalised words with "Council", "Front", "of the …" among them, and acronyms.

What is left of the capitalised words takes up a name that stands elsewhere in the article ("Mahan" for "Mahan Air", "Kouchner"),
or is taken for an organisation's short name. Limits: a country's product or a ship may be taken for one; only those that turn out to hold
or receive a statement are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from diplograph.mentions.people import runs
from diplograph.mentions.view import Entity, Found, View
from diplograph.mentions.words import singular, words

if TYPE_CHECKING:
    from diplograph.mentions.names import Names

__all__ = ["leftovers", "organisations"]

_OFFICIAL = frozenset({"ministry", "department", "parliament", "embassy", "consulate", "court", "army", "office"})
_OF_PEOPLE = {"council", "conference", "league", "congress", "house", "board", "assembly", "chamber", "syndicate", "order", "guild"}
_LINKS = {"of", "for", "and", "on", "&", "the", "in", "-"}


def organisations(view: View, names: Names) -> Iterator[Found]:
    """The organisations of one paragraph that have a word like "Council" in their names."""
    if view.title:
        return
    index = 0
    people = {at for one in view.found if one.entity is not None for at in range(one.first, one.last)}
    while index < len(view.doc):
        if index in people or (view.taken[index] is None and view.doc[index].text[0].islower()):
            index += 1
            continue
        last = _end(view, index)
        last = next((at for at in range(index + 1, last) if at in people), last)  # "Speaker of the House | Ana Holt"
        tokens = view.doc[index:last]
        kinds = [t for t in tokens if view.taken[t.i] is None and t.text[0].isupper() and (
            t.lower_ in words().organisations or singular(t.text) in words().organisations)]  # fmt: skip
        if len(tokens) < 2 or not kinds or all(view.taken[t.i] is not None for t in tokens) or not view.free(kinds[0].i):
            index = max(index + 1, last) if len(tokens) > 1 and not kinds else index + 1
            continue
        yield _organisation(view, index, last, names)
        index = last


def _capital(view: View, index: int) -> bool:
    token, mark = view.doc[index], view.taken[index]
    if mark is not None:
        return mark.hit.role == "actor" and (mark.hit.form == "demonym" or (len(mark.hit.iris) == 1 and "/state/" in mark.hit.iris[0]))
    if not token.text[0].isupper() or token.pos_ in {"DET", "PRON", "ADP", "AUX", "CCONJ", "SCONJ"} or words().office(token.text):
        return False
    return token.lower_ not in words().not_names or token.lower_ in words().within_names


def _members(view: View, first: int, index: int) -> bool:
    """Whether a capitalised plural ends what an organisation is of: "Association of Muslim Scholars", "Council of Ministers"."""
    token, doc = view.doc[index], view.doc
    plural = token.text[:1].isupper() and singular(token.text) != token.lower_ and words().office(token.text) and view.taken[index] is None
    behind = [other.lower_ for other in doc[first:index]]
    return plural and "of" in behind and any(word in words().organisations or word in _OF_PEOPLE for word in behind)


def _end(view: View, index: int) -> int:
    """Where the capitalised words from a token on end, links between them included."""
    if not _capital(view, index) or (view.opens(view.doc[index]) and view.doc[index].pos_ not in {"PROPN", "ADJ", "NOUN"}):
        return index + 1
    last = index + 1
    while last < len(view.doc):
        ahead = next(
            (n for n in range(3) if last + n < len(view.doc) and (_capital(view, last + n) or _members(view, index, last + n))), None
        )
        if ahead is None or any(view.doc[last + n].lower_ not in _LINKS for n in range(ahead)):
            break
        last += ahead + 1
    of_whom = last < len(view.doc) and view.doc[last - 1].lower_ in words().within_names and last - index > 2  # "Board of Muslim | clerics"
    return last + 1 if of_whom and view.doc[last].tag_ == "NNS" and words().office(view.doc[last].text) else last


def _organisation(view: View, first: int, last: int, names: Names) -> Found:
    text = view.words(first, last)
    kinds = {singular(token.text) for token in view.doc[first:last]} | {token.lower_ for token in view.doc[first:last]}
    found = names.registry.find(text, "actor")
    states = [names.state(mark.hit.iris[0]) for mark in view.taken[first:last] if mark is not None and mark.hit.role == "actor"]
    state = next((iri for iri in states if iri), None)
    head = next(
        token.i for token in view.doc[first:last] if token.lower_ in words().organisations or singular(token.text) in words().organisations
    )
    if found:
        return Found(first, last, head, "name", iri=found[0])
    type_ = "outlet" if kinds & words().outlets else "armed_group" if kinds & words().armed else "organization"
    if type_ == "organization" and kinds & _OFFICIAL and (state or kinds & {"embassy", "consulate", "ministry"}):
        type_ = "body"
    entity = Entity(text, type_, state if type_ == "body" else None, {text: None}, kinds & (words().organisations | words().bodies))
    following = view.doc[last : last + 3]
    if len(following) == 3 and following[0].text == "(" and following[2].text == ")" and following[1].text.isupper():
        entity.forms[following[1].text] = None
    return Found(first, last, head, "name", entity=entity)


def leftovers(view: View) -> Iterator[tuple[int, int]]:
    """The capitalised runs that no mention covers yet."""
    for first, last in runs(view):
        if all(view.free(index) for index in range(first, last)) and not _entitles(view, first):
            yield first, last


def _entitles(view: View, index: int) -> bool:
    """Whether a word stands in a title before a name: "Under Secretary for Trade, Democracy and Growth Ana Holt"."""
    end = index
    while end in view.titles:
        end += 1
    return end > index and any(one.first == end and one.form == "titled" for one in view.found)
