"""How much of the text names a source, as a table, and whose a participle is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from diplograph import mentions
from diplograph.model import Candidate, Span
from diplograph.registry import Registry
from diplograph.resolve.coreference import resolved
from diplograph.resolve.holders.sources import full, source
from diplograph.resolve.holders.speakers import speakers
from diplograph.resolve.who import Who
from diplograph.resources import Workspace
from parsed_cases import article, cases, parsed

CASES = cases(Path(__file__).with_name("sources.yaml"))


@pytest.fixture(scope="module")
def names() -> mentions.Names:
    return mentions.Names.of(Registry.load(Workspace()))


def who(case: dict[str, Any], names: mentions.Names) -> Who:
    paragraphs = parsed(case)
    found = mentions.find(paragraphs, article(case), names)
    whom = resolved(paragraphs, found, names, speakers(article(case), paragraphs, found, names))
    found = replace(found, profiles={**found.profiles, **whom.profiles})
    return Who(paragraphs, found, whom.mentions, names, case["text"], dict(whom.newcomers))


def test_every_case_is_found() -> None:
    assert len(CASES) == 6


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_full_takes_the_whole_phrase(case: dict[str, Any], names: mentions.Names) -> None:
    text = case["text"]
    for phrase, whole in case["whole"].items():
        start = text.index(phrase)
        assert full(Span(start, start + len(phrase)), who(case, names)).of(text) == whole


# A cue, what the construction takes for its source, and whom the text means.
TOLD = [
    (
        "Okello spoke in Abuja, insisting that figures were false.", "insisting", "figures", "Okello",
        ["Okello Okello PROPN nsubj 1 S", "spoke speak VERB ROOT 1 =VBD", "in in ADP case 3", "Abuja Abuja PROPN obl 1 _",
         ", , PUNCT punct 5", "insisting insist VERB advcl 1 =VBG", "that that SCONJ mark 9", "figures figure NOUN nsubj 9 =NNS",
         "were be AUX cop 9 =VBD", "false false ADJ ccomp 5 _", ". . PUNCT punct 1 _"],
    ),
    (
        "MOSCOW (AA) - The Kremlin refused.", "refused", "MOSCOW", "The Kremlin",
        ["MOSCOW MOSCOW PROPN nsubj 7 S", "( ( PUNCT punct 2 _", "AA AA PROPN appos 0 _", ") ) PUNCT punct 2", "- - PUNCT punct 0",
         "The the DET det 6", "Kremlin Kremlin PROPN nsubj 7", "refused refuse VERB ROOT 7 _ =VBD", ". . PUNCT punct 7 _"],
    ),
    (
        "John Weller, the US envoy, agreed.", "agreed", "the US envoy", "John Weller, the US envoy",
        ["John John PROPN nsubj 7 S", "Weller Weller PROPN flat 0 _", ", , PUNCT punct 5", "the the DET det 5", "US US PROPN compound 5",
         "envoy envoy NOUN nsubj 7 _", ", , PUNCT punct 5", "agreed agree VERB ROOT 7 _ =VBD", ". . PUNCT punct 7 _"],
    ),
    (
        "According to La Stampa he said it rained.", "said", "La Stampa", "he",
        ["According accord VERB case 2 S =VBG", "to to ADP fixed 0 =IN", "La La PROPN obl 5 =NNP",
         "Stampa Stampa PROPN flat 2 =NNP", "he he PRON nsubj 5 =PRP", "said say VERB ROOT 5 =VBD", "it it PRON nsubj 7 =PRP",
         "rained rained ADJ ccomp 5 _ =JJ", ". . PUNCT punct 5 _ =."],
    ),
    (
        "The boxes arrived on Thursday, according to an aide.", "according to", "an aide", "an aide",
        ["The the DET det 1 S =DT", "boxes box NOUN nsubj 2 =NNS", "arrived arrive VERB ROOT 2 =VBD", "on on ADP case 4 =IN",
         "Thursday Thursday PROPN obl 2 _ =NNP", ", , PUNCT punct 2 =,", "according accord VERB case 9 =VBG", "to to ADP fixed 6 =IN",
         "an a DET det 9 =DT", "aide aide NOUN obl 2 _ =NN", ". . PUNCT punct 2 _ =."],
    ),
    (
        "The rights group Amnesty International objected.", "objected", "The rights group", "The rights group Amnesty International",
        ["The the DET det 2 S =DT", "rights right NOUN compound 2 =NNS", "group group NOUN nsubj 5 =NN",
         "Amnesty Amnesty PROPN compound 4 =NNP", "International International PROPN nsubj 5 =NNP",
         "objected object VERB ROOT 5 _ =VBD", ". . PUNCT punct 5 _ =."],
    ),
    (
        "Under Secretary for Trade Ana Holt objected.", "objected", "Under Secretary", "Under Secretary for Trade Ana Holt",
        ["Under under ADP case 1 S =IN", "Secretary Secretary PROPN ROOT 1 =NNP", "for for ADP mark 6 =IN",
         "Trade Trade PROPN nmod:desc 4 =NNP", "Ana Ana PROPN nsubj 6 =NNP", "Holt Holt PROPN flat 4 =NNP",
         "objected object VERB nmod 1 _ =VBD", ". . PUNCT punct 1 _ =."],
    ),
    (
        "Ana Holt has called for the farmers to leave, saying that it rained.", "saying", "the farmers", "Ana Holt",
        ["Ana Ana PROPN nsubj 3 S =NNP", "Holt Holt PROPN flat 0 =NNP", "has have AUX aux 3 =VBZ", "called call VERB ROOT 3 =VBN",
         "for for SCONJ mark 8 =IN", "the the DET det 6 =DT", "farmers farmer NOUN nsubj 8 =NNS", "to to PART mark 8 =TO",
         "leave leave VERB advcl 3 _ =VB", ", , PUNCT punct 10 =,", "saying say VERB advcl 8 =VBG", "that that SCONJ mark 13 =IN",
         "it it PRON nsubj 13 =PRP", "rained rain VERB ccomp 10 _ =VBD", ". . PUNCT punct 3 _ =."],
    ),
    (
        "The study found a rise and 50% backing a ban.", "backing", "The study", "50%",
        ["The the DET det 1 S =DT", "study study NOUN nsubj 2 =NN", "found find VERB ROOT 2 =VBD", "a a DET det 4 =DT",
         "rise rise NOUN obj 2 =NN", "and and CCONJ cc 7 =CC", "50 50 NUM nummod 7 _ =CD", "% % SYM conj 4 =NN",
         "backing back VERB advcl 2 =VBG", "a a DET det 10 =DT", "ban ban NOUN obj 8 _ =NN", ". . PUNCT punct 2 _ =."],
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", TOLD, ids=lambda case: case[0])
def test_source_mends_the_parse(case: tuple[str, str, str, str, list[str]], names: mentions.Names) -> None:
    text, cue, found, meant, rows = case

    def span(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    told = Candidate(
        Span(0, len(text) - 1), "assessment", "none", "indirect", "holds_true", "verb:insist", 0.8, 0, len(text[: text.index(cue)].split()),
        cue_span=span(cue), source_span=span(found), speaker="named",
    )  # fmt: skip
    mended = source(told, who({"text": text, "rows": rows}, names))
    assert mended is not None
    assert mended.of(text) == meant
