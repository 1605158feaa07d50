"""Counts in how many sentences of two open corpora each stem of the scheme's labels stands: src/diplograph/lexicon/frequencies.yaml.

    python benchmarks/extraction/count_issue_words.py [CORPORA_DIR]

The corpora are 2,024 releases of the US State Department and the UN General Debate (`shared/corpora`). Run it again when labels bring in
new words; a stem that the file lacks counts as rare.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from diplograph.registry import Registry
from diplograph.resolve.issues import index_of
from diplograph.resolve.issues.words import stems
from diplograph.resources import Workspace

ROOT = Path(__file__).resolve().parents[2]
FILES = ("state-releases/releases.jsonl.gz", "un-general-debate/speeches.jsonl.gz")
TARGET = ROOT / "src" / "diplograph" / "lexicon" / "frequencies.yaml"
LEAST = 4  # words of a sentence
HEAD = """# In how many of {total:,} sentences each stem of the scheme's labels stands: 2,024 releases of the US State Department, and the
# UN General Debate of sessions 70 to 77 and 79. Written by benchmarks/extraction/count_issue_words.py; not to be edited.
"""


def main(corpora: Path) -> int:
    """Write the file; the exit status."""
    index = index_of(Registry.load(Workspace()))
    wanted = {stem for concept in index.concepts.values() for label in concept.labels for stem in label.stems | label.light}
    counts: Counter[str] = Counter()
    total = 0
    for sentence in sentences(corpora):
        total += 1
        counts.update(wanted & stems(sentence))
    rows = ", ".join(f"{stem}: {counts[stem]}" for stem in sorted(wanted))
    lines = textwrap.wrap(rows, 138, break_long_words=False, break_on_hyphens=False)
    body = "\n".join(["stems: {", *(f"  {line}" for line in lines), "}"])
    TARGET.write_text(f"{HEAD.format(total=total)}\nsentences: {total}\n{body}\n", "utf-8")
    sys.stdout.write(f"{len(wanted)} stems in {total} sentences\n")
    return 0


def sentences(corpora: Path) -> Iterator[str]:
    """The sentences of all texts, split at full stops and line ends."""
    for name in FILES:
        with gzip.open(corpora / name, "rt", encoding="utf-8") as lines:
            for line in lines:
                for sentence in re.split(r"(?<=[.!?;])\s+|\n+", json.loads(line)["text"]):
                    if len(sentence.split()) >= LEAST:
                        yield sentence


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "corpora"))
