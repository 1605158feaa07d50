"""Passages: the offsets count in the source text, and prefix, quote and suffix find the passage again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from diplograph.model import Action, Article, SourceText, Span, Statement, Term
from diplograph.rdf import Run, article_quads, graph_of
from diplograph.rdf.describe import dated
from diplograph.registry import Newcomer, Registry
from diplograph.vocabulary import DCTERMS, DPG, IDS, OA, PROV, RDF, RDFS, SCHEMA, SKOS, XSD

REGISTRY = Registry([], {"Proposal": frozenset({"Statement"}), "State": frozenset({"Actor"})})
RUN = Run("1", "sha256:" + "0" * 64)
RUSSIA = IDS["state"]["russia"].value
# Few letters make texts that repeat themselves; the others are those that offsets and writers trip over.
TEXTS = st.text(st.sampled_from('aab \n\U0001d54f\u0301\u05e9\u202e“”"\\\x85\u2028'), min_size=2, max_size=400)


def article(text: str, **more: object) -> Article:
    source = SourceText("a key", text, "a.txt")
    return Article(key="a key", source=source, body=(Span(0, len(text)),), **more)  # type: ignore[arg-type]


def statement(span: Span, **more: object) -> Statement:
    fields: dict[str, object] = {
        "iri": IDS["statement"]["x"].value, "article": "a key", "span": span, "holders": (RUSSIA,), "kind": "proposal", "voice": "direct",
        "content": "a moratorium", "content_stance": "for", "attitude": "wants",
    }  # fmt: skip
    return Statement(**(fields | more))  # type: ignore[arg-type]


def values(quads: list[Quad], subject: object, predicate: NamedNode) -> list[str]:
    ends = [quad.object for quad in quads if quad.subject == subject and quad.predicate == predicate]
    return [end.value for end in ends if isinstance(end, NamedNode | Literal)]


def passages(quads: list[Quad]) -> Iterator[tuple[int, int, str, str, str]]:
    """Start, end, quote, prefix and suffix of every passage."""
    for passage in {quad.subject for quad in quads if quad.object == DPG["Passage"]}:
        selectors = [NamedNode(iri) for iri in values(quads, passage, OA["hasSelector"])]
        found = {
            name: value for s in selectors for name in ("start", "end", "exact", "prefix", "suffix") for value in values(quads, s, OA[name])
        }
        assert len(selectors) == 2
        yield int(found["start"]), int(found["end"]), found["exact"], found["prefix"], found["suffix"]


@given(TEXTS, st.data())
@example("ab" * 200, None)
@example("\U0001d54f\u0301" * 40 + "x", None)
def test_rdf_describe_passage_leads_back_to_its_words(text: str, data: st.DataObject | None) -> None:
    start = data.draw(st.integers(0, len(text) - 1)) if data else 70
    end = data.draw(st.integers(start + 1, len(text))) if data else 72
    assume(end <= len(text))
    quads = list(article_quads(article(text), [statement(Span(start, end))], REGISTRY, RUN))
    (found,) = passages(quads)
    assert found[:2] == (start, end)
    assert found[2] == text[start:end]
    prefix, suffix = found[3:]
    assert text[:start].endswith(prefix)
    assert text[end:].startswith(suffix)
    whole = prefix + found[2] + suffix
    once = text.find(whole, text.find(whole) + 1) < 0
    # A text that repeats itself for hundreds of letters stays ambiguous, and the offsets decide.
    assert once or (len(prefix) == min(256, start) and len(suffix) == min(256, len(text) - end))


@pytest.mark.parametrize(
    ("text", "span", "prefix", "suffix"),
    [
        ("abc", Span(1, 2), "a", "c"),
        ("abc", Span(0, 3), "", ""),
        ("x" * 50 + "NO" + "y" * 50, Span(50, 52), "x" * 32, "y" * 32),
        ("." * 40 + "NO" + "." * 40 + "NO" + "." * 50, Span(40, 42), "." * 40, "." * 40 + "NO" + "." * 22),
    ],
)
def test_rdf_describe_context(text: str, span: Span, prefix: str, suffix: str) -> None:
    quads = list(article_quads(article(text), [statement(span)], REGISTRY, RUN))
    ((_, _, _, *context),) = passages(quads)
    assert context == [prefix, suffix]


def test_rdf_describe_everything_has_a_type_a_label_and_an_iri() -> None:
    text = "Russia proposes a moratorium if NATO agrees."
    full = statement(
        Span(0, 44), issue=IDS["issue"]["i"].value, stance="conditional", leaning="for", condition="if NATO agrees",
        condition_span=Span(29, 43), source_span=Span(0, 6), cue_span=Span(7, 15), content_span=Span(16, 28),
        terms=(Term("offered", "a moratorium", (RUSSIA,), (RUSSIA,), IDS["issue"]["i"].value),), date="2022-02", date_basis="stated",
        rule="r", confidence="0.9", core=True, topics=(IDS["issue"]["t"].value,), invokes=(IDS["treaty"]["t"].value,),
    )  # fmt: skip
    action = Action(IDS["action"]["y"].value, "a key", Span(0, 6), (RUSSIA,), "meeting", "held", "a meeting", date="2022")
    quads = list(article_quads(article(text), [full, action, Newcomer("Ruritania", "state")], REGISTRY, RUN))
    assert {quad.graph_name for quad in quads} == {graph_of(article(text))}
    assert not any(isinstance(term, BlankNode) for quad in quads for term in quad.triple)
    subjects = {quad.subject for quad in quads}
    assert {quad.subject for quad in quads if quad.predicate == RDF["type"]} == subjects
    named = {quad.subject for quad in quads if quad.predicate in {RDFS["label"], SKOS["prefLabel"]}}
    assert named == subjects
    labels = [quad.object for quad in quads if quad.predicate in {RDFS["label"], SKOS["prefLabel"]}]
    assert all(isinstance(label, Literal) and label.language == "en" for label in labels)
    for start, end, quote, _, _ in passages(quads):
        assert text[start:end] == quote
    assert len(list(passages(quads))) == 5
    me = IDS["statement"]["x"]
    assert values(quads, me, DPG["date"]) == ["2022-02"]
    assert {quad.object for quad in quads if quad.subject == me and quad.predicate == RDF["type"]} == {
        DPG["Proposal"], DPG["Statement"], PROV["Entity"],
    }  # fmt: skip


def test_rdf_describe_article_outside_the_seeds_has_a_digest() -> None:
    one, other = article("one"), article("other")
    assert graph_of(one) != graph_of(other)
    assert graph_of(one).value.startswith(f"{IDS['graph'].iri}a%20key-")
    seed = article("one", seed=True)
    assert graph_of(seed) == IDS["graph"]["a%20key"]
    for told in (one, seed):
        quads = list(article_quads(told, [], REGISTRY, RUN))
        assert [quad.object for quad in quads if quad.predicate == DCTERMS["identifier"]] == [Literal("a key")]


def test_rdf_describe_metadata() -> None:
    told = article("one", title="Títle", author="A. Nobody", outlet="The Daily", date="2022-02-22", language="es", url="https://x.org/")
    quads = list(article_quads(told, [], REGISTRY, RUN))
    facts = {(quad.predicate, quad.object) for quad in quads if quad.subject == IDS["article"][graph_of(told).value.rsplit("/", 1)[-1]]}
    assert (SCHEMA["headline"], Literal("Títle", language="es")) in facts
    assert (SCHEMA["datePublished"], Literal("2022-02-22", datatype=XSD["date"])) in facts
    assert (SCHEMA["url"], NamedNode("https://x.org/")) in facts
    assert (SCHEMA["author"], NamedNode(Newcomer("A. Nobody", "person").iri)) in facts
    assert (SCHEMA["publisher"], NamedNode(Newcomer("the daily", "outlet").iri)) in facts


@pytest.mark.parametrize(("date", "kind"), [("2022", "gYear"), ("2022-02", "gYearMonth"), ("2022-02-22", "date")])
def test_rdf_describe_dated(date: str, kind: str) -> None:
    assert dated(date) == Literal(date, datatype=XSD[kind])


@pytest.mark.parametrize(("start", "end"), [(0, 0), (-1, 2), (3, 2)])
def test_model_span_refuses(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="a span starts at or after 0"):
        Span(start, end)


@pytest.mark.parametrize(
    ("span", "inside"),
    [(Span(0, 3), True), (Span(2, 3), True), (Span(2, 6), True), (Span(3, 4), False), (Span(4, 6), False), (Span(5, 9), False)],
)
def test_model_article_holds(span: Span, inside: bool) -> None:
    told = Article("k", SourceText("k", "0123456789", "k"), (Span(0, 3), Span(5, 8)))
    assert told.holds(span) is inside
