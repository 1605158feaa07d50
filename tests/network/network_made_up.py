"""Events made up for the tests, in as few words as they need."""

from __future__ import annotations

from collections.abc import Iterable

from diplograph.network import Event, Node, Source

ID = "https://example.org/"


def actor(name: str, kind: str = "State") -> Node:
    return Node(f"{ID}{name}", name, kind)


def event(
    number: int, who: str, issue: str | None, stance: str, *, date: str | None = None, article: str = "one", state: str | None = None,
    leaning: str = "", attitude: str = "wants", attributed: str = "", kind: str = "demand", outlet: str = "Herald",
) -> Event:  # fmt: skip
    return Event(
        f"{ID}statement/{number}", actor(who), actor(state) if state else None, Node(f"{ID}{issue}", issue, "Issue") if issue else None,
        stance, leaning, kind, attitude, "direct", date, Source(f"{ID}{article}", article, f"Title of {article}", "A. Author", outlet),
        f"quote {number}", number, number + 7, attributed,
    )  # fmt: skip


def events(spoken: Iterable[str]) -> list[Event]:
    """One event for each of the words in `a+x` (a for x), `a-x` (against), `a?x` (conditional), `a0x` (neither)."""
    stances = {"+": "for", "-": "against", "?": "conditional", "0": "none"}
    return [event(number, who, "".join(issue), stances[sign]) for number, (who, sign, *issue) in enumerate(map(list, spoken))]


# a: twice for x, once against y. b: for and against x, twice against y. c: for y.
SMALL = events(["a+x", "a+x", "a-y", "b+x", "b-x", "b-y", "b-y", "c+y"])


def cells(found: dict[tuple[str, str], float]) -> dict[str, float]:
    """Cells by the names of their two nodes, as `a x`."""
    return {" ".join(iri.removeprefix(ID) for iri in pair): value for pair, value in found.items()}
