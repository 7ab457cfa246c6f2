"""Risk of bias in short: for each domain of a tool, how many studies stand at each level."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from evidence.errors import FigureError
from evidence.figures.chart import Chart
from evidence.figures.foot import edge, foot_height, put_notes
from evidence.figures.frames import needed
from evidence.figures.head import head_height, put_head
from evidence.figures.key import Entry
from evidence.figures.levels import TYPESET, UNKNOWN, by_gravity, entries, paint
from evidence.figures.looks import SCREEN, Look
from evidence.figures.paging import paged
from evidence.figures.scales import Scale, number
from evidence.figures.sheet import Sheet
from evidence.figures.style import text_width, wrap

NEEDED = (
    *("tool", "domain", "position", "by", "level", "rank", "symbol", "colour", "studies", "share", "weighted_by"),
)
CURE = "give it a frame of gallery.risk_of_bias.summarised"
OVERALL = "overall"
JUDGED = "judged"
RULE_INDENT = 0.8  # of the name of a bar by rule, in letters
COUNT = 0.92  # size of the counts, as a share of the text


@dataclass(frozen=True)
class Bars:
    """Places in inches: the domains' names, the axis of shares, and what is printed beyond it."""

    label: float
    label_width: float
    axis: Scale
    beyond: float


def order(frame: pd.DataFrame) -> pd.DataFrame:
    """Put the pieces in the order in which they are drawn: domain, judged before rule, from mild to grave.

    Raises
    ------
    FigureError
        Missing columns, no row, or a share that is none.
    """
    pieces = needed(frame, NEEDED, "risk of bias summary", CURE)
    wrong = pieces[~pieces["share"].between(0, 100)]
    if len(wrong):
        raise FigureError(f"risk of bias summary, share: found {wrong['share'].iloc[0]}; allowed: 0 to 100; {CURE}")
    levels = {level: place for place, level in enumerate(by_gravity(pieces)["level"])}
    place = pieces["level"].map(levels)
    known = pieces.assign(place=place, whole=pieces["domain"].eq(OVERALL))
    return known.sort_values(["whole", "position", "domain", "by", "place"]).drop(columns=["place", "whole"])


def _said(row) -> str:
    return f"{TYPESET.get(row.symbol, row.symbol)} {row.studies:,}"


def _fits(look: Look, axis: Scale, row) -> bool:
    room = axis.x(row.share) - axis.x(0)
    return text_width(_said(row), look.size(COUNT), "bold") + 0.3 * look.text / 72 <= room


def _beyond(look: Look, axis: Scale, rows: pd.DataFrame) -> str:
    return "   ".join(_said(row) for row in rows.itertuples() if not _fits(look, axis, row))


def columns(frame: pd.DataFrame, look: Look = SCREEN) -> Bars:
    """Share out the width of a look: names, bars, and room for the counts that no piece of a bar has room for."""
    em, left, pieces = look.text / 72, edge(look), order(frame)
    widest = max(text_width(_label(bar), look.text, "bold") for bar, _ in pieces.groupby(["domain", "by"]))
    label = min(widest, em * (9.5 if look.narrow else 24))
    start = left + label + 0.9 * em
    end = look.inches - left - 1.2 * em
    for _ in range(2):  # what is written beyond the bars takes room from them
        axis = Scale(0, 100, start, max(end, start + 3 * em))
        bars = pieces.groupby(["domain", "by"], sort=False)
        beyond = max(text_width(_beyond(look, axis, rows), look.size(COUNT), "bold") for _, rows in bars)
        end = look.inches - left - max(1.2 * em, beyond + 0.7 * em)
    axis = Scale(0, 100, start, min(max(end, start + 3 * em), start + 60 * em))
    return Bars(left, label, axis, axis.right + 0.7 * em)


def _label(bar: tuple[str, str]) -> str:
    domain, by = bar
    return f"{domain[:1].upper()}{domain[1:]}" if by == JUDGED else "by the rule"


def _lines(look: Look, at: Bars, bar: tuple[str, str]) -> list[str]:
    weight = "bold" if bar == (OVERALL, JUDGED) else "normal"
    indent = 0 if bar[1] == JUDGED else RULE_INDENT * look.text / 72
    return wrap(_label(bar), at.label_width - indent, look.text, 4, weight)


def _row_height(look: Look, at: Bars, bar: tuple[str, str]) -> float:
    least = look.line(1.75 if bar[1] == JUDGED else 1.6)
    return max(least, len(_lines(look, at, bar)) * look.line() + look.line(0.3))


def _bars(frame: pd.DataFrame) -> list[tuple[tuple[str, str], pd.DataFrame]]:
    return list(order(frame).groupby(["domain", "by"], sort=False))


def answer(frame: pd.DataFrame) -> str:
    """Say in short what the bars show: how often no judgement could be made, and where the gravest one is frequent.

    A page says what all pages together say.
    """
    if "answer" in frame.attrs:
        return frame.attrs["answer"]
    judged = order(frame)
    parts = judged[judged["by"].eq(JUDGED) & judged["domain"].ne(OVERALL)]
    total, blank = parts["studies"].sum(), parts.loc[parts["level"].eq(UNKNOWN), "studies"].sum()
    known = parts[parts["level"].ne(UNKNOWN)]
    said = [f"In {blank:,} of {total:,} judgements by domain what was seen did not allow one."] if blank else []
    if len(known):
        grave = by_gravity(known).iloc[-1]["level"]
        at = known[known["level"].eq(grave)].sort_values("studies", kind="stable").iloc[-1]
        studies = f"{at.studies:,} {'study' if at.studies == 1 else 'studies'}"
        said.append(f"The gravest level given, {grave}, is most frequent in {at.domain}: {studies}.")
    return " ".join(said)


def _key(frame: pd.DataFrame) -> list[Entry]:
    weighted = f"length: share of the {frame['weighted_by'].iloc[0]}; number: studies"
    return [*entries(frame), Entry(weighted)]


def _head_height(frame: pd.DataFrame, look: Look) -> float:
    return head_height(look, answer(frame), _key(frame))


def size_risk_of_bias_summary(
    frame: pd.DataFrame, look: Look = SCREEN, notes: tuple[str, ...] = ()
) -> tuple[float, float]:
    """Give width and height in inches."""
    at = columns(frame, look)
    rows = sum(_row_height(look, at, bar) for bar, _ in _bars(frame))
    return look.inches, look.page or _head_height(frame, look) + rows + look.line(1.6) + foot_height(notes, look)


def pages_risk_of_bias_summary(frame: pd.DataFrame, look: Look, notes: tuple[str, ...] = ()) -> list[pd.DataFrame]:
    """Split the domains over as many pages as a look of fixed height needs."""
    pieces = order(frame)
    if look.page is None:
        return [pieces]
    at, bars = columns(pieces, look), [bar for bar, _ in _bars(pieces)]
    room = look.page - _head_height(pieces, look) - look.line(1.6) - foot_height(notes, look)
    pages = paged(pd.DataFrame(bars), [_row_height(look, at, bar) for bar in bars], room)
    keys = pd.Series(list(zip(pieces["domain"], pieces["by"], strict=True)), index=pieces.index)
    split = [pieces[keys.isin(list(page.itertuples(index=False, name=None)))] for page in pages]
    for page in split:
        page.attrs["answer"] = answer(pieces)
    return split


def plot_risk_of_bias_summary(
    frame: pd.DataFrame,
    ax: Axes,
    title: str = "Risk of bias by domain",
    notes: tuple[str, ...] = (),
    look: Look = SCREEN,
) -> Axes:
    """Draw a bar for each domain, parted by level.

    Parameters
    ----------
    frame : DataFrame
        One row per domain, level and who says so: tool, domain, position, by (judged, rule), level with its rank,
        symbol and colour, studies, share (percent of the bar), weighted_by (people, studies).
        See `gallery.risk_of_bias.summarised`.
    ax : Axes
        Axes that fill a figure of `size_risk_of_bias_summary(frame, look, notes)`.
    title : str
        Title of the chart.
    notes : tuple of str
        Lines to stand under the chart.
    look : Look
        Sizes and colours.

    Returns
    -------
    Axes
        The same axes. Each piece has the gid `piece-<domain>/<by>/<level>`; `columns(frame, look).axis` turns its ends
        into percent. Its count stands in it or, where it has no room, beyond the bar.

    Raises
    ------
    FigureError
        As `order`.
    """
    pieces = order(frame)
    at, sheet = columns(pieces, look), Sheet(ax, size_risk_of_bias_summary(frame, look, notes), look)
    y = top = put_head(sheet, title, answer(pieces), _key(pieces))
    for bar, rows in _bars(pieces):
        if bar == (OVERALL, JUDGED):
            sheet.rule(at.label, y, at.axis.right, y, look.palette.quiet, 0.8)
        _put_bar(sheet, at, bar, rows, y)
        y += _row_height(look, at, bar)
    step = at.axis.x(25) - at.axis.x(0)
    for tick in (0, 25, 50, 75, 100) if step > 3 * look.text / 72 else (0, 50, 100):
        sheet.rule(at.axis.x(tick), top, at.axis.x(tick), y + look.line(0.2))
        said = f"{number(tick)}%"
        sheet.text(at.axis.x(tick), y + look.line(0.75), said, 0.88, look.palette.quiet, ha="center")
    put_notes(sheet, y + look.line(1.2), notes)
    return ax


def _put_bar(sheet: Sheet, at: Bars, bar: tuple[str, str], rows: pd.DataFrame, top: float) -> None:
    look, (domain, by) = sheet.look, bar
    height, lines = _row_height(look, at, bar), _lines(look, at, bar)
    thick = look.line(1.25 if by == JUDGED else 1.05)
    y = top + height / 2 if by == JUDGED else top + max(thick, len(lines) * look.line()) / 2  # close to its own domain
    colour = look.palette.ink if by == JUDGED else look.palette.quiet
    sheet.lines(
        at.label + (0 if by == JUDGED else RULE_INDENT * look.text / 72),
        y,
        lines,
        colour=colour,
        weight="bold" if bar == (OVERALL, JUDGED) else "normal",
    )
    start = 0.0
    for row in rows.itertuples():
        _put_piece(sheet, at, row, start, y - thick / 2, thick)
        start += row.share
    beyond = _beyond(look, at.axis, rows)
    if beyond:
        sheet.text(at.beyond, y, beyond, COUNT, weight="bold", gid=f"beyond-{domain}/{by}")


def _put_piece(sheet: Sheet, at: Bars, row, start: float, top: float, thick: float) -> None:
    palette, own = sheet.look.palette, paint(row.colour, sheet.look.palette)
    left, right = at.axis.x(start), at.axis.x(start + row.share)
    blank = row.level == UNKNOWN
    face, edge_colour = (palette.band, own) if blank else (own, palette.paper)
    gid = f"piece-{row.domain}/{row.by}/{row.level}"
    sheet.box(left, top, right - left, thick, face, lw=0.8, edgecolor=edge_colour, zorder=3, gid=gid)
    if _fits(sheet.look, at.axis, row):
        colour = own if blank else palette.paper
        said = _said(row)
        sheet.text((left + right) / 2, top + thick / 2, said, COUNT, colour, ha="center", weight="bold", zorder=4)


def describe_risk_of_bias_summary(frame: pd.DataFrame) -> str:
    """Say in words what the chart shows: for each domain the studies at each level and their share."""
    pieces = order(frame)
    lines = [f"Risk of bias by {pieces['tool'].iloc[0]}, shares of the {pieces['weighted_by'].iloc[0]}. "
             f"{answer(pieces)}".strip()]  # fmt: skip
    for (domain, by), rows in _bars(pieces):
        said = ", ".join(f"{row.level} {row.studies:,} ({row.share:.0f}%)" for row in rows.itertuples())
        lines.append(f"{domain}{'' if by == JUDGED else ', by the rule of the tool'}: {said}.")
    return "\n".join(lines)


def drawn_risk_of_bias_summary(frame: pd.DataFrame) -> pd.DataFrame:
    """Give what is drawn: each piece of each bar."""
    return order(frame)[["tool", "domain", "by", "level", "studies", "share", "weighted_by"]].reset_index(drop=True)


CHART = Chart(
    "risk of bias summary",
    plot_risk_of_bias_summary,
    size_risk_of_bias_summary,
    pages_risk_of_bias_summary,
    describe_risk_of_bias_summary,
    drawn_risk_of_bias_summary,
)
