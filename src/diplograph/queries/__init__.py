"""Saved queries: what they ask, their parameters, and their answers on any engine."""

from diplograph.queries.engines import Engine, RdflibEngine, RemoteEngine
from diplograph.queries.fetch import every, fetched
from diplograph.queries.gate import Passed, QueryForm, gate
from diplograph.queries.names import candidates, resolve
from diplograph.queries.run import alternatives, answered, ask, execute, prefixed, run, saved, single, undefined
from diplograph.queries.saved import Parameter, SavedQuery, bind, read

__all__ = [
    "Engine", "Parameter", "Passed", "QueryForm", "RdflibEngine", "RemoteEngine", "SavedQuery", "alternatives", "answered", "ask", "bind",
    "candidates", "every", "execute", "fetched", "gate", "prefixed", "read", "resolve", "run", "saved", "single", "undefined",
]  # fmt: skip
