"""What is kept between articles has a bound, so that memory stays flat through any stream."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from functools import _lru_cache_wrapper

import diplograph


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
