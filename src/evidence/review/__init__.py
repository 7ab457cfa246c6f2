"""The whole chain on one set of tables; the only module that knows every stage."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from evidence import certainty, effects, integrity, risk_of_bias, synthesis
from evidence import vocabulary as words
from evidence.review.cases import cases, counted, deciding
from evidence.review.changes import flip_all, flip_frame, robustness, standing
from evidence.review.claims import COLUMNS as CLAIM_COLUMNS
from evidence.review.claims import judge
from evidence.review.joining import compare_numbers, join_evidence, judge_bias, scales, touched
from evidence.review.pooling import pooled_estimates, pools
from evidence.review.ranking import ranked
from evidence.review.raters import repeatability, verdicts_by_rater
from evidence.tables import Tables
from evidence.verdicts import Case, evaluate

__all__ = ["CLAIM_COLUMNS", "Review", "assess", "judge_claims", "who_judged"]


@dataclass(frozen=True, eq=False, repr=False)
class Review:
    """What the chain made of a set of tables.

    Attributes
    ----------
    claims : DataFrame
        One row per claim: claim_id, kind, verdict, certainty, scale, certainty_proposed, agreement, calibration,
        traceability, coverage, decided, flagged, severity, sentence, rows (link ids), topic, short, wording, claimed,
        found, number, checked, why, rule, would_change.
    evidence : DataFrame
        One row per link, joined to what it leads to.
    numbers : DataFrame
        Linked results in the quantity that their claim states: claim_id, result_id, label, number, arm_role, direct,
        seen.
    levels, steps : DataFrame
        Certainty by question, and its steps: proposed and decided.
    findings : DataFrame
        Integrity of the printed numbers: check, rows, finding.
    unpooled, directions, bodies : DataFrame
        Synthesis without pooling by study and by family of outcomes, and which bodies could be pooled or why not.
    flips, robustness : DataFrame
        Every single change tried on every claim with the verdict it leads to (and the pairs that move one), and how
        many of them move each claim.
    summary : DataFrame
        Summary of findings: one row per question on effects or safety; see `certainty.summary_of_findings`.
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
    directions: pd.DataFrame
    bodies: pd.DataFrame
    flips: pd.DataFrame
    robustness: pd.DataFrame
    summary: pd.DataFrame
    tables: Tables

    @property
    def judged(self) -> pd.DataFrame:
        """The claims that are judged: all but opinion."""
        return self.claims[self.claims["kind"].ne("opinion")]

    @property
    def ranked(self) -> pd.DataFrame:
        """The judged claims, the weakest first and the strongest last; see `review.ranking.ranked`."""
        return ranked(self.judged)

    @property
    def counts(self) -> pd.Series:
        """Number of claims by verdict, gravest first; not checkable last."""
        order = [*words.FLAGGED, "partly supported", "supported", "not checkable"]
        return self.claims["verdict"].value_counts().reindex(order, fill_value=0).rename("claims")

    @property
    def who_judged(self) -> str:
        """One sentence on how many judgements people made and how many a machine made."""
        return who_judged(self.tables)

    @cached_property
    def risk_of_bias(self) -> pd.DataFrame:
        """Risk of bias of each study, as judged and as the rules of its tool compute; see `risk_of_bias.judge`."""
        return judge_bias(self.tables)

    @property
    def risk_of_bias_by_domain(self) -> pd.DataFrame:
        """The same in each domain; see `risk_of_bias.judge_domains`."""
        tables = self.tables
        return risk_of_bias.judge_domains(tables.appraisals, tables.answers, tables.signals, tables.tools)

    @property
    def repeatability(self) -> pd.DataFrame:
        """How far two separate ratings agree; see `review.raters.repeatability`."""
        return repeatability(self.tables)

    @cached_property
    def by_rater(self) -> pd.DataFrame:
        """The verdicts as each rater alone would have them; see `review.raters.verdicts_by_rater`."""
        return verdicts_by_rater(self.tables, self.judged, _verdicts)

    @property
    def touched(self) -> pd.DataFrame:
        """Findings of integrity with the claims that they touch; see `review.joining.touched`."""
        return touched(self.findings, self.evidence, self.numbers)

    @property
    def standing(self) -> pd.DataFrame:
        """How many verdicts stand whatever single change is tried, by kind; see `review.changes.standing`."""
        return standing(self.flips)

    @property
    def moves(self) -> pd.DataFrame:
        """The changes that move a verdict: rows of `flips` whose verdict becomes another one."""
        return self.flips[self.flips["becomes"].ne(self.flips["verdict"])].reset_index(drop=True)

    @property
    def ready_frames(self) -> dict[str, pd.DataFrame]:
        """The frames that users ask for by name, each written as CSV beside the report."""
        tables = self.tables
        frames = {name: getattr(tables, name) for name in ("density_gain", "regrowth_rates", "regulatory_status")}
        mine = ("repeatability", "risk_of_bias", "risk_of_bias_by_domain", "robustness")
        frames |= {"record_flow": tables.record_flow, "what_would_change": self.moves}
        frames["summary_of_findings"] = self.summary
        return frames | {name: getattr(self, name) for name in mine}

    def __repr__(self) -> str:
        """The verdicts in numbers."""
        return f"Review of {len(self.claims)} claims: " + ", ".join(f"{n} {v}" for v, n in self.counts.items())

    def _repr_html_(self) -> str:
        """The verdict table."""
        shown = self.claims[["claim_id", "short", "verdict", "certainty", "why"]]
        return shown.to_html(index=False, border=0, justify="left", classes="evidence-review")


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
    measured = _measured(tables)
    chain = _chain(tables, measured)
    flipped = flip_all(chain.cases)
    of_studies = measured.merge(
        tables.studies[["study_id", "label", "design", "control", "route", "product_class"]], on="study_id"
    )
    return Review(
        claims=judge(tables, chain.evidence, chain.numbers, chain.cases, flipped),
        evidence=chain.evidence,
        numbers=chain.numbers,
        levels=chain.levels,
        steps=chain.steps,
        findings=integrity.check(tables.results, tables.reports, tables.studies),
        unpooled=synthesis.without_pooling(of_studies),
        directions=synthesis.directions(of_studies),
        bodies=synthesis.poolable(of_studies),
        flips=flip_frame(flipped),
        robustness=robustness(flipped),
        summary=certainty.summary_of_findings(
            tables.questions, chain.levels.query("scale == 'GRADE'"), chain.steps, chain.decide, chain.pooled
        ),
        tables=tables,
    )


class _Chain(NamedTuple):
    """The chain up to what every claim is judged from."""

    evidence: pd.DataFrame
    numbers: pd.DataFrame
    decide: pd.DataFrame
    pooled: dict
    levels: pd.DataFrame
    steps: pd.DataFrame
    cases: dict[str, Case]


def _measured(tables: Tables) -> pd.DataFrame:
    measured = effects.effect_sizes(tables.results)
    return measured.assign(percent_change=effects.percent_change(measured))


def _chain(tables: Tables, measured: pd.DataFrame) -> _Chain:
    evidence = join_evidence(tables, measured)
    questions = tables.questions[["question_id"]].merge(scales(tables.claims), on="question_id")
    pooling, decide = pools(tables.questions, counted(evidence)), deciding(tables.claims, evidence)
    pooled = pooled_estimates(pooling, decide)
    levels, steps, departures = certainty.rate(questions, decide, tables.ratings, pooled=pooled)
    numbers = compare_numbers(tables.claims, evidence)
    each = cases(tables, evidence, numbers, departures, pooling)
    return _Chain(evidence, numbers, decide, pooled, levels, steps, each)


def judge_claims(tables: Tables) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Judge every claim and leave out all that no verdict needs: what-ifs, synthesis, integrity.

    Parameters
    ----------
    tables : Tables
        From `evidence.load`.

    Returns
    -------
    tuple of (DataFrame, DataFrame)
        `Review.claims`, its column would_change blank, and `Review.evidence`.
    """
    chain = _chain(tables, _measured(tables))
    return judge(tables, chain.evidence, chain.numbers, chain.cases), chain.evidence


def who_judged(tables: Tables) -> str:
    """Say in one sentence how many judgements people made and how many a machine made."""
    kinds = pd.concat([table["rater_kind"] for table in (tables.links, tables.ratings, tables.appraisals)])
    people = int(kinds.eq("human").sum())
    if people == len(kinds):
        return f"All {len(kinds)} judgements were made by people."
    return f"{len(kinds) - people} of {len(kinds)} judgements were made by a machine and await human review."


def _verdicts(tables: Tables) -> dict[str, str]:
    """Judge every claim and nothing more."""
    return {claim_id: evaluate(case).verdict for claim_id, case in _chain(tables, _measured(tables)).cases.items()}
