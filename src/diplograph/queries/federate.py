"""SERVICE on the user's own command line: part of a question answered elsewhere, with our manners.

The engines would ask by themselves: without a User-Agent, without a limit of time, once for every row. So rdflib evaluates the local part,
and what is inside SERVICE goes through our own client, with the values that are known already, a few hundred at a time (a bind join).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph
from pyoxigraph import Literal, NamedNode, QuerySolutions

from diplograph.errors import Fault
from diplograph.queries.engines import RdflibEngine

if TYPE_CHECKING:
    import rdflib

    from diplograph.model import Answer
    from diplograph.remote import Endpoint
    from diplograph.store import Store

__all__ = ["FederatedEngine"]

_SERVICE = re.compile(r"^\s*SERVICE\s+(?:SILENT\s+)?<([^<>]*)>\s*\{(.*)\}\s*$", re.DOTALL | re.IGNORECASE)
_VARIABLE = re.compile(r"[?$](\w+)")
_BATCH = 200  # rows of values in one request
_ROWS = 50_000  # rows that the local part may hand over


@dataclass(frozen=True, slots=True)
class FederatedEngine:
    """A local store that asks endpoints for what is inside SERVICE.

    Attributes:
        store: The local graph.
        reach: The endpoint for the address that stands in the query.
    """

    store: Store
    reach: Callable[[str], Endpoint]

    def query(self, text: str) -> Answer:
        """The answer.

        Raises:
            Fault: An endpoint cannot be asked, or the local part hands over too much.
            SyntaxError: The query is malformed.
        """
        import rdflib
        from rdflib.plugins.sparql import CUSTOM_EVALS

        if "SERVICE" not in text.upper():
            return self.store.query(text)
        graph = rdflib.Graph()
        triples = self.store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        data = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) if isinstance(triples, tuple) else b""
        graph.parse(data=data, format="nt")
        name = f"diplograph-{id(self)}"
        CUSTOM_EVALS[name] = self._evaluate
        try:
            return RdflibEngine(graph).query(text)
        finally:
            del CUSTOM_EVALS[name]

    def _evaluate(self, context: Any, part: Any) -> Iterable[Any]:  # noqa: ANN401 - rdflib's own types
        """Take over joins with a SERVICE, optional ones too, and a SERVICE by itself; leave all else to rdflib."""
        from rdflib.plugins.sparql.evaluate import evalPart

        if part.name == "ServiceGraphPattern":
            return self._joined(context, [context.solution()], part)
        service = _service(part.p2) if part.name in {"Join", "LeftJoin"} else None
        if service is None or (part.name == "LeftJoin" and part.expr.name != "TrueFilter"):
            raise NotImplementedError
        left = list(evalPart(context, part.p1))
        return self._joined(context, left, service, optional=part.name == "LeftJoin")

    def _joined(self, context: Any, left: list[Any], part: Any, *, optional: bool = False) -> Iterator[Any]:  # noqa: ANN401
        """The rows of the local part, each with those of the endpoint that go with it; an optional SERVICE loses none."""
        import rdflib
        from rdflib.plugins.sparql.sparql import FrozenBindings

        found = _SERVICE.match(str(part.get("service_string") or ""))
        if found is None:
            raise Fault("has a SERVICE that cannot be taken apart", "the query", "write SERVICE <address> { … }")
        if len(left) > _ROWS:
            raise Fault(f"hands over {len(left)} rows to SERVICE", "the query", "narrow the local part down")
        inside = [rdflib.Variable(name) for name in dict.fromkeys(_VARIABLE.findall(found[2]))]
        shared = [name for name in inside if left and all(row.get(name) is not None for row in left)]
        index: dict[tuple[Any, ...], list[Any]] = {}
        for row in left:
            index.setdefault(tuple(row[name] for name in shared), []).append(row)
        head = "".join(f"PREFIX {name}: <{iri}> " for name, iri in context.prologue.namespace_manager.store.namespaces())
        endpoint, keys = self.reach(found[1]), list(index) if shared or not left else [()]
        met: set[int] = set()
        for start in range(0, len(keys), _BATCH):
            text = f"{head}\nSELECT DISTINCT * WHERE {{ {_values(shared, keys[start : start + _BATCH])} {found[2]} }}"
            for answer in _solutions(endpoint, text):
                for row in index.get(tuple(answer.get(name) for name in shared), ()):
                    other = FrozenBindings(context, answer)
                    if row.compatible(other):
                        met.add(id(row))
                        yield row.merge(other)
        yield from (row for row in left if optional and id(row) not in met)


def _service(part: Any) -> Any:  # noqa: ANN401 - rdflib's own types
    """The SERVICE that a part is, by itself or joined with nothing."""
    if part.name == "Join" and part.p1.name == "BGP" and not part.p1.triples:
        part = part.p2
    return part if part.name == "ServiceGraphPattern" else None


def _values(names: list[rdflib.Variable], keys: Iterable[tuple[Any, ...]]) -> str:
    """The values that are known, for the endpoint."""
    if not names:
        return ""
    rows = " ".join(f"({' '.join(term.n3() for term in key)})" for key in keys)
    return f"VALUES ({' '.join(name.n3() for name in names)}) {{ {rows} }}"


def _solutions(endpoint: Endpoint, text: str) -> Iterator[dict[Any, Any]]:
    import rdflib

    answer = endpoint.query(text)
    if not isinstance(answer, QuerySolutions):
        raise Fault("answers with no table", endpoint.name, "name a SPARQL endpoint")
    names = [rdflib.Variable(variable.value) for variable in answer.variables]
    rows = [tuple(row) for row in answer]
    del answer  # pyoxigraph's own objects must not wait in a generator for the garbage collector, which may run in another thread
    for row in rows:
        yield {name: _term(term) for name, term in zip(names, row, strict=True) if term is not None}


def _term(term: object) -> rdflib.term.Identifier:
    import rdflib

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        plain = term.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
        return rdflib.Literal(term.value) if plain else rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))
    return rdflib.BNode(str(term).removeprefix("_:"))
