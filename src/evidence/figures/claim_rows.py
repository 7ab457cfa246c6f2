"""The rows of the claim-strength chart: which claims, in which order, on which stretch of the axis, how high."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from evidence import vocabulary as words
from evidence.errors import FigureError
from evidence.figures.frames import needed
from evidence.figures.looks import SCREEN, Look
from evidence.figures.scales import Scale
from evidence.figures.style import wrap

NEEDED = (
    *("claim_id", "kind", "topic", "short", "wording", "verdict", "certainty", "agreement", "claimed", "found", "why"),
)
SIGNS = {"for": 1, "for, indirectly": 1, "against": -1, "against, indirectly": -1}
SMALL, NOTE, VERDICT = 0.88, 0.88, 0.94  # sizes of headings, notes and verdicts, as shares of the text
TOP = len(words.LEVELS)
MANY = 99  # lines: as many as a text needs


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
    if look.whole:
        return Columns(left, claim_width, MANY, axis, verdict, width, note, room, MANY)
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


def annotation(claim, look: Look = SCREEN) -> list[tuple[str, bool]]:
    """Give the lines beside a claim, and whether they are quiet: claimed and found where a number stands, the reason.

    In one column of a journal there is no room beside a claim, and no line.
    """
    at = columns(look)
    if not at.note_width:
        return []
    numbers = f"Claimed {claim.claimed}; found {claim.found}" if claim.claimed else claim.found
    measured = wrapped(look, numbers[:1].upper() + numbers[1:], at.note_width, at.note_lines, NOTE)
    most = at.note_lines if look.whole else 1 if measured else 2
    reason = wrapped(look, claim.why, at.note_width, most, NOTE)
    told, said = [(line, False) for line in measured], [(line, True) for line in reason]
    return [*said, *told] if claim.verdict == "untraceable" else [*told, *said]


def row_height(claim, look: Look = SCREEN) -> float:
    """Give the height in inches that a claim and the lines beside it need."""
    at = columns(look)
    lines = len(wrapped(look, claim.short, at.claim_width, at.claim_lines))
    verdict = len(wrapped(look, claim.verdict, at.verdict_width - 1.3 * look.text / 72, 2, VERDICT))
    beside = len(annotation(claim, look)) * look.line(NOTE)
    return max(look.line(1.75), max(lines, verdict) * look.line() + look.line(0.35), beside + look.line(0.35))


def wrapped(look: Look, text: str, width: float, lines: int, share: float = 1.0) -> list[str]:
    """Break a text into lines that fit a width in a look."""
    return wrap(text, width, look.size(share), lines)
