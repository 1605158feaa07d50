"""The made-up news sentences: trees, annotations that the treebank has too, forms of verbs, and that they stay what the model learnt."""

from __future__ import annotations

import hashlib
import random
import re
from collections import Counter

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from train_language import document
from treebank.conllu import Paragraph, Word, text_of
from treebank.newswire import newswire
from treebank.newswire.nodes import Node, inflected, punct, row
from treebank.newswire.words import ABBREVIATED, DOUBLING, IRREGULAR, STATES, VERBS, WORDS

from diplograph.language.surface import flatten

VOCAB = spacy.blank("en").vocab

# Of UD English-EWT's training part (commit 15d613d): its relations, apart from `root`, and of its tags and features what the grammar takes.
RELATIONS = frozenset({
    "acl", "acl:relcl", "advcl", "advcl:relcl", "advmod", "amod", "appos", "aux", "aux:pass", "case", "cc", "cc:preconj", "ccomp",
    "compound", "compound:prt", "conj", "cop", "csubj", "csubj:outer", "csubj:pass", "dep", "det", "det:predet", "discourse",
    "dislocated", "expl", "fixed", "flat", "goeswith", "iobj", "list", "mark", "nmod", "nmod:desc", "nmod:poss", "nmod:unmarked",
    "nsubj", "nsubj:outer", "nsubj:pass", "nummod", "obj", "obl", "obl:agent", "obl:unmarked", "orphan", "parataxis", "punct",
    "reparandum", "vocative", "xcomp",
})  # fmt: skip
FINITE = "Mood=Ind|Number={}|Person={}|Tense={}|VerbForm=Fin"
PERSONAL = "Case={}|Number={}|Person={}|PronType=Prs"
GENDERED = "Case={}|Gender={}|Number=Sing|Person=3|PronType=Prs"
OWN = "Case=Gen|Gender={}|Number=Sing|Person=3|Poss=Yes|PronType=Prs"
PASTS = [FINITE.format(number, 3, "Past") for number in ("Sing", "Plur")]
ANALYSES: dict[tuple[str, str], list[str]] = {
    ("ADJ", "JJ"): ["Degree=Pos"],
    ("ADJ", "NNP"): ["Degree=Pos"],
    ("ADP", "IN"): ["_"],
    ("ADV", "RB"): ["_"],
    ("AUX", "MD"): ["VerbForm=Fin"],
    ("AUX", "VB"): ["VerbForm=Inf"],
    ("AUX", "VBD"): PASTS,
    ("AUX", "VBN"): ["Tense=Past|VerbForm=Part"],
    ("AUX", "VBP"): [FINITE.format("Plur", 3, "Pres")],
    ("AUX", "VBZ"): [FINITE.format("Sing", 3, "Pres")],
    ("CCONJ", "CC"): ["_"],
    ("DET", "DT"): [
        "Definite=Def|PronType=Art", "Definite=Ind|PronType=Art", "Number=Plur|PronType=Dem", "Number=Sing|PronType=Dem", "PronType=Ind",
        "PronType=Neg", "PronType=Tot",
    ],
    ("NOUN", "NN"): ["Number=Sing"],
    ("NOUN", "NNS"): ["Number=Plur"],
    ("NUM", "CD"): ["NumForm=Word|NumType=Card"],
    ("PART", "POS"): ["_"],
    ("PART", "RB"): ["Polarity=Neg"],
    ("PART", "TO"): ["_"],
    ("PRON", "EX"): ["_"],
    ("PRON", "PRP"): [
        *(GENDERED.format("Nom", gender) for gender in ("Fem", "Masc", "Neut")),
        *(GENDERED.format("Acc", gender) for gender in ("Masc", "Neut")),
        PERSONAL.format("Nom", "Plur", 1), PERSONAL.format("Nom", "Plur", 3), PERSONAL.format("Acc", "Plur", 3),
    ],
    ("PRON", "PRP$"): [*(OWN.format(gender) for gender in ("Fem", "Masc", "Neut")), "Case=Gen|Number=Plur|Person=3|Poss=Yes|PronType=Prs"],
    ("PRON", "WDT"): ["PronType=Rel"],
    ("PRON", "WP"): ["PronType=Rel"],
    ("PROPN", "NNP"): ["Number=Sing"],
    ("PROPN", "NNPS"): ["Number=Plur"],
    **{("PUNCT", sign): ["_"] for sign in ("''", ",", "-LRB-", "-RRB-", ".", ":", "``")},
    ("SCONJ", "IN"): ["_"],
    ("VERB", "VB"): ["VerbForm=Inf"],
    ("VERB", "VBD"): PASTS,
    ("VERB", "VBG"): ["Tense=Pres|VerbForm=Part"],
    ("VERB", "VBN"): ["Tense=Past|VerbForm=Part", "Tense=Past|VerbForm=Part|Voice=Pass"],
    ("VERB", "VBP"): [FINITE.format("Plur", person, "Pres") for person in (1, 3)],
    ("VERB", "VBZ"): [FINITE.format("Sing", 3, "Pres")],
}  # fmt: skip


def made(seed: int, number: int) -> list[Paragraph]:
    return list(newswire(number, random.Random(seed)))  # noqa: S311 - reproducible sentences, no secret


def yields(sentence: tuple[Word, ...]) -> list[set[int]]:
    """The places below each word, its own among them; a word on a cycle would be below no root."""
    below: list[set[int]] = [set() for _ in sentence]
    for place in range(len(sentence)):
        above, seen = place, {place}
        below[place].add(place)
        while sentence[above].head != above:
            above = sentence[above].head
            assert above not in seen, "a cycle"
            seen.add(above)
            below[above].add(place)
    return below


@given(st.integers(0, 10**9))
@settings(max_examples=60)
def test_language_newswire_sentences_are_projective_trees(seed: int) -> None:
    for sentence in (sentence for paragraph in made(seed, 4) for sentence in paragraph):
        assert all(0 <= word.head < len(sentence) for word in sentence)
        roots = [place for place, word in enumerate(sentence) if word.head == place]
        assert [place for place, word in enumerate(sentence) if word.deprel == "root"] == roots
        assert len(roots) == 1
        assert all(max(below) - min(below) + 1 == len(below) for below in yields(sentence)), "arcs cross"


@given(st.integers(0, 10**9))
@settings(max_examples=60)
def test_language_newswire_text_and_document(seed: int) -> None:
    for paragraph in made(seed, 4):
        text, words = text_of(paragraph), [word for sentence in paragraph for word in sentence]
        assert "".join(text.split()) == "".join(word.form for word in words)
        assert not re.search(r"  | [,.:)”]|[(“] |,,|,\.", text)
        assert re.match(r"[(“]?[A-Z]", text)
        assert text.endswith(".")
        doc = document(paragraph, VOCAB)
        assert doc.text == flatten(text)
        assert [len(span) for span in doc.sents] == [len(sentence) for sentence in paragraph]
        for token, word in zip(doc, words, strict=True):
            assert (token.pos_, token.tag_, str(token.morph) or "_") == (word.upos, word.xpos, word.feats)
            assert (token.dep_, token.head.i - token.sent.start) == (word.deprel.replace("root", "ROOT"), word.head)


def test_language_newswire_annotations_are_the_treebanks() -> None:
    words = [word for paragraph in made(1, 1500) for sentence in paragraph for word in sentence]
    assert {word.deprel for word in words} <= RELATIONS | {"root"}
    found: dict[tuple[str, str], set[str]] = {}
    for word in words:
        found.setdefault((word.upos, word.xpos), set()).add(word.feats)
    assert found == {tags: set(feats) for tags, feats in ANALYSES.items()}


def test_language_newswire_has_what_it_was_made_for() -> None:
    sentences = [sentence for paragraph in made(2, 500) for sentence in paragraph]
    counts = Counter(word.deprel for sentence in sentences for word in sentence)
    wanted = ("nmod:desc", "appos", "ccomp", "obl:agent", "acl:relcl", "fixed", "conj", "xcomp", "nsubj:pass", "iobj")
    assert min(counts[relation] for relation in wanted) > 0
    assert sum(word.xpos == "-LRB-" for sentence in sentences for word in sentence) > 0


def test_language_newswire_same_seed_same_sentences() -> None:
    assert made(3, 50) == made(3, 50)
    assert made(3, 50) != made(4, 50)


def test_language_newswire_is_what_the_shipped_model_learnt() -> None:
    digest = hashlib.sha256(repr(made(20, 300)).encode()).hexdigest()
    expected = "6ea36ed0efda4993a555db90479ef8c132cabee5194d93bda41e5bfde0494d5a"
    assert digest == expected, "train again, or undo the change of words or grammar"


def test_language_newswire_words_are_words() -> None:
    pairs = [*STATES, *ABBREVIATED, *IRREGULAR.values()]
    words = [*(word for kind in WORDS.values() for word in kind), *(verb for kind in VERBS.values() for verb in kind), *DOUBLING]
    assert len(pairs) > 100
    assert len(words) > 3000
    assert all(isinstance(word, str) and word for word in [*words, *IRREGULAR, *(word for pair in pairs for word in pair)])


def test_language_newswire_verbs_have_their_prepositions() -> None:
    lengths = {frame: {len(verb.split()) for verb in verbs} for frame, verbs in VERBS.items()}
    assert lengths == {
        "np": {1}, "that": {1}, "to": {1}, "obj-to": {1, 2}, "ing": {1, 2}, "as": {1, 2}, "prep": {2},
        "obj-ing": {2}, "for-to": {1}, "bare": {1},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("say", "says said said saying"), ("tell", "tells told told telling"), ("veto", "vetoes vetoed vetoed vetoing"),
        ("admit", "admits admitted admitted admitting"), ("carry", "carries carried carried carrying"),
        ("free", "frees freed freed freeing"), ("agree", "agrees agreed agreed agreeing"),
        ("deploy", "deploys deployed deployed deploying"), ("accuse", "accuses accused accused accusing"),
        ("press", "presses pressed pressed pressing"), ("push", "pushes pushed pushed pushing"),
        ("reach", "reaches reached reached reaching"), ("visit", "visits visited visited visiting"),
        ("withdraw", "withdraws withdrew withdrawn withdrawing"), ("begin", "begins began begun beginning"),
        ("cut", "cuts cut cut cutting"), ("flee", "flees fled fled fleeing"), ("refer", "refers referred referred referring"),
        ("beg", "begs begged begged begging"), ("signal", "signals signaled signaled signaling"),
        ("forbid", "forbids forbade forbidden forbidding"), ("lean", "leans leaned leaned leaning"),
        ("outlaw", "outlaws outlawed outlawed outlawing"), ("defy", "defies defied defied defying"),
    ],
)  # fmt: skip
def test_language_newswire_inflection(lemma: str, forms: str) -> None:
    made_forms = inflected(lemma)
    assert [made_forms[tag] for tag in ("VBZ", "VBD", "VBN", "VBG")] == forms.split()
    assert made_forms["VB"] == made_forms["VBP"] == lemma


@pytest.mark.parametrize(
    ("forms", "text"),
    [
        (["talks", ",", ",", "a", "offer"], "Talks, an offer"),
        (["a", "deal", ",", "."], "A deal."),
        (["“", "a", "Iranian", "”"], "“An Iranian”"),
        (["the", "union", "(", "EU", ")"], "The union (EU)"),
        (["iran", "'s", "say"], "Iran's say"),
    ],
)
def test_language_newswire_rows_are_printed(forms: list[str], text: str) -> None:
    root = Node(forms[0], "X", "FW")
    for form in forms[1:]:
        root.after("dep", punct(form))
    assert text_of((row(root),)) == text
