"""The verdict table: rules in order, of which the first that fits decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import pandas as pd

from evidence import vocabulary as words


@dataclass(frozen=True)
class Judged:
    """All that the verdict of one claim rests on."""

    kind: str
    agreement: str
    calibration: str
    traceability: str
    certainty: str
    rests_on_source: bool = False
    against_itself: bool = False
    against_first_hand: bool = False


@dataclass(frozen=True)
class Rule:
    """One line of the verdict table: its name, the verdict, when it fits, and what would change it."""

    name: str
    verdict: str
    fits: Callable[[Judged], bool]
    change: str


def _at_least_moderate(judged: Judged) -> bool:
    return judged.certainty in ("moderate", "high")


RULES = (
    Rule(
        "opinion, or no checkable reading",
        "not checkable",
        lambda j: j.kind == "opinion",
        "A statement that names what is measured, in whom, and by how much.",
    ),
    Rule(
        "rests on a named source that was searched for and not found",
        "untraceable",
        lambda j: j.rests_on_source and j.traceability == "not found",
        "The source itself: a title, DOI or registry number, or a person's licence or staff page, that can be opened.",
    ),
    Rule(
        "the named source says otherwise",
        "contradicted",
        lambda j: j.traceability == "found and says otherwise",
        "A correction of the source.",
    ),
    Rule(
        "the article contradicts itself",
        "contradicted",
        lambda j: j.against_itself,
        "No change to the evidence: a correction of one of the two statements in the article.",
    ),
    Rule(
        "direct first-hand evidence is against it at moderate certainty or better",
        "contradicted",
        lambda j: j.agreement == "against" and j.against_first_hand and _at_least_moderate(j),
        "A newer document of the same authority, or direct data, that says the opposite.",
    ),
    Rule(
        "the named source was found and says so",
        "supported",
        lambda j: j.kind == "existence" and j.traceability == "found and says so",
        "A retraction, or proof of a mix-up.",
    ),
    Rule(
        "no evidence",
        "unsupported",
        lambda j: j.agreement == "no evidence",
        "One study or document that answers this very question.",
    ),
    Rule(
        "only weaker evidence, and it is against",
        "unsupported",
        lambda j: j.agreement in ("against", "against, indirectly"),
        "Direct evidence of first hand, either way.",
    ),
    Rule(
        "only indirect evidence agrees",
        "partly supported",
        lambda j: j.agreement == "for, indirectly",
        "One controlled study in the very population, with the very product, that the claim names.",
    ),
    Rule(
        "evidence points both ways",
        "partly supported",
        lambda j: j.agreement == "mixed",
        "New evidence on each point that is mixed; one study more leaves the whole mixed.",
    ),
    Rule(
        "number, words or population go further than the evidence",
        "partly supported",
        lambda j: j.calibration not in ("fits", "nothing to calibrate"),
        "Softer words, or evidence of the certainty that these words need.",
    ),
    Rule(
        "certainty is very low",
        "partly supported",
        lambda j: j.certainty in ("very low", words.NOT_RATED),
        "A controlled study with enough people.",
    ),
    Rule(
        "direct evidence agrees and the words fit",
        "supported",
        lambda j: True,
        "Direct evidence of first hand against it.",
    ),
)


def verdict(judged: Judged) -> Rule:
    """Give the first rule that fits.

    Examples
    --------
    >>> verdict(Judged("opinion", "no evidence", "nothing to calibrate", "no source named", "not rated")).verdict
    'not checkable'
    """
    return next(rule for rule in RULES if rule.fits(judged))


def cells() -> pd.DataFrame:
    """Write out every cell of the verdict table for a claim that is not opinion, existence or against itself.

    Returns
    -------
    DataFrame
        One row per agreement, calibration, traceability, certainty, whether the claim rests on its source and whether
        evidence against it was seen first hand: these six, then verdict and rule. Some cells can't arise (a claim that
        rests on no source names none); they are filled all the same, so that nothing is left to chance.

    Examples
    --------
    >>> len(cells())
    3000
    """
    certainties = (*words.LEVELS, words.NOT_RATED)
    every = product(
        words.AGREEMENTS, words.CALIBRATIONS, words.TRACEABILITIES, certainties, (False, True), (False, True)
    )
    rows = []
    for agreed, calibrated, traced, certainty, rests, first_hand in every:
        judged = Judged("effect", agreed, calibrated, traced, certainty, rests, against_first_hand=first_hand)
        rule = verdict(judged)
        rows.append((agreed, calibrated, traced, certainty, rests, first_hand, rule.verdict, rule.name))
    columns = ["agreement", "calibration", "traceability", "certainty", "rests_on_source", "against_first_hand"]
    return pd.DataFrame(rows, columns=[*columns, "verdict", "rule"])


def severity(topic: str | None, kind: str, given: str) -> str:
    """Say what a wrong claim costs: by topic, high for safety and regulation, one step up when contradicted."""
    if topic is None or pd.isna(topic):
        return words.SEVERITIES[0]
    grave = "high" if kind in ("safety", "regulation") else words.TOPICS[topic]
    place = words.SEVERITIES.index(grave) + (given == "contradicted")
    return words.SEVERITIES[min(place, len(words.SEVERITIES) - 1)]
