"""The pooled estimate of a question, where its own deciding results may be pooled; made anew for every what-if body."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from evidence import synthesis
from evidence.certainty import Pooled, Row, pooled_from, rows_of
from evidence.verdicts import NEW, SOURCE

Pool = Callable[[Iterable[Row]], Pooled | None]
SAME = ("measured", "unit", "measure", "route", "design", "arm_role")  # what makes contrasts one body
DIFFERENCES = ("MD",)  # measures whose unit is that of the outcome, so that a threshold in it can be used
FEWEST_FOR_A_TEST = 3


def pools(questions: pd.DataFrame, evidence: pd.DataFrame) -> dict[str, Pool]:
    """Give for each question whose results can be pooled what pools them.

    Parameters
    ----------
    questions : DataFrame
        question_id, outcome, benefit (higher, lower or blank), threshold, threshold_unit, threshold_source.
    evidence : DataFrame
        Counted evidence on the questions, one row per piece: `Row` columns, and of results effect, variance, level,
        total, events and the columns that make one body.

    Returns
    -------
    dict
        By question_id a function that takes rows and gives the pooled estimate of the largest body among them, or None
        where fewer than two studies are left, where a study has several results in one body (which to take is a choice
        that no rule makes), or where a row is of evidence that has no result yet. Only contrasts between arms are
        pooled: changes in one arm say nothing of an effect. Questions without a benefit direction or without two
        results that can be pooled are left out.
    """
    found = {}
    for question in questions[questions["benefit"].notna()].itertuples():
        mine = evidence[evidence["question_id"].eq(question.question_id) & evidence["variance"].gt(0)]
        mine = mine[mine["level"].eq("participant data") & mine["contrast"].eq("between arms")]
        mine = mine[~mine[list(SAME)].eq("not reported").any(axis=1)]
        if mine["study_id"].nunique() > 1:
            found[question.question_id] = _pool(question, mine.set_index("evidence_id", drop=False))
    return found


def _pool(question, results: pd.DataFrame) -> Pool:
    known, made = set(results.index), {}

    def pool(rows: Iterable[Row]) -> Pooled | None:
        """Pool the largest body among some rows."""
        rows = list(rows)
        if any(row.study_id in (NEW, SOURCE) for row in rows):
            return None  # a what-if study has no result to pool
        ids = tuple(row.evidence_id for row in rows if row.evidence_id in known)
        if ids not in made:  # hundreds of what-ifs leave the same results
            made[ids] = _largest(question, results.loc[list(ids)])
        return made[ids]

    return pool


def _largest(question, kept: pd.DataFrame) -> Pooled | None:
    bodies = [body for _, body in kept.groupby(list(SAME), dropna=False) if len(body) > 1]
    if not bodies:
        return None
    body = max(bodies, key=len)
    return None if body["study_id"].duplicated().any() else _pooled(question, body)


def _pooled(question, body: pd.DataFrame) -> Pooled:
    estimate = synthesis.pool(body["effect"], body["variance"]).iloc[0]
    testable = len(body) >= FEWEST_FOR_A_TEST and body["variance"].nunique() > 1
    tests = synthesis.small_study_tests(body["effect"], body["variance"]) if testable else None
    first = body.iloc[0]
    known = {"outcome": first["measured"]}
    unit = "" if pd.isna(first["unit"]) else str(first["unit"])
    fits = unit and str(question.threshold_unit).startswith(unit) and first["measure"] in DIFFERENCES
    if fits and np.isfinite(question.threshold):
        known |= {"threshold": float(question.threshold), "threshold_source": question.threshold_source}
    return pooled_from(estimate, body, first["measure"], question.benefit, tests, **known)


def pooled_estimates(pooling: dict[str, Pool], deciding: pd.DataFrame) -> dict[str, Pooled]:
    """Pool the deciding evidence of every question that can be pooled."""
    rows = {name: rows_of(deciding[deciding["question_id"].eq(name)]) for name in pooling}
    made = {name: pool(rows[name]) for name, pool in pooling.items()}
    return {name: one for name, one in made.items() if one is not None}
