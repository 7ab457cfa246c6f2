"""Numbers and people as they are written beside a mark."""

from __future__ import annotations

import math

from evidence.figures.scales import number


def amount(value: float, unit: str = "") -> str:
    """Write a number that was measured: one decimal, two digits where it is smaller than that.

    Parameters
    ----------
    value : float
        A finite number.
    unit : str
        What follows it, with its space where it needs one; a plural is made singular after 1.

    Examples
    --------
    >>> amount(69.43005, "%"), amount(20.0, "%"), amount(-0.0123), amount(5.52, " months"), amount(1, " months")
    ('69.4%', '20%', '−0.012', '5.5 months', '1 month')
    """
    small = 0 < abs(value) < 0.1
    rounded = float(f"{value:.2g}") if small else round(value, 1)
    return f"{number(rounded)}{unit.removesuffix('s') if rounded == 1 else unit}"


def people(n: float, counted: str = "analysed") -> str:
    """Write how many people stand behind a number; those enrolled are named so, since fewer may have been analysed.

    Examples
    --------
    >>> people(12), people(1), people(300, "enrolled"), people(float("nan"))
    ('12 people', '1 person', '300 enrolled', 'n not stated')
    """
    if not math.isfinite(n):
        return "n not stated"
    if counted == "enrolled":
        return f"{n:,.0f} enrolled"
    return f"{n:,.0f} {'person' if n == 1 else 'people'}"
