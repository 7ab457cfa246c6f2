"""Judge each claim on its own links and put what follows into one row."""

from __future__ import annotations

import pandas as pd

from evidence import decisions, verdicts
from evidence import vocabulary as words
from evidence.review.joining import searched_sources
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
    "why",
    "rule",
    "would_change",
]
# Filtering the joined frame with all its columns for every claim costs more than all the rules together.
_READ = [
    *("claim_id", "link_id", "bearing", "direct", "first_hand", "seen", "reason", *words.DOMAINS_OF_DIRECTNESS),
    *("outcome_family", "denominator", "events", "total", "ci_high"),
]
_UNRATED = {"certainty": words.NOT_RATED, "certainty_proposed": words.NOT_RATED}


def judge(tables: Tables, evidence: pd.DataFrame, numbers: pd.DataFrame, levels: pd.DataFrame) -> pd.DataFrame:
    """Judge every claim.

    Parameters
    ----------
    tables : Tables
        The tables.
    evidence, numbers : DataFrame
        From `join_evidence` and `compare_numbers`.
    levels : DataFrame
        Certainty by question, from `certainty.rate`.

    Returns
    -------
    DataFrame
        One row per claim, in the order of the table, with the columns of `Review.claims`.
    """
    searches = searched_sources(tables)
    rated = levels.set_index("question_id").to_dict("index")
    of_claim = _split(evidence[_READ])
    numbers_of, links_of = _split(numbers), _split(tables.settled_links)
    rows = []
    for claim in tables.claims.itertuples():
        mine, links = of_claim(claim.claim_id), links_of(claim.claim_id)
        level = rated.get(claim.question_id, _UNRATED)
        source = searches[searches["source_named"].eq(claim.source_named)]
        rows.append(_row(claim, mine, links, numbers_of(claim.claim_id), level, source))
    judged = pd.DataFrame(rows)
    judged["decided"] = judged["claim_id"].map(decisions.settled(tables.decisions))
    return judged[COLUMNS]


def _split(frame: pd.DataFrame):
    groups = dict(tuple(frame.groupby("claim_id")))
    return lambda claim_id: groups.get(claim_id, frame.head(0))


def _judged(claim, links, numbers, level: str, source, agreed: str, deciding) -> verdicts.Judged:
    itself = links["other_claim_id"].notna() & links["bearing"].eq("against")
    return verdicts.Judged(
        kind=claim.kind,
        agreement=agreed,
        calibration=_calibration(claim, numbers, level, agreed, deciding),
        traceability=verdicts.traceability(
            named=not pd.isna(claim.source_named),
            outcomes=source["outcome"].tolist(),
            bearings=_of_found_source(links, source)["bearing"].tolist(),
        ),
        certainty=level,
        rests_on_source=claim.source_role == "rests on",
        against_itself=bool(itself.any()),
        against_first_hand=agreed == "against" and bool(deciding["first_hand"].any()),
    )


def _calibration(claim, numbers, level: str, agreed: str, deciding) -> str:
    if claim.kind == "opinion":
        return "nothing to calibrate"
    far = [domain for domain in ("population", "intervention", "outcome") if deciding[domain].eq("indirect").any()]
    fits = None
    if not pd.isna(claim.number):
        counted = numbers["bearing"].isin(words.COUNTED_BEARINGS) & numbers["direct"]
        mine = numbers[counted & numbers["arm_role"].ne("benchmark")]
        high = None if pd.isna(claim.number_high) else claim.number_high
        fits = verdicts.number_fits(
            claim.number, high, claim.bound, mine.loc[mine["controlled"], "number"], mine["number"]
        )
    return verdicts.calibration(claim.wording, level, agreed, far, fits)


def _row(claim, mine, links, numbers, rated: dict, source) -> dict:
    absolute = claim.wording == "absolute"
    agreed = verdicts.agreement(mine, absolute)
    deciding = verdicts.lead(mine, agreed, absolute)
    if agreed == "no evidence":
        rated = _UNRATED  # what is known of the question does not bear on this claim
    judged = _judged(claim, links, numbers, rated["certainty"], source, agreed, deciding)
    rule = verdicts.verdict(judged)
    itself = links[links["other_claim_id"].notna() & links["bearing"].eq("against")]
    searched = links[links["search_id"].notna()]
    untraceable = rule.verdict == "untraceable"
    opinion = rule.verdict == "not checkable"
    line = verdicts.why(
        rule.name,
        deciding,
        searched=int(searched["search_id"].isin(source["search_id"]).sum()) if untraceable else len(searched),
        itself=itself["reason"].iloc[0] if len(itself) else "",
        source="; ".join(_of_found_source(links, source)["reason"]),
        note=claim.note if opinion and not pd.isna(claim.note) else "No reading that could be checked.",
    )
    rests_on = [itself["link_id"]]
    rests_on += [] if untraceable or opinion else [deciding["link_id"]]
    rests_on += [searched["link_id"]] if rule.verdict in ("untraceable", "unsupported") else []
    rests_on += [_of_found_source(links, source)["link_id"]] if rule.name.startswith("the named source") else []
    scale = words.SCALES[claim.kind]
    told = mine["direct"] & mine["bearing"].eq("against") & mine["denominator"].eq("cases only")
    return {
        "claim_id": claim.claim_id,
        "kind": claim.kind,
        "verdict": rule.verdict,
        "certainty": judged.certainty,
        "scale": scale,
        "certainty_proposed": rated["certainty_proposed"],
        "agreement": agreed,
        "calibration": judged.calibration,
        "traceability": judged.traceability,
        "coverage": verdicts.coverage(
            rule.verdict,
            deciding,
            searched=len(searched),
            itself=judged.against_itself and rule.verdict == "contradicted",
        ),
        "flagged": rule.verdict in words.FLAGGED,
        "severity": verdicts.severity(claim.topic, claim.kind, rule.verdict),
        "sentence": verdicts.sentence(rule.verdict, line, mine, judged.certainty, scale),
        "rows": " ".join(sorted({link for ids in rests_on for link in ids})),
        "topic": claim.topic,
        "short": claim.short,
        "wording": claim.wording,
        "claimed": verdicts.claimed(claim),
        "found": verdicts.found(claim.quantity, numbers, _harms(claim.kind, mine), int(told.sum())),
        "why": line,
        "rule": rule.name,
        "would_change": rule.change,
    }


def _of_found_source(links: pd.DataFrame, source: pd.DataFrame) -> pd.DataFrame:
    """Give the claim's own links to searches that found the source it names."""
    return links[links["search_id"].isin(source.loc[source["outcome"].eq("found"), "search_id"])]


def _harms(kind: str, mine: pd.DataFrame) -> pd.DataFrame:
    """Keep the counts of people at risk without harm; each keeps its own bound, they are never added."""
    if kind != "safety":
        return mine.head(0)
    sought = mine["outcome_family"].eq("adverse events") & mine["denominator"].eq("at risk") & mine["bearing"].eq("for")
    counted = mine[sought & mine["total"].notna() & mine["ci_high"].notna()]
    return counted.assign(upper=100 * counted["ci_high"])
