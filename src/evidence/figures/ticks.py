"""What is written under an axis: as many numbers as stand apart, brief however large or small they are."""

from __future__ import annotations

from itertools import pairwise

from evidence.figures.looks import POINTS, Look
from evidence.figures.scales import Scale, number
from evidence.figures.style import text_width

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
LARGEST, SMALLEST = 1e7, 1e-5  # beyond them a number is written with a power of ten


def power_of_ten(value: float, digits: int = 1) -> str:
    """Write a number with a power of ten.

    Examples
    --------
    >>> power_of_ten(1.5e12), power_of_ten(-2e-7, 2)
    ('1.5×10¹²', '−2×10⁻⁷')
    """
    size, power = f"{value:.{digits}e}".split("e")
    size = size.rstrip("0").rstrip(".") if "." in size else size
    return f"{size}×10{str(int(power)).translate(RAISED)}".replace("-", "−")


def brief(value: float) -> str:
    """Write a number as under an axis, with a power of ten where it would be long.

    Examples
    --------
    >>> brief(2500.0), brief(4e12), brief(2.5e-7), brief(0)
    ('2,500', '4×10¹²', '2.5×10⁻⁷', '0')
    """
    plain = value == 0 or SMALLEST <= abs(value) < LARGEST
    return number(value) if plain else power_of_ten(value, 2)


def apart(axis: Scale, look: Look, share: float) -> list[tuple[float, str]]:
    """Give the places in inches and the numbers to write there, with room between them and inside the sheet.

    Parameters
    ----------
    axis : Scale
        The axis.
    look : Look
        Sizes.
    share : float
        Size of the numbers as a share of the look's text.

    Examples
    --------
    >>> from evidence.figures.looks import SCREEN
    >>> [text for _, text in apart(Scale(0, 100, 1.0, 2.0), SCREEN, 1.0)]
    ['0', '25', '50', '75', '100']
    """
    em, kept = look.text / POINTS, []
    for most in (9, 7, 5, 4, 3, 2, 1):
        ticks = [(axis.x(tick), brief(tick)) for tick in axis.ticks(most)]
        ends = [(x, text, text_width(text, look.size(share)) / 2) for x, text in ticks]
        kept = [(x, text, half) for x, text, half in ends if half < x < look.inches - half]
        if all(right[0] - left[0] > right[2] + left[2] + 0.5 * em for left, right in pairwise(kept)):
            break
    return [(x, text) for x, text, _ in kept]
