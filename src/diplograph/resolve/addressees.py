"""To whom a statement goes: who is asked, told, blamed, warned, or meant to act.

Every actor that stands near a statement, in its title, or often in the article is weighed by what the text shows of it: a phrase of the
construction that names it, what it does in the content (subject, owner, behind which preposition), where else it stands, whether it is
the other side of a dispute, and whether the holder's side speaks to it, or it to them, elsewhere in the article. The weights stand in
`addressees.yaml`, by the sort of act; actors that weigh more than nothing are addressees, and where none does the weightiest, if its sort
of act seldom lacks one. Limits: whom only the article's drift means is not found.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

from diplograph.resolve.holders.allegiance import homes, masters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from diplograph.model import Candidate, Mention, Span
    from diplograph.resolve.who import Who

__all__ = ["SORTS", "Addressing", "Evidence", "weights"]

# Acts that address alike: what another is to do, what another did, what is good for another, what is so.
SORTS = {
    "demand": "demand", "threat": "demand", "proposal": "proposal", "accusation": "blame", "opposition": "against", "rejection": "against",
    "commitment": "for", "acceptance": "for", "support": "for", "assessment": "claim",
}  # fmt: skip
_PREPOSITIONS = frozenset({"by", "on", "to", "with", "toward", "towards", "from", "for", "of", "against", "in", "at", "between", "over"})
_NEAR = 2  # paragraphs, and statements, before one that are looked at for whom it goes to
_FREQUENT = 3  # actors oftenest named that are weighed wherever they stand
_RIVALS = 4  # sides oftenest named among which the other side of a dispute is
_OF_AUTHORS = ("subject", "named", "in_content", "rival", "in_sentence", "oftenest", "titled")
_SERVING = frozenset({"person", "body"})  # who, beside a state, speaks for it
_WITHIN = frozenset({"in", "at", "into", "across", "throughout", "inside"})  # behind these an actor is a place
_MANY = 2  # actors named in a content beyond which each says less
_POINTING = frozenset({"the", "this", "that", "these", "those", "it", "such", "both"})
_SHORT = 6  # words of a content that only points back
_BEFORE = ("paragraph_subject", "paragraph_before_subject", "answered", "recent")
_MOST = 3  # times that an actor is spoken to beyond which more say nothing

Evidence = dict[str, float]


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """What each piece of evidence weighs, by the sort of act."""
    data = yaml.safe_load((files("diplograph.resolve") / "addressees.yaml").read_text("utf-8"))
    return {sort: {str(name): float(weight) for name, weight in table.items()} for sort, table in data.items()}


@dataclass(slots=True)
class Addressing:
    """Weighs addressees for one article.

    Attributes:
        who: Whom phrases mean.
        told: The candidates of the article with their holders and those for whom they speak, in the order of the text.
        titled: Whom the title names.
        release: Whether the article is a release, which speaks to one actor throughout.
    """

    who: Who
    told: Sequence[tuple[Candidate, tuple[str, ...]]]
    titled: tuple[str, ...] = ()
    release: bool = False
    _spoken_to: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _named: Counter[str] = field(default_factory=Counter)
    _mentions: int = 1
    _often: tuple[str, ...] = ()
    _stated: list[dict[str, Evidence]] = field(default_factory=list)
    _habits: dict[str, Evidence] = field(default_factory=dict)
    _asked: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _asked_by_all: Counter[str] = field(default_factory=Counter)
    _by_side: dict[frozenset[str], tuple[Counter[str], Counter[str]]] = field(default_factory=dict)
    _homes: dict[str, str] = field(default_factory=dict)
    _sides: dict[str, str] = field(default_factory=dict)
    _others: Counter[str] = field(default_factory=Counter)
    _between: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for _, holders in self.told:
            states = [iri for iri in holders if self._kind(iri) == "state"]
            if len(states) == 1:
                self._sides |= {iri: states[0] for iri in holders if self._kind(iri) in _SERVING and self._side(iri) == iri}
        self._sides |= {iri: self._side(master) for iri, master in masters(self.who).items() if self._side(iri) == iri}
        self._homes = homes(self.who, lambda iri: self._side(iri) == iri)
        self._count()
        for candidate, holders in self.told:
            beside = self._beside(candidate, holders)
            self._stated.append(beside)
            named = [iri for iri, found in beside.items() if "named" in found]
            plain = {iri for iri, found in beside.items() if found.keys() & {"named", "subject", "owner", "by"}}
            for side in {self._side(iri) for iri in holders}:
                self._asked[side].update(named)
                self._asked_by_all.update(named)
                if SORTS[candidate.kind] != "claim":
                    self._spoken_to[side].update(plain)
                    self._between.update((side, self._side(iri)) for iri in plain)

    def _count(self) -> None:
        """How often each actor is named, and as what."""
        parts: dict[str, Counter[str]] = {"as_subject": Counter(), "as_place": Counter(), "as_owner": Counter()}
        mentioned = Counter[str]()
        for one in self.who.resolved:
            self._named.update(one.actors if one.acts else ())
            self._others.update({self._side(iri) for iri in one.actors} if one.acts else ())
            if one.form != "pronoun":
                mentioned.update(one.actors)
                parts["as_subject"].update(one.actors if self.who.is_subject(one) else ())
                parts["as_place"].update(one.actors if not one.acts or self.who.preposition(one) in _WITHIN else ())
                parts["as_owner"].update(one.actors if self.who.possessor(one) or one.form == "demonym" else ())
        self._mentions = sum(self._named.values()) or 1
        self._often = tuple(iri for iri, _ in self._named.most_common(_FREQUENT))
        for iri, count in mentioned.items():  # once is no habit
            self._habits[iri] = {name: found[iri] / max(2, count) for name, found in parts.items() if found[iri]}

    def of(self, candidate: Candidate, holders: tuple[str, ...], place: int) -> tuple[str, ...]:
        """The addressees of a candidate, which is the `place`-th told, those first that weigh most."""
        table = weights()[SORTS[candidate.kind]]
        found = self.evidence(candidate, holders, place)
        scores = {iri: table["bias"] + sum([table.get(name, 0.0) * value for name, value in shown.items()]) for iri, shown in found.items()}
        ranked = sorted(scores, key=lambda iri: -scores[iri])
        chosen = tuple(iri for iri in ranked if scores[iri] > 0)
        return chosen or tuple(iri for iri in ranked[:1] if scores[iri] > table["alone"])

    def evidence(self, candidate: Candidate, holders: tuple[str, ...], place: int) -> dict[str, Evidence]:
        """What the text shows of each actor that may be addressed; holders and outlets may not."""
        found = {iri: dict(shown) for iri, shown in self._stated[place].items()}
        self._around(candidate, found)
        self._before(candidate, holders, place, found)
        for iri in (*self.titled, *self._often):
            found.setdefault(iri, {})
        mine = {self._side(iri) for iri in holders}
        likely = {self._homes[iri] for iri in holders if iri in self._homes and self._side(iri) == iri} - mine
        sides = {iri: self._side(iri) for iri in found}
        self._spoken(found, sides, mine)
        self._opposed(candidate, found, sides, mine)
        for iri, shown in found.items():
            side = sides[iri]
            if self._named[iri]:
                shown["share"] = self._named[iri] / self._mentions
            if side in mine:
                shown["own_side"] = 1.0
            if side in likely:
                shown["maybe_own"] = 1.0
            if iri in self._often:
                shown["oftenest"] = 1.0
            if iri in self.titled:
                shown.update({"titled": 1.0, "titled_release": 1.0} if self.release else {"titled": 1.0})
            if len(found) == 1:
                shown["only"] = 1.0
            shown.update(self._habits.get(iri, {}))
            shown[f"kind_{self._kind(iri)}"] = 1.0
        self._back(candidate, holders, found, mine)
        fit = {iri: shown for iri, shown in found.items() if iri not in holders and self._kind(iri) != "outlet"}
        self._jointly(candidate, fit)
        return fit

    def _spoken(self, found: Mapping[str, Evidence], sides: Mapping[str, str], mine: set[str]) -> None:
        """How often the holder's side speaks to each actor elsewhere, and whether the statement does to others of the actor's side."""
        spoken, asked = self._so_far(frozenset(mine))
        spoken_sides = Counter(self._side(iri) for iri in spoken)
        plain = Counter(sides[iri] for iri, shown in found.items() if "named" in shown or "subject" in shown)
        for iri, shown in found.items():
            side, told = sides[iri], "named" in shown
            for name, counts in (("spoken_to", spoken), ("asked", asked), ("asked_by_all", self._asked_by_all)):
                if counts[iri] > told:
                    shown[name] = min(_MOST, counts[iri] - told) / _MOST
            if spoken_sides[side] > (iri in spoken):
                shown["side_spoken_to"] = 1.0
            if side == iri and plain[side] > (told or "subject" in shown):
                shown["state_of_addressed"] = 1.0

    def _so_far(self, mine: frozenset[str]) -> tuple[Counter[str], Counter[str]]:
        """Whom a side speaks to anywhere in the article, and whom of these by a phrase of the construction."""
        if mine not in self._by_side:
            spoken, asked = Counter[str](), Counter[str]()
            for side in sorted(mine):
                spoken.update(self._spoken_to.get(side, ()))
                asked.update(self._asked.get(side, ()))
            self._by_side[mine] = spoken, asked
        return self._by_side[mine]

    def _back(self, candidate: Candidate, holders: tuple[str, ...], found: Mapping[str, Evidence], mine: set[str]) -> None:
        """Who did the thing told of before, where the content is no more than that: "the move", "this offer", "it"."""
        content = candidate.content_span or candidate.span
        said = content.of(self.who.text).lower().split()
        named = any(one.actors and not set(one.actors) & set(holders) and one.form != "pronoun" for one in self.who.inside(content))
        if named or not 0 < len(said) <= _SHORT or said[0].strip(",.") not in _POINTING:
            return
        for iri, shown in found.items():
            if self._side(iri) not in mine:
                shown.update({f"back_{name}": shown[name] for name in _BEFORE if name in shown})
            shown["back"] = 1.0

    def _jointly(self, candidate: Candidate, found: Mapping[str, Evidence]) -> None:
        """What the others named say of each: a state beside its own officials or people, and who is the only one named in the content.

        What an author's own words show weighs otherwise than what a report does.
        """
        told = [iri for iri, shown in found.items() if "in_content" in shown or "named" in shown]
        named = sum("named" in shown for shown in found.values())
        within = sum("in_content" in shown and "own_side" not in shown for shown in found.values())
        author = candidate.speaker == "author" or candidate.voice == "author"
        for iri, shown in found.items():
            beside = [other for other in told if other != iri and self._side(other) == self._side(iri)]
            state = self._side(iri) == iri
            if beside and not state:
                shown["beside_state"] = 1.0
            elif any(self._kind(other) != "state" for other in beside):
                shown["outdone"] = 1.0
            if named and "named" not in shown:
                shown["other_named"] = 1.0
            if within and "in_content" not in shown:
                shown["other_in_content"] = 1.0
            if "rival" in shown and self._kind(iri) == "person":
                shown["rival_person"] = 1.0
            if "in_content" in shown and within > _MANY:
                shown["many_in_content"] = 1.0
            if within == 1 and "in_content" in shown:
                shown["alone_in_content"] = 1.0
            if author:
                shown.update({f"author_{name}": shown[name] for name in _OF_AUTHORS if name in shown}, author=1.0)

    def _beside(self, candidate: Candidate, holders: tuple[str, ...]) -> dict[str, Evidence]:
        """What stands in the statement itself: phrases of the construction, and roles in the content."""
        found: dict[str, Evidence] = {}
        for span in candidate.addressee_spans:
            for iri in self.who.of(span):
                found.setdefault(iri, {})["named"] = 1.0
        content = candidate.content_span or candidate.span
        first = True
        for one in self.who.inside(content):
            if one.actors and not set(one.actors) & set(holders):
                for iri in one.actors:
                    shown = found.setdefault(iri, {})
                    shown |= dict.fromkeys((*self._roles(one), *self._hanging(one, candidate, content)), 1.0)
                    shown["first_in_content"] = max(shown.get("first_in_content", 0.0), float(first))
                    shown["spoken_pronoun"] = float(one.form == "pronoun" and candidate.voice == "direct")
                first = False
        for one in self.who.inside(candidate.span):
            if not content.start <= one.span.start < content.end:
                for iri in one.actors:
                    shown = found.setdefault(iri, {})
                    shown |= dict.fromkeys(("beside_content", *self._hanging(one, candidate, content)), 1.0)
        return found

    def _hanging(self, one: Mention, candidate: Candidate, content: Span) -> Iterator[str]:
        """How a mention hangs from the cue itself, or whether it is the subject of the content's own verb."""
        root = self.who.root(one.span)
        while root is not None and root.dep_ in {"flat", "compound", "appos", "conj"} and root.head is not root:
            root = root.head
        if root is None or one.paragraph != candidate.paragraph:
            return
        if root.head.i == candidate.cue_token and root.i > candidate.cue_token:
            yield "cue_object" if root.dep_ in {"obj", "iobj"} else "cue_phrase"
        if root.dep_.startswith("nsubj") and (main := self.who.root(content)) is not None and root.head.i == main.i:
            yield "main_subject"

    def _roles(self, one: Mention) -> Iterator[str]:
        yield "in_content"
        before = self.who.preposition(one)
        if self.who.is_subject(one) and not self.who.possessor(one):
            yield "subject"
        elif self.who.possessor(one):
            yield "owner"
        elif before is not None and before in _PREPOSITIONS:
            yield before
        elif self.who.is_object(one):
            yield "object"
        elif one.form == "demonym":
            yield "demonym"
        if not one.acts:
            yield "place"

    def _around(self, candidate: Candidate, found: dict[str, Evidence]) -> None:
        """Who stands before the statement, in its sentence and paragraphs, and who behind it in its sentence."""
        for one in self.who.sentence(candidate.cue_token, candidate.paragraph):
            if not candidate.span.start <= one.span.start < candidate.span.end:
                for iri in one.actors:
                    found.setdefault(iri, {})["in_sentence"] = 1.0
        for number in range(max(0, candidate.paragraph - _NEAR + 1), candidate.paragraph + 1):
            name = "paragraph" if number == candidate.paragraph else "paragraph_before"
            for one in self.who.of_paragraph(number):
                if one.span.start >= candidate.span.start:
                    break
                for iri in one.actors:
                    shown = found.setdefault(iri, {})
                    shown[name] = 1.0
                    if f"{name}_subject" not in shown and self.who.is_subject(one):
                        shown[f"{name}_subject"] = 1.0

    def _before(self, candidate: Candidate, holders: tuple[str, ...], place: int, found: dict[str, Evidence]) -> None:
        """Who held the statement before, if near, and to whom the same holder spoke before."""
        if place == 0:
            return
        last, others = self.told[place - 1]
        if candidate.paragraph - last.paragraph <= 1:
            for iri in others:
                if iri not in holders:
                    found.setdefault(iri, {})["answered"] = 1.0
        for number in range(max(0, place - _NEAR), place):
            earlier, same = self.told[number]
            if set(same) & set(holders) and candidate.paragraph - earlier.paragraph <= 1:
                for iri, shown in self._stated[number].items():
                    found.setdefault(iri, {})["just_named" if "named" in shown else "just_told_of"] = 1.0

    def _opposed(self, candidate: Candidate, found: Mapping[str, Evidence], sides: Mapping[str, str], mine: set[str]) -> None:
        """What tells of the other side of a dispute, by actor: the side oftenest named, who was named last, who speaks to the holder."""
        rival = next((side for side, _ in self._others.most_common(_RIVALS) if side not in mine and self._kind(side) != "outlet"), None)
        recent = self._recent(candidate, mine)
        last = self._side(recent) if recent is not None else None
        others = {*sides.values()} - mine
        for iri, shown in found.items():
            side = sides[iri]
            if side == rival:
                shown["rival"] = 1.0
            if iri == recent:
                shown["recent"] = 1.0
            if side == last:
                shown["recent_side"] = 1.0
            if others == {side}:
                shown["only_other"] = 1.0
            if any(self._between[side, own] for own in mine):
                shown["speaks_to_us"] = 1.0
            if side not in mine:
                shown.update({f"{role}_other": 1.0 for role in ("subject", "in_content") if role in shown})

    def _recent(self, candidate: Candidate, mine: set[str]) -> str | None:
        """Who of another side was named last before a statement, in its paragraph or the one before."""
        for number in (candidate.paragraph, candidate.paragraph - 1):
            ahead = self.who.of_paragraph(number) if number >= 0 else []
            for one in reversed([one for one in ahead if one.span.start < candidate.span.start]):
                found = next((iri for iri in one.actors if self._side(iri) not in mine and self._kind(iri) != "outlet"), None)
                if found is not None:
                    return found
        return None

    def _side(self, iri: str) -> str:
        """The state that an actor stands for, else the actor."""
        if iri in self._sides:
            return self._sides[iri]
        profile = self.who.mentions.profiles.get(iri)
        return (profile.state if profile is not None else None) or iri

    def _kind(self, iri: str) -> str:
        profile = self.who.mentions.profiles.get(iri)
        return profile.kind if profile is not None else "other"
