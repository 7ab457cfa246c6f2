"""Regulation as a map: jurisdictions by use of the product; each cell says what is on record, how new and how seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from evidence.figures.chart import Chart
from evidence.figures.foot import NOTE, edge, foot_height, put_notes, title_height
from evidence.figures.key import Entry, key_height, put_key
from evidence.figures.looks import POINTS, SCREEN, Look
from evidence.figures.paging import paged
from evidence.figures.regulatory_cells import Cell, bears, cells, counted, gather, groups
from evidence.figures.sheet import Sheet
from evidence.figures.statuses import put_status, status_key
from evidence.figures.style import wrap

TITLE = "Regulation by jurisdiction and use"
NO_RULE = "no rule found"
NO_RULE_HEADING = "Searched for, no rule found (which does not mean permitted):"
PAD = 0.55  # space between two entries, in lines


@dataclass(frozen=True)
class Columns:
    """Left edges and widths in inches; `full` where there is room for every word of an entry."""

    name: float
    name_width: float
    cells: dict[str, float]
    cell_width: float
    mark: float
    full: bool


def columns(frame: pd.DataFrame, look: Look = SCREEN) -> Columns:
    """Share out the width: a column for every use."""
    em, left = look.text / POINTS, edge(look)
    full = look.inches / em > 70
    name = em * (9.5 if full else 7.4)
    names, start = groups(frame), left + name
    step = (look.inches - start - 0.4 * left) / max(1, len(names))
    mark = em * (1.2 if look.narrow else 1.5)
    edges = {group: start + place * step for place, group in enumerate(names)}
    return Columns(left, name - 0.6 * em, edges, step - mark - (0.2 if look.narrow else 0.8) * em, mark, full)


class Line(NamedTuple):
    """A line of an entry."""

    text: str
    share: float
    weight: str
    role: str


def lines(cell: Cell, at: Columns, look: Look = SCREEN) -> list[Line]:
    """Give the lines of an entry: its status, how it bears on a claim, how many and how new, the pathways.

    In one column of a journal there is room for the year alone: there the key says what a mark means.
    """
    if look.narrow:
        year = "unseen" if cell.nothing == cell.entries else cell.newest[:4] or "n.d."
        return [Line(year, NOTE, "normal", "ink")]
    pathways = f"pathway: {cell.pathways}" if cell.pathways else ""
    told = ((cell.status, 1.0, "normal", "ink", 3), (bears(cell), NOTE, "bold", "ink", 3),
            (counted(cell, at.full), NOTE, "normal", "quiet", 4), (pathways, NOTE, "normal", "quiet", 4))  # fmt: skip
    return [
        Line(line, share, weight, role)
        for text, share, weight, role, most in told
        for line in wrap(text, at.cell_width, look.size(share), most, weight)
    ]


class Placed(NamedTuple):
    """An entry with its height in inches and its rank in its cell, from 0."""

    cell: Cell
    tall: float
    rank: int


@dataclass(frozen=True)
class Plan:
    """What stands where: entries by jurisdiction, and the places of which only is known that no rule was found."""

    at: Columns
    rows: dict[str, list[Placed]]
    ruleless: dict[str, str]

    @property
    def cells(self) -> list[Cell]:
        """All that is drawn in a cell."""
        return [entry.cell for row in self.rows.values() for entry in row]


def plan(frame: pd.DataFrame, look: Look = SCREEN) -> Plan:
    """Lay the entries out."""
    found, at = gather(frame), columns(frame, look)
    ruled = {cell.jurisdiction for cell in found if cell.status != NO_RULE}
    rows: dict[str, list[Placed]] = {}
    for cell in found:
        if cell.jurisdiction in ruled:
            row = rows.setdefault(cell.jurisdiction, [])
            tall = sum(look.line(line.share) for line in lines(cell, at, look)) + look.line(PAD)
            row.append(Placed(cell, tall, sum(entry.cell.group == cell.group for entry in row)))
    return Plan(at, rows, {cell.jurisdiction: cell.place for cell in found if cell.jurisdiction not in ruled})


def _row_height(row: list[Placed], at: Columns, look: Look) -> float:
    """Give the height of the row of one jurisdiction, without what the article says of it."""
    beside: dict[str, float] = {}
    for entry in row:
        beside[entry.cell.group] = beside.get(entry.cell.group, 0.0) + entry.tall
    return max(*beside.values(), look.line(PAD + len(_place(row[0].cell.place, at, look))))


def _place(name: str, at: Columns, look: Look) -> list[str]:
    return wrap(str(name), at.name_width, look.size(), 3, "bold")


def _article(text: str, look: Look) -> list[str]:
    return wrap(text, look.inches - 4 * edge(look), look.size(), 6) if text else []


def _article_height(text: str, look: Look) -> float:
    return look.line(len(_article(text, look)) + 0.8) if text else 0.0


def _key(drawn: list[Cell], full: bool, look: Look) -> list[Entry]:
    secondary = any(not cell.first_hand and cell.nothing < cell.entries for cell in drawn)
    more = ["year: the newest document; n.d.: no date"] if look.narrow else ["date: the newest document (of how many)"]
    told = [Entry(text) for text in [*(more if not full else []), "– nothing on record"]]
    return status_key([cell.status for cell in drawn], secondary) + told


def _heads(at: Columns, look: Look) -> dict[str, list[str]]:
    room, weight = (look.line(8), "normal") if look.narrow else (at.cell_width + at.mark, "bold")
    return {group: wrap(str(group), room, look.size(), 2 if look.narrow else 3, weight) for group in at.cells}


def _heads_height(at: Columns, look: Look) -> float:
    return look.line(9 if look.narrow else max((len(one) for one in _heads(at, look).values()), default=0) + 0.9)


def _head_height(laid: Plan, look: Look) -> float:
    key = key_height(_key(laid.cells, laid.at.full, look), look, NOTE)
    return title_height(4 if look.narrow else 2, look) + key + _heads_height(laid.at, look)


def _ruleless(laid: Plan, look: Look) -> list[str]:
    if not laid.ruleless:
        return []
    text = f"{NO_RULE_HEADING} {', '.join(map(str, laid.ruleless.values()))}."
    return wrap(text, look.inches - 2 * edge(look), look.size(), 40)


def _ruleless_height(laid: Plan, look: Look) -> float:
    return look.line(len(_ruleless(laid, look)) + 0.8) if laid.ruleless else 0.0


def _rows_height(laid: Plan, look: Look) -> float:
    rows = laid.rows.values()
    return sum(_article_height(row[0].cell.article, look) + _row_height(row, laid.at, look) for row in rows)


def _height(frame: pd.DataFrame, look: Look, notes: tuple[str, ...]) -> float:
    laid = plan(frame, look)
    inside = _head_height(laid, look) + _rows_height(laid, look) + _ruleless_height(laid, look)
    return inside + foot_height(notes, look)


def size_regulatory_map(frame: pd.DataFrame, look: Look = SCREEN, notes: tuple[str, ...] = ()) -> tuple[float, float]:
    """Give width and height in inches."""
    return look.inches, look.page or _height(frame, look, notes)


def pages_regulatory_map(frame: pd.DataFrame, look: Look, notes: tuple[str, ...] = ()) -> list[pd.DataFrame]:
    """Split the rows over as many pages as a look of fixed height needs; the places without a rule come last."""
    laid = plan(frame, look)
    if look.page is None or not laid.rows:
        return [frame]
    room = look.page - _head_height(laid, look) - foot_height(notes, look)
    parts = _parts(laid, room, look)
    keys = list(zip(frame["jurisdiction"], frame["group"], frame["status"], strict=True))
    pages = []
    for page in paged(pd.DataFrame(index=range(len(parts))), [tall for _, tall in parts], room):
        mine = {(e.cell.jurisdiction, e.cell.group, e.cell.status) for part in page.index for e in parts[part][0]}
        pages.append(frame[[key in mine for key in keys]])
    ruleless = frame[frame["jurisdiction"].isin(laid.ruleless)]
    last = pd.concat([pages[-1], ruleless])
    return [*pages[:-1], last] if _height(last, look, notes) <= look.page else [*pages, ruleless]


def _parts(laid: Plan, room: float, look: Look) -> list[tuple[list[Placed], float]]:
    """Cut the map into rows of jurisdictions, and a row that is higher than a page into several."""
    parts = []
    for row in laid.rows.values():
        told, kept = _article_height(row[0].cell.article, look), []
        for entry in sorted(row, key=lambda one: one.rank):
            if kept and told + _row_height([*kept, entry], laid.at, look) > room:
                parts.append((kept, told + _row_height(kept, laid.at, look)))
                kept = []
            kept = [*kept, entry]
        parts.append((kept, told + _row_height(kept, laid.at, look)))
    return parts


def plot_regulatory_map(
    frame: pd.DataFrame, ax: Axes, title: str = TITLE, notes: tuple[str, ...] = (), look: Look = SCREEN
) -> Axes:
    """Draw jurisdictions by use; each cell with its statuses as mark and word, how many, how new, by which pathway.

    Parameters
    ----------
    frame : DataFrame
        As in `regulatory_cells.cells`.
    ax : Axes
        Axes that fill a figure of `size_regulatory_map(frame, look, notes)`.
    title : str
        Title of the chart.
    notes : tuple of str
        Lines to stand under the chart.
    look : Look
        Sizes and colours.

    Returns
    -------
    Axes
        The same axes. The mark of an entry has the gid `status-<jurisdiction>|<use>|<status>`: filled where a document
        was seen, hollow where a secondary page tells of it; what nobody saw has words and no mark.

    Raises
    ------
    FigureError
        Missing columns, no row, or a regulation_id more than once.
    """
    laid = plan(frame, look)
    sheet = Sheet(ax, size_regulatory_map(frame, look, notes), look)
    y = _head(sheet, laid, title)
    for place, row in enumerate(laid.rows.values()):
        y = _row(sheet, laid.at, y, row, place % 2 == 1)
    for line in _ruleless(laid, look):
        sheet.text(laid.at.name, y + look.line(0.9), line)
        y += look.line()
    put_notes(sheet, y + (look.line(0.8) if laid.ruleless else 0), notes)
    return ax


def _head(sheet: Sheet, laid: Plan, title: str) -> float:
    look, at = sheet.look, laid.at
    y = sheet.title(title, 4 if look.narrow else 2)
    bottom = put_key(sheet, y, _key(laid.cells, laid.at.full, look), NOTE) + _heads_height(at, look)
    for group, head in _heads(at, look).items():
        if look.narrow:
            x = at.cells[group] + look.line(0.5)
            for place, line in enumerate(head):
                sheet.text(
                    x + place * look.line(), bottom - look.line(0.3), line, rotation=90, va="bottom", ha="center"
                )
        else:
            sheet.lines(at.cells[group], bottom - look.line(0.3 + len(head) / 2), head, weight="bold")
    return bottom


def _row(sheet: Sheet, at: Columns, y: float, row: list[Placed], banded: bool) -> float:
    """Draw the row of one jurisdiction; give the y under it."""
    look, first = sheet.look, row[0].cell
    tall = _row_height(row, at, look)
    if banded:
        sheet.box(0, y, sheet.width, tall + _article_height(first.article, look), look.palette.band)
    sheet.rule(at.name, y, sheet.width - at.name, y, lw=0.5)
    y = _say_article(sheet, at, y, first.article)
    named = _place(first.place, at, look)
    sheet.lines(at.name, y + look.line((PAD + len(named)) / 2), named, weight="bold")
    for group, x in at.cells.items():
        top, mine = y, [entry for entry in row if entry.cell.group == group]
        if not mine:
            sheet.text(x + 0.3 * at.mark, y + look.line((PAD + 1) / 2), "–", 1.0, look.palette.quiet)
        for entry in mine:
            _entry(sheet, at, top, entry.cell)
            top += entry.tall
    return y + tall


def _say_article(sheet: Sheet, at: Columns, y: float, text: str) -> float:
    told, height = _article(text, sheet.look), _article_height(text, sheet.look)
    if told:
        sheet.box(at.name, y + 0.1 * height, sheet.look.line(0.22), 0.8 * height, sheet.look.palette.ink, zorder=2)
        sheet.lines(2.2 * at.name, y + height / 2, told)
    return y + height


def _entry(sheet: Sheet, at: Columns, y: float, cell: Cell) -> None:
    look, x = sheet.look, at.cells[cell.group]
    y += look.line(PAD / 2)
    if cell.nothing < cell.entries:
        gid = f"status-{cell.jurisdiction}|{cell.group}|{cell.status}"
        put_status(sheet, x + 0.4 * at.mark, y + look.line(0.5), cell.status, cell.first_hand > 0, gid)
    for line in lines(cell, at, look):
        y += look.line(line.share)
        colour = getattr(look.palette, line.role)
        sheet.text(x + at.mark, y - look.line(line.share) / 2, line.text, line.share, colour, weight=line.weight)


def describe_regulatory_map(frame: pd.DataFrame) -> str:
    """Say in words what the map shows: every jurisdiction with what stands in its cells."""
    by_place: dict[str, list[Cell]] = {}
    for cell in gather(frame):
        by_place.setdefault(cell.place, []).append(cell)
    said = [f"Regulatory statuses on record: {len(frame)} in {len(by_place)} places."]
    for place, found in by_place.items():
        article = f" {found[0].article}." if found[0].article else ""
        said.append(f"{place}:{article} {'; '.join(_words(cell) for cell in found)}.")
    return "\n".join(said)


def _words(cell: Cell) -> str:
    hand = "" if cell.first_hand or cell.nothing == cell.entries else ", on secondary pages only"
    bearing = f", {bears(cell)}" if bears(cell) else ""
    by = f", pathway: {cell.pathways}" if cell.pathways else ""
    return f"{cell.group}: {cell.status} ({counted(cell)}{hand}{bearing}{by})"


def drawn_regulatory_map(frame: pd.DataFrame) -> pd.DataFrame:
    """Give what is drawn; see `regulatory_cells.cells`."""
    return cells(frame)


CHART = Chart(
    "regulatory map",
    plot_regulatory_map,
    size_regulatory_map,
    pages_regulatory_map,
    describe_regulatory_map,
    drawn_regulatory_map,
)
