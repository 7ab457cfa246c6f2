"""The whole chain on one set of tables; the only module that knows every stage."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from evidence import certainty, decisions, effects, integrity, risk_of_bias, synthesis, verdicts
from evidence import vocabulary as words
from evidence.tables import Tables

CLAIM_COLUMNS = [
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


@dataclass(frozen=True, eq=False, repr=False)
class Review:
    """What the chain made of a set of tables.

    Attributes
    ----------
    claims : DataFrame
        One row per claim: claim_id, kind, verdict, certainty, scale, certainty_proposed, agreement, calibration,
        traceability, coverage, decided, flagged, severity, sentence, rows (link ids), topic, short, wording, claimed,
        found, why, rule, would_change.
    evidence : DataFrame
        One row per link, joined to what it leads to.
    numbers : DataFrame
        Linked results in the quantity that their claim states: claim_id, result_id, label, number, arm_role, direct, seen.
    levels, steps : DataFrame
        Certainty by question, and its steps: proposed and decided.
    findings : DataFrame
        Integrity of the printed numbers: check, rows, finding.
    unpooled, bodies : DataFrame
        Synthesis without pooling, and which bodies could be pooled or why not.
    tables : Tables
        What went in.
    """

    claims: pd.DataFrame
    evidence: pd.DataFrame
    numbers: pd.DataFrame
    levels: pd.DataFrame
    steps: pd.DataFrame
    findings: pd.DataFrame
    unpooled: pd.DataFrame
    bodies: pd.DataFrame
    tables: Tables

    @property
    def judged(self) -> pd.DataFrame:
        """The claims that are judged: all but opinion."""
        return self.claims[self.claims["kind"].ne("opinion")]

    @property
    def counts(self) -> pd.Series:
        """Number of claims by verdict, gravest first; not checkable last."""
        order = [*words.FLAGGED, "partly supported", "supported", "not checkable"]
        return self.claims["verdict"].value_counts().reindex(order, fill_value=0).rename("claims")

    def __repr__(self) -> str:
        """The verdicts in numbers."""
        return f"Review of {len(self.claims)} claims: " + ", ".join(f"{n} {v}" for v, n in self.counts.items())

    def _repr_html_(self) -> str:
        """The verdict table."""
        shown = self.claims[["claim_id", "short", "verdict", "certainty", "why"]]
        return shown.style.hide(axis="index").set_uuid("review").to_html()


def assess(tables: Tables) -> Review:
    """Run the chain: effects, synthesis, integrity, certainty, verdicts.

    Parameters
    ----------
    tables : Tables
        From `evidence.load`.

    Returns
    -------
    Review
        `Review.claims` has one row per claim.
    """
    measured = effects.effect_sizes(tables.results.rename(columns={"measure_given": "measure_given"}))
    measured["percent_change"] = effects.percent_change(measured)
    evidence = join_evidence(tables, measured)
    counted = evidence[evidence["bearing"].isin(words.COUNTED_BEARINGS)]
    questions = tables.questions[["question_id"]].merge(scales(tables.claims), on="question_id")
    levels, steps = certainty.rate(questions, counted.drop_duplicates(["question_id", "evidence_id"]), tables.ratings)
    numbers = compare_numbers(tables.claims, evidence)
    claims = judge(tables, evidence, numbers, levels)
    of_studies = measured.merge(tables.studies[["study_id", "label", "design", "control", "route", "product_class"]], on="study_id")
    return Review(
        claims=claims,
        evidence=evidence,
        numbers=numbers,
        levels=levels,
        steps=steps,
        findings=integrity.check(tables.results, tables.reports, tables.studies),
        unpooled=synthesis.without_pooling(of_studies),
        bodies=synthesis.poolable(of_studies),
        tables=tables,
    )


def scales(claims: pd.DataFrame) -> pd.DataFrame:
    """Give each question the scale of the claims that point to it (all of one kind of scale)."""
    pointed = claims.dropna(subset=["question_id"])
    scale = pointed["kind"].map(words.SCALES)
    return pointed.assign(scale=scale).drop_duplicates("question_id")[["question_id", "scale"]]


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
    links = tables.links.merge(tables.claims[["claim_id", "question_id"]], on="claim_id")
    studies = tables.studies.rename(columns={"n": "enrolled", "seen": "study_seen"})[
        ["study_id", "label", "design", "system", "enrolled", "control", "study_seen", "year"]
    ]
    judged = risk_of_bias.overall(tables.appraisals).rename(columns={"judgement": "risk_of_bias"})
    result_links = links[links["result_id"].notna()].drop(columns="study_id")
    by_result = result_links.merge(measured.rename(columns={"outcome": "measured", "note": "result_note"}), on="result_id")
    by_result["evidence_id"] = by_result["result_id"]
    by_study = links[links["study_id"].notna()]
    by_study = by_study.assign(evidence_id=by_study["study_id"])
    of_studies = pd.concat([by_result, by_study], ignore_index=True).merge(studies, on="study_id")
    of_studies = of_studies.merge(judged[["study_id", "risk_of_bias"]], on="study_id", how="left")
    people = of_studies["system"].eq("people")
    of_studies = of_studies.assign(
        seen=of_studies["seen"].fillna(of_studies["study_seen"]),
        n=of_studies["n_analysed"].fillna(of_studies["enrolled"]).where(people),
        source=of_studies["study_id"],
        date=of_studies["year"].astype("string").astype(object).where(of_studies["year"].notna(), None),
    )
    rules = links[links["regulation_id"].notna()].merge(
        tables.regulations[["regulation_id", "authority", "date", "seen"]], on="regulation_id"
    )
    year = rules["date"].str[:4].fillna("undated")
    rules = rules.assign(
        evidence_id=rules["regulation_id"],
        source=rules["authority"],
        label=rules["authority"] + " " + year,
        design="authority's document",
        system="documents",
    )
    joined = pd.concat([of_studies, rules], ignore_index=True)
    far = joined[list(words.DOMAINS_OF_DIRECTNESS)].eq("indirect").any(axis=1)
    joined["direct"], joined["first_hand"] = ~far, joined["seen"].isin(words.SEEN_FIRST_HAND)
    return joined.sort_values("link_id").reset_index(drop=True)


def compare_numbers(claims: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """Give the linked results of each claim that states a number, in the quantity that it states."""
    rows = []
    for claim in claims[claims["number"].notna()].itertuples():
        mine = evidence[evidence["claim_id"].eq(claim.claim_id) & evidence["result_id"].notna()]
        rows.append(mine.assign(number=verdicts.comparable(claim.quantity, mine), controlled=mine["contrast"].eq("between arms")))
    columns = ["claim_id", "result_id", "label", "number", "arm_role", "bearing", "direct", "controlled", "seen"]
    if not rows:
        return pd.DataFrame(columns=columns)
    return pd.concat(rows)[columns].reset_index(drop=True)


def judge(tables: Tables, evidence: pd.DataFrame, numbers: pd.DataFrame, levels: pd.DataFrame) -> pd.DataFrame:
    """Judge every claim; the columns are those of `Review.claims`."""
    by_question = levels.set_index("question_id")
    settled = decisions.settled(tables.decisions)
    restated = tables.claims.set_index("claim_id")["short"]
    searches = searched_sources(tables)
    rows = []
    for claim in tables.claims.itertuples():
        mine = evidence[evidence["claim_id"].eq(claim.claim_id)]
        links = tables.links[tables.links["claim_id"].eq(claim.claim_id)]
        rated = by_question.loc[claim.question_id] if claim.question_id in by_question.index else None
        rows.append(_judge_one(claim, mine, links, numbers[numbers["claim_id"].eq(claim.claim_id)], rated, searches, restated))
    judged = pd.DataFrame(rows)
    judged["decided"] = judged["claim_id"].map(settled)
    return judged[CLAIM_COLUMNS]


def searched_sources(tables: Tables) -> pd.DataFrame:
    """Give every search that is linked to a claim which names a source: source_named, outcome, bearing."""
    links = tables.links.dropna(subset=["search_id"])[["claim_id", "search_id", "bearing"]]
    named = tables.claims.dropna(subset=["source_named"])[["claim_id", "source_named"]]
    outcomes = tables.searches.dropna(subset=["outcome"])[["search_id", "outcome"]]
    return links.merge(named, on="claim_id").merge(outcomes, on="search_id").drop_duplicates(["source_named", "search_id"])


def _judge_one(claim, mine, links, numbers, rated, searches, restated) -> dict:
    source = searches[searches["source_named"].eq(claim.source_named)]
    level, proposed = ("not rated", "not rated") if rated is None else (rated["certainty"], rated["certainty_proposed"])
    agreed = verdicts.agreement(mine)
    deciding = verdicts.lead(mine, agreed)
    far = [d for d in ("population", "intervention", "outcome") if len(deciding) and deciding[d].eq("indirect").any()]
    counted = numbers[numbers["bearing"].isin(words.COUNTED_BEARINGS) & numbers["direct"] & ~numbers["arm_role"].eq("benchmark")]
    fit = None
    if not pd.isna(claim.number):
        high = None if pd.isna(claim.number_high) else claim.number_high
        fit = verdicts.number_fits(claim.number, high, claim.bound, counted.loc[counted["controlled"], "number"], counted["number"])
    opinion = claim.kind == "opinion"
    calibrated = "nothing to calibrate" if opinion else verdicts.calibration(claim.wording, level, agreed, far, fit)
    own = links.loc[links["other_claim_id"].notna() & links["bearing"].eq("against")]
    judged = verdicts.Judged(
        kind=claim.kind,
        agreement=agreed,
        calibration=calibrated,
        traceability=verdicts.traceability(
            not pd.isna(claim.source_named), source["outcome"].tolist(), source.loc[source["outcome"].eq("found"), "bearing"].tolist()
        ),
        certainty=level,
        rests_on_source=claim.source_role == "rests on",
        against_itself=len(own) > 0,
        against_first_hand=agreed == "against" and bool(deciding["first_hand"].any()),
    )
    rule = verdicts.verdict(judged)
    searched = len(source) if rule.verdict == "untraceable" else int(links["search_id"].notna().sum())
    line = verdicts.why(rule.name, deciding, searched, own["reason"].iloc[0] if len(own) else "", claim.note if opinion else "")
    harms = mine[mine["outcome_family"].eq("adverse events") & mine["denominator"].eq("at risk") & mine["bearing"].eq("for")]
    harms = harms.assign(upper=100 * harms["ci_high"]) if claim.kind == "safety" else harms.head(0)
    used = deciding if rule.verdict not in ("untraceable", "not checkable") else mine.head(0)
    sources = links[links["search_id"].notna()] if rule.verdict in ("untraceable", "unsupported") else links.head(0)
    return {
        "claim_id": claim.claim_id,
        "kind": claim.kind,
        "verdict": rule.verdict,
        "certainty": level,
        "scale": words.SCALES[claim.kind],
        "certainty_proposed": proposed,
        "agreement": agreed,
        "calibration": judged.calibration,
        "traceability": judged.traceability,
        "coverage": "not judged" if opinion else verdicts.coverage(mine, int(links["search_id"].notna().sum()), len(own) > 0),
        "flagged": rule.verdict in words.FLAGGED,
        "severity": verdicts.severity(claim.topic, rule.verdict),
        "sentence": verdicts.sentence(rule.verdict, line, mine, level, words.SCALES[claim.kind]),
        "rows": " ".join(sorted({*used["link_id"], *own["link_id"], *sources["link_id"]})),
        "topic": claim.topic,
        "short": claim.short,
        "wording": claim.wording,
        "claimed": verdicts.claimed(claim),
        "found": verdicts.found(claim.quantity, numbers, harms),
        "why": line,
        "rule": rule.name,
        "would_change": rule.change,
    }
