"""Actors named by a noun: governments, bodies and groups with a state before them, groups without one, and "the minister".

"Russian officials" is a group, "the Dutch government" a body, "the Turkish side" Turkey; "Russian forces" are Russia's and no state
acting, "Iran's enrichment" is no actor at all. A demonym or name that only modifies is kept as a mention that does not act.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from diplograph.mentions.phrases import LEFTWARD, behind, left, right
from diplograph.mentions.view import Entity, Found, Marked, View, cardinal
from diplograph.mentions.words import singular, words

if TYPE_CHECKING:
    from diplograph.mentions.names import Names
    from diplograph.tree import Token

__all__ = ["groups", "modified", "noun_behind"]

_REACH = 5  # words between a demonym and its noun ("Russian deputy foreign and defence ministers")
_NOMINAL = {"ADJ", "NOUN", "PROPN", "NUM"}
_STAFFS = {"campaign", "camp", "team", "office", "foundation"}  # with a person's name before them
_PERSONS = {"official", "commentator", "person"}
_ABBREVIATED = {"pm", "vp"}
_LED = {"led", "controlled", "dominated", "backed", "run", "held", "majority", "appointed"}
_VOICES = frozenset({"spokesman", "spokeswoman", "spokesperson"})  # "a spokesman" is of whom the text is about


def noun_behind(view: View, mark: Marked) -> int | None:
    """The index of the noun that a name or demonym modifies, None where it stands alone."""
    doc = view.doc
    start = view.after_possessive(mark.last)
    possessive = start > mark.last
    joined = None if possessive else _next_demonym(view, mark)
    if joined is not None:
        return noun_behind(view, joined)
    if not possessive and not _modifies(view, mark):
        return None
    head: int | None = None
    actor: int | None = None
    if start + 3 < len(doc) and doc[start + 1].text == "-" and doc[start + 2].lower_ in _LED:  # "Peru's opposition-led Congress"
        start += 3
    for index in range(start, min(len(doc), start + _REACH)):
        token = doc[index]
        inside = view.taken[index]
        if inside is not None and not (inside.hit.form == "demonym" and inside.hit.role == "actor"):
            break
        if token.text == "-" or (token.lower_ in {"and", "own"} and head is None):
            continue
        if token.pos_ not in _NOMINAL and not words().office(token.text):
            break
        if (
            token.pos_ in {"NOUN", "PROPN"}
            or words().office(token.text)
            or (token.pos_ != "ADJ" and singular(token.text) in words().people)
        ):
            head = index
        actor = index if _noun(token, singular(token.text)) and _names_actors(token.text) else actor
        if words().office(token.text) and index + 1 < len(doc) and view.name_like(index + 1) and not words().office(doc[index + 1].text):
            break
    return head if actor is None else actor


def _names_actors(word: str) -> bool:
    """Whether a noun with a state before it can make an actor."""
    known, noun = words(), singular(word)
    return (
        known.office(word)
        or noun in _STAFFS
        or noun in known.people
        or noun in known.governments
        or noun in known.bodies
        or noun in known.sides
    )


def _next_demonym(view: View, mark: Marked) -> Marked | None:
    """The demonym that a comma or "and" joins to this name: "Greek, Cypriot and French counterparts"."""
    at = mark.last
    while at < min(len(view.doc), mark.last + 2) and view.doc[at].lower_ in {",", "and", "or"}:
        at += 1
    joins = mark.hit.form == "demonym" or "and" in [token.lower_ for token in view.doc[mark.last : at]]
    other = view.taken[at] if joins and mark.last < at < len(view.doc) else None
    return other if other is not None and other.hit.form == "demonym" and other.hit.role == "actor" else None


def _modifies(view: View, mark: Marked) -> bool:
    """Whether a name without a possessive is an adjective or the first part of a compound."""
    if mark.last >= len(view.doc):
        return False
    token, following = view.doc[mark.last - 1], view.doc[mark.last]
    if view.taken[mark.last] is not None and not token.whitespace_:
        return False
    if mark.hit.form == "demonym":
        return following.pos_ in _NOMINAL or following.text == "-" or words().office(following.text)
    if following.pos_ not in _NOMINAL or following.is_punct:
        return False
    return token.dep_ in {"compound", "amod", "nmod", "flat", "nmod:poss"} and token.head.i > token.i and token.head.i <= mark.last + _REACH


def modified(view: View, mark: Marked, names: Names) -> Iterator[Found]:
    """The actor that a name and the noun behind it make, if they make one."""
    iri = mark.hit.iris[0]
    index = noun_behind(view, mark)
    if index is None:
        return
    doc, known = view.doc, words()
    token = doc[index]
    noun = singular(token.text)
    plural = token.text.lower() != noun
    state = names.state(iri)
    if not plural and noun in known.things | known.organisations and token.text.islower() and _calls(view, index + 1):
        return  # "the Lebanese militant group Hezbollah"
    if _stance(view, index):
        return
    if noun in _STAFFS and "Person" in names.registry.types(iri):
        yield _named(view, (mark.first, index), "organization", None, names)
    elif noun in known.sides or noun in known.documents:
        yield Found(mark.first, index + 1, index, "name", iri=iri, nouns=frozenset({noun}), state=state)
    elif noun in known.governments and state and (plural or noun != "authority"):
        yield _named(view, (mark.first, index), "body", state, names)
    elif known.office(noun) and not plural:
        yield _officer(view, mark, index, state or iri, names)
    elif noun in known.people | known.things and not plural and _definite(view, mark.first) and noun not in known.bodies:
        yield Found(mark.first, index + 1, index, "nominal", nouns=frozenset({noun}), state=state)
    elif known.office(noun) or noun in known.people or (noun in known.powers and plural):
        before = doc[mark.first - 1] if mark.first else None
        first = mark.first - 1 if before is not None and (cardinal(before) or before.pos_ == "ADJ") else mark.first
        yield _named(view, (first, index), "group", state, names)
    else:
        yield from _body(view, mark, index, state, names)


def _stance(view: View, index: int) -> bool:
    """Whether "opposition" is what somebody holds, not who: "U.S. opposition to the pipeline"."""
    doc = view.doc
    return doc[index].lower_ == "opposition" and index + 1 < len(doc) and doc[index + 1].lower_ in {"to", "from", "by"}


def _calls(view: View, at: int) -> bool:
    """Whether an actor's name stands right at a token, other than a person's or a state's."""
    mark = view.taken[at] if at < len(view.doc) else None
    if mark is not None:
        return (
            mark.hit.role == "actor" and mark.hit.form == "name" and not any(kind in mark.hit.iris[0] for kind in ("/person/", "/state/"))
        )
    return any(one.first == at and one.entity is not None and one.entity.type in {"organization", "armed_group"} for one in view.found)


def _body(view: View, mark: Marked, index: int, state: str | None, names: Names) -> Iterator[Found]:
    """An outlet or body of a state, or one that a name is put before."""
    noun = singular(view.doc[index].text)
    if noun in {"media", "medium", "press", "television"}:
        yield _named(view, (mark.first, index), "outlet", state, names)
    elif noun in words().bodies:
        last = behind(view, index)
        yield _named(view, (mark.first, index, last), "body" if state else "organization", state, names)


def _officer(view: View, mark: Marked, index: int, state: str, names: Names) -> Found:
    """One official of a state: somebody new with "a" or "one", else somebody to be found."""
    noun = singular(view.doc[index].text)
    if _indefinite(view, mark.first):
        first = mark.first
        while first and view.doc[first - 1].lower_ in {"senior", "top", "high-ranking", "former", "retired", "unnamed", "leading"}:
            first -= 1
        return _named(view, (first, index), "commentator" if noun in words().scholars else "official", state, names)
    return Found(mark.first, right(view, view.doc[index]), index, "nominal", nouns=frozenset({noun}), state=state)


def _named(view: View, ends: tuple[int, ...], type_: str, state: str | None, names: Names) -> Found:
    """A mention of the registry's actor of that name, else of a newcomer, whose name may go on behind its noun, until a third token."""
    first, index, last = (*ends, ends[1])[:3]
    text = view.words(first, index + 1)
    short = text.replace("’s ", " ").replace("'s ", " ") if type_ == "group" else _unled(view, first, index)
    adjective = _adjectival(view, first, names)
    key = short if adjective is None else short.replace(view.words(first, adjective[1]), adjective[0], 1)
    found = _registered(short, type_, names) or _registered(text, type_, names) or _registered(key, type_, names)
    noun = singular(view.doc[index].text)
    if found:
        return Found(first, index + 1, index, "nominal", iri=found, nouns=frozenset({noun}), state=state)
    rest = view.words(index + 1, last + 1)
    text = f"{short} {rest}".strip() if type_ != "group" else text
    entity = Entity(text, type_, state, {text: None}, {noun}, key=f"{key} {rest}".strip().lower())
    return Found(first, last + 1, index, "nominal", entity=entity, nouns=frozenset({noun}), state=state)


def _adjectival(view: View, first: int, names: Names) -> tuple[str, int] | None:
    """The adjective of the state that a phrase begins with the name of, and where that ends: "Peru's Congress" is the Peruvian one."""
    mark = view.taken[first]
    if mark is None or mark.first != first or mark.hit.role != "actor" or mark.hit.form != "name":
        return None
    label = names.registry.label(mark.hit.iris[0])
    adjective = names.adjectives.get(mark.hit.iris[0])
    if adjective is None or label.startswith("United ") or view.words(mark.first, mark.last) != label:
        return None
    return adjective, view.after_possessive(mark.last)


def _unled(view: View, first: int, index: int) -> str:
    """The words of a body without "opposition-led" and the like."""
    doc = view.doc
    at = next((i for i in range(first, index - 1) if doc[i + 1].text == "-" and doc[i + 2].lower_ in _LED), None)
    if at is None:
        return view.words(first, index + 1)
    return f"{view.words(first, at)} {view.words(at + 3, index + 1)}".strip()


def _registered(text: str, type_: str, names: Names) -> str | None:
    """The registry's actor of a name; one official is no group of officials, though the registry lists the singular with it."""
    found = names.registry.find(text, "actor")
    if found and type_ in _PERSONS and "Person" not in names.registry.types(found[0]):
        return None
    return found[0] if found else None


def groups(view: View, names: Names) -> Iterator[Found]:
    """Groups and persons named by a noun alone: "foreign powers", "analysts", "both sides", "the minister"."""
    known = words()
    for token in view.doc:
        noun = singular(token.text)
        if view.taken[token.i] is not None or token.i in view.titles or not _noun(token, noun):
            continue
        office = known.office(noun)
        if not (
            office
            or noun in known.people
            or noun in known.powers
            or noun in known.bodies
            or noun in known.governments
            or noun in known.documents
        ):
            continue
        if (noun == "authority" and token.lower_ == noun) or (noun in _ABBREVIATED and not token.text.isupper()):
            continue
        if any(one.first <= token.i < one.last for one in view.found) or _title_of_name(view, token) or _before_office(token):
            continue
        if _stance(view, token.i):
            continue
        if (
            noun in _VOICES
            and noun == token.lower_
            and token.i
            and view.doc[token.i - 1].lower_ in {"a", "an"}
            and _ends(view, token.i + 1)
        ):
            yield Found(token.i, token.i + 1, token.i, "nominal", nouns=frozenset({noun}))
        else:
            yield _group(view, token, noun, names)


def _ends(view: View, at: int) -> bool:
    """Whether no phrase goes on that says of whom somebody is: "a spokesman | said"."""
    return at >= len(view.doc) or view.doc[at].lower_ not in {"for", "of", "from", "at", "with"}


def _noun(token: Token, noun: str) -> bool:
    """Whether a word is used as a noun here; an adjective counts in the plural only ("moderates")."""
    short = len(token.text) > 2 and token.text[-1] == "s" and token.text[:-1].isupper()  # "MPs", whatever the tagger takes it for
    return token.pos_ in {"NOUN", "PROPN"} or (token.pos_ == "ADJ" and noun != token.lower_) or short


def _before_office(token: Token) -> bool:
    """Whether a noun says what sort of office the noun right behind it is for: "police chief", "rebel commander"."""
    head = token.head
    return token.dep_ in LEFTWARD and head.i == token.i + 1 and head.text.islower() and words().office(head.text)


def _title_of_name(view: View, token: Token) -> bool:
    """Whether an office noun stands right before a name, in quotation marks or not, and so is its title."""
    after = token.i + 1
    after += after < len(view.doc) and view.doc[after].text in {"“", '"'}
    if after >= len(view.doc):
        return False
    mark = view.taken[after]
    person = mark is not None and mark.hit.role == "actor" and mark.hit.form == "name"
    return view.doc[after].text[0].isupper() and (person or any(one.first == after for one in view.found))


def _group(view: View, token: Token, noun: str, names: Names) -> Found:
    known = words()
    first = token.i if noun in known.documents else left(view, token)
    last = right(view, token)
    definite = _definite(view, first)
    plural = token.text.lower() != noun or noun in {"people", "police"}
    bare = first == token.i and last == token.i + 1
    text = view.words(first, last)
    pair = any(word.lower_ in {"two", "both"} for word in view.doc[max(0, first - 2) : token.i])
    if (noun in known.powers and (not plural or pair)) or (pair and (known.office(noun) or noun in {"man", "woman"})):
        return Found(first, last, token.i, "nominal", nouns=frozenset({noun}))
    counted = {word.lower_ for word in view.doc[max(0, token.i - 2) : token.i]} & {"three", "four", "five", "six", "seven"}
    if counted and definite and plural and (noun in known.powers or noun in known.countries or known.office(noun)):
        return Found(token.i, token.i + 1, token.i, "nominal", nouns=frozenset({noun}))
    if (
        plural
        and definite
        and known.office(noun)
        and all(view.doc[i].lower_ in known.office_modifiers for i in range(first, token.i))
        and last == token.i + 1
    ):
        return Found(first, last, token.i, "nominal", nouns=frozenset({noun}))
    groupish = (plural and noun not in known.documents and (noun not in known.bodies or not bare)) or noun in {"community", "majority"}
    called = _called(view, first, token.i)
    if called is not None and not plural and (noun in known.governments or noun in known.bodies or noun in known.things) and definite:
        return _named(view, (called, token.i), "organization", None, names)
    state = _state_behind(view, token.i + 1, last, names)
    if state is not None and known.office(noun) and not plural and not _indefinite(view, first):
        return Found(first, last, token.i, "nominal", nouns=frozenset({noun}), state=state)
    anaphoric = definite and (bare or not plural)
    if (not groupish and definite) or (anaphoric and bare) or noun in known.documents or definite == "both":
        return Found(first, last, token.i, "nominal", nouns=frozenset({noun}))
    type_ = (
        "group"
        if plural or noun in known.collectives
        else "commentator"
        if noun in known.scholars
        else "official"
        if known.office(noun)
        else "person"
    )
    found = _registered(text, type_, names)
    if found:
        return Found(first, last, token.i, "nominal", iri=found, nouns=frozenset({noun}))
    if (noun in known.bodies or noun in known.governments) and not (plural and not bare):
        return Found(first, last, token.i, "nominal", nouns=frozenset({noun}))
    text = view.words(first + 1, last) if first < token.i and view.doc[first].lower_ in {"one", "another"} else text
    entity = Entity(text, type_, state if type_ == "official" else None, {text: None}, {noun})
    return Found(first, last, token.i, "nominal", entity=entity, nouns=frozenset({noun}))


def _called(view: View, first: int, head: int) -> int | None:
    """Where the unknown name begins that stands right before a noun: "the radical Sadr movement", "the Allawi government"."""
    behind = head
    while behind > first and view.doc[behind - 1].text.islower() and view.doc[behind - 1].pos_ in {"NOUN", "ADJ"}:
        behind -= 1  # "the IRNA | news agency"
    at = behind
    while at > first and view.doc[at - 1].pos_ == "PROPN" and view.name_like(at - 1):
        at -= 1
    return at if at < behind else None


def _indefinite(view: View, first: int) -> bool:
    """Whether a phrase brings in somebody new: "a British official", "a senior US diplomat"."""
    before = [token.lower_ for token in view.doc[max(0, first - 3) : first]]
    while before and before[-1] not in {"a", "an", "one", "another", "any"} and view.doc[first - 1].pos_ in {"ADJ", "NOUN"}:
        before.pop()
        first -= 1
    return bool(before) and before[-1] in {"a", "an", "one", "another", "any"}


def _state_behind(view: View, start: int, last: int, names: Names) -> str | None:
    """The state named in "of …" behind a noun."""
    marks = [view.taken[index] for index in range(start, last)]
    return next((names.state(mark.hit.iris[0]) for mark in marks if mark is not None and mark.hit.role == "actor"), None)


def _definite(view: View, first: int) -> str:
    """How the phrase is determined: "the" words, "both", or nothing."""
    if first > 1 and view.doc[first - 1].lower_ == "own":
        first -= 1
    if first == 0:
        return ""
    before = view.doc[first - 1].lower_
    if before in {"both", "neither", "either"} or (first > 1 and view.doc[first - 2].lower_ == "both"):
        return "both"
    return before if before in {"the", "this", "that", "these", "those", "its", "his", "her", "their", "our", "my", "your", "'s"} else ""
