"""The pages of single things: actors, issues, statements, actions, articles, instruments, and anything else."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from diplograph import rdf
from diplograph.vocabulary import IDS, WIKIDATA, curie
from diplograph.web.pages.look import ACTORS, Link, words
from diplograph.web.pages.proposals import is_proposal, life_path
from diplograph.web.pages.records import KINDS, Event, Position, event, positions, quote, stance_of, statement
from diplograph.web.pages.timelines import drawn

if TYPE_CHECKING:
    from diplograph.web.context import Context
    from diplograph.web.pages.look import Look

__all__ = ["page_of"]

_MOST = 100  # statements on one page; the questions answer with all
_ROLES = {"Offered": "offers", "Sought": "wants in return", "Precondition": "asks first"}


def page_of(context: Context, look: Look, iri: str) -> tuple[str, dict[str, Any]]:
    """The template of a thing's page and what it shows."""
    if iri.startswith(ACTORS):
        return "actor", _common(look, iri) | _actor(look, iri)
    for names, template, view in _VIEWS:
        if iri.startswith(tuple(IDS[name].iri for name in names)):
            return template, _common(look, iri) | view(context, look, iri)
    return "thing", _common(look, iri) | _anything(look, iri)


def _common(look: Look, iri: str) -> dict[str, Any]:
    matches = [node for node in look.nodes(iri, "skos:exactMatch") if node in WIKIDATA]
    return {
        "title": look.label(iri),
        "iri": iri,
        "short": curie(iri),
        "kinds": sorted(words(name) for name in look.classes(iri) - {"Actor", "Instrument"}),
        "aliases": [name for name in look.texts(iri, "skos:altLabel") if name != look.label(iri)],
        "wikidata": [
            (node.removeprefix(WIKIDATA.iri), node.replace("http://www.wikidata.org/entity/", "https://www.wikidata.org/wiki/"))
            for node in matches
        ],
        "unregistered": look.text(iri, "dpg:registered") == "false",
        "definition": look.text(iri, "skos:definition") or "",
    }


def _events(look: Look, iris: list[str]) -> tuple[list[Event], int]:
    """Statements and actions in order of time, and how many more there are than are shown."""
    shown = [event(look, iri) for iri in iris[:_MOST]]
    return sorted(shown, key=lambda one: one.order), max(0, len(iris) - _MOST)


def _actor(look: Look, iri: str) -> dict[str, Any]:
    said = sorted({*look.sources("dpg:holder", iri), *look.sources("dpg:onBehalfOf", iri)} - set(look.of_class("Position")))
    episodes = [one for one in look.sources("dpg:holder", iri) if one.startswith(IDS["position"].iri)]
    held = positions(look, episodes[:_MOST])
    statements, more = _events(look, [one for one in said if one.startswith(IDS["statement"].iri)])
    actions, more_actions = _events(look, sorted({*look.sources("dpg:actor", iri), *look.sources("dpg:target", iri)}))
    heard = [statement(look, one) for one in look.sources("dpg:addressee", iri)[: 10 * _MOST]]
    return {
        "tenures": _tenures(look, iri),
        "acts_for": look.linked(iri, "dpg:actsFor"),
        "affiliation": look.linked(iri, "dpg:affiliation"),
        "members": look.linked(iri, "dpg:groupMember"),
        "bodies": look.links(look.sources("dpg:actsFor", iri)),
        "held": _by_issue(held),
        "more_held": max(0, len(episodes) - _MOST),
        "changes": _changes(held),
        "statements": [(kind.lower(), [one for one in statements if one.kind == kind.lower()]) for kind in KINDS],
        "more": more,
        "actions": actions,
        "more_actions": more_actions,
        "addresses": _counted(link for one in statements for link in one.to),
        "addressed_by": _counted(link for one in heard for link in one.who),
    }


def _counted(links: Any) -> list[tuple[Link, int]]:  # noqa: ANN401 - any iterable of links
    return sorted(Counter(links).items(), key=lambda item: (-item[1], item[0].label))


def _by_issue(held: list[Position]) -> list[tuple[Link, list[Position]]]:
    issues: dict[Link, list[Position]] = {}
    for one in held:
        issues.setdefault(one.issue, []).append(one)
    return sorted(issues.items(), key=lambda item: (-sum(len(one.events) for one in item[1]), item[0].label.casefold()))


def _changes(held: list[Position]) -> list[tuple[Link, list[Position]]]:
    """The issues on which dated episodes of one scope differ."""
    changed: dict[tuple[str, str], list[Position]] = {}
    for one in held:
        if one.first:
            changed.setdefault((one.scope, one.issue.iri), []).append(one)
    found = [(some[0].issue, sorted(some, key=lambda one: one.first)) for some in changed.values() if len({one.stance for one in some}) > 1]
    return sorted(found, key=lambda item: item[0].label.casefold())


def _tenures(look: Look, iri: str) -> list[dict[str, Any]]:
    iris = {*look.sources("org:member", iri), *look.sources("org:organization", iri)}
    made = []
    for one in iris:
        office = look.node(one, "dpg:office")
        made.append({
            "person": look.linked(one, "org:member"), "office": look.link(office) if office else None,
            "where": look.linked(one, "org:organization"),
            "from": look.text(one, "dpg:from") or "", "until": look.text(one, "dpg:until") or "",
            "label": look.label(one),
        })  # fmt: skip
    return sorted(made, key=lambda one: (one["from"] or "~", one["label"]))


def _issue(_: Context, look: Look, iri: str) -> dict[str, Any]:
    episodes = [one for one in look.sources("dpg:issue", iri) if one.startswith(IDS["position"].iri)]
    held = positions(look, episodes[:_MOST])
    sides = {stance: [one for one in held if one.stance == stance] for stance in ("for", "against", "conditional")}
    events, more = _events(look, [one for one in look.sources("dpg:issue", iri) if one.startswith(IDS["statement"].iri)])
    topical, more_topical = _events(look, [one for one in look.sources("dpg:topic", iri) if one.startswith(IDS["statement"].iri)])
    return {
        "sides": sides,
        "more_held": max(0, len(episodes) - _MOST),
        "events": events,
        "more": more,
        "topical": topical,
        "more_topical": more_topical,
        "picture": drawn([lane for lane in _lanes(events) if lane[1]]),
        "proposals": [
            (one, _answers(look, one.link.iri), _life(look, one.link.iri)) for one in events if one.kind in {"proposal", "demand"}
        ],
        "broader": [look.link(one) for one in look.broader(iri)],
        "narrower": look.links(look.sources("skos:broader", iri)),
        "rivals": look.links([*look.nodes(iri, "dpg:rivalOf"), *look.sources("dpg:rivalOf", iri)]),
        "concerns": look.linked(iri, "dpg:concerns"),
    }


def _lanes(events: list[Event]) -> list[tuple[str, list[tuple[Event, str]]]]:
    """Statements by their stance toward the issue, as the lanes of a picture; each with the mark of its stance."""
    names = {"for": "for", "conditional": "conditional", "against": "against", "none": "no stance"}
    return [(name, [(one, stance) for one in events if (one.stance or "none") == stance]) for stance, name in names.items()]


def _life(look: Look, iri: str) -> str:
    return life_path(iri) if is_proposal(look, iri) else ""


def _answers(look: Look, iri: str) -> list[Event]:
    """The statements that respond to one, in order of time."""
    return sorted((event(look, one) for one in look.sources("dpg:respondsTo", iri)), key=lambda one: one.order)


def _statement(_: Context, look: Look, iri: str) -> dict[str, Any]:
    terms = []
    for leg in look.nodes(iri, "dpg:term"):
        role = (look.node(leg, "dpg:termRole") or "").rpartition("#")[2]
        issue = look.node(leg, "dpg:issue")
        terms.append({
            "role": _ROLES.get(role, role), "content": look.text(leg, "dpg:content") or look.label(leg),
            "performer": look.linked(leg, "dpg:performer"), "toward": look.linked(leg, "dpg:toward"),
            "issue": look.link(issue) if issue else None,
        })  # fmt: skip
    one = event(look, iri)
    return {
        "one": one,
        "life": _life(look, iri),
        "terms": terms,
        "content_stance": stance_of(look, iri, "dpg:contentStance"),
        "attitude": words(look.node(iri, "dpg:attitude") or ""),
        "voice": words(look.node(iri, "dpg:voice") or ""),
        "status": words(look.node(iri, "dpg:actionStatus") or ""),
        "topics": look.linked(iri, "dpg:topic"),
        "invokes": look.linked(iri, "dpg:invokes"),
        "counts_for": look.linked(iri, "dpg:countsFor"),
        "responds_to": [event(look, other) for other in look.nodes(iri, "dpg:respondsTo")],
        "responses": _answers(look, iri),
        "announces": [event(look, other) for other in look.nodes(iri, "dpg:announces")],
        "announced_by": [event(look, other) for other in look.sources("dpg:announces", iri)],
        "cancels": [event(look, other) for other in look.nodes(iri, "dpg:cancels")],
        "cancelled_by": [event(look, other) for other in look.sources("dpg:cancels", iri)],
        "positions": positions(look, look.sources("dpg:basedOn", iri), 0),
        "source": quote(look, iri, "dpg:sourcePassage"),
        "cue": quote(look, iri, "dpg:cuePassage"),
        "said": quote(look, iri, "dpg:contentPassage"),
        "rule": look.text(iri, "dpg:rule") or "",
        "confidence": look.text(iri, "dpg:confidence") or "",
        "run": look.linked(iri, "prov:wasGeneratedBy"),
        "turtle": _turtle(look, iri),
    }


def _article(context: Context, look: Look, iri: str) -> dict[str, Any]:
    events = [
        event(look, one) for one in look.sources("prov:wasDerivedFrom", iri) if one.startswith((IDS["statement"].iri, IDS["action"].iri))
    ]
    by_place = sorted(events, key=lambda one: (one.quote.start if one.quote else -1, one.link.iri))
    source = look.node(iri, "dpg:sourceText")
    key = look.text(iri, "dcterms:identifier") or ""
    return {
        "authors": look.linked(iri, "schema:author"),
        "outlets": look.linked(iri, "schema:publisher"),
        "date": look.text(iri, "schema:datePublished") or "",
        "language": look.text(iri, "schema:inLanguage") or "",
        "url": next(
            (
                url
                for url in (look.node(iri, "schema:url"), look.text(iri, "schema:url"))
                if url and url.startswith(("http://", "https://"))
            ),
            "",
        ),
        "digest": (look.text(source, "dpg:textDigest") or "") if source else "",
        "events": by_place,
        "text": context.texts.marked(key, by_place),
        "licence": context.texts.licence(key),
    }


def _instrument(_: Context, look: Look, iri: str) -> dict[str, Any]:
    parts = [
        {
            "party": look.linked(one, "dpg:party"),
            **{name: look.text(one, f"dpg:{name}") or "" for name in ("signedOn", "ratifiedOn", "withdrewOn")},
        }
        for one in look.sources("dpg:instrument", iri)
    ]
    events, more = _events(look, [one for one in look.sources("dpg:invokes", iri) if one.startswith(IDS["statement"].iri)])
    return {
        "status": words(look.node(iri, "dpg:instrumentStatus") or ""),
        "dates": [
            (name, look.text(iri, f"dpg:{link}"))
            for name, link in (("concluded", "concludedOn"), ("in force from", "inForceFrom"), ("ended", "endedOn"))
        ],
        "adopted_by": look.linked(iri, "dpg:adoptedBy"),
        "amends": look.linked(iri, "dpg:amends"),
        "amended_by": look.links(look.sources("dpg:amends", iri)),
        "parties": sorted(parts, key=lambda one: one["party"][0].label.casefold() if one["party"] else ""),
        "issues": look.links(look.sources("dpg:concerns", iri)),
        "events": events,
        "more": more,
    }


def _anything(look: Look, iri: str) -> dict[str, Any]:
    said: dict[str, list[Link | str]] = {}
    for quad in look.quads(iri):
        value = (
            look.link(quad.object.value)
            if isinstance(quad.object, NamedNode)
            else quad.object.value
            if isinstance(quad.object, Literal)
            else ""
        )
        said.setdefault(quad.predicate.value, []).append(value)
    led: dict[str, list[Link]] = {}
    for quad in look.store.inner.quads_for_pattern(None, None, NamedNode(iri)):
        if isinstance(quad.subject, NamedNode) and len(led.get(quad.predicate.value, ())) < _MOST:
            led.setdefault(quad.predicate.value, []).append(look.link(quad.subject.value))
    return {
        "said": [(curie(name), words(name), sorted(values, key=str)) for name, values in sorted(said.items())],
        "led": [(curie(name), words(name), sorted(set(values))) for name, values in sorted(led.items())],
        "turtle": _turtle(look, iri),
    }


def _turtle(look: Look, iri: str) -> str:
    """What the page of a record shows as its Turtle: the resource alone, without the prefixes."""
    written = rdf.write(look.quads(iri), "turtle")
    return "\n".join(line for line in written.splitlines() if not line.startswith(("@prefix", "#"))).strip()


_VIEWS: tuple[tuple[tuple[str, ...], str, Any], ...] = (
    (("issue",), "issue", _issue),
    (("statement", "action"), "record", _statement),
    (("article",), "article", _article),
    (("treaty", "resolution"), "instrument", _instrument),
)
