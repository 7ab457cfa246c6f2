"""How far two separate ratings of the same things agree: repeatability between machines is not validity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from evidence import vocabulary as words
from evidence.agreement import agreement
from evidence.tables import Tables
from evidence.tables.settling import ADJUDICATED, EVIDENCE

ORDERED = words.DIRECTNESS[:3]  # direct, partly, indirect; "does not apply" is no place in an order
STEPS = ("-3", "-2", "-1", "0", "1", "2")
UNWEIGHTED = ("raw agreement", "Cohen kappa", "Gwet AC1")
WEIGHTED = ("raw agreement", "Cohen kappa", "Gwet AC2")


def repeatability(tables: Tables, level: float = 0.95) -> pd.DataFrame:
    """Say how far raters agree on bearing, directness, certainty steps and levels, before anything was adjudicated.

    Parameters
    ----------
    tables : Tables
        With ratings of two or more raters.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame, one row per judgement and coefficient
        judgement, weights, then the columns of `agreement`. Bearing is unordered: raw agreement, kappa, AC1. That a row
        counts as evidence at all (for, against, mixed) is judged with two categories. Directness, steps and levels are
        ordered: kappa and AC2 with linear weights; "does not apply" is taken as not rated, and so are the domains that
        could only raise. Intervals take pairs as independent, though pairs of one claim are not: they are too narrow.
        Empty without a second rater.
    """
    links = tables.links[tables.links["rater"].ne(ADJUDICATED)]
    ratings = tables.ratings[tables.ratings["rater"].ne(ADJUDICATED)]
    if links["rater"].nunique() < 2 and ratings["rater"].nunique() < 2:
        return pd.DataFrame(columns=["judgement", "weights", "coefficient", "value"])
    pair = links.groupby(["claim_id", *EVIDENCE], dropna=False).ngroup()
    counts = links["bearing"].isin(words.COUNTED_BEARINGS).map({True: "counts", False: "does not"})
    rated = [
        ("bearing", _long(pair, links["rater"], links["bearing"]), set(words.BEARINGS)),
        ("counts as evidence", _long(pair, links["rater"], counts), {"counts", "does not"}),
    ]
    rated += [
        (f"directness of {name}", _long(pair, links["rater"], links[name].where(links[name].isin(ORDERED))), ORDERED)
        for name in words.DOMAINS_OF_DIRECTNESS
    ]
    question = ratings["question_id"] + " " + ratings["domain"]
    lowering = ~ratings["domain"].isin(words.RAISING_DOMAINS)  # nothing can be raised here, so 0 there is no judgement
    steps = ratings["steps"].where(lowering).map(lambda step: "" if pd.isna(step) else f"{int(step):d}")
    rated.append(("certainty steps", _long(question, ratings["rater"], steps), STEPS))
    rated.append(("certainty levels", _long(question, ratings["rater"], ratings["level"]), words.LEVELS))
    return pd.concat([_compared(name, long, categories, level) for name, long, categories in rated], ignore_index=True)


def verdicts_by_rater(tables: Tables, judged: pd.DataFrame, judge: Callable[[Tables], dict[str, str]]) -> pd.DataFrame:
    """Give each verdict beside those that the rows of one rater alone lead to.

    Parameters
    ----------
    tables : Tables
        With the links and ratings of all raters. Risk of bias stays as it is, whoever judged it.
    judged : DataFrame
        Claims as they stand: claim_id, short, verdict.
    judge : callable
        From tables to the verdict of each claim, by claim_id.

    Returns
    -------
    DataFrame, one row per claim
        claim_id, short, verdict, one column per rater, and moved: whether any of them differs from the verdict.
    """
    links, ratings = tables.links, tables.ratings
    beside, raters = judged[["claim_id", "short", "verdict"]], sorted(set(links["rater"]) - {ADJUDICATED})
    for rater in raters:
        own = {"links": links[links["rater"].eq(rater)], "ratings": ratings[ratings["rater"].eq(rater)]}
        beside = beside.assign(**{rater: beside["claim_id"].map(judge(replace(tables, **own)))})
    return beside.assign(moved=beside[raters].ne(beside["verdict"], axis="index").any(axis="columns"))


def _long(item: pd.Series, rater: pd.Series, rating: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"item": item.astype(str), "rater": rater, "rating": rating}).dropna()


def _compared(name: str, long: pd.DataFrame, categories, level: float) -> pd.DataFrame:
    ordered = not isinstance(categories, set)
    found = agreement(long[long["rating"].ne("")], categories, "linear" if ordered else "none", level)
    kept = found[found["coefficient"].isin(WEIGHTED if ordered else UNWEIGHTED)]
    kept = kept.assign(judgement=name, weights="linear" if ordered else "none")
    return kept[["judgement", "weights", *found.columns]]
