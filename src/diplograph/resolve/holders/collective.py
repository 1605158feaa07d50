"""Whom a share of people asked stands for, and whose the documents of a meeting are.

A poll's answers are held by those it asked, not by who asked them: "52% of respondents said" is the public that the report names. What a
summit's joint statement demands is the demand of the body that met. Both are told far from the name, so that the article is read backwards.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from diplograph.mentions.words import singular, words
from diplograph.model import Span

if TYPE_CHECKING:
    from diplograph.model import Candidate, Mention
    from diplograph.resolve.who import Who
    from diplograph.tree import Token

__all__ = ["meeting", "of_share", "polled"]

_SHARE = re.compile(r"(?:%|\bper ?cent|\bpercent)(?![\w-])")
_SHARED = re.compile(r"(?:\d+(?:\.\d+)?|[A-Za-z-]+) ?(?:%|per ?cent)(?: of (?:the |those )?[a-z]+)?\s+$")  # "50% | supporting an end"
_WORD = re.compile(r"[a-z]+")
_COUNTS = (
    r"\b(?:[Mm]ost|[Mm]any|[Mm]ore|[Ff]ewer|[Ff]ew|[Oo]rdinary"
    r"|(?:[Mm]illions|per ?cent|[Mm]ajority|[Pp]lurality|[Hh]alf|[Tt]hirds?|[Qq]uarters?|[Ff]ifths?|[Tt]enths?|share) of) |% of "
)
_COUNTED, _MOST = re.compile(_COUNTS), re.compile(rf"(?:{_COUNTS})$")
_SUMMIT = re.compile(r"(?:['’]s?)?(?: [\w-]+['’]?){0,2}? ([a-z]+)\b")
_OF_SUMMIT = re.compile(r"\b([a-z]+) of (?:the )?$")
_POLLS = 3  # paragraphs behind a poll in which shares are its answers
_BACK = 12  # paragraphs back in which a meeting is looked for
_NEAR = 1  # paragraphs back in which a meeting is looked for whose leaders speak
_PHRASE = 40  # characters before a phrase in which its share or its noun stands


def of_share(candidate: Candidate, who: Who) -> Span | None:
    """The share right before a participle: "found 46% favouring a truce and 50% | favouring a ban"."""
    cue = candidate.cue_span
    token = who.root(cue) if cue is not None else None
    if cue is None or token is None or token.tag_ != "VBG":
        return None
    found = _SHARED.search(who.text, max(0, cue.start - _PHRASE), cue.start)
    return Span(found.start(), len(who.text[: found.end()].rstrip())) if found else None


def polled(span: Span, who: Who) -> tuple[str, ...]:
    """The public of which a phrase is a share or the people asked; none for other phrases."""
    root, parsed, said, known = who.root(span), who.paragraph(span), span.of(who.text), words()
    if root is None or parsed is None:
        return ()
    people = _people(span, who)
    if people:
        return people
    asked = any(singular(word) in known.respondents for word in _WORD.findall(said))
    share = bool(_SHARE.search(said)) or singular(root.text) in known.quantities
    plain = {singular(root.text), *known.publics}  # "40 per cent of people" names nobody
    at = parsed.start + root.idx
    named = any(one.actors and one.span.end > at and singular(one.span.of(who.text)) not in plain for one in who.inside(span))
    if not asked and not (share and not named and _poll_near(parsed.number, who)):
        return ()
    return _public(at, parsed.number, who)


def _people(span: Span, who: Who) -> tuple[str, ...]:
    """The people of a state whose share is named: "most Danes", "52% of Danes"; the state alone is "Danes" or "the Danes"."""
    head = who.head(span)
    if (
        head is None
        or head.form != "demonym"
        or len(head.actors) != 1
        or "/state/" not in head.actors[0]
        or not head.span.of(who.text).endswith("s")
    ):
        return ()
    if not _MOST.search(who.text, max(0, head.span.start - _PHRASE), head.span.start):
        return ()
    return _people_of(head, who)


def _people_of(one: Mention, who: Who) -> tuple[str, ...]:
    """A state's people: as the registry knows them, else as the text calls them."""
    surface, adjective = one.span.of(who.text), who.names.adjectives.get(one.actors[0], "")
    for noun in ("public", "people"):
        found = who.names.registry.find(f"{adjective} {noun}", "actor")[:1] if adjective else ()
        if found:
            return tuple(found)
    if surface.endswith("s") and one.form == "demonym":
        return who.fresh(surface, "group")
    return who.fresh(f"{adjective} public", "group") if adjective else ()


def _poll_near(number: int, who: Who) -> bool:
    """Whether a poll is told of in a paragraph or right before it."""
    known = words()
    return any(
        singular(token.text) in known.polls | known.respondents
        for one in who.parsed[max(0, number - _POLLS) : number + 1]
        for token in one.doc
        if token.is_alpha
    )


def _public(at: int, number: int, who: Who) -> tuple[str, ...]:
    """The people named last before a place, else those of the state whose adjective was, or is in that paragraph behind it."""
    behind = [one for one in who.of_paragraph(number) if one.span.start > at and one.form == "demonym" and len(one.actors) == 1]
    state = behind[0] if behind and "/state/" in behind[0].actors[0] and behind[0].span.of(who.text)[-1:] != "s" else None
    before = False
    for one in reversed([one for one in who.resolved if one.span.start < at and len(one.actors) == 1]):
        if _is_public(one, who):
            return one.actors
        if one.form == "demonym" and "/state/" in one.actors[0]:
            if _MOST.search(who.text, max(0, one.span.start - _PHRASE), one.span.start):
                return _people_of(one, who)
            state = one if one.paragraph >= number - _POLLS and not before else state
            before = True
    return _people_of(state, who) if state is not None else ()


def _is_public(one: Mention, who: Who) -> bool:
    """Whether a mention is of a public: "Irish voters", "residents of Oslo", "the Danish public"."""
    if one.form == "pronoun":
        return False
    said = " ".join(one.span.of(who.text).split())
    nouns = {singular(word) for word in said.split(" of ")[0].split(" in ")[0].split()[-1:]}
    group = who.names.registry.label(one.actors[0]).split()[-1] if "/group/" in one.actors[0] else ""
    return bool((nouns | {singular(group) if group else ""}) & words().publics)


def meeting(span: Span, who: Who) -> tuple[str, ...]:
    """The body that met, for its meeting or for a document of all who met there; none for other phrases.

    "The summit agreed", "the joint statement demanded", then "the statement" alone.
    """
    root, parsed, known = who.root(span), who.paragraph(span), words()
    if root is None or parsed is None:
        return ()
    noun = singular(root.text)
    if root.lower_ == "it":
        return _taken_up(root, parsed.start, who)
    if noun in known.gatherings:
        inside = [one for one in who.inside(span) if one.actors and _body(one, who)]
        return inside[0].actors if inside else _met(span, parsed.number, who)
    named = next((one for one in who.inside(span) if one.actors and one.form not in {"nominal", "pronoun"}), None)
    if noun in words().attending and root.lower_ != noun and len(span.of(who.text).split()) <= 2:
        body = _meeting(span, max(0, parsed.number - _NEAR), who)
        return _members(body, root.lower_, who) if body is not None else ()
    if noun not in known.documents or (named is not None and not _venue(named, who)):
        return ()
    said = _WORD.findall(span.of(who.text).lower())
    if named is not None or noun in known.joint or any(word in known.joint for word in said):
        return _met(span, parsed.number, who) or (_both(span, parsed.number, who) if "joint" in said and "their" not in said else ())
    if not span.of(who.text).lower().startswith("the "):
        return ()
    before = who.text[who.parsed[max(0, parsed.number - 1)].start : span.start].lower()
    spoken = [word for word in _WORD.findall(before) if word in known.joint]
    return _met(span, parsed.number, who) if spoken else ()


def _taken_up(pronoun: Token, start: int, who: Who) -> tuple[str, ...]:
    """Whose the meeting or the document is that was the subject of the sentence before: "The communiqué named Peru. It urged …"."""
    doc, first = pronoun.doc, pronoun.sent.start
    before = doc[first - 1].sent.root if first > 0 and pronoun.dep_ == "nsubj" else None
    subject = next((child for child in before.children if child.dep_ == "nsubj"), None) if before is not None else None
    if subject is None or singular(subject.text) not in words().documents | words().gatherings:
        return ()
    return meeting(Span(start + subject.left_edge.idx, start + subject.idx + len(subject)), who)


def _venue(one: Mention, who: Who) -> bool:
    """Whether a name is of the place of a meeting told of before: "the summit in Kazan", then "the Kazan declaration"."""
    name = one.span.of(who.text)
    return any(
        singular(found[1]) in words().gatherings
        for found in re.finditer(rf"\b([a-z]+) (?:in|at) {re.escape(name)}\b", who.text[: one.span.start])
    )


def _both(span: Span, number: int, who: Who) -> tuple[str, ...]:
    """Who was named together last: "Modi and Putin met. The joint statement …"."""
    for one in reversed([one for one in who.resolved if one.span.start < span.start and one.paragraph >= number - 1 and one.acts]):
        if len(one.actors) == 1 and one.form != "pronoun":
            together = tuple(dict.fromkeys(iri for member in who.joint(one) for iri in member.actors))
            if len(together) > 1:
                return together
    return ()


def _members(body: Mention, noun: str, who: Who) -> tuple[str, ...]:
    """Those who lead a body: as the registry knows them, else by its name."""
    name = f"{' '.join(body.span.of(who.text).split())} {noun}"
    return tuple(who.names.registry.find(name, "actor")[:1]) or who.fresh(name, "group")


def _met(span: Span, number: int, who: Who) -> tuple[str, ...]:
    """The body whose meeting was named last."""
    body = _meeting(span, number - _BACK, who)
    return body.actors if body is not None else ()


def _meeting(span: Span, least: int, who: Who) -> Mention | None:
    """Where a body was named last, from a paragraph on, whose meeting is told of there."""
    known = words().gatherings
    for one in reversed([one for one in who.resolved if one.span.start < span.start and one.paragraph >= least]):
        if not _body(one, who):
            continue
        behind, before = (
            _SUMMIT.match(who.text, one.span.end),
            _OF_SUMMIT.search(who.text, max(0, one.span.start - _PHRASE), one.span.start),
        )
        if any(found is not None and singular(found[1]) in known for found in (behind, before)):
            return one
    return None


def _body(one: Mention, who: Who) -> bool:
    """Whether a mention names a body of several states or parties."""
    if one.form != "name" or len(one.actors) != 1 or "/state/" in one.actors[0] or who.is_person(one):
        return False
    profile = who.mentions.profiles.get(one.actors[0])
    return profile is not None and profile.state is None and profile.kind != "outlet"
