"""Positions over time, read back from the graph that they were derived into."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from diplograph.model import OpenStore
from diplograph.network.choice import days
from diplograph.network.events import Event, Node
from diplograph.vocabulary import local

__all__ = ["Held", "Track", "tracks"]

_QUERY = """PREFIX dpg: <https://w3id.org/diplograph/ontology#>
SELECT DISTINCT ?position ?holder ?issue ?stance ?leaning ?statement WHERE {
  ?position a dpg:Position ; dpg:scope dpg:%s ; dpg:holder ?holder ; dpg:issue ?issue ; dpg:stance ?stance ; dpg:basedOn ?statement .
  OPTIONAL { ?position dpg:leaning ?leaning }
}"""


_NEVER = "9999-12-31"


@dataclass(frozen=True, slots=True)
class Held:
    """One episode: `stance` is for, against or conditional, `leaning` its direction; the dates of its statements, None for one undated."""

    stance: str
    leaning: str
    dates: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Track:
    """All episodes of one holder on one issue, in the order of their first dates."""

    issue: Node
    holder: Node
    episodes: tuple[Held, ...]

    @property
    def first(self) -> str:
        """The earliest day that any of its statements may be from; a late one where all are undated."""
        starts = [when[0].isoformat() for held in self.episodes for date in held.dates if (when := days(date))]
        return min(starts, default=_NEVER)


def tracks(store: OpenStore, events: Iterable[Event], *, rolled_up: bool) -> list[Track]:
    """The positions that rest on some events, the issues with the most dated holders first.

    Args:
        store: A graph with derived positions.
        events: As `Choice.of` gives them; a position's other statements are left out.
        rolled_up: Whether the states' positions are meant, not everybody's own.
    """
    known = {(event.statement, event.actor.iri): event for event in events if event.issue}
    table = store.select(_QUERY % ("RolledUp" if rolled_up else "Own"))
    held: dict[tuple[str, str], dict[tuple[str, str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in table.records():
        place = row["statement"] or "", row["holder"] or ""
        if place in known:
            stance, leaning = local(row["stance"] or "").lower(), local(row["leaning"] or "").lower()
            held[row["issue"] or "", place[1]][row["position"] or "", stance, leaning].add(place[0])
    issues = {event.issue.iri: event.issue for event in known.values() if event.issue}
    actors = {event.actor.iri: event.actor for event in known.values()}
    found = []
    for (issue, holder), parts in held.items():
        made = [
            Held(stance, leaning, tuple(sorted((known[one, holder].date for one in statements), key=lambda date: date or "")))
            for (_, stance, leaning), statements in sorted(parts.items())
        ]
        made.sort(key=lambda one: (next((date for date in one.dates if date), "9"), one.stance, one.leaning))
        found.append(Track(issues[issue], actors[holder], tuple(made)))
    dated = Counter(track.issue.iri for track in found if track.first != _NEVER)
    size = Counter(track.issue.iri for track in found)

    def order(track: Track) -> tuple[object, ...]:
        issue, holder = track.issue, track.holder
        return -dated[issue.iri], -size[issue.iri], issue.label.casefold(), issue.iri, track.first, holder.label.casefold(), holder.iri

    return sorted(found, key=order)
