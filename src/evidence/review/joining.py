"""Join every link to what it leads to, so that the stages need no table but their own."""

from __future__ import annotations

import pandas as pd

from evidence import risk_of_bias, verdicts
from evidence import vocabulary as words
from evidence.tables import Tables


def scales(claims: pd.DataFrame) -> pd.DataFrame:
    """Give each question the scale of the claims that point to it (all of one kind of scale)."""
    pointed = claims.dropna(subset=["question_id"])
    scale = pointed["kind"].map(words.SCALES)
    return pointed.assign(scale=scale).drop_duplicates("question_id")[["question_id", "scale"]]


def judge_bias(tables: Tables) -> pd.DataFrame:
    """Give each study its risk of bias, as judged and as the rules of its tool compute; see `risk_of_bias.judge`."""
    return risk_of_bias.judge(tables.appraisals, tables.answers, tables.signals, tables.tools, tables.levels)


def join_evidence(tables: Tables, measured: pd.DataFrame) -> pd.DataFrame:
    """Join every link to a result, study or regulation with what it leads to.

    Parameters
    ----------
    tables : Tables
        The tables.
    measured : DataFrame
        Results with effects and percent_change.

    Returns
    -------
    DataFrame
        One row per link: link_id, claim_id, question_id, evidence_id, study_id, source, label, bearing, the four
        directness columns, direct, first_hand, seen, design, system, n, date, risk_of_bias, reason, and the columns of
        results where the link is to one.
    """
    told = tables.claims[["claim_id", "question_id", "jurisdiction"]].rename(columns={"jurisdiction": "claimed_in"})
    links = tables.settled_links.merge(told, on="claim_id")
    studies = tables.studies.rename(columns={"n": "enrolled", "seen": "study_seen"})[
        ["study_id", "label", "design", "system", "enrolled", "control", "route", "study_seen", "year"]
    ]
    judged = judge_bias(tables).rename(columns={"judgement": "risk_of_bias"})
    result_links = links[links["result_id"].notna()].drop(columns="study_id")
    by_result = result_links.merge(
        measured.rename(columns={"outcome": "measured", "note": "result_note"}), on="result_id"
    )
    by_result["evidence_id"] = by_result["result_id"]
    by_study = links[links["study_id"].notna()]
    by_study = by_study.assign(evidence_id=by_study["study_id"])
    of_studies = pd.concat([by_result, by_study], ignore_index=True).merge(studies, on="study_id")
    of_studies = of_studies.merge(judged[["study_id", "risk_of_bias", "tool"]], on="study_id", how="left")
    people = of_studies["system"].eq("people")
    of_studies = of_studies.assign(
        seen=of_studies["seen"].fillna(of_studies["study_seen"]),
        n=of_studies["n_analysed"].fillna(of_studies["enrolled"]).where(people),
        source=of_studies["study_id"],
        date=of_studies["year"].astype("string").astype(object).where(of_studies["year"].notna(), None),
    )
    rules = links[links["regulation_id"].notna()].merge(
        tables.regulations[["regulation_id", "jurisdiction", "authority", "pathway", "status", "date", "seen"]],
        on="regulation_id",
    )
    rules = rules.assign(
        evidence_id=rules["regulation_id"],
        source=rules["authority"].str.split(r" [(/] ?", regex=True).str[0],  # an office is not another authority
        label=rules["authority"] + (" " + rules["date"].str[:4]).fillna(""),
        design="authority's document",
        system="documents",
    )
    joined = pd.concat([of_studies, rules], ignore_index=True)
    far = joined[list(words.DOMAINS_OF_DIRECTNESS)].eq("indirect").any(axis=1)
    # What another country's authority says does not answer a claim about this one, whatever a rater marked.
    elsewhere = joined["claimed_in"].notna() & joined["jurisdiction"].notna()
    elsewhere &= joined["jurisdiction"].ne(joined["claimed_in"])
    joined["direct"], joined["first_hand"] = ~(far | elsewhere), joined["seen"].isin(words.SEEN_FIRST_HAND)
    return joined.sort_values("link_id").reset_index(drop=True)


def compare_numbers(claims: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """Give the linked results of each claim that states a number, in the quantity that it states."""
    stating = claims[claims["number"].notna()]
    linked = evidence[evidence["result_id"].notna() & evidence["claim_id"].isin(stating["claim_id"])]
    by_claim, none = dict(tuple(linked.groupby("claim_id"))), linked.head(0)
    rows = []
    for claim in stating.itertuples():
        mine = by_claim.get(claim.claim_id, none)
        # A bound is not an estimate, and a number quoted from elsewhere or pooled by a review is not the study's own.
        own = mine["level"].eq("participant data") & ~mine["bound"].isin(("<", ">", "up to", "at least"))
        number = verdicts.comparable(claim.quantity, mine).where(own)
        indirect = mine[list(words.DOMAINS_OF_DIRECTNESS)].eq("indirect")
        far = [", ".join(indirect.columns[row]) for row in indirect.to_numpy()]
        rows.append(mine.assign(number=number, controlled=mine["contrast"].eq("between arms"), far=far))
    columns = ["claim_id", "result_id", "study_id", "label", "number", "arm_role", "bearing"]
    columns += ["far", "direct", "controlled", "seen"]
    if not rows:
        return pd.DataFrame(columns=columns)
    return pd.concat(rows)[columns].reset_index(drop=True)


def searched_sources(tables: Tables) -> pd.DataFrame:
    """Give every search that is linked to a claim which names a source: source_named, outcome, bearing."""
    links = tables.settled_links.dropna(subset=["search_id"])[["claim_id", "search_id", "bearing"]]
    named = tables.claims.dropna(subset=["source_named"])[["claim_id", "source_named"]]
    outcomes = tables.searches.dropna(subset=["outcome"])[["search_id", "outcome"]]
    return (
        links.merge(named, on="claim_id").merge(outcomes, on="search_id").drop_duplicates(["source_named", "search_id"])
    )


def touched(findings: pd.DataFrame, evidence: pd.DataFrame, numbers: pd.DataFrame) -> pd.DataFrame:
    """Say of each finding of integrity which claims it touches.

    Those are the claims that count a row of evidence which it names, and those whose number is held against it, also
    where it does not count: a number that is told is told with what does not fit in it.

    Parameters
    ----------
    findings : DataFrame
        From `integrity.check`.
    evidence, numbers : DataFrame
        From `join_evidence` and `compare_numbers`.

    Returns
    -------
    DataFrame
        The findings with a column claims: ids in order, separated by spaces; blank where none is touched.
    """
    told = pd.MultiIndex.from_frame(numbers.loc[numbers["number"].notna(), ["claim_id", "result_id"]])
    is_told = pd.MultiIndex.from_frame(evidence[["claim_id", "result_id"]]).isin(told)
    counts = evidence[evidence["bearing"].isin(words.COUNTED_BEARINGS) | is_told]
    ids = counts[["study_id", "result_id", "regulation_id"]]
    claims = [
        " ".join(sorted(set(counts.loc[ids.isin(named.split()).any(axis="columns"), "claim_id"])))
        for named in findings["rows"]
    ]
    return findings.assign(claims=claims)
