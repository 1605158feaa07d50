"""MediaWiki's Action API as Wikidata has it: `wbsearchentities` finds, `wbgetentities` describes.

Documented at https://www.wikidata.org/w/api.php; the form of an entity at https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html.
Requests are POSTed one after another with `maxlag`, so that a lagging site can send us away; it does so with an error under HTTP 200.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from diplograph.errors import Fault
from diplograph.wikidata.item import MOST, Item, Link, cleaned, is_qid, qid_order
from diplograph.wikidata.kinds import kinds_of
from diplograph.wikidata.sources import properties as p
from diplograph.wikidata.sources.asked import Asked
from diplograph.wikidata.sources.dates import date_of
from diplograph.wikidata.subject import Subject

__all__ = ["API", "ActionApi"]

API = "https://www.wikidata.org/w/api.php"
_MAXLAG = 5  # seconds of lag, as https://www.mediawiki.org/wiki/Manual:Maxlag_parameter asks of programs
_BATCH = 50  # entities in one request
_NAMES = 3  # names of one subject that are searched: each is a request
_DEPTH = 6  # steps up from a class; from a foreign ministry to organization there are four
_LAG = frozenset({"maxlag", "ratelimited", "readonly"})
_LANGUAGES = "en|mul|ar|de|es|fr|ru|uk|zh"  # those of the UN, and of most articles; mul is "all languages"


@dataclass(frozen=True, slots=True)
class ActionApi(Asked):
    """The Action API as a source."""

    def search(self, subjects: Sequence[Subject]) -> dict[str, tuple[Item, ...]]:
        """What the site's own search finds by a subject's label and first other names."""
        found: dict[str, list[str]] = {}
        for subject in subjects:
            names = list(dict.fromkeys([subject.label, *subject.names]))[:_NAMES]
            hits = [qid for name in names for qid in self._hits(name)]
            found[subject.iri] = list(dict.fromkeys(hits))[:MOST]
        known = self.items(qid for qids in found.values() for qid in qids)
        return {iri: tuple(known[qid] for qid in qids if qid in known) for iri, qids in found.items()}

    def items(self, qids: Iterable[str]) -> dict[str, Item]:
        """The items, merged ones followed to what is left of them, with the classes above them."""
        entities = self._entities(qids, "info|labels|aliases|descriptions|claims")
        direct = {qid: [*_targets(entity, p.INSTANCE), *_targets(entity, p.SUBCLASS)] for qid, entity in entities.items()}
        above = self._superclasses({one for classes in direct.values() for one in classes})
        return {qid: self._item(qid, entity, _closed(direct[qid], above)) for qid, entity in entities.items()}

    def _hits(self, name: str) -> Iterator[str]:
        if not name.strip():
            return
        form = {"action": "wbsearchentities", "search": name, "language": "en", "uselang": "en", "type": "item", "limit": "10"}
        for hit in _list(self._asked(form).get("search")):
            qid = hit.get("id") if isinstance(hit, dict) else None
            if isinstance(qid, str) and is_qid(qid):
                yield qid

    def _entities(self, qids: Iterable[str], props: str) -> dict[str, Mapping[str, Any]]:
        """The entities that exist, by the number asked for."""
        asked = sorted({qid for qid in qids if is_qid(qid)}, key=qid_order)
        found: dict[str, Mapping[str, Any]] = {}
        for start in range(0, len(asked), _BATCH):
            part = asked[start : start + _BATCH]
            form = {"action": "wbgetentities", "ids": "|".join(part), "props": props, "languages": _LANGUAGES}
            for key, entity in _dict(self._asked(form).get("entities")).items():
                if isinstance(entity, dict) and "missing" not in entity and is_qid(str(entity.get("id", ""))):
                    came = str(_dict(entity.get("redirects")).get("from", key))
                    if came in part:
                        found[came] = entity
        return found

    def _superclasses(self, classes: Iterable[str]) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Of every class, and of those above it, the label and the classes straight above."""
        known: dict[str, tuple[str, tuple[str, ...]]] = {}
        waiting = set(classes)
        for _ in range(_DEPTH):
            if not waiting:
                break
            entities = self._entities(waiting, "labels|claims")
            for qid in waiting:
                entity = entities.get(qid, {})
                known[qid] = (_label(entity), tuple(_targets(entity, p.SUBCLASS)))
            waiting = {above for qid in waiting for above in known[qid][1]} - set(known)
        return known

    def _item(self, asked: str, entity: Mapping[str, Any], classes: Mapping[str, str]) -> Item:
        labels = {tag: _value(one) for tag, one in _dict(entity.get("labels")).items() if _value(one)}
        aliases = {
            tag: tuple(filter(None, map(_value, _list(many)))) for tag, many in _dict(entity.get("aliases")).items() if _list(many)
        }  # fmt: skip
        revision, qid = entity.get("lastrevid"), str(entity["id"])
        return Item(
            qid=qid, label=_label(entity), description=_value(_dict(entity.get("descriptions")).get("en")),
            names=tuple(dict.fromkeys([*aliases.get("en", ()), *aliases.get("mul", ()), *filter(None, [labels.get("mul", "")])])),
            kinds=kinds_of(classes), classes=classes, countries=frozenset([*_targets(entity, p.COUNTRY), *_targets(entity, p.CITIZEN)]),
            codes=frozenset([*_texts(entity, p.ALPHA2), *_texts(entity, p.ALPHA3)]),
            start=_first(_times(entity, p.BORN), _times(entity, p.INCEPTION)),
            end=_first(_times(entity, p.DIED), _times(entity, p.DISSOLVED)),
            held=tuple(_links(entity, p.HELD)), memberships=tuple(_links(entity, p.MEMBER)),
            signatories=tuple(_links(entity, p.SIGNATORY)), regions=tuple(_targets(entity, p.CONTINENT)), labels=labels, aliases=aliases,
            viaf=_first(_texts(entity, p.VIAF)), revision=revision if isinstance(revision, int) and revision > 0 else 0,
            asked=asked if asked != qid else "", source=self.name,
        )  # fmt: skip

    def _asked(self, form: Mapping[str, str]) -> dict[str, Any]:
        """One answer that is no error."""
        answer = self.service.ask({**form, "format": "json", "formatversion": "1", "maxlag": str(_MAXLAG)}, _lagging)
        error = _dict(answer).get("error")
        if error is not None:
            code, info = cleaned(_dict(error).get("code", "unknown"), 60), cleaned(_dict(error).get("info", ""), 160)
            raise Fault(f"answers with the error {code}{f': {info}' if info else ''}", self.name, "try again later, or name another source")
        if not isinstance(answer, dict):
            raise Fault("answers with JSON of another form", self.name, "look at the URL; it ends in /w/api.php")
        return answer


def _lagging(answer: object) -> float | None:
    """Seconds to wait where the site says that it lags behind, or that we are too fast."""
    error = _dict(_dict(answer).get("error"))
    if error.get("code") not in _LAG:
        return None
    lag = error.get("lag")
    return float(lag) if isinstance(lag, int | float) and 0 <= lag < 3600 else float(_MAXLAG)


def _closed(direct: Iterable[str], above: Mapping[str, tuple[str, tuple[str, ...]]]) -> dict[str, str]:
    """The classes of an item and all above them, with their labels."""
    found: dict[str, str] = {}
    waiting = list(direct)
    while waiting:
        qid = waiting.pop()
        if qid not in found and qid in above:
            found[qid] = above[qid][0]
            waiting += above[qid][1]
    return dict(sorted(found.items(), key=lambda pair: qid_order(pair[0])))


def _statements(entity: Mapping[str, Any], number: str) -> Iterator[Mapping[str, Any]]:
    """The statements of one property that are not deprecated; where some are preferred, still all: tenures of the past are normal."""
    for statement in _list(_dict(entity.get("claims")).get(number)):
        if isinstance(statement, dict) and statement.get("rank") != "deprecated":
            yield statement


def _snak(snak: object) -> Any:  # noqa: ANN401 - a value of any type
    return _dict(_dict(snak).get("datavalue")).get("value") if _dict(snak).get("snaktype") == "value" else None


def _target(snak: object) -> str:
    qid = _dict(_snak(snak)).get("id")
    return qid if isinstance(qid, str) and is_qid(qid) else ""


def _targets(entity: Mapping[str, Any], number: str) -> list[str]:
    return list(dict.fromkeys(filter(None, (_target(one.get("mainsnak")) for one in _statements(entity, number)))))


def _texts(entity: Mapping[str, Any], number: str) -> list[str]:
    values = (_snak(one.get("mainsnak")) for one in _statements(entity, number))
    return sorted({cleaned(value) for value in values if isinstance(value, str) and cleaned(value)})


def _times(entity: Mapping[str, Any], number: str) -> list[str]:
    return sorted(filter(None, (_time(one.get("mainsnak")) for one in _statements(entity, number))))


def _time(snak: object) -> str:
    value = _dict(_snak(snak))
    precision = value.get("precision")
    return date_of(str(value.get("time", "")), precision if isinstance(precision, int) else 0)


def _links(entity: Mapping[str, Any], number: str) -> Iterator[Link]:
    """The statements of one property with their dates, in order."""
    found = []
    for statement in _statements(entity, number):
        qid, said = _target(statement.get("mainsnak")), _dict(statement.get("qualifiers"))
        start = p.POINT if number == p.SIGNATORY else p.START
        if qid:
            dates = [_first([_time(snak) for snak in _list(said.get(one))]) for one in (start, p.END)]
            found.append(Link(qid, "", dates[0], dates[1], _first([_target(snak) for snak in _list(said.get(p.REPLACED))])))
    yield from sorted(dict.fromkeys(found))


def _label(entity: Mapping[str, Any]) -> str:
    labels = _dict(entity.get("labels"))
    return _value(labels.get("en")) or _value(labels.get("mul"))


def _value(one: object) -> str:
    return cleaned(_dict(one).get("value", ""), 400)


def _first(*many: Sequence[str]) -> str:
    return next((one for values in many for one in values if one), "")


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
