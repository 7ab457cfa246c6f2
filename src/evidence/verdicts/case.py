"""All that the verdict of one claim is computed from, so that a what-if is a changed copy of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from evidence import vocabulary as words
from evidence.certainty import Body, Departure, Pooled, Row, moved_by, propose
from evidence.thresholds import DEFAULTS, POOLED_DEFAULTS, PooledThresholds, Thresholds
from evidence.verdicts.judging import agreement, calibration, tier, traceability
from evidence.verdicts.numbers import Measured, Stated, number_found
from evidence.verdicts.rules import Judged, Rule, verdict

FAR = ("population", "intervention", "outcome")  # a study without a comparator is not another population or product


@dataclass(frozen=True)
class Case:
    """One claim with its evidence.

    Attributes
    ----------
    kind, wording, scale : str
        Of the claim.
    rows : tuple of Row
        Its links to results, studies and regulations.
    question : tuple of Row
        Counted evidence on its question, one row per piece; other claims on the question may have brought some of it.
    stated, numbers : Stated or None, tuple of Measured
        The number that it states, and linked results in that quantity.
    named, rests_on_source : bool
        Whether the article names a source for it, and whether it rests on that source.
    searched, source_bearings : tuple of str
        Outcomes of the searches for the source, and bearings of links to searches that found it.
    against_itself : bool
        Whether the article contradicts it.
    absolute_question : bool
        Whether all claims on the question are worded absolutely.
    departure : Departure
        How far the raters went from the rules on its question.
    shift : int
        Levels by which the certainty is moved; 0 but in a what-if.
    plain_needs : str
        Certainty that plain words need: our choice, so a what-if changes it.
    thresholds, pooled_thresholds : Thresholds, PooledThresholds
        Numbers that the rules compare with; the second only where results are pooled.
    pool : callable or None
        Gives the pooled estimate of rows of the question, or None; None where nothing on it can be pooled.
    """

    kind: str
    wording: str
    scale: str
    rows: tuple[Row, ...] = ()
    question: tuple[Row, ...] = ()
    stated: Stated | None = None
    numbers: tuple[Measured, ...] = ()
    named: bool = False
    rests_on_source: bool = False
    searched: tuple[str, ...] = ()
    source_bearings: tuple[str, ...] = ()
    against_itself: bool = False
    absolute_question: bool = False
    departure: Departure = field(default_factory=Departure)
    shift: int = 0
    plain_needs: str = words.WORDING_NEEDS["plain"]
    thresholds: Thresholds = DEFAULTS
    pooled_thresholds: PooledThresholds = POOLED_DEFAULTS
    pool: Callable[[Iterable[Row]], Pooled | None] | None = None

    @property
    def needs(self) -> str:
        """Certainty that the words need; blank where the claim has no wording."""
        return self.plain_needs if self.wording == "plain" else words.WORDING_NEEDS.get(self.wording, "")

    @property
    def absolute(self) -> bool:
        """Whether the claim is worded absolutely."""
        return self.wording == "absolute"

    @property
    def dated(self) -> bool:
        """Whether a newer document replaces an older one."""
        return self.kind == "regulation"


@dataclass(frozen=True)
class Finding:
    """The verdict of a case: its rule, the judgements behind it, the rows that decide, the fate of its number."""

    rule: Rule
    judged: Judged
    deciding: tuple[Row, ...]
    number: str
    certainty_proposed: str

    @property
    def verdict(self) -> str:
        """The verdict."""
        return self.rule.verdict


def evaluate(case: Case) -> Finding:
    """Judge one case by the rules.

    Examples
    --------
    >>> evaluate(Case("cause", "plain", "convergence of sources")).verdict
    'unsupported'
    """
    deciding = tuple(tier(case.rows, case.absolute, case.dated))
    agreed = agreement(deciding)
    level, proposed = certainty_of(case) if agreed != "no evidence" else (words.NOT_RATED, words.NOT_RATED)
    number = number_found(case.stated, case.numbers, case.thresholds)
    opinion = case.kind == "opinion"
    far = [domain for domain in FAR if any(getattr(row, domain) == "indirect" for row in deciding)]
    judged = Judged(
        kind=case.kind,
        agreement=agreed,
        calibration="nothing to calibrate" if opinion else calibration(case.needs, level, agreed, far, number),
        traceability=traceability(case.named, case.searched, case.source_bearings),
        certainty=level,
        rests_on_source=case.rests_on_source,
        against_itself=case.against_itself,
        against_first_hand=agreed == "against" and any(row.first_hand for row in deciding),
    )
    return Finding(verdict(judged), judged, deciding, number, proposed)


def certainty_of(case: Case) -> tuple[str, str]:
    """Give the certainty of the evidence that decides the question of a case: decided, and proposed by rule."""
    rows = tuple(tier(case.question, case.absolute_question, case.dated))
    pooled = case.pool(rows) if case.pool else None
    body = Body(rows, case.thresholds, pooled, case.pooled_thresholds)
    proposal = propose(case.scale, body)
    return moved_by(case.departure.applied(proposal), case.shift), proposal.level
