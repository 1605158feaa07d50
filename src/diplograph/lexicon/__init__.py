"""Cue words as commented data, read once into frozen, indexed structures.

The files say what each field means: `verbs.yaml` for cues, `modals.yaml` and `words.yaml` for lists of words. Cues are found by their
head word's lemma; a cue of several words is looked for before a shorter one with the same head.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

import yaml

from diplograph.errors import Fault, Place
from diplograph.model import Attitude, Kind, Stance

__all__ = ["Cue", "Lexicon", "PartOfSpeech", "load", "table"]

PartOfSpeech = Literal["verb", "noun", "adjective", "idiom"]

_FILES: dict[PartOfSpeech, str] = {"verb": "verbs", "noun": "nouns", "adjective": "adjectives", "idiom": "idioms"}
_LINKING = ("shifters", "frequencies")  # read by `resolve.issues`; what it answers hangs on them too
_AGAINST = frozenset({"rejection", "opposition", "accusation", "threat"})
_HOLDS_TRUE = frozenset({"assessment", "accusation"})
_NEGATED = frozenset({"drop", "opposite", "none", *get_args(Kind)})
_FIELDS = frozenset({"lemma", "kind", "stance", "attitude", "frames", "who", "negated", "judge", "blame", "measure", "strength"})


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or expression that makes or reports a statement; the fields are explained at the top of `verbs.yaml`."""

    words: tuple[str, ...]
    pos: PartOfSpeech
    kind: Kind
    stance: Stance
    attitude: Attitude
    frames: tuple[str, ...]
    who: tuple[str, ...]
    negated: str
    judge: bool
    blame: bool
    measure: bool
    strength: float

    @property
    def lemma(self) -> str:
        """The cue as a dictionary writes it."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All cues and lists of words; it is equal to itself alone.

    Attributes:
        cues: By part of speech and head lemma, those of more words first.
        words: The lists of `words.yaml` and `modals.yaml` by their names.
        forms: Inflected forms of cue verbs and their lemma: rare verbs are what a small tagger does not know.
        digest: SHA-256 over the files read, as `sha256:<hex>`; part of the reader's fingerprint.
    """

    cues: Mapping[PartOfSpeech, Mapping[str, tuple[Cue, ...]]]
    words: Mapping[str, frozenset[str]]
    forms: Mapping[str, str]
    digest: str

    def of(self, pos: PartOfSpeech, lemma: str) -> tuple[Cue, ...]:
        """The cues of one part of speech whose head has a lemma; an idiom's head is its first word."""
        return self.cues[pos].get(lemma, ())

    def has(self, name: str, word: str) -> bool:
        """Whether a list of words holds a word (or lemma), in lower case."""
        return word in self.words[name]

    def __iter__(self) -> Iterator[Cue]:
        for group in self.cues.values():
            for entries in group.values():
                yield from entries


def table(name: str) -> Any:  # noqa: ANN401 - whatever a file holds
    """The data of one of the lexicon's files, by its stem; every scalar is a string ("on" and "no" are words here, not truth values).

    Raises:
        Fault: The file is no YAML.
    """
    return _read(name)[0]


@cache
def load() -> Lexicon:
    """The bundled lexicon.

    Raises:
        Fault: A file of it is faulty.
    """
    digest = hashlib.sha256()
    for name in _LINKING:
        digest.update(_read(name)[1])
    cues: dict[PartOfSpeech, Mapping[str, tuple[Cue, ...]]] = {}
    for pos, name in _FILES.items():
        groups, text = _read(name)
        digest.update(text)
        cues[pos] = _index(name, pos, groups)
    words: dict[str, frozenset[str]] = {}
    for name in ("words", "modals"):
        lists, text = _read(name)
        digest.update(text)
        words |= {key: frozenset(entries) for key, entries in lists.items()}
    irregular, text = _read("forms")
    digest.update(text)
    forms = _forms({*cues["verb"], *cues["idiom"]}, irregular)
    return Lexicon(MappingProxyType(cues), MappingProxyType(words), forms, f"sha256:{digest.hexdigest()}")


def _forms(lemmas: set[str], irregular: Mapping[str, str]) -> Mapping[str, str]:
    """The regular forms of verbs, and the irregular ones that `forms.yaml` lists."""
    found: dict[str, str] = {}
    for lemma in lemmas:
        stem = lemma.removesuffix("e")
        past = f"{stem[:-1]}i" if stem.endswith("y") and stem[-2] not in "aeiou" else stem
        sibilant = lemma.endswith(("s", "sh", "ch", "x", "z"))
        plural = f"{past}es" if past != stem else f"{lemma}es" if sibilant else f"{lemma}s"
        found |= {lemma: lemma, f"{past}ed": lemma, f"{stem}ing": lemma, plural: lemma}
    found |= {form: lemma for lemma, forms in irregular.items() for form in forms if lemma in lemmas}
    return MappingProxyType(found)


def _read(name: str) -> tuple[Any, bytes]:
    file = files("diplograph.lexicon") / f"{name}.yaml"
    text = file.read_bytes()
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return yaml.load(text, Loader=loader), text  # noqa: S506 - makes nothing but strings, lists and mappings
    except yaml.YAMLError as error:
        raise Fault(f"is no YAML ({error})", str(file), "mend the line it names") from error


def _index(name: str, pos: PartOfSpeech, groups: list[dict[str, Any]]) -> Mapping[str, tuple[Cue, ...]]:
    found: dict[str, list[Cue]] = {}
    for group in groups:
        common = {key: value for key, value in group.items() if key not in ("group", "why", "entries")}
        for entry in group["entries"]:
            own = {"lemma": entry} if isinstance(entry, str) else entry
            cue = _cue(name, pos, common | own, named={*own})
            found.setdefault(cue.words[0], []).append(cue)
    return MappingProxyType({head: tuple(sorted(cues, key=lambda cue: -len(cue.words))) for head, cues in found.items()})


def _cue(name: str, pos: PartOfSpeech, fields: dict[str, Any], named: set[str]) -> Cue:
    """One entry, its group's fields filled in; a stance of the group gives way where the entry names another kind."""
    place = Place(f"lexicon/{name}.yaml")
    unknown = {*fields} - _FIELDS
    if unknown:
        raise Fault(f"“{fields.get('lemma')}” has the field {min(unknown)}", place, f"use one of {', '.join(sorted(_FIELDS))}")
    kind = fields["kind"]
    if "kind" in named and "stance" not in named:
        fields.pop("stance", None)
    stance = fields.get("stance", "against" if kind in _AGAINST else "for")
    attitude = fields.get("attitude", "holds_true" if kind in _HOLDS_TRUE else "wants")
    negated = fields.get("negated", "drop")
    for value, known in ((kind, get_args(Kind)), (stance, get_args(Stance)), (attitude, get_args(Attitude)), (negated, _NEGATED)):
        if value not in known:
            raise Fault(f"“{fields['lemma']}” has the value {value}", place, f"use one of {', '.join(sorted(known))}")
    return Cue(
        words=tuple(fields["lemma"].split()), pos=pos, kind=cast("Kind", kind), stance=cast("Stance", stance),
        attitude=cast("Attitude", attitude), frames=tuple(fields["frames"]), who=tuple(fields.get("who", ())), negated=negated,
        judge=fields.get("judge") == "true", blame=fields.get("blame") == "true", measure=fields.get("measure") == "true",
        strength=float(fields.get("strength", 0.8)),
    )  # fmt: skip
