"""Every combination of judgements meets a rule, every verdict can be reached, and stronger words are never kinder."""

from itertools import product

import pandas as pd
import pytest

from evidence import verdicts
from evidence import vocabulary as words
from evidence.verdicts import Judged

CERTAINTIES = (*words.LEVELS, words.NOT_RATED)


def links(*rows):
    frame = pd.DataFrame(rows, columns=["bearing", "direct", "first_hand"])
    return frame.assign(link_id=[f"l{i}" for i in range(len(frame))], seen="abstract", reason="a reason")


EVERY = [
    Judged(kind, agreed, calibrated, traced, certainty, rests, itself, first_hand)
    for kind, agreed, calibrated, traced, certainty, rests, itself, first_hand in product(
        words.KINDS, words.AGREEMENTS, words.CALIBRATIONS, words.TRACEABILITIES, CERTAINTIES, *[(False, True)] * 3
    )
]


def test_every_combination_has_a_verdict_and_every_verdict_and_rule_is_reached():
    rules = [verdicts.verdict(judged) for judged in EVERY]
    assert {rule.verdict for rule in rules} == set(words.VERDICTS)
    assert {rule.name for rule in rules} == {rule.name for rule in verdicts.RULES}


def test_opinion_is_never_judged():
    assert {verdicts.verdict(j).verdict for j in EVERY if j.kind == "opinion"} == {"not checkable"}


def test_supported_needs_direct_agreement_and_more_than_very_low_certainty():
    for judged in EVERY:
        rule = verdicts.verdict(judged)
        if rule.verdict == "supported" and judged.kind != "existence":
            assert judged.agreement == "for"
            assert judged.calibration in ("fits", "nothing to calibrate")
            assert judged.certainty in ("low", "moderate", "high")


def test_evidence_of_second_hand_never_contradicts():
    for judged in EVERY:
        plain = not judged.against_itself and judged.traceability != "found and says otherwise"
        if plain and verdicts.verdict(judged).verdict == "contradicted":
            assert judged.against_first_hand
            assert judged.certainty in ("moderate", "high")


@pytest.mark.parametrize("certainty", words.LEVELS)
@pytest.mark.parametrize("agreed", words.AGREEMENTS)
def test_stronger_wording_never_gets_a_kinder_verdict(agreed, certainty):
    ranks = []
    for wording in words.WORDINGS:
        calibrated = verdicts.calibration(wording, certainty, agreed, ["population"], None)
        rule = verdicts.verdict(
            Judged("effect", agreed, calibrated, "no source named", certainty, against_first_hand=True)
        )
        ranks.append(words.VERDICT_ORDER.index(rule.verdict))
    assert ranks == sorted(ranks, reverse=True)


@pytest.mark.parametrize(
    ("rows", "agreed"),
    [
        ([], "no evidence"),
        ([("silent", True, True), ("context", True, True)], "no evidence"),
        ([("for", True, True)], "for"),
        ([("against", True, True), ("for", True, False)], "against"),
        ([("for", True, True), ("against", False, True)], "for"),
        ([("for", True, True), ("against", True, True)], "mixed"),
        ([("mixed", True, True)], "mixed"),
        ([("for", False, True)], "for, indirectly"),
        ([("against", False, False)], "against, indirectly"),
        ([("for", False, True), ("against", False, True)], "mixed"),
    ],
)
def test_agreement_is_decided_by_the_strongest_tier(rows, agreed):
    assert verdicts.agreement(links(*rows)) == agreed


@pytest.mark.parametrize(
    ("named", "outcomes", "bearings", "traced"),
    [
        (False, [], [], "no source named"),
        (True, [], [], "not searched"),
        (True, ["not found"], [], "not found"),
        (True, ["not found", "found"], ["silent"], "found and says so"),
        (True, ["found"], ["against"], "found and says otherwise"),
    ],
)
def test_traceability(named, outcomes, bearings, traced):
    assert verdicts.traceability(named, outcomes, bearings) == traced


def numbers(*values):
    return pd.Series(values, dtype=float)


def test_uncontrolled_gain_neither_confirms_nor_refutes_a_number():
    assert verdicts.number_fits(30, None, "up to", numbers(), numbers(20, 69)) is None


def test_up_to_means_that_typical_controlled_results_come_near():
    assert verdicts.number_fits(30, None, "up to", numbers(5, 10, 40), numbers()) is False
    assert verdicts.number_fits(30, None, "up to", numbers(28, 29, 40), numbers()) is True


def test_a_window_of_time_fits_when_half_of_the_results_fall_into_it():
    assert verdicts.number_fits(3, 6, "between", numbers(), numbers(3, 4, 12)) is True
    assert verdicts.number_fits(3, 6, "between", numbers(), numbers(1, 1, 4)) is False


def test_share_is_taken_only_of_people_at_risk_or_as_printed():
    rows = pd.DataFrame(
        {
            "statistic": ["count", "count", "percent"],
            "value": [None, None, 80.0],
            "events": pd.array([8, 8, None], dtype="Int64"),
            "total": pd.array([10, 8, None], dtype="Int64"),
            "denominator": ["at risk", "cases only", "not stated"],
        }
    )
    shares = verdicts.comparable("share of people", rows)
    assert shares.iloc[[0, 2]].tolist() == [80.0, 80.0]
    assert pd.isna(shares.iloc[1])


@pytest.mark.parametrize(
    ("topic", "kind", "verdict", "expected"),
    [
        ("safety", "prevention", "contradicted", "high"),
        ("route and comfort", "safety", "unsupported", "high"),
        ("regulation", "regulation", "supported", "high"),
        ("regrowth", "effect", "untraceable", "medium"),
        ("comparators", "definition", "contradicted", "high"),
        ("mechanism", "mechanism", "contradicted", "medium"),
        ("mechanism", "mechanism", "unsupported", "low"),
        (None, "opinion", "not checkable", "low"),
    ],
)
def test_severity_goes_by_topic_and_one_step_up_when_contradicted(topic, kind, verdict, expected):
    assert verdicts.severity(topic, kind, verdict) == expected


def test_sentence_never_tells_not_found_as_false():
    said = verdicts.sentence(
        "untraceable", "The source was not found: none of 3 searches met it.", links(), "not rated", "searches"
    )
    assert "not the same as does not exist" in said


def test_calibration_names_the_gravest_misfit_first():
    assert verdicts.calibration("plain", "high", "for", [], False) == "number too strong"
    assert verdicts.calibration("plain", "high", "for, indirectly", ["population"], None) == (
        "wrong population, product or time"
    )
    assert verdicts.calibration("plain", "low", "for", [], None) == "wording too strong"
    assert verdicts.calibration("plain", "moderate", "for", [], True) == "fits"


def test_moderate_certainty_is_enough_to_contradict():
    judged = Judged("cause", "against", "nothing to calibrate", "no source named", "moderate", against_first_hand=True)
    assert verdicts.verdict(judged).verdict == "contradicted"


def test_of_mixed_evidence_the_row_that_limits_the_claim_is_told_first():
    rows = links(("for", True, True), ("mixed", True, True), ("against", True, True))
    assert verdicts.lead(rows, "mixed")["bearing"].tolist() == ["against", "mixed", "for"]


def test_at_least_means_at_least():
    assert verdicts.number_fits(10, None, "at least", numbers(9.5), numbers()) is False
    assert verdicts.number_fits(10, None, "at least", numbers(10), numbers()) is True


# --- absolute claims --------------------------------------------------------------------------------------------------


def evidence_of(*rows: tuple[str, bool, bool]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["bearing", "direct", "first_hand"])


def test_one_direct_case_undoes_an_absolute_claim_and_only_that():
    seen_none_and_told_case = evidence_of(("for", True, True), ("for", True, True), ("against", True, False))
    assert verdicts.agreement(seen_none_and_told_case) == "for"
    assert verdicts.agreement(seen_none_and_told_case, absolute=True) == "against"
    indirect_case = evidence_of(("for", True, True), ("against", False, True))
    assert verdicts.agreement(indirect_case, absolute=True) == "for"


def test_absolute_words_are_never_kinder_to_a_claim():
    order = ["against", "against, indirectly", "no evidence", "mixed", "for, indirectly", "for"]
    kinds = list(product(("for", "against", "mixed"), (True, False), (True, False)))
    for first, second in product(kinds, kinds):
        rows = evidence_of(first, second)
        plain, absolute = verdicts.agreement(rows), verdicts.agreement(rows, absolute=True)
        assert order.index(absolute) <= order.index(plain), (first, second)
