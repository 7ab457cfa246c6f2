"""What a claim states and what was found for it, in words: numbers, harms, the status of a rule."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from evidence import vocabulary as words
from evidence.certainty import Row
from evidence.verdicts.numbers import Stated

UNITS = {"percent change": "%", "share of people": "%", "time to result": " months"}


def claimed(claim) -> str:
    """Write the number that a claim states, with its bound; a time in the article's own unit, nothing for none."""
    if pd.isna(claim.number):
        return ""
    own = str(claim.number_unit)
    unit = f" {own.split()[0]}" if claim.quantity == "time to result" else UNITS.get(claim.quantity, f" {own}")
    if claim.bound == "between":
        return f"{claim.number:g} to {claim.number_high:g}{unit}"
    return f"{'' if claim.bound == '=' else claim.bound + ' '}{claim.number:g}{unit}"


def _plain(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if abs(value) < 10 else f"{value:.0f}"


def _listed(rows: pd.DataFrame, unit: str) -> str:
    """Write up to three values with whose they are, or a range with its number of results."""
    rows = rows.sort_values("number")
    shown = [_plain(value) for value in rows["number"]]
    if len(shown) > 3:
        return f"{shown[0]} to {shown[-1]}{unit} ({len(shown)} results)"
    return ", ".join(f"{value}{unit} in {label}" for value, label in zip(shown, rows["label"], strict=True))


def found(quantity: str | None, numbers: pd.DataFrame, harms: pd.DataFrame, cases: int = 0) -> str:
    """Write what was measured in the quantity that a claim states; only counted, direct results are told.

    Parameters
    ----------
    quantity : str or None
        Quantity claimed.
    numbers : DataFrame
        Linked results with `number` in that quantity, label, bearing, direct, arm_role and controlled.
    harms : DataFrame
        Counts of people at risk linked to a claim on safety: total and upper (exact 95% bound, percent).
    cases : int
        Direct sources that report cases of the harm.

    Returns
    -------
    str
        Empty where there is nothing to show.
    """
    if quantity is None or pd.isna(quantity):
        told = _harms(harms)
        beside = f"; {cases} {'source reports' if cases == 1 else 'sources report'} cases"
        return told + beside if told and cases else told
    unit = UNITS.get(quantity, "")
    have = numbers[numbers["number"].notna() & numbers["direct"]]
    benchmark = have[have["arm_role"].eq("benchmark")]
    direct = have[have["bearing"].isin(words.COUNTED_BEARINGS) & have["arm_role"].ne("benchmark")]
    if direct.empty:
        return "no direct result"
    timed = quantity == "time to result"
    told = ("a change at " if timed else "") + _listed(direct, unit)
    if not timed and not direct["controlled"].any():
        told += ", each a change in one arm"
    beside = " and ".join(f"{_plain(value)}{unit}" for value in sorted(benchmark["number"]))
    return f"{told}; placebo or vehicle {beside}" if beside else told


def elsewhere(claimed: Stated, numbers: pd.DataFrame, tolerance: float) -> str:
    """Write where a number that no direct result gives does stand, and in what that differs from the claim.

    Parameters
    ----------
    claimed : Stated
        The number of the claim.
    numbers : DataFrame
        As in `found`, with `far`, the domains in which a result is indirect.
    tolerance : float
        Share of the number within which another is near it.
    """
    near = numbers[~numbers["direct"] & numbers["arm_role"].ne("benchmark")]
    near = near[(near["number"] - claimed.low).abs() <= tolerance * abs(claimed.low)].sort_values("number")
    unit = UNITS.get(claimed.quantity, "")
    told = [f"{_plain(row.number)}{unit} in {row.label} (indirect in {row.far})" for row in near.itertuples()]
    return f"near it only elsewhere: {', '.join(told)}"


def _harms(harms: pd.DataFrame) -> str:
    """Tell of studies that report no harm; they differ in what they looked for, so nothing is added up."""
    none_seen = harms[harms["events"].eq(0)]
    if none_seen.empty:
        return ""
    totals = sorted(int(total) for total in none_seen["total"])
    bounds = [f"{_plain(value)}%" for value in sorted(none_seen["upper"])]
    if len(totals) == 1:
        return f"no adverse event reported in 1 study of {totals[0]} people; up to {bounds[0]} is not excluded"
    return (
        f"no adverse event reported in {len(totals)} studies of {totals[0]} to {totals[-1]} people; "
        f"up to {bounds[0]} to {bounds[-1]} is not excluded"
    )


def regulatory(deciding: Sequence[Row]) -> str:
    """Write what the newest document of the deciding ones says of status and pathway, and how many there are.

    Examples
    --------
    >>> regulatory([Row(status="approval required and none seen", jurisdiction="US", source="FDA", date="2025")])
    'US, FDA, 2025: approval required and none seen (1 document)'
    """
    documents = [row for row in deciding if row.status]
    if not documents:
        return ""
    newest = max(documents, key=lambda row: row.date or "")
    many = f"{len(documents)} documents" if len(documents) > 1 else "1 document"
    pathway = f", pathway {newest.pathway}" if newest.pathway else ""
    return f"{newest.jurisdiction}, {newest.source}, {newest.date or 'undated'}: {newest.status}{pathway} ({many})"
