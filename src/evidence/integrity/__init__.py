"""Do the printed numbers agree with each other? Each finding says what does not fit and what would; none accuses."""

from __future__ import annotations

import pandas as pd

from evidence.integrity import (
    change,
    documents,
    interval,
    people,
    pvalues,
    ranges,
    registration,
    repeats,
    spread,
    totals,
    whole,
)
from evidence.integrity.reading import read

# The kinds of error, in the order of docs/integrity.md: name, what is looked at, and the rule.
KINDS = {
    "percent": ("percentages of people", people.percent),
    "mean of whole numbers": ("means and changes of one arm", whole.mean),
    "SD of whole numbers": ("means and changes with an SD", whole.deviation),
    "events over n": ("results with a number of people or events", people.events),
    "percent against count": ("percentages beside events", people.percent_against_count),
    "interval without estimate": ("confidence intervals", interval.holds_estimate),
    "lopsided interval": ("confidence intervals", interval.lopsided),
    "p against interval": ("results with p and a confidence interval", pvalues.against_interval),
    "p against arms": ("p values between arms", pvalues.against_arms),
    "change against before and after": ("changes and percent changes of one arm", change.follows),
    "arms against total": ("numbers of people in a study", totals.against_total),
    "SD or SE": ("results with an SD or SE", spread.deviation_or_error),
    "SD beyond range": ("spreads, ranges and quartiles", ranges.beyond_range),
    "implausible change": ("changes of one arm", change.implausible),
    "shared interval": ("estimates with an interval or spread", repeats.shared),
    "one DOI, two titles": ("reports with a DOI or PMID", documents.identifiers),
    "registered against reported": ("registrations tied to a study", registration.against_reported),
}
COLUMNS = ["check", "rows", "finding", "fits", "weight"]
COVERED = ["check", "looked_at", "rows", "fit", "found", "could_not_check", "missing"]


def check(results: pd.DataFrame, reports: pd.DataFrame, studies: pd.DataFrame) -> pd.DataFrame:
    """Hold the printed numbers against each other.

    Parameters
    ----------
    results, reports, studies : DataFrame
        The tables of those names. Absent columns count as blank.

    Returns
    -------
    DataFrame
        One row a finding: check (the kind of error, see `KINDS`), rows (ids, separated by a space), finding (what does
        not fit), fits (what would; may be blank) and weight: `does not fit` for arithmetic that cannot be right as
        printed, `worth a look` for all else.

    Examples
    --------
    >>> row = dict(result_id="e-x", study_id="s-x", statistic="percent", value=80.0, bound="=", n_analysed=16)
    >>> print(check(pd.DataFrame([row]), pd.DataFrame(), pd.DataFrame()).loc[0, "finding"])
    80% does not fit n = 16 (12.8 people); it fits n = 15.
    """
    tables = read(results, reports, studies)
    found = [(name, case) for name, (_, rule) in KINDS.items() for case in rule(tables) if case.finding]
    rows = [(name, " ".join((*case.rows, *case.touches)), case.finding, case.fits, case.weight) for name, case in found]
    return pd.DataFrame(rows, columns=COLUMNS).drop_duplicates(ignore_index=True)


def covered(results: pd.DataFrame, reports: pd.DataFrame, studies: pd.DataFrame) -> pd.DataFrame:
    """Say for each kind of error how many rows it could be looked for in at all.

    A row that could not be checked is not a row that fits.

    Parameters
    ----------
    results, reports, studies : DataFrame
        The tables of those names.

    Returns
    -------
    DataFrame
        One row a kind: check, looked_at (what sort of rows), rows (how many there are), fit (checked, nothing found),
        found (named by a finding), could_not_check, and missing (what was missing, with the number of rows). fit,
        found and could_not_check add up to rows.
    """
    tables = read(results, reports, studies)
    return pd.DataFrame([_coverage(name, *kind, tables) for name, kind in KINDS.items()], columns=COVERED)


def _coverage(name: str, looked_at: str, rule, tables) -> tuple:
    cases = list(rule(tables))
    found = {row for case in cases if case.finding for row in case.rows}
    fit = {row for case in cases if not case.finding and not case.missing for row in case.rows} - found
    lacking: dict[str, str] = {}
    for case in cases:
        lacking.update({row: case.missing for row in case.rows if case.missing and row not in found | fit})
    counts = pd.Series(lacking, dtype=object).value_counts(sort=True)
    missing = "; ".join(f"{what} ({count})" for what, count in sorted(counts.items(), key=lambda x: (-x[1], x[0])))
    return name, looked_at, len(found | fit | set(lacking)), len(fit), len(found), len(lacking), missing
