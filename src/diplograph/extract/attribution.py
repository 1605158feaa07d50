"""Who says a quotation: the verb of saying beside it and the words that name its subject.

The tree is asked first; where it leads into the quotation or nowhere, the surface answers: a name stands behind or before "said", and
somebody is named before a colon. Small parsers take "tweeted the leader" for a participle, and a subject out of the quotation.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from diplograph.extract.reading.parts import signalling, source
from diplograph.extract.reading.stretches import Stretch
from diplograph.extract.reading.trees import adposition, kid, kids, lemma, passive, subject

if TYPE_CHECKING:
    from diplograph.extract.page import Page
    from diplograph.model import Span
    from diplograph.tree import Doc, Token

__all__ = ["Attribution", "announced", "beside", "introducer", "lastly"]

# Whom the words name, the token of the cue, and the cue's words.
Attribution = tuple["Span | None", int, "Span | None"]

# Tags of words inside a noun phrase, by the surface; words that may stand between a verb of saying and its subject.
_NAMES = ("DT", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "POS", "PRP", "PRP$", "CD", "HYPH")
_ASIDE = ("RB", "RBR", "RP")
_HEADS = ("NN", "PR", "DT", "CD", "WP", "JJ")
_PERFECT = frozenset({"has", "have", "had", "is", "was", "were", "also", "later", "then"})
_JOINS = frozenset({"of", "for", "and", "&"})
# How far behind a paper whose it is may stand ("a tweet on Monday by"), in tokens.
_NEAR = 5
# What a verb beside a quotation may be tagged.
_TENSES = ("VBD", "VBZ", "VBN")
# Steps up from a cue in which another cue that governs it is looked for.
_UP = 4
# A quotation behind a colon is somebody's where so few words go before it that they only name who; a longer tale has a subject.
_SAYER = 14


def introducer(page: Page, stretch: Stretch, *, ahead: bool) -> Attribution | None:
    """The verb of saying in a stretch beside a quotation, with its subject: the nearest one that no other governs.

    Args:
        page: The paragraph.
        stretch: The tokens between the quotation and the end of its sentence.
        ahead: Whether the stretch goes before the quotation.
    """
    cues = [token for token in page.doc[stretch[0] : stretch[1]] if _says(page, token)]
    found = [
        (token, who) for token in cues if not _under(token, cues) for who in [_sayer(page, token, stretch, ahead=ahead)] if who is not None
    ]
    if not found:
        return None
    cue, who = found[-1] if ahead else found[0]
    particle = cue.i + 1 < len(page.doc) and page.doc[cue.i + 1].dep_ == "compound:prt" and page.doc[cue.i + 1].head is cue  # "went on"
    words = (cue.i, cue.i + 2) if cue.lower_ == "according" else signalling(cue, cue.i + 1 + particle)
    return page.span(who), cue.i, page.span(words)


def beside(page: Page, stretch: Stretch) -> Attribution | None:
    """Whose a quotation is by what stands right behind it, whatever the verb: "”, scoffed the mayor", "” the crowd called to the bus"."""
    doc, (first, end) = page.doc, stretch
    while first < end and doc[first].text in (",", "—", "–"):
        first += 1
    if first >= end:
        return None
    if doc[first].lower_ in ("was", "is", "came"):
        return _reply(page, first, end)
    if doc[first].tag_ in _TENSES:
        behind = next((i for i in range(first + 1, min(first + 3, end)) if doc[i].tag_ not in ("RP", "RB")), end)
        who = _writer(page, _phrase(doc, behind, end), end)
        return (page.span(who), first, page.span((first, behind))) if who is not None and not _idle(doc[first]) else None
    who = _phrase(doc, first, end)
    if who is None:
        return None
    verb = who[1]
    while verb < end and (doc[verb].tag_ in _ASIDE or doc[verb].lower_ in _PERFECT):
        verb += 1
    if verb >= end or doc[verb].tag_ not in _TENSES or _idle(doc[verb]):
        return None
    return page.span(who), verb, page.span((verb, verb + 1))


def _reply(page: Page, verb: int, end: int) -> Attribution | None:
    """Whose a quotation is that was "Moscow's only response", or "how Delhi described the charge"."""
    doc = page.doc
    if doc[verb + 1].lower_ == "how":
        who = _phrase(doc, verb + 2, end)
        return (page.span(who), verb, page.span((verb, verb + 2))) if who is not None else None
    words = _phrase(doc, verb + 1, end)
    owned = next((i for i in range(words[0] + 1, words[1]) if doc[i].tag_ == "POS"), None) if words is not None else None
    if words is None or owned is None or not any(page.lexicon.has("papers", lemma(token)) for token in doc[owned : words[1]]):
        return None
    return page.span((words[0], owned)), verb, page.span((verb, words[1]))


def _idle(verb: Token) -> bool:
    """Whether a verb tells of no speech whatever stands beside it."""
    return lemma(verb) in ("be", "have", "do") or verb.tag_ == "MD"


def announced(page: Page, stretch: Stretch) -> Attribution | None:
    """Whose a quotation behind a colon is: "Lula: “…”", "His message was blunt: “…”", "The minister was clear: “…”"."""
    first, end = stretch
    if end - first < 2 or page.doc[end - 1].text != ":":
        return None
    words = page.doc[first : end - 1]
    verbs = [token for token in words if token.tag_ in ("VBD", "VBZ", "VBP", "MD")]
    if not verbs:
        named = any(token.tag_.startswith("NNP") for token in words) and all(token.tag_ in (*_NAMES, "IN", ",", "CC") for token in words)
        return (page.span((first, end - 1)), words[-1].i, None) if named and len(words) < _SAYER else None
    doer = _own(verbs[0]) or _before(page.doc, verbs[0].i, first)
    if doer is None or not first <= doer[0] < end:
        return None
    return page.span(doer), verbs[0].i, page.span((verbs[0].i, verbs[0].i + 1))


def lastly(page: Page, verb: Token, who: Token) -> Attribution:
    """Whose a quotation is that stands behind a finished sentence, by that sentence's main verb and its subject."""
    return page.span(_named(page, who)), verb.i, page.span(signalling(verb, verb.i + 1))


def _says(page: Page, token: Token) -> bool:
    """Whether a token is a verb of saying, by its tag, or by a form that no other word has; or "according to"."""
    if token.lower_ == "according":
        return token.i + 1 < len(page.doc) and page.doc[token.i + 1].lower_ == "to"
    lexicon = page.lexicon
    if token.lower_ in ("read", "reads"):  # what papers do; people read aloud what others wrote
        return any(lexicon.has("papers", lemma(word)) for word in token.sent)
    if token.lower_ in ("put", "puts"):  # "as the mediator put it"
        return token.i + 1 < len(page.doc) and page.doc[token.i + 1].lower_ == "it"
    word = lexicon.forms.get(token.lower_, lemma(token))
    if not any("quote" in cue.frames for cue in lexicon.of("verb", word)):
        return False
    if token.tag_.startswith("VB"):
        return not passive(token) or token.tag_ == "VBG" or _inverts(token)
    before = page.doc[token.i - 1].tag_ if token.i else ""
    return token.lower_ != word and token.lower_.endswith("ed") and before not in ("DT", "PRP$", "JJ", "IN", "POS")


def _inverts(verb: Token) -> bool:
    """Whether a participle stands right behind a quotation before a name: "”, stressed Yekhanurov"."""
    doc = verb.doc
    return verb.tag_ == "VBN" and verb.i > 0 and doc[verb.i - 1].text in ("”", ",") and kid(verb, "aux:pass", "obl:agent") is None


def _under(token: Token, cues: list[Token]) -> bool:
    """Whether a cue only stands in what another of them reports."""
    node = token
    for _ in range(_UP):
        if node.dep_ == "ccomp" and node.head in cues and node.head.i < token.i:
            return True
        if node.head is node:
            return False
        node = node.head
    return False


def _sayer(page: Page, cue: Token, stretch: Stretch, *, ahead: bool) -> Stretch | None:
    """The words that name the subject of a verb of saying, inside the stretch beside the quotation."""
    if cue.lower_ == "according":
        return _behind_to(page, cue)
    doc, (first, end) = page.doc, stretch
    who = subject(cue)
    if who is not None and first <= who.i < end and (who.text[:1].isupper() or who.tag_[:2] in _HEADS):
        behind = _phrase(doc, cue.i + 1, end) if who.i > cue.i else None
        return behind if behind is not None and who.tag_[:2] != "PR" and doc[behind[0]].tag_.startswith("NNP") else _named(page, who)
    if not ahead and all(token.tag_ in _ASIDE or token.lower_ in _PERFECT or token.text == "," for token in doc[first : cue.i]):
        return _writer(page, _phrase(doc, cue.i + 1, end), end)
    if cue.tag_ in ("VBG", "VB") and ahead:
        root = cue.sent.root
        who = subject(root)
        return _named(page, who) if who is not None and who.i < first else _first(doc, first, cue.i)
    return _before(doc, cue.i, first) or _first(doc, first, cue.i)


def _named(page: Page, who: Token) -> Stretch:
    """The noun phrase of a subject; of a document that speaks, whose it is where that is said ("a statement by the ministry")."""
    if who.tag_ in ("NN", "NNS") and page.lexicon.has("papers", lemma(who)):
        for child in (*kids(who, "nmod:poss"), *(far for far in kids(who, "nmod") if adposition(far) in ("by", "from", "of"))):
            return source(child, page.lexicon)
    return source(who, page.lexicon)


def _writer(page: Page, words: Stretch | None, end: int) -> Stretch | None:
    """Whose a paper is: "read a statement from the ministry"."""
    if words is None or not page.lexicon.has("papers", lemma(page.doc[words[1] - 1])):
        return words
    for i in range(words[1], min(words[1] + _NEAR, end)):
        if page.doc[i].is_punct:
            break
        if page.doc[i].lower_ in ("by", "from"):
            return _phrase(page.doc, i + 1, end) or words
    return words


def _own(verb: Token) -> Stretch | None:
    """The noun phrase of the subject of a finite verb, or of the predicate whose copula or auxiliary it is."""
    for node in (verb, verb.head):
        who = kid(node, "nsubj", "nsubj:pass")
        if who is not None and who.i < verb.i:
            owner = kid(who, "nmod:poss")
            return (owner.left_edge.i, owner.i + 1) if owner is not None and who.tag_ in ("NN", "NNS") else (who.left_edge.i, verb.i)
    return None


def _behind_to(page: Page, token: Token) -> Stretch | None:
    noun = page.doc[token.i + 1].head
    who = noun if noun.i > token.i + 1 and noun.tag_[0] in "NP" else next(kids(token, "obl", "obj"), None)
    words = source(who, page.lexicon) if who is not None else _phrase(page.doc, token.i + 2, token.sent.end)
    return _writer(page, words, token.sent.end)


def _phrase(doc: Doc, first: int, end: int) -> Stretch | None:
    """The noun phrase that begins at a token, by the surface, adverbs before it passed over."""
    while first < end and doc[first].tag_ in _ASIDE:
        first += 1
    i = first
    while i < end and (doc[i].tag_ in _NAMES or (doc[i].lower_ in _JOINS and i > first)):
        i += 1
    while i > first and doc[i - 1].lower_ in _JOINS:
        i -= 1
    return (first, i) if any(token.tag_[:2] in ("NN", "PR") for token in doc[first:i]) else None


def _before(doc: Doc, verb: int, least: int) -> Stretch | None:
    """The noun phrase that ends before a verb, by the surface, adverbs and auxiliaries between them passed over."""
    end = verb
    while end > least and (doc[end - 1].tag_ in _ASIDE or doc[end - 1].lower_ in _PERFECT):
        end -= 1
    first = end
    while first > least and (doc[first - 1].tag_ in _NAMES or (doc[first - 1].lower_ in _JOINS and first < end)):
        first -= 1
    while first < end and doc[first].lower_ in _JOINS:
        first += 1
    return (first, end) if any(token.tag_[:2] in ("NN", "PR") for token in doc[first:end]) else None


def _first(doc: Doc, first: int, end: int) -> Stretch | None:
    """The first noun phrase of a stretch, before any comma but one at its start."""
    return next(_phrases(doc, first, end), None)


def _phrases(doc: Doc, first: int, end: int) -> Iterator[Stretch]:
    while first < end and doc[first].text in ",—–":
        first += 1
    found = _phrase(doc, first, end)
    if found is not None:
        yield found
