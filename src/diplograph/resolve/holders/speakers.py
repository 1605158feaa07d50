"""Whose article it is: the author of an opinion, the signatory of a release, the states behind a joint statement."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diplograph.mentions.words import words
from diplograph.registry import Newcomer

if TYPE_CHECKING:
    from diplograph.mentions import Mentions, Names
    from diplograph.model import Article, Mention, Parsed

__all__ = ["Speakers", "speakers"]

# "Statement by the High Representative on behalf of the European Union", "G7 Foreign Ministers’ Statement on …", "Mali: statement in …".
_TEXT = r"(?:statement|remarks|declaration|speech|address|message|communiqu[eé]|letter|comment|commentary|reply|press release)"
_BY = re.compile(
    rf"^(?:\w+ ){{0,3}}?{_TEXT} (?:by|of|from) (?:the )?(.+?)"
    r"(?=,| on | at | in | to | following | regarding | concerning | after | before | for |$)",
    re.IGNORECASE,
)
_BEHALF = re.compile(r"\bon behalf of (?:the )?([A-ZÀ-Þ].+?)(?=,| on | at | in | regarding |$)")
_ITS = re.compile(
    rf"^(?:the )?([^:,]{{3,60}}?)(?:[’'](?:s)? |: | )(?:(?:joint|press|ministerial|media|official) ){{0,2}}?{_TEXT}\b(?! by\b)",
    re.IGNORECASE,
)
_WE_THE = re.compile(r"\bWe, (?:the )?(?:undersigned |members of the |members of |representatives of the )*(?=[A-ZÀ-Þ])")
# "The text of the following statement was released by the Governments of …", "Canada, Denmark and Finland issue the following statement".
_RELEASED = re.compile(r"\b(?:statement|declaration|communiqu[eé])\b[^.:]{0,80}?\bby (?:the )?(?=[A-ZÀ-Þg])", re.IGNORECASE)
_ISSUE = re.compile(r"^(.{3,400}?) (?:issued?|released?|made) the following (?:joint )?(?:statement|declaration|communiqu[eé])")
_ENDS = re.compile(r":|\.(?:\s|$)| on the occasion | following | after | at the (?:conclusion|end) | in (?:connection|response) ")
_OPENING = 3  # paragraphs in which "We, the …," may say who speaks
_NAME = 4  # words that a person's name may have
_FEW = 2  # actors that a phrase for one speaker may name
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
    joint = _joint(article, parsed, mentions, names) or _we_the(parsed, mentions) or _released(parsed, mentions)
    if joint:
        return Speakers(joint, joint, joint, joint, release=True)
    state = _publisher(article, names)
    signed_by, _, office = (article.author or _byline(article) or "").partition(",")
    name = re.sub(r"\(.*?\)", "", signed_by).strip() or None
    state = _whose(office, state, names)
    titled = _titled(article, names)
    if titled is not None and (state is None or titled.state):
        return titled
    if name is None or _INSTITUTION.search(name) or _is_outlet(name, names):
        signed = _FOR.search(article.source.text[:1500])
        name = signed.group(1) if signed and state else name
    if state is None:
        return _writer(article, name, names)
    if name is None or _INSTITUTION.search(name):
        body = _body(article, names)
        return Speakers(body or (state,), body or (state,), body or (state,), (state,), release=True)
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


def _whose(office: str, state: str | None, names: Names) -> str | None:
    """For whom a signatory speaks: an organisation that the office behind the name is of ("NATO Secretary General"), else the publisher."""
    hits = [hit for hit in names.find(office) if hit.role == "actor"] if office and state else []
    return (names.state(hits[0].iris[0]) or hits[0].iris[0]) if hits else state


def _body(article: Article, names: Names) -> tuple[str, ...]:
    """The ministry or other body that signs as well as publishes."""
    found = names.registry.find(article.outlet, "actor") if article.outlet and article.author == article.outlet else ()
    return found[:1] if found and "GovernmentBody" in names.registry.types(found[0]) else ()


def _we_the(parsed: tuple[Parsed, ...], mentions: Mentions) -> tuple[str, ...]:
    """Who says "We, the foreign ministers of … and the High Representative of the European Union," first of all; members are not apart."""
    for one in parsed[:_OPENING]:
        found = _WE_THE.search(one.text)
        if found is not None:
            return _listed(one, found.end(), len(one.text), mentions)
    return ()


def _released(parsed: tuple[Parsed, ...], mentions: Mentions) -> tuple[str, ...]:
    """Who "released the following statement", where they are several."""
    for one in parsed[:_OPENING]:
        found, issue = _RELEASED.search(one.text), _ISSUE.search(one.text)
        if found is None and issue is None:
            continue
        first = found.end() if found else 0
        end = _ENDS.search(one.text, first)
        last = end.start() if found and end else issue.end(1) if issue else len(one.text)
        several = _listed(one, first, last, mentions)
        if len(several) > 1:
            return several
    return ()


def _listed(one: Parsed, first: int, last: int, mentions: Mentions) -> tuple[str, ...]:
    """The actors of a list; a group told by its members ("the G7 foreign ministers of …") stands for them, with who closes the list."""
    inside = [
        m for m in mentions.mentions if m.paragraph == one.number and one.start + first <= m.span.start < one.start + last and m.actors
    ]
    if not inside:
        return ()
    behind = one.text[inside[0].span.end - one.start :].lstrip()
    kind = profile.kind if (profile := mentions.profiles.get(inside[0].actors[0])) is not None else ""
    whole = " of " not in one.text[inside[0].span.start - one.start : inside[0].span.end - one.start]
    if whole and inside[0].span.start == one.start + first and (behind.startswith("of ") or kind in {"group", "organization"}):
        closing = next((m for m in inside[1:] if m.form in {"nominal", "titled"} and _closes(one, m)), None)
        return tuple(dict.fromkeys((*inside[0].actors, *(closing.actors if closing else ()))))
    states = tuple(dict.fromkeys(
        state for m in inside for iri in m.actors if (profile := mentions.profiles.get(iri)) is not None and (state := profile.state)
    ))  # fmt: skip
    return states if len(states) > 1 else inside[0].actors


def _closes(one: Parsed, mention: Mention) -> bool:
    """Whether a mention ends a list: "and the High Representative …,"."""
    before = one.text[: mention.span.start - one.start].rstrip().lower()
    return before.endswith((" and", " and the")) and one.text[mention.span.end - one.start :].lstrip().startswith(",")


def _titled(article: Article, names: Names) -> Speakers | None:
    """Whose words a title says that the text is: registered actors, an office of one, or an official with a title before the name."""
    title = " ".join((article.title or "").split())
    for pattern in (_BEHALF, _BY, _ITS):
        found = pattern.search(title)
        if found is None:
            continue
        phrase = found.group(1)
        hits = [hit for hit in names.find(phrase) if hit.role == "actor"]
        if not hits and pattern is _BY:
            return _official(phrase)
        if not hits and pattern is _ITS and _organisation(phrase):
            fresh = Newcomer(phrase, "organization")
            return Speakers((fresh.iri,), (fresh.iri,), (fresh.iri,), (fresh.iri,), (fresh,), release=True)
        if not hits or len(hits) > _FEW:
            continue
        if len(hits) > 1 and " and " in phrase:
            several = tuple(dict.fromkeys(hit.iris[0] for hit in hits))
            return Speakers(several, several, several, several, release=True)
        chosen = hits[0].iris[:1] if hits[0].end == len(phrase) else names.registry.find(phrase, "actor")[:1]
        state = names.state(hits[0].iris[0]) or hits[0].iris[0]
        if chosen:
            behalf = (state,) if "Person" in names.registry.types(chosen[0]) and state != chosen[0] else chosen
            return Speakers(chosen, chosen, chosen, behalf, release=True)
        fresh = Newcomer(phrase, "official", (), state)
        return Speakers((fresh.iri,), (fresh.iri,), (fresh.iri,), (state,), (fresh,), release=True)
    return None


def _organisation(phrase: str) -> bool:
    """Whether capitalised words name an organisation: "Media Freedom Coalition"."""
    parts = phrase.split()
    return len(parts) > 1 and all(part[:1].isupper() or part in {"of", "for", "and", "the"} for part in parts) and (
        parts[-1].lower() in words().organisations and parts[-1].lower() not in {"press", "office"})  # fmt: skip


def _official(phrase: str) -> Speakers | None:
    """An official whom the registry lacks: "Foreign Minister Mélanie Joly"."""
    known = words()
    parts = phrase.split()
    named = [part for part in parts if not (known.office(part) or part.lower().strip(".") in known.portfolios | known.courtesy)]
    titled = len(named) < len(parts) and 1 <= len(named) <= _NAME and all(part[:1].isupper() for part in named)
    if not titled or parts[-len(named) :] != named:
        return None
    fresh = Newcomer(" ".join(named), "official")
    return Speakers((fresh.iri,), (fresh.iri,), (fresh.iri,), (), (fresh,), release=True)


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
