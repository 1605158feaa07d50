"""Which kind a statement is: what the rules say, weighed against all that can be seen of it.

The rules (`acts`, `judge`) name a kind; `kinds.yaml` holds weights for every trait and kind, fitted on annotated articles by
`benchmarks/fit_kinds.py` as a multinomial logistic regression. The rule's kind is one trait among others: where a cue leaves no doubt
its weight decides, where "said" leaves all open the clause's words do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, get_args

from diplograph.extract.reading import traits
from diplograph.model import Attitude, Kind, Stance

if TYPE_CHECKING:
    from diplograph.extract.reading.trees import Stretch
    from diplograph.lexicon import Cue, Lexicon
    from diplograph.model import Voice
    from diplograph.tree import Token

__all__ = ["attitude_of", "decide", "seen", "stance_of"]

_KINDS = get_args(Kind)
_AGAINST = frozenset({"rejection", "opposition", "accusation", "threat"})


def seen(
    lexicon: Lexicon,
    kind: Kind,
    voice: Voice,
    clause: tuple[Token, Stretch] | None,
    *,
    genre: str,
    cue: tuple[Cue, str] | None = None,
    denied: bool = False,
    own: bool = False,
    reason: str = "",
) -> frozenset[str]:
    """The traits of a candidate.

    Args:
        lexicon: Cues and lists of words.
        kind: What the rules say.
        voice: As in a Candidate.
        clause: Head and stretch of its content.
        genre: The article's.
        cue: The entry and the frame that show it, where a cue does.
        denied: Whether the cue is negated.
        own: Whether the holder tells it of himself.
        reason: What decided in `judge`.
    """
    found = {f"rule={kind}", f"voice={voice}", f"genre={genre}", "always"}
    if cue is not None:
        found.update(traits.of_cue(*cue, denied=denied))
    if own:
        found.add("of oneself")
    if reason:
        found.update((f"reason={reason}", f"reason={reason} in {voice}"))
    if clause is not None:
        found.update(traits.of_clause(*clause, lexicon))
    return frozenset(found)


def decide(shown: frozenset[str], lexicon: Lexicon, said: Kind) -> Kind:
    """The kind that the traits weigh for most; what the rules said where nothing is fitted."""
    weights = lexicon.weights
    if not weights:
        return said
    sums = dict.fromkeys(_KINDS, 0.0)
    for trait in sorted(shown & weights.keys()):
        for kind, weight in weights[trait].items():
            sums[cast("Kind", kind)] += weight
    return max(_KINDS, key=lambda kind: (sums[kind], kind == said))


def stance_of(kind: Kind, before: Kind, stance: Stance) -> Stance:
    """The stance that goes with a kind, where it is another one than the rules said."""
    if kind == before or stance == "conditional":
        return stance
    return "against" if kind in _AGAINST else "for"


def attitude_of(kind: Kind) -> Attitude:
    """What goes with a kind: assessments and accusations hold true, the rest want."""
    return "holds_true" if kind in ("assessment", "accusation") else "wants"
