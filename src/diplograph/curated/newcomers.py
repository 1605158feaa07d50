"""What a curated file declares under `new:`, and the registry that knows it.

Newcomers may name each other: an official a new state, an issue a new topic or a new actor. So they are read in the
order in which one can depend on another: states and other actors of none, actors of a state, instruments and places,
issues.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplograph.errors import Fault, Place
from diplograph.registry import Newcomer, Registry, Role
from diplograph.vocabulary import curie

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from diplograph.curated.marked import Fields, Scalar

__all__ = ["CURE", "newcomers"]

CURE = "or declare it under new:"

_ROLES: dict[str, Role] = {"actors": "actor", "issues": "concept", "instruments": "instrument", "places": "place"}
_CONCERNED: tuple[Role, ...] = ("actor", "place", "instrument")


def newcomers(new: Fields, registry: Registry, file: str, faults: list[Fault]) -> tuple[tuple[Newcomer, ...], Registry]:
    """The newcomers of a file, in its order of kinds, and a registry that knows them too.

    Args:
        new: What stands under `new:`; it keeps the form.
        registry: What is known without the file.
        file: The file's name, for messages.
        faults: Takes what is wrong with a newcomer; that newcomer is left out.
    """
    reading = _Reading(registry, file, faults)
    actors = new.records("actors")
    reading.take((entry for entry in actors if entry.text("state") is None), "actors")
    reading.take((entry for entry in actors if entry.text("state") is not None), "actors")
    reading.take(new.records("instruments"), "instruments")
    reading.take(new.records("places"), "places")
    # An issue's IRI hangs on its name alone, so that issues can name each other as broader, whichever comes first.
    issues = new.records("issues")
    reading.known = reading.known.extended(_issue(entry, None, ()) for entry in issues) if issues else reading.known
    reading.take(issues, "issues")
    return tuple(reading.found.values()), reading.known


def _issue(entry: Fields, broader: str | None, concerns: tuple[str, ...]) -> Newcomer:
    kind = "topic" if entry.text("topic") == "true" else "issue"
    aliases = tuple(alias.value for alias in entry.texts("aliases"))
    return Newcomer(entry.text("name") or "", kind, aliases, None, broader, concerns)


class _Reading:
    """The newcomers read so far."""

    def __init__(self, registry: Registry, file: str, faults: list[Fault]) -> None:
        self.registry = registry
        self.known = registry
        self.found: dict[str, Newcomer] = {}
        self._lines: dict[str, int] = {}
        self._file = file
        self._faults = faults

    def take(self, entries: Iterable[Fields], kind: str) -> None:
        """Read entries of one kind, then know them all."""
        for entry in entries:
            try:
                self._add(self._newcomer(entry, kind), entry, _ROLES[kind])
            except Fault as fault:
                self._faults.append(fault)
        if kind != "issues":
            fresh = [one for one in self.found.values() if one.iri not in self.known]
            self.known = self.known.extended(fresh) if fresh else self.known

    def _newcomer(self, entry: Fields, kind: str) -> Newcomer:
        if kind == "issues":
            broader = next(iter(entry.texts("broader")), None)
            return _issue(
                entry,
                self.known.resolve(broader.value, "concept", self._place(broader.line), CURE) if broader else None,
                tuple(dict.fromkeys(self._concerned(name) for name in entry.texts("concerns"))),
            )
        name = entry.text("name") or ""
        aliases = tuple(alias.value for alias in entry.texts("aliases"))
        state = next(iter(entry.texts("state")), None)
        return Newcomer(name, entry.text("type") or "place", aliases, self._state(state) if state else None)

    def _add(self, newcomer: Newcomer, entry: Fields, role: Role) -> None:
        place = self._place(entry.line_of("name"))
        known = self.registry.find(newcomer.name, role)
        if known:
            called = ", ".join(f"{self.registry.label(iri)} ({curie(iri)})" for iri in known)
            cure = "drop it here, or give it a fuller name if it is another"
            raise Fault(f'"{newcomer.name}" is new here, but the registry knows it already: {called}', place, cure)
        if newcomer.iri in self.found:
            first = self._lines[newcomer.iri]
            raise Fault(f'"{newcomer.name}" stands under new: twice, first in line {first}', place, "drop one")
        self.found[newcomer.iri] = newcomer
        self._lines[newcomer.iri] = entry.line_of("name")

    def _state(self, name: Scalar) -> str:
        place = self._place(name.line)
        iri = self.known.resolve(name.value, "actor", place, CURE)
        if "State" not in self.known.types(iri):
            raise Fault(f'"{name.value}" is an actor, but no state', place, "name the state, or drop state:")
        return iri

    def _concerned(self, name: Scalar) -> str:
        """The actor, place or instrument that a name means."""
        faults = []
        for role in _CONCERNED:
            try:
                return self.known.resolve(name.value, role, self._place(name.line), CURE)
            except Fault as fault:
                if self.known.find(name.value, role):  # more than one bears the name
                    raise
                faults.append(fault)
        nearest = ", ".join(dict.fromkeys(self._near(name.value)))
        what = f'"{name.value}" is no actor, place, treaty or resolution that the registry knows'
        raise Fault(what, self._place(name.line), f"{f'nearest: {nearest}; ' if nearest else ''}{CURE}") from faults[0]

    def _near(self, name: str) -> Iterator[str]:
        for role in _CONCERNED:
            yield from self.known.nearest(name, role, 2)

    def _place(self, line: int) -> Place:
        return Place(self._file, line)
