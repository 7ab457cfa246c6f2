"""Do the printed numbers agree with each other? Each finding says what does not fit and what would; none accuses."""

from __future__ import annotations

import pandas as pd

LARGEST_N_TRIED = 0.5  # how far from the printed n a fitting n is looked for, as a share of it; chosen by us
INTERVALS = ("CI 95%", "CI, level not stated")
COLUMNS = ["check", "rows", "finding"]


def check(results: pd.DataFrame, reports: pd.DataFrame, studies: pd.DataFrame) -> pd.DataFrame:
    """Run every check that is built so far on the printed numbers.

    Parameters
    ----------
    results, reports, studies : DataFrame
        The tables of those names.

    Returns
    -------
    DataFrame
        Columns check, rows (ids, separated by a space) and finding (one sentence).
    """
    found = [
        *percent_of_people(results),
        *interval_holds_estimate(results),
        *shared_intervals(results),
        *registered_against_reported(reports, studies),
    ]
    return pd.DataFrame(found, columns=COLUMNS)


def fits(percent: float, n: int, decimals: int) -> bool:
    """Say whether a printed percentage can come from a whole number of n people.

    The test is GRIM (Brown and Heathers 2017, doi 10.1177/1948550616673876) applied to a share.

    Examples
    --------
    >>> fits(80, 16, 0), fits(80, 15, 0), fits(87.5, 16, 1)
    (False, True, True)
    """
    half = 0.5 * 10**-decimals
    nearest = round(percent * n / 100)
    return any(abs(100 * people / n - percent) <= half + 1e-9 for people in (nearest - 1, nearest, nearest + 1))


def percent_of_people(results: pd.DataFrame):
    """Yield percentages that no whole number of the people analysed gives."""
    printed = results["statistic"].eq("percent") & results["value"].gt(0) & results["bound"].eq("=")
    rows = results[printed & results["n_analysed"].notna() & results["level"].eq("participant data")]
    for row in rows.itertuples():
        n, percent = int(row.n_analysed), float(row.value)
        decimals = len(f"{percent:.6f}".rstrip("0").split(".")[1])
        if fits(percent, n, decimals):
            continue
        others = [m for m in range(int(n * (1 - LARGEST_N_TRIED)), n) if m and fits(percent, m, decimals)]
        would = f"; the nearest smaller number that it fits is {others[-1]}" if others else ""
        yield (
            "percent of people",
            row.result_id,
            f"{percent:g}% does not fit n = {n} ({percent * n / 100:.1f} people){would}.",
        )


def interval_holds_estimate(results: pd.DataFrame):
    """Yield intervals that do not contain their own estimate."""
    rows = results[results["spread_kind"].isin(INTERVALS) & results["value"].notna()]
    for row in rows[(rows["value"] < rows["low"]) | (rows["value"] > rows["high"])].itertuples():
        yield "interval", row.result_id, f"{row.value:g} lies outside its own interval {row.low:g} to {row.high:g}."


def shared_intervals(results: pd.DataFrame):
    """Yield intervals that two studies print digit for digit around different estimates."""
    rows = results[results["spread_kind"].isin(INTERVALS)]
    for (low, high), same in rows.groupby(["low", "high"]):
        if same["study_id"].nunique() > 1 and same["value"].nunique() > 1:
            values = " and ".join(f"{value:g}" for value in same["value"])
            yield "shared interval", " ".join(same["result_id"]), f"{low:g} to {high:g} is printed around {values}."


def registered_against_reported(reports: pd.DataFrame, studies: pd.DataFrame):
    """Yield studies whose registration plans another number of people than the report has."""
    planned = reports[reports["kind"].eq("registration") & reports["planned_n"].notna()]
    both = planned.merge(studies[["study_id", "n", "label"]], on="study_id")
    for row in both[both["n"].notna() & both["n"].ne(both["planned_n"])].itertuples():
        text = f"{row.label}: {int(row.planned_n)} people registered, {int(row.n)} reported."
        yield "registered against reported", f"{row.report_id} {row.study_id}", text
