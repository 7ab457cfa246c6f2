"""Claim strength: what the words of each claim need, beside what the evidence gives."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from evidence import vocabulary as words
from evidence.errors import FigureError
from evidence.figures.marks import diamond, dot, gap, stretch
from evidence.figures.palette import BAND, INK, QUIET, RULE, VERDICT_COLOURS, VERDICT_MARKS
from evidence.figures.style import text_width, wrap

TITLE = "How strong is each claim?"
WIDTH = 10.0  # inches; every position below is in inches too, so text that was measured fits where it is put
HEAD, TOPIC_ROW, ROW, FOOT = 1.62, 0.29, 0.262, 0.95
NOTE_LINE = 0.118  # inches from line to line in the last column
CLAIM, AXIS, VERDICT, NOTE = (
    0.08,
    3.98,
    5.02,
    6.20,
)  # left edge of the claim, middle of the axis, left edges of the rest
STEP = 0.21  # inches per level of certainty
CLAIM_WIDTH, NOTE_WIDTH = AXIS - 4 * STEP - 0.12 - CLAIM, WIDTH - NOTE - 0.05
TEXT, SMALL = 8.2, 7.2
NEEDED = (
    "claim_id",
    "kind",
    "topic",
    "short",
    "wording",
    "verdict",
    "certainty",
    "agreement",
    "claimed",
    "found",
    "why",
)
SIGNS = {"for": 1, "for, indirectly": 1, "against": -1, "against, indirectly": -1}


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
    missing = [column for column in NEEDED if column not in claims.columns]
    if missing:
        raise FigureError(f"claim strength: the frame lacks {', '.join(missing)}; give it review.claims")
    judged = claims[claims["kind"].ne("opinion")]
    if judged.empty:
        raise FigureError("claim strength: found no judged claim; add a claim that is not opinion to claims.csv")
    place = judged["topic"].map(list(words.TOPICS).index)
    return judged.assign(place=place).sort_values(["place", "claim_id"]).drop(columns="place")


def figure_size(claims: pd.DataFrame) -> tuple[float, float]:
    """Give width and height in inches for a set of claims."""
    drawn = order(claims)
    rows = sum(row_height(claim) for claim in drawn.itertuples())
    return WIDTH, HEAD + drawn["topic"].nunique() * TOPIC_ROW + rows + FOOT


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


def needed(wording: str) -> int:
    """Give the place on the axis that the wording of a claim needs.

    Examples
    --------
    >>> needed("hedged"), needed("absolute")
    (2, 4)
    """
    return words.LEVELS.index(words.WORDING_NEEDS[wording]) + 1


def plot_claim_strength(claims: pd.DataFrame, ax: Axes, title: str = TITLE, notes: tuple[str, ...] = ()) -> Axes:
    """Draw every judged claim: what its words need, what the evidence gives, verdict, numbers and the leading reason.

    Parameters
    ----------
    claims : DataFrame
        `Review.claims`.
    ax : Axes
        Axes that fill a figure of `figure_size(claims)`.
    title : str
        Title of the chart.
    notes : tuple of str
        Lines to stand under the chart, such as who judged.

    Returns
    -------
    Axes
        The same axes. The mark of what a claim's words need has the gid `needs-<claim_id>` (none for the existence of
        a source, which has no certainty), that of the evidence `gives-<claim_id>`.

    Raises
    ------
    FigureError
        Missing columns, or no claim that is judged.
    """
    drawn = order(claims)
    width, height = figure_size(claims)
    ax.set(xlim=(0, width), ylim=(height, 0))
    ax.axis("off")
    _head(ax, title, drawn)
    y = HEAD
    for topic, rows in drawn.groupby("topic", sort=False):
        ax.text(CLAIM, y + 0.19, topic.capitalize(), size=TEXT + 0.6, weight="bold", va="center", color=INK)
        ax.plot([CLAIM, width - 0.05], [y + TOPIC_ROW, y + TOPIC_ROW], color=RULE, lw=0.8)
        y += TOPIC_ROW
        top = y
        for shade, claim in enumerate(rows.itertuples()):
            _row(ax, y, claim, banded=shade % 2 == 1)
            y += row_height(claim)
        _grid(ax, top, y)
    _levels(ax, y + 0.06, "top")
    for place, line in enumerate(footnotes(claims, notes)):
        ax.text(CLAIM, y + 0.24 + 0.15 * place, line, size=SMALL, color=QUIET, va="center")
    return ax


def footnotes(claims: pd.DataFrame, notes: tuple[str, ...] = ()) -> list[str]:
    """Give the lines under the chart: what is not drawn, then the notes given."""
    opinions = int(claims["kind"].eq("opinion").sum())
    said = [f"{opinions} statements of opinion are quoted in the review but not judged."] if opinions else []
    return [line for text in (*said, *notes) for line in wrap(text, CLAIM_WIDTH, SMALL, 3)]


def _x(level: float) -> float:
    return AXIS + level * STEP


def _head(ax: Axes, title: str, drawn: pd.DataFrame) -> None:
    ax.text(CLAIM, 0.20, title, size=14, weight="bold", va="center", color=INK)
    counts = drawn["verdict"].value_counts()
    x = CLAIM
    for verdict in VERDICT_COLOURS:
        if counts.get(verdict):
            label = f"{VERDICT_MARKS[verdict]} {counts[verdict]} {verdict}"
            ax.text(x, 0.50, label, size=TEXT + 0.8, color=VERDICT_COLOURS[verdict], weight="bold", va="center")
            x += text_width(label, TEXT + 0.8, "bold") + 0.22
    _key(ax, 0.80)
    heads = {CLAIM: "Claim of the article", VERDICT: "Verdict", NOTE: "Claimed and found; leading reason"}
    for left, text in heads.items():
        ax.text(left, HEAD - 0.14, text, size=SMALL, color=QUIET, va="center")
    _levels(ax, HEAD - 0.06, "bottom")
    ax.text(_x(-2.5), HEAD - 0.61, "← against", size=SMALL, ha="center", va="center", color=QUIET)
    ax.text(_x(2.5), HEAD - 0.61, "for →", size=SMALL, ha="center", va="center", color=QUIET)


def _levels(ax: Axes, y: float, side: str) -> None:
    for level in range(-len(words.LEVELS), len(words.LEVELS) + 1):
        name = words.LEVELS[abs(level) - 1] if level else "none"
        ax.text(_x(level), y, name, size=6.4, ha="center", va=side, rotation=90, color=QUIET)


def _key(ax: Axes, y: float) -> None:
    """Explain the marks in one line, each drawn as it stands in the chart."""
    marks = [
        ("what the words need", lambda x: diamond(ax, x, y)),
        ("what the evidence gives", lambda x: dot(ax, x, y, INK, "o", INK)),
        ("the gap", lambda x: gap(ax, x - 0.10, x + 0.10, y, INK)),
        ("points both ways", lambda x: (stretch(ax, x - 0.10, x + 0.10, y, INK), dot(ax, x, y, INK, "o", INK))),
        ("contradicted", lambda x: dot(ax, x, y, INK, "X", INK)),
        ("unsupported or untraceable", lambda x: dot(ax, x, y, INK, "o", "white")),
    ]
    x = CLAIM + 0.10
    for text, draw in marks:
        draw(x)
        ax.text(x + 0.16, y, text, size=SMALL, va="center", color=QUIET)
        x += 0.16 + text_width(text, SMALL) + 0.30


def _grid(ax: Axes, top: float, bottom: float) -> None:
    for level in range(-len(words.LEVELS), len(words.LEVELS) + 1):
        heavy = level == 0
        ax.plot([_x(level)] * 2, [top, bottom], color=QUIET if heavy else RULE, lw=0.9 if heavy else 0.5, zorder=1)


def _row(ax: Axes, top: float, claim, banded: bool) -> None:
    colour, height = VERDICT_COLOURS[claim.verdict], row_height(claim)
    y = top + height / 2
    if banded:
        ax.axhspan(top, top + height, color=BAND, lw=0, zorder=0)
    id_width = 0.34
    ax.text(CLAIM, y, claim.claim_id, size=SMALL, color=QUIET, va="center")
    short = wrap(claim.short, CLAIM_WIDTH - id_width, TEXT, 1)[0]
    ax.text(CLAIM + id_width, y, short, size=TEXT, va="center", color=INK)
    low, high = position(claim.agreement, claim.certainty)
    want = None if claim.kind == "existence" else needed(claim.wording)
    if want is not None and want > high:
        gap(ax, _x(high), _x(want), y, colour)
    if low != high:
        stretch(ax, _x(low), _x(high), y, colour)
    if want is not None:
        diamond(ax, _x(want), y, gid=f"needs-{claim.claim_id}")
    face = "white" if claim.verdict in ("unsupported", "untraceable") else colour
    shape = "X" if claim.verdict == "contradicted" else "o"
    dot(ax, _x((low + high) / 2), y, colour, shape, face, gid=f"gives-{claim.claim_id}")
    ax.text(VERDICT, y, VERDICT_MARKS[claim.verdict], size=TEXT, color=colour, weight="bold", va="center")
    ax.text(VERDICT + 0.15, y, claim.verdict, size=TEXT, color=colour, va="center")
    for place, (line, ink) in enumerate(notes := annotation(claim)):
        shift = (place - (len(notes) - 1) / 2) * NOTE_LINE
        ax.text(NOTE, y + shift, line, size=SMALL, va="center", color=ink)


def annotation(claim) -> list[tuple[str, str]]:
    """Give the lines beside a claim with their colour: claimed against found where a number stands, then the reason."""
    numbers = f"Claimed {claim.claimed}; found {claim.found}" if claim.claimed else claim.found
    measured = [(line, INK) for line in wrap(numbers[:1].upper() + numbers[1:], NOTE_WIDTH, SMALL, 3)]
    reason = [(line, QUIET) for line in wrap(claim.why, NOTE_WIDTH, SMALL, 1 if measured else 2)]
    return [*reason, *measured] if claim.verdict == "untraceable" else [*measured, *reason]


def row_height(claim) -> float:
    """Give the height in inches that the lines beside a claim need."""
    return max(ROW, len(annotation(claim)) * NOTE_LINE + 0.04)


def describe_claim_strength(claims: pd.DataFrame) -> str:
    """Say in words what the chart shows: the counts, then every claim under its topic, one a line.

    Parameters
    ----------
    claims : DataFrame
        `Review.claims`.
    """
    drawn = order(claims)
    counts = drawn["verdict"].value_counts()
    said = ", ".join(f"{counts[v]} {v}" for v in VERDICT_COLOURS if counts.get(v))
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
