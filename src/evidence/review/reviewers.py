"""The reviewers' desk: claims with what they rest on, and how far the people who decided agree."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from evidence import decisions, verdicts
from evidence import vocabulary as words
from evidence.agreement import agreement, disagreements
from evidence.tables import Tables, settled_ratings

SCOPES = ("overall", "topic", "kind")
FOR_NAMES = ("raw agreement", "Cohen kappa", "Krippendorff alpha", "Gwet AC1")
FOR_ORDER = ("Cohen kappa", "Krippendorff alpha", "Gwet AC2")
CALLED = {"human": "agreement", "machine": "repeatability"}  # machines that agree may be wrong in the same way
COLUMNS = ("called", "scope", "group", "weights", "coefficient", "value", "se", "ci_low", "ci_high")
COLUMNS += ("items", "raters", "note")


def desk(claims: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Put beside each claim what a decision on it rests on, as `decisions.states` reads it.

    Parameters
    ----------
    claims : DataFrame
        `Review.claims`.
    tables : Tables
        The tables that it came from.

    Returns
    -------
    DataFrame, one row per claim
        claim_id, short, kind, topic, verdict, certainty, severity, severity_by_topic (before any verdict), and basis:
        the claim as it is worded, its question with the ratings that count, the counted links and those that the
        verdict rests on, each with a fingerprint. A note on a claim is no part of it.
    """
    links = tables.settled_links
    named = {link for ids in claims["rows"].fillna("") for link in ids.split()}
    counted = links[links["bearing"].isin(words.COUNTED_BEARINGS) | links["link_id"].isin(named)]
    results = tables.results.merge(tables.studies, on="study_id", how="left", suffixes=("", "_of_study"))
    records = {"result_id": results, "study_id": tables.studies, "regulation_id": tables.regulations}
    records |= {"search_id": tables.searches, "other_claim_id": _other(tables.claims)}
    rows = decisions.basis(counted, records)
    about = (tables.questions, settled_ratings(tables.ratings))
    own = decisions.basis_of_claims(tables.claims.drop(columns="note", errors="ignore"), about)
    found = own.str.cat(rows.reindex(own.index).fillna(""), sep=" ").str.strip()
    shown = claims[["claim_id", "short", "kind", "topic", "verdict", "certainty", "severity"]]
    topical = [verdicts.severity(topic, kind, "") for topic, kind in zip(shown["topic"], shown["kind"], strict=True)]
    return shown.assign(severity_by_topic=topical, basis=shown["claim_id"].map(found).fillna(""))


def states(beside: pd.DataFrame, tables: Tables, log: pd.DataFrame | None = None) -> pd.DataFrame:
    """Say where each claim stands between its reviewers; opinions are left out unless somebody has decided on one.

    Parameters
    ----------
    beside : DataFrame
        From `desk`.
    tables : Tables
        The tables that it came from.
    log : DataFrame, optional
        The decisions, where they are newer than those of the tables, with their text as it was given.

    Returns
    -------
    DataFrame
        As `decisions.states` gives it.
    """
    log = decisions.plain(tables.decisions) if log is None else log
    asked = beside["kind"].ne("opinion") | beside["claim_id"].isin(log["claim_id"])
    return decisions.states(log, beside[asked], tables.version, tables.reviewers_needed)


def drafted(beside: pd.DataFrame, version: str, said: decisions.Decision) -> decisions.Decision:
    """Add to a decision what its claim rests on today; of a claim that is not there, nothing is added.

    Parameters
    ----------
    beside : DataFrame
        From `desk`.
    version : str
        Version of the tables.
    said : Decision
        Claim, reviewer, verdict and reason.
    """
    said = replace(said, data_version=version or said.data_version)
    for claim in beside[beside["claim_id"].eq(said.claim_id)].itertuples():
        if said.action == "withdraw":  # it judges nothing
            break
        return replace(said, proposal=claim.verdict, certainty=claim.certainty, basis=claim.basis)
    return said


def _other(claims: pd.DataFrame) -> pd.DataFrame:
    return claims.rename(columns={"claim_id": "other_claim_id"})[["other_claim_id", "quotation", "claim"]]


def reviewer_agreement(log: pd.DataFrame, claims: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """Say how far reviewers agree on verdicts, overall and by topic and kind; people and machines apart.

    Parameters
    ----------
    log : DataFrame
        The decisions. Of each reviewer the first verdict on a claim counts that was not taken back: later ones are
        given with those of others in sight, and tell how well people talk it over, not how far they agree.
    claims : DataFrame, one row a claim
        claim_id, topic, kind.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame, one row per scope, group, weighting and coefficient
        called (agreement among people, repeatability among machines), scope (overall, topic, kind, pair), group,
        weights, then the columns of `agreement.agreement`. Without weights all six verdicts are names. With linear
        weights the four ordered ones count, and untraceable and not checkable are taken as not rated, since they have
        no place in the order. Pairs are there where more than two have decided. A claim that one has not decided is
        missing, not a disagreement. Intervals take claims as independent.
    """
    parts, stand = [], decisions.standing(log)
    for kind, called in CALLED.items():
        rated = _rated(stand, claims, kind)
        for scope, group, rows in _scopes(rated):
            parts += [part.assign(called=called, scope=scope, group=group) for part in _compared(rows, level)]
    if not parts:
        return pd.DataFrame(columns=list(COLUMNS))
    return pd.concat(parts, ignore_index=True)[list(COLUMNS)]


def rated_claims(log: pd.DataFrame, claims: pd.DataFrame, kind: str = "human") -> pd.DataFrame:
    """Give each reviewer's first standing verdict as a rating: item, rater, rating, topic, kind."""
    return _rated(decisions.standing(log), claims, kind)


def _rated(rows: pd.DataFrame, claims: pd.DataFrame, kind: str) -> pd.DataFrame:
    first = decisions.first_of(rows[rows["reviewer_kind"].eq(kind)])
    names = {"claim_id": "item", "reviewer": "rater", "verdict": "rating"}
    about = claims[["claim_id", "topic", "kind"]].rename(columns={"claim_id": "item"})
    return first.rename(columns=names)[[*names.values()]].merge(about, on="item")


def most_disputed(rated: pd.DataFrame) -> pd.DataFrame:
    """List which verdicts reviewers confuse, the most frequent pair first; see `agreement.disagreements`."""
    return disagreements(rated, list(words.VERDICTS))


def disputed_topics(rated: pd.DataFrame) -> pd.DataFrame:
    """Count by topic the claims that two or more have decided, and those on which they differ; most disputed first.

    Returns
    -------
    DataFrame, one row per topic
        topic, claims, differ (number), share (of 1).
    """
    of = rated.groupby(["topic", "item"], sort=False)["rating"].agg(["size", "nunique"]).reset_index()
    both = of[of["size"].ge(2)]
    counts = both["nunique"].gt(1).groupby(both["topic"]).agg(["size", "sum"]).reset_index()
    counts.columns = ["topic", "claims", "differ"]
    counts["share"] = counts["differ"] / counts["claims"]
    return counts.sort_values(["share", "differ"], ascending=False, kind="stable").reset_index(drop=True)


def _scopes(rated: pd.DataFrame):
    """Yield scope, group and ratings."""
    if rated.empty:
        return
    yield "overall", "", rated
    for scope in SCOPES[1:]:
        for group, rows in rated.groupby(scope, sort=True):
            yield scope, group, rows
    raters = sorted(rated["rater"].unique())
    if 2 < len(raters) <= MOST_PAIRED:
        for place, one in enumerate(raters):
            for other in raters[place + 1 :]:
                yield "pair", f"{one}, {other}", rated[rated["rater"].isin([one, other])]


MOST_PAIRED = 8  # raters that are also compared two by two; of more the table would be longer than anybody reads


def _compared(rows: pd.DataFrame, level: float):
    by_name = agreement(rows, set(words.VERDICTS), "none", level)
    yield by_name[by_name["coefficient"].isin(FOR_NAMES)].assign(weights="none")
    ordered = rows[rows["rating"].isin(words.VERDICT_ORDER)]
    by_order = agreement(ordered, words.VERDICT_ORDER, "linear", level)
    yield by_order[by_order["coefficient"].isin(FOR_ORDER)].assign(weights="linear")
