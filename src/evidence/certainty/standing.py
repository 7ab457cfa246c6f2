"""Where an estimate stands between no effect and the smallest effects that matter, with benefit as the positive way."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

from evidence.certainty.absolute import THOUSAND, risk_with
from evidence.certainty.pooled import PER_1000, Pooled
from evidence.thresholds import GRADE_6, PooledThresholds


@dataclass(frozen=True)
class Standing:
    """The lines that a pooled estimate is held against, on an additive scale where no effect is 0 and benefit is above.

    Attributes
    ----------
    pooled : Pooled
        What is held against the lines.
    benefit, harm : float or None
        The smallest benefit that matters (above 0) and the smallest harm (below 0); None where nobody said and no
        rough guide exists.
    stated : bool
        Whether somebody stated the threshold, rather than a rough guide standing in for it.
    words : str
        The lines, as a reader knows them.
    source : str
        Whose threshold it is.
    """

    pooled: Pooled
    benefit: float | None
    harm: float | None
    stated: bool
    words: str
    source: str

    def gain(self, effect: float) -> float:
        """Give an effect as benefit (+) or harm (-): log ratio, difference, or people per 1,000."""
        return _gain(self.pooled, effect)

    def span(self, low: float, high: float) -> tuple[float, float]:
        """Give the lower and upper limit of an interval as benefit."""
        first, second = sorted((self.gain(low), self.gain(high)))
        return first, second

    def important(self, low: float, high: float) -> list[str]:
        """Say which important effects lie inside an interval: benefit, harm, both or neither."""
        least, most = self.span(low, high)
        lines = {"benefit": self.benefit, "harm": self.harm}
        return [name for name, line in lines.items() if line is not None and least < line < most]

    def holds_null(self, low: float, high: float) -> bool:
        """Whether an interval holds no effect; one that ends there does, since printed limits are rounded."""
        least, most = self.span(low, high)
        return least <= 0 <= most

    @property
    def line(self) -> float:
        """The line that decides: the stated threshold that the estimate is nearest to, else no effect."""
        if not self.stated:
            return 0.0
        return self.benefit if self.gain(self.pooled.estimate) >= 0 else self.harm


def standing(pooled: Pooled, thresholds: PooledThresholds) -> Standing:
    """Draw the lines for a pooled estimate.

    A stated threshold counts on both sides of no effect (a ratio of 0.8 also as 1.25). Without one, ratios are held
    against the rough guide of GRADE guidelines 6 and standardised differences against a moderate effect; other
    differences have no guide, so that only no effect is left.

    Examples
    --------
    >>> from evidence.thresholds import POOLED_DEFAULTS
    >>> stroke = Pooled("RD", 5, -0.013, -0.020, -0.006, "lower", threshold=0.01)
    >>> standing(stroke, POOLED_DEFAULTS).important(-0.020, -0.006)
    ['benefit']
    """
    if pooled.threshold is not None:
        return _stated(pooled)
    if pooled.is_ratio:
        ends = sorted(_gain(pooled, ratio) for ratio in (thresholds.ratio_low, thresholds.ratio_high))
        words = f"{pooled.measure} {thresholds.ratio_low:g} and {thresholds.ratio_high:g}"
        return Standing(pooled, ends[1], ends[0], False, words, GRADE_6)
    if pooled.measure == "SMD":
        words = f"{thresholds.smd:g} SD either way"
        return Standing(pooled, thresholds.smd, -thresholds.smd, False, words, "KCE Process Book, section 5.5.1.2")
    return Standing(pooled, None, None, False, "no effect", "no threshold was stated")


def _stated(pooled: Pooled) -> Standing:
    if pooled.threshold_scale == PER_1000:
        size, unit = pooled.threshold, " in 1,000"
    elif pooled.is_ratio:
        size, unit = abs(log(pooled.threshold)), f" ({pooled.measure})"
    else:
        size, unit = pooled.threshold, f" ({pooled.measure})"
    source = pooled.threshold_source or "stated without a source"
    return Standing(pooled, size, -size, True, f"{pooled.threshold:g}{unit} either way", source)


def _gain(pooled: Pooled, effect: float) -> float:
    sign = 1 if pooled.benefit == "higher" else -1
    if pooled.threshold_scale == PER_1000:
        risk = risk_with(pooled.measure, effect, pooled.baseline_risk)
        return sign * THOUSAND * (risk - pooled.baseline_risk)
    return sign * (log(effect) if pooled.is_ratio else effect)
