"""How well reading works, all figures in one run: `python benchmarks/extraction/evaluation.py` writes benchmarks/results/evaluation.json.

`docs/generate.py` runs it and docs/evaluation.md shows the figures, so nobody types one. The annotated articles lie beside the repository,
for its developers; without them the figures stay as they are. Six articles are held out: they are scored in bulk and never shown.

Beside ours stand a second annotator, and `direct_quotations` of textacy (with our parser) on the same articles: the one peer that can be
run here and answers part of the same question, who said which words. It is in the dependency group `bench`; where it is not installed
its row stays as it was.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from diplograph.evaluate import Gold, Predict, Record, Scores
    from diplograph.resources import Workspace

__all__ = ["RESULTS", "main", "measured"]

RESULTS = ROOT / "benchmarks" / "results" / "evaluation.json"
DEV = ROOT.parent / "shared" / "annotation" / "dev"
HELD_OUT = ("w3", "w5", "w8", "s4", "s5", "s9")
# What each of the readable articles is; of the seeds, what the header of its curated file says.
GENRES = {
    "news": ("w1", "w2", "w4", "w6", "w7", "w9"),
    "releases": ("s1", "s2", "s3", "s6", "s7", "s8"),
}
SEEDS = {
    "seeds: news": ("001_aff2640cea0e2486", "003_6d123157b1660c19-4", "004_b003ea87df099047"),
    "seeds: opinion and analysis": (
        "000_5329d54cf166441b", "002_529a1e521a2348ac", "003_6d123157b1660c19", "003_6d123157b1660c19-2", "003_6d123157b1660c19-3",
    ),
}  # fmt: skip
_STATEMENTS = (
    "gold",
    "predicted",
    "precision",
    "recall",
    "f1",
    "right_f1",
    "kind_accuracy",
    "stance_accuracy",
    "addressee_f1",
    "span_recall_any_holder",
)
_ACTIONS = ("gold", "predicted", "precision", "recall", "f1", "right_f1", "type_accuracy", "status_accuracy")


def measured() -> dict[str, Any]:
    """All figures, by what was read and by whom."""
    from diplograph.build import released
    from diplograph.evaluate import curated_gold, judge, read_gold, read_predictions, run_on
    from diplograph.export import records
    from diplograph.pipeline import release
    from diplograph.resources import Workspace

    space = Workspace(ROOT)
    read = _reader(space)
    dev = read_gold(DEV)
    both = run_on(dev, read, held_out=list(HELD_OUT))
    rows = {"twelve, read": both.subsets["seen"], "six, held out": both.subsets["held_out"]}
    rows |= {f"twelve: {name}": run_on(dev, read, articles=list(keys)).subsets["all"] for name, keys in GENRES.items()}
    store = released(space)
    seeds = curated_gold(space, store, records(store))
    rows["seeds"] = run_on(seeds, read).subsets["all"]
    rows |= {name: run_on(seeds, read, articles=list(keys)).subsets["all"] for name, keys in SEEDS.items()}
    second = [row for name in ("statements", "actions") for row in read_predictions(DEV / f"second-{name}.jsonl")]
    human = judge(dev, second, held_out=list(HELD_OUT))
    others = {"diplograph, all eighteen": both.subsets["all"], "a second annotator": human.subsets["all"]} | _textacy(dev)
    return {
        "version": release(), "gold": {"dev": dev.digest, "seeds": seeds.digest},
        "diplograph": {name: _figures(scores) for name, scores in rows.items()},
        "others": {name: _figures(scores) for name, scores in others.items()},
    }  # fmt: skip


def _reader(space: Workspace) -> Predict:
    """Extraction as the command line has it."""
    from diplograph.cli.reading.extract import predictor

    return predictor(space).records


def _textacy(gold: Gold) -> dict[str, Mapping[str, Scores]]:
    """What textacy's quotations find, all held to be of one kind; nothing where it is not installed."""
    from diplograph.evaluate import judge

    try:
        with warnings.catch_warnings(action="ignore"):
            from textacy.extract.triples import direct_quotations
    except ImportError:
        return {}
    found = judge(gold, _quoted(gold, direct_quotations))
    return {"textacy's direct quotations": {"statements": found.subsets["all"]["statements"]}}


def _quoted(gold: Gold, quotations: Callable[[Doc], Iterable[Any]]) -> Iterator[Record]:
    from diplograph import language

    nlp = language.load()
    for article in gold.articles(gold.keys):
        number = 0
        for paragraph in language.parse(article, nlp):
            try:
                with warnings.catch_warnings(action="ignore"):
                    found = list(quotations(paragraph.doc))
            except ValueError:  # an odd number of quotation marks: it reads no more of such a paragraph
                continue
            for one in found:
                number += 1
                speaker = " ".join(token.text for token in one.speaker)
                yield {
                    "record": "statement", "id": f"{article.key}-{number}", "article": article.key,
                    "start": paragraph.start + one.content.start_char, "end": paragraph.start + one.content.end_char,
                    "holders": [speaker], "voice": "direct", "kind": "assessment", "stance": "none", "addressees": [], "content": "",
                    "condition": None, "core": False,
                }  # fmt: skip


def _figures(scores: Mapping[str, Scores]) -> dict[str, dict[str, object]]:
    """The figures that the page shows."""
    wanted = {"statements": _STATEMENTS, "actions": _ACTIONS}
    return {group: {name: one.record()[name] for name in wanted[group]} for group, one in scores.items()}


def main() -> None:
    """Measure, and write the results."""
    if not DEV.is_dir():
        sys.stderr.write(f"{DEV} is not here: {RESULTS.name} stays as it is\n")
        return
    found = measured()
    if RESULTS.exists():
        before = json.loads(RESULTS.read_text("utf-8"))["others"]
        found["others"] |= {name: row for name, row in before.items() if name not in found["others"]}
    RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
