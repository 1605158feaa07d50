"""IRIs: slugs, short forms and digests, with names that somebody chose badly or on purpose; and errors in one line."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from diplograph.errors import Fault, Place
from diplograph.vocabulary import DPG, ID, IDS, PREFIXES, curie, digest, expand, local, slug

ANY = st.text(st.characters(exclude_categories=["Cs"]))
LOCALS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]*", fullmatch=True)


@given(ANY)
def test_vocabulary_slug_is_safe_and_loses_nothing(text: str) -> None:
    made = slug(text)
    assert unquote(made) == text
    iri = f"{ID}article/{made}"
    assert NamedNode(iri).value == iri
    assert expand(iri) == iri
    assert not set(made) & set('/#?<>"{}|^`\\ ')


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("001_aff2640cea0e2486", "001_aff2640cea0e2486"), ("../../etc/passwd", "..%2F..%2Fetc%2Fpasswd"), ("a#b?c", "a%23b%3Fc"),
        ("x> <y", "x%3E%20%3Cy"), ("%41", "%2541"), ("é", "%C3%A9"), ("𝕏", "%F0%9D%95%8F"), ("", ""), ("U.S.", "U.S%2E"), ("..", ".%2E"),
    ],
)  # fmt: skip
def test_vocabulary_slug_cases(text: str, made: str) -> None:
    assert slug(text) == made


@given(st.sampled_from(sorted(PREFIXES)), LOCALS)
def test_vocabulary_curie_and_expand_are_inverse(prefix: str, name: str) -> None:
    iri = PREFIXES[prefix] + name
    assert expand(curie(iri)) == iri
    assert expand(f"{prefix}:{name}") == iri


@given(ANY)
def test_vocabulary_curie_of_anything_expands_to_itself_or_is_left(text: str) -> None:
    iri = f"{ID}state/{text}"
    short = curie(iri)
    assert short == iri or expand(short) == iri


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        ("state:russia", f"{ID}state/russia"), ("dpg:Actor", DPG["Actor"].value), ("https://x.org/a", "https://x.org/a"),
        ("state:", None), ("state:russia/x", None), ("state:russia> ?x", None), ("nobody:russia", None), ("Russia", None), ("", None),
        ("state:\nrussia", None), ("javascript:alert(1)", None), ("https://x.org/a b", None), ("https://x.org/a>", None),
        ("https://x.org/a\n", None), ("http://", None), ("urn:a:b", None),
    ],
)  # fmt: skip
def test_vocabulary_expand_cases(name: str, iri: str | None) -> None:
    assert expand(name) == iri


@given(st.lists(ANY, max_size=4), st.lists(ANY, max_size=4))
def test_vocabulary_digest_tells_parts_apart(one: list[str], other: list[str]) -> None:
    plain = all("\x1f" not in part for part in one + other)
    assert len(digest(*one)) == 16
    if plain and one and other:
        assert (digest(*one) == digest(*other)) == (one == other)


def test_vocabulary_kinds_do_not_overlap() -> None:
    folders = [namespace.iri for namespace in IDS.values()]
    assert len(set(folders)) == len(folders)
    assert all(iri.startswith(ID) and iri.endswith("/") for iri in folders)


@pytest.mark.parametrize(
    ("iri", "name"), [("https://x.org/a#b", "b"), ("https://x.org/a", "a"), ("https://x.org/", ""), ("urn:a", "urn:a")]
)
def test_vocabulary_local(iri: str, name: str) -> None:
    assert local(iri) == name


@pytest.mark.parametrize(
    ("fault", "line"),
    [
        (Fault("is wrong"), "is wrong"),
        (Fault("is wrong", "a.ttl"), "a.ttl: is wrong"),
        (Fault("is wrong", Place("a.ttl", 3), "mend it"), "a.ttl:3: is wrong; mend it"),
        (Fault("is\n  wrong\t", Place.of(Path("a.ttl")), "mend\r\nit"), "a.ttl: is wrong ; mend it"),
    ],
)
def test_errors_are_one_line(fault: Fault, line: str) -> None:
    assert str(fault) == line
