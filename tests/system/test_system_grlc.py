"""grlc's own loader reads every saved query: metadata, parameters and their types, defaults."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from diplograph.queries import saved
from diplograph.resources import Workspace

ROOT = Path(__file__).parents[2]
# In a process of its own: grlc sets logging up and reads a configuration from the working folder when it is imported.
_READ = """
import json, sys
from grlc import gquery
from grlc.fileLoaders import LocalLoader
loader = LocalLoader(sys.argv[1])
found = {}
for file in loader.fetchFiles():
    if file["name"].endswith(".rq"):
        told = gquery.get_metadata(loader.getTextFor(file), "")
        kinds = {name: [one["required"], one.get("format") or one["type"], one.get("default")] for name, one in told["parameters"].items()}
        named = {name: told.get(name) for name in ("summary", "description", "method", "tags", "type")}
        found[file["name"]] = {**named, "parameters": kinds}
print(json.dumps(found, default=str))
"""


def test_grlc_reads_every_saved_query(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", _READ, str(ROOT / "queries")], capture_output=True, text=True, check=True, timeout=120, cwd=tmp_path
    )
    found = json.loads(done.stdout.splitlines()[-1])  # what stands before is grlc's own
    ours = saved(Workspace(ROOT))
    assert set(found) == {f"{name}.rq" for name in ours}
    assert len(found) >= 28
    for name, query in ours.items():
        read = found[f"{name}.rq"]
        assert read["type"] in {"SelectQuery", "ConstructQuery"}
        assert read["summary"] == query.summary
        assert " ".join(read["description"].split()) == " ".join(query.description.split())
        assert tuple(read["tags"]) == query.tags
        assert read["method"] == "GET"
        assert {one.name: one.required for one in query.parameters} == {key: value[0] for key, value in read["parameters"].items()}
        for one in query.parameters:
            _, kind, default = read["parameters"][one.name]
            assert (kind == "iri") == (one.type == "iri")
            assert str(default or "") == str(one.default or "")
