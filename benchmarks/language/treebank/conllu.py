"""Reading CoNLL-U (https://universaldependencies.org/format.html) as paragraphs of words with their spaces.

Only what the shipped model learns is kept: empty nodes, enhanced dependencies and MISC apart from `SpaceAfter` are left out. A
multiword token ("don't") is left out too, its words are kept: in English treebanks their forms add up to the token's. The space
after it stands on the multiword token's own line, not on its words'.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

__all__ = ["Paragraph", "Word", "paragraphs", "text_of"]


@dataclass(frozen=True, slots=True)
class Word:
    """One syntactic word.

    Attributes:
        form, lemma, upos, xpos, feats, deprel: The columns of those names; `feats` is `_` where there are none.
        head: The head's place in the sentence, from 0; the word's own place where it is the root.
        space: Whether a space follows.
    """

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    deprel: str
    space: bool


# The sentences of one paragraph.
Paragraph = tuple[tuple[Word, ...], ...]


def paragraphs(lines: Iterable[str], *, whole_documents: bool = False) -> Iterator[Paragraph]:
    """Read a treebank paragraph by paragraph, in order.

    Args:
        lines: The lines of the file.
        whole_documents: Keep a document's sentences together, whatever its paragraphs.

    Raises:
        ValueError: A word line has not the format's ten columns.
    """
    gathered: list[tuple[Word, ...]] = []
    for comments, rows in _blocks(lines):
        first = any(line.startswith("# newdoc") or (line.startswith("# newpar") and not whole_documents) for line in comments)
        if first and gathered:
            yield tuple(gathered)
            gathered = []
        gathered.append(_sentence(rows))
    if gathered:
        yield tuple(gathered)


def text_of(paragraph: Paragraph) -> str:
    """The paragraph's raw text; a space stands between its sentences where the treebank has one."""
    return "".join(word.form + " " * word.space for sentence in paragraph for word in sentence).rstrip(" ")


def _blocks(lines: Iterable[str]) -> Iterator[tuple[list[str], list[list[str]]]]:
    """The comments and the rows of each sentence."""
    comments: list[str] = []
    rows: list[list[str]] = []
    for line in (line.rstrip("\n") for line in (*lines, "")):
        if line.startswith("#"):
            comments.append(line)
        elif line:
            rows.append(line.split("\t"))
        elif rows:
            yield comments, rows
            comments, rows = [], []


def _sentence(rows: list[list[str]]) -> tuple[Word, ...]:
    """The words of one sentence."""
    words: list[Word] = []
    ends: dict[int, bool] = {}
    for row in rows:
        if len(row) != 10:
            raise ValueError(f"a CoNLL-U line has 10 columns, not {len(row)}: {row}")
        number, form, lemma, upos, xpos, feats, head, deprel, _, misc = row
        if "." in number:
            continue
        space = "SpaceAfter=No" not in misc.split("|")
        if "-" in number:
            first, last = (int(part) - 1 for part in number.split("-"))
            ends |= {place: place == last and space for place in range(first, last + 1)}
            continue
        place = len(words)
        above = int(head) - 1 if int(head) else place
        words.append(Word(form, form if lemma == "_" else lemma, upos, xpos, feats, above, deprel, space))
    return tuple(replace(word, space=ends.get(place, word.space)) for place, word in enumerate(words))
