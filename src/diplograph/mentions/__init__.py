"""Actors in text: names of the registry, newcomers it lacks, and the words that take them up.

The way of a paragraph: `names` finds what the registry knows, `view` puts it on the parse's tokens, `nouns` reads "Russian officials"
and "the minister", `people` and `organisations` read names nobody knows, `roles` says who can act, `cast` brings short forms back to
full ones. Pronouns and "the minister" come out unresolved (`actors` empty): `resolve` knows who is speaking.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diplograph.mentions.cast import Cast, Profile
from diplograph.mentions.names import Names
from diplograph.mentions.nouns import groups, modified, noun_behind
from diplograph.mentions.organisations import organisations
from diplograph.mentions.people import persons, title_before, trade_after
from diplograph.mentions.roles import acts
from diplograph.mentions.view import Found, Marked, View
from diplograph.mentions.words import singular, words
from diplograph.model import Mention, Span

if TYPE_CHECKING:
    from diplograph.model import Article, Parsed
    from diplograph.registry import Newcomer

__all__ = ["Mentions", "Names", "Profile", "find"]

_COUNTS = frozenset(
    {"most", "many", "more", "some", "few", "fewer", "all", "ordinary", "average", "young", "older", "half", "%", "percent", "million"}
)
_SHARED = frozenset({"of", "the", "for", "and", "state", "representatives", "homeland", "commerce"})
_PRONOUNS = frozenset(
    [
        "i",
        "me",
        "my",
        "mine",
        "myself",
        "we",
        "us",
        "our",
        "ours",
        "ourselves",
        "he",
        "him",
        "his",
        "himself",
        "she",
        "her",
        "hers",
        "herself",
        "it",
        "its",
        "itself",
        "they",
        "them",
        "their",
        "theirs",
        "themselves",
        "you",
        "your",
        "both",
        "neither",
        "others",
        "who",
        "which",
    ]
)


@dataclass(frozen=True, slots=True)
class Mentions:
    """The actors of one article.

    Attributes:
        mentions: In the order of the text; of two that begin together the longer first.
        newcomers: Those of them that the registry lacks.
        profiles: By IRI, what pronouns and nouns can take an actor up by.
        quoted: For each paragraph, for each token, whether it stands in quotation marks.
        nouns: For each unresolved mention by a noun, that noun: (paragraph, token) → "minister".
        states: Likewise the state that it names ("the Greek foreign minister").
        texts: The text of each paragraph, as parsed.
        starts: Where each mention begins, for bisection.
    """

    mentions: tuple[Mention, ...]
    newcomers: tuple[Newcomer, ...]
    profiles: Mapping[str, Profile]
    quoted: tuple[Sequence[bool], ...]
    nouns: Mapping[tuple[int, int], str]
    states: Mapping[tuple[int, int], str]
    texts: tuple[str, ...]
    starts: tuple[int, ...]


def find(parsed: Sequence[Parsed], article: Article, names: Names) -> Mentions:
    """The actors of an article.

    Args:
        parsed: Its paragraphs.
        article: The article; its title and date help.
        names: The registry's names, indexed once with `Names.of`.
    """
    views = [View.of(one, names, title=_is_title(one, article)) for one in parsed]
    _foreign(views, names)
    for view in views:
        _registered(view, names, article)
        for step in (persons, organisations, groups):
            for one in list(step(view, names)):
                view.add(one)
        view.found = [one for one in view.found if one.form != "nominal" or one.head not in view.titles]
    cast = Cast(names, views, article.date, article.author)
    cast.gather()
    for view in views:
        _pronouns(view)
    return _finished(views, cast)


def _is_title(one: Parsed, article: Article) -> bool:
    text = " ".join(one.text.split())
    return one.number == 0 and (text == article.title or (len(text) < 120 and text[-1:] not in {".", "”", '"', "?", "!"}))


def _foreign(views: list[View], names: Names) -> None:
    """Unmark bodies named by common nouns alone ("the Congress") whose state an article about other states never names."""
    states: set[str] = set()
    common: list[tuple[View, Marked]] = []
    for view in views:
        for mark in view.marks:
            if mark.hit.role != "actor":
                continue
            state = names.state(mark.hit.iris[0])
            kinds = names.registry.types(mark.hit.iris[0])
            words_of = [token.text for token in view.doc[mark.first : mark.last]]
            if "GovernmentBody" in kinds and all(_common(word) for word in words_of):
                common.append((view, mark))
            elif state:
                states.add(state)
    for view, mark in common if states else ():
        if names.state(mark.hit.iris[0]) not in states:
            view.marks.remove(mark)
            view.taken[mark.first : mark.last] = [None] * (mark.last - mark.first)


def _common(word: str) -> bool:
    """Whether a word is one that the names of many bodies share."""
    known, plain, lowered = words(), singular(word), word.lower()
    shared = known.bodies | known.organisations | known.governments | known.portfolios | known.office_modifiers
    return plain in shared or lowered in shared or lowered in _SHARED


def _registered(view: View, names: Names, article: Article) -> None:
    """The registry's names, and what they make with the noun behind them."""
    for mark in view.marks:
        if mark.hit.role == "actor" and mark.hit.form == "name" and "Person" in names.registry.types(mark.hit.iris[0]):
            title, trade = title_before(view, mark.first, names), trade_after(view, mark.last, names)
            view.titles.update(range(title.first, mark.first) if title else ())
            view.titles.update(range(mark.last, trade.last) if trade else ())
    for mark in view.marks:
        if mark.hit.role == "office":
            _office(view, mark, names, article)
        if mark.hit.role != "actor":
            continue
        iri = _people(view, mark, names) or _choice(mark, names, article.date, view)
        made = list(modified(view, mark, names))
        for one in made:
            view.add(one)
        state = names.state(iri)
        possessive = view.after_possessive(mark.last) > mark.last
        modifies = not possessive and (bool(made) or noun_behind(view, mark) is not None)
        person = "Person" in names.registry.types(iri)
        can = acts(view, mark.first, mark.last) if state == iri or mark.hit.form != "name" else True
        can = can and (person or not modifies)
        view.add(Found(mark.first, mark.last, mark.last - 1, mark.hit.form, iri=iri, acts=can, state=state, hit=mark.hit))


def _people(view: View, mark: Marked, names: Names) -> str | None:
    """A nation's people, where a plural demonym is counted: "most Ukrainians", "81% of Russians"."""
    text = view.words(mark.first, mark.last)
    counted = mark.first > 0 and (view.doc[mark.first - 1].lower_ in _COUNTS or view.doc[mark.first - 1].dep_ == "nummod")
    if mark.hit.form != "demonym" or not text.endswith("s") or not counted:
        return None
    return next(iter(names.registry.find(f"{text.removesuffix('s')} people", "actor")), None)


def _choice(mark: Marked, names: Names, date: str | None, view: View) -> str:
    """Which namesake is meant: one named in full nearby, one in office on the day, else the first."""
    iris = mark.hit.iris
    if len(iris) == 1:
        return iris[0]
    others = {iri for other in view.marks for iri in other.hit.iris if len(other.hit.iris) == 1}
    serving = {iri for iri in iris if any(tenure.covers(date) for tenure in names.tenures.get(iri, ()))}
    for wanted in (others, serving):
        chosen = [iri for iri in iris if iri in wanted]
        if len(chosen) == 1:
            return chosen[0]
    return iris[0]


def _office(view: View, mark: Marked, names: Names, article: Article) -> None:
    """An office without its holder's name stands for whoever held it on the day, if the registry knows."""
    after = view.doc[mark.last] if mark.last < len(view.doc) else None
    following = view.taken[mark.last] if after is not None else None
    if after is not None and (view.name_like(mark.last) or (following is not None and following.hit.role == "actor")):
        return
    holder = names.in_office(mark.hit.iris[0], article.date)
    nouns = [token.lower_ for token in view.doc[mark.first : mark.last] if words().office(token.text)]
    org = next((t.organization for t in names.holders.get(mark.hit.iris[0], ()) if t.organization), None)
    view.add(Found(mark.first, mark.last, mark.last - 1, "nominal", iri=holder, nouns=frozenset(nouns[-1:]), state=org))


def _pronouns(view: View) -> None:
    for token in view.doc:
        if token.lower_ in {"both", "neither"} and any(one.first == token.i + 1 for one in view.found):
            continue
        if token.lower_ in _PRONOUNS and (token.pos_ in {"PRON", "DET"} or token.lower_ in {"both", "neither"}) and token.text != "US":
            view.add(Found(token.i, token.i + 1, token.i, "pronoun"))


def _finished(views: list[View], cast: Cast) -> Mentions:
    made = cast.newcomers()
    mentions: list[Mention] = []
    profiles: dict[str, Profile] = {}
    nouns: dict[tuple[int, int], str] = {}
    states: dict[tuple[int, int], str] = {}
    newcomers: dict[str, Newcomer] = {}
    for place, view in enumerate(views):
        for one in sorted(view.found, key=lambda found: (found.first, -found.last)):
            iri = made[id(one.entity)].iri if one.entity is not None else one.iri
            mentions.append(_mention(view, one, iri, place))
            if iri is None:
                nouns |= dict.fromkeys([(place, one.head)], next(iter(one.nouns))) if one.nouns else {}
                states |= {(place, one.head): one.state} if one.state else {}
                continue
            profiles.setdefault(iri, cast.profile(iri, one.entity))
            if one.entity is not None:
                newcomers.setdefault(iri, made[id(one.entity)])
    return Mentions(
        tuple(mentions),
        tuple(newcomers.values()),
        profiles,
        quoted=tuple(view.quoted for view in views),
        nouns=nouns,
        states=states,
        texts=tuple(view.text for view in views),
        starts=tuple(one.span.start for one in mentions),
    )


def _mention(view: View, one: Found, iri: str | None, place: int) -> Mention:
    start = view.parsed.start
    span = Span(start + one.hit.start, start + one.hit.end) if one.hit is not None else view.parsed.span(one.first, one.last)
    return Mention(span, one.form, (iri,) if iri else (), place, one.head, one.acts)
