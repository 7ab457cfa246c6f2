"""What is on record: searches, records and what became of them, as boxes with counts; no PRISMA diagram."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from evidence.errors import FigureError
from evidence.figures.chart import Chart
from evidence.figures.foot import NOTE, edge, foot_height, put_notes, title_height
from evidence.figures.frames import needed
from evidence.figures.looks import POINTS, SCREEN, Look
from evidence.figures.paging import paged
from evidence.figures.sheet import Sheet
from evidence.figures.style import text_width, wrap

TITLE = "What is on record"
NEEDED = ("step", "what", "rows", "reasons")
PART = "of them "  # how the words of a row begin that counts a part of the row above it
NAMES = {"became": "What became of the records"}
COUNT = 1.5  # size of a count, as a share of the text
GAP, ARROW = 0.7, 1.7  # space between two boxes and height of an arrow, in lines


class Box(NamedTuple):
    """A count with its words; `row` is its place in the frame, `ends` whether it leads nowhere."""

    row: int
    step: str
    count: int
    what: str
    reasons: str
    part: bool
    ends: bool


@dataclass(frozen=True)
class Line:
    """Boxes beside each other, all of one step; reasons stand under them."""

    boxes: list[Box]
    first: bool
    box_height: float
    reasons: list[str]
    height: float


def boxes(frame: pd.DataFrame) -> list[Box]:
    """Give the counts in order.

    Parameters
    ----------
    frame : DataFrame
        step, what, rows, reasons, as `tables.record_flow` has it; optional: onward (False where nothing of the next
        step comes from a row). Without it, rows with reasons lead nowhere.

    Raises
    ------
    FigureError
        Missing columns, no row, or a count that is none.
    """
    frame = needed(frame, NEEDED, "record flow", "give it tables.record_flow")
    counts = pd.to_numeric(frame["rows"], errors="coerce")
    wrong = frame[counts.isna() | counts.lt(0) | counts.mod(1).ne(0)]
    if not wrong.empty:
        raise FigureError(
            f"record flow: {wrong['what'].iloc[0]}: found {wrong['rows'].iloc[0]!r} rows; "
            "allowed: a whole number, 0 or more; do: correct the count"
        )
    reasons = frame["reasons"].fillna("").astype(str)
    onward = frame["onward"] if "onward" in frame else reasons.eq("")
    parts = frame["what"].astype(str).str.startswith(PART)
    columns = (
        frame["step"].astype(str),
        counts.astype(int),
        frame["what"].astype(str),
        reasons,
        parts,
        ~onward.astype(bool),
    )
    return [Box(place, *row) for place, row in enumerate(zip(*columns, strict=True))]


def _pad(look: Look) -> float:
    """Give the space inside a box in inches, at each side; slides have less."""
    return look.line(0.5 if look.page is None else 0.33)


def abreast(look: Look) -> int:
    """Give how many boxes stand beside each other at most."""
    return 2 if look.narrow else 4


def _names_width(look: Look) -> float:
    return 0.0 if look.narrow else 9.5 * look.text / POINTS


def _width(same: list[Box], look: Look) -> float:
    """Give the width in inches of each of the boxes of a line."""
    count = max(len(same), abreast(look)) if same[0].part else len(same)
    room = look.inches - 2 * edge(look) - _names_width(look)
    return (room - look.line(GAP) * (count - 1)) / count


def _words(box: Box, width: float, look: Look) -> list[str]:
    return wrap(box.what.removeprefix(PART), width - 2 * _pad(look), look.size(NOTE), 4)


def plan(frame: pd.DataFrame, look: Look = SCREEN) -> list[Line]:
    """Lay the boxes out in lines; parts of a count stand under it, smaller and closer."""
    found, lines, step, at = boxes(frame), [], None, 0
    while at < len(found):
        most = (3 if look.narrow else 6) if found[at].part else abreast(look)
        same = [found[at]]
        for box in found[at + 1 : at + most]:
            if (box.step, box.part) != (found[at].step, found[at].part):
                break
            same.append(box)
        lines.append(_line(same, found[at].step != step, look))
        step, at = found[at].step, at + len(same)
    return lines


def _line(same: list[Box], first: bool, look: Look) -> Line:
    words = max(len(_words(box, _width(same, look), look)) for box in same)
    words = 0 if _abreast_of_count(same[0], len(same), look) else words
    box_height = look.line(1.0 if same[0].part else COUNT) + look.line(NOTE) * words + 2 * _pad(look)
    room = look.inches - edge(look) - _reasons_left(same, look)
    told = [
        line
        for box in same
        if box.reasons
        for line in wrap(
            f"{box.count} {box.what}: {box.reasons}", room, look.size(NOTE), 20 if look.page is None else 2
        )
    ]
    line = Line(same, first, box_height, told, 0.0)
    under = look.line(NOTE) * len(told) + (look.line(0.35) if told else 0.0)
    return replace(line, height=_above(line, look) + box_height + under)


def _abreast_of_count(box: Box, count: int, look: Look) -> bool:
    """Say whether the words of a box that stands alone have room beside its count."""
    need = text_width(f"{box.count:,}", look.size(COUNT), "bold") + text_width(box.what, look.size(NOTE))
    return count == 1 and not box.part and need + look.line(2) < _width([box], look)


def _reasons_left(same: list[Box], look: Look) -> float:
    """Give where the reasons begin: right of the boxes that lead on, so that their arrows stay free."""
    left = edge(look) + _names_width(look)
    leading = [place for place, box in enumerate(same) if not box.ends]
    beside = left + (max(leading, default=-1) + 1) * (_width(same, look) + look.line(GAP))
    return beside if look.inches - beside > 0.3 * look.inches else left


def size_record_flow(frame: pd.DataFrame, look: Look = SCREEN, notes: tuple[str, ...] = ()) -> tuple[float, float]:
    """Give width and height in inches."""
    height = sum(line.height for line in plan(frame, look))
    return look.inches, look.page or title_height(2, look) + height + foot_height(notes, look)


def pages_record_flow(frame: pd.DataFrame, look: Look, notes: tuple[str, ...] = ()) -> list[pd.DataFrame]:
    """Split the boxes over as many pages as a look of fixed height needs."""
    if look.page is None:
        return [frame]
    lines = plan(frame, look)
    room = look.page - title_height(2, look) - foot_height(notes, look)
    pages = paged(pd.DataFrame(index=range(len(lines))), [line.height for line in lines], room)
    return [frame.iloc[[box.row for line in page.index for box in lines[line].boxes]] for page in pages]


def plot_record_flow(
    frame: pd.DataFrame, ax: Axes, title: str = TITLE, notes: tuple[str, ...] = (), look: Look = SCREEN
) -> Axes:
    """Draw every count as a box, step under step, with arrows from those that lead on.

    Parameters
    ----------
    frame : DataFrame
        As in `boxes`.
    ax : Axes
        Axes that fill a figure of `size_record_flow(frame, look, notes)`.
    title : str
        Title of the chart.
    notes : tuple of str
        Lines to stand under the chart.
    look : Look
        Sizes and colours.

    Returns
    -------
    Axes
        The same axes. A count has the gid `count-<place in the frame>`, its box `box-<place>`, an arrow from a box
        `from-<place>` and one to a box `to-<place>`.

    Raises
    ------
    FigureError
        Missing columns, no row, or a count that is none.
    """
    sheet, lines = Sheet(ax, size_record_flow(frame, look, notes), look), plan(frame, look)
    y, starts = sheet.title(title, 2), []
    for line in lines:
        places = _places(line, look)
        top = y + _above(line, look)
        if line.first:
            _arrows(sheet, starts, y, top, line, places)
            starts = []
        for box, x, width in places:
            _box(sheet, x, top, width, line.box_height, box, len(places))
        bottom = top + line.box_height
        starts += [(x + width / 2, bottom, box.row) for box, x, width in places if not box.part and not box.ends]
        _reasons(sheet, bottom, line)
        y += line.height
    put_notes(sheet, y, notes)
    return ax


def _above(line: Line, look: Look) -> float:
    """Give the space over the boxes of a line: an arrow and, in one column of a journal, the name of the step."""
    if not line.first:
        return look.line(0.4)
    arrow = 0.4 if line.boxes[0].row == 0 else ARROW
    return look.line(arrow + (1.3 if look.narrow else 0.0))


def _places(line: Line, look: Look) -> list[tuple[Box, float, float]]:
    width = _width(line.boxes, look)
    left = edge(look) + _names_width(look)
    return [(box, left + place * (width + look.line(GAP)), width) for place, box in enumerate(line.boxes)]


def _box(sheet: Sheet, x: float, y: float, width: float, height: float, box: Box, count: int) -> None:
    look, share = sheet.look, 1.0 if box.part else COUNT
    palette = look.palette
    border = {"ec": palette.quiet, "lw": 0.9, "ls": "--"} if box.ends else {"ec": palette.accent, "lw": 1.2}
    if box.part:
        border = {"lw": 0.0}
    sheet.box(x, y, width, height, palette.band, gid=f"box-{box.row}", zorder=2, **border)
    middle, y = x + width / 2, y + _pad(look)
    style = {"weight": "bold", "zorder": 3, "gid": f"count-{box.row}"}
    if _abreast_of_count(box, count, look):
        number, gap = sheet.fits(f"{box.count:,}", share, "bold"), look.line(0.4)
        left = middle - (number + gap + sheet.fits(box.what, NOTE)) / 2
        sheet.text(left, y + look.line(share) / 2, f"{box.count:,}", share, **style)
        sheet.text(left + number + gap, y + look.line(share) / 2, box.what, NOTE, palette.quiet, zorder=3)
        return
    sheet.text(middle, y + look.line(share) / 2, f"{box.count:,}", share, ha="center", **style)
    y += look.line(share)
    for line in _words(box, width, look):
        sheet.text(middle, y + look.line(NOTE) / 2, line, NOTE, palette.quiet, ha="center", zorder=3)
        y += look.line(NOTE)


def _arrows(sheet: Sheet, starts: list[tuple[float, float, int]], y: float, top: float, line: Line, places) -> None:
    """Join the boxes that lead on with those of the next step, and name the step."""
    look, quiet = sheet.look, sheet.look.palette.quiet
    words = NAMES.get(line.boxes[0].step, line.boxes[0].step.capitalize())
    if look.narrow:
        name = wrap(words, look.inches - 2 * edge(look), look.size(), 1, "bold")
        ground = {"facecolor": look.palette.paper, "edgecolor": "none", "pad": 1.5}
        sheet.lines(edge(look), top - look.line(0.65), name, weight="bold", bbox=ground, zorder=4)
    else:
        name = wrap(words, _names_width(look) - look.line(0.8), look.size(), 3, "bold")
        sheet.lines(edge(look), top + line.box_height / 2, name, weight="bold")
    if not starts:
        return
    middle = y + look.line(0.6)
    ends = [(x + width / 2, box.row) for box, x, width in places]
    for x, bottom, row in starts:
        sheet.rule(x, bottom, x, middle, quiet, 1.0, gid=f"from-{row}")
    across = [x for x, *_ in (*starts, *ends)]
    sheet.rule(min(across), middle, max(across), middle, quiet, 1.0, solid_capstyle="projecting")
    head = look.line(0.32)
    for x, row in ends:
        sheet.rule(x, middle, x, top - head, quiet, 1.0, gid=f"to-{row}")
        sheet.shape([(x - 0.6 * head, top - head), (x + 0.6 * head, top - head), (x, top)], quiet)


def _reasons(sheet: Sheet, y: float, line: Line) -> None:
    look, left = sheet.look, _reasons_left(line.boxes, sheet.look)
    ground = {"facecolor": look.palette.paper, "edgecolor": "none", "pad": 1.0}
    y += look.line(0.35)
    for told in line.reasons:
        sheet.text(left, y + look.line(NOTE) / 2, told, NOTE, look.palette.quiet, bbox=ground, zorder=3)
        y += look.line(NOTE)


def describe_record_flow(frame: pd.DataFrame) -> str:
    """Say every count in words, step by step, with the reasons."""
    said = ["What is on record, step by step."]
    found = boxes(frame)
    for step in dict.fromkeys(box.step for box in found):
        parts = [
            f"{box.count} {box.what}" + (f" ({box.reasons})" if box.reasons else "")
            for box in found
            if box.step == step
        ]
        said.append(f"{NAMES.get(step, step.capitalize())}: {'; '.join(parts)}.")
    return "\n".join(said)


def drawn_record_flow(frame: pd.DataFrame) -> pd.DataFrame:
    """Give what is drawn: step, what, rows, reasons and whether anything of the next step comes from it."""
    boxed = boxes(frame)
    return frame[list(NEEDED)].assign(onward=[not box.ends for box in boxed])


CHART = Chart(
    "record flow", plot_record_flow, size_record_flow, pages_record_flow, describe_record_flow, drawn_record_flow
)
