"""Claim strength: what the words of each claim need, beside what the evidence gives."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from evidence import vocabulary as words
from evidence.errors import FigureError
from evidence.figures.frames import needed
from evidence.figures.key import Entry, key_height, put_key
from evidence.figures.looks import SCREEN, Look
from evidence.figures.paging import paged
from evidence.figures.palette import VERDICT_MARKS
from evidence.figures.scales import Scale
from evidence.figures.sheet import Sheet

TITLE = "How strong is each claim?"
NEEDED = (
    *("claim_id", "kind", "topic", "short", "wording", "verdict", "certainty", "agreement", "claimed", "found", "why"),
)
SIGNS = {"for": 1, "for, indirectly": 1, "against": -1, "against, indirectly": -1}
SMALL, NOTE, VERDICT = 0.88, 0.88, 0.94  # sizes of headings, notes and verdicts, as shares of the text
TOP = len(words.LEVELS)


@dataclass(frozen=True)
class Columns:
    """Left edges and widths in inches; a column of width 0 is left out."""

    claim: float
    claim_width: float
    claim_lines: int
    axis: Scale
    verdict: float
    verdict_width: float
    note: float
    note_width: float
    note_lines: int


def columns(look: Look) -> Columns:
    """Share out the width of a look: in one column of a journal there is no room for reasons."""
    em, left = look.text / 72, 0.6 * look.text / 72
    letters = look.inches / em
    step = em * (1.85 if letters > 75 else 1.25 if not look.narrow else 0.86)
    ids = 2.9 * em
    claim_width = em * (22.5 if letters > 75 else 16 if not look.narrow else 8.6)
    claim_lines = 1 if letters > 75 else 2 if not look.narrow else 3
    start = left + ids + claim_width + em
    axis = Scale(-TOP, TOP, start, start + 2 * TOP * step)
    verdict, width = axis.right + 1.1 * em, em * (10.4 if not look.narrow else 7.8)
    note = verdict + width + 0.5 * em
    room = 0 if look.narrow else look.inches - note - 0.8 * em
    lines = 3 if letters > 75 else 5 if look.page is None else 2
    return Columns(left, claim_width, claim_lines, axis, verdict, width, note, room, lines)


def order(claims: pd.DataFrame) -> pd.DataFrame:
    """Keep the judged claims, in the order in which they are drawn: by topic, in a topic as in the article.

    Parameters
    ----------
    claims : DataFrame
        `Review.claims`.

    Raises
    ------
    FigureError
        Missing columns, or no claim that is judged.
    """
    judged = needed(claims, NEEDED, "claim strength", "give it review.claims")
    judged = judged[judged["kind"].ne("opinion")]
    if judged.empty:
        raise FigureError("claim strength: found no judged claim; add a claim that is not opinion to claims.csv")
    place = judged["topic"].map(list(words.TOPICS).index)
    return judged.assign(place=place).sort_values(["place", "claim_id"]).drop(columns="place")


def figure_size(claims: pd.DataFrame, look: Look = SCREEN, notes: tuple[str, ...] = ()) -> tuple[float, float]:
    """Give width and height in inches for a set of claims."""
    drawn = order(claims)
    rows = sum(row_height(claim, look) for claim in drawn.itertuples())
    foot = _foot_height(claims, notes, look)
    height = _head_height(drawn, look) + drawn["topic"].nunique() * look.line(1.8) + rows + foot
    return look.inches, look.page or height


def pages(claims: pd.DataFrame, look: Look, notes: tuple[str, ...] = ()) -> list[pd.DataFrame]:
    """Split the claims over as many pages as a look of fixed height needs, by topic where it can."""
    drawn = order(claims)
    if look.page is None:
        return [claims]
    room = look.page - _head_height(drawn, look) - _foot_height(claims, notes, look)
    heights = [row_height(claim, look) for claim in drawn.itertuples()]
    return paged(drawn, heights, room, "topic", look.line(1.8))


def position(agreement: str, certainty: str) -> tuple[float, float]:
    """Give the stretch of the axis that the evidence of a claim takes: against is negative, mixed goes both ways.

    Examples
    --------
    >>> position("against", "high"), position("mixed", "low"), position("no evidence", "not rated")
    ((-4, -4), (-2, 2), (0, 0))
    """
    level = words.LEVELS.index(certainty) + 1 if certainty in words.LEVELS else 0
    if agreement == "mixed":
        return -level, level
    sign = SIGNS.get(agreement, 0)
    return sign * level, sign * level


def wanted(wording: str) -> int:
    """Give the place on the axis that the wording of a claim needs.

    Examples
    --------
    >>> wanted("hedged"), wanted("absolute")
    (2, 4)
    """
    return words.LEVELS.index(words.WORDING_NEEDS[wording]) + 1


def plot_claim_strength(
    claims: pd.DataFrame, ax: Axes, title: str = TITLE, notes: tuple[str, ...] = (), look: Look = SCREEN
) -> Axes:
    """Draw every judged claim: what its words need, what the evidence gives, verdict, numbers and the leading reason.

    Parameters
    ----------
    claims : DataFrame
        `Review.claims`.
    ax : Axes
        Axes that fill a figure of `figure_size(claims, look, notes)`.
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
    sheet = Sheet(ax, figure_size(claims, look, notes), look)
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
    said = [f"{opinions} statements of opinion are quoted in the review but not judged."] if opinions else []
    sheet_width = look.inches - 2 * columns(look).claim
    return [line for text in (*said, *notes) for line in _wrap(look, text, sheet_width, 3, SMALL)]


def _wrap(look: Look, text: str, width: float, lines: int, share: float = 1.0) -> list[str]:
    from evidence.figures.style import wrap

    return wrap(text, width, look.size(share), lines)


def _counts(drawn: pd.DataFrame, look: Look) -> list[Entry]:
    counts = drawn["verdict"].value_counts()
    verdicts = [verdict for verdict in look.palette.verdicts if counts.get(verdict)]
    return [Entry(f"{VERDICT_MARKS[v]} {counts[v]} {v}", colour=look.palette.verdicts[v], bold=True) for v in verdicts]


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
        sheet.text(left, bottom - look.line(0.6), _wrap(look, text, room, 1, SMALL)[0], SMALL, look.palette.quiet)
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
    sheet.lines(at.claim + 2.9 * em, y, _wrap(look, claim.short, at.claim_width, at.claim_lines))
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
    told = _wrap(look, claim.verdict, at.verdict_width - 1.3 * em, 2, VERDICT)
    sheet.lines(at.verdict + 1.3 * em, y, told, VERDICT, colour=colour)
    notes = annotation(claim, look)
    for place, (line, quiet) in enumerate(notes):
        shift = (place - (len(notes) - 1) / 2) * look.line(NOTE)
        sheet.text(at.note, y + shift, line, NOTE, look.palette.quiet if quiet else look.palette.ink)


def annotation(claim, look: Look = SCREEN) -> list[tuple[str, bool]]:
    """Give the lines beside a claim, and whether they are quiet: claimed and found where a number stands, the reason.

    In one column of a journal there is no room beside a claim, and no line.
    """
    at = columns(look)
    if not at.note_width:
        return []
    numbers = f"Claimed {claim.claimed}; found {claim.found}" if claim.claimed else claim.found
    measured = _wrap(look, numbers[:1].upper() + numbers[1:], at.note_width, at.note_lines, NOTE)
    reason = _wrap(look, claim.why, at.note_width, 1 if measured else 2, NOTE)
    told, said = [(line, False) for line in measured], [(line, True) for line in reason]
    return [*said, *told] if claim.verdict == "untraceable" else [*told, *said]


def row_height(claim, look: Look = SCREEN) -> float:
    """Give the height in inches that a claim and the lines beside it need."""
    at = columns(look)
    lines = len(_wrap(look, claim.short, at.claim_width, at.claim_lines))
    verdict = len(_wrap(look, claim.verdict, at.verdict_width - 1.3 * look.text / 72, 2, VERDICT))
    beside = len(annotation(claim, look)) * look.line(NOTE)
    return max(look.line(1.75), max(lines, verdict) * look.line() + look.line(0.35), beside + look.line(0.35))


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
    counts = drawn["verdict"].value_counts()
    said = ", ".join(f"{counts[v]} {v}" for v in VERDICT_MARKS if counts.get(v))
    lines = [f"Claim strength of {len(drawn)} claims: {said}."]
    for topic, rows in drawn.groupby("topic", sort=False):
        lines.append(f"{topic.capitalize()}:")
        for claim in rows.itertuples():
            need = "" if claim.kind == "existence" else f"words need {words.WORDING_NEEDS[claim.wording]}, "
            lines.append(f"{claim.claim_id} {claim.short}: {claim.verdict}, {need}{_gives(claim)}.")
    return "\n".join(lines)


def _gives(claim) -> str:
    numbers = f" (claimed {claim.claimed}, found {claim.found})" if claim.claimed else ""
    if claim.agreement == "no evidence":
        return f"no evidence{numbers}"
    return f"evidence {claim.agreement} at {claim.certainty}{numbers}"
