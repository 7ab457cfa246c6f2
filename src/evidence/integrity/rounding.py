"""How far the number behind a printed one can lie from it, and which whole numbers lie there."""

from __future__ import annotations

import math
from decimal import Decimal

NOISE = 1e-9  # relative: what floats may be off; far below any printed digit


def half_unit(number: float) -> float:
    """Give half a unit of the last decimal that a number shows.

    A float has lost its zeros at the end: 50 may have been printed as 50.0. Then half a unit is taken too large, which
    lets a wrong number pass but never flags a right one.

    Examples
    --------
    >>> half_unit(50.0), half_unit(1.25), half_unit(1e-05)
    (0.5, 0.005, 5e-06)
    """
    exponent = Decimal(repr(float(number))).normalize().as_tuple().exponent
    return 0.5 * 10.0 ** min(exponent, 0)


def span(number: float) -> tuple[float, float]:
    """Give the least and the greatest number that can be printed so, whichever way a tie is rounded."""
    half, noise = half_unit(number), NOISE * max(1.0, abs(number))
    return number - half - noise, number + half + noise


def shown(number: float) -> str:
    """Write a number as the cell shows it.

    Examples
    --------
    >>> shown(16.0), shown(0.0002), shown(1042.0)
    ('16', '0.0002', '1042')
    """
    return f"{Decimal(repr(float(number))).normalize():f}"


def wholes(low: float, high: float) -> range:
    """Give the whole numbers from low to high, both counted.

    Examples
    --------
    >>> list(wholes(12.72, 14.0)), list(wholes(12.72, 12.88))
    ([13, 14], [])
    """
    return range(math.ceil(low - NOISE), math.floor(high + NOISE) + 1)


def overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Say whether two closed spans share a number."""
    return one[0] <= other[1] and other[0] <= one[1]
