"""The words of a verdict, made from the rows that it rests on; no sentence is typed anywhere."""

from __future__ import annotations

import pandas as pd

from evidence import vocabulary as words
from evidence.verdicts.judging import tier

UNITS = {"percent change": "%", "share of people": "%", "time to result": " months"}
COVERAGE = {
    "primary document": "primary document",
    "copy": "copy of the document",
    "abstract": "abstract",
    "secondary page": "secondary page",
}


def claimed(claim) -> str:
    """Write the number that a claim states, with its bound; empty where it states none."""
    if pd.isna(claim.number):
        return ""
    unit = UNITS.get(claim.quantity, f" {claim.number_unit}")
    if claim.bound == "between":
        return f"{claim.number:g} to {claim.number_high:g}{unit}"
    return f"{'' if claim.bound == '=' else claim.bound + ' '}{claim.number:g}{unit}"


def _plain(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if abs(value) < 10 else f"{value:.0f}"


def _listed(values: pd.Series, unit: str) -> str:
    """Write one value, two joined by 'and', or a range with its number of results."""
    shown = [_plain(value) for value in sorted(values)]
    if len(shown) > 2:
        return f"{shown[0]} to {shown[-1]}{unit} ({len(shown)} results)"
    return " and ".join(f"{value}{unit}" for value in shown)


def found(quantity: str | None, numbers: pd.DataFrame, harms: pd.DataFrame) -> str:
    """Write what was measured in the quantity that a claim states.

    Parameters
    ----------
    quantity : str or None
        Quantity claimed.
    numbers : DataFrame
        Linked results with `number` in that quantity, bearing, population, direct, arm_role and controlled.
    harms : DataFrame
        Counts of people at risk linked to a claim on safety: events, total and upper (exact 95% bound, percent).

    Returns
    -------
    str
        Empty where there is nothing to show.
    """
    if quantity is None or pd.isna(quantity):
        return _harms(harms)
    unit = UNITS.get(quantity, "")
    have = numbers[numbers["number"].notna()]
    benchmark = have[have["arm_role"].eq("benchmark")]
    direct = have[have["bearing"].isin(words.COUNTED_BEARINGS) & have["direct"] & ~have.index.isin(benchmark.index)]
    elsewhere = have[~have["direct"] & have["arm_role"].eq("treated")]
    parts = []
    if len(direct):
        timed = quantity == "time to result"
        note = "" if timed or direct["controlled"].any() else ", no control"
        parts.append(("a change at " if timed else "") + _listed(direct["number"], unit) + note)
    else:
        parts.append("no direct result")
        if len(elsewhere):
            others = elsewhere["population"].eq("indirect").all()
            where = "in another population" if others else "elsewhere"
            parts.append(f"{where} {_listed(elsewhere['number'], unit)}")
    if len(benchmark):
        parts.append(f"placebo or vehicle {_listed(benchmark['number'], unit)}")
    return "; ".join(parts)


def _harms(harms: pd.DataFrame) -> str:
    if harms.empty:
        return ""
    people = (
        f"{int(harms['total'].min())} to {int(harms['total'].max())}"
        if len(harms) > 1
        else f"{int(harms['total'].iloc[0])}"
    )
    events = (
        "0 events"
        if harms["events"].eq(0).all()
        else f"{int(harms['events'].min())} to {int(harms['events'].max())} events"
    )
    bounds = [_plain(value) for value in sorted(harms["upper"])]
    limit = bounds[0] if len(bounds) == 1 else f"{bounds[0]}% to {bounds[-1]}"
    studies = "1 study" if len(harms) == 1 else f"{len(harms)} studies"
    return f"{events} in {studies} of {people}; up to {limit}% not excluded"


def lead(evidence: pd.DataFrame, agreed: str) -> pd.DataFrame:
    """Order the rows that a verdict rests on, the one that is told first on top.

    Parameters
    ----------
    evidence : DataFrame
        Links of one claim: bearing, direct, first_hand, seen, link_id.
    agreed : str
        Agreement. For mixed evidence the rows that limit the claim come first.
    """
    deciding = tier(evidence)
    if deciding.empty:
        return evidence[evidence["bearing"].isin(("silent", "context"))].sort_values("link_id")
    order = {"against": 0, "mixed": 1, "for": 2} if agreed == "mixed" else {}
    return (
        deciding.assign(side=deciding["bearing"].map(order).fillna(0), level=deciding["seen"].map(words.SEEN.index))
        .sort_values(["side", "level", "link_id"])
        .drop(columns=["side", "level"])
    )


def coverage(evidence: pd.DataFrame, searched: int, itself: bool) -> str:
    """Say what a claim was checked against: the strongest thing seen of the evidence that counts."""
    counted = evidence[evidence["bearing"].isin(words.COUNTED_BEARINGS)]
    if len(counted):
        return COVERAGE[min(counted["seen"], key=words.SEEN.index)]
    if itself:
        return "the article itself"
    return "searches only" if searched else "nothing that answers it"


def why(rule_name: str, rows: pd.DataFrame, *, searched: int, itself: str, note: str) -> str:
    """Write the one line that is shown beside a verdict."""
    if rule_name.startswith("opinion"):
        return note
    if rule_name.startswith("rests on"):
        return f"{searched} {'search' if searched == 1 else 'searches'} for the source found nothing."
    if rule_name == "the article contradicts itself":
        return itself
    if rows.empty:
        return (
            f"{searched} {'search' if searched == 1 else 'searches'}, no answer."
            if searched
            else "Nothing seen answers it."
        )
    return rows["reason"].iloc[0]


def sentence(verdict: str, line: str, evidence: pd.DataFrame, certainty: str, scale: str) -> str:
    """Write the plain sentence of a verdict: what it is, the leading reason, how much else there is, how certain.

    Parameters
    ----------
    verdict, line, certainty, scale : str
        The verdict, its one line, the certainty of the question and the scale it is on.
    evidence : DataFrame
        All links of the claim.
    """
    sides = evidence["bearing"].value_counts()
    counts = [f"{sides[side]} {side}" for side in words.COUNTED_BEARINGS if sides.get(side)]
    parts = [f"{verdict.capitalize()}. {line}"]
    if verdict == "not checkable":
        return parts[0]
    if counts:
        parts.append(f"Evidence: {', '.join(counts)}.")
    elif verdict == "untraceable":
        parts.append("Not found in the pages searched is not the same as does not exist.")
    if certainty != words.NOT_RATED:
        parts.append(f"Certainty {certainty} ({scale}).")
    return " ".join(parts)
