"""Statements and actions under the sentences they came from, with the words marked that say who, that signal the act, and that say what.

On a terminal the marks are colours, and each has a style of its own besides (underlined, bold, reversed), which `NO_COLOR` leaves.
Elsewhere signs stand in a line below the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from diplograph.cli.screen import counted, metadata_lines, plain
from diplograph.model import Span

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from diplograph.model import Article

__all__ = ["legend", "show_marked"]

# Of the words that two of them share, the later one's mark is shown: a cue may stand inside what is said.
_MARKS = {"what": "content_span", "who": "source_span", "cue": "cue_span"}
_STYLES = {"what": "green underline", "who": "cyan bold", "cue": "yellow reverse"}
_SIGNS = {"what": "-", "who": "=", "cue": "^"}
_INDENT = 4
_NARROWEST = 16  # a line of fewer characters cannot be read


def legend(out: Console) -> None:
    """Say once what the marks mean."""
    from rich.text import Text

    shown = Text("Marked: ")
    for name in ("who", "cue", "what"):
        shown.append(name, _STYLES[name]).append("  " if _styled(out) else f" {_SIGNS[name] * 3}  ")
    shown.rstrip()
    out.print(shown, "\n", sep="", end="\n")


def show_marked(article: Article, found: Sequence[Mapping[str, object]], out: Console) -> None:
    """One article's records: where it came from, then each statement and action below the sentence that shows it.

    Args:
        article: The article.
        found: Its statements and actions as records.
        out: Where to print; how wide it is and whether it takes styles is its own knowledge.
    """
    from rich.text import Text

    out.print(Text(plain(article.key), "bold"))
    for line in (plain(f"source    {article.source.origin}"), *metadata_lines(article, ("title", "author", "outlet", "date"))):
        out.print(Text(f"  {line}"))
    out.print()
    before: list[tuple[str, str]] = []
    for record in sorted(found, key=lambda one: (one["start"], one["end"], one["record"] != "statement", one["id"])):
        sentence = _marked(article, record)
        if sentence != before:  # several statements of the same words stand below them once
            _print_marked(sentence, out)
            before = sentence
        _print_indented(Text(" · ".join(_details(record))), out)
        out.print()
    counts = [sum(one["record"] == kind for one in found) for kind in ("statement", "action")]
    out.print(f"{counted(counts[0], 'statement')}, {counted(counts[1], 'action')}\n")


def _details(record: Mapping[str, object]) -> Iterator[str]:
    """What is known of a statement or an action, in the order in which one asks."""
    yield from _of_statement(record) if record["record"] == "statement" else _of_action(record)
    if record["date"]:
        yield f"on {record['date']}" + (f" ({record['date_basis']})" if record.get("date_basis") else "")
    if record["rule"]:
        yield f"rule {record['rule']}"
    if record.get("confidence") is not None:
        yield f"confidence {record['confidence']}"


def _of_statement(record: Mapping[str, object]) -> Iterator[str]:
    behalf = _names(record, "on_behalf_of")
    holders = [name for name in _names(record, "holders") if name not in behalf] or behalf
    yield f"{record['kind']}, {_stance(record['stance'])}"
    yield f"by {', '.join(holders)}" + (f" for {', '.join(behalf)}" if behalf and holders != behalf else "")
    if record["attributed_by"]:
        yield f"as {', '.join(_names(record, 'attributed_by'))} says"
    if record["addressees"]:
        yield f"to {', '.join(_names(record, 'addressees'))}"
    issue = record["issue"]
    if isinstance(issue, Mapping):
        yield plain(f"issue {issue['label']}" + (f" ({issue['stance']})" if issue["stance"] else ""))
    if record["topics"]:
        yield f"on {', '.join(_names(record, 'topics'))}"
    if record["condition"]:
        yield f"condition “{plain(str(record['condition']))}”"


def _of_action(record: Mapping[str, object]) -> Iterator[str]:
    yield f"action: {record['type']}, {record['status']}"
    yield plain(str(record["label"]))
    if record["actors"]:
        yield f"by {', '.join(_names(record, 'actors'))}"
    if record["targets"]:
        yield f"with or at {', '.join(_names(record, 'targets'))}"


def _stance(word: object) -> str:
    return "no stance" if word == "none" else str(word)


def _names(record: Mapping[str, object], field: str) -> list[str]:
    given = record[field]
    return [plain(str(name)) for name in given] if isinstance(given, list) else []


def _marked(article: Article, record: Mapping[str, object]) -> list[tuple[str, str]]:
    """The sentences that hold a record's words, in stretches of one mark: each stretch's words and mark, empty for none."""
    quote = _span([record["start"], record["end"]]) or Span(0, 1)
    marks = {name: _span(record.get(field)) for name, field in _MARKS.items()}
    if record["record"] == "action":
        marks["what"] = quote
    letters: list[tuple[str, str]] = []
    for shown in _sentences(article, [quote, *filter(None, marks.values())]):
        letters += [(letter, "") for letter in (" … " if letters else "")]
        for at, letter in enumerate(plain(shown.of(article.source.text)), shown.start):
            mark = next((name for name in reversed(marks) if _holds(marks[name], at)), "")
            if letter != " " or not letters or letters[-1][0] != " ":
                letters.append((letter, mark))
    return [("".join(letter for letter, _ in some), mark) for mark, some in groupby(letters, key=lambda one: one[1])]


def _span(pair: object) -> Span | None:
    return Span(*pair) if isinstance(pair, list) else None


def _holds(span: Span | None, at: int) -> bool:
    return span is not None and span.start <= at < span.end


def _sentences(article: Article, spans: Iterable[Span]) -> list[Span]:
    """The sentences that some words stand in, in order; those that touch are one."""
    from diplograph import language

    text = article.source.text
    found: list[Span] = []
    for span in spans:
        touched = [own for own in article.body if own.start < span.end and span.start < own.end] or [span]
        found.append(language.around(text, Span(touched[0].start, touched[-1].end), span))
    joined: list[Span] = []
    for one in sorted(found):
        if joined and not text[joined[-1].end : one.start].strip():
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, one.end))
        else:
            joined.append(one)
    return joined


def _styled(out: Console) -> bool:
    """Whether the marks can be styles: on a terminal that knows some."""
    return out.is_terminal and out.color_system is not None


def _print_marked(stretches: Iterable[tuple[str, str]], out: Console) -> None:
    """Some sentences as wide as the screen, marked."""
    from rich.text import Text

    sentence = Text()
    for words, mark in stretches:
        sentence.append(words, _STYLES.get(mark))
    for line in sentence.wrap(out, max(_NARROWEST, out.width)):
        line.rstrip()
        out.print(line, soft_wrap=True)
        signs = "" if _styled(out) else _signs(line)
        if signs:
            out.print(signs, soft_wrap=True)


def _signs(line: Text) -> str:
    """The line below a line: a sign for each cell of a marked word."""
    from rich.cells import cell_len

    names = {style: name for name, style in _STYLES.items()}
    marks = [" "] * len(line.plain)
    for span in line.spans:
        for at in range(span.start, min(span.end, len(marks))):
            marks[at] = _SIGNS[names[str(span.style)]]
    return "".join(mark * cell_len(letter) for mark, letter in zip(marks, line.plain, strict=True)).rstrip()


def _print_indented(words: Text, out: Console) -> None:
    indent = _INDENT if out.width >= 2 * _NARROWEST else 0
    for line in words.wrap(out, max(_NARROWEST, out.width - indent)):
        line.rstrip()
        out.print(" " * indent, line, sep="", soft_wrap=True)
