"""Gather for each claim all that its verdict is computed from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from evidence import vocabulary as words
from evidence.certainty import Departure, rows_by
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
    best: set[str | None] = set()
    for question_id, body in rows_by(rows, "question_id").items():
        best |= {row.link_id for row in tier(body, question_id in absolute, question_id in dated)}
    return rows[rows["link_id"].isin(best)].sort_values("question_id", kind="stable")


def absolute_questions(claims: pd.DataFrame) -> set[str]:
    """Name the questions of which every claim is worded absolutely."""
    all_absolute = claims["wording"].eq("absolute").groupby(claims["question_id"]).all()
    return set(all_absolute.index[all_absolute])


def dated_questions(claims: pd.DataFrame) -> set[str]:
    """Name the questions on regulation, where a newer document replaces an older one."""
    return set(claims.loc[claims["kind"].eq("regulation"), "question_id"].dropna())


class Link(NamedTuple):
    """A link as the rules for searches and for an article that speaks against itself read it; blank is None."""

    link_id: str
    search_id: str | None
    other_claim_id: str | None
    bearing: str
    reason: str

    @property
    def against_itself(self) -> bool:
        """Whether another claim of the article speaks against this one."""
        return self.other_claim_id is not None and self.bearing == "against"


class Searched(NamedTuple):
    """A search for a source that a claim names."""

    search_id: str
    outcome: str


def links_by_claim(links: pd.DataFrame) -> dict[str, list[Link]]:
    """Give the links of each claim, by claim_id, in the order of the table; a claim without any gets an empty list."""
    columns = [links[name].astype(object).where(links[name].notna(), None) for name in ("claim_id", *Link._fields)]
    groups: dict[str, list[Link]] = defaultdict(list)
    for claim_id, *cells in zip(*columns, strict=True):
        groups[claim_id].append(Link(*cells))
    return groups


def of_found_source(links: Iterable[Link], source: Iterable[Searched]) -> list[Link]:
    """Give a claim's own links to searches that found the source it names."""
    found = {search.search_id for search in source if search.outcome == "found"}
    return [link for link in links if link.search_id in found]


def sources(tables: Tables) -> dict[str, list[Searched]]:
    """Give the searches for the source that each claim names, by claim_id."""
    searches, by_source = searched_sources(tables), defaultdict(list)
    for source, *cells in zip(*(searches[name] for name in ("source_named", *Searched._fields)), strict=True):
        by_source[source].append(Searched(*cells))
    named = zip(tables.claims["claim_id"], tables.claims["source_named"], strict=True)
    return {claim_id: by_source.get(source, []) for claim_id, source in named}


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
    links, rows, measured = links_by_claim(tables.settled_links), rows_by(evidence, "claim_id"), _measured(numbers)
    bodies = rows_by(counted(evidence), "question_id")
    absolute, searched = absolute_questions(tables.claims), sources(tables)
    made = {}
    for claim in tables.claims.itertuples():
        mine, source = links[claim.claim_id], searched[claim.claim_id]
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
            searched=tuple(search.outcome for search in source),
            source_bearings=tuple(link.bearing for link in of_found_source(mine, source)),
            against_itself=any(link.against_itself for link in mine),
            absolute_question=claim.question_id in absolute,
            departure=departures.get(claim.question_id, Departure()),
            pool=(pools or {}).get(claim.question_id),
        )
    return made


def _measured(numbers: pd.DataFrame) -> dict[str, tuple[Measured, ...]]:
    known = numbers[numbers["number"].notna()]
    benchmark = known["arm_role"].eq("benchmark")
    columns = ("claim_id", "result_id", "study_id", "number", "bearing", "direct", "controlled")
    groups: dict[str, list[Measured]] = defaultdict(list)
    for claim_id, *cells in zip(*(known[name] for name in columns), benchmark, strict=True):
        groups[claim_id].append(Measured(*cells))
    return {claim_id: tuple(mine) for claim_id, mine in groups.items()}
