"""The act of a statement, once it is known who holds it: what one tells of oneself is an act, what one tells of another is a claim.

An official says "Moscow considers the plan unacceptable", "his country welcomed the offer", "the party would vote for the motion": the
doer is the speaker's own side, so the inner act is the statement, held by the official for that side (design.md, section 1).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from diplograph.mentions.words import words

if TYPE_CHECKING:
    from diplograph.model import Candidate, Kind, Span, Stance
    from diplograph.resolve.holders import Holders
    from diplograph.resolve.who import Who

__all__ = ["settled"]

_HOLD_TRUE = ("assessment", "accusation")

# The speaker's side without its name.
_SIDE = re.compile(
    r"(his|her|its|their|our) (own )?(country|nation|government|party|side|ministry|administration|office|team|organi[sz]ation|movement"
    r"|group|company|campaign|union|army|forces|delegation)\b",
    re.IGNORECASE,
)
_THEIRS = re.compile(r"(their|its) (leader|official|minister|foreign|prime|president|spokes|government|negotiator)", re.IGNORECASE)
# Whom those speak for who are called spokesmen, ministers, officials …
_MASTER = re.compile(
    r"the (government|party|administration|ministry|campaign|company|bloc|alliance|commission|president|prime minister|chancellor|premier"
    r"|king|mayor|governor|senator|candidate)$",
    re.IGNORECASE,
)
_SIDES = frozenset({"state", "body", "organization"})


def settled(candidate: Candidate, holding: Holders, who: Who) -> tuple[Candidate, Holders]:
    """A candidate as the act that it is, and its holders with the side for which they speak.

    Args:
        candidate: As the construction shows it, with the rules' kind.
        holding: Its holders.
        who: Whom phrases mean.
    """
    people = [profile is not None and profile.kind == "person" for profile in map(who.mentions.profiles.get, holding.holders)]
    if candidate.other_act is not None and people and all(people):
        return _as(candidate, *candidate.other_act), holding
    doers = who.of(candidate.doer_span) if candidate.doer_span is not None else ()
    side = _side(candidate, doers, holding, who)
    if side is None:
        return candidate, holding
    holding = replace(holding, on_behalf_of=tuple(dict.fromkeys((*holding.on_behalf_of, *side))))
    if candidate.own_act is None:
        return candidate, holding
    return _as(candidate, *candidate.own_act), holding


def _as(candidate: Candidate, kind: Kind, stance: Stance) -> Candidate:
    attitude = candidate.attitude if kind == candidate.kind else "holds_true" if kind in _HOLD_TRUE else "wants"
    return replace(candidate, kind=kind, stance=stance, attitude=attitude)


def _side(candidate: Candidate, doers: tuple[str, ...], holding: Holders, who: Who) -> tuple[str, ...] | None:
    """Whom the doer adds to the holders, if it is their own side; None where it is not."""
    span = candidate.doer_span
    if span is None:
        return None
    profiles, mine = who.mentions.profiles, {*holding.holders, *holding.on_behalf_of}
    known = [profiles.get(iri) for iri in (*holding.holders, *holding.on_behalf_of)]
    mine |= {state for iri, one in zip((*holding.holders, *holding.on_behalf_of), known, strict=True) if (state := who.names.state(iri))}
    mine |= {one.state for one in known if one is not None and one.state}
    if _SIDE.match(span.of(who.text)):
        return tuple(iri for iri in doers if iri in mine and iri not in holding.holders)
    own = [iri in mine or ((one := profiles.get(iri)) is not None and one.kind in _SIDES and who.names.state(iri) in mine) for iri in doers]
    if own and all(own):
        return tuple(one for one in doers if one not in holding.holders)
    if len(doers) == 1 and candidate.own_act is not None and _owner(candidate, span, who):
        return tuple(one for one in doers if one not in holding.holders)
    serves = any(one is not None and one.kind == "person" and one.nouns & words().serving for one in known)
    if serves and _MASTER.match(span.of(who.text)):
        return ()
    stateless = all(one is None or (one.kind in ("person", "group") and one.state is None) for one in known)
    return doers if serves and stateless and len(doers) == 1 and _capital(span, who) else None


def _owner(candidate: Candidate, doer: Span, who: Who) -> bool:
    """Whether whoever says it is told of as the doer's: "Cuba will sell two million doses, its foreign minister said"."""
    source = candidate.source_span
    return source is not None and doer.end <= source.start and source.of(who.text).lower().startswith("its ")


def _capital(span: Span, who: Who) -> bool:
    """Whether a doer is a state by the name of its capital, as those say who speak for it ("Ottawa would also …")."""
    found = who.inside(span)
    return len(found) == 1 and found[0].form == "metonym"
