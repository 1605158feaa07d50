"""The scripts of `graph/registry/generate`, which is no package."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

GRAPH = Path(__file__).parents[2] / "graph"


def script(name: str) -> ModuleType:
    """One of the scripts, as a module."""
    spec = importlib.util.spec_from_file_location(f"generate_{name}", GRAPH / "registry" / "generate" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
