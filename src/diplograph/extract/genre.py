"""What sort of text an article is, by its surface: report of news, opinion, a body's own release, or transcript.

It decides whose words the narrator's are: a report's narrator holds nothing, an author holds opinions, a release is a body's own voice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal
from weakref import WeakKeyDictionary

from diplograph.extract.reading.marks import quotations
from diplograph.extract.reading.trees import is_verb, kid, kids, lemma, person

if TYPE_CHECKING:
    from diplograph.lexicon import Lexicon
    from diplograph.model import Article, Parsed
    from diplograph.tree import Token

__all__ = ["Genre", "byline", "genre", "heading", "label"]

Genre = Literal["news", "opinion", "release", "transcript"]

# Two labelled turns make a transcript; one may be a heading with a colon.
_TURNS = 2
# Opinion: twice the share of the narrator's sentences with a duty ("should"), plus those with an evaluation, plus those that argue
# ("indeed", a question, "we"), plus half of those in the present, less half of those with a verb of reporting. Measured: opinion pieces
# .43 to 1.3, reports -.6 to .36.
_OPINION = 0.4
# Releases: sentences whose main verb is a performative in the present with "we" or a body as subject, of all; releases .1 to .6,
# others 0 to .05.
_RELEASE = 0.1

# Speeches: so many sentences, and such a share of them, have "we" or "I" as subject.
_MANY, _SPEECH = 5, 0.3

# One sentence alone shows no genre.
_FEW = 2
# A byline has few words; a paragraph that has more and no full stop is something else.
_BYLINE = 15
# Reading and dating ask for the same article. It is known by its first paragraph while that lives; a cache would keep its trees alive.
_KNOWN: WeakKeyDictionary[Parsed, tuple[tuple[int, Lexicon, str], Genre]] = WeakKeyDictionary()
# What institutions issue: "Joint Statement on …", "Mali: statement in the General Debate", "Comment by the Press Department".
_ISSUE = re.compile(
    r"^(?:(?:Joint|Press|Media|Ministerial|Chair.s|Presidential|Official|Final|Opening|Closing) )*"
    r"(?:Statement|Remarks|Communiqu[eé]|Declaration|Comment|Address|Message|Press Release)\b"
    r"|\bStatement (?:by|of|on|regarding|following|from)\b|: (?:[Ss]tatement|[Aa]ddress|[Rr]emarks)\b"
)
_OPENING = 4
_LABEL = re.compile(r"([A-Z][A-Za-z’'.\- ]{0,60}?)(?: \([^)]{1,60}\))?:(?:\s|$)")


def label(text: str, lexicon: Lexicon) -> str | None:
    """The speaker that a paragraph of a transcript begins with ("MR. PRICE:", "Secretary Blinken:"), or None."""
    match = _LABEL.match(text, len(text) - len(text.lstrip()))
    if match is None or len(text) <= match.end() + 1:
        return None
    name = match[1].strip()
    words = name.split()
    capital = (name.upper() == name and len(name) > 3) or name in ("Q", "A")
    titled = any(
        name.lower().startswith(f"{title} ") or name.lower().rstrip(".") == title
        for title in (entry.rstrip(".") for entry in lexicon.words["transcript_titles"])
    )
    titled = titled or words[0].rstrip(".").lower() in lexicon.words["transcript_titles"]
    return name if (capital or titled) and len(words) <= 8 else None


def heading(paragraph: Parsed) -> bool:
    """Whether a paragraph is a title, byline or other line without the end of a sentence."""
    text = paragraph.text.rstrip("”\"') ]")
    return not text.endswith((".", "!", "?", "…", ":", ";")) and len(text.split()) <= 40 and not _LABEL.match(text)


def byline(article: Article) -> str:
    """An article's title, and behind it the lines that say who wrote or issued it: its metadata, and what its page has around the text."""
    first = article.body[0].start if article.body else 0
    around = [one.span.of(article.source.text) for one in article.omitted if one.reason.startswith("byline") or one.span.end <= first]
    lines = (article.author, article.outlet, *around[:_OPENING])
    return "\n".join(" ".join(line.split()) for line in (article.title or "", *filter(None, lines)))


def genre(parsed: Sequence[Parsed], lexicon: Lexicon, issuer: str = "") -> Genre:
    """The genre of an article.

    Limits: a short text without first person, performatives and "should" counts as news, whatever it is.

    Args:
        parsed: Its paragraphs.
        lexicon: The lists of words.
        issuer: Who wrote or issued it, as far as known, in lines; see `byline`.
    """
    asked = (len(parsed), lexicon, issuer)
    known = _KNOWN.get(parsed[0]) if parsed else None
    if known is not None and known[0] == asked:
        return known[1]
    found = _genre(parsed, lexicon, issuer)
    if parsed:
        _KNOWN[parsed[0]] = asked, found
    return found


def _genre(parsed: Sequence[Parsed], lexicon: Lexicon, issuer: str) -> Genre:
    body = [paragraph for paragraph in parsed if not heading(paragraph)]
    if sum(label(paragraph.text, lexicon) is not None for paragraph in body) >= _TURNS:
        return "transcript"
    counts: Counter[str] = Counter()
    for paragraph in body:
        quoted = quotations(paragraph.doc, lexicon)
        for sentence in paragraph.doc.sents:
            own = [token for token in sentence if not any(quotation.holds(token.i) for quotation in quoted)]
            if len(own) > 4 and sentence.root in own:
                counts.update(_signs(sentence.root, own, lexicon))
    total = counts["sentence"]
    if not total:
        return "news"
    if counts["person"] >= _MANY and counts["person"] / total >= _SPEECH:
        return "release"
    enough = counts["performs"] >= _FEW or counts["speaks"]
    if _issued(parsed, issuer, lexicon) or (enough and counts["performs"] / total >= _RELEASE):
        return "release"
    if counts["duty"] + counts["judges"] + counts["argues"] < _FEW:
        return "news"
    score = 2 * counts["duty"] + counts["judges"] + counts["argues"] + (counts["present"] - counts["reports"]) / 2
    return "opinion" if score / total >= _OPINION else "news"


def _signs(root: Token, words: Sequence[Token], lexicon: Lexicon) -> Iterator[str]:
    """What one sentence of the narrator shows."""
    lemmas = {lemma(token) for token in words}
    yield "sentence"
    if person(kid(root, "nsubj"), lexicon) in ("we", "i"):
        yield "person"
    if _performs(root, lexicon):
        yield "performs"
        if person(kid(root, "nsubj"), lexicon) is not None:
            yield "speaks"
    if root.tag_ == "VBD" and any(cue.judge for cue in lexicon.of("verb", lemma(root))):
        yield "reports"  # what a report says that others say is no argument of its own
        return
    if any(token.tag_ == "MD" and lemma(token) in ("should", "must", "ought") for token in words):
        yield "duty"
    if any(token.dep_ in ("ROOT", "amod", "conj") and _values(token, lexicon) for token in words):
        yield "judges"
    if lemmas & lexicon.words["arguing"] or _argues(words, lexicon):
        yield "argues"
    if root.tag_ in ("VBZ", "VBP") or any(child.tag_ in ("VBZ", "VBP", "MD") for child in kids(root, "aux", "cop")):
        yield "present"
    if any(token.tag_.startswith("VB") and any(cue.judge for cue in lexicon.of("verb", lemma(token))) for token in words):
        yield "reports"


def _argues(words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether the narrator turns to the reader: by a fixed phrase ("the reality is"), a question, or as "I" and "we"."""
    text = f" {' '.join(token.text.lower() for token in words)} "
    if words[-1].text == "?" or any(f" {phrase} " in text for phrase in lexicon.words["arguing"] if " " in phrase):
        return True
    return any(token.dep_ == "nsubj" and person(token, lexicon) in ("we", "i") for token in words)


def _values(token: Token, lexicon: Lexicon) -> bool:
    return any(lexicon.has(name, lemma(token)) for name in ("good", "bad", "impersonal_blame", "impersonal_praise"))


def _performs(root: Token, lexicon: Lexicon) -> bool:
    """Whether a body performs in the present what the main verb says, or speaks as "we" or "I" with such a verb."""
    who = kid(root, "nsubj")
    if who is None or root.tag_ not in ("VBP", "VBZ") or not is_verb(root) or not lexicon.has("performatives", lemma(root)):
        return False
    return who.tag_.startswith("NNP") or lexicon.has("institutions", lemma(who)) or person(who, lexicon) in ("we", "i")


def _issued(parsed: Sequence[Parsed], issuer: str, lexicon: Lexicon) -> bool:
    """Whether a line of the byline's kind names an office or a body, or a title what such a body issues."""
    headings = [paragraph for paragraph in parsed[:_OPENING] if heading(paragraph)]
    title, *signed = issuer.split("\n")
    if any(_office(line, lexicon) for line in (*signed, *(paragraph.text for paragraph in headings if paragraph.number))):
        return True
    return _ISSUE.search(title) is not None or any(
        _ISSUE.search(one.text) and not any(token.tag_ in ("VBZ", "VBD") for token in one.doc) for one in headings
    )


def _office(line: str, lexicon: Lexicon) -> bool:
    """Whether a line says who wrote or issued a text by an office held: a former one, and an institute's, is a commentator's."""
    words = [word.strip(",.;:()").lower() for word in line.split()]
    if len(words) > _BYLINE or any(lexicon.has("commentators", word) for word in words):
        return False
    return any(lexicon.has("bylines", word) for word in words)
