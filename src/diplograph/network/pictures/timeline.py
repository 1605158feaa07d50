"""Positions over time: who has been for and against what, and when the words were said that show it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from diplograph.errors import Fault
from diplograph.network.choice import days
from diplograph.network.episodes import Held, Track
from diplograph.network.pictures.style import AGAINST, FAINT, FOR, INK, LEANING, LineStyle, caption, drawing, figure, saved, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["timeline"]

_LINE = 0.24  # inches for a holder
_TITLE = "Positions over time"
_SHAPES: dict[str, tuple[str, str, LineStyle]] = {
    "for": (FOR, "^", "-"),
    "against": (AGAINST, "v", "--"),
    "conditional": (LEANING, "D", ":"),
}


def timeline(found: Sequence[Track], form: str, note: str = "") -> bytes:
    """Positions as a picture: a block for each issue, a line for each holder.

    A triangle that points up is a statement for, one that points down against, a diamond conditional; a line joins those of one episode.
    A pale bar is the month or year of a statement that is dated no closer. Undated statements stand left of the time axis, hollow.

    Args:
        found: As `diplograph.network.episodes.tracks` gives them.
        form: `svg` or `png`.
        note: What is shown, for the line below the title.

    Raises:
        Fault: There is nothing to draw.
    """
    if not found:
        raise Fault("no position rests on what is chosen", "--picture", "filter less, or run diplograph build to derive positions")
    with drawing():
        rows: list[tuple[str, Track | None]] = []
        for _, group in groupby(found, key=lambda track: track.issue.iri):
            block = list(group)
            rows += [(block[0].issue.label, None), *((track.holder.label, track) for track in block)]
        height = len(rows) * _LINE + 1.7
        sheet, axes = figure(10, height)
        axes.set_position((0.3, 0.85 / height, 0.67, 1 - 1.6 / height))
        left, right = _span(found)
        apart = (right - left) * 0.06
        axes.set(xlim=(left - 2.2 * apart, right + apart / 2), ylim=(len(rows) - 0.5, -0.7))
        for y, (label, track) in enumerate(rows):
            _label(axes, y, label, head=track is None)
            for held in track.episodes if track else ():
                _episode(axes, y, held, left - 1.5 * apart)
        axes.axvline(left - apart, color=FAINT, linewidth=0.8, zorder=0)
        _axis(axes, left, left - 1.5 * apart)
        _legend(axes, height)
        caption(sheet, _TITLE, note)
        return saved(sheet, form, _TITLE)


def _span(found: Sequence[Track]) -> tuple[float, float]:
    """The first and the last day drawn, as numbers; where nothing is dated, the axis has a month that nobody reads."""
    whens = [when for track in found for held in track.episodes for said in held.dates if (when := days(said))]
    first = min((when[0].toordinal() for when in whens), default=date(2000, 1, 1).toordinal())
    last = max((when[1].toordinal() for when in whens), default=first)
    return float(first), float(max(last, first + 30))


def _label(axes: Axes, y: int, label: str, *, head: bool) -> None:
    place = axes.get_yaxis_transform()
    if head:
        axes.text(-0.42, y + 0.1, wrapped(label, 110, 1), transform=place, weight="bold", va="center", ha="left")
        axes.plot([-0.42, 1], [y + 0.48] * 2, transform=place, color=FAINT, linewidth=0.7, clip_on=False)
    else:
        axes.text(-0.012, y, wrapped(label, 42, 1), transform=place, va="center", ha="right")


def _episode(axes: Axes, y: int, held: Held, undated: float) -> None:
    colour, shape, style = _SHAPES.get(held.stance, _SHAPES["conditional"])
    whens = [when for said in held.dates if (when := days(said))]
    middles = [(when[0].toordinal() + when[1].toordinal()) / 2 for when in whens]
    if len(middles) > 1:
        axes.plot([min(middles), max(middles)], [y, y], color=colour, linestyle=style, linewidth=1.4, zorder=2)
    for when in {when for when in whens if when[0] != when[1]}:
        axes.plot(
            [when[0].toordinal(), when[1].toordinal()], [y, y], color=colour, alpha=0.25, linewidth=5, solid_capstyle="butt", zorder=1
        )
    axes.plot(middles, [y] * len(middles), shape, color=colour, markersize=5.5, markeredgecolor="white", markeredgewidth=0.4, zorder=3)
    if len(whens) < len(held.dates):
        axes.plot([undated], [y], shape, color=colour, fillstyle="none", markersize=5, zorder=3)


def _axis(axes: Axes, left: float, undated: float) -> None:
    """Ticks at calendar steps, and a place of their own for undated statements."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num, num2date

    shift = date2num(date(1, 1, 1)) - date(1, 1, 1).toordinal()
    locator = AutoDateLocator(minticks=3, maxticks=9)
    right = axes.get_xlim()[1]
    places = list(locator.tick_values(num2date(left + shift), num2date(right + shift)))
    names = ConciseDateFormatter(locator, show_offset=False).format_ticks(places)
    kept = [(place - shift, name) for place, name in zip(places, names, strict=True) if left <= place - shift <= right]
    axes.set_xticks([undated, *(place for place, _ in kept)], ["undated", *(name for _, name in kept)])
    for place, _ in kept:
        axes.axvline(place, color="#f0f0f0", linewidth=0.7, zorder=0)
    axes.set_yticks([])


def _legend(axes: Axes, height: float) -> None:
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], color=colour, marker=shape, linestyle=style, markersize=5.5, label=name)
        for name, (colour, shape, style) in _SHAPES.items()
    ]
    handles.append(Line2D([], [], color=INK, alpha=0.25, linewidth=5, label="dated to the month or year"))
    axes.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.35, -0.3 / (height - 1.6)), ncols=4, frameon=False, handlelength=3)
