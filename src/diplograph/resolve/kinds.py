"""The kind of a statement, once it is known who holds it: what one tells of oneself is an act, what one tells of another is a claim.

An official says "Moscow considers the plan unacceptable", "his country welcomed the offer", "the party would vote for the motion": the
doer is the speaker's own side, so the inner act is the statement, held by the official for that side (design.md, section 1).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from diplograph.extract.reading.kinds import attitude_of, decide, stance_of

if TYPE_CHECKING:
    from diplograph.lexicon import Lexicon
    from diplograph.model import Candidate
    from diplograph.resolve.holders import Holders
    from diplograph.resolve.who import Who

__all__ = ["settled"]

# The speaker's side without its name.
_SIDE = re.compile(
    r"(his|her|its|their|our) (own )?(country|nation|government|party|side|ministry|administration|office|team|organi[sz]ation|movement"
    r"|group|company|campaign|union|army|forces|delegation)\b",
    re.IGNORECASE,
)
_SIDES = frozenset({"state", "body", "organization", "armed_group"})


def settled(candidate: Candidate, holding: Holders, who: Who, lexicon: Lexicon) -> tuple[Candidate, Holders]:
    """A candidate with its kind decided, and its holders with the side for which they speak.

    Args:
        candidate: As the construction shows it, with the rules' kind.
        holding: Its holders.
        who: Whom phrases mean.
        lexicon: The fitted weights.
    """
    doers = who.of(candidate.doer_span) if candidate.doer_span is not None else ()
    side = _side(candidate, doers, holding, who)
    traits, kind, stance = candidate.traits, candidate.kind, candidate.stance
    if side is not None:
        holding = replace(holding, on_behalf_of=tuple(dict.fromkeys((*holding.on_behalf_of, *side))))
        traits |= {"doer is the holder"}
        if candidate.own_act is not None:
            kind, stance = candidate.own_act
            traits = frozenset(trait for trait in traits if not trait.startswith("rule=")) | {f"rule={kind}"}
    elif doers:
        traits |= {"doer is another"}
    final = decide(traits, lexicon, kind)
    attitude = candidate.attitude if final == candidate.kind else attitude_of(final)
    return replace(candidate, kind=final, stance=stance_of(final, kind, stance), attitude=attitude, traits=traits), holding


def _side(candidate: Candidate, doers: tuple[str, ...], holding: Holders, who: Who) -> tuple[str, ...] | None:
    """Whom the doer adds to the holders, if it is their own side; None where it is not."""
    if candidate.doer_span is None:
        return None
    mine = {*holding.holders, *holding.on_behalf_of}
    profiles = who.mentions.profiles
    for iri in (*holding.holders, *holding.on_behalf_of):
        profile = profiles.get(iri)
        mine |= {state for state in (who.names.state(iri), profile.state if profile else None) if state}
    others = tuple(iri for iri in doers if iri not in holding.holders)
    for iri in doers:
        profile = profiles.get(iri)
        kind = profile.kind if profile else None
        if iri in mine or (kind in _SIDES and kind != "armed_group" and who.names.state(iri) in mine):
            return tuple(one for one in others if one in mine)
    if not doers and _SIDE.match(candidate.doer_span.of(who.text)):
        return ()
    return None
