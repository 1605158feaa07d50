"""Finding a curator's exact words in an article.

Everything here is exact: `span.of(text) == words`, always. Where words are not found the fault says why, as far as one
can tell: a curly quotation mark, a non-breaking space, a paragraph that was left out, or what comes nearest.
"""

from __future__ import annotations

import unicodedata
from itertools import islice
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from diplograph.curated.form import listed, short
from diplograph.errors import Fault
from diplograph.model import Article, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find", "inside", "near", "nearest", "occurrences"]

# Counting stops here; nobody needs to know how much more often.
_MANY = 99
# Below this likeness (0 to 100) a passage is no help to a curator.
_ALIKE = 70
# Shorter words are like something in every text.
_TELLING = 12
# Signs that look alike in print, by the one that a keyboard has; the rest is left to Unicode's compatibility forms.
_LOOKALIKES = str.maketrans({
    **dict.fromkeys("‘’‚‛′`´ʼ", "'"), **dict.fromkeys("“”„‟″«»", '"'), **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
})  # fmt: skip
_SIGNS = {
    " ": "a blank",
    "\n": "a line break",
    "\u00a0": "a non-breaking space",
    "'": "a straight '",
    '"': 'a straight "',
}


def occurrences(text: str, words: str, within: Span | None = None) -> Iterator[Span]:
    """Every place where words stand in a text, overlapping ones too, in order."""
    start, end = (within.start, within.end) if within else (0, len(text))
    at = text.find(words, start, end)
    while at >= 0:
        yield Span(at, at + len(words))
        at = text.find(words, at + 1, end)


def find(article: Article, quote: str, prefix: str = "", suffix: str = "") -> Span:
    """The one place where a quote stands in the article's own text.

    Args:
        article: The article; the quote may begin in one range of its body and end in a later one.
        quote: Words to the letter, not empty.
        prefix: The words just before it, blanks between set aside; empty where the quote is unique.
        suffix: The words just after it, likewise.

    Raises:
        Fault: It stands there never or more than once. The fault has no place; the caller knows the line.
    """
    text = article.source.text
    own = (span for span in occurrences(text, quote) if article.holds(span))
    fitting = list(islice((span for span in own if _stands_between(text, span, prefix, suffix)), _MANY + 1))
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        count = f"{len(fitting)} times" if len(fitting) <= _MANY else f"more than {_MANY} times"
        around = " between this prefix and suffix" if prefix or suffix else ""
        raise Fault(f"the quote {short(quote)} occurs {count}{around}", None, "lengthen it, or add prefix: or suffix:")
    if any(article.holds(span) for span in occurrences(text, quote)):
        neighbours = [words for words, given in (("after the prefix", prefix), ("before the suffix", suffix)) if given]
        what = f"the quote {short(quote)} is in the article, but not {listed(neighbours)}"
        raise Fault(what, None, "copy the words that stand directly beside it, or drop them")
    raise _missing(article, quote, f"the quote {short(quote)}")


def inside(article: Article, words: str, quote: Span, name: str) -> Span:
    """The first place where words stand inside a quote; whole words count before parts of words.

    Raises:
        Fault: They do not stand there.
    """
    text = article.source.text
    found = _whole(text, list(occurrences(text, words, quote)))
    if found:
        return found[0]
    why, cure = _lookalike(article, words, quote) or ("", "copy it from the quote to the letter")
    what = f"{name} {short(words)} is not in the quote"
    raise Fault(f"{what}: {why}" if why else what, None, cure)


def near(article: Article, words: str, quote: Span, name: str, *, prefix: str = "", suffix: str = "") -> Span:
    """The place where words stand in a quote, else the nearest one in its paragraph or the two beside it.

    With the words just before or after them they may stand anywhere in the article: the speaker of a transcript is named pages before.

    Raises:
        Fault: They stand in none of them.
    """
    if not prefix and not suffix:
        return _closest(article, words, quote, name, _neighbourhood(article, quote))
    text = article.source.text
    own = [span for span in occurrences(text, words, _reach(article)) if article.holds(span)]
    fitting = [span for span in own if _stands_between(text, span, prefix, suffix)]
    if not fitting:
        if not own:
            raise _missing(article, words, f"{name} {short(words)}")
        sides = [f"{name}_{side}" for side, given in (("prefix", prefix), ("suffix", suffix)) if given]
        what = f"{name} {short(words)} is in the article, but not beside {listed(sides)}"
        raise Fault(what, None, "copy the words that stand directly beside it, or drop them")
    return min(fitting, key=lambda span: (_distance(span, quote), span))


def nearest(article: Article, words: str, quote: Span, name: str) -> Span:
    """The place in the whole of the article's own text where words stand nearest to a quote.

    Raises:
        Fault: They stand nowhere in it.
    """
    return _closest(article, words, quote, name, _reach(article))


def _closest(article: Article, words: str, quote: Span, name: str, reach: Span) -> Span:
    text = article.source.text
    found = _whole(text, [span for span in occurrences(text, words, reach) if article.holds(span)])
    if found:
        return min(found, key=lambda span: (_distance(span, quote), span))
    if any(article.holds(span) for span in occurrences(text, words)):
        cure = "name what stands in the quote, in its paragraph or in one beside it"
        raise Fault(f"{name} {short(words)} is in the article, but not near the quote", None, cure)
    raise _missing(article, words, f"{name} {short(words)}")


def _whole(text: str, found: list[Span]) -> list[Span]:
    """The places where the words are no part of a longer word; all, where there is no such place."""
    return [span for span in found if _stands_free(text, span)] or found


def _stands_free(text: str, span: Span) -> bool:
    before = span.start > 0 and text[span.start].isalnum() and text[span.start - 1].isalnum()
    after = span.end < len(text) and text[span.end - 1].isalnum() and text[span.end].isalnum()
    return not before and not after


def _distance(span: Span, quote: Span) -> int:
    """How many code points lie between; 0 where they touch or overlap, -1 inside."""
    return -1 if span.within(quote) else max(span.start - quote.end, quote.start - span.end, 0)


def _neighbourhood(article: Article, quote: Span) -> Span:
    """From the start of the paragraph before the quote's first to the end of the one after its last."""
    touched = [n for n, own in enumerate(article.body) if own.start < quote.end and quote.start < own.end]
    first, last = max(touched[0] - 1, 0), min(touched[-1] + 1, len(article.body) - 1)
    return Span(article.body[first].start, article.body[last].end)


def _stands_between(text: str, span: Span, prefix: str, suffix: str) -> bool:
    """Whether the prefix ends just before a span and the suffix begins just after it, a few blanks apart at most."""
    blanks = 8
    before = text[max(0, span.start - len(prefix) - blanks) : span.start]
    after = text[span.end : span.end + len(suffix) + blanks]
    follows = before.endswith(prefix) or before.rstrip().endswith(prefix.rstrip())
    precedes = after.startswith(suffix) or after.lstrip().startswith(suffix.lstrip())
    return follows and precedes


def _reach(article: Article) -> Span:
    """From the first of the article's own words to the last."""
    return Span(article.body[0].start, article.body[-1].end)


def _missing(article: Article, words: str, name: str) -> Fault:
    why, cure = _why(article, words)
    what = f"{name} is not in the article's own text"
    return Fault(f"{what}: {why}" if why else what, None, cure or "copy it from the article to the letter")


def _why(article: Article, words: str) -> tuple[str, str]:
    """Why words are not in the article's own text, and the cure; empty where nothing is known."""
    if not article.body:
        return "the article has none", "look at what was left out of it: diplograph articles"
    text = article.source.text
    for span in occurrences(text, words):
        for omission in article.omitted:
            if omission.span.start < span.end and span.start < omission.span.end:
                return f"it is in a paragraph left out ({omission.reason})", "quote the article's own words"
    if words in text:
        return "it is in the file, but outside this article", "quote the article's own words"
    return _lookalike(article, words, _reach(article)) or _alike(article, words) or ("", "")


def _lookalike(article: Article, words: str, reach: Span) -> tuple[str, str] | None:
    """What differs where the article has the words in other signs, blanks or capitals."""
    text = article.source.text
    plain, offsets = _folded(reach.of(text))
    wanted, _ = _folded(words)
    wanted = wanted.strip()
    if not wanted:
        return None
    for hit in occurrences(plain, wanted):
        span = Span(reach.start + offsets[hit.start], reach.start + offsets[hit.end - 1] + 1)
        if article.holds(span):
            return _difference(span.of(text), words)
    return None


def _difference(there: str, words: str) -> tuple[str, str]:
    """The first sign in which the article's words and the curator's differ."""
    pairs = enumerate(zip(there, words, strict=False))
    at = next((n for n, (one, other) in pairs if one != other), min(len(there), len(words)))
    has, given = there[at : at + 1], words[at : at + 1]
    behind = f"behind {short(there[max(0, at - 25) : at].lstrip(), 25)} " if at else ""
    why = f"{behind}the article has {_sign(has)} where you have {_sign(given)}"
    if has == "\n":
        return why, "write \\n in a value in double quotes, or quote one paragraph"
    if has and not has.isascii():
        escape = f"\\u{ord(has):04X}" if ord(has) <= 0xFFFF else f"\\U{ord(has):08X}"
        return why, f"copy it from the article, or write {escape} in a value in double quotes"
    return why, "copy it from the article to the letter"


def _sign(sign: str) -> str:
    """A character by a name that a curator understands."""
    if sign in _SIGNS:
        return _SIGNS[sign]
    if not sign:
        return "nothing"
    if sign.isascii():
        return sign
    name = unicodedata.name(sign, "").lower()
    return f"{sign if sign.isprintable() else ''} (U+{ord(sign):04X}{', ' * bool(name)}{name})".strip()


def _folded(text: str) -> tuple[str, list[int]]:
    """A text with look-alikes and runs of blanks made one and case set aside; for each sign its offset."""
    signs: list[str] = []
    offsets: list[int] = []
    for at, sign in enumerate(text):
        for plain in unicodedata.normalize("NFKD", sign.translate(_LOOKALIKES)).translate(_LOOKALIKES).casefold():
            blank = plain.isspace()
            if not (blank and signs and signs[-1] == " "):
                signs.append(" " if blank else plain)
                offsets.append(at)
    return "".join(signs), offsets


def _alike(article: Article, words: str) -> tuple[str, str] | None:
    """The passage that comes nearest to words that are nowhere."""
    if len(words) < _TELLING:
        return None
    best, score = "", float(_ALIKE)
    for paragraph in article.paragraphs:
        found = fuzz.partial_ratio_alignment(words, paragraph, score_cutoff=score)
        if found is not None and found.score > score:
            best, score = _in_whole_words(paragraph, found.dest_start, found.dest_end), found.score
    return (f"nearest: {short(best.strip(), 100)}", "copy it from the article to the letter") if best else None


def _in_whole_words(text: str, start: int, end: int) -> str:
    """A stretch of a text, its last word not cut off."""
    while 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return text[start:end]
