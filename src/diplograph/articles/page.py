"""A page to the stretches of its articles: where one piece of writing ends and the next begins.

A page saved as text strings together its article, teasers of others, and sometimes further whole articles. A *gap* is a
run of lines that are not prose; new pieces begin in gaps. What makes a gap a cut:

1. It has a sign that the piece before is over, and a picture credit or headline after the sign: the author's biography,
   the page's section label once more, or two picture credits (the old piece's and the new one's) where a folded piece
   follows.
2. A folded piece ends in it ("keep reading"). What it folds began at the latest picture credit or headline before.

A piece after a cut is an article if it is long, else a teaser. A call like "read more" also stands between the
paragraphs of one article, so it closes teasers only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diplograph.articles import piece
from diplograph.articles.furniture import Line, classify
from diplograph.articles.paragraphs import cut
from diplograph.model import Omission

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diplograph.articles.piece import Stretch

__all__ = ["own_stretches", "stretches"]

# Teasers have one to three paragraphs, whole articles many. A teaser's headline can be a full sentence, so only longer
# paragraphs count.
_FULL_PARAGRAPHS = 4
_LONG_PARAGRAPH = 15
_FULL_WORDS = 200
_TEASER_PARAGRAPHS = 3
_HEADLINE_WORDS = 4

_OVER_A_LINK = re.compile(r"(?:read|see) also|also read", re.IGNORECASE)

_TEASER = "teaser of another article"


@dataclass(frozen=True, slots=True)
class _Piece:
    """Lines of the page from `start` to `end`; `firm` where the page shows that something else begins there."""

    start: int
    end: int
    firm: bool


def stretches(text: str) -> tuple[Stretch, ...]:
    r"""The articles of a page in order, each with what was left out on its stretch of the page.

    Args:
        text: A text whose line ends are `\n`.

    Returns:
        One stretch per article, none where the page has no sentence of its own. Bodies and omissions together cover
        every non-blank line once.
    """
    return _stretches([classify(paragraph) for paragraph in cut(text)])


def own_stretches(text: str, title: str | None = None, author: str | None = None) -> tuple[Stretch, ...]:
    r"""The same for a text that should be one article's own, cut out of its page by somebody else.

    It is one stretch, without the lines that are furniture by their wording; unless lines of the page stand in it after all
    (menus, calls to click, comments): then it is read as a page.

    Args:
        text: A text whose line ends are `\n`.
        title: Its title, if that is known from outside.
        author: Its author, if known from outside; a biography then is one that names the author.
    """
    lines = [classify(paragraph) for paragraph in cut(text)]
    kinds = [line.kind for line in lines]
    if "closer" in kinds or "comments" in kinds or kinds.count("menu") > 1:
        return _stretches(lines)
    lines = _settle(lines)
    if author is not None:
        names = {words.split()[-1].casefold() for words in re.split(r",| and ", author) if words.strip()}
        lines = [_unless_author(line, names) for line in lines]
    if not any(line.kind == "prose" for line in lines):
        return ()
    found = piece.part_own(lines, title)
    return (found,) if found.body else ()


def _stretches(unsettled: list[Line]) -> tuple[Stretch, ...]:
    lines = _settle(unsettled)
    if not any(line.kind == "prose" for line in lines):
        return ()
    pieces = _pieces(lines)
    groups: list[tuple[list[Line], list[Omission]]] = []
    early: list[Omission] = []  # teasers that stand before the first article
    for number, one in enumerate(pieces):
        own = lines[one.start : one.end]
        fits = _is_article(pieces, number, lines)
        if fits and (one.firm or not groups):
            groups.append((own, []))
        elif groups and (fits or _goes_on(own)):
            groups[-1][0].extend(own)
        else:
            (groups[-1][1] if groups else early).extend(_teased(own))
    found = [piece.part(own, left) for own, left in groups]
    return _with_early(found, early)


def _unless_author(line: Line, names: set[str]) -> Line:
    """A biography of somebody else than the author is a paragraph like others."""
    known = line.kind != "biography" or names & {word.strip(",.").casefold() for word in line.text.split()}
    return line if known else Line(line.paragraph, "prose")


def _with_early(found: list[Stretch], early: list[Omission]) -> tuple[Stretch, ...]:
    """Give what stands before the first article to its stretch, and drop stretches without any text of their own."""
    kept: list[Stretch] = []
    for stretch in found:
        if stretch.body:
            kept.append(stretch.also(early))
            early = []
        elif kept:
            kept[-1] = kept[-1].also(stretch.omitted)
        else:
            early = [*early, *stretch.omitted]
    return tuple(kept)


def _settle(lines: list[Line]) -> list[Line]:
    """Settle the kinds that depend on the lines around.

    - A biography ends an article: no prose follows it, and its person was not spoken of before. Else it is prose.
    - A headline between "Read also" and a paragraph is a link.
    - A call that follows a headline between two paragraphs is a box with a link, and so is the headline.
    """
    seen: set[str] = set()
    settled: list[Line] = []
    for number, line in enumerate(lines):
        kind = line.kind
        following = lines[number + 1].kind if number + 1 < len(lines) else ""
        before = [one.kind for one in settled[-2:]]
        if kind == "biography" and (following == "prose" or not seen or _known(line, seen)):
            kind = "prose"
        if kind in {"more", "closer"} and following == "prose" and before == ["prose", "heading"]:
            settled[-1] = Line(settled[-1].paragraph, "call")
            kind = "call"
        if kind == "heading" and following == "prose" and before[-1:] == ["call"] and _OVER_A_LINK.fullmatch(settled[-1].text):
            kind = "call"
        if kind == "prose":
            seen.update(line.text.replace("'s", "").split())
        settled.append(Line(line.paragraph, kind))
    return settled


def _known(line: Line, seen: set[str]) -> bool:
    """Whether a biography's person has been named before: an author is not, in the own article."""
    verbs = {"is", "was", "serves", "works", "has", "writes", "reports", "blogs", "covers", "teaches", "tweets"}
    name = []
    for word in line.text.split():
        if word in verbs:
            break
        name.append(word.rstrip(","))
    return bool(name) and name[-1] in seen


def _pieces(lines: Sequence[Line]) -> list[_Piece]:
    """Cut a page into pieces."""
    labels = piece.labels(lines)
    folds = max((number for number, line in enumerate(lines) if line.kind == "closer"), default=-1)
    cuts: dict[int, bool] = {0: True}
    gaps: list[tuple[int, int]] = []  # of the first piece
    for start, end in _gaps(lines):
        closer = next((number for number in range(start, end) if lines[number].kind in {"closer", "more"}), None)
        if closer is not None:
            if len(cuts) == 1 and (back := _fold_start(lines, gaps, closer)) is not None:
                cuts[back] = True
            if len(cuts) > 1 or (lines[closer].kind == "closer" and _opens(lines, closer + 1, end)):
                cuts[closer + 1] = lines[closer].kind == "closer"
        elif (sign := _end_sign(lines, start, end, labels, folded=folds >= end)) is not None:
            cuts[_opening(lines, sign, end)] = True
        gaps.append((start, end))
    starts = sorted(number for number in cuts if number < len(lines))
    return [_Piece(at, end, cuts[at]) for at, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _gaps(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """The runs of lines between two pieces of prose, and after the last."""
    prose = [number for number, line in enumerate(lines) if line.kind == "prose"]
    return [(one + 1, two) for one, two in zip(prose, [*prose[1:], len(lines)], strict=True) if two > one + 1]


def _end_sign(lines: Sequence[Line], start: int, end: int, labels: set[str], *, folded: bool) -> int | None:
    """The line after the sign, in a gap, that the piece before is over; None where there is no sign."""
    for number in range(start, end):
        line = lines[number]
        over = line.kind == "biography" or (line.kind == "heading" and line.text in labels)
        if over and end < len(lines) and _opens(lines, number + 1, end):
            return number + 1
    captions = [number for number in range(start, end) if lines[number].kind == "caption"]
    return captions[0] + 1 if folded and len(captions) > 1 and end < len(lines) else None


def _opens(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether a piece can begin in these lines: a picture credit, or a headline."""
    return any(line.kind == "caption" or _is_headline(line) for line in lines[start:end])


def _is_headline(line: Line) -> bool:
    return line.kind == "heading" and line.words >= _HEADLINE_WORDS


def _opening(lines: Sequence[Line], start: int, end: int) -> int:
    """Where in these lines the new piece begins: its picture's description and credit, else its first headline."""
    captions = [number for number in range(start, end) if lines[number].kind == "caption"]
    if captions:
        at = captions[-1]
        return at - 1 if at > start and piece.is_description(lines, at - 1) else at
    return next((number for number in range(start, end) if lines[number].kind == "heading"), start)


def _fold_start(lines: Sequence[Line], gaps: Sequence[tuple[int, int]], closer: int) -> int | None:
    """Where the piece folded at a closer began, if it is a teaser; None where the closer folds the article itself."""
    for start, end in reversed(gaps):
        body = [line for line in lines[end:closer] if line.kind == "prose"]
        if len(body) > _TEASER_PARAGRAPHS + 1 or _is_full(lines[end:closer]):
            return None
        if any(line.kind == "caption" for line in lines[start:end]):
            return _opening(lines, start, end)
        if len(body) <= _TEASER_PARAGRAPHS and _opens(lines, start, end):
            return _opening(lines, start, end)
    return None


def _is_full(lines: Sequence[Line]) -> bool:
    """Whether these lines are as long as a whole article."""
    body = [line.words for line in lines if line.kind == "prose" and line.words >= _LONG_PARAGRAPH]
    return len(body) >= _FULL_PARAGRAPHS and sum(body) >= _FULL_WORDS


def _is_article(pieces: Sequence[_Piece], number: int, lines: Sequence[Line]) -> bool:
    """Whether a piece is an article. The first is, however short, unless it is folded and a whole article follows."""
    one = pieces[number]
    if number > 0 or _is_full(lines[one.start : one.end]):
        return _is_full(lines[one.start : one.end])
    folded = lines[one.end - 1].kind == "closer"
    return not (folded and any(two.firm and _is_full(lines[two.start : two.end]) for two in pieces[1:]))


def _goes_on(lines: Sequence[Line]) -> bool:
    """Whether an article goes on here: with a paragraph, not a headline, and without a call at its end."""
    if any(line.kind in {"closer", "more"} for line in lines):
        return False
    first = next((line for line in lines if line.kind in {"prose", "heading", "caption"}), None)
    return first is not None and first.kind == "prose"


def _teased(lines: Sequence[Line]) -> list[Omission]:
    """All lines of a teaser, with their own reasons where they have one."""
    rest = _TEASER if any(line.kind == "prose" for line in lines) else piece.ORPHAN
    reasons = (piece.DESCRIPTION if piece.is_description(lines, number) else piece.why(line) or rest for number, line in enumerate(lines))
    return [Omission(line.span, reason) for line, reason in zip(lines, reasons, strict=True)]
