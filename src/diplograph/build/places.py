"""Where a curator finds what a report speaks of: the file and line behind an IRI."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from diplograph import curated
from diplograph.errors import Fault, Place
from diplograph.resources import Workspace, read_text
from diplograph.vocabulary import curie

__all__ = ["Places"]


@dataclass(slots=True)
class Places:
    """The lines of curated statements and actions, and of registry resources, found when somebody asks."""

    workspace: Workspace
    _curated: dict[str, Place] | None = field(default=None, init=False)

    def of(self, iri: str) -> Place | None:
        """The place where a statement, an action or a registry resource is written; None for anything derived."""
        if self._curated is None:
            self._curated = dict(self._locations())
        return self._curated.get(iri) or self._in_registry(iri)

    def _locations(self) -> Iterable[tuple[str, Place]]:
        for _, file, _ in self.workspace.files("graph", "statements", "*.yaml"):
            try:
                yield from curated.locations(file).items()
            except Fault:  # a faulty file is the build's to report; a report on a released graph does without its lines
                continue

    def _in_registry(self, iri: str) -> Place | None:
        subject = re.compile(rf"^(?:{re.escape(curie(iri))}|<{re.escape(iri)}>)\s", re.MULTILINE)
        for file, _ in self.workspace.layers("graph", "registry", "*.ttl"):
            text = read_text(file)
            match = subject.search(text)
            if match:
                return Place.of(file, text.count("\n", 0, match.start()) + 1)
        return None
