"""What is kept between articles has a bound, so that memory stays flat through any stream."""

from __future__ import annotations

import gc
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from functools import _lru_cache_wrapper

import diplograph
from diplograph.model import Article, SourceText, Span
from diplograph.pipeline import reader
from diplograph.registry import Registry
from diplograph.resources import Workspace
from diplograph.tree import Token
from diplograph.vocabulary import Namespace


def caches() -> Iterator[tuple[str, _lru_cache_wrapper[object]]]:
    """All functions of the package that remember their answers, classes' methods among them."""
    for module in pkgutil.walk_packages(diplograph.__path__, "diplograph."):
        if not module.name.endswith("__main__"):
            for name, value in vars(importlib.import_module(module.name)).items():
                for place, one in ((name, value), *((f"{name}.{key}", each) for key, each in getattr(value, "__dict__", {}).items())):
                    if isinstance(one, _lru_cache_wrapper) and one.__module__ == module.name:
                        yield f"{module.name}.{place}", one


def test_caches_are_bounded() -> None:
    found = dict(caches())
    assert len(found) >= 10
    asked = {name: one for name, one in found.items() if inspect.signature(one).parameters}
    assert len(asked) >= 5
    assert [name for name, one in asked.items() if one.cache_parameters()["maxsize"] is None] == []


def test_namespaces_keep_terms_and_not_every_statement() -> None:
    made = Namespace("https://example.org/")
    assert made["a"] is made["a"]
    before = len(gc.get_objects())
    for number in range(5_000):
        assert made[str(number)].value == f"https://example.org/{number}"
    assert len(gc.get_objects()) - before < 1_000


def test_nothing_keeps_an_article_s_tokens() -> None:
    text = "Russia rejects the plan. “We will not attend the talks,” Foreign Minister Sergey Lavrov said on Monday."
    article = Article("a", SourceText("a", text, "a"), (Span(0, len(text)),), date="2022-02-22")
    before = {id(one) for one in gc.get_objects() if isinstance(one, Token)}
    found = reader(Registry.load(Workspace()))().extract(article)
    gc.collect()
    assert found.statements
    assert [one for one in gc.get_objects() if isinstance(one, Token) and id(one) not in before] == []
