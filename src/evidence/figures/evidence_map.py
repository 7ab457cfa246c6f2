"""Evidence map: which designs speak to each claim, how directly and which way, and where nothing does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import groupby
from math import sqrt

import pandas as pd
from matplotlib.axes import Axes

from evidence.figures.chart import Chart
from evidence.figures.column_heads import HEADING, Heads, heads, put_heads
from evidence.figures.evidence_cells import COUNT, SIDES, Claim, claims_of, order, place_marks, put_marks
from evidence.figures.foot import edge, foot_height, put_notes
from evidence.figures.head import head_height, put_head
from evidence.figures.key import Entry
from evidence.figures.looks import SCREEN, Look
from evidence.figures.paging import paged
from evidence.figures.sheet import Sheet
from evidence.figures.style import wrap

LEAST, MOST = 0.62, 2.0  # size of the mark of one row, and of the largest where that leaves it room, in letters


@dataclass(frozen=True)
class Grid:
    """Places in inches: the claims, a column for each group of designs, the sum; and the inches a root of a row."""

    claim: float
    claim_width: float
    own_line: bool
    places: dict[str, float]
    cell: float
    total: float
    unit: float

    def column(self, x: float) -> str:
        """Give the column in which a place lies."""
        return next((name for name, left in self.places.items() if left <= x < left + self.cell), "")


def names(frame: pd.DataFrame) -> list[str]:
    """Give the columns from left to right."""
    return frame.drop_duplicates("column").sort_values("place")["column"].tolist()


def columns(frame: pd.DataFrame, look: Look = SCREEN) -> Grid:
    """Share out the width of a look; in one column of a journal each claim stands on a line of its own."""
    em, left, groups = look.text / 72, edge(look), names(frame)
    total = 2.6 * em
    claim = 0.0 if look.narrow else em * (24 if look.inches / em > 75 else 13)
    start = left + (claim + 3.4 * em if claim else 0)
    cell = (look.inches - left - total - start) / len(groups)
    cell = min(cell, 7.5 * em)
    places = {name: start + place * cell for place, name in enumerate(groups)}
    width = claim or look.inches - 2 * left - 3.0 * em
    most = frame.attrs.get("most", frame["rows"].max())
    unit = em * max(0.3, min(LEAST, MOST / sqrt(max(1, most))))
    return Grid(left, width, not claim, places, cell, start + len(groups) * cell + total, unit)


def _label(look: Look, at: Grid, short: str) -> list[str]:
    return wrap(short, at.claim_width, look.text, 2 if at.own_line else 3)


def _row_height(look: Look, at: Grid, claim: Claim) -> float:
    cells = max((place_marks(look, at.cell, at.unit, cell)[1] for cell in claim.cells.values()), default=0.0)
    words = len(_label(look, at, claim.short)) * look.line() + look.line(0.3)
    band = max(cells + look.line(0.3), look.line(1.5))
    return words + band if at.own_line else max(words, band, look.line(1.7))


def answer(frame: pd.DataFrame) -> str:
    """Say in short what the map shows: the claims without any row, without a direct one, and the strongest column.

    A page says what all pages together say.
    """
    if "answer" in frame.attrs:
        return frame.attrs["answer"]
    counts, first = order(frame), names(frame)[0]
    claims, rows = counts["claim_id"].nunique(), counts["rows"].gt(0)
    spoken, direct = (counts[rows & of]["claim_id"].nunique() for of in (True, counts["direct"].eq(True)))
    strongest = counts[rows & counts["column"].eq(first)]
    if claims == 1:
        places = counts[rows]["column"].nunique()
        own = int(counts.loc[rows & counts["direct"].eq(True), "rows"].sum())
        total = int(counts["rows"].sum())
        return f"{total:,} counted {_rows(total)}, {own:,} of them direct, in {places} of {len(names(frame))} columns."
    said = [f"{claims - spoken} of {claims} claims have no counted row at all, {claims - direct} no direct one."]
    own = strongest.loc[strongest["direct"].eq(True), "claim_id"].nunique()
    said.append(f"The strongest column, {first}, speaks to {strongest['claim_id'].nunique()}, directly to {own}.")
    return " ".join(said)


def _rows(count: int) -> str:
    return "row" if count == 1 else "rows"


def _key(frame: pd.DataFrame, look: Look) -> list[Entry]:
    unit, found = LEAST * look.text / 72, set(frame.loc[frame["rows"].gt(0), "side"])
    sides = [side for side in reversed(SIDES) if side in found]
    key = [Entry(side, partial(put_marks, side=side, direct=True, rows=[2], unit=unit)) for side in sides]
    first = sides[0] if sides else "for"
    hollow = partial(put_marks, side=first, direct=False, rows=[2], unit=unit)
    return [*key, Entry("hollow: only indirect", hollow), Entry("empty: nothing counted", _put_empty_key),
            Entry("area and number: rows")]  # fmt: skip


def _put_empty_key(sheet: Sheet, x: float, y: float) -> None:
    em = sheet.look.text / 72
    sheet.box(x - 0.7 * em, y - 0.45 * em, 1.4 * em, 0.9 * em, "none", lw=0.6, edgecolor=sheet.look.palette.rule)


def _heads(frame: pd.DataFrame, look: Look) -> Heads:
    at = columns(frame, look)
    return heads(list(at.places), at.cell, look)


def _head_height(frame: pd.DataFrame, look: Look) -> float:
    return head_height(look, answer(frame), _key(frame, look)) + _heads(frame, look).height + look.line(0.7)


def size_evidence_map(frame: pd.DataFrame, look: Look = SCREEN, notes: tuple[str, ...] = ()) -> tuple[float, float]:
    """Give width and height in inches."""
    at, claims = columns(order(frame), look), claims_of(frame)
    rows = sum(_row_height(look, at, claim) for claim in claims)
    rows += look.line(1.7) * frame["topic"].nunique() + look.line(1.7)
    return look.inches, look.page or _head_height(frame, look) + rows + foot_height(notes, look)


def pages_evidence_map(frame: pd.DataFrame, look: Look, notes: tuple[str, ...] = ()) -> list[pd.DataFrame]:
    """Split the claims over as many pages as a look of fixed height needs, by topic where it can."""
    counts = order(frame)
    if look.page is None:
        return [counts]
    at, claims = columns(counts, look), claims_of(counts)
    room = look.page - _head_height(counts, look) - look.line(1.7) - foot_height(notes, look)
    once = counts.drop_duplicates("claim_id")
    pages = paged(once, [_row_height(look, at, claim) for claim in claims], room, "topic", look.line(1.7))
    split = [counts[counts["claim_id"].isin(page["claim_id"])] for page in pages]
    for page in split:
        page.attrs |= {"answer": answer(counts), "most": int(counts["rows"].max())}
    return split


def plot_evidence_map(
    frame: pd.DataFrame,
    ax: Axes,
    title: str = "Which evidence speaks to which claim",
    notes: tuple[str, ...] = (),
    look: Look = SCREEN,
) -> Axes:
    """Draw for each claim and group of designs the number of rows that count, by side and directness.

    Parameters
    ----------
    frame : DataFrame
        One row per claim, column, side and directness, and one for each empty cell: claim_id, topic, short, column
        (group of designs), place (of the column, from the left), side (for, against, mixed; blank where empty), direct
        (True, False; blank where empty), rows (0 where empty). Claims stand in the order given, each topic together.
        See `gallery.evidence_map`.
    ax : Axes
        Axes that fill a figure of `size_evidence_map(frame, look, notes)`.
    title : str
        Title of the chart.
    notes : tuple of str
        Lines to stand under the chart.
    look : Look
        Sizes and colours.

    Returns
    -------
    Axes
        The same axes. All marks of one kind are one collection with the gid `rows-<side>-direct` or `-indirect`, whose
        areas are the counts times the square of `columns(frame, look).unit`. The number beside each mark is a text with
        the gid `count-<claim_id>/<column>/<side>/<direct or indirect>`; empty cells have the gid `empty`.

    Raises
    ------
    FigureError
        As `order`.
    """
    counts = order(frame)
    at, sheet = columns(counts, look), Sheet(ax, size_evidence_map(frame, look, notes), look)
    y = put_head(sheet, title, answer(counts), _key(counts, look))
    y = _put_heads(sheet, at, counts, y)
    placed, empty = [], []
    for topic, claims in groupby(claims_of(counts), lambda claim: claim.topic):
        sheet.text(at.claim, y + look.line(0.9), topic[:1].upper() + topic[1:], 1.06, weight="bold")
        y += look.line(1.7)
        for claim in claims:
            y = _put_claim(sheet, at, claim, y, placed, empty)
    _put_marks(sheet, at, placed)
    _put_empty(sheet, at.cell, empty)
    _put_totals(sheet, at, counts, y)
    put_notes(sheet, y + look.line(1.7), notes)
    return ax


def _put_heads(sheet: Sheet, at: Grid, counts: pd.DataFrame, y: float) -> float:
    look = sheet.look
    found = _heads(counts, look)
    bottom = y + found.height + look.line(0.3)
    put_heads(sheet, found, {name: left + at.cell / 2 for name, left in at.places.items()}, bottom)
    middle = bottom - look.line(HEADING) / 2
    sheet.text(at.total, middle, "rows", HEADING, look.palette.quiet, ha="right")
    if not at.own_line:
        sheet.text(at.claim, middle, "Claim of the article", HEADING, look.palette.quiet)
    bottom += look.line(0.4)
    sheet.rule(at.claim, bottom, sheet.width - at.claim, bottom, look.palette.quiet, 0.8)
    return bottom


def _put_claim(sheet: Sheet, at: Grid, claim: Claim, top: float, placed: list, empty: list) -> float:
    """Write one claim and gather its marks and empty cells; give the y under it."""
    look = sheet.look
    height, lines = _row_height(look, at, claim), _label(look, at, claim.short)
    words = len(lines) * look.line() + look.line(0.3)
    band, under = (height - words, top + words) if at.own_line else (height, top)
    y = top + words / 2 if at.own_line else top + height / 2
    first = y - (len(lines) - 1) / 2 * look.line()
    sheet.text(at.claim, first, claim.claim_id, 0.88, look.palette.quiet)
    sheet.lines(at.claim + 3.0 * look.text / 72, y, lines)
    for name, left in at.places.items():
        if name not in claim.cells:
            empty.append((left + at.cell / 2, under + band / 2))
            continue
        marks, high = place_marks(look, at.cell, at.unit, claim.cells[name])
        placed += [(left + x, under + (band - high) / 2 + shift, row) for x, shift, row in marks]
    total = claim.rows
    said, colour = (f"{total:,}", look.palette.ink) if total else ("none", look.palette.verdicts["unsupported"])
    sheet.text(at.total, under + band / 2, said, COUNT, colour, ha="right", weight="normal" if total else "bold")
    return top + height


def _put_marks(sheet: Sheet, at: Grid, placed: list) -> None:
    look = sheet.look
    for x, y, row in placed:
        beside = x + at.unit * sqrt(row.rows) / 2 + 0.25 * look.text / 72
        how = "direct" if row.direct else "indirect"
        gid = f"count-{row.claim_id}/{row.column}/{row.side}/{how}"
        sheet.text(beside, y, f"{row.rows:,}", COUNT, gid=gid)
    for side in SIDES:
        for direct in (True, False):
            mine = [(x, y, row.rows) for x, y, row in placed if row.side == side and bool(row.direct) is direct]
            if mine:
                x, y, rows = zip(*mine, strict=True)
                put_marks(sheet, x, y, side, direct, rows, at.unit, f"rows-{side}-{'' if direct else 'in'}direct")


def _put_empty(sheet: Sheet, cell: float, empty: list) -> None:
    """Outline every empty cell; all outlines are one line, broken between cells."""
    look, xs, ys = sheet.look, [], []
    wide, high = 0.36 * cell, 0.55 * look.text / 72
    for x, y in empty:
        xs += [x - wide, x + wide, x + wide, x - wide, x - wide, float("nan")]
        ys += [y - high, y - high, y + high, y + high, y - high, float("nan")]
    if empty:
        sheet.ax.plot(xs, ys, color=look.palette.rule, lw=0.6, zorder=2, gid="empty")


def _put_totals(sheet: Sheet, at: Grid, counts: pd.DataFrame, y: float) -> None:
    look = sheet.look
    sheet.rule(at.claim, y, sheet.width - at.claim, y)
    middle = y + look.line(0.9)
    if not at.own_line:
        said = "rows on this page" if "answer" in counts.attrs else "rows in all"
        sheet.text(at.claim, middle, said, HEADING, look.palette.quiet)
    for name, left in at.places.items():
        total = int(counts.loc[counts["column"].eq(name), "rows"].sum())
        sheet.text(
            left + at.cell / 2, middle, f"{total:,}", HEADING, look.palette.quiet, ha="center", gid=f"sum-{name}"
        )
    sheet.text(at.total, middle, f"{int(counts['rows'].sum()):,}", HEADING, look.palette.quiet, ha="right", gid="sum")


def describe_evidence_map(frame: pd.DataFrame) -> str:
    """Say in words what the map shows: the gaps, then each claim with its counts, one a line."""
    counts = order(frame)
    claims = counts["claim_id"].nunique()
    lines = [f"Evidence on {claims} claim{'' if claims == 1 else 's'} by design and directness. {answer(counts)}"]
    for claim in claims_of(counts):
        said = [
            f"{name}: {row.rows:,} {row.side}{'' if row.direct else ', only indirect'}"
            for name, cell in claim.cells.items()
            for row in cell
        ]
        lines.append(f"{claim.claim_id} {claim.short}: {'; '.join(said) or 'nothing counted'}.")
    return "\n".join(lines)


def drawn_evidence_map(frame: pd.DataFrame) -> pd.DataFrame:
    """Give what is drawn: each count, the empty cells with 0."""
    return order(frame)[["claim_id", "short", "column", "side", "direct", "rows"]].reset_index(drop=True)


CHART = Chart(
    "evidence map",
    plot_evidence_map,
    size_evidence_map,
    pages_evidence_map,
    describe_evidence_map,
    drawn_evidence_map,
)
