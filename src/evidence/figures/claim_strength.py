"""Claim strength: what the words of each claim need, beside what the evidence gives."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from evidence import vocabulary as words
from evidence.figures.chart import Chart
from evidence.figures.claim_rows import (
    NOTE,
    SMALL,
    TOP,
    VERDICT,
    Columns,
    annotation,
    columns,
    order,
    position,
    row_height,
    wanted,
    wrapped,
)
from evidence.figures.key import Entry, key_height, put_key
from evidence.figures.looks import SCREEN, Look
from evidence.figures.paging import paged
from evidence.figures.palette import VERDICT_MARKS
from evidence.figures.sheet import Sheet

TITLE = "How strong is each claim?"


def size_claim_strength(claims: pd.DataFrame, look: Look = SCREEN, notes: tuple[str, ...] = ()) -> tuple[float, float]:
    """Give width and height in inches for a set of claims."""
    drawn = order(claims)
    rows = sum(row_height(claim, look) for claim in drawn.itertuples())
    foot = _foot_height(claims, notes, look)
    height = _head_height(drawn, look) + drawn["topic"].nunique() * look.line(1.8) + rows + foot
    return look.inches, look.page or height


def pages_claim_strength(claims: pd.DataFrame, look: Look, notes: tuple[str, ...] = ()) -> list[pd.DataFrame]:
    """Split the claims over as many pages as a look of fixed height needs, by topic where it can.

    The claims of one page among several bring along `verdict_in_all`: how many on all pages have their verdict.
    """
    if look.page is None:
        return [claims]
    drawn = order(claims)
    drawn = drawn.assign(verdict_in_all=drawn["verdict"].map(drawn["verdict"].value_counts()))
    room = look.page - _head_height(drawn, look) - _foot_height(claims, notes, look)
    heights = [row_height(claim, look) for claim in drawn.itertuples()]
    pages = paged(drawn, heights, room, "topic", look.line(1.8))
    return pages if len(pages) > 1 else [drawn.drop(columns="verdict_in_all")]


def plot_claim_strength(
    claims: pd.DataFrame, ax: Axes, title: str = TITLE, notes: tuple[str, ...] = (), look: Look = SCREEN
) -> Axes:
    """Draw every judged claim: what its words need, what the evidence gives, verdict, numbers and the leading reason.

    Parameters
    ----------
    claims : DataFrame
        `Review.claims`.
    ax : Axes
        Axes that fill a figure of `size_claim_strength(claims, look, notes)`.
    title : str
        Title of the chart.
    notes : tuple of str
        Lines to stand under the chart, such as who judged.
    look : Look
        Sizes and colours.

    Returns
    -------
    Axes
        The same axes. The mark of what a claim's words need has the gid `needs-<claim_id>` (none for the existence of
        a source, which has no certainty), that of the evidence `gives-<claim_id>`; `columns(look).axis` turns their
        places into levels.

    Raises
    ------
    FigureError
        Missing columns, or no claim that is judged.
    """
    drawn, at = order(claims), columns(look)
    sheet = Sheet(ax, size_claim_strength(claims, look, notes), look)
    y = _head(sheet, at, title, drawn)
    for topic, rows in drawn.groupby("topic", sort=False):
        sheet.text(at.claim, y + look.line(0.85), topic.capitalize(), 1.06, weight="bold")
        y += look.line(1.8)
        sheet.rule(at.claim, y, sheet.width - at.claim, y, lw=0.8)
        top = y
        for shade, claim in enumerate(rows.itertuples()):
            _row(sheet, at, y, claim, banded=shade % 2 == 1)
            y += row_height(claim, look)
        _grid(sheet, at, top, y)
    if look.page is None:
        _levels(sheet, at, y + look.line(0.35), "top")
        y += look.line(4.6)
    y += look.line(0.4)
    for place, line in enumerate(footnotes(claims, notes, look)):
        sheet.text(at.claim, y + look.line(SMALL) * (place + 0.5), line, SMALL, look.palette.quiet)
    return ax


def _foot_height(claims: pd.DataFrame, notes: tuple[str, ...], look: Look) -> float:
    levels = look.line(5.0 if look.page is None else 0.4)
    return levels + look.line(SMALL) * len(footnotes(claims, notes, look)) + look.line(0.6)


def footnotes(claims: pd.DataFrame, notes: tuple[str, ...] = (), look: Look = SCREEN) -> list[str]:
    """Give the lines under the chart: what is not drawn, then the notes given."""
    opinions = int(claims["kind"].eq("opinion").sum())
    are = "statement of opinion is" if opinions == 1 else "statements of opinion are"
    said = [f"{opinions} {are} quoted in the review but not judged."] if opinions else []
    sheet_width = look.inches - 2 * columns(look).claim
    return [line for text in (*said, *notes) for line in wrapped(look, text, sheet_width, 3, SMALL)]


def _counts(drawn: pd.DataFrame, look: Look) -> list[Entry]:
    colours = look.palette.verdicts
    return [Entry(f"{VERDICT_MARKS[v]} {said}", colour=colours[v], bold=True) for v, said in _counted(drawn).items()]


def _counted(drawn: pd.DataFrame) -> dict[str, str]:
    """Say by verdict how many claims have it; on one page of several, of how many on all."""
    counts = drawn["verdict"].value_counts()
    in_all = drawn.groupby("verdict")["verdict_in_all"].first() if "verdict_in_all" in drawn else {}
    of_all = {verdict: f" of {number}" for verdict, number in in_all.items()}
    return {v: f"{counts[v]}{of_all.get(v, '')} {v}" for v in VERDICT_MARKS if counts.get(v)}


def _key(look: Look) -> list[Entry]:
    """Explain the marks, each drawn as it stands in the chart."""
    ink, paper, em = look.palette.ink, look.palette.paper, look.text / 72
    return [
        Entry("what the words need", lambda s, x, y: _diamond(s, x, y)),
        Entry("what the evidence gives", lambda s, x, y: _dot(s, x, y, ink, "o", ink)),
        Entry("the gap", lambda s, x, y: _gap(s, x - 0.8 * em, x + 0.8 * em, y, ink)),
        Entry("points both ways", lambda s, x, y: (_stretch(s, x - 0.8 * em, x + 0.8 * em, y, ink),
                                                   _dot(s, x, y, ink, "o", ink))),
        Entry("contradicted", lambda s, x, y: _dot(s, x, y, ink, "X", ink)),
        Entry("unsupported or untraceable", lambda s, x, y: _dot(s, x, y, ink, "o", paper)),
    ]  # fmt: skip


def _head_height(drawn: pd.DataFrame, look: Look) -> float:
    title = look.line(0.9) + look.line(1.45) * (2 if look.narrow else 1)
    return title + key_height(_counts(drawn, look), look, 1.06) + key_height(_key(look), look, SMALL) + look.line(6.2)


def _head(sheet: Sheet, at: Columns, title: str, drawn: pd.DataFrame) -> float:
    look, bottom = sheet.look, _head_height(drawn, sheet.look)
    y = sheet.title(title, 2 if look.narrow else 1)
    y = put_key(sheet, y, _counts(drawn, look), 1.06)
    put_key(sheet, y, _key(look), SMALL)
    heads = {at.claim: "Claim of the article", at.verdict: "Verdict"}
    if at.note_width:
        heads[at.note] = "Claimed and found; leading reason"
    for left, text in heads.items():
        room = at.note_width if left == at.note else sheet.width
        sheet.text(left, bottom - look.line(0.6), wrapped(look, text, room, 1, SMALL)[0], SMALL, look.palette.quiet)
    _levels(sheet, at, bottom - look.line(0.3), "bottom")
    y = bottom - look.line(5.1)
    sheet.text(at.axis.x(-2.5), y, "← against", SMALL, look.palette.quiet, ha="center")
    sheet.text(at.axis.x(2.5), y, "for →", SMALL, look.palette.quiet, ha="center")
    return bottom


def _levels(sheet: Sheet, at: Columns, y: float, side: str) -> None:
    for level in range(-TOP, TOP + 1):
        name = words.LEVELS[abs(level) - 1] if level else "none"
        sheet.text(at.axis.x(level), y, name, 0.78, sheet.look.palette.quiet, ha="center", va=side, rotation=90)


def _grid(sheet: Sheet, at: Columns, top: float, bottom: float) -> None:
    for level in range(-TOP, TOP + 1):
        heavy = level == 0
        colour = sheet.look.palette.quiet if heavy else sheet.look.palette.rule
        sheet.rule(at.axis.x(level), top, at.axis.x(level), bottom, colour, 0.9 if heavy else 0.5)


def _row(sheet: Sheet, at: Columns, top: float, claim, banded: bool) -> None:
    look = sheet.look
    colour, height = look.palette.verdicts[claim.verdict], row_height(claim, look)
    y, em = top + height / 2, look.text / 72
    if banded:
        sheet.box(0, top, sheet.width, height, look.palette.band)
    sheet.text(at.claim, y, claim.claim_id, SMALL, look.palette.quiet)
    sheet.lines(at.claim + 2.9 * em, y, wrapped(look, claim.short, at.claim_width, at.claim_lines))
    low, high = position(claim.agreement, claim.certainty)
    want = None if claim.kind == "existence" else wanted(claim.wording)
    if want is not None and want > high:
        _gap(sheet, at.axis.x(high), at.axis.x(want), y, colour)
    if low != high:
        _stretch(sheet, at.axis.x(low), at.axis.x(high), y, colour)
    if want is not None:
        _diamond(sheet, at.axis.x(want), y, gid=f"needs-{claim.claim_id}")
    face = look.palette.paper if claim.verdict in ("unsupported", "untraceable") else colour
    shape = "X" if claim.verdict == "contradicted" else "o"
    _dot(sheet, at.axis.x((low + high) / 2), y, colour, shape, face, gid=f"gives-{claim.claim_id}")
    sheet.text(at.verdict, y, VERDICT_MARKS[claim.verdict], colour=colour, weight="bold")
    told = wrapped(look, claim.verdict, at.verdict_width - 1.3 * em, 2, VERDICT)
    sheet.lines(at.verdict + 1.3 * em, y, told, VERDICT, colour=colour)
    notes = annotation(claim, look)
    for place, (line, quiet) in enumerate(notes):
        shift = (place - (len(notes) - 1) / 2) * look.line(NOTE)
        sheet.text(at.note, y + shift, line, NOTE, look.palette.quiet if quiet else look.palette.ink)


def _diamond(sheet: Sheet, x: float, y: float, gid: str | None = None) -> None:
    sheet.mark(x, y, "D", sheet.look.palette.ink, sheet.look.palette.paper, 0.83, mew=1.0, gid=gid)


def _dot(sheet: Sheet, x: float, y: float, colour: str, shape: str, face: str, gid: str | None = None) -> None:
    sheet.mark(x, y, shape, colour, face, 0.68 if shape == "X" else 0.51, mew=1.2, zorder=5, gid=gid)


def _gap(sheet: Sheet, low: float, high: float, y: float, colour: str) -> None:
    sheet.rule(low, y, high, y, colour, 1.3, ls=(0, (1.2, 1.6)), zorder=2)


def _stretch(sheet: Sheet, low: float, high: float, y: float, colour: str) -> None:
    sheet.rule(low, y, high, y, colour, 2.4, zorder=3)


def describe_claim_strength(claims: pd.DataFrame) -> str:
    """Say in words what the chart shows: the counts, then every claim under its topic, one a line.

    Parameters
    ----------
    claims : DataFrame
        `Review.claims`.
    """
    drawn = order(claims)
    said = ", ".join(_counted(drawn).values())
    noun = "claim" if len(drawn) == 1 else "claims"
    lines = [f"Claim strength of {len(drawn)} {noun}: {said}."]
    for topic, rows in drawn.groupby("topic", sort=False):
        lines.append(f"{topic.capitalize()}:")
        for claim in rows.itertuples():
            need = "" if claim.kind == "existence" else f"words need {words.WORDING_NEEDS[claim.wording]}, "
            lines.append(f"{claim.claim_id} {claim.short}: {claim.verdict}, {need}{_gives(claim)}.")
    return "\n".join(lines)


def drawn_claim_strength(claims: pd.DataFrame) -> pd.DataFrame:
    """Give what is drawn: per claim the level that its words need and the stretch that the evidence takes."""
    drawn = order(claims)
    levels = [position(claim.agreement, claim.certainty) for claim in drawn.itertuples()]
    needs = [None if claim.kind == "existence" else wanted(claim.wording) for claim in drawn.itertuples()]
    kept = drawn[["claim_id", "topic", "short", "wording", "certainty", "agreement", "verdict", "claimed", "found"]]
    low, high = zip(*levels, strict=True)
    return kept.assign(level_needed=pd.array(needs, dtype="Int64"), evidence_low=low, evidence_high=high)


def _gives(claim) -> str:
    numbers = f" (claimed {claim.claimed}, found {claim.found})" if claim.claimed else ""
    if claim.agreement == "no evidence":
        return f"no evidence{numbers}"
    return f"evidence {claim.agreement} at {claim.certainty}{numbers}"


CHART = Chart(
    "claim strength",
    plot_claim_strength,
    size_claim_strength,
    pages_claim_strength,
    describe_claim_strength,
    drawn_claim_strength,
)
