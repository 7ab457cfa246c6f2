"""Gather for each claim all that its verdict is computed from."""

from __future__ import annotations

import pandas as pd

from evidence import vocabulary as words
from evidence.certainty import Departure, rows_of
from evidence.review.joining import searched_sources
from evidence.review.pooling import Pool
from evidence.tables import Tables
from evidence.verdicts import Case, Measured, stated, tier


def counted(evidence: pd.DataFrame) -> pd.DataFrame:
    """Keep the counted evidence on each question, one row per piece, whichever claim brought it."""
    counts = evidence["bearing"].isin(words.COUNTED_BEARINGS) & evidence["question_id"].notna()
    return evidence[counts].drop_duplicates(["question_id", "evidence_id"])


def deciding(claims: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """Keep of the counted evidence on each question what decides it, since the certainty is that of no more."""
    rows, absolute, dated = counted(evidence), absolute_questions(claims), dated_questions(claims)
    kept = []
    for question_id, body in rows.groupby("question_id"):
        best = {row.link_id for row in tier(rows_of(body), question_id in absolute, question_id in dated)}
        kept.append(body[body["link_id"].isin(best)])
    return pd.concat(kept) if kept else rows


def absolute_questions(claims: pd.DataFrame) -> set[str]:
    """Name the questions of which every claim is worded absolutely."""
    all_absolute = claims["wording"].eq("absolute").groupby(claims["question_id"]).all()
    return set(all_absolute.index[all_absolute])


def dated_questions(claims: pd.DataFrame) -> set[str]:
    """Name the questions on regulation, where a newer document replaces an older one."""
    return set(claims.loc[claims["kind"].eq("regulation"), "question_id"].dropna())


def of_found_source(links: pd.DataFrame, source: pd.DataFrame) -> pd.DataFrame:
    """Give a claim's own links to searches that found the source it names."""
    return links[links["search_id"].isin(source.loc[source["outcome"].eq("found"), "search_id"])]


def sources(tables: Tables) -> dict[str, pd.DataFrame]:
    """Give the searches for the source that each claim names, by claim_id."""
    searches = searched_sources(tables)
    return {
        claim.claim_id: searches[searches["source_named"].eq(claim.source_named)]
        for claim in tables.claims.itertuples()
    }


def cases(
    tables: Tables,
    evidence: pd.DataFrame,
    numbers: pd.DataFrame,
    departures: dict[str, Departure],
    pools: dict[str, Pool] | None = None,
) -> dict[str, Case]:
    """Put every claim into a `Case`, by claim_id.

    Parameters
    ----------
    tables : Tables
        The tables.
    evidence, numbers : DataFrame
        From `join_evidence` and `compare_numbers`.
    departures : dict
        How far the raters went from the rules, by question, from `certainty.rate`.
    pools : dict, optional
        What pools the results of a question, from `pools`.
    """
    links = dict(tuple(tables.settled_links.groupby("claim_id")))
    rows = {claim_id: rows_of(mine) for claim_id, mine in evidence.groupby("claim_id")}
    measured = {claim_id: _measured(mine) for claim_id, mine in numbers.groupby("claim_id")}
    bodies = {question_id: rows_of(body) for question_id, body in counted(evidence).groupby("question_id")}
    absolute, searched = absolute_questions(tables.claims), sources(tables)
    made = {}
    for claim in tables.claims.itertuples():
        mine = links.get(claim.claim_id, tables.settled_links.head(0))
        source = searched[claim.claim_id]
        made[claim.claim_id] = Case(
            kind=claim.kind,
            wording=claim.wording,
            scale=words.SCALES[claim.kind],
            rows=rows.get(claim.claim_id, ()),
            question=bodies.get(claim.question_id, ()),
            stated=stated(claim),
            numbers=measured.get(claim.claim_id, ()),
            named=not pd.isna(claim.source_named),
            rests_on_source=claim.source_role == "rests on",
            searched=tuple(source["outcome"]),
            source_bearings=tuple(of_found_source(mine, source)["bearing"]),
            against_itself=bool((mine["other_claim_id"].notna() & mine["bearing"].eq("against")).any()),
            absolute_question=claim.question_id in absolute,
            departure=departures.get(claim.question_id, Departure()),
            pool=(pools or {}).get(claim.question_id),
        )
    return made


def _measured(mine: pd.DataFrame) -> tuple[Measured, ...]:
    known = mine[mine["number"].notna()]
    benchmark = known["arm_role"].eq("benchmark")
    columns = ("result_id", "study_id", "number", "bearing", "direct", "controlled")
    return tuple(Measured(*cells) for cells in zip(*(known[name] for name in columns), benchmark, strict=True))
