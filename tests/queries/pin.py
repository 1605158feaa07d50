"""Writes `seeds/<query>.tsv`: what each question of docs/questions.md answers on the released graph.

    PYTHONPATH=tests python tests/queries/pin.py

The files are expectations: read what changed, statement by statement, before you commit it.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from answers import HERE, answer, released, rendered, saved

PAGE = Path(__file__).parents[2] / "docs" / "questions.md"


def main() -> None:
    """Write one file for each example call of the page."""
    calls = re.findall(r"`diplograph ask ([^`]+)`", PAGE.read_text("utf-8").partition("| no. |")[2])
    for call in calls:
        name, *words = shlex.split(call)
        values = {words[i].removeprefix("--"): words[i + 1] for i in range(0, len(words), 2)}
        lines = rendered(answer(released(), saved(name), values))
        head = "# " + shlex.join(words) if words else "#"
        (HERE / "seeds" / f"{name}.tsv").write_text("\n".join([head, *lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
