"""SDs, means and medians beside the printed range, quartiles or scale."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from evidence.integrity.cases import Case, could_not, fitting, misfit
from evidence.integrity.reading import Tables, exact, given
from evidence.integrity.rounding import overlap, shown, span

LIMITS = ("quartiles", "range over people")


def beyond_range(tables: Tables) -> Iterator[Case]:
    """Look for SDs, means and medians that the printed range, quartiles or scale do not allow."""
    for row in tables.results:
        limits = list(_limits(row, tables))
        if row.spread_kind not in (*LIMITS, "SD", "SE"):
            continue
        if not limits:
            yield could_not(row, "a range or quartiles, from low to high")
            continue
        bad = [case for low, high, what, other in limits for case in _outside(row, low, high, what, other)]
        yield bad[0] if bad else fitting(row)


def _limits(row, tables: Tables) -> Iterator[tuple]:
    """Give (low, high, what they are, row that prints them) for a result: its own, of its arm, or of its scale."""
    same = ("study_id", "outcome", "arm", "time", "time_unit", "unit", "level")
    levels = ("mean", "median")
    for other in tables.results:
        own = other is row and given(row.low, row.high) and row.spread_kind in (*LIMITS, "SD")
        twin = other.spread_kind in LIMITS and row.spread_kind in ("SD", "SE") and given(other.low, other.high)
        alike = other.statistic == row.statistic or (other.statistic in levels and row.statistic in levels)
        if own or (twin and alike and all(str(getattr(other, name)) == str(getattr(row, name)) for name in same)):
            yield other.low, other.high, "quartiles" if other.spread_kind == "quartiles" else "range", other
    scale = re.search(r"\((-?\d+(?:\.\d+)?)\s?(?:-|to)\s?(\d+(?:\.\d+)?)", row.outcome)
    if scale and row.statistic in ("mean", "median"):
        yield float(scale.group(1)), float(scale.group(2)), "scale", row


def _outside(row, low: float, high: float, what: str, other) -> Iterator[Case]:
    rows = list({case.result_id: case for case in (row, other)}.values())
    printed = f"{what} of {shown(low)} to {shown(high)}"
    if low > high:
        yield misfit(rows, f"The {printed} runs downwards.", f"{shown(high)} to {shown(low)}")
        return
    middle = exact(row) and (what != "quartiles" or row.statistic == "median")
    if middle and not overlap(span(row.value), (span(low)[0], span(high)[1])):
        yield misfit(rows, f"The {row.statistic} of {shown(row.value)} lies outside the {printed}.")
        return
    if row.spread_kind not in ("SD", "range over people") or not given(row.spread) or what == "quartiles":
        return
    ends = span(low)[0], span(high)[1]
    most = _largest(row, *ends) if row.spread_kind == "SD" else ends[1] - ends[0]
    if span(row.spread)[0] > most:
        name = "An SD" if row.spread_kind == "SD" else "A width"
        yield misfit(rows, f"{name} of {shown(row.spread)} is too large for the {printed}.", f"at most {most:.3g}")


def _largest(row, low: float, high: float) -> float:
    """Give the largest SD of values between two limits (Bhatia and Davis 2000, Am Math Mon 107:353), n - 1 below."""
    n = row.n_analysed if row.n_analysed >= 2 else 2.0
    if not exact(row) or row.statistic not in ("mean", "change"):
        return (high - low) / 2 * math.sqrt(n / (n - 1))
    ends = [*span(row.value), *([(low + high) / 2] if overlap(span(row.value), ((low + high) / 2,) * 2) else [])]
    return max(math.sqrt(max((end - low) * (high - end), 0.0) * n / (n - 1)) for end in ends)
