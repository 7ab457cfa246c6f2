"""Means and SDs of whole-number data: GRIM and GRIMMER."""

from __future__ import annotations

import math
from collections.abc import Iterator

from evidence.integrity.cases import WORTH_A_LOOK, Case, could_not, fitting, misfit
from evidence.integrity.reading import BETWEEN, POOLED, Tables, exact, given
from evidence.integrity.rounding import NOISE, half_unit, shown, span, wholes

OF_ONE_ARM = ("mean", "change")


def sums(average: float, n: float, grain: float = 1.0) -> range:
    """Give the sums, in steps of the grain, that n values can have whose mean is printed so.

    The test is GRIM (Brown and Heathers 2017, doi 10.1177/1948550616673876).

    Examples
    --------
    >>> list(sums(5.19, 28)), list(sums(5.18, 28))
    ([], [145])
    """
    low, high = span(average)
    return wholes(low * n / grain, high * n / grain)


def can_have(average: float, deviation: float, n: float, grain: float = 1.0, population: bool = False) -> bool:
    """Say whether n whole-number values can have the printed mean and SD.

    The idea is GRIMMER (Anaya 2016, PeerJ Preprints 4; analytic form: Allard 2018), written anew: with a whole
    sum S the sum of squares Q is whole too, odd or even as S is, and no smaller than when the values are as equal as S
    allows. These conditions are needed, not enough: an SD that passes may still be impossible.

    Parameters
    ----------
    average, deviation : float
        Mean and SD as printed, in the unit of the data.
    n : float
        Values.
    grain : float
        Smallest step of one value, same unit.
    population : bool
        Divide by n, not by n - 1.

    Examples
    --------
    >>> can_have(3.44, 2.47, 18), can_have(3.44, 2.53, 18)
    (False, True)
    """
    return any(_squares(total, deviation, n, grain, population) for total in sums(average, n, grain))


def _squares(total: int, deviation: float, n: float, grain: float, population: bool) -> bool:
    each, rest = divmod(total, int(n))
    least = int(n) * each**2 + 2 * each * rest + rest
    low, high = (max(bound, 0) / grain for bound in span(deviation))
    free, noise = n if population else n - 1, NOISE * total**2
    squares = wholes(low**2 * free + total**2 / n - noise, high**2 * free + total**2 / n + noise)
    first = max(squares.start, least)
    return any(square in squares and (square - total) % 2 == 0 for square in (first, first + 1))


def _unready(row) -> str:
    needs = {"grain (the smallest step of one value)": row.grain > 0, "n_analysed": row.n_analysed >= 1}
    if row.level == POOLED:
        return "whole people: pooled by a review"
    if not exact(row):
        return "an exact value"
    return ", ".join(name for name, there in needs.items() if not there)


def _candidates(tables: Tables) -> Iterator:
    for row in tables.results:
        if row.statistic in OF_ONE_ARM and row.contrast != BETWEEN and given(row.value):
            yield row


def mean(tables: Tables) -> Iterator[Case]:
    """Look for means of whole-number data that no sum over n gives; `baseline` is looked at too."""
    for row in _candidates(tables):
        if missing := _unready(row):
            yield could_not(row, missing)
        elif not sums(row.value, row.n_analysed, row.grain):
            yield _no_sum(row, row.value)
        elif given(row.baseline) and not any(sums(row.baseline, n, row.grain) for n in _enrolled(row, tables)):
            yield _no_sum(row, row.baseline, " before", WORTH_A_LOOK)
        elif row.grain / row.n_analysed <= 2 * half_unit(row.value):
            yield could_not(row, "digits: with so many people every mean fits")
        else:
            yield fitting(row)


def _enrolled(row, tables: Tables) -> list[float]:
    """Give the numbers that a mean before can rest on: those analysed, or all who began."""
    study = tables.studies.get(row.study_id)
    return [row.n_analysed, *([study.n] if study and study.n > 0 else [])]


def _no_sum(row, average: float, when: str = "", weight: str | None = None) -> Case:
    n, grain = row.n_analysed, row.grain
    near = round(average * n / grain) * grain
    step = "whole numbers" if grain == 1 else f"steps of {shown(grain)}"
    finding = (
        f"A mean of {shown(average)}{when} does not fit n = {shown(n)} in {step} (a sum of {average * n:.4g}); "
        f"a sum of {near:.6g} gives {near / n:.4g}."
    )
    would = next((m for m in range(int(n) - 1, int(n) // 2, -1) if sums(average, m, grain)), None)
    fits = f"a mean of {near / n:.4g}" + (f", or n = {would}" if would else "")
    return misfit([row], finding, fits, *([weight] if weight else []))


def deviation(tables: Tables) -> Iterator[Case]:
    """Look for SDs that whole-number data of that n and mean cannot have."""
    for row in _candidates(tables):
        if row.spread_kind != "SD" or not given(row.spread):
            continue
        if missing := _unready(row):
            yield could_not(row, missing)
        elif row.n_analysed < 2:
            yield could_not(row, "two people or more")
        elif not (totals := sums(row.value, row.n_analysed, row.grain)):
            yield could_not(row, "a mean that fits")
        elif not can_have(row.value, row.spread, row.n_analysed, row.grain):
            yield _no_squares(row)
        elif _every_deviation_fits(row, totals):
            yield could_not(row, "digits: with so many people every SD fits")
        else:
            yield fitting(row)


def _every_deviation_fits(row, totals: range) -> bool:
    low, high = (bound / row.grain for bound in span(row.spread))
    return len(totals) * (high**2 - max(low, 0) ** 2) * (row.n_analysed - 1) >= 2


def _no_squares(row) -> Case:
    n, grain = row.n_analysed, row.grain
    unit = 2 * half_unit(row.spread)
    steps = (row.spread + sign * k * unit for k in range(1, 1000) for sign in (1, -1))
    would = next((round(sd, 9) for sd in steps if sd >= 0 and can_have(row.value, round(sd, 9), n, grain)), math.nan)
    by_n = can_have(row.value, row.spread, n, grain, population=True)
    finding = (
        f"Whole-number data with n = {shown(n)} and mean {shown(row.value)} cannot have an SD of {shown(row.spread)}"
    )
    finding += "; it fits if the squares were divided by n, not by n - 1." if by_n else "."
    fits = f"an SD of {shown(would)}" if given(would) else ""
    return misfit([row], finding, fits, *([WORTH_A_LOOK] if by_n else []))
