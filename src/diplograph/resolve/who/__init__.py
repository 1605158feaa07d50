"""Whom a stretch of text means: the actors of the mention at its head, with those coordinated to it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from diplograph.mentions.words import singular, words
from diplograph.model import Span
from diplograph.registry import Newcomer
from diplograph.resolve.who.coordination import chains
from diplograph.resolve.who.described import description, is_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diplograph.mentions import Mentions, Names
    from diplograph.model import Candidate, Mention, Parsed
    from diplograph.tree import Token

__all__ = ["Who"]

_POSSESSIVES = frozenset({"'s", "’s", "' ", "’ "})
_OWNERS = frozenset({"its", "his", "her", "their", "our", "my", "your", "whose"})
_ENDINGS = ("'s", "’s", "s'", "s’")
_AROUND = 24  # mentions before and behind a head among which its coordination is looked for
_APPOSED = 16  # words of a phrase that a name in apposition may end
_WITHIN = frozenset({"of", "for", "to", "by", "from", "with", "and", "at", "in", "on", "as", "who", "whose", "that"})  # no title has these
_SUCH = re.compile(r",?\s+(?:such as|like|including|among them)\s+(?:the )?")
_NOBODY = re.compile(r"(?:[Nn]o|[Nn]one of) (?!longer)|[Nn]obody|[Nn]o one")  # who holds nothing: "no member of the cabinet has …"
_VOCATIVE = re.compile(
    r"(?:Mr|Mrs|Ms|Madam|Madame|Mister)\.? (?:President|Speaker|Chair\w*|Secretary(?:-General)?|Prime Minister|Minister|Ambassador)"
)
_DATELINE = re.compile(r"[A-Z][A-Z .,'-]{3,}(?:, [A-Z][\w.]+(?: \d+)?)?(?: \([\w /.-]+\))? ?[-–—]+ ")
_BESIDE = 4  # words of "political opponents" behind "his"
_BETWEEN = 24  # characters of a title between a noun and the name in apposition


@dataclass(slots=True)
class Who:
    """Answers for one article.

    Attributes:
        parsed: Its paragraphs.
        mentions: As found.
        resolved: The same mentions with their actors.
        names: The registry's names.
        text: The source text.
        newcomers: By IRI, those that came up while answering.
        sources: By candidate the words that name whose it is, once these were looked for.
    """

    parsed: Sequence[Parsed]
    mentions: Mentions
    resolved: tuple[Mention, ...]
    names: Names
    text: str
    newcomers: dict[str, Newcomer] = field(default_factory=dict)
    sources: dict[Candidate, Span | None] = field(default_factory=dict)
    _starts: list[int] = field(default_factory=list)
    _paragraphs: list[int] = field(default_factory=list)
    _roots: dict[tuple[int, int], Token | None] = field(default_factory=dict)
    _relations: dict[Span, str] = field(default_factory=dict)
    _joint: dict[Span, list[Mention]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._starts = [one.span.start for one in self.resolved]
        self._paragraphs = [one.start for one in self.parsed]

    def inside(self, span: Span) -> list[Mention]:
        """The mentions that begin in a span, outermost only."""
        low, high = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        found: list[Mention] = []
        for one in sorted(self.resolved[low:high], key=lambda one: (one.span.start, -one.span.end)):
            if not found or one.span.start >= found[-1].span.end:
                found.append(one)
        return found

    def covering(self, span: Span) -> Mention | None:
        """The mention that a span is part of ("Kouchner" of "Bernard Kouchner")."""
        high = bisect_right(self._starts, span.start)
        around = [one for one in self.resolved[max(0, high - 8) : high] if span.start < one.span.end and one.actors]
        return max(around, key=lambda one: one.span.end - one.span.start, default=None)

    def sentence(self, token: int, paragraph: int) -> list[Mention]:
        """The mentions of the sentence that a token stands in."""
        one = self.parsed[paragraph]
        sent = one.doc[token].sent
        low = bisect_left(self._starts, one.start + sent.start_char)
        high = bisect_left(self._starts, one.start + sent.end_char)
        return list(self.resolved[low:high])

    def root(self, span: Span) -> Token | None:
        """The token of a span that hangs outside it."""
        place = (span.start, span.end)
        if place not in self._roots:  # asked again for every statement nearby
            one = self.paragraph(span)
            found = one and one.doc.char_span(span.start - one.start, span.end - one.start, alignment_mode="expand")
            self._roots[place] = found.root if found else None
        return self._roots[place]

    def of_paragraph(self, number: int) -> list[Mention]:
        """The mentions of a paragraph."""
        low = bisect_left(self._starts, self.parsed[number].start)
        high = bisect_left(self._starts, self.parsed[number + 1].start) if number + 1 < len(self.parsed) else len(self._starts)
        return list(self.resolved[low:high])

    def one_of_them(self, paragraph: int, before: int) -> tuple[str, ...]:
        """One of the people last named by a plural noun in this paragraph or the one before: "Western diplomats …, one said"."""
        around = [one for number in (paragraph - 1, paragraph) if number >= 0 for one in self.of_paragraph(number)]
        for one in reversed([one for one in around if one.span.end <= before and one.form in {"nominal", "name"} and len(one.actors) == 1]):
            text = " ".join(one.span.of(self.text).split())
            words_of = text.split()
            noun = singular(words_of[-1])
            if words().office(noun) and noun != words_of[-1].lower():
                return self.fresh(" ".join([*words_of[:-1], noun]), "official")
        return ()

    def is_subject(self, one: Mention) -> bool:
        """Whether a mention is the subject of a verb."""
        return self._relation(one).startswith("nsubj")

    def is_object(self, one: Mention) -> bool:
        """Whether a mention is an object of a verb, without a preposition."""
        return self._relation(one) in {"obj", "iobj"}

    def _relation(self, one: Mention) -> str:
        """The dependency by which a mention hangs in its sentence, names and appositions climbed."""
        if one.span not in self._relations:
            root = self.root(one.span)
            while root is not None and root.dep_ in {"flat", "compound", "appos"} and root.head is not root:
                root = root.head
            self._relations[one.span] = root.dep_ if root is not None else ""
        return self._relations[one.span]

    def offset(self, span: Span) -> int:
        """Where a span begins in its paragraph."""
        one = self.paragraph(span)
        return span.start - one.start if one is not None else 0

    def paragraph(self, span: Span) -> Parsed | None:
        """The paragraph that a span stands in."""
        place = bisect_right(self._paragraphs, span.start) - 1
        return self.parsed[place] if place >= 0 else None

    def of(self, span: Span) -> tuple[str, ...]:
        """The actors that a phrase names, none where it names nobody known and describes nobody either."""
        if _NOBODY.match(self.text, span.start) or _VOCATIVE.fullmatch(span.of(self.text)) or self.dateline(span) is not None:
            return ()
        issuer = self._issuer(span)
        if issuer is not None:
            return issuer.actors
        listed = self._listed(span)
        if listed:
            return listed
        head = self.head(span)
        nobody = head is None or (not head.actors and head.form == "nominal")
        root = self.root(span)
        if nobody or (head is not None and head.form == "nominal" and root is not None and self._one_person(root)):
            named = self._apposed(span)
            if named is not None:
                return named.actors
        if head is None or nobody:
            return self._described(span)
        joint = self.joint(head)
        return tuple(dict.fromkeys(iri for one in joint for iri in one.actors))

    def dateline(self, span: Span) -> int | None:
        """Where the dateline ends whose place a phrase is: "RIGA - The party could leave …"; None for other phrases."""
        one = self.paragraph(span)
        found = _DATELINE.match(self.text, span.start, span.end + 40) if one is not None and one.start == span.start else None
        return found.end() if found is not None and span.end < found.end() else None

    def _listed(self, span: Span) -> tuple[str, ...]:
        """Who is named behind a plural noun and "such as": "countries such as Spain and Italy"."""
        return tuple(dict.fromkeys(iri for m in self._members(span) for iri in m.actors))

    def listing(self, span: Span) -> int | None:
        """Where the list ends that goes on a phrase behind "such as"."""
        members = self._members(span)
        return members[-1].span.end if members and members[-1].span.end > span.end else None

    def _members(self, span: Span) -> list[Mention]:
        root, one = self.root(span), self.paragraph(span)
        if root is None or one is None or singular(root.text) == root.lower_:
            return []
        noun = singular(root.text)
        known = words()
        if not (noun in known.powers or noun in known.people or noun in known.bodies or known.office(noun)):
            return []
        such = _SUCH.match(self.text, one.start + root.idx + len(root))
        low = bisect_left(self._starts, such.end()) if such else len(self._starts)
        named = next((m for m in self.resolved[low : low + 1] if m.span.start == such.end() and m.actors), None) if such else None
        return self.joint(named) if named is not None else []

    def head(self, span: Span) -> Mention | None:
        """The mention that a phrase is about."""
        found = self.inside(span)
        return self._head(span, found) if found else self.covering(span)

    def _issuer(self, span: Span) -> Mention | None:
        """Who issued the document that a phrase is about: "a tweet on Monday by Mike Pompeo", "a statement released by its office"."""
        root = self.root(span)
        if root is None or singular(root.text) not in words().documents:
            return None
        for one in self.inside(span):
            before = self.text[span.start : one.span.start].split()
            if one.actors and any(word in {"by", "from"} for word in before):
                return one
        return None

    def _apposed(self, span: Span) -> Mention | None:
        """The name that follows a phrase: "Merkel's spokesperson, Steffen Seibert", "one of these groups, the SDF"."""
        if len(self.text[span.start : span.end].split()) > _APPOSED:
            return None
        low = bisect_left(self._starts, span.start + 1)
        for one in self.resolved[low : low + 6]:
            if one.form not in {"name", "titled"} or not one.actors or self.paragraph(one.span) is not self.paragraph(span):
                continue
            between = (
                self.text[span.end : one.span.start]
                if one.span.start >= span.end
                else self.text[span.start : one.span.start].rpartition(",")[2]
            )
            comma = "," in self.text[span.start : one.span.start] and "." not in between.replace("Prof.", "").replace("Gen.", "")
            if comma and is_title(between) and (one.span.start - span.end) < _BETWEEN:
                return one
        return None

    def _head(self, span: Span, found: list[Mention]) -> Mention | None:
        """The mention that has the phrase's root, else one in apposition to it, else the first that is no possessor."""
        root, one = self.root(span), self.paragraph(span)
        if root is None or one is None:
            return found[0]
        leading = self._counted(root, one, found) or self._leading(span, found[0]) or self._titled(span, found)
        if leading is not None:
            return leading
        if root.pos_ in {"VERB", "AUX"}:
            subject = next((child for child in root.lefts if child.dep_.startswith("nsubj") and one.start + child.idx >= span.start), root)
            root = subject
        at = one.start + root.idx
        holding = next((m for m in found if m.span.start <= at < m.span.end), None)
        if holding is not None and (holding.actors or len(found) == 1):
            return self._name_behind(holding, root, found) or holding
        if words().office(root.text) or singular(root.text) in words().humans | words().figures:
            return self._bearer(root, at, found, holding)
        if holding is not None:
            return holding
        free = [m for m in found if not self.possessor(m) and m.acts]
        if len(free) == 1 and (free[0].span.start == span.start or root.pos_ == "PROPN" or free[0].span.end == span.end):
            return free[0]
        first = found[0]
        plain = self.text[span.start : first.span.start].lower().strip()
        return first if plain in {"", "the", "both", "neither", "either", "a", "an"} and not self.possessor(first) and first.acts else None

    def _name_behind(self, holding: Mention, noun: Token, found: list[Mention]) -> Mention | None:
        """The name right behind a noun for a kind of organisation: "the Czechoslovak news agency | Ceteka"."""
        kinds, at = words().things | words().bodies | words().organisations, holding.span.end + 1
        if holding.form != "nominal" or noun.lower_ not in kinds:
            return None
        return next((m for m in found if m.span.start == at and m.form == "name" and m.actors and not self.is_person(m)), None)

    def _bearer(self, office: Token, at: int, found: list[Mention], holding: Mention | None) -> Mention | None:
        """Who has the office that a phrase is about; neither "the Labour leader" nor "the MP for Leeds" is the party or the town."""
        behind = [m for m in found if m.span.start > at]
        named = next((m for m in behind if m.form in {"name", "titled"} and self.is_person(m)), None)
        if named is not None:
            related = not words().office(office.text) and self._hangs(named, office)  # "the wife of the MP Ana Holt"
            if not related and self.preposition(named) not in {"for", "of", "to"}:
                return named
            if holding is None and office.lower_ == singular(office.text):
                return None
        if holding is not None:
            return holding
        free = [m for m in behind if m.acts and not self.possessor(m) and self.preposition(m) is None and not self._hangs(m, office)]
        return free[0] if len(free) == 1 else None

    def _hangs(self, one: Mention, noun: Token) -> bool:
        """Whether a mention stands behind a preposition that hangs on a noun: "the leader of the opposition Justice Party"."""
        token = self.root(one.span)
        while token is not None and token.dep_ in {"flat", "compound", "appos"} and token.head.i > noun.i:
            token = token.head
        return token is not None and token.dep_ == "nmod" and token.head == noun

    def _counted(self, root: Token, one: Parsed, found: list[Mention]) -> Mention | None:
        """Of whom a quantity is: "a wide range of Iraqi parties"."""
        behind = one.start + root.idx + len(root)
        if singular(root.text) not in words().quantities or not self.text[behind:].lstrip().startswith("of "):
            return None
        return next((m for m in found if m.span.start > behind and m.actors), None)

    def _leading(self, span: Span, first: Mention) -> Mention | None:
        """A person's name that a phrase begins with: "Hannah Weiss of River Watch", "Ms. Weiss, a lawyer"."""
        if first.form not in {"name", "titled"} or not self.is_person(first) or self.possessor(first):
            return None
        ahead = [word.lower().strip(".,") for word in self.text[span.start : first.span.start].split()]
        behind = self.text[first.span.end : span.end].lstrip()
        alone = not behind or behind.startswith((",", "(", "of ", "at ", "from ", "in ", "and ", "—"))
        return first if alone and all(word in words().courtesy or words().office(word) for word in ahead) else None

    def _titled(self, span: Span, found: list[Mention]) -> Mention | None:
        """A person's name that ends a phrase right behind a title, which has no preposition in it: "Ohio Congressman Tim Becker"."""
        last = found[-1]
        if len(found) < 2 or last.form not in {"name", "titled"} or not self.is_person(last) or self.possessor(last):
            return None
        ahead = self.text[span.start : last.span.start].replace("“", " ").replace('"', " ").lower().split()
        if self.text[last.span.end : span.end].strip(' ,“”"') or not ahead or any("," in word for word in ahead):
            return None
        known, plain = words(), ahead[-1].rstrip(".")
        office = known.office(plain) or plain in known.partisans | known.figures | known.courtesy
        if set(ahead) & _WITHIN:  # "the investigator of the crash Larry Vance", not "the adviser to President Vance"
            first = next((word for word in ahead if word in _WITHIN), "")
            noun = ahead[max(0, ahead.index(first) - 1)]
            of_office = first in {"of", "for"} and known.office(noun) and singular(noun) == noun and not ahead[-1].endswith(_ENDINGS)
            return last if of_office and not office and plain not in _WITHIN | _OWNERS | {"the", "a", "an"} else None
        return last if office else None

    def _one_person(self, noun: Token) -> bool:
        """Whether a noun is for one person, or stands for one of several ("one of these groups, the SDF")."""
        known, plain = words(), singular(noun.text)
        return noun.tag_ == "CD" or noun.lower_ == "one" or (plain == noun.lower_ and (known.office(plain) or plain in known.people))

    def is_person(self, one: Mention) -> bool:
        """Whether a mention names a person."""
        return any(profile.kind == "person" for iri in one.actors if (profile := self.mentions.profiles.get(iri)))

    def possessor(self, one: Mention) -> bool:
        """Whether a mention has a possessive ending, or is a possessive pronoun before its noun."""
        if self.text[one.span.end : one.span.end + 2] in _POSSESSIVES:
            return True
        return one.form == "pronoun" and one.span.of(self.text).lower() in _OWNERS

    def preposition(self, one: Mention) -> str | None:
        """The preposition right before a mention's noun phrase, if it is no modifier in it."""
        paragraph = self.paragraph(one.span)
        if paragraph is None or self.possessor(one):
            return None
        found = paragraph.doc.char_span(one.span.start - paragraph.start, one.span.end - paragraph.start, alignment_mode="expand")
        at = found.start - 1 if found is not None else -1
        while at >= 0 and paragraph.doc[at].pos_ in {"DET", "ADJ", "NUM"}:
            at -= 1
        return paragraph.doc[at].lower_ if at >= 0 and paragraph.doc[at].pos_ in {"ADP", "SCONJ", "PART"} else None

    def joint(self, head: Mention) -> list[Mention]:
        """The head and what is coordinated to it, also beyond a phrase that was cut too short."""
        if head.span not in self._joint:  # asked again for every statement nearby
            self._joint[head.span] = self._coordinated(head)
        return self._joint[head.span]

    def _coordinated(self, head: Mention) -> list[Mention]:
        place = bisect_left(self._starts, head.span.start)
        around = self.resolved[max(0, place - _AROUND) : place + _AROUND]
        members: list[Mention] = []
        for one in around:
            fits = one.actors and (one.acts or one is head) and one.paragraph == head.paragraph and one.form != "pronoun"
            if fits and (not members or one.span.start >= members[-1].span.end):
                members.append(one)
        for chain in chains(members, self.mentions, self.parsed):
            joint = [members[place] for place in chain]
            if head in joint:
                return joint
        return [head]

    def _described(self, span: Span) -> tuple[str, ...]:
        """An actor of its own for a short phrase with an animate head that no mention names ("a senior administration aide")."""
        root, one = self.root(span), self.paragraph(span)
        if root is None or one is None:
            return ()
        personal = self._personal(span, root)
        if personal is not None:
            return self.fresh(*personal)
        found = description(span, root, one.start, self.text)
        if found is None:
            return ()
        name, kind = found
        return self.names.registry.find(name, "actor")[:1] or self.fresh(name, kind)

    def _personal(self, span: Span, noun: Token) -> tuple[str, str] | None:
        """The name and type of somebody's lawyers, campaign or party: "her lawyers" are "Ana Holt's lawyers"."""
        owner = self.covering(Span(span.start, span.start + 1))
        if singular(noun.text) not in words().personal or owner is None or owner.form != "pronoun" or len(owner.actors) != 1:
            return None
        behind = span.of(self.text)[owner.span.end - span.start :].split()
        named = self.newcomers.get(owner.actors[0]) or next((n for n in self.mentions.newcomers if n.iri == owner.actors[0]), None)
        label = named.name if named is not None else self.names.registry.label(owner.actors[0])
        if not behind or behind[-1] != noun.text or len(behind) > _BESIDE or "/state/" in owner.actors[0]:
            return None
        plural, several = noun.lower_ != singular(noun.text), singular(noun.text) in words().bodies | words().collectives
        return f"{label}'s {' '.join(behind)}", "group" if plural else "organization" if several else "official"

    def fresh(self, name: str, kind: str) -> tuple[str, ...]:
        """An actor of its own, of a name and one of `Newcomer`'s types."""
        fresh = Newcomer(name, kind)
        self.newcomers[fresh.iri] = fresh
        return (fresh.iri,)
