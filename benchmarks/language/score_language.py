"""Score a language model from raw text on treebanks it has not seen.

    python benchmarks/language/score_language.py ../shared/corpora
    python benchmarks/language/score_language.py ../shared/corpora --language-model NAME --json

Each text of the treebank goes in as raw text; words, sentences, tags, lemmas and relations are what the model makes of it, compared
as in the CoNLL 2018 shared task (`language/conll18.py`). UD English-EWT's test part is of the kind the shipped model is trained on;
UD English-PUD (news and encyclopedia) is of another. The speed is words per second of the whole pipeline, on one thread.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import json
import sys
import time
from pathlib import Path

from spacy.language import Language
from treebank.conll18 import METRICS, Tally, analysed_doc, analysed_paragraph
from treebank.conllu import paragraphs, text_of

from diplograph import language
from diplograph.language.surface import flatten

TREEBANKS = {
    "ewt-dev": "ud-ewt/en_ewt-ud-dev.conllu",
    "ewt-test": "ud-ewt/en_ewt-ud-test.conllu",
    "pud": "ud-pud/en_pud-ud-test.conllu",
}
# The relations that extraction leans on.
RELATIONS = ("nsubj", "obj", "ccomp", "xcomp", "advcl", "parataxis", "root")


def score(nlp: Language, treebank: Path, *, whole_documents: bool = False) -> dict[str, float]:
    """Every metric's F1 on one treebank, the F1 of some relations, and words per second.

    Args:
        nlp: The pipeline.
        treebank: A CoNLL-U file.
        whole_documents: Give the model a document at a time; else a paragraph, as the program does.
    """
    with treebank.open(encoding="utf-8") as lines:
        gold = list(paragraphs(lines, whole_documents=whole_documents))
    texts = [flatten(text_of(paragraph)) for paragraph in gold]
    for _ in nlp.pipe(texts[:50]):
        pass
    begun = time.perf_counter()
    docs = list(nlp.pipe(texts))
    seconds = time.perf_counter() - begun
    tally = Tally()
    for paragraph, doc in zip(gold, docs, strict=True):
        tally.add(tuple(analysed_paragraph(paragraph)), tuple(analysed_doc(doc)))
    figures = {metric: round(tally.f1(metric), 4) for metric in METRICS}
    figures |= {f"relation {label}": round(tally.relation(label), 3) for label in RELATIONS}
    return figures | {"words per second": round(tally.system["words"] / seconds)}


def main() -> None:
    """Score on each treebank asked for, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path, help="the folder that holds ud-ewt/ and ud-pud/")
    parser.add_argument("--language-model", help="an installed spaCy pipeline, or the folder of one; by default the shipped one")
    parser.add_argument("--on", action="append", choices=sorted(TREEBANKS), help="by default ewt-test and pud")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    nlp = language.load(given.language_model)
    found = {name: score(nlp, given.corpora / TREEBANKS[name]) for name in given.on or ("ewt-test", "pud")}
    if given.json:
        sys.stdout.write(json.dumps(found, indent=1) + "\n")
        return
    rows = [["", *found], *([metric, *(str(figures[metric]) for figures in found.values())] for metric in next(iter(found.values())))]
    sys.stdout.writelines(f"{name:<20}" + "".join(f"{cell:>10}" for cell in cells) + "\n" for name, *cells in rows)


if __name__ == "__main__":
    main()
