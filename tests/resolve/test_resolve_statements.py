"""From hand-made candidates to statements: holders, addressees, each act once, nothing lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from diplograph import mentions, resolve, tree
from diplograph.model import Article, Candidate, Omission, Parsed, SourceText, Span
from diplograph.registry import Newcomer, Registry
from diplograph.resolve.holders import Holders
from diplograph.resolve.merge import Held, merged
from diplograph.resources import Workspace

TEXT = "Norway accused Russia of sabotage . We condemn it ."
WORDS = TEXT.split(" ")
PARSE = [
    ("PROPN", "nsubj", 1), ("VERB", "ROOT", 1), ("PROPN", "obj", 1), ("ADP", "case", 4), ("NOUN", "obl", 1), ("PUNCT", "punct", 1),
    ("PRON", "nsubj", 7), ("VERB", "ROOT", 7), ("PRON", "obj", 7), ("PUNCT", "punct", 7),
]  # fmt: skip


@pytest.fixture(scope="module")
def names() -> mentions.Names:
    return mentions.Names.of(Registry.load(Workspace()))


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def candidate(**changes: object) -> Candidate:
    made = Candidate(
        span=span("Norway accused Russia of sabotage"), kind="accusation", stance="against", voice="indirect", attitude="holds_true",
        rule="case", confidence=0.8, paragraph=0, cue_token=1, source_span=span("Norway"), cue_span=span("accused"),
        content_span=span("Russia of sabotage"), addressee_spans=(span("Russia"),),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def found(names: mentions.Names, *candidates: Candidate, **metadata: object) -> resolve.Resolved:
    doc = Doc(Vocab(), WORDS, pos=[row[0] for row in PARSE], deps=[row[1] for row in PARSE], heads=[row[2] for row in PARSE], lemmas=WORDS)
    article = Article("case", SourceText("case", TEXT, "case"), (Span(0, len(TEXT)),), **metadata)  # type: ignore[arg-type]
    parsed = (Parsed(0, tree.Doc.of(doc), 0),)
    return resolve.statements(article, parsed, candidates, mentions.find(parsed, article, names), names)


def labels(names: mentions.Names, iris: tuple[str, ...], *newcomers: Newcomer) -> list[str]:
    known = names.registry.extended(newcomers)
    return [known.label(iri) for iri in iris]


def test_statement_has_holder_addressee_and_content(names: mentions.Names) -> None:
    (made,) = found(names, candidate()).statements
    assert labels(names, made.holders) == ["Norway"]
    assert labels(names, made.addressees) == ["Russia"]
    assert (made.content, made.kind, made.rule, made.confidence) == ("Russia of sabotage", "accusation", "case", "0.80")
    assert made.span.of(TEXT) == "Norway accused Russia of sabotage"


@pytest.mark.parametrize("cut", [0, 3])
def test_a_name_that_the_parser_cut_is_whole(cut: int, names: mentions.Names) -> None:
    """As of "Ursula von | der Leyen": passage and source begin with the name."""
    (made,) = found(names, candidate(span=Span(cut, 33), source_span=Span(cut, 6))).statements
    assert made.span.of(TEXT) == "Norway accused Russia of sabotage"
    assert made.source_span == span("Norway")
    assert labels(names, made.holders) == ["Norway"]


def test_statement_ids_depend_on_what_was_found_alone(names: mentions.Names) -> None:
    assert found(names, candidate()) == found(names, candidate())


def test_accusation_without_a_phrase_blames_its_object(names: mentions.Names) -> None:
    (made,) = found(names, candidate(addressee_spans=())).statements
    assert labels(names, made.addressees) == ["Russia"]


def test_two_candidates_of_one_act_make_one_statement(names: mentions.Names) -> None:
    weaker = candidate(span=span("accused Russia of sabotage"), rule="weaker", confidence=0.5)
    made = found(names, weaker, candidate()).statements
    assert [one.rule for one in made] == ["case"]


def test_two_holders_of_one_passage_make_two_statements(names: mentions.Names) -> None:
    other = candidate(source_span=span("Russia"), addressee_spans=())
    assert len(found(names, candidate(), other).statements) == 2


LOST = [
    (candidate(hypothetical=True), "hypothetical"),
    (candidate(source_span=span("sabotage")), "nobody is named who holds it"),
    (candidate(source_span=None), "nobody is named who holds it"),
    (candidate(speaker="author", source_span=None), ""),
]


@pytest.mark.parametrize(("one", "reason"), LOST, ids=["hypothetical", "a thing", "nobody", "an unknown author"])
def test_what_is_not_resolved_is_listed(one: Candidate, reason: str, names: mentions.Names) -> None:
    result = found(names, one)
    assert [lost.reason for lost in result.unresolved] == [reason] * bool(reason)
    assert len(result.statements) + len(result.unresolved) == 1


def test_a_conditional_stance_needs_a_condition(names: mentions.Names) -> None:
    (made,) = found(names, candidate(stance="conditional")).statements
    assert made.content_stance == "for"


WE = {"span": span("We condemn it"), "speaker": "we", "source_span": span("We"), "voice": "author", "cue_token": 7}
BLINKEN = {"author": "Antony J. Blinken, Secretary of State", "outlet": "US Department of State"}
VOICES = [
    ({"author": "Pieter Vandam", "outlet": "The Harbour Post"}, ["Pieter Vandam"], []),
    ({"author": "Reuters", "outlet": "Reuters"}, [], []),
    ({}, ["author of case"], []),
    ({"author": "Office of the Spokesperson", "outlet": "US Department of State"}, ["United States"], []),
    (BLINKEN | {"date": "2022-02"}, ["Antony Blinken"], ["United States"]),
    (BLINKEN | {"date": "2006"}, ["Antony Blinken"], []),
]  # fmt: skip


@pytest.mark.parametrize(("metadata", "holders", "state"), VOICES)
def test_we_is_whose_article_it_is(metadata: dict[str, str], holders: list[str], state: list[str], names: mentions.Names) -> None:
    result = found(names, candidate(**WE), **metadata)
    assert [labels(names, one.holders, *result.newcomers) for one in result.statements] == ([holders] if holders else [])
    assert [labels(names, one.on_behalf_of) for one in result.statements] == ([state] if holders else [])


def test_a_byline_that_was_set_apart_names_the_signatory(names: mentions.Names) -> None:
    byline = (Omission(span("Norway"), "byline: who wrote or issued it"),)
    result = found(names, candidate(**WE), outlet="US Department of State", omitted=byline)
    assert labels(names, result.statements[0].holders) == ["Norway"]


def test_only_newcomers_that_are_used_are_kept(names: mentions.Names) -> None:
    assert found(names, candidate()).newcomers == ()
    assert [one.name for one in found(names, candidate(**WE)).newcomers] == ["author of case"]


@pytest.mark.parametrize(("doer", "kind"), [("Norway", "rejection"), ("Russia", "accusation")])
def test_what_one_tells_of_ones_own_side_is_ones_act(names: mentions.Names, doer: str, kind: str) -> None:
    (made,) = found(names, candidate(doer_span=span(doer), own_act=("rejection", "against"))).statements
    assert (made.kind, labels(names, made.holders)) == (kind, ["Norway"])


@pytest.mark.parametrize(("rule", "left"), [("verb:say", "verb:say"), ("idiom:let be known", "noun:support")])
def test_what_a_claim_tells_of_its_own_side_stands_in_it(rule: str, left: str) -> None:
    said = candidate(rule=rule, content_span=span("Russia of sabotage . We condemn it"), span=Span(0, len(TEXT)), confidence=0.5)
    inside = candidate(rule="noun:support", span=span("We condemn it"), source_span=span("We"), content_span=span("condemn it"))
    held = [Held(one, Holders(("norway",)), ()) for one in (said, inside)]
    assert [one.candidate.rule for one in merged(held, frozenset())] == [left]


def test_two_acts_of_one_holder_in_one_passage_are_two_where_their_contents_are(names: mentions.Names) -> None:
    other = candidate(span=span("accused Russia of sabotage"), cue_span=span("of"), content_span=span("sabotage"), confidence=0.5)
    first = candidate(content_span=span("Russia"))
    assert len(found(names, first, other).statements) == 2
