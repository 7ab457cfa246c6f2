"""The number that a claim states, and everything that was measured in the same quantity: one chart a claim."""

from __future__ import annotations

import pandas as pd

from evidence import verdicts
from evidence import vocabulary as words
from evidence.errors import FigureError
from evidence.figures import claimed_measured
from evidence.figures.measured_marks import LOWER, UPPER
from evidence.figures.wording import people
from evidence.gallery.exhibit import Exhibit, documents
from evidence.review import Review

MOST_IN_WORDS = 8  # results without a number that are written out; the rest are counted
COUNTED = "Measured in the same people and treatment as claimed"
BENCHMARK = "Placebo or vehicle, for comparison"
UNCOUNTED = "The same people and treatment, but not counted for or against this claim"
ELSEWHERE = "Elsewhere: other people, treatment or outcome, so it does not count"
NO_NUMBER = {
    "percent change": "Not on the axis: no percentage that could be compared",
    "share of people": "Not on the axis: no share of people that could be compared",
    "time to result": "Not on the axis: no time that could be compared",
    "amount": "Not on the axis: no amount that could be compared",
}
UNITS = {"percent change": "%", "share of people": "%", "time to result": " months", "amount": ""}
FAR = {"population": "people", "intervention": "treatment", "comparator": "comparison", "outcome": "outcome"}
ENDINGS = {
    "fits": "controlled results come up to it",
    "too strong": "controlled results fall short of it",
    "only without control": "measured only without a control",
    "right number, wrong population": "no such result, near it only elsewhere",
    "not measured": "no result that could be compared was seen",
}
TIMES = {"fits": "half or more of the times measured fall into it", "too strong": "most times measured fall outside"}
ONE_ARM = (
    "A change in one arm can neither confirm nor refute a number of effect: it also holds what would have happened "
    "without treatment."
)
METHOD = "Every linked result in the quantity that the claim states; other people, treatments or outcomes do not count."


def exhibits(review: Review, claim_id: str = "") -> list[Exhibit]:
    """Give one chart for each claim that states a number, or for one claim."""
    claims = review.tables.claims
    chosen = claims[claims["number"].notna() & (claims["claim_id"].eq(claim_id) if claim_id else True)]
    return [_exhibit(review, claim) for claim in chosen.itertuples()]


def first_claim(review: Review, quantity: str) -> str:
    """Name the first claim that states a number in one quantity.

    Raises
    ------
    FigureError
        If there is none; the message names the quantities in which claims state numbers.
    """
    stating = review.tables.claims.dropna(subset="number")
    mine = stating.loc[stating["quantity"].eq(quantity), "claim_id"]
    if mine.empty:
        known = ", ".join(sorted(stating["quantity"].unique())) or "none, as no claim states a number"
        found = f"found no claim with a number in {quantity!r}"
        raise FigureError(f"first_claim: {found}; allowed: {known}; do: choose one")
    return str(mine.iloc[0])


def _exhibit(review: Review, claim) -> Exhibit:
    judged = next(review.claims[review.claims["claim_id"].eq(claim.claim_id)].itertuples())
    results = linked(review, claim)
    method = METHOD if claim.quantity == "time to result" else f"{METHOD} {ONE_ARM}"
    endings = ENDINGS | (TIMES if claim.bound == "between" else {})
    title = f"{judged.short}: {endings[judged.number]}"
    frame = claimed_frame(claim, judged, results)
    sources = documents(review, results["study_id"])
    return Exhibit(f"claimed_measured_{claim.claim_id}", claimed_measured.CHART, frame, title, method, sources)


def linked(review: Review, claim) -> pd.DataFrame:
    """Give the results linked to a claim in the quantity that it states; a printed bound keeps its number.

    `misfit` marks those whose printed numbers cannot be right together.
    """
    mine = review.evidence[review.evidence["claim_id"].eq(claim.claim_id) & review.evidence["result_id"].notna()]
    known = review.numbers[review.numbers["claim_id"].eq(claim.claim_id)].set_index("result_id")[["number", "far"]]
    rows = mine.join(known[~known.index.duplicated()], on="result_id")
    bounded = rows["bound"].isin((*UPPER, *LOWER)) & rows["level"].eq("participant data")
    impossible = review.findings.loc[review.findings["weight"].eq("does not fit"), "rows"].str.split().explode()
    return rows.assign(
        number=rows["number"].fillna(verdicts.comparable(claim.quantity, rows).where(bounded)),
        misfit=rows["result_id"].isin(impossible),
    )


def claimed_frame(claim, judged, results: pd.DataFrame) -> pd.DataFrame:
    """Make the frame that the chart draws: the claim, what counts, placebo or vehicle, what does not count, words."""
    stated = verdicts.stated(claim)
    head = _blank(claim.claim_id, "claim", "") | {
        "what": claim.number_unit,
        "number": stated.low,
        "high": stated.high,
        "bound": claim.bound,
        "unit": UNITS[claim.quantity],
        "mark": claim.quantity,
        "as_given": judged.claimed,
        "about": f"Found: {judged.found}.",
        "verdict": judged.verdict,
    }
    rows = pd.DataFrame([head, *(_row(result, claim.quantity) for result in results.itertuples())])
    if not rows["group"].eq(COUNTED).any():
        nothing = _blank("nothing", "result", COUNTED) | {"as_given": "no result"}
        rows = pd.concat([rows, pd.DataFrame([nothing])])
    order = ("", COUNTED, BENCHMARK, UNCOUNTED, ELSEWHERE, NO_NUMBER[claim.quantity])
    rows = rows.assign(place=rows["group"].map(order.index), later=~rows["counts"].astype(bool))
    rows = rows.sort_values(["place", "later", "number"], kind="stable").drop(columns=["place", "later"])
    rows = _shortened(rows)
    rows["group"] = rows["group"].replace(COUNTED, _heading(rows, claim.quantity))
    return rows.reset_index(drop=True)


def _shortened(rows: pd.DataFrame) -> pd.DataFrame:
    """Write out the first results that have no number, and count the rest."""
    written = rows[rows["kind"].eq("words")]
    rest = len(written) - MOST_IN_WORDS
    if rest <= 0:
        return rows
    more = _blank("more", "words", written["group"].iloc[0])
    more["as_given"] = f"And {rest} more {'result' if rest == 1 else 'results'} without such a number."
    return pd.concat([rows.drop(written.index[MOST_IN_WORDS:]), pd.DataFrame([more])])


def _heading(rows: pd.DataFrame, quantity: str) -> str:
    counted = rows[rows["group"].eq(COUNTED) & rows["number"].notna()]
    between = int(counted["mark"].eq("between arms").sum())
    if counted.empty:
        return f"{COUNTED}: nothing"
    many = f"{COUNTED}: {len(counted)} {'result' if len(counted) == 1 else 'results'}"
    return many if quantity == "time to result" else f"{many}, {between or 'none'} against a control"


def _blank(row_id: str, kind: str, group: str) -> dict:
    texts = dict.fromkeys(("label", "what", "bound", "unit", "mark", "as_given", "about", "verdict"), "")
    numbers = dict.fromkeys(("number", "low", "high", "predicted_low", "predicted_high"), float("nan"))
    return {"row_id": row_id, "kind": kind, "group": group, "counts": False, "secondary": False} | texts | numbers


def _row(result, quantity: str) -> dict:
    """Give one linked result: its group, its mark, and what stands beside it."""
    benchmark, own = result.arm_role == "benchmark", result.bearing in words.COUNTED_BEARINGS
    group = BENCHMARK if benchmark else ELSEWHERE if not result.direct else COUNTED if own else UNCOUNTED
    mark = "benchmark" if benchmark else "between arms" if result.contrast == "between arms" else "one arm"
    row = _blank(result.result_id, "result", group) | {
        "label": result.label,
        "mark": mark,
        "counts": bool(own and result.direct and not benchmark),
        "secondary": result.seen == "secondary page",
        "as_given": result.as_given,
        "bound": "" if pd.isna(result.bound) else result.bound,
    }
    about = _about(result, quantity)
    if pd.isna(result.number):
        return row | {"kind": "words", "group": NO_NUMBER[quantity], "about": "; ".join([result.arm, *about])}
    low, high = _interval(result, quantity)
    return row | {"number": result.number, "low": low, "high": high, "what": result.arm, "about": "; ".join(about)}


def _about(result, quantity: str) -> list[str]:
    analysed = not pd.isna(result.n_analysed)
    n = result.n_analysed if analysed else result.n
    timed = quantity != "time to result" and not pd.isna(result.time)
    far = " and ".join(FAR[domain] for domain in result.far.split(", ") if domain)
    told = (
        people(float("nan") if pd.isna(n) else float(n), "analysed" if analysed else "enrolled"),
        f"{result.time:g} {result.time_unit}" if timed else "",
        f"against {result.comparator_arm}" if result.contrast == "between arms" else "",
        "" if result.level == "participant data" else result.level,
        f"other {far}" if far else "",
        "its numbers do not fit" if result.misfit else "",
    )
    return [part for part in told if part]


def _interval(result, quantity: str) -> tuple[float, float]:
    """Give the interval of a result in the quantity claimed: printed for a percent change, exact for counted people."""
    if quantity == "percent change" and result.statistic == "percent change" and str(result.spread_kind)[:2] == "CI":
        return result.low, result.high
    if quantity == "share of people" and result.denominator == "at risk" and not pd.isna(result.events):
        return 100 * result.ci_low, 100 * result.ci_high
    return float("nan"), float("nan")
