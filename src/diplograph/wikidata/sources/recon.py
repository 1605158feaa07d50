"""Any service of the Reconciliation API 0.2 (https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/).

Such a service finds candidates and scores them by its own lights; of an item it tells name, description and types. That is little: a person
found this way stays for review, and a link cannot be checked by it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from diplograph.errors import Fault
from diplograph.vocabulary import WIKIDATA
from diplograph.wikidata.item import MOST, Item, cleaned, is_qid
from diplograph.wikidata.kinds import kinds_of
from diplograph.wikidata.sources.asked import Asked
from diplograph.wikidata.subject import Subject

__all__ = ["Reconciliation"]

_BATCH = 10  # queries in one request, unless the service's manifest allows fewer
_LIMIT = 10  # candidates for one query; one service has a bug with a limit of 1


@dataclass(frozen=True, slots=True)
class Reconciliation(Asked):
    """A Reconciliation service as a source."""

    def search(self, subjects: Sequence[Subject]) -> dict[str, tuple[Item, ...]]:
        """What the service proposes for a subject's label and its first other name."""
        size = self._batch()
        queries = [(one.iri, name) for one in subjects for name in dict.fromkeys([one.label, *one.names[:1]])]
        found: dict[str, list[Item]] = {one.iri: [] for one in subjects}
        for start in range(0, len(queries), size):
            part = queries[start : start + size]
            sent = {f"q{number}": {"query": name, "limit": _LIMIT} for number, (_, name) in enumerate(part)}
            answer = self.service.ask({"queries": json.dumps(sent, ensure_ascii=False, sort_keys=True)})
            for number, (iri, _) in enumerate(part):
                result = answer.get(f"q{number}") if isinstance(answer, dict) else None
                if not isinstance(result, dict) or not isinstance(result.get("result"), list):
                    raise Fault("answers a query with no result", self.name, "name a service of the Reconciliation API 0.2")
                found[iri] += [item for item in map(self._item, result["result"][:MOST]) if item is not None]
        return {iri: tuple({item.qid: item for item in reversed(items)}.values())[:MOST] for iri, items in found.items()}

    def items(self, qids: Iterable[str]) -> dict[str, Item]:
        """Nothing can be looked up.

        Raises:
            Fault: Always.
        """
        what = f"finds candidates and describes no items ({len(list(qids))} asked)"
        raise Fault(what, self.name, "name a SPARQL endpoint or the Action API for this")

    def _batch(self) -> int:
        """How many queries the manifest allows at once.

        Raises:
            Fault: There is no manifest of version 0.2, or the service is about other identifiers than Wikidata's.
        """
        manifest = self.service.ask()
        if not isinstance(manifest, dict) or "0.2" not in (manifest.get("versions") or ()):
            raise Fault("has no manifest of the Reconciliation API 0.2", self.name, "look at the URL")
        space = str(manifest.get("identifierSpace", ""))
        if space.replace("https:", "http:") != WIKIDATA.iri:
            raise Fault(f"is about the identifiers of {cleaned(space, 100)}", self.name, "name a service about Wikidata")
        size = manifest.get("batchSize")
        return min(size, _BATCH) if isinstance(size, int) and size > 0 else _BATCH

    def _item(self, one: object) -> Item | None:
        """A candidate as an item; its types by their names, as its numbers may be of any class."""
        if not isinstance(one, dict) or not is_qid(str(one.get("id", ""))):
            return None
        classes = {str(kind["id"]): cleaned(kind.get("name", "")) for kind in _types(one) if is_qid(str(kind.get("id", "")))}
        score = one.get("score")
        hint = min(max(float(score) / 100, 0.0), 1.0) if isinstance(score, int | float) and score == score else None  # noqa: PLR0124 - no NaN
        return Item(
            qid=str(one["id"]), label=cleaned(one.get("name", "")), description=cleaned(one.get("description") or "", 400),
            kinds=kinds_of(classes), classes=classes, source=self.name, hint=hint,
        )  # fmt: skip


def _types(one: Mapping[str, Any]) -> list[dict[str, Any]]:
    types = one.get("type")
    return [kind for kind in types if isinstance(kind, dict)] if isinstance(types, list) else []
