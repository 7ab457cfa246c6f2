"""The same interval, or the same value with its spread, printed digit for digit in two places."""

from __future__ import annotations

import math
from collections.abc import Iterator

from evidence.integrity.cases import WORTH_A_LOOK, Case, could_not, fitting, misfit
from evidence.integrity.reading import INTERVALS, QUOTED, Tables, given, groups
from evidence.integrity.rounding import shown

ENOUGH_DIGITS = 3  # in the two numbers together, and one more each time the rows are tenfold; chosen by us


def digits(*numbers: float) -> int:
    """Count the digits of numbers that tell them from others.

    Examples
    --------
    >>> digits(0.993, 1.639), digits(1.0, 2.0)
    (7, 2)
    """
    return sum(len(shown(abs(number)).replace(".", "").strip("0")) for number in numbers)


def shared(tables: Tables) -> Iterator[Case]:
    """Look for an interval, or a value with its spread, that two studies or two outcomes print alike."""
    ranged = [row for row in tables.results if row.spread_kind in INTERVALS and given(row.low, row.high)]
    for same in groups(ranged, "low", "high"):
        spare = digits(same[0].low, same[0].high) - _needed(ranged)
        yield from _together(same, spare, _told_interval, "value")
    spread = [row for row in tables.results if given(row.value, row.spread) and row.level != QUOTED]
    for same in groups(spread, "value", "spread"):
        spare = digits(same[0].value, same[0].spread) - _needed(spread)
        yield from _together(same, spare, _told_spread, "outcome")


def _needed(rows: list) -> int:
    return ENOUGH_DIGITS + round(math.log10(len(rows)))


def _together(rows: list, spare: int, told, differs: str) -> Iterator[Case]:
    if spare < 0:
        yield from (could_not(row, "digits enough to rule out chance") for row in rows)
        return
    places = {(row.study_id, row.outcome) for row in rows}
    studies = {row.study_id for row in rows}
    other_values = len({row.value for row in rows}) > 1
    # One study may quote another's number; one study with two outcomes has no reason to print one interval twice.
    copied = len(places) > len(studies) or differs == "outcome"
    if len(places) > 1 and (other_values or copied):
        yield misfit(rows, told(rows), "", WORTH_A_LOOK)
    else:
        yield fitting(*rows)


def _told_interval(rows: list) -> str:
    values = " and ".join(dict.fromkeys(shown(row.value) for row in rows if given(row.value)))
    return f"The interval {shown(rows[0].low)} to {shown(rows[0].high)} is printed around {values}."


def _told_spread(rows: list) -> str:
    places = " and of ".join(dict.fromkeys(f"{row.outcome} ({row.study_id})" for row in rows))
    return f"{shown(rows[0].value)} with spread {shown(rows[0].spread)} is printed of {places}."
