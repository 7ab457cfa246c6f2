"""The four tables of a publication as finished frames: a row is a claim, a study, a question or a status.

Each is made from a review, as `evidence.assess` gives it; every cell is text, blank where there is nothing.
"""

from __future__ import annotations

import pandas as pd

from evidence import vocabulary as words
from evidence.report.cells import text
from evidence.report.claims import verdict_table
from evidence.report.links import reader_links
from evidence.report.methods import summary
from evidence.report.regulation import statuses
from evidence.review import Review

CLAIMS = ("claim", "statement", "severity", "verdict", "certainty", "claimed", "found", "why")
STUDIES = (
    "study", "study_id", "design", "condition", "product", "route", "people", "control", "funding", "what_was_seen",
    "risk_of_bias", "address",
)  # fmt: skip
FINDINGS = ("question", "outcome", "claims", "people", "found", "certainty", "why_this_certainty", "in_plain_words")
STATUSES = (
    "where", "authority", "product_and_use", "status", "pathway", "legal_basis", "what_the_document_says", "date",
    "as_of", "read_in_by_us", "what_was_seen", "regulation_id", "address",
)  # fmt: skip


def claims_and_verdicts(review: Review) -> pd.DataFrame:
    """Give every claim with its verdict, the gravest severity first, within it the gravest verdict.

    Returns
    -------
    DataFrame
        claim, statement, severity, verdict, certainty, claimed, found, why.
    """
    names = {"claim_id": "claim", "short": "statement"}
    rows = [row for same in verdict_table(review).values() for row in same]
    return pd.DataFrame(rows, columns=review.claims.columns).rename(columns=names)[list(CLAIMS)]


def evidence_that_counts(review: Review) -> pd.DataFrame:
    """Give the links that speak for or against a claim and of which something was seen."""
    evidence = review.evidence
    return evidence[evidence["bearing"].isin(words.COUNTED_BEARINGS) & evidence["seen"].ne("nothing")]


def characteristics_of_studies(review: Review) -> pd.DataFrame:
    """Describe the studies that bear on a claim or give a result.

    Returns
    -------
    DataFrame
        study, study_id, design, condition, product, route, people (number enrolled), control, funding, what_was_seen,
        risk_of_bias (judgement, tool, and `from abstract` where no more was seen), address (the one link for a reader).
    """
    tables = review.tables
    told = set(evidence_that_counts(review)["study_id"].dropna()) | set(tables.results["study_id"])
    chosen = tables.studies[tables.studies["study_id"].isin(told)].sort_values(["label", "study_id"])
    bias = {row.study_id: _bias(row) for row in review.risk_of_bias.itertuples()}
    addresses = _addresses(review)
    copied = ("study_id", "design", "condition", "product", "route", "control", "funding")
    rows = [
        {name: text(row[name]) for name in copied}
        | {"study": row["label"], "people": text(row["n"]), "what_was_seen": text(row["seen"])}
        | {"risk_of_bias": bias.get(row["study_id"], "not judged"), "address": addresses.get(row["study_id"], "")}
        for row in chosen.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=list(STUDIES))


def _bias(row) -> str:
    basis = f", {row.basis}" if text(row.basis).startswith("from ") else ""
    return f"{row.judgement} ({row.tool}{basis})"


def _addresses(review: Review) -> dict[str, str]:
    by_study = review.tables.reports.groupby("study_id")
    links = {study_id: reader_links(same.to_dict("records")) for study_id, same in by_study}
    return {study_id: each[0].address for study_id, each in links.items() if each}


def summary_of_findings(review: Review) -> pd.DataFrame:
    """Give every question on effects or safety with what was found and how sure that is.

    Returns
    -------
    DataFrame
        question, outcome, claims (ids), people, found, certainty (GRADE), why_this_certainty, in_plain_words.
    """
    rows = [
        {
            **{name: row[name] for name in ("question", "outcome", "people", "certainty")},
            "claims": ", ".join(row["claims"]),
            "found": _found(row),
            "why_this_certainty": row["reasons"],
            "in_plain_words": row["plain"],
        }
        for row in summary(review)
    ]
    return pd.DataFrame(rows, columns=list(FINDINGS))


def _found(row: dict[str, str]) -> str:
    compared = f"With treatment {row['absolute']}, without {row['baseline']}." if row["absolute"] else ""
    return " ".join(part for part in (row["effect"], compared, row["number_needed"]) if part) or "nothing that counts"


def regulatory_status(review: Review) -> pd.DataFrame:
    """Give every status seen, those of the jurisdictions that the article names first, the newest document on top.

    Returns
    -------
    DataFrame
        where (code of the jurisdiction), authority, product_and_use, status, pathway, legal_basis,
        what_the_document_says, date, as_of, read_in_by_us (yes or no), what_was_seen, regulation_id, address.
    """
    names = {
        "where": "jurisdiction",
        "product_and_use": "product_use",
        "what_the_document_says": "finding",
        "read_in_by_us": "inferred",
        "what_was_seen": "seen",
    }
    rows = [
        {name: row[names.get(name, name)] for name in STATUSES[:-1]}
        | {"address": row["link"].address if row["link"] else ""}
        for part in statuses(review)
        for row in part.rows
    ]
    return pd.DataFrame(rows, columns=list(STATUSES))
