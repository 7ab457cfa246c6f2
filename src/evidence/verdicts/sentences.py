"""The words of a verdict, made from the rows that it rests on; no sentence is typed anywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from evidence import vocabulary as words
from evidence.certainty import Row

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


def lead(deciding: Sequence[Row], rows: Sequence[Row], agreed: str) -> list[Row]:
    """Order the rows that a verdict rests on, the one that is told first on top.

    Parameters
    ----------
    deciding, rows : sequence of Row
        The rows that decide, from `tier`, and all links of the claim.
    agreed : str
        Agreement. For mixed evidence the rows that limit the claim come first, then what was seen best.
    """
    if not deciding:
        told = [row for row in rows if row.bearing in ("silent", "context") and row.seen != "nothing"]
        return sorted(told, key=lambda row: (row.bearing != "silent", row.link_id))
    side = {"against": 0, "mixed": 1, "for": 2} if agreed == "mixed" else {}
    return sorted(deciding, key=lambda row: (side.get(row.bearing, 0), words.SEEN.index(row.seen), row.link_id))


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
    pathway = f" by {newest.pathway}" if newest.pathway else ""
    return f"{newest.jurisdiction}, {newest.source}, {newest.date or 'undated'}: {newest.status}{pathway} ({many})"


def coverage(verdict: str, deciding: Sequence[Row], *, searched: int, itself: bool) -> str:
    """Say what a verdict was checked against: the strongest thing seen of the evidence that decides it."""
    if verdict == "not checkable":
        return "not judged"
    if itself:
        return "the article itself"
    if deciding and verdict != "untraceable":
        return COVERAGE[min((row.seen for row in deciding), key=words.SEEN.index)]
    if verdict == "supported":
        return "the source named"  # only the existence of a source is supported without other evidence
    return "searches only" if searched else "nothing that answers it"


def coverage_counts(deciding: Sequence[Row]) -> str:
    """Count the deciding rows by what was seen of them, best first; blank where none decides.

    Examples
    --------
    >>> coverage_counts([Row(seen="abstract"), Row(seen="primary document"), Row(seen="abstract")])
    'primary document 1, abstract 2'
    """
    counts = Counter(row.seen for row in deciding)
    return ", ".join(f"{COVERAGE[level]} {counts[level]}" for level in words.SEEN if counts[level])


def why(rule_name: str, rows: Sequence[Row], *, searched: int, itself: str, source: str, note: str) -> str:
    """Write the one line that is shown beside a verdict.

    Parameters
    ----------
    rule_name : str
        Name of the rule that decided.
    rows : sequence of Row
        From `lead`.
    searched : int
        Searches behind it.
    itself, source, note : str
        Reason of the link to another claim, reason of the search that found the source, note on an opinion.
    """
    if rule_name.startswith("opinion"):
        return note
    if rule_name.startswith("rests on"):
        return f"The source was not found: none of {searched} searches met it."
    if rule_name == "the article contradicts itself":
        return itself
    if rule_name.startswith("the named source") and source:
        return source
    if not rows:
        return f"Searches that found no answer: {searched}." if searched else "Nothing seen answers it."
    reason = rows[0].reason
    return f"Only indirect: {reason}" if rule_name == "only indirect evidence agrees" else reason


def sentence(verdict: str, line: str, rows: Sequence[Row], certainty: str, scale: str) -> str:
    """Write the plain sentence of a verdict: what it is, the leading reason, how much else there is, how certain.

    Parameters
    ----------
    verdict, line, certainty, scale : str
        The verdict, its one line, the certainty of the question and the scale it is on.
    rows : sequence of Row
        All links of the claim.
    """
    sides = Counter(row.bearing for row in rows)
    counts = [f"{sides[side]} {side}" for side in words.COUNTED_BEARINGS if sides[side]]
    parts = [f"{verdict.capitalize()}. {line}"]
    if verdict == "not checkable":
        return parts[0]
    if counts:
        what = "On the wider question" if verdict == "untraceable" else "Evidence"
        parts.append(f"{what}: {', '.join(counts)}.")
    if verdict == "untraceable":
        parts.append("Not found in the pages searched is not the same as does not exist.")
    if certainty != words.NOT_RATED:
        parts.append(f"Certainty {certainty} ({scale}).")
    return " ".join(parts)
