"""The back of the page: what was not pooled, the rules, the searches, the documents, the limits."""

from __future__ import annotations

import pandas as pd

from evidence import integrity as printed
from evidence import synthesis, tables, verdicts
from evidence import vocabulary as words
from evidence.report.cells import by_key, listed, records, text
from evidence.report.links import reader_link
from evidence.review import Review

BODY = ("outcome", "unit", "measure", "route", "design", "contrast", "results", "studies", "why_not")
# Families of outcomes in which up and down mean one thing; harms, findings and counts of records have no direction.
DIRECTED = ("hair density", "hair thickness", "regrowth", "satisfaction", "discomfort", "downtime", "prevalence")
UNPOOLED = ("outcome", "study_id", "direction", "n", "design", "control", "as_given", "time", "missing")
SEARCH = ("search_id", "date", "topic", "query", "found", "outcome")
DOCUMENT = ("report_id", "kind", "citation", "date", "seen", "seen_where", "retraction", "exclusion_reason")


def summary(review: Review) -> list[dict]:
    """Give the summary of findings, each question with the claims that ask it."""
    claims = review.tables.claims.dropna(subset=["question_id"]).groupby("question_id")["claim_id"].agg(list)
    rows = records(review.summary, review.summary.columns)
    return [{**row, "claims": claims[row["question_id"]]} for row in rows]


def pooling(review: Review) -> dict:
    """Say which bodies of evidence could be pooled, why the others could not, and what each study found instead.

    Returns
    -------
    dict
        total, poolable (numbers), reasons (list of (reason, bodies)), bodies, side_by_side, directions (rows), caveat.
    """
    bodies = review.bodies
    reasons = bodies["why_not"].str.split("; ").explode()
    labels = by_key(review.tables.studies, "study_id", ["label"])
    side_by_side = [{**row, "study": labels[row["study_id"]]["label"]} for row in records(review.unpooled, UNPOOLED)]
    return {
        "total": len(bodies),
        "poolable": int(bodies["why_not"].eq("").sum()),
        "reasons": [(reason, int(n)) for reason, n in reasons[reasons.ne("")].value_counts().items()],
        "bodies": records(bodies, BODY),
        "side_by_side": side_by_side,
        "directions": _directions(review),
        "caveat": synthesis.SIGN_CAVEAT,
    }


def _directions(review: Review) -> list[dict]:
    """Give one row per family of outcomes and role of the arm, with its directions as one text."""
    shown = review.directions[review.directions["outcome_family"].isin(DIRECTED)]
    rows = records(shown, shown.columns)
    for row, p in zip(rows, shown["sign_p"], strict=True):
        counts = [f"{row[word]} {word}" for word in ("up", "down", "none", "mixed", "unstated") if row[word] != "0"]
        row |= {"said": ", ".join(counts), "p": "" if pd.isna(p) else f"{p:.3g}"}
    return rows


def integrity(review: Review) -> list[dict]:
    """Give the findings of integrity with the claims whose counted evidence they touch."""
    found = review.touched
    return [{**row, "claims": row["claims"].split()} for row in records(found, found.columns)]


def checked(review: Review) -> list[dict]:
    """Give for each kind of misfit how many rows fit, do not, or could not be checked, and what they lack."""
    tables = review.tables
    covered = printed.covered(tables.results, tables.reports, tables.studies)
    return records(covered, covered.columns)


def rules(review: Review) -> list[dict]:
    """Give the rules of the verdict table in order, with how many claims each decided."""
    decided = review.claims["rule"].value_counts()
    return [
        {"name": rule.name, "verdict": rule.verdict, "change": rule.change, "claims": int(decided.get(rule.name, 0))}
        for rule in verdicts.RULES
    ]


def searches(review: Review) -> dict:
    """Count the searches, and list them.

    Returns
    -------
    dict
        total, first, last, places (words), topics (list of (topic, searches)), not_found (number), rows.
    """
    table = review.tables.searches
    days = table["date"].map(text)
    return {
        "total": len(table),
        "first": days.min() if len(table) else "",
        "last": days.max() if len(table) else "",
        "places": listed(table["place"].drop_duplicates()),
        "topics": [(topic, int(n)) for topic, n in table["topic"].value_counts().items()],
        "not_found": int(table["outcome"].eq("not found").sum()),
        "rows": records(table, SEARCH),
    }


def flow(review: Review) -> list[dict]:
    """Give what became of the raw records, one row per step."""
    return records(review.tables.record_flow, ("step", "what", "rows", "reasons"))


def overruled(review: Review) -> dict:
    """Name what was settled otherwise than both raters had given: links, and ratings as question and domain."""
    links, ratings = tables.overruled(review.tables.links, review.tables.ratings)
    return {"links": links, "ratings": ratings}


def agreement(review: Review) -> list[dict]:
    """Give the agreement of two raters, one row per judgement; empty without a second rater.

    Returns
    -------
    list of dict
        judgement, items, ordered (whether neighbours agree in part), raw, kappa and ac (value and interval in words).
    """
    rows = []
    for name, same in review.repeatability.groupby("judgement", sort=False):
        found = same.set_index("coefficient")
        kinds = {"raw": "raw agreement", "kappa": "Cohen kappa", "ac": found.index[-1]}
        numbers = {key: _interval(*found.loc[kind, ["value", "ci_low", "ci_high"]]) for key, kind in kinds.items()}
        ordered = bool(same["weights"].ne("none").all())
        rows.append({"judgement": name, "items": int(same["items"].iloc[0]), "ordered": ordered, **numbers})
    return rows


def _interval(value: float, low: float, high: float) -> str:
    if pd.isna(value):
        return "undefined"
    shown = [f"{number:.2f}".replace("-0.00", "0.00").replace("-", "−") for number in (value, low, high)]
    return shown[0] if pd.isna(low) else f"{shown[0]} ({shown[1]} to {shown[2]})"


def documents(review: Review) -> list[dict]:
    """Give every document with the one link for it."""
    links = [reader_link(report) for report in review.tables.reports.to_dict("records")]
    rows = records(review.tables.reports, DOCUMENT)
    return [{**row, "link": link} for row, link in zip(rows, links, strict=True)]


def limits(review: Review) -> dict:
    """Count what limits the review: how the documents were seen, and whether their retraction was checked."""
    reports = review.tables.reports
    seen = reports["seen"].value_counts()
    said = {"nothing": "not seen at all (leads)", "primary document": "as the primary document", "copy": "as a copy"}
    said |= {"abstract": "as an abstract", "secondary page": "on a secondary page that tells of it"}
    return {
        "documents": len(reports),
        "seen": listed(f"{seen[level]} {said[level]}" for level in words.SEEN if seen.get(level)),
        "mostly_short": bool(reports["seen"].isin(("primary document", "copy")).mean() < 0.5),
        "unchecked": int(reports["retraction"].eq("not checked").sum()),
        "retracted": int(reports["retraction"].eq("retracted").sum()),
    }


def licences(review: Review) -> str:
    """Name the licence of the tables, from the descriptor."""
    return listed(licence.get("title", licence["name"]) for licence in review.tables.descriptor.get("licenses", []))
