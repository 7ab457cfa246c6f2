"""From the output of `synthesis.pool` and its studies to the pooled estimate that the rules read."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from evidence.certainty.pooled import RATIOS, Pooled, StudyEffect, refused

Z95 = 1.959963984540054  # 97.5% quantile of the normal distribution
PREFERRED_TESTS = ("Peters", "Egger")  # Egger's is biased for odds ratios: Peters 2006, JAMA 295:676
NEEDED = ("study_id", "effect", "variance")
ESTIMATES = {"estimate": "estimate", "low": "ci_low", "high": "ci_high"}


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
        raise refused(
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
