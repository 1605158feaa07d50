"""Positions by the rule in the module: tables of who wanted what when, and what comes of it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from diplograph.positions import Tenure, Want, bounds, counting_quads, counts_for, derive, derive_issue, episodes
from diplograph.rdf import GRAPHS
from diplograph.store import Store
from diplograph.vocabulary import DPG, RDF, local

# Each want is "date stance", or "date stance/leaning"; "-" is no date. Each episode is "stance first last wants/undated".
FOR, AGAINST, IF = "For", "Against", "Conditional"


def wants(told: str) -> list[Want]:
    made = []
    for number, part in enumerate(told.split(", ")):
        date, words = part.split(" ")
        stance, _, leaning = words.partition("/")
        made.append(Want("a:state", "i:issue", f"s:{number}", stance, leaning or None, None if date == "-" else date))
    return made


def said(made: list[Want]) -> list[str]:
    lines = []
    for episode in episodes(made):
        key = episode.key
        stance = f"{key.stance}/{key.leaning}" if key.leaning else key.stance
        lines.append(f"{stance} {episode.first or '-'} {episode.last or '-'} {len(episode.wants)}/{len(episode.undated)}")
    return lines


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("2020-01-01 For", ["For 2020-01-01 2020-01-01 1/0"]),
        ("2020-01-01 For, 2022-01-01 For", ["For 2020-01-01 2022-01-01 2/0"]),
        # changes of mind
        (
            "2020-01-01 For, 2021-01-01 Against, 2022-01-01 For",
            ["Against 2021-01-01 2021-01-01 1/0", "For 2020-01-01 2020-01-01 1/0", "For 2022-01-01 2022-01-01 1/0"],
        ),
        (
            "2020-01-01 For, 2021-01-01 Against, 2022-01-01 For, 2023-01-01 Against",
            [
                "Against 2021-01-01 2021-01-01 1/0", "Against 2023-01-01 2023-01-01 1/0",
                "For 2020-01-01 2020-01-01 1/0", "For 2022-01-01 2022-01-01 1/0",
            ],
        ),
        ("2020-01-01 For, 2020-01-01 Against, 2020-01-01 For", ["Against 2020-01-01 2020-01-01 1/0", "For 2020-01-01 2020-01-01 2/0"]),
        ("2020-01-01 For, 2020-01-02 For, 2020-01-02 Against", ["Against 2020-01-02 2020-01-02 1/0", "For 2020-01-01 2020-01-02 2/0"]),
        # undated statements support and do not bound
        ("- For", ["For - - 0/1"]),
        ("- For, - Against", ["Against - - 0/1", "For - - 0/1"]),
        ("2020-01-01 For, - For, 2022-01-01 For", ["For 2020-01-01 2022-01-01 2/1"]),
        (
            "2020-01-01 For, 2021-01-01 Against, 2022-01-01 For, - For",
            ["Against 2021-01-01 2021-01-01 1/0", "For 2020-01-01 2020-01-01 1/1", "For 2022-01-01 2022-01-01 1/1"],
        ),
        ("2020-01-01 For, - Against, 2022-01-01 For", ["Against - - 0/1", "For 2020-01-01 2022-01-01 2/0"]),
        # conditions and leaning
        (
            "2020-01-01 For, 2021-01-01 Conditional, 2022-01-01 For",
            ["Conditional 2021-01-01 2021-01-01 1/0", "For 2020-01-01 2022-01-01 2/0"],
        ),
        (
            "2020-01-01 For, 2021-01-01 Conditional/Against, 2022-01-01 For",
            ["Conditional/Against 2021-01-01 2021-01-01 1/0", "For 2020-01-01 2020-01-01 1/0", "For 2022-01-01 2022-01-01 1/0"],
        ),
        (
            "2020-01-01 For, 2021-01-01 Conditional/For, 2022-01-01 For",
            ["Conditional/For 2021-01-01 2021-01-01 1/0", "For 2020-01-01 2022-01-01 2/0"],
        ),
        (
            "2020-01-01 Conditional/For, 2021-01-01 Conditional/Against, 2022-01-01 Conditional/For, 2021-06-01 Conditional",
            [
                "Conditional 2021-06-01 2021-06-01 1/0", "Conditional/Against 2021-01-01 2021-01-01 1/0",
                "Conditional/For 2020-01-01 2020-01-01 1/0", "Conditional/For 2022-01-01 2022-01-01 1/0",
            ],
        ),
        # precision: what overlaps does not lie strictly between
        ("2020 For, 2021 Against, 2022 For", ["Against 2021 2021 1/0", "For 2020 2020 1/0", "For 2022 2022 1/0"]),
        ("2021-03 For, 2021 Against, 2021-11 For", ["Against 2021 2021 1/0", "For 2021-03 2021-11 2/0"]),
        ("2021-03-31 For, 2021-03 Against, 2021-04-01 For",
         ["Against 2021-03 2021-03 1/0", "For 2021-03-31 2021-04-01 2/0"]),
        ("2021-02 For, 2021-03 Against, 2021-04-01 For",
         ["Against 2021-03 2021-03 1/0", "For 2021-02 2021-02 1/0", "For 2021-04-01 2021-04-01 1/0"]),
        ("2021 For, 2021-05-01 For", ["For 2021 2021 2/0"]),
        # a want of a whole year does not hide a change of mind within it
        (
            "2022 For, 2022-03-01 For, 2022-05-01 Against, 2022-06-01 For",
            ["Against 2022-05-01 2022-05-01 1/0", "For 2022 2022 2/0", "For 2022-06-01 2022-06-01 1/0"],
        ),
    ],
)  # fmt: skip
def test_positions_episodes(told: str, expected: list[str]) -> None:
    made = wants(told)
    assert said(made) == expected
    assert said(made[::-1]) == expected
    assert said(made + made) == expected


DATES = st.one_of(
    st.none(),
    st.dates().map(str).map(lambda date: date.zfill(10)),
    st.sampled_from(["2020", "2021", "2021-01", "2021-02", "2021-02-01", "2021-06-15", "2022"]),
)
WANTS = st.lists(
    st.builds(
        Want, st.sampled_from(["a:1", "a:2"]), st.sampled_from(["i:1", "i:2"]), st.integers(0, 20).map("s:{}".format),
        st.sampled_from([FOR, AGAINST, IF]), st.sampled_from([None, FOR, AGAINST]), DATES,
    ),
    max_size=15,
)  # fmt: skip


@given(WANTS)
def test_positions_rule_holds(made: list[Want]) -> None:
    """Every want is in an episode; no episode has a change of mind between two of its wants; each has an IRI of its own."""
    found = list(episodes(made))
    assert {want for episode in found for want in (*episode.wants, *episode.undated)} == set(made)
    dated = [want for episode in found for want in episode.wants]
    assert len(dated) == len(set(dated))
    assert len({episode.iri for episode in found}) == len(found)
    for episode in found:
        key = episode.key
        for want in (*episode.wants, *episode.undated):
            assert (want.actor, want.issue, want.stance, want.leaning) == (key.actor, key.issue, key.stance, key.leaning)
        contrary = [
            bounds(want.date)
            for want in made
            if want.date and (want.actor, want.issue) == (key.actor, key.issue) and want.direction * key.direction < 0
        ]
        for one, other in pairwise(episode.wants):
            assert not any(bounds(one.date or "")[1] < start and end < bounds(other.date or "")[0] for start, end in contrary)
        same = [one for one in found if one.wants and (one.key.actor, one.key.issue, one.key.stance, one.key.leaning) ==
                (key.actor, key.issue, key.stance, key.leaning)]  # fmt: skip
        for before, after in pairwise(same):  # and where one ends, there is one
            ended, begins = min(bounds(want.date or "")[1] for want in before.wants), bounds(after.first or "")[0]
            assert any(ended < start and end < begins for start, end in contrary)


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [("2022-02-22", "2022-02-22", "2022-02-22"), ("2022-02", "2022-02-01", "2022-02-31"), ("2022", "2022-01-01", "2022-12-31"),
     ("2022-13", "2022-13-01", "2022-13-31")],
)  # fmt: skip
def test_positions_bounds(date: str, first: str, last: str) -> None:
    assert bounds(date) == (first, last)


@pytest.mark.parametrize(
    ("start", "end", "date", "covered"),
    [
        ("2021-01-26", "2025-01-20", "2022-02-22", True),
        ("2021-01-26", "2025-01-20", "2021-01-26", True),
        ("2021-01-26", "2025-01-20", "2025-01-20", True),
        ("2021-01-26", "2025-01-20", "2021-01-25", False),
        ("2021-01-26", "2025-01-20", "2025-01-21", False),
        ("2021-01-26", "2025-01-20", "2021", True),
        ("2021-01-26", "2025-01-20", "2020", False),
        ("2021-01", "2025", "2025-12-31", True),
        (None, "2025", "1900", True),
        ("2021", None, "2999-01", True),
        (None, None, "2000", True),
    ],
)
def test_positions_tenure(start: str | None, end: str | None, date: str, covered: bool) -> None:
    assert Tenure("b:body", start, end).covers(date) is covered


# From a graph: who counts for which state

GRAPH = """
PREFIX dpg: <https://w3id.org/diplograph/ontology#> PREFIX org: <http://www.w3.org/ns/org#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> PREFIX : <https://x.org/>
INSERT DATA {
  :us a dpg:State, dpg:Actor ; skos:prefLabel "United States"@en, "Vereinigte Staaten"@de . :ru a dpg:State ; skos:prefLabel "Russia"@en .
  :administration a dpg:GovernmentBody ; dpg:actsFor :us . :un a dpg:InternationalOrganization .
  :blinken a dpg:Official . :t1 a dpg:Tenure ; org:member :blinken ; org:organization :administration ;
    dpg:from "2021-01-26"^^xsd:date ; dpg:until "2025-01-20"^^xsd:date .
  :guterres a dpg:Official . :t2 a dpg:Tenure ; org:member :guterres ; org:organization :un ; dpg:from "2017"^^xsd:gYear .
  :lavrov a dpg:Official . :t3 a dpg:Tenure ; org:member :lavrov ; org:organization :ru .
  :issue a dpg:Issue ; skos:prefLabel "NATO enlargement"@en . :topic a dpg:Topic .
  %s
}"""


def derived(*statements: str) -> Store:
    """The graph with statements `name: rest of its Turtle`, and what is derived from it."""
    told = " ".join(f":{s.split(': ', 1)[0]} a dpg:Statement ; dpg:attitude dpg:Wants ; {s.split(': ', 1)[1]} ." for s in statements)
    store = Store()
    store.inner.update(GRAPH % told)
    store.extend(list(derive(store)))
    return store


def positions(store: Store) -> list[str]:
    rows = store.select(
        """PREFIX dpg: <https://w3id.org/diplograph/ontology#>
        SELECT ?h ?s ?c (GROUP_CONCAT(STRAFTER(STR(?b), 'x.org/'); SEPARATOR='+') AS ?on) {
          { SELECT * { ?p a dpg:Position ; dpg:holder ?h ; dpg:stance ?s ; dpg:scope ?c ; dpg:basedOn ?b } ORDER BY ?b }
        } GROUP BY ?p ?h ?s ?c ORDER BY ?h ?c ?on"""
    ).records()
    return [f"{local(r['h'] or '')} {local(r['c'] or '')} {local(r['s'] or '')} {r['on']}" for r in rows]


WANT = 'dpg:issue :issue ; dpg:stance dpg:For ; dpg:date "2022-02-22"^^xsd:date'
UNDATED = "dpg:issue :issue ; dpg:stance dpg:For"


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([f"a: dpg:holder :us ; {WANT}"], ["us Own For a", "us RolledUp For a"]),
        # a body acting for a state
        ([f"a: dpg:holder :administration ; {WANT}"], ["administration Own For a", "us RolledUp For a"]),
        # an official in office, out of office, of an organization, at an unknown time
        ([f"a: dpg:holder :blinken ; {WANT}"], ["blinken Own For a", "us RolledUp For a"]),
        (['a: dpg:holder :blinken ; dpg:issue :issue ; dpg:stance dpg:For ; dpg:date "2020"^^xsd:gYear'], ["blinken Own For a"]),
        (['a: dpg:holder :blinken ; dpg:issue :issue ; dpg:stance dpg:For ; dpg:date "2021"^^xsd:gYear'],
         ["blinken Own For a", "us RolledUp For a"]),
        ([f"a: dpg:holder :guterres ; {WANT}"], ["guterres Own For a"]),
        ([f"a: dpg:holder :blinken ; {UNDATED}"], ["blinken Own For a"]),
        ([f"a: dpg:holder :lavrov ; {WANT}"], ["lavrov Own For a", "ru RolledUp For a"]),
        # speaking for a state, at any time
        ([f"a: dpg:holder :guterres ; dpg:onBehalfOf :us ; {UNDATED}"], ["guterres Own For a", "us RolledUp For a"]),
        ([f"a: dpg:holder :blinken ; dpg:onBehalfOf :administration ; {UNDATED}"], ["blinken Own For a", "us RolledUp For a"]),
        # joint holders; a statement counts once for a state
        ([f"a: dpg:holder :us, :ru ; {WANT}"], ["ru Own For a", "ru RolledUp For a", "us Own For a", "us RolledUp For a"]),
        ([f"a: dpg:holder :us, :administration, :blinken ; dpg:onBehalfOf :us ; {WANT}"],
         ["administration Own For a", "blinken Own For a", "us Own For a", "us RolledUp For a"]),
        # what own and rolled-up positions rest on
        ([f"a: dpg:holder :us ; {WANT}", f"b: dpg:holder :blinken ; {WANT}"],
         ["blinken Own For b", "us Own For a", "us RolledUp For a+b"]),
        # what counts for no position
        (["a: dpg:holder :us ; dpg:issue :topic ; dpg:stance dpg:For"], []),
        (["a: dpg:holder :us ; dpg:issue :issue ; dpg:stance dpg:NoStance"], []),
        (["a: dpg:holder :us ; dpg:issue :issue"], []),
        (["a: dpg:holder :us"], []),
    ],
)  # fmt: skip
def test_positions_of_a_graph(statements: list[str], expected: list[str]) -> None:
    assert positions(derived(*statements)) == expected


def test_positions_come_from_wants_alone() -> None:
    store = Store()
    store.inner.update(GRAPH % f":a a dpg:Statement ; dpg:attitude dpg:HoldsTrue ; dpg:holder :us ; {WANT} .")
    assert {quad.predicate for quad in derive(store)} == {DPG["countsFor"]}


def test_positions_graph_is_sound_and_derives_again() -> None:
    store = derived(f"a: dpg:holder :us ; {WANT}", "b: dpg:holder :blinken ; dpg:leaning dpg:For ; " + WANT.replace(":For", ":Conditional"))
    made = {quad for quad in store if quad.graph_name == GRAPHS["positions"]}
    assert made == set(derive(store))
    labels = sorted(
        record["l"] or ""
        for record in store.select(
            "SELECT ?l { ?p a <https://w3id.org/diplograph/ontology#Position> ; <http://www.w3.org/2000/01/rdf-schema#label> ?l }"
        ).records()
    )
    assert labels == [
        "United States (rolled up): conditional on: NATO enlargement", "United States (rolled up): for: NATO enlargement",
        "United States: for: NATO enlargement", "blinken: conditional on: NATO enlargement",
    ]  # fmt: skip
    assert sum(quad.predicate == RDF["type"] and quad.object == DPG["Position"] for quad in made) == 4


def test_positions_count_once_for_a_state() -> None:
    store = derived(f"a: dpg:holder :us, :administration, :blinken ; dpg:onBehalfOf :us ; {WANT}")
    assert counts_for(store) == {"https://x.org/a": {"https://x.org/us"}}
    assert sum(quad.predicate == DPG["countsFor"] for quad in store) == 1


# Of one issue, of some actors, of some statements: what the whole derivation has of them

HOLDERS = ("us", "ru", "administration", "blinken", "guterres", "lavrov")
ISSUES = ("issue", "other", "topic")
SAID = st.lists(
    st.tuples(
        st.sampled_from(HOLDERS), st.sampled_from(("", *HOLDERS)), st.sampled_from(ISSUES), st.sampled_from((FOR, AGAINST, IF)),
        st.sampled_from(("", "2016", "2021-06", "2022-02-22", "2026-01-01")),
    ),
    max_size=8,
)  # fmt: skip
TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}


@given(SAID, st.sets(st.sampled_from(HOLDERS)), st.sampled_from(ISSUES))
def test_positions_of_one_issue_are_those_of_the_whole(told: list[tuple[str, str, str, str, str]], some: set[str], issue: str) -> None:
    store = Store()
    lines = [":other a dpg:Issue ."]
    for number, (holder, behalf, about, stance, date) in enumerate(told):
        lines.append(
            f":s{number} a dpg:Statement ; dpg:attitude dpg:Wants ; dpg:holder :{holder} ; dpg:issue :{about} ; dpg:stance dpg:{stance} ."
        )
        lines += [f":s{number} dpg:onBehalfOf :{behalf} ."] if behalf else []
        lines += [f':s{number} dpg:date "{date}"^^xsd:{TYPES[len(date)]} .'] if date else []
    store.inner.update(GRAPH % "\n".join(lines))
    whole = Store.of(derive(store))
    actors = {f"https://x.org/{name}" for name in some}
    found = whole.inner.quads_for_pattern(None, DPG["issue"], NamedNode(f"https://x.org/{issue}"), None)
    meant = {quad.subject for quad in found}
    held = {quad.subject for quad in whole if quad.predicate == DPG["holder"] and getattr(quad.object, "value", "") in actors}
    assert set(derive_issue(store, f"https://x.org/{issue}")) == {quad for quad in whole if quad.subject in meant}
    assert set(derive_issue(store, f"https://x.org/{issue}", actors)) == {quad for quad in whole if quad.subject in meant & held}
    named = [f"https://x.org/s{number}" for number in range(0, len(told), 2)]
    counted = counts_for(store, named)
    everything = counts_for(store)
    assert {name: states for name, states in counted.items() if states} == {
        name: everything[name] for name in named if everything.get(name)
    }
    assert {quad for name in named for quad in counting_quads(name, counted.get(name, ()))} <= set(whole)
