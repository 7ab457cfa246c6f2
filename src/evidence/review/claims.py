"""Put what the rules made of each claim into one row, with its sentence and the rows that it rests on."""

from __future__ import annotations

import pandas as pd

from evidence import decisions, verdicts
from evidence import vocabulary as words
from evidence.review.cases import Link, Searched, links_by_claim, of_found_source, sources
from evidence.review.changes import change_words
from evidence.tables import Tables

COLUMNS = [
    "claim_id",
    "kind",
    "verdict",
    "certainty",
    "scale",
    "certainty_proposed",
    "agreement",
    "calibration",
    "traceability",
    "coverage",
    "decided",
    "flagged",
    "severity",
    "sentence",
    "rows",
    "topic",
    "short",
    "wording",
    "claimed",
    "found",
    "number",
    "checked",
    "why",
    "rule",
    "would_change",
]


def judge(
    tables: Tables,
    evidence: pd.DataFrame,
    numbers: pd.DataFrame,
    cases: dict[str, verdicts.Case],
    flipped: dict[str, verdicts.Flipped] | None = None,
) -> pd.DataFrame:
    """Judge every claim.

    Parameters
    ----------
    tables : Tables
        The tables.
    evidence, numbers : DataFrame
        From `join_evidence` and `compare_numbers`.
    cases, flipped : dict
        From `cases` and `flip_all`. Without `flipped`, what would change a verdict is blank.

    Returns
    -------
    DataFrame
        One row per claim, in the order of the table, with the columns of `Review.claims`.
    """
    harms, numbers_of = _split(_harms(evidence)), _split(numbers)
    links_of, source_of = links_by_claim(tables.settled_links), sources(tables)
    rows = [
        _row(
            claim,
            cases[claim.claim_id],
            links_of[claim.claim_id],
            numbers_of(claim.claim_id),
            harms(claim.claim_id),
            source_of[claim.claim_id],
        )
        for claim in tables.claims.itertuples()
    ]
    judged = pd.DataFrame(rows)
    told = zip(judged["claim_id"], judged["rule"], strict=True)
    judged["would_change"] = [change_words(flipped[claim_id], rule) if flipped else "" for claim_id, rule in told]
    judged["decided"] = judged["claim_id"].map(decisions.settled(tables.decisions, tables.reviewers_needed))
    return judged[COLUMNS]


def _split(frame: pd.DataFrame):
    groups, none = dict(tuple(frame.groupby("claim_id"))), frame.head(0)
    return lambda claim_id: groups.get(claim_id, none)


def _row(claim, case, links: list[Link], numbers, harms, source: list[Searched]) -> dict:
    finding = verdicts.evaluate(case)
    rule, judged = finding.rule, finding.judged
    told = verdicts.lead(finding.deciding, case.rows, judged.agreement)
    itself = [link for link in links if link.against_itself]
    searched = [link for link in links if link.search_id is not None]
    of_source = of_found_source(links, source)
    untraceable, opinion = rule.verdict == "untraceable", rule.verdict == "not checkable"
    for_source = {search.search_id for search in source}
    line = verdicts.why(
        rule.name,
        told,
        searched=sum(link.search_id in for_source for link in searched) if untraceable else len(searched),
        itself=itself[0].reason if itself else "",
        source="; ".join(link.reason for link in of_source),
        note=claim.note if opinion and not pd.isna(claim.note) else "No reading that could be checked.",
    )
    rests_on = {link.link_id for link in itself}
    rests_on |= set() if untraceable or opinion else {row.link_id for row in told}
    rests_on |= {link.link_id for link in searched} if rule.verdict in ("untraceable", "unsupported") else set()
    rests_on |= {link.link_id for link in of_source} if rule.name.startswith("the named source") else set()
    return {
        "claim_id": claim.claim_id,
        "kind": claim.kind,
        "verdict": rule.verdict,
        "certainty": judged.certainty,
        "scale": case.scale,
        "certainty_proposed": finding.certainty_proposed,
        "agreement": judged.agreement,
        "calibration": judged.calibration,
        "traceability": judged.traceability,
        "coverage": verdicts.coverage(
            rule.verdict,
            finding.deciding,
            searched=len(searched),
            itself=judged.against_itself and rule.verdict == "contradicted",
        ),
        "flagged": rule.verdict in words.FLAGGED,
        "severity": verdicts.severity(claim.topic, claim.kind, rule.verdict),
        "sentence": verdicts.sentence(rule.verdict, line, case.rows, judged.certainty, case.scale),
        "rows": " ".join(sorted(rests_on)),
        "topic": claim.topic,
        "short": claim.short,
        "wording": claim.wording,
        "claimed": verdicts.claimed(claim),
        "found": _found(claim, case, finding, numbers, harms),
        "number": finding.number,
        "checked": verdicts.coverage_counts(finding.deciding),
        "why": line,
        "rule": rule.name,
    }


def _found(claim, case, finding, numbers: pd.DataFrame, harms: pd.DataFrame) -> str:
    if claim.kind == "regulation":
        return verdicts.regulatory(finding.deciding)
    if claim.kind != "safety":
        told = "" if pd.isna(claim.quantity) else verdicts.found(claim.quantity, numbers, harms.head(0))
        if finding.number != "right number, wrong population":
            return told
        return f"{told}; {verdicts.elsewhere(case.stated, numbers, case.thresholds.tolerance)}"
    if pd.isna(claim.quantity) and harms.empty:
        return ""
    cases = sum(row.direct and row.bearing == "against" and row.denominator == "cases only" for row in case.rows)
    return verdicts.found(claim.quantity, numbers, harms, cases)


def _harms(evidence: pd.DataFrame) -> pd.DataFrame:
    """Keep the counts of people at risk without harm; each keeps its own bound, they are never added."""
    sought = evidence["outcome_family"].eq("adverse events") & evidence["denominator"].eq("at risk")
    counted = evidence[sought & evidence["bearing"].eq("for") & evidence["total"].notna() & evidence["ci_high"].notna()]
    return counted.assign(upper=100 * counted["ci_high"])
