"""The evaluation of the CoNLL 2018 shared task (https://universaldependencies.org/conll18/evaluation.html), for English.

Words are aligned by the characters they cover, white space aside. That is the shared task's alignment wherever the words of a
multiword token add up to its form, as they do in English treebanks. Precision counts the system's words, recall the treebank's; a
figure is their F1. As in the shared task, punctuation counts, and labels are compared without subtypes (`nmod:poss` is `nmod`);
`las_subtypes` compares them whole. `uas_words` and `las_words` leave punctuation out, as spaCy's scorer does: treebanks differ in
where a comma or hyphen hangs (UD English-PUD: from the clause; EWT: from the phrase it closes), and nothing here asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from treebank.conllu import Paragraph

__all__ = ["METRICS", "Analysed", "Tally", "analysed_doc", "analysed_paragraph"]

METRICS = ("words", "sentences", "upos", "xpos", "lemma", "uas", "las", "las_subtypes", "uas_words", "las_words")


@dataclass(frozen=True, slots=True)
class Analysed:
    """One word of either side. `start` and `head` count characters without white space; `head` is None for a root."""

    start: int
    end: int
    upos: str
    xpos: str
    lemma: str
    head: tuple[int, int] | None
    deprel: str
    first: bool


@dataclass(slots=True)
class Tally:
    """Counts over any number of texts."""

    gold: Counter[str] = field(default_factory=Counter)
    system: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    relations: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, gold: Sequence[Analysed], system: Sequence[Analysed]) -> None:
        """Compare one text's words with the treebank's."""
        ours = {(word.start, word.end): word for word in system}
        for side, words in ((self.gold, gold), (self.system, system)):
            proper = sum(word.deprel != "punct" for word in words)
            sentences = sum(word.first for word in words)
            side.update(dict.fromkeys(METRICS, len(words)) | {"sentences": sentences, "uas_words": proper, "las_words": proper})
        for word in gold:
            found = ours.get((word.start, word.end))
            if found is not None:
                self.right.update(_agreements(word, found))
            self._relation("gold", word.deprel)
            if found is not None and found.head == word.head and _coarse(found.deprel) == _coarse(word.deprel):
                self._relation("right", word.deprel)
        for word in system:
            self._relation("system", word.deprel)
        self.right["sentences"] += len(set(_sentences(gold)) & set(_sentences(system)))

    def f1(self, metric: str) -> float:
        """The F1 of one of the metrics, 0 to 1."""
        return _f1(self.right[metric], self.gold[metric], self.system[metric])

    def relation(self, label: str) -> float:
        """The F1 of attaching and labelling words of one relation."""
        counts = self.relations.get(label, Counter())
        return _f1(counts["right"], counts["gold"], counts["system"])

    def _relation(self, side: str, label: str) -> None:
        self.relations.setdefault(_coarse(label), Counter())[side] += 1


def analysed_paragraph(paragraph: Paragraph) -> Iterator[Analysed]:
    """The treebank's words."""
    offset = 0
    for sentence in paragraph:
        spans = []
        for word in sentence:
            length = len("".join(word.form.split()))
            spans.append((offset, offset + length))
            offset += length
        for place, (word, span) in enumerate(zip(sentence, spans, strict=True)):
            head = None if word.head == place else spans[word.head]
            yield Analysed(*span, word.upos, word.xpos, word.lemma, head, word.deprel, first=place == 0)


def analysed_doc(doc: Doc) -> Iterator[Analysed]:
    """The words of a parsed text; tokens of white space are none."""
    spans: dict[int, tuple[int, int]] = {}
    offset = 0
    for token in doc:
        length = 0 if token.is_space else len("".join(token.text.split()))
        spans[token.i] = (offset, offset + length)
        offset += length
    fresh = False
    for token in doc:
        fresh = fresh or bool(token.is_sent_start)
        if token.is_space:
            continue
        root = token.head.i == token.i
        label = "root" if root else token.dep_
        yield Analysed(*spans[token.i], token.pos_, token.tag_, token.lemma_, None if root else spans[token.head.i], label, first=fresh)
        fresh = False


def _agreements(gold: Analysed, found: Analysed) -> Iterable[str]:
    yield "words"
    yield from (name for name in ("upos", "xpos", "lemma") if getattr(gold, name) == getattr(found, name))
    proper = gold.deprel != "punct" != found.deprel
    if gold.head == found.head:
        yield from ("uas", "uas_words")[: 1 + proper]
        if _coarse(gold.deprel) == _coarse(found.deprel):
            yield from ("las", "las_words")[: 1 + proper]
        if gold.deprel == found.deprel:
            yield "las_subtypes"


def _sentences(words: Sequence[Analysed]) -> Iterator[tuple[int, int]]:
    starts = [word.start for word in words if word.first]
    yield from zip(starts, [*starts[1:], words[-1].end if words else 0], strict=True)


def _coarse(label: str) -> str:
    return label.partition(":")[0].lower()


def _f1(right: int, gold: int, system: int) -> float:
    return 2 * right / (gold + system) if gold + system else 0.0
