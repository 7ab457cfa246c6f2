"""Numbers to inches and back, with ticks at numbers that people read."""

from __future__ import annotations

import math
from dataclasses import dataclass

from evidence.errors import FigureError


@dataclass(frozen=True)
class Scale:
    """A straight or logarithmic axis from `low` to `high`, drawn from `left` to `right` (inches).

    Examples
    --------
    >>> scale = Scale(0, 10, 1.0, 3.0)
    >>> scale.x(5), scale.value(2.0)
    (2.0, 5.0)
    """

    low: float
    high: float
    left: float
    right: float
    log: bool = False

    def __post_init__(self):
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low < self.high):
            raise FigureError(
                f"axis: found {self.low} to {self.high}; allowed: two finite numbers, the smaller first; "
                "do: leave out rows without a finite number"
            )
        if self.log and self.low <= 0:
            raise FigureError(f"axis: found {self.low}; allowed: above 0 on a logarithmic axis; do: use a straight one")

    def _of(self, value: float) -> float:
        return math.log(value) if self.log else value

    def x(self, value: float) -> float:
        """Give the place of a number in inches."""
        share = (self._of(value) - self._of(self.low)) / (self._of(self.high) - self._of(self.low))
        return self.left + share * (self.right - self.left)

    def value(self, x: float) -> float:
        """Give the number at a place in inches."""
        share = (x - self.left) / (self.right - self.left)
        found = self._of(self.low) + share * (self._of(self.high) - self._of(self.low))
        return math.exp(found) if self.log else found

    def clipped(self, value: float) -> float:
        """Give the place of a number, at the end of the axis where it lies beyond; infinity lies beyond."""
        return self.x(min(max(value, self.low), self.high))

    def holds(self, value: float) -> bool:
        """Say whether a number lies on the axis."""
        return self.low <= value <= self.high

    def ticks(self, most: int = 6) -> list[float]:
        """Give at most so many numbers to write under the axis.

        Examples
        --------
        >>> Scale(0, 47, 0, 1).ticks(), Scale(0.09, 12, 0, 1, log=True).ticks()
        ([0, 10, 20, 30, 40], [0.1, 0.5, 1.0, 5.0, 10.0])
        >>> Scale(0.9, 1.2, 0, 1, log=True).ticks()
        [0.9, 1, 1.1]
        """
        from matplotlib.ticker import MaxNLocator

        if not self.log or self.high < 3 * self.low:  # so short a stretch has no decade in it
            found = MaxNLocator(nbins=max(1, most - 1), steps=[1, 2, 2.5, 5, 10]).tick_values(self.low, self.high)
            kept = [float(tick) for tick in found if self.low <= tick <= self.high]
            return [int(tick) if tick.is_integer() else round(tick, 10) for tick in kept]
        decades = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        for steps in ((1, 2, 3, 5), (1, 2, 5), (1, 5), (1, 3), (1,)):
            ticks = [float(f"{step}e{decade}") for decade in decades for step in steps]
            ticks = [tick for tick in ticks if self.low <= tick <= self.high]
            if len(ticks) <= most:
                break
        return ticks[:: math.ceil(len(ticks) / most)] if len(ticks) > most else ticks


def number(value: float) -> str:
    """Write a number as it stands under an axis.

    Examples
    --------
    >>> number(1000.0), number(0.25), number(-3), number(1e-5)
    ('1,000', '0.25', '−3', '0.00001')
    """
    text = f"{value:,.10f}".rstrip("0").rstrip(".")
    return text.replace("-", "−")
