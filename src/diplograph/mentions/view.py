"""A paragraph with the registry's names marked on its tokens, and small questions about tokens."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from diplograph.mentions.words import singular, words

if TYPE_CHECKING:
    from diplograph.mentions.names import Hit, Names
    from diplograph.model import MentionForm, Parsed
    from diplograph.tree import Doc, Token

__all__ = ["Entity", "Found", "Marked", "View", "cardinal", "particle"]

_FUNCTION = frozenset({"DET", "PRON", "ADP", "CCONJ", "SCONJ", "AUX", "PART", "NUM", "PUNCT"})
_OTHER = frozenset({"NOUN", "ADJ", "X", "INTJ"})
_OPENING, _CLOSING = "“", "”"
_PARTY = frozenset({"R", "D", "I"})  # parties before a home state: "R-Ohio"
_GIVEN, _ALIKE = 3, 2  # letters that a given name has at least, and that it shares with its short form ("Joe", "Joseph")


@dataclass(slots=True)
class Entity:
    """A newcomer in the making.

    Attributes:
        name: The fullest form so far.
        type: One of `Newcomer`'s types.
        state: IRI of its state.
        forms: Every form used.
        nouns: Office nouns that the text gives it ("minister").
        sex: `male` or `female` where a title or the given name says so.
        about: The words of titles and appositions, in lower case ("wisconsin", "republican").
        key: What it is called with its state's adjective for its name: "peruvian congress" for "Peru's Congress".
    """

    name: str
    type: str
    state: str | None = None
    forms: dict[str, None] = field(default_factory=dict)
    nouns: set[str] = field(default_factory=set)
    sex: str | None = None
    about: set[str] = field(default_factory=set)
    key: str = ""


@dataclass(slots=True)
class Found:
    """A mention in the making, in tokens of its paragraph; `last` is exclusive.

    `hit` is the registry name, whose characters may be part of a token ("U.S.-Russian").
    """

    first: int
    last: int
    head: int
    form: MentionForm
    iri: str | None = None
    entity: Entity | None = None
    acts: bool = True
    nouns: frozenset[str] = frozenset()
    state: str | None = None
    hit: Hit | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """A registry name on tokens; `last` is exclusive."""

    hit: Hit
    first: int
    last: int


@dataclass(slots=True)
class View:
    """One paragraph.

    Attributes:
        parsed: The paragraph.
        text: Its text, as parsed.
        title: Whether it is the article's title, where capitals mean little.
        marks: Registry names in order.
        taken: For each token the mark it belongs to, or None.
        quoted: For each token whether it stands inside double quotation marks.
        found: The mentions so far.
        titles: Tokens that belong to somebody's title or apposition.
        parts: Of the tokens asked so far, whether they can be part of a person's name.
        doc: Its tokens.
    """

    parsed: Parsed
    text: str
    title: bool
    marks: list[Marked]
    taken: list[Marked | None]
    quoted: list[bool]
    found: list[Found] = field(default_factory=list)
    titles: set[int] = field(default_factory=set)
    parts: dict[int, bool] = field(default_factory=dict)
    doc: Doc = field(init=False)

    def __post_init__(self) -> None:
        self.doc = self.parsed.doc

    @classmethod
    def of(cls, parsed: Parsed, names: Names, *, title: bool) -> View:
        """Mark a paragraph."""
        doc, text = parsed.doc, parsed.text
        starts = [token.idx for token in doc]
        marks: list[Marked] = []
        taken: list[Marked | None] = [None] * len(doc)
        for hit in names.find(text):
            first, last = bisect_right(starts, hit.start) - 1, bisect_right(starts, hit.end - 1)
            mark = Marked(hit, first, last)
            if not (_surname(doc, mark, taken, names) or _given(doc, mark, text, names) or _ending(doc, mark, taken)):
                marks.append(mark)
                taken[first:last] = [mark] * (last - first)
        return cls(parsed, text, title, marks, taken, _quoted(doc))

    def words(self, first: int, last: int) -> str:
        """The text of tokens, blanks made one."""
        return " ".join(self.doc.words(first, last).split())

    def add(self, found: Found) -> None:
        """Take a mention."""
        self.found.append(found)

    def free(self, index: int) -> bool:
        """Whether a token belongs to no registry name and no mention of a newcomer."""
        return self.taken[index] is None and not any(one.first <= index < one.last for one in self.found)

    def after_possessive(self, index: int) -> int:
        """The index behind a possessive ending at `index`, or `index` itself."""
        return index + 1 if index < len(self.doc) and self.doc[index].text in {"'s", "'", "’s", "’"} else index

    def name_like(self, index: int) -> bool:
        """Whether a free token is written like part of a name of a person or body that nobody knows."""
        token, known = self.doc[index], words()
        text = token.text
        plain = text.lower().rstrip(".")
        if self.taken[index] is not None or not text[0].isupper() or text in {"I", "A"} or _partisan(self.doc, index):
            return False
        if plain in known.given and text[-1] != "." and _surname_follows(self.doc, index):  # "Jan Egeland" is no month
            return True
        if len(text) == 2 and text[1] == ".":
            return True
        if plain in known.not_names or not any(char.isalpha() for char in text):
            return False
        if text.isupper() and self.title:
            return False
        if token.pos_ == "PROPN" or (not self.opens(token) and token.pos_ not in _FUNCTION):
            return True
        if token.pos_ in _OTHER and token.text.istitle() and _unknown_first(self.doc, index):
            return True
        return plain in known.given and index + 1 < len(self.doc) and self.doc[index + 1].text[0].isupper()

    def opens(self, token: Token) -> bool:
        """Whether a token stands where every word has a capital: first in a sentence or quotation."""
        if token.i == 0 or token.is_sent_start:
            return True
        before = self.doc[token.i - 1].text
        return before in {_OPENING, '"', ":", ".", "?", "!", "•", "—", "–"}


def _partisan(doc: Doc, index: int) -> bool:
    """Whether a token belongs to the party and state behind a politician's name: "R-Ohio"."""
    hyphen = index if doc[index].text == "-" else index + 1 if doc[index].text in _PARTY else index - 1
    if not 0 < hyphen < len(doc) - 1 or doc[hyphen].text != "-" or doc[hyphen - 1].text not in _PARTY:
        return False
    return doc[hyphen + 1].text[:1].isupper() and hyphen > 1 and doc[hyphen - 2].text in {",", "("}


@cache
def _no_surnames() -> frozenset[str]:
    known = words()
    return known.not_names | known.organisations | known.bodies | known.portfolios | known.office_modifiers | known.people


@cache
def _no_first_names() -> frozenset[str]:
    known = words()
    described = known.people | known.figures | known.partisans
    return described | known.organisations | known.bodies | known.portfolios | known.office_modifiers


def _surname_follows(doc: Doc, index: int) -> bool:
    """Whether a capitalised word that can be a surname stands right behind."""
    following = doc[index + 1] if index + 1 < len(doc) else None
    if following is None or not following.text[:1].isupper() or following.text.isupper() or following.pos_ not in {"PROPN", "NOUN", "ADJ"}:
        return False
    known, plain, common = words(), following.lower_.rstrip("."), _no_surnames()
    return not (known.office(plain) or plain in known.courtesy or plain in common or singular(plain) in common)


def _unknown_first(doc: Doc, index: int) -> bool:
    """Whether a word that opens a sentence is the first of a name, though the tagger takes it for a noun: "Muse Abdi Arale said"."""
    known, plain = words(), singular(doc[index].text)
    if plain in _no_first_names() or known.office(plain) or plain in known.courtesy or not _surname_follows(doc, index):
        return False
    following = doc[index + 1]
    if following.pos_ != "PROPN" or index + 2 >= len(doc):
        return False
    behind = doc[index + 2]
    return behind.text == "," or behind.pos_ == "PROPN" or behind.tag_ in {"VBD", "VBZ"}


def _given(doc: Doc, mark: Marked, text: str, names: Names) -> bool:
    """Whether a state's name is here the given name of a person: "Chad Griffin", "Israel Katz"."""
    if mark.hit.role not in {"actor", "place"} or mark.hit.form != "name" or mark.last - mark.first > 1:
        return False
    word = doc[mark.first].text
    if word.lower() not in words().given_places or not word.istitle() or not _surname_follows(doc, mark.first):
        return False
    behind = text[doc[mark.first + 1].idx :]
    return not any(hit.start == 0 for hit in names.find(behind[:60])) or "Person" in names.registry.types(
        names.find(behind[:60])[0].iris[0]
    )


def _ending(doc: Doc, mark: Marked, taken: list[Marked | None]) -> bool:
    """Whether a body's common name ends another's: "the Trades Union Congress" is not the Congress."""
    before, known = doc[mark.first - 1], words()
    if mark.first == 0 or mark.last - mark.first > 1 or mark.hit.role != "actor" or taken[mark.first - 1] is not None:
        return False
    if doc[mark.first].lower_ not in known.bodies or before.pos_ != "PROPN" or not before.text[:1].isupper() or before.text.isupper():
        return False
    plain = before.lower_.rstrip(".")
    return not (known.office(plain) or plain in known.courtesy | known.partisans | known.office_modifiers or before.is_sent_start)


def _relative(doc: Doc, mark: Marked, names: Names) -> bool:
    """Whether a registered person's surname stands behind another's given name: "Melania Trump", "Anthony Kennedy"."""
    before = doc[mark.first - 1]
    plain = before.lower_
    labels = [names.registry.label(iri).lower() for iri in mark.hit.iris if "Person" in names.registry.types(iri)]
    if not labels or len(plain) < _GIVEN or plain not in words().given or not before.text.istitle():
        return False
    own = [label.split()[0] for label in labels]
    return not any(
        plain[:_ALIKE] == first[:_ALIKE] and words().given.get(first) in {None, words().given[plain]} for first in own
    ) and not any(doc[mark.first].lower_ == label for label in labels)


def _surname(doc: Doc, mark: Marked, taken: list[Marked | None], names: Names) -> bool:
    """Whether a name is here the surname of somebody else: "Thomas West", "Mr. Jordan", "Melania Trump"."""
    if mark.last - mark.first > 1 or mark.first == 0 or mark.hit.form == "demonym" or doc[mark.first].text.isupper():
        return False
    if taken[mark.first - 1] is None and _relative(doc, mark, names):
        return True
    if any("Person" in names.registry.types(iri) for iri in mark.hit.iris) or mark.hit.role == "office":
        return False
    before, known = doc[mark.first - 1], words()
    plain = before.lower_.rstrip(".")
    if taken[mark.first - 1] is not None or not before.text[0].isupper() or before.is_punct:
        return False
    if plain in known.courtesy or plain in {
        "president",
        "secretary",
        "representative",
        "minister",
        "chancellor",
        "ambassador",
        "senator",
        "director",
    }:
        return True
    common = plain in known.not_names | known.organisations | known.portfolios | known.office_modifiers or known.office(plain)
    opens = mark.first == 1 or before.is_sent_start or doc[mark.first - 2].text in {_OPENING, '"'}
    return not common and not opens and before.pos_ == "PROPN" and not before.text.isupper()


def particle(token: Token) -> bool:
    """Whether a token can stand inside a name though it has no capital."""
    return token.lower_ in words().particles


def cardinal(token: Token) -> bool:
    """Whether a token is a number."""
    return token.pos_ == "NUM" or token.like_num


def _quoted(doc: Doc) -> list[bool]:
    """For each token whether it is inside “…”; a paragraph's last quotation may stay open."""
    inside, marks = False, []
    for token in doc:
        if token.text in {_OPENING, _CLOSING, '"'}:
            inside = token.text == _OPENING or (token.text == '"' and not inside)
            marks.append(False)
        else:
            marks.append(inside)
    return marks
