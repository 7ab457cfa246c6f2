"""The bodies of evidence of a review that may be pooled, each with its effects; where none may, there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from evidence import effects
from evidence.review import Review
from evidence.synthesis.bodies import BODY, OWN_DATA

# How a measure of `effects` is called, and whether it is a logarithm of what papers print.
MEASURES = {
    "logRR": ("risk ratio", True),
    "logOR": ("odds ratio", True),
    "logHR": ("hazard ratio", True),
    "logROM": ("ratio of means", True),
    "RD": ("risk difference", False),
    "MD": ("mean difference", False),
    "SMD": ("standardised mean difference", False),
    "MC": ("mean change", False),
    "PC": ("percent change", False),
    "PR": ("proportion", False),
    "M": ("mean", False),
}


@dataclass(frozen=True, eq=False)
class Body:
    """One body of evidence.

    Attributes
    ----------
    outcome, unit, measure : str
        What was measured.
    effects : DataFrame
        Its results: study_id, label, effect, variance, ci_low, ci_high, n_analysed, design, control, seen.
    name : str
        Its part of a file name.
    """

    outcome: str
    unit: str
    measure: str
    effects: pd.DataFrame
    name: str


def with_unit(body: Body) -> dict[str, str]:
    """Give the name of the measure with its unit, as a setting; ratios and standardised effects have none."""
    name, log = named(body.measure)
    return {} if log or not body.unit or body.measure == "SMD" else {"measure": f"{name}, {body.unit}"}


def named(measure: str) -> tuple[str, bool]:
    """Give the name of a measure and whether it is a logarithm; an unknown one keeps its own name.

    Examples
    --------
    >>> named("logOR"), named("Cliff's delta")
    (('odds ratio', True), ("Cliff's delta", False))
    """
    return MEASURES.get(measure, (measure, False))


def poolable_bodies(review: Review, claim_id: str = "") -> list[Body]:
    """Give the bodies that `review.bodies` has nothing against, or those that hold a result linked to one claim."""
    fit = review.bodies[review.bodies["why_not"].eq("")]
    if fit.empty:
        return []
    tables = review.tables
    about = tables.studies[["study_id", "label", "design", "control", "route"]]
    measured = effects.effect_sizes(tables.results).merge(about, on="study_id")
    measured = measured[measured["variance"].gt(0) & measured["level"].eq(OWN_DATA)]
    keys = measured[list(BODY)].astype(object).fillna("").astype(str).apply(lambda column: column.str.strip())
    linked = set(review.evidence.loc[review.evidence["claim_id"].eq(claim_id), "result_id"].dropna())
    found = []
    for place, body in enumerate(fit[list(BODY)].itertuples(index=False), start=1):
        rows = measured[(keys == list(body)).all(axis=1)]
        if not claim_id or set(rows["result_id"]) & linked:
            slug = re.sub(r"[^a-z0-9]+", "_", str(body.outcome).lower()).strip("_")[:40]
            found.append(Body(body.outcome, body.unit, body.measure, rows, f"{slug}_{place}"))
    return found
