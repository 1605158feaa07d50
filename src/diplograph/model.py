"""What every row of the program hands to the next: frozen values, no input or output.

Offsets are 0-based, end-exclusive Unicode code points into the source text, as in the Web Annotation Data Model's
TextPositionSelector. `text[start:end]` is the quote, always.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from pyoxigraph import BlankNode, NamedNode, Quad, Triple
from pyoxigraph import Literal as RDFLiteral

from diplograph.errors import Place

if TYPE_CHECKING:
    from diplograph.tree import Doc

__all__ = [
    "Action", "ActionCandidate", "ActionStatus", "ActionType", "Answer", "Article", "Attitude", "Candidate", "DateBasis", "Evidence",
    "Kind", "Mention", "MentionForm", "Omission", "OpenStore", "Parsed", "RDFTerm", "SourceText", "Span", "Speaker", "Stance",
    "Statement", "Table", "Term", "TermRole", "Voice",
]  # fmt: skip

Kind = Literal[
    "proposal", "demand", "commitment", "acceptance", "rejection", "support", "opposition", "threat", "accusation", "assessment"
]  # fmt: skip
Stance = Literal["for", "against", "conditional", "none"]
Voice = Literal["direct", "indirect", "author"]
Attitude = Literal["wants", "holds_true"]
DateBasis = Literal["stated", "publication", "unknown"]
TermRole = Literal["offered", "sought", "precondition"]
ActionType = Literal[
    "meeting", "cancellation", "sanction", "military", "treaty", "withdrawal", "recognition", "speech", "vote", "other"
]  # fmt: skip
ActionStatus = Literal["held", "planned", "cancelled", "past", "hypothetical"]
Evidence = Literal["text", "inferred", "outside", "none"]
RDFTerm: TypeAlias = "NamedNode | BlankNode | RDFLiteral"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a source text, `start` inclusive, `end` exclusive, in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span starts at or after 0 and before its end, not {self.start} to {self.end}")

    def of(self, text: str) -> str:
        """The words the span covers."""
        return text[self.start : self.end]

    def within(self, other: Span) -> bool:
        """Whether the other span covers this one."""
        return other.start <= self.start and self.end <= other.end


@dataclass(frozen=True, slots=True)
class SourceText:
    r"""The text that offsets count in.

    Attributes:
        key: The file's stem, or a record's own name.
        text: The decoded text; only line ends are normalised, to `\n`.
        origin: Where it was read, for messages.
    """

    key: str
    text: str
    origin: str
    _digest: str | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def digest(self) -> str:
        """SHA-256 over the UTF-8 bytes of the text, as `sha256:<hex>`; reckoned once, since every statement's IRI has it."""
        if self._digest is None:
            object.__setattr__(self, "_digest", f"sha256:{hashlib.sha256(self.text.encode()).hexdigest()}")
        return str(self._digest)


@dataclass(frozen=True, slots=True)
class Omission:
    """A paragraph that is not part of any article's own text, and why."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """One piece of writing in a source text.

    Attributes:
        key: The source's key, with `-2`, `-3` … for further articles of the same source.
        source: The text its offsets count in.
        body: The ranges of the source text that are the article's own, title and standfirst included, in order.
        title, author, outlet, date, language, url, licence: Metadata; None where nobody says. `date` is a full or
            partial ISO 8601 date (`2022-02-22`, `2022-02`, `2022`); `language` a BCP 47 tag.
        evidence: For each metadata field that has a value, how it is known: in the text, inferred, or from outside.
        origins: For each metadata field, in words, where its value was found ("record field 'pub'", "dateline"); for a field without a
            value, what was found and why it cannot serve ("record field 'date': '2021-02-30' is no date").
        omitted: The paragraphs of this article's stretch of the page that were left out, with the reason.
        seed: Whether it stands in a workspace's seeds, where the key alone names it.
    """

    key: str
    source: SourceText
    body: tuple[Span, ...]
    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    date: str | None = None
    language: str | None = None
    url: str | None = None
    licence: str | None = None
    evidence: Mapping[str, Evidence] = field(default_factory=lambda: MappingProxyType({}))
    origins: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    omitted: tuple[Omission, ...] = ()
    seed: bool = False

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The article's own text, one string per body range."""
        return tuple(span.of(self.source.text) for span in self.body)

    @property
    def words(self) -> int:
        """How many blank-separated words the article's own text has."""
        return sum(len(paragraph.split()) for paragraph in self.paragraphs)

    def holds(self, span: Span) -> bool:
        """Whether a span begins and ends inside the article's own text."""
        starts = any(own.start <= span.start < own.end for own in self.body)
        return starts and any(own.start < span.end <= own.end for own in self.body)


@dataclass(frozen=True, slots=True)
class Term:
    """One leg of a quid pro quo: what a performer would do, is asked to do, or must have done first. Actors are IRIs."""

    role: TermRole
    content: str
    performers: tuple[str, ...] = ()
    toward: tuple[str, ...] = ()
    issue: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One communicative act or held position of one or more joint holders, shown by one passage.

    Actors, issues, instruments, statements and actions are IRIs. `content_stance` is the stance toward the content,
    `stance` the stance toward the issue concept; `leaning` is the direction of a conditional stance once its condition
    is met. Fields are explained in the ontology under the same names.
    """

    iri: str
    article: str
    span: Span
    holders: tuple[str, ...]
    kind: Kind
    voice: Voice
    content: str
    content_stance: Stance
    attitude: Attitude
    on_behalf_of: tuple[str, ...] = ()
    attributed_by: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    issue: str | None = None
    stance: Stance | None = None
    leaning: Literal["for", "against"] | None = None
    topics: tuple[str, ...] = ()
    condition: str | None = None
    condition_span: Span | None = None
    terms: tuple[Term, ...] = ()
    invokes: tuple[str, ...] = ()
    responds_to: tuple[str, ...] = ()
    announces: tuple[str, ...] = ()
    source_span: Span | None = None
    cue_span: Span | None = None
    content_span: Span | None = None
    date: str | None = None
    date_basis: DateBasis = "unknown"
    core: bool = False
    rule: str | None = None
    confidence: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """A non-verbal event with a diplomatic actor, shown by one passage. Actors, targets and actions are IRIs."""

    iri: str
    article: str
    span: Span
    actors: tuple[str, ...]
    type: ActionType
    status: ActionStatus
    label: str
    targets: tuple[str, ...] = ()
    cancels: tuple[str, ...] = ()
    date: str | None = None
    core: bool = False
    rule: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Parsed:
    """One paragraph of an article's own text and its parse; it is equal to itself alone.

    Attributes:
        start: Where the paragraph begins in the source text.
        doc: Its tokens, with UD labels. Its characters stand one for one for the source text's from `start` on (quotation marks and
            blanks may be plainer), so that `start + token.idx` is the token's offset.
        number: The paragraph's place in the article, from 0.
    """

    start: int
    doc: Doc
    number: int

    @property
    def text(self) -> str:
        """The parse's text."""
        return self.doc.text

    def span(self, first: int, last: int) -> Span:
        """The stretch of the source text from token `first` up to, not including, token `last`, without the blanks around it."""
        while last - 1 > first and self.doc[last - 1].is_space:  # more than one blank is a token
            last -= 1
        while first < last - 1 and self.doc[first].is_space:
            first += 1
        end = self.doc[last - 1]
        return Span(self.start + self.doc[first].idx, self.start + end.idx + len(end.text))


MentionForm = Literal["name", "titled", "demonym", "metonym", "nominal", "pronoun"]


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor in the text.

    Attributes:
        span: The words, titles and appositions apart (`Bernard Kouchner`, `the ministry`, `he`).
        form: How the actor is mentioned.
        actors: IRIs of whom it means: one for a name, several for "both governments" once resolved, none while unknown.
        paragraph, token: The paragraph and the index of the mention's head word in it.
        acts: Whether it can act here; a metonym or state that is only a place ("met in Washington") cannot.
    """

    span: Span
    form: MentionForm
    actors: tuple[str, ...]
    paragraph: int
    token: int
    acts: bool = True


Speaker = Literal["named", "author", "we", "i"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement as one construction shows it, before anyone has asked who "he" is.

    Attributes:
        span: The passage: the clause or sentence that shows the act.
        kind, stance, voice, attitude: As the cue and the construction tell; the stance is toward the content.
        rule: The construction's name.
        confidence: How far its rule can be trusted, from 0 to 1.
        paragraph, cue_token: The paragraph, and the index of the cue's head word in it.
        speaker: `named` where `source_span` says who; the article's author, or "we"/"I" of a first-person text, otherwise.
        source_span, cue_span, content_span, condition_span: Who, the cue, what, on what condition.
        addressee_spans: The words that name who is asked, told, blamed or meant to act.
        attributed_span: Who says that the holder holds it, where that is somebody else.
        negated, hypothetical, past: What the cue says of the act itself; a hypothetical act is no statement of the cue's holder.
        doer_span: Who does what the content tells, where a noun phrase names it.
        own_act: Kind and stance of the act that the content tells where its doer is the holder ("said his country welcomed …").
        other_act: Kind and stance where "it" does what the content tells and the holder is a person ("Merkel said it would take years").
    """

    span: Span
    kind: Kind
    stance: Stance
    voice: Voice
    attitude: Attitude
    rule: str
    confidence: float
    paragraph: int
    cue_token: int
    speaker: Speaker = "named"
    source_span: Span | None = None
    cue_span: Span | None = None
    content_span: Span | None = None
    condition_span: Span | None = None
    addressee_spans: tuple[Span, ...] = ()
    attributed_span: Span | None = None
    negated: bool = False
    hypothetical: bool = False
    past: bool = False
    doer_span: Span | None = None
    own_act: tuple[Kind, Stance] | None = None
    other_act: tuple[Kind, Stance] | None = None


@dataclass(frozen=True, slots=True)
class ActionCandidate:
    """A non-verbal event as one construction shows it; spans name who, at whom and when."""

    span: Span
    type: ActionType
    status: ActionStatus
    rule: str
    paragraph: int
    token: int
    actor_spans: tuple[Span, ...] = ()
    target_spans: tuple[Span, ...] = ()
    date_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The solutions of a SELECT query, in the order in which they came.

    Attributes:
        variables: The projected names, without `?`.
        rows: One term, or None where nothing is bound, for each variable.
    """

    variables: tuple[str, ...]
    rows: tuple[tuple[RDFTerm | None, ...], ...]

    def records(self) -> list[dict[str, str | None]]:
        """The rows as dictionaries of plain strings, IRIs in full."""
        return [{name: None if term is None else term.value for name, term in zip(self.variables, row, strict=True)} for row in self.rows]


# What a query answers: solutions, a verdict, or a graph.
Answer: TypeAlias = "Table | bool | tuple[Triple, ...]"


class OpenStore(Protocol):
    """What judging a graph and deriving positions need of a store: its quads and SELECT; `diplograph.store.Store` is one as it stands."""

    def __iter__(self) -> Iterator[Quad]:
        """All quads."""
        ...

    def matching(
        self, subject: NamedNode | BlankNode | None = None, predicate: NamedNode | None = None, value: RDFTerm | None = None
    ) -> Iterator[Quad]:
        """The quads with this subject, predicate and object, in any graph; None is any."""
        ...

    def pairs(self, path: NamedNode) -> Iterator[tuple[RDFTerm, RDFTerm]]:
        """Subject and value of a property, in any graph; the same pair perhaps several times."""
        ...

    def bearing(self, path: NamedNode, value: NamedNode) -> Iterator[RDFTerm]:
        """The subjects with a value of a property, in any graph; the same one perhaps several times."""
        ...

    def select(self, text: str) -> Table:
        """The solutions of a SELECT query over the union of the graphs.

        Raises:
            SyntaxError: The query is malformed.
            TypeError: The query is no SELECT.
        """
        ...

    def with_quads(self, quads: Iterable[Quad]) -> OpenStore:
        """A copy in memory that holds these quads too."""
        ...
