"""Certainty step by step: for each question from the start level to the final one, by rule and as the rater decided."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import groupby

import pandas as pd
from matplotlib.axes import Axes

from evidence import vocabulary as words
from evidence.figures.chart import Chart
from evidence.figures.foot import edge, foot_height, put_notes
from evidence.figures.head import head_height, put_head
from evidence.figures.key import Entry
from evidence.figures.looks import SCREEN, Look
from evidence.figures.paging import paged
from evidence.figures.scales import Scale
from evidence.figures.sheet import Sheet
from evidence.figures.steps import FINAL, NEEDED, START, WHOLE, Block, Row, blocks_of, is_still, order, sentence, signed
from evidence.figures.style import wrap

RULE, RATER = "rule", "rater"
LANES = {RULE: -1, RATER: 1}  # left and right of a level
HEADING, NOTE = 0.88, 0.88  # sizes as shares of the text
TOP = len(words.LEVELS) - 1


@dataclass(frozen=True)
class Grid:
    """Places in inches: labels, the steps by rule and rater, the axis of levels, and the reasons (width 0: none)."""

    label: float
    label_width: float
    steps: dict[str, float]
    axis: Scale
    lane: float
    note: float
    note_width: float
    note_lines: int

    def place(self, level: str, who: str) -> float:
        """Give where a level stands for the rule or for the rater, side by side."""
        return self.axis.x(words.LEVELS.index(level)) + LANES[who] * self.lane

    def level(self, x: float, who: str) -> str:
        """Give the level at a place."""
        return words.LEVELS[round(self.axis.value(x - LANES[who] * self.lane))]


def _wide(look: Look) -> bool:
    """Say whether a question has room beside its marks; else it stands above them."""
    return look.inches * 72 / look.text > 75


def columns(look: Look = SCREEN, note_lines: int = 3) -> Grid:
    """Share out the width of a look: in one column of a journal there is no room for reasons, of so many lines else."""
    em, left = look.text / 72, edge(look)
    label = em * (21 if _wide(look) else 11)
    step = em * (3.0 if not look.narrow else 2.6)
    first = left + label + 0.5 * em + step / 2
    steps = {RULE: first, RATER: first + step}
    gap = em * (4.7 if not look.narrow else 2.5)
    start = first + 1.5 * step + gap / 2 + 0.2 * em
    axis = Scale(0, TOP, start, start + TOP * gap)
    note = axis.right + gap / 2 + 1.0 * em
    width = 0.0 if look.narrow or not note_lines else look.inches - note - left
    return Grid(left, label, steps, axis, 0.42 * em, note, width, note_lines)


def _columns(frame: pd.DataFrame, look: Look) -> Grid:
    """Give the columns of a frame; those of a page have as many lines for reasons as it has room for."""
    return columns(look, frame.attrs.get("note_lines", 3))


def _label(look: Look, at: Grid, row: Row) -> list[str]:
    if row.kind == "still":
        return wrap(row.label, look.inches - 2 * at.label, look.size(NOTE), 4)
    return wrap(row.label, at.label_width, look.text, 2)


def _told(look: Look, at: Grid, row: Row) -> list[str]:
    if not at.note_width:
        return []
    most = min(at.note_lines, 2 if row.kind == WHOLE or len(row.told) > 1 else 3)
    return [line for text in row.told for line in wrap(text, at.note_width, look.size(NOTE), most)]


def _question(look: Look, at: Grid, block: Block) -> list[str]:
    """Break the words of a question: above its lines, or beside its only line."""
    if _beside(look, block):
        return wrap(block.question, at.label_width, look.text, 4)
    return wrap(block.question, look.inches - 2 * at.label, look.text, 3, "bold")


def _beside(look: Look, block: Block) -> bool:
    return len(block.rows) == 1 and _wide(look)


def _row_height(look: Look, at: Grid, row: Row) -> float:
    words_ = len(_label(look, at, row)) * look.line(NOTE if row.kind == "still" else 1.0)
    return max(
        look.line(1.5 if at.note_lines else 1.25),
        words_ + look.line(0.3),
        len(_told(look, at, row)) * look.line(NOTE) + look.line(0.4),
    )


def _height(look: Look, at: Grid, block: Block) -> float:
    asked = len(_question(look, at, block)) * look.line() + look.line(0.4)
    if _beside(look, block):
        return max(asked, _row_height(look, at, block.rows[0]))
    rows = sum(_row_height(look, at, row) for row in block.rows)
    return asked + rows + look.line(0.5 if len(block.rows) > 1 else 0.1)


def answer(frame: pd.DataFrame) -> str:
    """Say in short what the chart shows: the final levels, and how often the rater left the rule.

    A page says what all pages together say.
    """
    if "answer" in frame.attrs:
        return frame.attrs["answer"]
    ends = order(frame).groupby("question_id", sort=False).tail(1)
    rated = ends[ends["level_decided"].ne(words.NOT_RATED) & ends["level_proposed"].ne(words.NOT_RATED)]
    if len(ends) == 1:
        if rated.empty:
            return f"Not rated: {ends['reason'].iloc[0]}."
        by_rule, decided = rated["level_proposed"].iloc[0], rated["level_decided"].iloc[0]
        return f"Certainty {decided}; the rule alone gives {by_rule}."
    counts = rated["level_decided"].value_counts()
    said = ", ".join(f"{counts[level]} {level}" for level in reversed(words.LEVELS) if counts.get(level))
    below, above = (
        int(sum(way * words.LEVELS.index(d) > way * words.LEVELS.index(p) for p, d in
                zip(rated["level_proposed"], rated["level_decided"], strict=True)))
        for way in (-1, 1)
    )  # fmt: skip
    blank = len(ends) - len(rated)
    unrated = f"; {blank} not rated" if blank else ""
    away = f"The raters ended below the rule for {below}, above it for {above}."
    return f"Certainty of {len(ends)} questions: {said}{unrated}. {away}"


def _key() -> list[Entry]:
    return [
        Entry("level by rule", partial(_put_mark, who=RULE)),
        Entry("level as the rater decided", partial(_put_mark, who=RATER)),
        Entry("≠  the two differ", _put_differs),
    ]


def _put_mark(sheet: Sheet, x, y, who: str, gid=None, large: bool = False) -> None:
    palette = sheet.look.palette
    shape, colour = ("s", palette.quiet) if who == RULE else ("o", palette.accent)
    sheet.mark(x, y, shape, colour, None, 0.8 if large else 0.6, zorder=5, gid=gid)


def _put_differs(sheet: Sheet, x: float, y: float) -> None:
    em = sheet.look.text / 72
    sheet.box(x - 0.6 * em, y - 0.6 * em, 1.2 * em, 1.2 * em, sheet.look.palette.band, zorder=0)


def _head_height(frame: pd.DataFrame, look: Look) -> float:
    return head_height(look, answer(frame), _key()) + _levels_height(look)


def _levels_height(look: Look) -> float:
    return look.line(5.2 if look.narrow else 1.5)


def size_certainty_steps(frame: pd.DataFrame, look: Look = SCREEN, notes: tuple[str, ...] = ()) -> tuple[float, float]:
    """Give width and height in inches."""
    at, blocks = _columns(frame, look), blocks_of(frame)
    rows = sum(_height(look, at, block) for block in blocks) + look.line(1.9) * len({block.scale for block in blocks})
    return look.inches, look.page or _head_height(frame, look) + rows + foot_height(notes, look)


def pages_certainty_steps(frame: pd.DataFrame, look: Look, notes: tuple[str, ...] = ()) -> list[pd.DataFrame]:
    """Split the questions over as many pages as a look of fixed height needs; no question is split."""
    steps = order(frame)
    if look.page is None:
        return [steps]
    room = look.page - _head_height(steps, look) - foot_height(notes, look)
    blocks = {block.question_id: block for block in blocks_of(steps)}
    listed = pd.DataFrame(
        [(block.question_id, block.scale) for block in blocks.values()], columns=["question", "scale"]
    )
    least = _note_lines(look, room, [[block] for block in blocks.values()])
    at, split = columns(look, least), []
    for page in paged(listed, [_height(look, at, block) for block in blocks.values()], room, "scale", look.line(1.9)):
        split.append(steps[steps["question_id"].isin(page["question"])])
        mine = [blocks[question] for question in page["question"]]
        split[-1].attrs |= {"answer": answer(steps), "note_lines": _note_lines(look, room, [mine])}
    return split


def _note_lines(look: Look, room: float, pages: list[list[Block]]) -> int:
    """Give the most lines of each reason with which every page has room for its questions."""
    for lines in (3, 2, 1):
        at = columns(look, lines)
        heights = [
            sum(_height(look, at, block) for block in page) + look.line(1.9) * len({block.scale for block in page})
            for page in pages
        ]
        if max(heights) <= room:
            return lines
    return 0


def plot_certainty_steps(
    frame: pd.DataFrame,
    ax: Axes,
    title: str = "How the certainty came about",
    notes: tuple[str, ...] = (),
    look: Look = SCREEN,
) -> Axes:
    """Draw for each question two staircases over the levels of certainty: by rule, and as the rater decided.

    Parameters
    ----------
    frame : DataFrame
        One row per question and step, in order of `place`: question_id, question, claims (their ids), scale, place,
        domain (`start`, a domain, `overall`), proposed and decided (levels down or up; blank where the step is no
        number), level_proposed and level_decided (after the step), reason (of the rule), rationale (of the rater). A
        question that is not rated has one row `start` whose levels are `not rated`. See `gallery.certainty_steps`.
    ax : Axes
        Axes that fill a figure of `size_certainty_steps(frame, look, notes)`.
    title : str
        Title of the chart.
    notes : tuple of str
        Lines to stand under the chart.
    look : Look
        Sizes and colours.

    Returns
    -------
    Axes
        The same axes. A level has the gid `rule-<question_id>/<line>` or `rater-<question_id>/<line>`, lines counted
        from 0; `columns(look).level(x, who)` turns its place into a level. The numbers of steps have the gids
        `proposed-...` and `decided-...`.

    Raises
    ------
    FigureError
        As `order`, and for a question that is higher than a slide.
    """
    steps = order(frame)
    at, sheet = _columns(frame, look), Sheet(ax, size_certainty_steps(frame, look, notes), look)
    y = put_head(sheet, title, answer(steps), _key())
    y = _put_heads(sheet, at, y)
    for scale, blocks in groupby(blocks_of(steps), lambda block: block.scale):
        sheet.text(at.label, y + look.line(1.0), sentence(scale), 1.1, weight="bold", colour=look.palette.quiet)
        y += look.line(1.9)
        for block in blocks:
            sheet.rule(at.label, y, sheet.width - at.label, y)
            y = _put_block(sheet, at, block, y)
    sheet.rule(at.label, y, sheet.width - at.label, y)
    put_notes(sheet, y, notes)
    return ax


def _put_heads(sheet: Sheet, at: Grid, y: float) -> float:
    look = sheet.look
    bottom = y + _levels_height(look)
    middle = bottom - look.line(0.7)
    for who, x in at.steps.items():
        sheet.text(x, middle, who, HEADING, look.palette.quiet, ha="center")
    sheet.text(at.label, middle, "Question and steps", HEADING, look.palette.quiet)
    if at.note_width:
        sheet.text(at.note, middle, "Reason", HEADING, look.palette.quiet)
    for place, level in enumerate(words.LEVELS):
        x, upright = at.axis.x(place), {"va": "bottom", "rotation": 90} if look.narrow else {}
        lift = look.line(0.25 if look.narrow else 0.7)
        sheet.text(x, bottom - lift, level, HEADING, look.palette.quiet, ha="center", **upright)
    return bottom


def _put_block(sheet: Sheet, at: Grid, block: Block, top: float) -> float:
    """Write one question with its lines and staircases; give the y under it."""
    look, rows, bottom = sheet.look, block.rows, top + _height(sheet.look, at, block)
    asked = _question(look, at, block)
    if _beside(look, block):
        sheet.lines(at.label, (top + bottom) / 2, asked)
        rows, middles = (rows[0]._replace(label=""),), [(top + bottom) / 2]
        _put_grid(sheet, at, top, bottom)
    else:
        y = top + len(asked) * look.line() + look.line(0.4)
        sheet.lines(at.label, (top + y) / 2, asked, weight="bold")
        heights = [_row_height(look, at, row) for row in block.rows]
        middles = [y + sum(heights[:place]) + height / 2 for place, height in enumerate(heights)]
        _put_grid(sheet, at, y, y + sum(h for row, h in zip(block.rows, heights, strict=True) if row.kind != "still"))
    for number, (row, y) in enumerate(zip(rows, middles, strict=True)):
        _put_row(sheet, at, row, y, f"{block.question_id}/{number}")
    _put_stairs(sheet, at, block, middles)
    return bottom


def _put_grid(sheet: Sheet, at: Grid, top: float, bottom: float) -> None:
    """Draw the levels down a question, as one line with gaps."""
    gap = float("nan")
    x = [at.axis.x(place) + end for place in range(TOP + 1) for end in (0, 0, gap)]
    sheet.ax.plot(x, [top, bottom, gap] * (TOP + 1), color=sheet.look.palette.rule, lw=0.5, zorder=1)


def _put_row(sheet: Sheet, at: Grid, row: Row, y: float, gid: str) -> None:
    look, palette, final = sheet.look, sheet.look.palette, row.kind == FINAL
    if row.kind == "still":
        sheet.lines(at.label, y, _label(look, at, row), NOTE, palette.quiet)
        return
    differs = row.proposed != row.decided or (not row.proposed and row.level_proposed != row.level_decided)
    sheet.lines(at.label, y, _label(look, at, row), weight="bold" if final else "normal")
    if differs:
        height = _row_height(look, at, row) - look.line(0.2)
        left = at.steps[RULE] - 1.4 * look.text / 72
        sheet.box(left, y - height / 2, at.steps[RATER] - left + 1.4 * look.text / 72, height, palette.band)
        sheet.text((at.steps[RULE] + at.steps[RATER]) / 2, y, "≠", 0.9, palette.verdicts["unsupported"],
                   ha="center", weight="bold", gid=f"differs-{gid}")  # fmt: skip
    for who, said in ((RULE, row.proposed), (RATER, row.decided)):
        name = "proposed" if who == RULE else "decided"
        if said:
            colour = palette.quiet if said == "0" else palette.ink
            sheet.text(at.steps[who], y, said, 1.0, colour, ha="center", weight="normal", gid=f"{name}-{gid}")
    if row.kind == "unrated":
        sheet.text(at.axis.x(TOP / 2), y, "not rated", NOTE, palette.quiet, ha="center")
    else:
        if row.kind in (WHOLE, FINAL) and row.level_proposed != row.level_decided:
            ends = at.place(row.level_proposed, RULE), at.place(row.level_decided, RATER)
            sheet.rule(ends[0], y, ends[1], y, palette.verdicts["unsupported"], 1.3, ls=(0, (1.2, 1.6)), zorder=2)
        for who, level in ((RULE, row.level_proposed), (RATER, row.level_decided)):
            _put_mark(sheet, at.place(level, who), y, who, f"{who}-{gid}", large=final or row.kind == WHOLE)
    sheet.lines(at.note, y, _told(look, at, row), NOTE, palette.ink if final else palette.quiet)


def _put_stairs(sheet: Sheet, at: Grid, block: Block, middles: list[float]) -> None:
    """Join the levels of each side: down to the line of a step, then across to the level that it leads to."""
    stepped = [(row, y) for row, y in zip(block.rows, middles, strict=True) if row.kind not in ("still", "unrated")]
    for who, colour, style in (
        (RULE, sheet.look.palette.quiet, (0, (2, 1.5))),
        (RATER, sheet.look.palette.accent, "-"),
    ):
        xs, ys = [], []
        for row, y in stepped:
            x = at.place(row.level_proposed if who == RULE else row.level_decided, who)
            if xs:
                xs, ys = [*xs, xs[-1]], [*ys, y]
            xs, ys = [*xs, x], [*ys, y]
        sheet.ax.plot(xs, ys, color=colour, ls=style, lw=1.2 if who == RULE else 1.8, zorder=3)


def describe_certainty_steps(frame: pd.DataFrame) -> str:
    """Say in words what the chart shows: the final levels, then each question with its steps, one a line."""
    steps = order(frame)
    lines = [answer(steps)]
    for _, mine in groupby(steps.itertuples(), lambda step: step.question_id):
        mine = list(mine)
        about = f"{mine[0].question}{f' ({mine[0].claims})' if mine[0].claims else ''} [{mine[0].scale}]"
        if mine[0].level_decided == words.NOT_RATED:
            lines.append(f"{about}: not rated, {mine[0].reason}.")
            continue
        said = [_said(step) for step in mine if not is_still(step)]
        still = [step.domain for step in mine if is_still(step)]
        said += [f"no step for {', '.join(still)}"] if still else []
        end = mine[-1]
        lines.append(f"{about}: {'; '.join(said)}; final by rule {end.level_proposed}, decided {end.level_decided}.")
    return "\n".join(lines)


def _said(step) -> str:
    if step.domain in (START, WHOLE):
        return f"{step.domain} by rule {step.level_proposed}, decided {step.level_decided}"
    return f"{step.domain} by rule {signed(step.proposed)}, decided {signed(step.decided)}"


def drawn_certainty_steps(frame: pd.DataFrame) -> pd.DataFrame:
    """Give what is drawn: each step, by rule and as decided, with the levels after it and the reasons."""
    return order(frame)[list(NEEDED)].reset_index(drop=True)


CHART = Chart(
    "certainty steps",
    plot_certainty_steps,
    size_certainty_steps,
    pages_certainty_steps,
    describe_certainty_steps,
    drawn_certainty_steps,
)
