"""The tables of the shipped lemmatizer: few rules of spelling, and every word they get wrong.

spaCy's rule lemmatizer looks a word up among the exceptions of its part of speech, and else takes off the first ending that fits.
Which words are exceptions is computed: each form in the treebank, each irregular form in WordNet, and each regular form of WordNet's
and the treebank's lemmas, inflected here, is put to the rules, and kept where they err. So "hoping" comes from hope and "hopping"
from hop, which taking off endings alone cannot know.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from treebank.conllu import Paragraph

__all__ = ["tables"]

# Per part of speech: endings with what takes their place; the first that fits wins. The empty ending makes capitals small, which
# names and adjectives of nations keep.
RULES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "verb": (("ied", "y"), ("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("ss", "ss"), ("s", ""), ("ed", ""),
             ("ing", ""), ("", "")),
    "noun": (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("ss", "ss"), ("us", "us"), ("is", "is"),
             ("men", "man"), ("0s", "0s"), ("s", ""), ("", "")),
    "adj": (("iest", "y"), ("ier", "y"), ("est", ""), ("er", ""), ("", "")),
    "propn": (),
}  # fmt: skip
OTHERS = (("", ""),)
VOWELS = frozenset("aeiou")
# The lemma that the treebank gives a form must be given in more than this share of its occurrences.
MAJORITY = 0.5
# Letters; longer adjectives are compared with "more".
LONGEST_COMPARED = 7


def tables(
    paragraphs: Iterable[Paragraph], index: Mapping[str, Iterable[str]], irregular: Mapping[str, Mapping[str, Iterable[str]]]
) -> dict[str, dict[str, object]]:
    """The lemmatizer's tables.

    Args:
        paragraphs: The training part of the treebank.
        index: WordNet's lemmas, by part of speech in small letters.
        irregular: WordNet's irregular forms with their lemmas, by part of speech.
    """
    attested: dict[str, dict[str, str]] = defaultdict(dict)
    for part, form, lemma in _attested(paragraphs):
        attested[part][form] = lemma
    exceptions: dict[str, dict[str, list[str]]] = {}
    for part in sorted(attested):
        known = _known(part, set(attested[part].values()), set(index.get(part, ())), irregular.get(part, {})) | attested[part]
        exceptions[part] = {form: [lemma] for form, lemma in sorted(known.items()) if _ruled(form, part) != lemma}
    rules: dict[str, object] = {part: [list(rule) for rule in RULES.get(part, OTHERS)] for part in sorted(attested)}
    return {"lemma_index": {}, "lemma_exc": {**exceptions}, "lemma_rules": rules}


def _known(part: str, ours: set[str], theirs: set[str], irregular: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Each form with its lemma. Where two lemmas share a form: the treebank's, then the longer ("staging" is of stage)."""
    if part not in {"verb", "noun", "adj"}:
        return {}
    known: dict[str, str] = {}
    lemmas = sorted((one for one in ours | theirs if one.isalpha() and one.islower()), key=lambda one: (one not in ours, -len(one), one))
    for likely in (True, False):
        for lemma in lemmas:
            for form in _inflected(lemma, part, likely=likely):
                known.setdefault(form, lemma)
    for form, found in irregular.items():
        known.setdefault(form, min(found, default=form))
    for lemma in lemmas:
        known.setdefault(lemma, lemma)
    return known


def _attested(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[str, str, str]]:
    """Part of speech, form and lemma, as the treebank has them most often."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for paragraph in paragraphs:
        for sentence in paragraph:
            for word in sentence:
                lemma = word.lemma.lower() if word.upos == "VERB" else word.lemma
                counts[word.upos.lower(), word.form.lower()][lemma] += 1
    for (part, form), lemmas in counts.items():
        lemma, number = lemmas.most_common(1)[0]
        if number > MAJORITY * lemmas.total():
            yield part, form, lemma


def _inflected(lemma: str, part: str, *, likely: bool) -> Iterator[str]:
    """The regular forms of a lemma, spelt the likelier way or the other."""
    if part in {"verb", "noun"} and likely:
        yield _with_s(lemma)
    endings = {"verb": ("ed", "ing"), "adj": ("er", "est")}.get(part, ())
    if part == "adj" and len(lemma) > LONGEST_COMPARED:
        return
    for ending in endings:
        stem = _stem(lemma, ending, doubled=likely)
        if likely or stem == lemma:
            yield stem + ending


def _with_s(lemma: str) -> str:
    if _consonant_y(lemma):
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _stem(lemma: str, ending: str, *, doubled: bool) -> str:
    """What stands before -ed, -ing, -er and -est: without a mute e, with the last consonant doubled where it may be."""
    if lemma.endswith("e"):
        if ending == "ing":
            return lemma[:-2] + "y" if lemma.endswith("ie") else lemma if lemma.endswith(("ee", "oe", "ye")) else lemma[:-1]
        return lemma[:-1]
    if _consonant_y(lemma) and ending != "ing":
        return lemma[:-1] + "i"
    if lemma.endswith("c"):
        return lemma + "k"
    before, vowel, last = lemma[-3:-2], lemma[-2:-1], lemma[-1:]
    closed = last not in VOWELS | set("wxyh") and vowel in VOWELS and (before not in VOWELS or lemma[-3:-1] == "ui")
    return lemma + last if doubled and closed and before else lemma


def _consonant_y(lemma: str) -> bool:
    return lemma.endswith("y") and len(lemma) > 1 and lemma[-2] not in VOWELS


def _ruled(form: str, part: str) -> str:
    """What the rules make of a form."""
    for ending, replacement in RULES.get(part, OTHERS):
        if form.endswith(ending) and len(form) > len(ending):
            return form[: len(form) - len(ending)] + replacement
    return form
