"""The cues as data: complete, free of doubles, and indexed as they are read."""

from __future__ import annotations

from collections import Counter

import pytest

from diplograph.errors import Fault
from diplograph.lexicon import _cue, load

FRAMES = {"that", "wh", "to", "obj-to", "np-to", "np-done", "ing", "np", "as", "quote", "bare"}
PREPOSITIONS = {
    "of", "for", "on", "to", "with", "in", "against", "about", "over", "at", "regarding", "from", "into", "toward", "by", "but", "upon",
}  # fmt: skip


def test_lexicon_has_its_entries() -> None:
    counts = Counter(cue.pos for cue in load())
    assert counts["verb"] >= 500
    assert counts["noun"] >= 120
    assert counts["adjective"] >= 60
    assert counts["idiom"] >= 40


def test_lexicon_has_no_double_entries() -> None:
    doubles = Counter((cue.pos, cue.words, frame, cue.kind) for cue in load() for frame in cue.frames)
    assert [entry for entry, count in doubles.items() if count > 1] == []


def test_lexicon_frames_are_known() -> None:
    strange = [
        cue.lemma
        for cue in load()
        if not set(cue.frames) <= FRAMES | PREPOSITIONS
        or not set(cue.who) <= {"obj", "performer"} | PREPOSITIONS
        or not 0 < cue.strength <= 1
    ]
    assert strange == []


@pytest.mark.parametrize(("form", "lemma"), [("underscored", "underscore"), ("denies", "deny"), ("banned", "ban"), ("urging", "urge")])
def test_lexicon_knows_inflected_forms(form: str, lemma: str) -> None:
    assert load().forms[form] == lemma


def test_lexicon_tries_longer_cues_first() -> None:
    lengths = [len(cue.words) for cue in load().of("verb", "call")]
    assert lengths == sorted(lengths, reverse=True)
    assert load().of("verb", "no such verb") == ()


def test_lexicon_reads_on_and_no_as_words() -> None:
    assert "no" in load().words["negators"]
    assert any("on" in cue.frames for cue in load())


@pytest.mark.parametrize(
    "entry",
    [
        {"lemma": "x", "kind": "demand", "frames": ["np"], "strenght": "1"},
        {"lemma": "x", "kind": "wish", "frames": ["np"]},
        {"lemma": "x", "kind": "demand", "stance": "pro", "frames": ["np"]},
        {"lemma": "x", "kind": "demand", "negated": "maybe", "frames": ["np"]},
    ],
)
def test_lexicon_refuses_faulty_entries(entry: dict[str, object]) -> None:
    with pytest.raises(Fault, match="“x” has"):
        _cue("verbs", "verb", dict(entry), set(entry))
