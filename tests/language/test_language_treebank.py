"""What the scripts that train and score the model make of a treebank (tiny and made up), and the score itself."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from spacy.lookups import Lookups
from spacy.tokens import Doc
from treebank.conll18 import METRICS, Analysed, Tally, analysed_doc, analysed_paragraph
from treebank.conllu import paragraphs, text_of
from treebank.lemmas import tables

TREEBANK = """\
# newdoc id = a
# newpar id = a-p1
# sent_id = a-1
# text = "They don't."
1\t"\t"\tPUNCT\t``\t_\t3\tpunct\t_\tSpaceAfter=No
2\tThey\tthey\tPRON\tPRP\tNumber=Plur|Person=3\t3\tnsubj\t3:nsubj\t_
3-4\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
3\tdo\tdo\tAUX\tVBP\t_\t0\troot\t0:root\t_
4\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t3:advmod\t_
4.1\tagree\tagree\tVERB\tVB\t_\t_\t_\t0:root\t_
5\t.\t.\tPUNCT\t.\t_\t3\tpunct\t3:punct\tSpaceAfter=No
6\t"\t"\tPUNCT\t''\t_\t3\tpunct\t3:punct\t_

# sent_id = a-2
# text = Talks ended.
1\tTalks\ttalk\tNOUN\tNNS\tNumber=Plur\t2\tnsubj\t2:nsubj\t_
2\tended\tend\tVERB\tVBD\t_\t0\troot\t0:root\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t2:punct\t_

# newpar id = a-p2
# sent_id = a-3
# text = Iran hoped
1\tIran\tIran\tPROPN\tNNP\t_\t2\tnsubj\t2:nsubj\t_
2\thoped\thope\tVERB\tVBD\t_\t0\troot\t0:root\t_
"""


def test_language_treebank_paragraphs() -> None:
    first, second = paragraphs(TREEBANK.splitlines())
    assert [text_of(first), text_of(second)] == ['"They don\'t." Talks ended.', "Iran hoped"]
    assert [(word.form, word.head, word.space) for word in first[0]] == [
        ('"', 2, False), ("They", 2, True), ("do", 2, False), ("n't", 2, False), (".", 2, False), ('"', 2, True)
    ]  # fmt: skip


def test_language_treebank_documents() -> None:
    (whole,) = paragraphs(TREEBANK.splitlines(), whole_documents=True)
    assert text_of(whole) == '"They don\'t." Talks ended. Iran hoped'


def test_language_treebank_refuses_a_broken_line() -> None:
    with pytest.raises(ValueError, match="10 columns, not 3"):
        list(paragraphs(["1\tTalks\ttalk"]))


def parsed(words: list[str], heads: list[int], deps: list[str], **columns: Any) -> Doc:  # noqa: ANN401 - as Doc takes them
    return Doc(spacy.blank("en").vocab, words=words, heads=heads, deps=deps, **columns)


def tally(doc: Doc) -> Tally:
    _, second = paragraphs(TREEBANK.splitlines())
    counts = Tally()
    counts.add(tuple(analysed_paragraph(second)), tuple(analysed_doc(doc)))
    return counts


def test_language_score_of_what_is_right() -> None:
    columns = {"tags": ["NNP", "VBD"], "pos": ["PROPN", "VERB"], "lemmas": ["Iran", "hope"]}
    counts = tally(parsed(["Iran", "hoped"], [1, 1], ["nsubj", "ROOT"], **columns))
    assert {name: counts.f1(name) for name in METRICS} == dict.fromkeys(METRICS, 1.0)
    assert counts.relation("nsubj") == 1.0


@pytest.mark.parametrize(
    ("doc", "expected"),
    [
        (parsed(["Iran", "hoped"], [1, 1], ["obj", "ROOT"]), {"words": 1.0, "uas": 1.0, "las": 0.5, "sentences": 1.0}),
        (parsed(["Iran", "hoped"], [1, 1], ["nsubj:pass", "ROOT"]), {"las": 1.0, "las_subtypes": 0.5}),
        (parsed(["Iran", "hoped"], [0, 0], ["ROOT", "nsubj"]), {"words": 1.0, "uas": 0.0}),
        (parsed(["Iran", "hoped"], [0, 1], ["ROOT", "ROOT"]), {"words": 1.0, "uas": 0.5, "sentences": 0.0}),
        (parsed(["I", "ran", "hoped"], [2, 2, 2], ["nsubj", "obj", "ROOT"]), {"words": 0.4, "uas": 0.4, "las": 0.4}),
        (parsed(["Iran", " ", "hoped"], [2, 0, 2], ["nsubj", "", "ROOT"]), {"words": 1.0, "uas": 1.0, "las": 1.0, "sentences": 1.0}),
    ],
)
def test_language_score_of_what_is_wrong(doc: Doc, expected: dict[str, float]) -> None:
    counts = tally(doc)
    assert {name: counts.f1(name) for name in expected} == expected


def test_language_score_without_punctuation() -> None:
    first, _ = paragraphs(TREEBANK.splitlines())
    counts = Tally()
    heads, deps = [0, 2, 2, 2, 2, 2, 7, 7, 7], ["ROOT", "nsubj", "ROOT", "advmod", "punct", "punct", "nsubj", "ROOT", "punct"]
    doc = parsed(['"', "They", "do", "n't", ".", '"', "Talks", "ended", "."], heads, deps)
    counts.add(tuple(analysed_paragraph(first)), tuple(analysed_doc(doc)))
    assert [counts.f1("las"), counts.f1("las_words")] == pytest.approx([8 / 9, 2 * 5 / (5 + 6)])


def test_language_score_of_nothing() -> None:
    assert Tally().f1("las") == 0.0
    assert list(analysed_doc(parsed([], [], []))) == []
    assert Analysed(0, 1, "X", "X", "x", None, "root", first=True).head is None


@pytest.mark.parametrize(
    ("part", "form", "lemma"),
    [
        ("verb", "hoped", "hope"), ("verb", "hopped", "hop"), ("verb", "agreed", "agree"), ("verb", "denies", "deny"),
        ("verb", "met", "meet"), ("verb", "expelled", "expel"), ("verb", "visiting", "visit"), ("verb", "tying", "tie"),
        ("verb", "panicked", "panic"), ("verb", "staging", "stage"), ("verb", "unheardofed", "unheardof"),
        ("noun", "treaties", "treaty"), ("noun", "crises", "crisis"), ("noun", "sanctions", "sanction"), ("noun", "uses", "use"),
        ("adj", "bigger", "big"), ("adj", "easiest", "easy"),
    ],
)  # fmt: skip
def test_language_lemma_tables(part: str, form: str, lemma: str) -> None:
    index = {
        "verb": {"hope", "hop", "agree", "deny", "meet", "expel", "visit", "tie", "panic", "stag", "stage"},
        "noun": {"treaty", "crisis", "sanction", "us", "use"},
        "adj": {"big", "easy"},
    }
    made = tables(paragraphs((TREEBANK + ADJECTIVE).splitlines()), index, {"verb": {"met": ["meet"]}, "noun": {"crises": ["crisis"]}})
    nlp = spacy.blank("en")
    pipe: Any = nlp.add_pipe("lemmatizer", config={"mode": "rule"})
    lookups = Lookups()
    for name, table in made.items():
        lookups.add_table(name, table)
    pipe.initialize(lookups=lookups)
    features = {"verb": "Tense=Past", "noun": "Number=Plur", "adj": "Degree=Cmp"}
    (token,) = Doc(nlp.vocab, words=[form], pos=[part.upper()], morphs=[features[part]])
    assert pipe.lemmatize(token)[0] == lemma


ADJECTIVE = """
# sent_id = a-4
# text = Good
1\tGood\tgood\tADJ\tJJ\tDegree=Pos\t0\troot\t0:root\t_
"""
