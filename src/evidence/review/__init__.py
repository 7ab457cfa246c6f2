"""The whole chain on one set of tables; the only module that knows every stage."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from evidence import certainty, effects, integrity, risk_of_bias, synthesis
from evidence import vocabulary as words
from evidence.review.cases import cases, counted, deciding
from evidence.review.changes import flip_all, flip_frame, robustness, standing
from evidence.review.claims import COLUMNS as CLAIM_COLUMNS
from evidence.review.claims import judge
from evidence.review.joining import compare_numbers, join_evidence, judge_bias, scales
from evidence.review.pooling import pooled_estimates, pools
from evidence.review.raters import repeatability
from evidence.tables import Tables

__all__ = ["CLAIM_COLUMNS", "Review", "assess"]


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
    def counts(self) -> pd.Series:
        """Number of claims by verdict, gravest first; not checkable last."""
        order = [*words.FLAGGED, "partly supported", "supported", "not checkable"]
        return self.claims["verdict"].value_counts().reindex(order, fill_value=0).rename("claims")

    @property
    def who_judged(self) -> str:
        """One sentence on how many judgements people made and how many a machine made."""
        tables = (self.tables.links, self.tables.ratings, self.tables.appraisals)
        kinds = pd.concat([table["rater_kind"] for table in tables])
        people = int(kinds.eq("human").sum())
        if people == len(kinds):
            return f"All {len(kinds)} judgements were made by people."
        rest = len(kinds) - people
        return f"{rest} of {len(kinds)} judgements were made by a machine and await human review."

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
    measured = effects.effect_sizes(tables.results)
    measured["percent_change"] = effects.percent_change(measured)
    evidence = join_evidence(tables, measured)
    questions = tables.questions[["question_id"]].merge(scales(tables.claims), on="question_id")
    pooling, decide = pools(tables.questions, counted(evidence)), deciding(tables.claims, evidence)
    pooled = pooled_estimates(pooling, decide)
    levels, steps, departures = certainty.rate(questions, decide, tables.ratings, pooled=pooled)
    numbers = compare_numbers(tables.claims, evidence)
    each = cases(tables, evidence, numbers, departures, pooling)
    flipped = flip_all(each)
    of_studies = measured.merge(
        tables.studies[["study_id", "label", "design", "control", "route", "product_class"]], on="study_id"
    )
    return Review(
        claims=judge(tables, evidence, numbers, each, flipped),
        evidence=evidence,
        numbers=numbers,
        levels=levels,
        steps=steps,
        findings=integrity.check(tables.results, tables.reports, tables.studies),
        unpooled=synthesis.without_pooling(of_studies),
        directions=synthesis.directions(of_studies),
        bodies=synthesis.poolable(of_studies),
        flips=flip_frame(flipped),
        robustness=robustness(flipped),
        summary=certainty.summary_of_findings(
            tables.questions, levels[levels["scale"].eq("GRADE")], steps, decide, pooled
        ),
        tables=tables,
    )
