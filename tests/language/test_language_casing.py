"""A text in capitals, or without any, gets the letters of mixed case, one for each."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplograph.language.casing import is_caseless, is_shouted, restored
from diplograph.language.surface import flatten
from diplograph.registry import Registry
from diplograph.resources import Workspace

SIGNS = " \t\n\xa0\u200b\ufeff“”\"'’—–-….,U.S$é👩\u200d\u0301İßǅſŉ\u202e"
ODD = st.text(alphabet=st.one_of(st.sampled_from(SIGNS), st.characters()), max_size=200)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load(Workspace())


@pytest.mark.parametrize(
    "mixed",
    [
        "The foreign minister of Russia, Sergei Lavrov, said on Monday that the United States doesn’t want peace.",
        "“We will not yield,” he said, adding: “The U.S. knows.” Then the delegation left.",
        "The US told us that May 5 may be too late. Who knows?",
        "Iran’s enrichment of uranium worries the IAEA, Zhao Lijian told the UN Security Council.",
        "Mr. Putin denounced NATO. The DPRK’s envoy, Gen. Kim, met him on 3 March 2021.",
        "The U.N. envoy said no.",
        "Resolution 2231 and the E3 were not forgotten in the 1990s, nor on the 22nd.",
        "The White House urged Turkey to ratify Finland’s accession to NATO.",
        "Delegates from İstanbul said nothing.",
        "Is it over? “No,” she said.",
    ],
)
@pytest.mark.parametrize("case", ["capitals", "small letters"])
def test_language_casing_is_restored(registry: Registry, mixed: str, case: str) -> None:
    changed = "".join(new if len(new := (letter.upper() if case == "capitals" else letter.lower())) == 1 else letter for letter in mixed)
    assert restored(flatten(changed), registry) == flatten(mixed)


@pytest.mark.parametrize(
    ("printed", "given_to_the_parser"),
    [
        ("WHO SAID SO?", "Who said so?"),  # the World Health Organization is lost
        ("THE MAY SUMMIT", "The may summit"),  # the month is lost
        ("STRAßE", "Straße"),
        ("GREENLAND’S PREMIER, ORSOLA QUILLSEN, DEMURRED.", "Greenland's premier, Orsola Quillsen, demurred."),
        ("", ""),
    ],
)
def test_language_casing_without_names(printed: str, given_to_the_parser: str) -> None:
    assert restored(flatten(printed)) == given_to_the_parser


@pytest.mark.parametrize(
    ("text", "shouted", "caseless"),
    [
        ("THE PRESIDENT SAID THE U.S. WOULD WITHDRAW.", True, False),
        ("NATO, EU, UN AGREE", False, False),
        ("WASHINGTON (AP) — The president left.", False, False),
        ("外交部长表示他的国家不会承认这次吞并并呼吁双方重返谈判桌" * 10, False, False),
        ("russia said no. " * 20, False, True),
        ("russia said no.", False, False),
        ("russia said no. " * 20 + "Iran agreed.", False, False),
        ("", False, False),
    ],
)
def test_language_casing_is_told(text: str, shouted: bool, caseless: bool) -> None:
    assert (is_shouted(text), is_caseless(text)) == (shouted, caseless)


@given(ODD)
def test_language_casing_keeps_the_length_and_all_but_case(registry: Registry, text: str) -> None:
    for one in (text, text.upper(), text.lower()):
        new = restored(one, registry)
        assert len(new) == len(one)
        assert all(a == b or a.lower() == b.lower() or a.upper() == b.upper() for a, b in zip(one, new, strict=True))


def test_language_casing_table_holds_words_only() -> None:
    from importlib.resources import files

    text = (files("diplograph.language") / "casing.txt").read_text("utf-8")
    words = [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]
    assert 10_000 < len(words) < 30_000
    assert all(re.fullmatch(r"[A-Za-z]+", word) for word in words)
    assert len({word.lower() for word in words}) == len(words)
    assert {"said", "minister", "treaty", "NATO"} <= set(words)
    assert not {"russia", "Russia", "monday"} & set(words)
