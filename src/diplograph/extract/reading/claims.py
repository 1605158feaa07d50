"""What a verb of saying reports, by the surface: for clauses that the parser lost.

A small parser hangs "that Schumer should resign" from "a reporter", "he was right" from "an interview", or takes "he argued" for a
second clause. What stands behind "that", or before ", he said", is a claim whatever the tree says.

Limits: a clause without "that" is read only where it follows the verb at once, or a pronoun begins it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplograph.extract.reading.stretches import Stretch, trim

if TYPE_CHECKING:
    from diplograph.lexicon import Lexicon
    from diplograph.tree import Doc, Token

__all__ = ["claim", "closing", "predicate"]

_FINITE = ("VBD", "VBZ", "VBP", "MD")
_STOPS = frozenset("“”;:.!?—–")
# How far behind its verb "that" is looked for ("told a group of reporters in Brussels on Monday that"), and how far before it the comma
# that parts a claim from who makes it, in tokens.
_REACH, _NAME = 14, 22
# The longest rest of a sentence behind ", he said" that is no claim of its own.
_REST = 16
# Words that can begin a noun phrase, by their tags; and pronouns that can only be subjects.
_BEGINS = ("PRP", "PRP$", "DT", "NN", "NNS", "NNP", "NNPS", "EX", "CD", "JJ", "VBG")
_SUBJECTS = frozenset({"he", "she", "they", "it", "we", "i", "there"})
_LEAST = 3
# Words that begin a clause which tells when or why something was said.
_ASIDE = frozenset(
    {"as", "while", "when", "after", "before", "during", "because", "since", "though", "although", "if", "where", "who", "which"}
)


def claim(verb: Token, last: Token, lexicon: Lexicon) -> tuple[Token, Stretch] | None:
    """The claim that a verb of saying reports: its predicate and its words, without "that"; None where the surface shows none.

    Args:
        verb: The verb.
        last: The last word of the cue, the verb itself for a cue of one word.
        lexicon: The lists of words.
    """
    stretch = _behind(verb, last, lexicon) or _before(verb) or _around(verb)
    if stretch is None:
        return None
    stretch = trim(verb, stretch)
    if stretch[1] - stretch[0] < _LEAST:
        return None
    return predicate(verb.doc, stretch), stretch


def closing(verb: Token) -> tuple[Token, Stretch] | None:
    """The claim before a verb that closes its sentence, where the verb mostly takes another content: "…, the Speaker announced at noon"."""
    rest = [token for token in verb.doc[verb.i + 1 : verb.sent.end] if token.is_alpha]
    if rest and rest[0].tag_ not in ("IN", "RB", "NNP"):
        return None
    stretch = _before(verb)
    if stretch is None or verb.tag_ not in _FINITE:
        return None
    stretch = trim(verb, stretch)
    return (predicate(verb.doc, stretch), stretch) if stretch[1] - stretch[0] >= _LEAST else None


def _behind(verb: Token, last: Token, lexicon: Lexicon) -> Stretch | None:
    doc, end = verb.doc, verb.sent.end
    first = last.i + 1
    if first < end and doc[first].text == "“":
        first += 1  # "said “a government that jails bloggers is …”"
    reach = _open(doc, first, end)
    for i in range(first, reach):
        if doc[i].text.lower() == "that" and doc[i].tag_ != "DT" and (i == first or _clause(doc, i + 1, end)):
            return i + 1, _until(doc, i + 1, end, lexicon)
    bare = _timed(doc, first, end, lexicon)
    for i in range(first, reach):
        begins = doc[i].text.lower() in _SUBJECTS or (i == bare and doc[i].tag_ in _BEGINS)
        if begins and _clause(doc, i, end, comma=False):
            return i, _until(doc, i, end, lexicon)
    return None


def _open(doc: Doc, first: int, end: int) -> int:
    """How far a claim may still begin: to the next stop, finite verb, participle behind a comma or word that begins another clause."""
    for i in range(first, min(first + _REACH, end)):
        word = doc[i].text.lower()
        if word in _STOPS or word in _ASIDE or doc[i].tag_ in _FINITE or (word == "," and (i > first or _tag(doc, i + 1) == "VBG")):
            return i
    return min(first + _REACH, end)


def _tag(doc: Doc, i: int) -> str:
    return doc[i].tag_ if i < len(doc) else ""


def _timed(doc: Doc, i: int, end: int, lexicon: Lexicon) -> int:
    """Behind the words of time that may follow a verb of saying: "said on Tuesday"."""
    while i < end and doc[i].text.lower() in lexicon.words["when"]:
        i += 1
    return i


def _clause(doc: Doc, i: int, end: int, *, comma: bool = True) -> bool:
    """Whether a clause begins at a token: a noun phrase, and a finite verb before the next stop."""
    while i < end - 1 and doc[i].text in "“'":
        i += 1
    if i >= end or doc[i].tag_ not in (*_BEGINS, "IN", "RB", "WDT", "WP"):
        return False
    for j in range(i + 1, min(end, i + _NAME)):
        if (doc[j].text in _STOPS and doc[j].text not in "“”") or (doc[j].text == "," and not comma):
            return False
        if doc[j].tag_ in _FINITE:
            return True
    return False


def _until(doc: Doc, first: int, end: int, lexicon: Lexicon) -> int:
    """Where a claim ends: before a further participle of saying (", adding that"), or "according to"; else with its sentence."""
    for i in range(first + _LEAST, end - 1):
        if doc[i].text != ",":
            continue
        word = doc[i + 1].text.lower()
        says = doc[i + 1].tag_ == "VBG" and any(cue.judge for cue in lexicon.of("verb", lexicon.forms.get(word, word)))
        if says or word == "according":
            return i
    return end


def _before(verb: Token) -> Stretch | None:
    """The claim before ", X said" and ", said X"."""
    doc, start = verb.doc, verb.sent.start
    i = verb.i - 1
    named = False
    while i > start and verb.i - i < _NAME and doc[i].text != ",":
        if doc[i].text == "”" and doc[i - 1].text == ",":  # "The tax “would be the end of us,” said the guild"
            i -= 1
            break
        if doc[i].text in _STOPS or (doc[i].tag_ in _FINITE and doc[i].text != "’s" and doc[i].dep_ not in ("aux", "aux:pass")):
            return None
        named = named or doc[i].tag_[:2] in ("NN", "PR")
        i -= 1
    inverted = i == verb.i - 1 or (i == verb.i - 2 and doc[i + 1].text == "”")
    if i - start < _LEAST or doc[i].text != "," or not (named or inverted) or _more(verb):
        return None
    return (start, i) if _clause(doc, _opened(doc, start, i), i) else None


def _around(verb: Token) -> Stretch | None:
    """The sentence that ", X said, " breaks between its subject and its predicate: "France, aides said, would not take part"."""
    doc, start, end = verb.doc, verb.sent.start, verb.sent.end
    behind = next((i for i in range(verb.i + 1, min(verb.i + 4, end)) if doc[i].text not in ",“"), end)
    if behind == verb.i + 1 or behind >= end or doc[behind].tag_ not in _FINITE:
        return None
    comma = next((i for i in range(verb.i - 1, max(start, verb.i - _NAME), -1) if doc[i].text == ","), None)
    if comma is None or verb.i - comma < 2 or comma == start or any(token.text in "“”,;" for token in doc[start:comma]):
        return None
    return (start, end) if doc[start].tag_ in _BEGINS and any(token.tag_[:2] in ("NN", "VB") for token in doc[start:comma]) else None


def _opened(doc: Doc, start: int, end: int) -> int:
    while start < end - 1 and (doc[start].dep_ == "cc" or doc[start].text in "“\"'"):
        start += 1
    return start


def _more(verb: Token) -> bool:
    """Whether a clause of its own follows the verb, so that what stands before it is no claim."""
    rest = verb.doc[verb.i + 1 : verb.sent.end]
    return len(rest) > _REST and any(token.text.lower() == "that" for token in rest[:4])


def predicate(doc: Doc, stretch: Stretch) -> Token:
    """The word on which the claim hangs: its topmost finite verb, else the first one by the surface."""
    first, end = stretch
    words = list(doc[first:end])
    tops = [token for token in words if not first <= token.head.i < end or token.head == token]
    for token in tops:
        if token.tag_[:2] in ("VB", "MD") or any(child.dep_ in ("cop", "nsubj", "nsubj:pass") for child in token.children):
            return token
    for token in words:
        if token.tag_ in _FINITE:
            return token.head if token.dep_ in ("aux", "aux:pass", "cop") and first <= token.head.i < end else token
    return tops[0] if tops else words[0]
