"""To whom a statement goes: who is asked, told, blamed, warned, or meant to act.

Where no phrase names an addressee it is the actor whose conduct the content is about: its subject, the agent behind "by", a
possessor or demonym ("Russian aggression"). Where the content names nobody either, the same holder still speaks to whom it
spoke to just before, and a release to the actor of its title. Limits: whom only the article's drift means is not found.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diplograph.model import Candidate, Mention
    from diplograph.resolve.who import Who

__all__ = ["Addressing"]

# Weight of each role that an actor may have in the content, by what goes before it; tuned on annotation/dev without the held-out six.
_SUBJECT, _POSSESSOR = 5.0, 3.0
_PREPOSITIONS = {"by": 4.0, "on": 2.5, "to": 2.0, "with": 2.0, "toward": 2.5, "towards": 2.5, "from": 1.5, "for": 1.0, "of": 1.0}
_VICTIM = frozenset({"against", "on", "for", "to", "in", "at"})
_LEAST = {"accusation": 1.0, "demand": 3.0, "threat": 1.0, "opposition": 1.0, "rejection": 2.5, "proposal": 5.0, "commitment": 1.5}
_CARRIED = frozenset({"accusation", "demand", "threat", "opposition", "rejection"})
# Those who hear what is said to others, and those whom wrong is done to.
_AUDIENCE = frozenset({"reporter", "journalist", "correspondent", "medium", "press", "author"})
_VICTIMS = frozenset(
    {"citizen", "people", "refugee", "minority", "civilian", "woman", "group", "dissident", "victim", "community", "family"}
)
_REACH = 1  # paragraphs over which an addressee is carried on


@dataclass(slots=True)
class Addressing:
    """Finds addressees, and remembers to whom each holder spoke last.

    Attributes:
        who: Whom phrases mean.
        default: To whom the article as a whole speaks, where its title says so.
        release: Whether the article is a release, which speaks to one actor throughout.
    """

    who: Who
    default: tuple[str, ...] = ()
    release: bool = False
    _last: dict[tuple[str, ...], tuple[int, tuple[str, ...]]] = field(default_factory=dict)

    def of(self, candidate: Candidate, holders: tuple[str, ...]) -> tuple[str, ...]:
        """The addressees of a candidate; its holders are never among them."""
        named = [iri for span in candidate.addressee_spans for iri in self.who.of(span)]
        named = [iri for iri in named if not self._passive(iri, candidate)]
        found = self._fit(named or self._meant(candidate, holders), holders)
        if found:
            self._last[holders[:1]] = (candidate.paragraph, found)
            return found
        if candidate.kind not in _CARRIED and not (self.release and candidate.kind in {"assessment", "proposal", "support"}):
            return ()
        paragraph, before = self._last.get(holders[:1], (-9, ()))
        if candidate.paragraph - paragraph <= _REACH:
            return self._fit(before, holders)
        return self._fit(self.default, holders)

    def _fit(self, actors: Iterator[str] | list[str] | tuple[str, ...], holders: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(iri for iri in dict.fromkeys(actors) if iri not in holders and self._kind(iri) != "outlet")

    def _passive(self, iri: str, candidate: Candidate) -> bool:
        """Whether an actor only hears, or suffers, what is said."""
        profile = self.who.mentions.profiles.get(iri)
        if profile is None or profile.kind not in {"group", "person"}:
            return False
        return bool(profile.nouns & _AUDIENCE) or (candidate.kind in {"accusation", "opposition"} and bool(profile.nouns & _VICTIMS))

    def _kind(self, iri: str) -> str | None:
        profile = self.who.mentions.profiles.get(iri)
        return profile.kind if profile is not None else None

    def _meant(self, candidate: Candidate, holders: tuple[str, ...]) -> tuple[str, ...]:
        """The actor that weighs most in the content."""
        least = _LEAST.get(candidate.kind)
        if least is None or (candidate.kind == "proposal" and candidate.speaker == "named"):
            return ()
        span = candidate.content_span or candidate.span
        best: tuple[float, tuple[str, ...]] = (0.0, ())
        for one in self.who.inside(span):
            spoken = one.form == "pronoun" and candidate.voice == "direct"
            if one.actors and not spoken and not set(one.actors) & set(holders):
                weight = self._weight(one, candidate)
                best = (weight, one.actors) if weight > best[0] else best
        return best[1] if best[0] >= least else ()

    def _weight(self, one: Mention, candidate: Candidate) -> float:
        kind = self._kind(one.actors[0])
        if self.who.is_subject(one) and candidate.kind != "commitment":
            return _SUBJECT
        before = self.who.preposition(one)
        if candidate.kind == "commitment":
            reached = before in {"to", "with", "for", "toward", "towards"} or self.who.possessor(one) or self.who.is_object(one)
            return 2.0 if one.acts and reached and one.form != "pronoun" else 0.0
        if candidate.kind == "demand" and before == "by":
            return 0.0
        if kind == "group" and before != "by":
            return 0.0
        if candidate.kind == "accusation" and before in _VICTIM:
            return 0.0
        if before is not None:
            return _PREPOSITIONS.get(before, 0.0) if one.acts or one.form == "demonym" else 0.0
        if not one.acts and one.form != "demonym":
            return 1.5
        return _POSSESSOR if self.who.possessor(one) or one.form == "demonym" else 1.5
