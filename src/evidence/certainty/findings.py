"""Summary of findings: one row per question, pooled or plainly not pooled, with certainty and its reasons."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from evidence import vocabulary as words
from evidence.certainty.absolute import THOUSAND, absolute_effect, number_needed
from evidence.certainty.not_pooled import bodies_of, instead_of_estimate, one_way, people_in_words, studies_in_words
from evidence.certainty.plain import NOT_JUDGED, sentence, size_of, way_of
from evidence.certainty.pooled import RISKS, Pooled
from evidence.errors import StatisticsError
from evidence.thresholds import POOLED_DEFAULTS, PooledThresholds

COLUMNS = (
    *("question_id", "question", "outcome", "people", "pooled", "effect", "baseline", "absolute", "number_needed"),
    *("certainty", "reasons", "plain"),
)
BARE = "no evidence was counted"


def summary_of_findings(
    questions: pd.DataFrame,
    levels: pd.DataFrame,
    steps: pd.DataFrame,
    evidence: pd.DataFrame,
    pooled: Mapping[str, Pooled] | None = None,
    thresholds: PooledThresholds = POOLED_DEFAULTS,
) -> pd.DataFrame:
    """Set out what was found on each question.

    Parameters
    ----------
    questions : DataFrame
        question_id, question, outcome, intervention, comparator.
    levels, steps : DataFrame
        From `rate`. Questions that `levels` lacks are left out.
    evidence : DataFrame
        The links that the certainty rests on, one a row: question_id, study_id, design, bearing, n; and
        for links to results the columns that `synthesis.directions` reads, with the name of the outcome in `measured`.
        Only counted bearings are read. Give the rows that `rate` was given, else people stand there who do not decide.
    pooled : mapping, optional
        The pooled estimate by question_id, for the questions that have one.
    thresholds : PooledThresholds
        For the size in the sentence.

    Returns
    -------
    DataFrame, one row per question
        question_id, question, outcome, people (with studies; designs that carry the certainty first), pooled (bool),
        effect (estimate and interval, or "Not pooled" with directions and ranges), baseline and absolute (per 1,000,
        with the interval), number_needed, certainty, reasons (where it started, what lowered or raised it), plain (one
        sentence).

    Raises
    ------
    StatisticsError
        Absent columns.
    """
    needed = {"question_id", "study_id", "design", "bearing", "n"}
    if not needed <= set(evidence.columns):
        found = ", ".join(sorted(needed - set(evidence.columns)))
        raise StatisticsError(f"summary_of_findings: columns {found} not found; allowed: joined links; do: add them")
    counted = evidence[evidence["bearing"].isin(words.COUNTED_BEARINGS)]
    rows = []
    for row in questions.merge(levels, on="question_id").to_dict("records"):
        mine = counted[counted["question_id"].eq(row["question_id"])]
        told = {"reasons": _reasons(row, steps[steps["question_id"].eq(row["question_id"])])}
        one = (pooled or {}).get(row["question_id"])
        rows.append(row | told | (_not_pooled(row, mine) if one is None else _pooled(row, one, thresholds)))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _reasons(row: dict, steps: pd.DataFrame) -> str:
    """List why the certainty is not that of a high start: the start, and every step that was decided."""
    if row["certainty"] == words.NOT_RATED:
        return row["reason"]
    told = [] if row["start"] == "high" else [f"starts {row['start']} ({row['reason'].split(': ', 1)[-1]})"]
    for step in steps[steps["domain"].isin(words.GRADE_DOMAINS)].to_dict("records"):
        levels = int(step["decided"])
        if levels:
            why = step["reason"] if step["decided"] == step["proposed"] else step["rationale"]
            told.append(f"{step['domain']} {levels:+d} ({str(why).rstrip('.')})")
    return "; ".join(told)


def _pooled(row: dict, one: Pooled, thresholds: PooledThresholds) -> dict:
    people = "people not known" if one.people is None else f"{one.people:g} people"
    told = {
        "outcome": one.outcome or row["outcome"],
        "people": f"{people} in {studies_in_words(one.k)}",
        "pooled": True,
        "effect": f"{one.measure} {one.estimate:.3g} ({one.low:.3g} to {one.high:.3g})",
        "baseline": "",
        "absolute": "",
        "number_needed": "",
    }
    if one.measure in RISKS and one.baseline_risk is not None:
        told |= _per_thousand(one)
    said = _sentence(row | told, size_of(one, thresholds), way_of(one))
    return told | {"plain": said}


def _per_thousand(one: Pooled) -> dict[str, str]:
    risk = absolute_effect(one.measure, one.estimate, one.low, one.high, one.baseline_risk)
    limits = (risk.difference, risk.difference_low, risk.difference_high)
    more = [f"{abs(number):.0f} {'more' if number > 0 else 'fewer'}" for number in limits]
    return {
        "baseline": f"{risk.baseline:.0f} per 1,000",
        "absolute": f"{risk.treated:.0f} per 1,000 ({risk.treated_low:.0f} to {risk.treated_high:.0f}); "
        f"{more[0]} ({more[1]} to {more[2]})",
        "number_needed": number_needed(*(number / THOUSAND for number in limits), one.benefit),
    }


def _not_pooled(row: dict, mine: pd.DataFrame) -> dict:
    blank = dict.fromkeys(("baseline", "absolute", "number_needed"), "") | {"pooled": False}
    if mine.empty:
        return blank | {"people": BARE, "effect": "", "plain": f"{BARE.capitalize()}."}
    bodies = bodies_of(mine)
    told = {"people": people_in_words(mine), "effect": instead_of_estimate(mine, bodies)}
    return blank | told | {"plain": _unpooled_sentence(row, one_way(bodies))}


def _unpooled_sentence(row: dict, way: str) -> str:
    if way or row["certainty"] in ("very low", words.NOT_RATED):
        return _sentence(row, NOT_JUDGED, "lowers" if way == "down" else "raises")
    return f"The studies on {row['outcome']} were not pooled and do not show one direction."


def _sentence(row: dict, size: str, way: str) -> str:
    if row["certainty"] == words.NOT_RATED:
        return "Not rated."
    comparator = "" if pd.isna(row["comparator"]) else row["comparator"]
    return sentence(row["certainty"], size, way, row["intervention"], row["outcome"], comparator)
