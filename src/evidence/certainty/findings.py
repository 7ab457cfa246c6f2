"""Summary of findings: one row per question, pooled or plainly not pooled, with certainty and its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

import pandas as pd

from evidence import vocabulary as words
from evidence.certainty.absolute import THOUSAND, absolute_effect, number_needed
from evidence.certainty.plain import NOT_JUDGED, sentence, size_of, way_of
from evidence.certainty.pooled import RISKS, Pooled
from evidence.errors import StatisticsError
from evidence.synthesis import directions
from evidence.thresholds import DEFAULTS, Thresholds

COLUMNS = (
    *("question_id", "question", "outcome", "people", "pooled", "effect", "baseline", "absolute", "number_needed"),
    *("certainty", "reasons", "plain"),
)
BARE = "no evidence was counted"
WAYS = ("up", "down", "none", "mixed", "unstated")
WAY_WORDS = {"none": "no change", "unstated": "direction not stated"}


def summary_of_findings(
    questions: pd.DataFrame,
    levels: pd.DataFrame,
    steps: pd.DataFrame,
    evidence: pd.DataFrame,
    pooled: Mapping[str, Pooled] | None = None,
    thresholds: Thresholds = DEFAULTS,
) -> pd.DataFrame:
    """Set out what was found on each question.

    Parameters
    ----------
    questions : DataFrame
        question_id, question, outcome, intervention, comparator.
    levels, steps : DataFrame
        From `rate`. Questions that `levels` lacks are left out.
    evidence : DataFrame
        The links that the certainty rests on, one a row: question_id, evidence_id, study_id, bearing, n; and for links
        to results the columns that `synthesis.directions` reads, with the name of the outcome in `measured`. Only
        counted bearings are read. Give the rows that `rate` was given, else people stand there who do not decide.
    pooled : mapping, optional
        The pooled estimate by question_id, for the questions that have one.
    thresholds : Thresholds
        For the size in the sentence.

    Returns
    -------
    DataFrame, one row per question
        question_id, question, outcome, people (with studies), pooled (bool), effect (estimate and interval, or
        "Not pooled" with directions, ranges and people), baseline and absolute (per 1,000, with the interval),
        number_needed, certainty, reasons (what lowered or raised it, and where it started), plain (one sentence).

    Raises
    ------
    StatisticsError
        Absent columns.
    """
    needed = {"question_id", "evidence_id", "study_id", "bearing", "n"}
    if not needed <= set(evidence.columns):
        found = ", ".join(sorted(needed - set(evidence.columns)))
        raise StatisticsError(f"summary_of_findings: columns {found} not found; allowed: joined links; do: add them")
    counted = evidence[evidence["bearing"].isin(words.COUNTED_BEARINGS)]
    counted = counted.drop_duplicates(["question_id", "evidence_id"])
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


def _pooled(row: dict, one: Pooled, thresholds: Thresholds) -> dict:
    people = "people not known" if one.people is None else f"{one.people:g} people"
    told = {
        "outcome": one.outcome or row["outcome"],
        "people": f"{people} in {_studies(one.k)}",
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
    blank = dict.fromkeys(("baseline", "absolute", "number_needed"), "")
    if mine.empty:
        return blank | {"people": BARE, "pooled": False, "effect": "", "plain": f"{BARE.capitalize()}."}
    per_study = mine.groupby("study_id", dropna=False)["n"].max()
    bodies = _bodies(mine)
    parts = ["Not pooled", _bearings(mine), *(_directions(body) for body in bodies)]
    return blank | {
        "people": _people(per_study),
        "pooled": False,
        "effect": ". ".join(part for part in parts if part) + ".",
        "plain": _unpooled_sentence(row, bodies),
    }


def _people(per_study: pd.Series) -> str:
    known = per_study.dropna()
    if known.empty:
        return f"people not known in {_studies(len(per_study))}"
    unknown = len(per_study) - len(known)
    rest = f"; not known for {_studies(unknown)}" if unknown else ""
    return f"{known.sum():g} people in {_studies(len(known))}{rest}"


def _studies(number: int) -> str:
    return f"{number} {'study' if number == 1 else 'studies'}"


def _bearings(mine: pd.DataFrame) -> str:
    counts = mine.drop_duplicates(["study_id", "bearing"])["bearing"].value_counts()
    told = (f"{word} {counts[word]}" for word in words.COUNTED_BEARINGS if word in counts)
    return f"Studies by what they say: {', '.join(told)}"


def _bodies(mine: pd.DataFrame) -> list[dict]:
    """Give directions and ranges by family of outcomes and role of the arm, of the results among the links."""
    if "measured" not in mine.columns:
        return []
    results = mine[mine["measured"].notna()].drop(columns="outcome", errors="ignore")
    return directions(results.rename(columns={"measured": "outcome"})).to_dict("records") if len(results) else []


def _directions(body: dict) -> str:
    ways = ", ".join(f"{body[way]} {WAY_WORDS.get(way, way)}" for way in WAYS if body[way])
    ranges = f"; {body['ranges']}" if body["ranges"] else ""
    return (
        f"{body['outcome_family'].capitalize()}, {body['arm_role']} arms: {_studies(body['studies'])} ({ways}){ranges}"
    )


def _unpooled_sentence(row: dict, bodies: list[dict]) -> str:
    found = set(chain.from_iterable((way for way in WAYS if body[way]) for body in bodies)) - {"unstated"}
    way = {"up": "raises", "down": "lowers"}.get(found.pop() if len(found) == 1 else "")
    if row["certainty"] in ("very low", words.NOT_RATED) or way:
        return _sentence(row, NOT_JUDGED, way or "raises")
    return f"The studies on {row['outcome']} were not pooled and do not show one direction."


def _sentence(row: dict, size: str, way: str) -> str:
    if row["certainty"] == words.NOT_RATED:
        return "Not rated."
    comparator = "" if pd.isna(row["comparator"]) else row["comparator"]
    return sentence(row["certainty"], size, way, row["intervention"], row["outcome"], comparator)
