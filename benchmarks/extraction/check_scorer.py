"""Holds `diplograph.evaluate` against the annotation's own scorer, number for number.

    python benchmarks/extraction/check_scorer.py [ANNOTATION_DIR]

Scores several sets of predictions for the annotated articles with score_statements.py and with diplograph, all articles together and a few
of them alone, and compares every figure. The second annotator's files are one set; the others are made from the gold by fixed rules
(shifted spans, other names, doubled and dropped units), so that ties and near misses occur. Exit status 1 where a figure differs.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from diplograph.evaluate import judge, read_gold, read_lines
from diplograph.evaluate.gold import GROUPS
from diplograph.evaluate.units import UnitType

Row = dict[str, object]
SUBSETS: tuple[tuple[str, ...], ...] = ((), ("w3_amazon-g7", "w5_khashoggi-unga"), ("s1_yang-call",))
SEEDS = range(12)  # made-up sets of predictions for each group; each takes under a second


def main(folder: Path) -> int:
    """Compare on all sets; the exit status."""
    compared, different = 0, 0
    for group, unit in GROUPS.items():
        for name, rows in prediction_sets(folder / "dev", group, unit):
            for articles in SUBSETS:
                theirs, ours = figures_of_script(folder, group, rows, articles), figures_of_ours(folder, group, rows, articles)
                compared += len(theirs)
                for figure, value in theirs.items():
                    if ours.get(figure) != value:
                        different += 1
                        sys.stderr.write(f"{group}, {name}, {articles or 'all'}: {figure} is {ours.get(figure)}, not {value}\n")
    sys.stdout.write(f"{compared} figures compared with score_statements.py, {different} differ\n")
    return 1 if different or not compared else 0


def prediction_sets(dev: Path, group: str, unit: UnitType) -> Iterator[tuple[str, list[Row]]]:
    """Named sets of predictions: none, the gold itself, a second annotator's, and damaged copies of the gold."""
    gold = [dict(row) for _, row in read_lines(dev / f"{group}.jsonl")]
    yield "nothing", []
    yield "the gold", gold
    yield "the second annotator", [dict(row) for _, row in read_lines(dev / f"second-{group}.jsonl")]
    texts = {path.stem: path.read_text("utf-8") for path in (dev / "texts").glob("*.txt")}
    for seed in SEEDS:
        yield f"damage {seed}", list(damaged(gold, texts, unit, random.Random(seed)))  # noqa: S311 - repeatable, not secret


def damaged(gold: Sequence[Row], texts: dict[str, str], unit: UnitType, chance: random.Random) -> Iterator[Row]:
    """Copies of the gold in other order, some dropped, some doubled, with moved spans and values taken from other units."""
    for row in chance.sample(gold, len(gold)):
        for _ in range(chance.choice((0, 1, 1, 1, 2))):
            copy = dict(row)
            length = int(str(row["end"])) - int(str(row["start"]))
            size = len(texts[str(row["article"])])
            start = min(max(0, int(str(row["start"])) + chance.choice((0, 0, 0, length // 3, -length // 4, length // 2))), size - 1)
            end = min(size, max(start + 1, start + chance.choice((length, length, length // 2, 2 * length))))
            copy |= {"start": start, "end": end, "quote": texts[str(row["article"])][start:end]}
            for field in (unit.who, unit.whom, unit.label, unit.second, "voice"):
                if field in row and chance.random() < 0.3:
                    copy[field] = chance.choice(gold)[field]
            if chance.random() < 0.1:
                copy[unit.who] = [
                    *chance.choice((["Washington"], ["the Kremlin"], ["U.S. officials"], [])),
                    *list(map(str, _list(copy[unit.who]))),
                ]
            yield copy


def figures_of_script(folder: Path, group: str, rows: Sequence[Row], articles: Sequence[str]) -> Row:
    """What score_statements.py prints."""
    with tempfile.TemporaryDirectory() as scratch:
        predicted = Path(scratch) / "predicted.jsonl"
        predicted.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        dev = folder / "dev"
        command: list[str | Path] = [
            sys.executable,
            folder / "score_statements.py",
            dev / f"{group}.jsonl",
            dev / "entities.jsonl",
            predicted,
            "--json",
        ]
        command += ["--actions"] if group == "actions" else []
        for article in articles:
            command += ["--article", article]
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own arguments
    figures = json.loads(done.stdout)
    return {str(name): value for name, value in figures.items()}


def figures_of_ours(folder: Path, group: str, rows: Sequence[Row], articles: Sequence[str]) -> Row:
    """The same figures, by diplograph."""
    record = GROUPS[group].record
    report = judge(read_gold(folder / "dev"), [{"record": record, **row} for row in rows], articles=articles)
    figures = report.subsets["all"][group].record()
    return {str(name): value for name, value in json.loads(json.dumps(figures)).items()}


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


if __name__ == "__main__":
    beside = Path(__file__).resolve().parents[3] / "shared" / "annotation"
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else beside))
