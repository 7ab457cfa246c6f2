"""One pooled estimate with what the rules read, on the measure's own scale (a risk ratio as 0.49, not its log)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from evidence.errors import StatisticsError

RATIOS = ("RR", "OR", "HR")
RISKS = ("RR", "OR", "HR", "RD")  # measures that a baseline risk turns into people per 1,000
DIRECTIONS = ("lower", "higher")
OWN_SCALE, PER_1000 = "scale of the measure", "per 1000"


class StudyEffect(NamedTuple):
    """One study of a pooled estimate: its own estimate and 95% interval, and its share of the weight (0 to 1)."""

    study_id: str
    estimate: float
    low: float
    high: float
    weight: float


@dataclass(frozen=True)
class Pooled:
    """One pooled estimate. All effects are on the scale of the measure; None where a number is not known.

    Attributes
    ----------
    measure : str
        RR, OR, HR, RD (as a share: -0.013), MD, SMD or another difference.
    k : int
        Studies.
    estimate, low, high : float
        The estimate and its 95% interval.
    benefit : {"lower", "higher"}
        Which direction is good for people: fewer strokes, more hair.
    pi_low, pi_high : float or None
        95% prediction interval.
    i2 : float or None
        Percent.
    studies : tuple of StudyEffect
        With weights that add up to 1; empty where only the pooled estimate is known.
    people, events : float or None
        Totals over both arms.
    baseline_risk : float or None
        Risk without the treatment, 0 to 1, unrounded.
    small_study_p : float or None
        p of the small-study test; `small_study_applies` says whether it may be read.
    threshold : float or None
        Smallest effect that matters, as a size in the good direction: on the scale of the measure (0.8 or 1.25 for a
        ratio, 0.005 for a risk difference), or in people per 1,000 where `threshold_scale` is "per 1000".
    threshold_scale, threshold_source : str
        Its scale, and who chose it.
    outcome : str
        In words, for tables.
    """

    measure: str
    k: int
    estimate: float
    low: float
    high: float
    benefit: str
    pi_low: float | None = None
    pi_high: float | None = None
    i2: float | None = None
    studies: tuple[StudyEffect, ...] = ()
    people: float | None = None
    events: float | None = None
    baseline_risk: float | None = None
    small_study_p: float | None = None
    small_study_applies: bool = True
    threshold: float | None = None
    threshold_scale: str = OWN_SCALE
    threshold_source: str = ""
    outcome: str = ""

    def __post_init__(self) -> None:
        """Refuse what no rule could read."""
        if not self.low <= self.estimate <= self.high:
            found = f"estimate {self.estimate} with interval {self.low} to {self.high}"
            raise refused(found, "low <= estimate <= high", "give them on the scale of the measure")
        if self.measure in RATIOS and self.low <= 0:
            raise refused(f"{self.measure} from {self.low}", "ratios above 0", "give ratios, not their logs")
        if self.benefit not in DIRECTIONS:
            raise refused(f"benefit {self.benefit!r}", " or ".join(DIRECTIONS), "say which direction is good")
        if self.baseline_risk is not None and not 0 < self.baseline_risk < 1:
            raise refused(f"baseline risk {self.baseline_risk}", "above 0 and below 1", "give a share: 0.139")
        if self.threshold is not None and self.threshold <= 0:
            raise refused(f"threshold {self.threshold}", "a size above 0", "leave its sign out")
        if self.threshold_scale == PER_1000 and (self.measure not in RISKS or self.baseline_risk is None):
            raise refused("a threshold per 1000", "a measure of risk with a baseline risk", "give both")

    @property
    def null(self) -> float:
        """No effect: 1 for ratios, 0 for differences."""
        return 1.0 if self.measure in RATIOS else 0.0

    @property
    def is_ratio(self) -> bool:
        """Whether the measure is a ratio."""
        return self.measure in RATIOS


def refused(found: str, allowed: str, do: str) -> StatisticsError:
    """Give the error for numbers that no rule could read."""
    return StatisticsError(f"Pooled: found {found}; allowed: {allowed}; do: {do}")
