"""One pooled estimate with what the rules read, on the measure's own scale (a risk ratio as 0.49, not its log)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from evidence.errors import StatisticsError

RATIOS = ("RR", "OR", "HR")
RISKS = ("RR", "OR", "HR", "RD")  # measures that a baseline risk turns into people per 1,000
DIRECTIONS = ("lower", "higher")
OWN_SCALE, PER_1000 = "scale of the measure", "per 1000"
Z95 = 1.959963984540054  # 97.5% quantile of the normal distribution
PREFERRED_TESTS = ("Peters", "Egger")  # Egger's is biased for odds ratios: Peters 2006, JAMA 295:676
NEEDED = ("study_id", "effect", "variance")


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
            raise _refused(found, "low <= estimate <= high", "give them on the scale of the measure")
        if self.measure in RATIOS and self.low <= 0:
            raise _refused(f"{self.measure} from {self.low}", "ratios above 0", "give ratios, not their logs")
        if self.benefit not in DIRECTIONS:
            raise _refused(f"benefit {self.benefit!r}", " or ".join(DIRECTIONS), "say which direction is good")
        if self.baseline_risk is not None and not 0 < self.baseline_risk < 1:
            raise _refused(f"baseline risk {self.baseline_risk}", "above 0 and below 1", "give a share: 0.139")
        if self.threshold is not None and self.threshold <= 0:
            raise _refused(f"threshold {self.threshold}", "a size above 0", "leave its sign out")
        if self.threshold_scale == PER_1000 and (self.measure not in RISKS or self.baseline_risk is None):
            raise _refused("a threshold per 1000", "a measure of risk with a baseline risk", "give both")

    @property
    def null(self) -> float:
        """No effect: 1 for ratios, 0 for differences."""
        return 1.0 if self.measure in RATIOS else 0.0

    @property
    def is_ratio(self) -> bool:
        """Whether the measure is a ratio."""
        return self.measure in RATIOS


def pooled_from(
    estimate: Mapping | pd.Series,
    studies: pd.DataFrame,
    measure: str,
    benefit: str,
    tests: pd.DataFrame | None = None,
    **known,
) -> Pooled:
    """Build what the rules read from one row of `synthesis.pool` and the studies that went in.

    Parameters
    ----------
    estimate : mapping
        k, estimate, ci_low, ci_high, pi_low, pi_high, i2, tau2 (on the log scale for ratios).
    studies : DataFrame
        study_id, effect, variance, on the same scale; n and events are added up where the columns are complete.
    measure, benefit : str
        As in `Pooled`; a leading "log" is dropped ("logRR").
    tests : DataFrame, optional
        From `synthesis.small_study_tests`; Peters' test counts where it is there, else Egger's.
    **known
        Further fields of `Pooled`.

    Raises
    ------
    StatisticsError
        Columns that are absent, another number of studies than k, and whatever `Pooled` refuses.

    Examples
    --------
    >>> from evidence.synthesis import pool
    >>> trials = pd.DataFrame({"study_id": ["a", "b"], "effect": [-0.5, -0.7], "variance": [0.04, 0.04]})
    >>> got = pooled_from(pool(trials.effect, trials.variance, interval="z").iloc[0], trials, "logRR", "lower")
    >>> round(got.estimate, 3), got.studies[0].weight, got.pi_low
    (0.549, 0.5, None)
    """
    absent = [name for name in NEEDED if name not in studies.columns]
    if absent or len(studies) != estimate["k"]:
        raise _refused(
            f"{len(studies)} studies with {', '.join(studies.columns)}",
            f"the {estimate['k']} studies that were pooled, with {', '.join(NEEDED)}",
            "give the frame that went into the pooling",
        )
    name = measure.removeprefix("log")
    own = np.exp if name in RATIOS else np.asarray
    tau2 = 0.0 if pd.isna(estimate["tau2"]) else estimate["tau2"]
    weight, reach = 1 / (studies["variance"] + tau2), Z95 * np.sqrt(studies["variance"])
    limits = (own(studies["effect"]), own(studies["effect"] - reach), own(studies["effect"] + reach))
    shares = weight / weight.sum()
    totals = {field: _total(studies, column) for field, column in (("people", "n"), ("events", "events"))}
    numbers = {field: _known(estimate[field], own) for field in ("pi_low", "pi_high")}
    return Pooled(
        measure=name,
        k=int(estimate["k"]),
        **{field: float(own(estimate[column])) for field, column in ESTIMATES.items()},
        benefit=benefit,
        i2=_known(estimate["i2"], np.asarray),
        studies=tuple(map(StudyEffect, studies["study_id"], *(map(float, values) for values in (*limits, shares)))),
        **(totals | numbers | _test(tests) | known),
    )


ESTIMATES = {"estimate": "estimate", "low": "ci_low", "high": "ci_high"}


def _known(number, own) -> float | None:
    return None if pd.isna(number) else float(own(number))


def _total(studies: pd.DataFrame, column: str) -> float | None:
    complete = column in studies.columns and studies[column].notna().all()
    return float(studies[column].sum()) if complete else None


def _test(tests: pd.DataFrame | None) -> dict:
    if tests is None:
        return {}
    by_name = tests.set_index("test")
    chosen = by_name.loc[next(name for name in PREFERRED_TESTS if name in by_name.index)]
    return {"small_study_p": _known(chosen["p"], np.asarray), "small_study_applies": bool(chosen["applicable"])}


def _refused(found: str, allowed: str, do: str) -> StatisticsError:
    return StatisticsError(f"Pooled: found {found}; allowed: {allowed}; do: {do}")
