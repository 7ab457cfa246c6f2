"""Effect direction: which way each study points where nothing can be pooled (synthesis without meta-analysis, SWiM)."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from evidence.errors import FigureError
from evidence.figures import direction_marks as marks
from evidence.figures.blocks import heading_height, put_heading, put_stack
from evidence.figures.chart import Chart
from evidence.figures.direction_marks import BENCHMARK, DIRECTIONS, TIERS
from evidence.figures.direction_rows import columns, compared_words, people_words, row_height, told
from evidence.figures.foot import NOTE, edge, foot_height, put_notes, room
from evidence.figures.frames import needed
from evidence.figures.key import key_height, put_key
from evidence.figures.looks import SCREEN, Look
from evidence.figures.paging import paged
from evidence.figures.sheet import Sheet
from evidence.figures.style import text_width, wrap
from evidence.figures.wording import people

TITLE = "Which way each study points"
NEEDED = (
    *("row_id", "family", "role", "label", "what", "direction", "n", "counted", "tier", "against"),
    *("risk_of_bias", "as_given", "secondary"),
)
CURE = "take it from evidence.gallery, or see plot_effect_direction for its columns"


def _checked(frame: pd.DataFrame) -> pd.DataFrame:
    frame = needed(frame, NEEDED, "effect direction", CURE)
    for column, allowed in (("direction", DIRECTIONS), ("tier", TIERS)):
        unknown = sorted(set(frame[column]) - set(allowed))
        if unknown:
            names = ", ".join(map(repr, allowed))
            raise FigureError(f"effect direction: found the {column} {unknown[0]!r}; allowed: {names}; {CURE}")
    return frame


def order(frame: pd.DataFrame) -> pd.DataFrame:
    """Sort the rows: most studies first; in a family the strongest comparison and most people, benchmarks last.

    A page, which has the headings of the whole, is sorted already.
    """
    rows = _checked(frame)
    if "heading" in rows.columns:
        return rows
    voting = rows.loc[rows["role"].ne(BENCHMARK), "family"].value_counts()
    keys = {
        "size": -rows["family"].map(voting).fillna(0),
        "beside": rows["role"].eq(BENCHMARK),
        "strength": rows["tier"].map(list(TIERS).index),
        "people": -rows["n"].astype(float).fillna(0),
    }
    by = ["size", "family", "beside", "strength", "people", "label"]
    rows = rows.assign(**keys).sort_values(by, kind="stable").drop(columns=list(keys))
    headings = {family: family_words(some) for family, some in rows.groupby("family")}
    return rows.assign(heading=rows["family"].map(headings))


def family_words(rows: pd.DataFrame) -> str:
    """Say of one family how many studies point which way, and how many of them compare arms.

    Parameters
    ----------
    rows : DataFrame
        Rows of one family; benchmark arms do not count.
    """
    voting = rows[rows["role"].ne(BENCHMARK)]
    counts = voting["direction"].value_counts()
    said = ", ".join(f"{counts[way]} {DIRECTIONS[way]}" for way in reversed(DIRECTIONS) if counts.get(way))
    compared = int(voting["tier"].ne("one arm").sum())
    many = f"{len(voting)} {'study' if len(voting) == 1 else 'studies'}"
    name = str(rows["family"].iloc[0])
    head = f"{name[:1].upper()}{name[1:]}"
    return f"{head}: {many}, {said}; {compared or 'none'} against a control" if len(voting) else f"{head}: no study"


def _heading(rows: pd.DataFrame, look: Look) -> list[str]:
    return wrap(rows["heading"].iloc[0], room(look), look.size(), 2, "bold")


def _lane_words(look: Look) -> tuple[bool, float]:
    """Say whether the names of the lanes stand upright, and how high they are in inches."""
    widest = max(text_width(word, look.size(NOTE)) for word in DIRECTIONS.values())
    upright = widest > columns(look).lane_width - 0.3 * look.text / 72
    return upright, widest if upright else look.line(NOTE)


def _head_height(frame: pd.DataFrame, look: Look) -> float:
    title = look.line(0.9) + look.line(1.45) * (3 if look.narrow else 2)
    return title + key_height(marks.key(frame, look), look, NOTE) + _lane_words(look)[1] + look.line(1.0)


def size_effect_direction(frame: pd.DataFrame, look: Look = SCREEN, notes: tuple[str, ...] = ()) -> tuple[float, float]:
    """Give width and height in inches."""
    rows = order(frame)
    height = _head_height(rows, look) + foot_height(notes, look)
    height += sum(row_height(row, look) for row in rows.itertuples())
    height += sum(heading_height(_heading(some, look), look) for _, some in rows.groupby("family"))
    return look.inches, look.page or height


def pages_effect_direction(frame: pd.DataFrame, look: Look, notes: tuple[str, ...] = ()) -> list[pd.DataFrame]:
    """Split the rows over as many pages as a look of fixed height needs, by family where it can."""
    rows = order(frame)
    if look.page is None:
        return [frame]
    free = look.page - _head_height(rows, look) - foot_height(notes, look)
    heights = [row_height(row, look) for row in rows.itertuples()]
    return paged(rows, heights, free, "family", look.line(3.1))


def plot_effect_direction(
    frame: pd.DataFrame, ax: Axes, title: str = TITLE, notes: tuple[str, ...] = (), look: Look = SCREEN
) -> Axes:
    """Draw one row per study: which way it points, against what, in how many people, and what was printed.

    Parameters
    ----------
    frame : DataFrame
        One row per family of outcomes, role and study: row_id, family, role (`benchmark` for placebo or vehicle arms),
        label, what (arms), direction (up, down, none, mixed or blank where it is not said), n (people; blank where
        not stated), counted (`analysed` or `enrolled`), tier (`randomised`, `controlled` or `one arm`), against
        (comparator), risk_of_bias, as_given (printed value), secondary (bool: seen on secondary pages only).
    ax : Axes
        Axes that fill a figure of `size_effect_direction(frame, look, notes)`.
    title : str
        Title of the chart.
    notes : tuple of str
        Lines to stand under the chart.
    look : Look
        Sizes and colours.

    Returns
    -------
    Axes
        The same axes. Marks have the gid `direction-<row_id>` and stand at `columns(look).lanes[direction]`; the area
        of a mark follows its people, see `direction_marks.mark_share`.

    Raises
    ------
    FigureError
        Missing columns, no row, an unknown direction or tier.
    """
    sheet = Sheet(ax, size_effect_direction(frame, look, notes), look)
    rows = order(frame)
    y = _head(sheet, rows, title)
    for _, some in rows.groupby("family", sort=False):
        y = _family(sheet, y, some)
    put_notes(sheet, y, notes)
    return ax


def _head(sheet: Sheet, rows: pd.DataFrame, title: str) -> float:
    look, at, quiet = sheet.look, columns(sheet.look), sheet.look.palette.quiet
    y = sheet.title(title, 3 if look.narrow else 2)
    upright, high = _lane_words(look)
    y = put_key(sheet, y, marks.key(rows, look), NOTE) + look.line(0.8) + high
    line = y - look.line(NOTE) / 2
    for direction, x in at.lanes.items():
        turned = {"rotation": 90, "va": "bottom"} if upright else {}
        sheet.text(x, y if upright else line, DIRECTIONS[direction], NOTE, quiet, ha="center", **turned)
    sheet.text(at.name, line, "Study", NOTE, quiet)
    sheet.text(at.people, line, "People", NOTE, quiet, ha="right")
    if at.compared_width:
        sheet.text(at.compared, line, "Compared with", NOTE, quiet)
        sheet.text(at.given, line, "As printed", NOTE, quiet)
    return y + look.line(0.2)


def _family(sheet: Sheet, y: float, rows: pd.DataFrame) -> float:
    look, y = sheet.look, put_heading(sheet, y, _heading(rows, sheet.look))
    top, bottom = y, y + sum(row_height(row, look) for row in rows.itertuples())
    for x in columns(look).lanes.values():
        sheet.rule(x, top, x, bottom, lw=0.5)
    beside = False
    for row in rows.itertuples():
        if row.role == BENCHMARK and not beside:
            sheet.rule(edge(look), y, sheet.width - edge(look), y, ls=(0, (2, 2)))
        beside = row.role == BENCHMARK
        _row(sheet, y + row_height(row, look) / 2, row)
        y += row_height(row, look)
    return y


def _row(sheet: Sheet, y: float, row) -> None:
    at, lines = columns(sheet.look), told(row, sheet.look)
    put_stack(sheet, at.name, y, lines.name, lines.what, 1.0)
    sheet.text(at.people, y, people_words(row), NOTE, ha="right")
    marks.put_direction(sheet, at.lanes[row.direction], y, row)
    put_stack(sheet, at.compared, y, lines.compared, lines.bias)
    put_stack(sheet, at.given, y, lines.given, [])


def describe_effect_direction(frame: pd.DataFrame) -> str:
    """Say in words what the chart shows: the counts of each family, then its rows, one a line."""
    lines = []
    for _, rows in order(frame).groupby("family", sort=False):
        lines.append(f"{rows['heading'].iloc[0]}.")
        for row in rows.itertuples():
            bias = f"risk of bias {row.risk_of_bias}" if row.risk_of_bias else ""
            seen = "seen on secondary pages only" if row.secondary else ""
            who = people(row.n, row.counted)
            compared = compared_words(row) if row.role == BENCHMARK else f"compared with {compared_words(row)}"
            parts = (DIRECTIONS[row.direction], who, compared, bias, f"printed: {row.as_given}", seen)
            named = f"{row.label} ({row.what})" if row.what else row.label
            lines.append(f"{named}: {'; '.join(part for part in parts if part)}.")
    return "\n".join(lines)


def drawn_effect_direction(frame: pd.DataFrame) -> pd.DataFrame:
    """Give what is drawn: one row per mark, in the order of the chart."""
    return order(frame)[list(NEEDED)].reset_index(drop=True)


CHART = Chart(
    "effect direction",
    plot_effect_direction,
    size_effect_direction,
    pages_effect_direction,
    describe_effect_direction,
    drawn_effect_direction,
)
