"""Count how English words are written inside sentences: the table by which a text in capitals gets its small letters back.

    python benchmarks/language/count_case.py ../shared/corpora --out src/diplograph/language/casing.txt

Words of UD English-EWT's training part (CC BY-SA 4.0), where it has them often enough, else of the UN's general debates (CC0): news and
releases that anything is measured on are in neither. A word that begins a sentence says nothing of its case and is not counted. The
same corpora give the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

WORD = re.compile(r"[^\W\d_]+")
# What stands before a word that has a capital only because something begins with it.
BEGINS = re.compile(r"(?:^|[.!?:;…“\"‘(\[–—-])[\s“\"‘'(\[*-]*$")
ENOUGH = 10  # times in the treebank; below, both are counted together
OFTEN = 20  # times in the debates
PREVAILS, SOLEMN = 0.5, 0.08  # share of small beginnings that makes a word; speeches write the Treaty and the Summit, but no name small
LONGEST = 20  # letters
WIDTH = 138

HEADER = """\
# How words are usually written inside an English sentence, where that is not with one capital at their beginning; by it a text that is
# printed in capitals gets its small letters back before it is parsed. Written by benchmarks/language/count_case.py from UD English-EWT's
# training part (CC BY-SA 4.0, see model/CREDIT.md) and the UN General Debate Corpus (CC0); do not edit.
"""


def counted(lines: Iterable[str]) -> dict[str, Counter[str]]:
    """For each word in small letters, how often it is written how."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for line in lines:
        if line.isupper():
            continue
        for match in WORD.finditer(line):
            if not BEGINS.search(line[max(0, match.start() - 8) : match.start()]):
                forms[match[0].lower()][match[0]] += 1
    return forms


def treebank(corpora: Path) -> Iterator[str]:
    """The sentences of UD English-EWT's training part."""
    for line in (corpora / "ud-ewt" / "en_ewt-ud-train.conllu").read_text("utf-8").splitlines():
        if line.startswith("# text = "):
            yield line.removeprefix("# text = ")


def debates(corpora: Path) -> Iterator[str]:
    """The paragraphs of the UN's general debates."""
    with gzip.open(corpora / "un-general-debate" / "speeches.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            yield from json.loads(line)["text"].splitlines()


def usual(word: str, forms: Counter[str], share: float) -> str | None:
    """The form to write a word in; None where it is the one with a capital, or no form prevails."""
    total = forms.total()
    if forms[word] >= share * total:
        return word
    form, count = min(forms.items(), key=lambda one: (-one[1], one[0]))
    return form if len(word) > 1 and form != word.capitalize() and 3 * count > 2 * total else None


def table(corpora: Path) -> list[str]:
    """The forms, sorted."""
    near, far = counted(treebank(corpora)), counted(debates(corpora))
    made = set()
    for word in near.keys() | far.keys():
        forms, share = near.get(word, Counter()), PREVAILS
        if forms.total() < ENOUGH:
            more = far.get(word, Counter())
            if word not in near and more.total() < OFTEN:
                continue
            forms, share = forms + more, SOLEMN
        form = usual(word, forms, share)
        if form is not None and word.isascii() and len(word) <= LONGEST:
            made.add(form)
    return sorted(made)


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    lines, line = [], ""
    for form in table(given.corpora):
        if len(line) + len(form) >= WIDTH:
            lines.append(line)
            line = ""
        line = f"{line} {form}" if line else form
    given.out.write_text("\n".join([HEADER, *lines, line, ""]), "utf-8")


if __name__ == "__main__":
    main()
