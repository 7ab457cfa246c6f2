"""Which way each study points, by family of outcomes: what can be shown where nothing can be pooled."""

from __future__ import annotations

import pandas as pd

from evidence import synthesis
from evidence import vocabulary as words
from evidence.figures import effect_direction
from evidence.gallery.exhibit import Exhibit, documents
from evidence.review import Review

OWN_DATA = "participant data"
LEFT_OUT = ("adverse events", "other", "records found")  # families in which up is no one thing
METHOD = (
    "One mark per study and family of outcomes, by the direction of its own data; quoted and pooled results are left "
    "out. Directions say nothing of size, and a rise in one arm may come without the treatment; nothing was pooled."
)
ROLES = {"treated": "", "other treatment": "_other_treatments"}
NAMES = {"treated": "", "other treatment": " of other treatments"}


def exhibits(review: Review, claim_id: str = "") -> list[Exhibit]:
    """Give one chart of the treatment itself and one of other treatments, or one of the results linked to a claim."""
    effects = review.tables.claims.loc[review.tables.claims["kind"].eq("effect"), "claim_id"]
    linked = review.evidence[review.evidence["claim_id"].isin(effects) & review.evidence["result_id"].notna()]
    linked = linked[~linked["outcome_family"].isin(LEFT_OUT)]
    if claim_id:
        mine = linked[linked["claim_id"].eq(claim_id)]
        mine = mine[mine["bearing"].isin(words.COUNTED_BEARINGS) | mine["arm_role"].eq(effect_direction.BENCHMARK)]
        return _exhibit(review, mine["result_id"], f"effect_direction_{claim_id}", " linked to this claim")
    families = linked["outcome_family"].unique()
    results = review.tables.results
    found = []
    for role, ending in ROLES.items():
        chosen = results["outcome_family"].isin(families) & results["arm_role"].isin([role, effect_direction.BENCHMARK])
        found += _exhibit(review, results.loc[chosen, "result_id"], f"effect_direction{ending}", NAMES[role])
    return found


def _exhibit(review: Review, result_ids, name: str, whose: str) -> list[Exhibit]:
    frame = direction_frame(review, result_ids)
    voting = frame[frame["role"].ne(effect_direction.BENCHMARK)]
    if voting.empty:
        return []
    frame = frame[frame["family"].isin(voting["family"])]
    sources = documents(review, frame["study_id"])
    return [Exhibit(name, effect_direction.CHART, frame, title(frame, whose), METHOD, sources)]


def title(frame: pd.DataFrame, whose: str) -> str:
    """Say how many studies point up, how many of those compare arms, and how many benchmark arms point up too."""
    beside = frame["role"].eq(effect_direction.BENCHMARK)
    voting, arms = frame[~beside], frame[beside]
    up = voting[voting["direction"].eq("up")]
    studies, rising = voting["study_id"].nunique(), up["study_id"].nunique()
    compared = up.loc[up["tier"].ne("one arm"), "study_id"].nunique()
    said = f"{rising} of {studies} studies{whose} point up, {compared or 'none'} of them against a control"
    alike = arms.loc[arms["direction"].eq("up"), "study_id"].nunique()
    return f"{said}; so do {alike} of {arms['study_id'].nunique()} placebo or untreated arms" if len(arms) else said


def direction_frame(review: Review, result_ids) -> pd.DataFrame:
    """Make the frame that the chart draws: one row per family of outcomes, role of the arm and study."""
    results, studies = review.tables.results, review.tables.studies
    own = results[results["result_id"].isin(set(result_ids)) & results["level"].eq(OWN_DATA)]
    own = own.merge(studies[["study_id", "label", "design", "control", "n"]], on="study_id")
    bias = review.risk_of_bias.set_index("study_id")["judgement"]
    own["body"] = own["outcome_family"] + ", " + own["arm_role"]  # benchmark arms are told apart from the treated ones
    told = synthesis.without_pooling(own.assign(outcome=own["body"], missing="")).set_index(["outcome", "study_id"])
    rows = [
        _row(same, told.loc[(body, study)], bias.get(study))
        for (body, study), same in own.groupby(["body", "study_id"])
    ]
    return pd.DataFrame(rows, columns=[*effect_direction.NEEDED, "study_id"])


def _row(same: pd.DataFrame, told: pd.Series, bias: str | None) -> dict:
    """Give the row of one study; its direction and its people are those of `synthesis.without_pooling`."""
    first = same.iloc[0]
    family, role, study = first["outcome_family"], first["arm_role"], first["study_id"]
    between = same[same["contrast"].eq("between arms")]
    randomised = first["design"] == "randomised trial"
    analysed = not pd.isna(told["n"])
    n = told["n"] if analysed else first["n"]
    return {
        "row_id": f"{study}-{family}-{role}".replace(" ", "_"),
        "family": family,
        "role": role,
        "label": first["label"],
        "what": "; ".join(same["arm"].dropna().unique()),
        "direction": told["direction"],
        "n": float("nan") if pd.isna(n) else float(n),
        "counted": "analysed" if analysed else "" if pd.isna(n) else "enrolled",
        "tier": "one arm" if between.empty else "randomised" if randomised else "controlled",
        "against": "; ".join(between["comparator_arm"].dropna().unique()),
        "risk_of_bias": bias or "",
        "as_given": told["as_given"],
        "secondary": bool(same["seen"].eq("secondary page").all()),
        "study_id": study,
    }
