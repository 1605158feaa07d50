"""Sending a graph: what differs, group by group, each marked, sent, counted and recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from diplograph.errors import Fault
from diplograph.push.source import Content, Source
from diplograph.push.target import BEGUN, Target

__all__ = ["Pushed", "push"]

_ASKED = 200  # graphs whose digests are asked for at once
_TOGETHER = 50_000  # triples that are held, sent and then recorded together, unless one graph has more

Say = Callable[["Pushed"], None]


@dataclass
class Pushed:
    """What was done so far.

    Attributes:
        graphs: How many graphs there are to look at.
        seen: How many have been looked at.
        sent: The graphs that were sent, or would be, and how many triples each has.
        unchanged: How many graphs the server has as they are.
        short: The graphs of which the server holds another number of triples than it was sent, as one line each.
        gone: The graphs that were sent there once and are not in the source, in order.
        removed: How many of these were taken away.
        seen_by_queries: Whether a query that names no graph sees what was sent; on some servers that is a setting.
    """

    graphs: int
    seen: int = 0
    sent: dict[str, int] = field(default_factory=dict)
    unchanged: int = 0
    short: list[str] = field(default_factory=list)
    gone: tuple[str, ...] = ()
    removed: int = 0
    seen_by_queries: bool = True

    @property
    def triples(self) -> int:
        """How many triples were sent."""
        return sum(self.sent.values())

    @property
    def there(self) -> int:
        """How many graphs are on the server as they should be."""
        return self.unchanged + len(self.sent) - len(self.short)

    @property
    def told(self) -> str:
        """Where an end half-way has left things."""
        return f"{self.there:,} of {self.graphs:,} graphs are there, and the same command goes on with the others"


def push(
    source: Source, target: Target, say: Say = lambda _: None, *, remove: bool = False, anew: bool = False, dry: bool = False
) -> Pushed:
    """Make a server hold a graph.

    Graphs of the server that push has not sent there are left alone.

    Args:
        source: The graph.
        target: The server.
        say: Told after each step.
        remove: Whether graphs are taken away that were sent there once and are not in the source.
        anew: Whether all graphs are sent, whatever is on record.
        dry: Whether nothing is changed there, and only told what would be.

    Raises:
        Fault: The source is empty, or the server cannot be reached or refuses. What was sent stays; the fault says how to go on.
    """
    done = Pushed(len(source.names))
    try:
        for contents, before in _differing(source, target, done, say, anew=anew):
            if not dry:
                _send(contents, before, target, done)
            done.sent.update((content.name, len(content.lines)) for content in contents)
            say(done)
        recorded = target.recorded()
        done.gone = tuple(sorted(set(recorded) - set(source.names)))
        for name in done.gone if remove and not dry else ():
            target.record({name: recorded[name]}, {name: BEGUN})
            target.drop(name)
            target.record({name: [BEGUN]}, {})
            done.removed += 1
            say(done)
        if not dry:
            done.seen_by_queries = target.shows(source.names[0])
    except Fault as fault:
        if done.sent or done.unchanged:
            raise Fault(fault.what, fault.place, f"{fault.cure}; {done.told}") from fault
        raise
    return done


def _differing(
    source: Source, target: Target, done: Pushed, say: Say, *, anew: bool
) -> Iterator[tuple[list[Content], dict[str, list[str]]]]:
    """The graphs that the server has not, some at a time, with what is on record of them."""
    waiting: list[Content] = []
    before: dict[str, list[str]] = {}
    for start in range(0, len(source.names), _ASKED):
        names = source.names[start : start + _ASKED]
        known = target.known(names)
        for name in names:
            content = source.content(name)
            done.seen += 1
            if known.get(name) == [content.digest] and not anew:
                done.unchanged += 1
                continue
            if waiting and sum(len(one.lines) for one in waiting) + len(content.lines) > _TOGETHER:
                yield waiting, before
                waiting, before = [], {}
            waiting.append(content)
            before[name] = known.get(name, [])
        say(done)
    if waiting:
        yield waiting, before


def _send(contents: Sequence[Content], before: dict[str, list[str]], target: Target, done: Pushed) -> None:
    """Replace some graphs on the server; a digest is recorded only where the numbers of triples agree."""
    names = [content.name for content in contents]
    target.record(before, dict.fromkeys(names, BEGUN))
    target.send(contents)
    counts = target.counts(names)
    whole = [content for content in contents if counts.get(content.name, 0) == len(content.lines)]
    target.record({content.name: [BEGUN] for content in whole}, {content.name: content.digest for content in whole})
    for content in contents:
        if content not in whole:
            done.short.append(f"{content.name}: the server holds {counts.get(content.name, 0):,} of {len(content.lines):,} triples")
