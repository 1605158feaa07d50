"""The words that say whose a statement is, put right where the parser errs, and in full: title, name, "of …" and apposition.

What a construction points at is its verb's subject as the parser has it. Two errors are common enough to be mended by the surface: a
subject taken from a relative clause that has closed before the verb ("Uganda, whose troops back him, promised …"), and an outlet that only
quotes somebody ("state radio quoted the minister as saying"). As in attribution corpora (PARC 3.0, PolNeAR) a source's span is the whole
noun phrase, title and apposition included, relative clauses not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from diplograph.mentions.words import singular, words
from diplograph.model import Span
from diplograph.resolve.holders.collective import of_share

if TYPE_CHECKING:
    from diplograph.mentions.words import Words
    from diplograph.model import Candidate
    from diplograph.resolve.who import Who
    from diplograph.tree import Doc, Token

__all__ = ["full", "source"]

_RELATIVE = frozenset({"who", "whom", "whose", "which", "where"})
_PRONOUNS = frozenset(
    {"he", "she", "it", "they", "we", "i", "you", "who", "both", "neither", "another", "others", "many", "some", "this", "that"}
)
_AS_SAYING = re.compile(r"\s+(?:has |had )?(?:quoted|cited)\s+([^.“”\"]{2,80}?)\s+as\s+(?:saying|telling|warning)\b")
_PORTFOLIO = re.compile(r"(?:,? (?:for|of|and|the|on|to)|,? [A-ZÀ-Þ][\w’'-]+,?)+ ")  # "for Management", between a title and a name
_ACCORDING = re.compile(r"[Aa]ccording to (?:the (?:[a-z]+ ){0,3})?$")
_TELLER = re.compile(r" (he|she|it|they)\b")
_TELLING = 6  # characters around the end of the words behind "according to" in which such a teller stands
_QUOTES = frozenset({"quote", "cite"})
_TITLE = {"PROPN", "ADJ", "NOUN"}
_LINKS = frozenset({"the", "of", "for", "and", "on"})
_AROUND, _BESIDE = 80, 64  # characters before and behind a source in which the name of whom it describes begins
_NEAR = 40  # characters behind a dateline in which its paragraph's subject begins
_LONGEST = 14  # tokens of an apposition
_ARTICLES = frozenset({"the", "a", "an", "its", "his", "her", "their"})
_STOPS = frozenset(',.;:“”—–()"')


def source(candidate: Candidate, who: Who) -> Span | None:
    """The words that name whose a candidate is; where the construction has none, None."""
    if candidate not in who.sources:  # asked for its holder, and again for its words
        who.sources[candidate] = _source(candidate, who)
    return who.sources[candidate]


def _source(candidate: Candidate, who: Who) -> Span | None:
    span = candidate.source_span
    if span is None:
        return None
    span = _behind_dateline(span, who) or _reported(candidate, span, who) or span
    found = of_share(candidate, who) or _quoted(candidate, who) or _participial(candidate, span, who) or _outside(candidate, span, who)
    return found or _named(_completed(candidate, span, who), candidate, who)


def _named(span: Span, candidate: Candidate, who: Who) -> Span:
    """The words with the name that stands behind an office noun or before its apposition, where the parser left it out.

    "Ohio Congressman | Tim Becker", "Rebel commander | “Simon Arango”", "John Weller, | the US ambassador,".
    """
    parsed = who.paragraph(span)
    found = parsed.doc.char_span(span.start - parsed.start, span.end - parsed.start, "expand") if parsed else None
    if parsed is None or found is None:
        return span
    words_of, known = [token for token in found if token.text not in _STOPS], words()
    if not words_of:
        return span
    last = words_of[-1]
    called = _called(span, last, candidate, who)
    if called is not None:
        return called
    if not _titles(last, known):
        if found.root == last or not _titles(found.root, known):
            return span
        closed = False  # "Ambassador to the United Nations | Nikki Haley": a comma behind it begins something else
    else:
        closed = who.text[parsed.start + last.idx + len(last.text) :][:1] == ","
    cue = candidate.cue_span
    for one in who.inside(Span(max(parsed.start, span.start - _AROUND), span.end + _BESIDE)):
        if one.form not in {"name", "titled"} or not one.actors or not who.is_person(one) or who.possessor(one):
            continue
        between = who.text[parsed.start + last.idx + len(last.text) : one.span.start]
        beside = between.strip() in {"", ".", "“", '"'} and len(between) < 4
        if (
            one.span.start >= span.end
            and (beside or (one.form == "titled" and _PORTFOLIO.fullmatch(between)))
            and (not cue or one.span.end <= cue.start or cue.end <= span.start)
        ):
            return Span(span.start, one.span.end)
        before = who.text[one.span.end : span.start]
        if one.span.end < span.start and before.strip() == "," and closed and found[0].lower_ in _ARTICLES:
            return Span(one.span.start, parsed.start + last.idx + len(last.text))
    return span


def _called(span: Span, last: Token, candidate: Candidate, who: Who) -> Span | None:
    """The words with the name that stands right behind a noun for a kind of organisation: "the rights group | Amnesty International"."""
    known, noun, cue = words(), singular(last.text), candidate.cue_span
    if noun != last.lower_ or noun not in known.things | known.bodies | known.organisations or last.text[:1].isupper():
        return None
    one = next(iter(who.inside(Span(span.end, span.end + 2))), None)
    if one is None or one.form != "name" or not one.actors or who.is_person(one) or not one.acts:
        return None
    free = cue is None or one.span.end <= cue.start or cue.end <= span.start
    return Span(span.start, one.span.end) if free and not who.possessor(one) and who.text[span.end : one.span.start] == " " else None


def _titles(token: Token, known: Words) -> bool:
    plain = token.lower_.rstrip(".")
    return (known.office(plain) or plain in known.partisans | known.figures | known.courtesy) and singular(plain) == plain


def _behind_dateline(span: Span, who: Who) -> Span | None:
    """Who is named right behind the place that a paragraph is datelined from: "MOSCOW (AA) - The Foreign Ministry summoned …"."""
    line = who.dateline(span)
    if line is None:
        return None
    first = next((one for one in who.inside(Span(line, line + _NEAR)) if one.actors), None)
    if first is None or who.text[line : first.span.start].lower().strip() not in {"", "the", "a", "an"} or who.possessor(first):
        return None
    return Span(line, first.span.end)


def _reported(candidate: Candidate, span: Span, who: Who) -> Span | None:
    """Who says what another tells: "According to La Stampa | he said, …"."""
    cue = candidate.cue_span
    told = _TELLER.search(who.text, span.start, span.end + _TELLING) if cue is not None else None
    if cue is None or told is None or told.start() < span.end - _TELLING or not _ACCORDING.search(who.text[: span.start]):
        return None
    return Span(*told.span(1)) if 0 <= cue.start - told.end(1) < _NEAR else None


def _participial(candidate: Candidate, span: Span, who: Who) -> Span | None:
    """The subject of the main clause, where a participle behind a comma tells: "Okafor said in Abuja, insisting that figures …"."""
    cue = candidate.cue_span
    parsed = who.paragraph(cue) if cue else None
    held = parsed.doc.char_span(cue.start - parsed.start, cue.end - parsed.start, "expand") if cue and parsed else None
    if parsed is None or held is None or cue is None:
        return None
    doc, verb = parsed.doc, held[0]
    sent = verb.sent
    if verb.tag_ != "VBG" or verb.lower_ == "according" or verb.i < sent.start + 3 or span.start < parsed.start + sent.start_char:
        return None
    comma = verb.i - 1 if doc[verb.i - 1].tag_ != "RB" else verb.i - 2
    if doc[comma].text != ",":
        return None
    main = next((t for t in doc[sent.start : comma] if _tensed(t) and t.dep_ in {"ROOT", "conj", "parataxis", "ccomp"}), None)
    subject = next((child for child in main.children if child.dep_ == "nsubj" and child.i < main.i), None) if main is not None else None
    if subject is None or parsed.start + subject.left_edge.idx == span.start:
        return None
    wrong = span.end > cue.start or parsed.start + subject.idx > span.end or not _names(span, who)
    inner = main is not None and main.i < held.start and parsed.start + main.idx < span.start
    return parsed.span(subject.left_edge.i, subject.right_edge.i + 1) if wrong or inner else None


def _tensed(verb: Token) -> bool:
    """Whether a verb is finite, its auxiliary counted."""
    return verb.tag_ in {"VBD", "VBZ", "VBP"} or (
        verb.tag_ == "VBN" and verb.dep_ in {"ROOT", "conj"} and any(child.dep_ == "aux" for child in verb.children)
    )


def _names(span: Span, who: Who) -> bool:
    return any(one.actors for one in who.inside(span))


def _completed(candidate: Candidate, span: Span, who: Who) -> Span:
    """The words with the office noun right behind them that the parser took for something else: "a Foreign Ministry spokeswoman"."""
    parsed = who.paragraph(span)
    found = parsed.doc.char_span(span.start - parsed.start, span.end - parsed.start, "expand") if parsed else None
    if parsed is None or found is None or found.end >= len(parsed.doc) or not found[-1].text[:1].isupper():
        return span
    behind = parsed.doc[found.end]
    cue = candidate.cue_span
    free = cue is None or not cue.start <= parsed.start + behind.idx < cue.end
    return parsed.span(found.start, found.end + 1) if free and behind.text.islower() and words().office(behind.text) else span


def _quoted(candidate: Candidate, who: Who) -> Span | None:
    """Whom an outlet quotes: "state radio quoted Muchena as saying"."""
    words_of = _AS_SAYING.match(who.text, candidate.source_span.end) if candidate.source_span else None
    if words_of is not None:
        return Span(*words_of.span(1))
    cue = candidate.cue_span
    parsed = who.paragraph(cue) if cue else None
    span = parsed.doc.char_span(cue.start - parsed.start, cue.end - parsed.start, "expand") if cue and parsed else None
    if parsed is None or span is None:
        return None
    verb = span.root
    if verb.lemma_.lower() not in _QUOTES or not any(token.lower_ == "as" for token in parsed.doc[verb.i + 1 : verb.i + _LONGEST]):
        return None
    said = next((child for child in verb.children if child.dep_ == "obj" and child.i > verb.i), None)
    return parsed.span(said.left_edge.i, said.i + 1) if said is not None else None


def _outside(candidate: Candidate, span: Span, who: Who) -> Span | None:
    """The noun before a relative clause that holds the subject found and has closed before the cue."""
    parsed = who.paragraph(span)
    cue = candidate.cue_span
    if parsed is None or cue is None or cue.start < span.end or who.paragraph(cue) is not parsed:
        return None
    found = parsed.doc.char_span(span.start - parsed.start, span.end - parsed.start, alignment_mode="expand")
    verb = parsed.doc.char_span(cue.start - parsed.start, cue.end - parsed.start, alignment_mode="expand")
    if found is None or verb is None or not any(token.text == "," for token in parsed.doc[found.end : verb.start]):
        return None
    at = next((token.i for token in reversed(parsed.doc[found[0].sent.start : found.start + 1]) if token.lower_ in _RELATIVE), None)
    if at is None or at == 0 or parsed.doc[at - 1].text != "," or found.start - at > 1:
        return None
    comma = parsed.start + parsed.doc[at - 1].idx
    ends = [one for one in who.of_paragraph(candidate.paragraph) if one.span.end == comma and one.actors]
    return ends[0].span if ends else None


def full(span: Span, who: Who) -> Span:
    """A source's whole noun phrase: the mention it is part of, with title before, "of …" and apposition behind."""
    parsed = who.paragraph(span)
    found = parsed.doc.char_span(span.start - parsed.start, span.end - parsed.start, alignment_mode="expand") if parsed else None
    if parsed is None or found is None or found.text.lower() in _PRONOUNS or not found.text.strip():
        return span
    doc = parsed.doc
    first, last = _bare(doc, _hyphenated(doc, found.start), found.end, found.root.i)
    for one in who.of_paragraph(parsed.number):
        behind = one.span.start - parsed.start >= doc[last - 1].idx + len(doc[last - 1].text)
        if behind or one.span.end - parsed.start <= doc[first].idx:
            continue
        held = doc.char_span(one.span.start - parsed.start, one.span.end - parsed.start, alignment_mode="expand")
        if held is None or one.form not in {"name", "titled"} or who.possessor(one) or not doc[held.end - 1].text[:1].isupper():
            continue
        if held.start < last and first < held.end:
            first, last = min(first, held.start), max(last, held.end)
    first = _described_before(doc, _title(doc, first))
    last = _behind(doc, last)
    whole = parsed.span(first, _apposition(doc, first, last))
    listed = who.listing(whole)
    return Span(whole.start, listed) if listed else whole


def _bare(doc: Doc, first: int, last: int, root: int) -> tuple[int, int]:
    """A noun phrase without the adverbial that goes before it ("In Paris, …") and the possessive ending behind it, with its "both"."""
    known = words()
    comma = next((i for i in range(root, first, -1) if doc[i].text == ","), None)
    if comma is not None and (doc[first].pos_ in {"ADP", "SCONJ", "ADV"} or doc[first].lower_ == "according"):
        first = comma + 1
    while last - first > 1 and doc[last - 1].text in {"'s", "’s", "'", "’"}:
        last -= 1
    while first < last - 1 and (
        doc[first].lower_ in known.times | known.openings
        or (doc[first].tag_ == "RB" and doc[first + 1].text != "-")
        or doc[first].text == ","
    ):
        first += 1
    root = max(root, first)
    tail = next((i for i in range(root + 1, last) if doc[i].tag_ == "VBG" and doc[i].head.i == root and doc[i - 1].text != ","), last)
    last = tail
    while last - 1 > root and (doc[last - 1].lower_ in known.times or doc[last - 1].text == ","):
        last -= 1
    if first > 0 and doc[first - 1].lower_ in {"both", "neither", "either"}:
        first -= 1
    return first, last


def _hyphenated(doc: Doc, first: int) -> int:
    """Where a phrase begins that was cut at a hyphen: "the French far | -right leader"."""
    if doc[first].text != "-" or first == 0 or doc[first - 1].whitespace_:
        return first
    first -= 1
    while first > doc[first].sent.start and doc[first - 1].pos_ in {"ADJ", "DET"}:
        first -= 1
    return first


def _title(doc: Doc, first: int) -> int:
    """Where the title before a name begins, its article included."""
    at = first
    while at > doc[first].sent.start and _titling(doc[at - 1]):
        at -= 1
    if at == first:
        return first
    return at - 1 if at > 0 and doc[at - 1].lower_ in {"the", "a", "an", "its", "his", "her", "their"} else at


def _described_before(doc: Doc, first: int) -> int:
    """Where the description begins whose comma stands before a name: "Another activist, David Quinn"."""
    at, known = first - 2, words()
    if at < 1 or doc[first - 1].text != "," or doc[first].pos_ != "PROPN" or doc[at].pos_ not in {"NOUN", "PROPN"}:
        return first
    noun = singular(doc[at].text)
    if noun != doc[at].lower_ or not (known.office(noun) or noun in known.people | known.humans):
        return first
    start = doc[first].sent.start
    while (
        at > start
        and first - at < _LONGEST
        and (doc[at].pos_ in _TITLE or doc[at].text in {"'s", "’s", "-", "of"})
        and doc[at].lower_ != "another"
    ):
        at -= 1
    determined = doc[at].pos_ in {"DET", "PRON"} or doc[at].lower_ in _ARTICLES or doc[at].lower_ == "another"
    opens = at == start or doc[at - 1].text in {"”", '"', ",", ";"} or doc[at - 1].pos_ in {"VERB", "CCONJ"}
    return at if determined and opens else first


def _titling(token: Token) -> bool:
    known, plain = words(), token.lower_.rstrip(".")
    title = (
        known.office(plain) or plain in known.courtesy or (token.text[:1].isupper() and plain in known.portfolios | known.office_modifiers)
    )
    return title and token.pos_ in _TITLE and token.dep_ != "ROOT"


def _behind(doc: Doc, last: int) -> int:
    """Behind "of …" that goes on with a name: "Rep. Greene of Georgia", "Oudraat of USIP"."""
    at = last
    if at < len(doc) - 1 and doc[at].lower_ in {"of", "at", "from"} and doc[at - 1].pos_ == "PROPN":
        end = at + 1
        while end < min(len(doc), at + _LONGEST) and (doc[end].pos_ in {"PROPN", "ADJ"} or doc[end].lower_ in _LINKS):
            end += 1
        while end > at + 1 and doc[end - 1].lower_ in _LINKS:
            end -= 1
        if end > at + 1 and doc[end - 1].pos_ in {"PROPN", "NOUN"}:
            return end
    return at


def _apposition(doc: Doc, first: int, last: int) -> int:
    """Where the apposition behind a name, or the name behind a noun and a comma, ends; its closing comma is left out."""
    if last >= len(doc) - 1:
        return last
    if doc[last].text == "(" and last + 2 < len(doc):
        close = next((i for i in range(last + 1, min(len(doc), last + 6)) if doc[i].text == ")"), None)
        return _apposition(doc, first, close + 1) if close is not None else last
    if doc[last].text != ",":
        return last
    end = last + 1
    while end < len(doc) and end - last < _LONGEST and doc[end].text not in _STOPS:
        if doc[end].lower_ in _RELATIVE or doc[end].tag_ in {"VBD", "VBZ", "VBP", "MD", "VBG", "TO"}:
            break
        end += 1
    inside = doc[last + 1 : end]
    closed = (end < len(doc) and doc[end].text in {",", ".", ")", "—"}) or end == len(doc) or doc[end].lower_ in _RELATIVE
    told = not closed and doc[end].tag_ in {"VBD", "VBZ", "VBP"} and len(inside) > 1 and inside[0].lower_ not in _ARTICLES
    if not (closed or told) or not len(inside) or inside[0].pos_ in {"ADP", "SCONJ", "CCONJ", "ADV", "VERB", "AUX", "PRON"}:
        return last
    home = any("-" in token.text for token in inside) and inside[0].text[:1] in {"R", "D", "I"}
    known = words()
    human = known.people | known.humans | known.figures
    trade = any(known.office(token.text) or singular(token.text) in human for token in inside)
    described = doc[last - 1].pos_ == "NOUN" or any(known.office(t.text) or singular(t.text) in human for t in doc[first:last])
    name = described and all(
        token.pos_ == "PROPN" or token.text[:1].isupper() or token.text == "-" or token.lower_ in known.particles for token in inside
    )
    return end if home or trade or name else last
