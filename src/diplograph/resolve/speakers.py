"""Whose article it is: the author of an opinion, the signatory of a release, the states behind a joint statement."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diplograph.registry import Newcomer

if TYPE_CHECKING:
    from diplograph.mentions import Mentions, Names
    from diplograph.model import Article, Parsed

__all__ = ["Speakers", "speakers"]

_JOINT = re.compile(r"\bjoint\b.{0,40}\b(statement|communiqu[eé]|declaration|readout|release)\b", re.IGNORECASE)
_FOR = re.compile(r"\battributable to (?:\w+ ){0,4}?([A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){0,3})")
_INSTITUTION = re.compile(
    r"\b(office|department|ministry|service|bureau|embassy|mission|staff|secretariat|press|team|spokes\w+)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who speaks in an article's own voice.

    Attributes:
        author: Whose opinion the article's own words are; none where nobody's (an agency's news).
        i, we: Whom "I" and "we" outside quotations mean.
        state: For whom they speak.
        newcomers: Those of them that the registry lacks.
        release: Whether an institution publishes its own words here.
    """

    author: tuple[str, ...]
    i: tuple[str, ...]
    we: tuple[str, ...]
    state: tuple[str, ...]
    newcomers: tuple[Newcomer, ...] = ()
    release: bool = False


def speakers(article: Article, parsed: tuple[Parsed, ...], mentions: Mentions, names: Names) -> Speakers:
    """Read the metadata, the byline that was left out of the text, and the first lines."""
    joint = _joint(article, parsed, mentions, names)
    if joint:
        return Speakers(joint, joint, joint, joint, release=True)
    state = _publisher(article, names)
    name = article.author or _byline(article)
    if name is None or _INSTITUTION.search(name) or _is_outlet(name, names):
        signed = _FOR.search(article.source.text[:1500])
        name = signed.group(1) if signed and state else name
    if state is None:
        return _writer(article, name, names)
    if name is None or _INSTITUTION.search(name):
        return Speakers((state,), (state,), (state,), (state,), release=True)
    person = name.partition(",")[0].strip()
    found = names.registry.find(person, "actor")
    if found:
        return Speakers(found[:1], found[:1], found[:1], (state,), release=True)
    fresh = Newcomer(person, "official", (), state)
    return Speakers((fresh.iri,), (fresh.iri,), (fresh.iri,), (state,), (fresh,), release=True)


def _joint(article: Article, parsed: tuple[Parsed, ...], mentions: Mentions, names: Names) -> tuple[str, ...]:
    """The states named in the title of a joint statement."""
    title = article.title or (parsed[0].text if parsed else "")
    if not _JOINT.search(title) or not parsed or parsed[0].text.strip() != " ".join(title.split()):
        return ()
    found = [names.state(iri) for one in mentions.mentions if one.paragraph == 0 for iri in one.actors]
    states = tuple(dict.fromkeys(iri for iri in found if iri))
    return states if len(states) > 1 else ()


def _publisher(article: Article, names: Names) -> str | None:
    """The state or organisation whose institution publishes the article as its own."""
    found = names.registry.find(article.outlet, "actor") if article.outlet else ()
    for iri in found:
        types = names.registry.types(iri)
        if "MediaOutlet" in types:
            return None
        if types & {"GovernmentBody", "State"}:
            return names.state(iri)
        if "InternationalOrganization" in types:
            return iri
    return None


def _byline(article: Article) -> str | None:
    """The byline that was set apart as furniture, where the metadata name no author."""
    for omission in article.omitted:
        if omission.reason.startswith("byline"):
            return " ".join(omission.span.of(article.source.text).split()).removeprefix("By ")
    return None


def _is_outlet(name: str, names: Names) -> bool:
    return any("MediaOutlet" in names.registry.types(iri) for iri in names.registry.find(name, "actor"))


def _writer(article: Article, name: str | None, names: Names) -> Speakers:
    """The author of an article that no institution publishes: a person, or unknown; an outlet alone is nobody."""
    if name is not None and (_is_outlet(name, names) or name == article.outlet):
        return Speakers((), (), (), ())
    if name is None:
        fresh = Newcomer(f"author of {article.key}", "commentator", ("the author",))
        return Speakers((fresh.iri,), (fresh.iri,), (fresh.iri,), (), (fresh,))
    found = names.registry.find(name, "actor")
    if found:
        return Speakers(found[:1], found[:1], found[:1], ())
    fresh = Newcomer(name, "person")
    return Speakers((fresh.iri,), (fresh.iri,), (fresh.iri,), (), (fresh,))
