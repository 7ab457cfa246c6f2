"""Risk of bias as a traffic light: studies by domains of one tool, as judged and, where it differs, by its rule."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from evidence.errors import FigureError
from evidence.figures.chart import Chart
from evidence.figures.column_heads import HEADING, Heads, heads, put_heads
from evidence.figures.foot import edge, foot_height, put_notes
from evidence.figures.frames import needed
from evidence.figures.head import head_height, put_head
from evidence.figures.key import Entry
from evidence.figures.levels import by_gravity, entries, put_discs
from evidence.figures.looks import SCREEN, Look
from evidence.figures.paging import paged
from evidence.figures.sheet import Sheet
from evidence.figures.style import text_width, wrap

NEEDED = (
    *("study_id", "label", "n", "counted", "tool", "domain", "position", "judgement", "rank", "symbol", "colour"),
    *("computed", "computed_rank", "computed_symbol", "computed_colour", "basis", "differs"),
)
CURE = "give it a frame of gallery.risk_of_bias"
OVERALL = "overall"
SMALL, PAIR = 0.62, 1.74  # the disc of the rule, and both discs with the space between, in large discs
HIDDEN = "from secondary page"


@dataclass(frozen=True)
class Grid:
    """Places in inches: the studies' names, their numbers of people (0: left out), and a column for each domain."""

    label: float
    label_width: float
    n: float
    places: dict[str, float]
    cell: float
    shift: float
    disc: float

    def domain(self, x: float) -> str:
        """Give the domain whose column is nearest to a place."""
        return min(self.places, key=lambda name: abs(self.places[name] - x))


def order(frame: pd.DataFrame) -> pd.DataFrame:
    """Put the cells in the order in which they are drawn: studies from mild to grave overall, then by name.

    Raises
    ------
    FigureError
        Missing columns, no row, more than one tool, or a level that cannot be drawn.
    """
    cells = needed(frame, NEEDED, "risk of bias", CURE)
    unknown = cells[cells[["rank", "symbol", "colour"]].isna().any(axis=1)]
    if len(unknown):
        found = unknown["judgement"].iloc[0]
        raise FigureError(f"risk of bias: found the level {found!r} without rank, sign or colour; add it to levels.csv")
    tools = sorted(cells["tool"].unique())
    if len(tools) > 1:
        raise FigureError(f"risk of bias: found {', '.join(tools)}; allowed: one tool a chart; draw each by itself")
    overall = cells[cells["domain"].eq(OVERALL)].set_index("study_id")["rank"]
    known = cells.assign(grave=cells["study_id"].map(overall), whole=cells["domain"].eq(OVERALL))
    return known.sort_values(["grave", "label", "study_id", "whole", "position"]).drop(columns=["grave", "whole"])


def domains(frame: pd.DataFrame) -> list[str]:
    """Give the domains in the order of the tool, the judgement of the whole last."""
    once = frame.drop_duplicates("domain").sort_values("position")["domain"]
    return [*once[once.ne(OVERALL)], *once[once.eq(OVERALL)]]


def columns(frame: pd.DataFrame, look: Look = SCREEN) -> Grid:
    """Share out the width of a look among the domains of a frame.

    Raises
    ------
    FigureError
        More domains than the width has room for.
    """
    em, left, names = look.text / 72, edge(look), domains(frame)
    widest = max(text_width(label, look.text) for label in frame["label"].unique())
    label = min(widest, em * (9 if look.narrow else 19)) + 0.6 * em
    said = max(text_width(said, look.text) for said in _numbers(frame).values())
    n = 0.0 if look.narrow else left + label + max(3.4 * em, said)
    start = n + 0.6 * em if n else left + label
    gap = 0.6 * em
    room = (look.inches - left - gap - start) / len(names)
    pair = PAIR if frame["differs"].any() else 1.0
    if room < 0.8 * em:
        raise FigureError(
            f"risk of bias: {len(names)} domains do not fit {look.width:.0f} mm; choose a wider style, such as slide"
        )
    cell = min(room, em * (8.8 if len(names) < 9 else 3.2))
    disc = min(1.35, 0.92 * cell / em / pair)
    places = {name: start + (place + 0.5) * cell + gap * (name == OVERALL) for place, name in enumerate(names)}
    return Grid(left, label - 0.6 * em, n, places, cell, (pair - 1) / 2 * disc * em, disc)


def _heads(frame: pd.DataFrame, look: Look) -> Heads:
    at = columns(frame, look)
    return heads(list(at.places), at.cell, look)


def _label(look: Look, at: Grid, label: str) -> list[str]:
    return wrap(label, at.label_width, look.text, 3 if look.narrow else 2)


def _row_height(look: Look, at: Grid, label: str) -> float:
    return max(look.line(1.55), len(_label(look, at, label)) * look.line() + look.line(0.35))


def _studies(frame: pd.DataFrame) -> pd.DataFrame:
    return order(frame).drop_duplicates("study_id")[["study_id", "label"]]


def _numbers(frame: pd.DataFrame, unit: bool | None = None) -> dict[str, str]:
    """Write how many each study has, with the unit where not all count people."""
    once = frame.drop_duplicates("study_id")
    named = once["counted"].ne("people").any() if unit is None else unit
    stated = once[once["n"].notna()]
    said = {row.study_id: f"{row.n:,.0f}" + (f" {row.counted}" if named else "") for row in stated.itertuples()}
    return {study: said.get(study, "not stated") for study in once["study_id"]}


def answer(frame: pd.DataFrame) -> str:
    """Say in short what the cells say: the judgements of the whole, and how often the rule of the tool differs.

    A page says what all pages together say.
    """
    if "answer" in frame.attrs:
        return frame.attrs["answer"]
    cells = order(frame)
    whole, parts = cells[cells["domain"].eq(OVERALL)], cells[cells["domain"].ne(OVERALL)]
    said = []
    if len(whole):
        ruled = f" (by the rule of the tool: {_counts(whole, 'computed_')})" if whole["differs"].any() else ""
        said.append(f"Overall: {_counts(whole, '')}{ruled}.")
    if len(parts):
        said.append(f"In the domains: {_counts(parts, '')}.")
    if parts["differs"].any():
        ruled = int(parts["computed"].notna().sum())
        said.append(f"The rule gives another judgement in {int(parts['differs'].sum())} of {ruled} domains.")
    return " ".join(said)


def _counts(cells: pd.DataFrame, which: str) -> str:
    level = "computed" if which else "judgement"
    count = cells[level].value_counts()
    return ", ".join(f"{count[name]} {name}" for name in by_gravity(_levels(cells, which))["level"])


def _levels(cells: pd.DataFrame, which: str = "") -> pd.DataFrame:
    """Give the levels of the judgements, or of what the rule computed, as by_gravity takes them."""
    names = {f"{which}rank": "rank", f"{which}symbol": "symbol", f"{which}colour": "colour"}
    level = "computed" if which else "judgement"
    found = cells[cells[level].notna()]
    return found[[level, *names]].rename(columns={level: "level", **names})


def _key(frame: pd.DataFrame) -> list[Entry]:
    levels = pd.concat([_levels(frame), _levels(frame, "computed_")])
    first = by_gravity(levels).iloc[0]
    mark = {"level": first["level"], "symbol": first["symbol"], "colour": first["colour"]}
    key = entries(levels)
    if frame["differs"].any():
        key.append(Entry("small: by the rule of the tool, where it differs",
                         lambda s, x, y: put_discs(s, x, y, share=1.3 * SMALL, **mark)))  # fmt: skip
    if frame["basis"].eq(HIDDEN).any():
        key.append(Entry("hollow: seen only on a secondary page",
                         lambda s, x, y: put_discs(s, x, y, hollow=True, **mark)))  # fmt: skip
    return key


def _head_height(frame: pd.DataFrame, look: Look) -> float:
    return head_height(look, answer(frame), _key(frame)) + _heads(frame, look).height + look.line(0.7)


def size_risk_of_bias(frame: pd.DataFrame, look: Look = SCREEN, notes: tuple[str, ...] = ()) -> tuple[float, float]:
    """Give width and height in inches."""
    at = columns(order(frame), look)
    rows = sum(_row_height(look, at, label) for label in _studies(frame)["label"])
    return look.inches, look.page or _head_height(frame, look) + rows + foot_height(notes, look)


def pages_risk_of_bias(frame: pd.DataFrame, look: Look, notes: tuple[str, ...] = ()) -> list[pd.DataFrame]:
    """Split the studies over as many pages as a look of fixed height needs."""
    cells = order(frame)
    if look.page is None:
        return [cells]
    at, studies = columns(cells, look), _studies(cells)
    room = look.page - _head_height(cells, look) - foot_height(notes, look)
    pages = paged(studies, [_row_height(look, at, label) for label in studies["label"]], room)
    split = [cells[cells["study_id"].isin(page["study_id"])] for page in pages]
    for page in split:
        page.attrs["answer"] = f"All {len(studies)} studies. {answer(cells)}" if len(pages) > 1 else answer(cells)
    return split


def plot_risk_of_bias(
    frame: pd.DataFrame, ax: Axes, title: str = "Risk of bias", notes: tuple[str, ...] = (), look: Look = SCREEN
) -> Axes:
    """Draw a disc with a sign for each study and domain.

    Parameters
    ----------
    frame : DataFrame
        One row per study and domain of one tool: study_id, label, n (blank where not stated) with
        what it counts (counted: people, studies), tool, domain,
        position, judgement with its rank, symbol and colour, computed (by the rule of the tool; blank without one) with
        computed_rank, computed_symbol and computed_colour, basis, differs. The domain overall is the judgement of the
        whole. See `gallery.risk_of_bias`.
    ax : Axes
        Axes that fill a figure of `size_risk_of_bias(frame, look, notes)`.
    title : str
        Title of the chart.
    notes : tuple of str
        Lines to stand under the chart.
    look : Look
        Sizes and colours.

    Returns
    -------
    Axes
        The same axes. All discs of one level are one artist: gid `judged-<level>` (`judged-hollow-<level>` where seen
        only on a secondary page) and, for what the rule computes where it differs, `rule-<level>`. `columns(frame,
        look)` turns their places across into domains, the texts with gid `study-<study_id>` those down into studies.

    Raises
    ------
    FigureError
        As `order`, and for more domains than fit.
    """
    cells = order(frame)
    at, sheet = columns(cells, look), Sheet(ax, size_risk_of_bias(frame, look, notes), look)
    y = put_head(sheet, title, answer(cells), _key(cells))
    y = _put_heads(sheet, at, cells, y)
    middles, top, numbers = {}, y, _numbers(cells)
    for place, study in enumerate(_studies(cells).itertuples()):
        height = _row_height(look, at, study.label)
        if place % 2 == 1:
            sheet.box(0, y, sheet.width, height, look.palette.band)
        middles[study.study_id] = y + height / 2
        _put_study(sheet, at, study, numbers[study.study_id], y + height / 2)
        y += height
    if OVERALL in at.places:
        x = at.places[OVERALL] - at.cell / 2 - 0.3 * look.text / 72
        sheet.rule(x, top, x, y, look.palette.quiet, 0.8)
    sheet.rule(at.label, y, sheet.width - at.label, y)
    _put_cells(sheet, at, cells, middles)
    put_notes(sheet, y, notes)
    return ax


def _put_heads(sheet: Sheet, at: Grid, cells: pd.DataFrame, y: float) -> float:
    look = sheet.look
    found = _heads(cells, look)
    bottom = y + found.height + look.line(0.35)
    put_heads(sheet, found, at.places, bottom)
    middle = bottom - look.line(HEADING) / 2
    sheet.text(at.label, middle, "Study", HEADING, look.palette.quiet)
    if at.n:
        people = cells["counted"].eq("people").all()
        sheet.text(at.n, middle, "people" if people else "n", HEADING, look.palette.quiet, ha="right")
    bottom += look.line(0.35)
    sheet.rule(at.label, bottom, sheet.width - at.label, bottom, look.palette.quiet, 0.8)
    return bottom


def _put_study(sheet: Sheet, at: Grid, study, number: str, y: float) -> None:
    lines = _label(sheet.look, at, study.label)
    for place, line in enumerate(lines):
        shift = (place - (len(lines) - 1) / 2) * sheet.look.line()
        sheet.text(at.label, y + shift, line, gid=f"study-{study.study_id}" if place == 0 else None)
    if at.n:
        sheet.text(at.n, y, number, 0.8 if number[-1].isalpha() else 1.0, sheet.look.palette.quiet, ha="right")


def _put_cells(sheet: Sheet, at: Grid, cells: pd.DataFrame, middles: dict[str, float]) -> None:
    x, y = cells["domain"].map(at.places), cells["study_id"].map(middles)
    drawn = cells.assign(x=x - at.shift, y=y, hollow=cells["basis"].eq(HIDDEN))
    marks = drawn.groupby(["judgement", "symbol", "colour", "hollow"], sort=False)
    for (level, symbol, colour, hollow), some in marks:
        gid = f"judged-{'hollow-' if hollow else ''}{level}"
        put_discs(sheet, some["x"], some["y"], level, symbol, colour, at.disc, hollow, gid)
    beside = (PAIR + SMALL) / 2 * at.disc * sheet.look.text / 72
    away = drawn[drawn["differs"]].assign(x=lambda some: some["x"] + beside - at.shift)
    for (level, symbol, colour), some in away.groupby(["computed", "computed_symbol", "computed_colour"], sort=False):
        put_discs(sheet, some["x"], some["y"], level, symbol, colour, SMALL * at.disc, gid=f"rule-{level}")


def describe_risk_of_bias(frame: pd.DataFrame) -> str:
    """Say in words what the chart shows: the counts, then each study with every judgement, one a line."""
    cells = order(frame)
    studies = cells["study_id"].nunique()
    lines = [
        f"Risk of bias of {studies} stud{'y' if studies == 1 else 'ies'} by {cells['tool'].iloc[0]}. {answer(cells)}"
    ]
    numbers = _numbers(cells, unit=True)
    for study, mine in cells.groupby("study_id", sort=False):
        said = "; ".join(_cell(cell) for cell in mine.itertuples())
        lines.append(f"{mine['label'].iloc[0]} (n {numbers[study]}): {said}.")
    return "\n".join(lines)


def _cell(cell) -> str:
    rule = f" (by the rule: {cell.computed})" if cell.differs else ""
    seen = " (seen only on a secondary page)" if cell.basis == HIDDEN else ""
    return f"{cell.domain} {cell.judgement}{rule}{seen}"


def drawn_risk_of_bias(frame: pd.DataFrame) -> pd.DataFrame:
    """Give what is drawn: each judgement, and what the rule of the tool computes beside it."""
    kept = ["tool", "study_id", "label", "n", "counted", "domain", "judgement", "computed", "differs", "basis"]
    return order(frame)[kept].reset_index(drop=True)


CHART = Chart(
    "risk of bias",
    plot_risk_of_bias,
    size_risk_of_bias,
    pages_risk_of_bias,
    describe_risk_of_bias,
    drawn_risk_of_bias,
)
