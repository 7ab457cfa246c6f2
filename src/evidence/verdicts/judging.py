"""Agreement, calibration and traceability of one claim."""

from __future__ import annotations

import pandas as pd

from evidence import vocabulary as words

MONTHS = {"days": 12 / 365.25, "weeks": 12 * 7 / 365.25, "months": 1.0, "years": 12.0}
ROUNDING = 0.1  # a stated "three months" also means 12 weeks (2.8 months); chosen by us


def tier(evidence: pd.DataFrame, absolute: bool = False) -> pd.DataFrame:
    """Keep the strongest tier that is there: direct and first hand, else direct, else all that counts.

    A page that tells of a document cannot overturn the document, and a study in another population cannot
    overturn one in the right population; weaker tiers are shown beside the verdict but do not decide it. An absolute
    claim is the exception: direct evidence against it decides, since studies that saw no case cannot undo it.
    """
    counts = evidence["bearing"].isin(words.COUNTED_BEARINGS)
    direct = counts & evidence["direct"]
    against = direct & evidence["bearing"].eq("against") & absolute
    tiers = (against, direct & evidence["first_hand"], direct)
    return evidence[next((rows for rows in tiers if rows.any()), counts)]


def agreement(evidence: pd.DataFrame, absolute: bool = False) -> str:
    """Say how the evidence on one claim agrees with it.

    Parameters
    ----------
    evidence : DataFrame
        One row per link of the claim: bearing, direct, first_hand.
    absolute : bool
        Whether the claim is worded absolutely ("no scarring").

    Returns
    -------
    str
        One of `vocabulary.AGREEMENTS`.

    Examples
    --------
    >>> agreement(pd.DataFrame({"bearing": ["for", "against"], "direct": [False, False], "first_hand": [True, True]}))
    'mixed'
    """
    deciding = tier(evidence, absolute)
    if deciding.empty:
        return "no evidence"
    bearings = set(deciding["bearing"])
    if len(bearings) > 1 or bearings == {"mixed"}:
        return "mixed"
    return bearings.pop() + ("" if deciding["direct"].any() else ", indirectly")


def traceability(named: bool, outcomes: list[str], bearings: list[str]) -> str:
    """Say whether the source that a claim names was found, and what it says.

    Parameters
    ----------
    named : bool
        Whether the article names one.
    outcomes : list of str
        Outcomes of the searches for it: found, not found.
    bearings : list of str
        Bearings of the links to searches that found it.

    Examples
    --------
    >>> traceability(True, ["not found", "not found"], [])
    'not found'
    """
    if not named:
        return "no source named"
    if not outcomes:
        return "not searched"
    if "found" not in outcomes:
        return "not found"
    return "found and says otherwise" if "against" in bearings else "found and says so"


def wording_fits(wording: str, certainty: str) -> bool:
    """Say whether the certainty is as high as the wording needs."""
    needed = words.LEVELS.index(words.WORDING_NEEDS[wording])
    return certainty in words.LEVELS and words.LEVELS.index(certainty) >= needed


def comparable(quantity: str, results: pd.DataFrame) -> pd.Series:
    """Give each result in the quantity that a claim states; NaN where the printed numbers do not allow it.

    Parameters
    ----------
    quantity : str
        percent change, share of people, time to result or amount.
    results : DataFrame
        Linked results: percent_change, statistic, value, events, total, denominator, time, time_unit, direction.

    Returns
    -------
    Series
        Percent, percent, months, or the unit of the result.
    """
    if quantity == "percent change":
        return results["percent_change"].astype(float)
    if quantity == "share of people":
        counted = 100 * results["events"].astype(float) / results["total"].astype(float)
        printed = results["value"].where(results["statistic"].eq("percent")).astype(float)
        return (
            counted.where(results["denominator"].eq("at risk"))
            .fillna(printed)
            .where(results["denominator"].ne("cases only"))
        )
    if quantity == "time to result":
        return results["time"].astype(float) * results["time_unit"].map(MONTHS).where(results["direction"].eq("up"))
    return results["value"].astype(float)


def number_fits(
    low: float, high: float | None, bound: str, controlled: pd.Series, all_values: pd.Series
) -> bool | None:
    """Say whether a stated number fits what was measured; None where nothing honest can be compared.

    "Up to x" is read as "typical results come near x", so the middle of the controlled results must reach it.
    A change in one arm without a control can neither confirm nor refute a number of effect. A range of time is
    compared with the times at which a change was first measured, with or without control.
    """
    if bound == "between":
        values = all_values.dropna()
        inside = values.between(low * (1 - ROUNDING), (high or low) * (1 + ROUNDING))
        return None if values.empty else bool(inside.mean() >= 0.5)
    values = controlled.dropna()
    if values.empty:
        return None
    middle = float(values.median())
    return middle >= low * (1 - ROUNDING) if bound != "at least" else middle >= low


def calibration(wording: str, certainty: str, agreed: str, far: list[str], number: bool | None) -> str:
    """Say whether words and number are stronger than the evidence allows.

    Parameters
    ----------
    wording : str
        hedged, plain, causal or absolute.
    certainty : str
        Certainty of the question.
    agreed : str
        Agreement.
    far : list of str
        Domains in which all agreeing evidence is indirect.
    number : bool or None
        Outcome of `number_fits`.
    """
    if agreed not in ("for", "for, indirectly", "mixed") or certainty == words.NOT_RATED:
        return "nothing to calibrate"
    if number is False:
        return "number too strong"
    if agreed == "for, indirectly" and far:
        return "wrong population, product or time"
    return "fits" if wording_fits(wording, certainty) else "wording too strong"
