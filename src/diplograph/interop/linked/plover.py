"""Actions and statements as event records in the manner of PLOVER (https://github.com/openeventdata/PLOVER), JSON Lines.

The types follow the mapping of our classes to PLOVER's; where that leaves a choice, the rule stands here. What PLOVER has no type for
(assessments, speeches, votes, military acts that only their content could place) stays out, and so does what has no actor or
no date, which PLOVER's records need, and a sanction without a recipient.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from diplograph.model import OpenStore

__all__ = ["actors", "events"]

# Kind: type and mode. A proposal is a REQUEST where it is addressed to somebody, else an AGREE: a willingness to act.
_KINDS: Mapping[str, tuple[str, str]] = {
    "demand": ("REQUEST", ""), "commitment": ("AGREE", ""), "acceptance": ("AGREE", ""), "rejection": ("REJECT", ""),
    "support": ("SUPPORT", ""), "opposition": ("ACCUSE", "disapprove"), "threat": ("THREATEN", ""), "accusation": ("ACCUSE", "allege"),
}  # fmt: skip
# Type of action and whether it has come about; what is announced is another event than what is done.
_DONE: Mapping[str, tuple[str, str]] = {
    "meeting": ("CONSULT", ""), "cancellation": ("REJECT", "meet"), "sanction": ("SANCTION", "discontinue"),
    "recognition": ("SUPPORT", ""), "treaty": ("SUPPORT", ""), "withdrawal": ("RETREAT", "withdraw"),
}  # fmt: skip
_AHEAD: Mapping[str, tuple[str, str]] = {
    "meeting": ("AGREE", ""), "cancellation": ("REJECT", "meet"), "sanction": ("THREATEN", "restrict"), "recognition": ("AGREE", ""),
    "treaty": ("AGREE", ""), "withdrawal": ("CONCEDE", ""),
}  # fmt: skip
_NEEDS_RECIPIENT = frozenset({"SANCTION"})  # of PLOVER's types that ours become, those whose records must have a recipient
_QUERY = """PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?actor ?code ?link WHERE {
  ?actor a dpg:Actor
  OPTIONAL { ?actor dpg:actsFor? ?state . ?state dpg:isoAlpha3 ?code }
  OPTIONAL { ?actor skos:exactMatch ?link }
}"""


def actors(store: OpenStore) -> dict[str, dict[str, str]]:
    """ISO 3166 code of the state, and Wikidata link, of each actor that has one."""
    found: dict[str, dict[str, str]] = {}
    for row in sorted(store.select(_QUERY).records(), key=lambda row: [value or "" for value in row.values()]):
        said = found.setdefault(row["actor"] or "", {})
        for name, value in (("country", row["code"]), ("wikidata", row["link"])):
            if value:
                said.setdefault(name, value)
    return found


def events(records: Iterable[Mapping[str, object]], known: Mapping[str, Mapping[str, str]]) -> Iterator[dict[str, object]]:
    """The event records.

    Args:
        records: As `diplograph.export.records` gives them.
        known: As `actors` gives it.
    """
    urls: dict[object, object] = {}
    for record in records:
        if record["record"] == "article":
            urls[record["article"]] = record.get("url")
            continue
        spoken = record["record"] == "statement"
        kind = _spoken(record) if spoken else _acted(record)
        who, whom = ("holders", "addressees") if spoken else ("actors", "targets")
        some, others = _people(record, who, known), _people(record, whom, known)
        if kind and some and record.get("date") and (others or kind[0] not in _NEEDS_RECIPIENT):
            yield {
                "id": record["id"], "date": record["date"], "event": kind[0], "mode": kind[1] or None, "actor": some,
                "recipient": others, "verbal": spoken, "text": record["quote"], "start": record["start"],
                "end": record["end"], "source": record["article"], "url": urls.get(record["article"]),
            }  # fmt: skip


def _spoken(record: Mapping[str, object]) -> tuple[str, str] | None:
    if record["kind"] == "proposal":
        return ("REQUEST", "") if record["addressees"] else ("AGREE", "")
    return _KINDS.get(str(record["kind"]))


def _acted(record: Mapping[str, object]) -> tuple[str, str] | None:
    kind, status = str(record["type"]), record["status"]
    if status == "cancelled":
        return ("REJECT", "meet") if kind == "meeting" else None
    return None if status == "hypothetical" else (_AHEAD if status == "planned" else _DONE).get(kind)


def _people(record: Mapping[str, object], name: str, known: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    labels, iris = record.get(name), record.get(f"{name.removesuffix('s')}_ids")
    if not isinstance(labels, list) or not isinstance(iris, list):
        return []
    return [{"name": str(label), "iri": str(iri), **known.get(str(iri), {})} for label, iri in zip(labels, iris, strict=True)]
