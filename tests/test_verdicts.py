"""Every combination of judgements meets a rule, every verdict can be reached, and stronger words are never kinder."""

from itertools import product

import pandas as pd
import pytest

from evidence import verdicts
from evidence import vocabulary as words
from evidence.certainty import Row
from evidence.thresholds import Thresholds
from evidence.verdicts import Judged, Measured, Stated

CERTAINTIES = (*words.LEVELS, words.NOT_RATED)


def links(*rows):
    return [
        Row(
            f"l{i}", bearing=bearing, direct=direct, first_hand=hand, seen="abstract", reason="a reason", source=f"s{i}"
        )
        for i, (bearing, direct, hand) in enumerate(rows)
    ]


def agreed_by(rows, absolute=False):
    return verdicts.agreement(verdicts.tier(rows, absolute))


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
        calibrated = verdicts.calibration(
            words.WORDING_NEEDS[wording], certainty, agreed, ["population"], "none stated"
        )
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
    assert agreed_by(links(*rows)) == agreed


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


def found(claimed, *values, controlled=True, **also):
    results = [Measured(f"e{i}", f"s{i}", value, controlled=controlled, **also) for i, value in enumerate(values)]
    return verdicts.number_found(claimed, results)


THIRTY = Stated("percent change", 30, None, "up to")
WINDOW = Stated("time to result", 3, 6, "between")


def test_uncontrolled_gain_neither_confirms_nor_refutes_a_number():
    assert found(THIRTY, 20, 69, controlled=False) == "only without control"


def test_up_to_means_that_typical_controlled_results_come_near():
    assert found(THIRTY, 5, 10, 40) == "too strong"
    assert found(THIRTY, 28, 29, 40) == "fits"
    assert found(THIRTY, 27) == "fits"
    assert found(THIRTY, 26.9) == "too strong"


def test_a_fall_is_reached_by_a_larger_fall_and_never_by_a_rise():
    fall = Stated("percent change", -30, None, "=")
    assert found(fall, -35) == "fits"
    assert found(fall, -20) == "too strong"
    assert found(fall, 35) == "too strong"


def test_a_window_of_time_fits_when_half_of_the_results_fall_into_it():
    assert found(WINDOW, 3, 4, 12, 12) == "fits"
    assert found(WINDOW, 1, 1, 4) == "too strong"
    assert found(WINDOW, 2.7, 6.6, controlled=False) == "fits"
    assert found(WINDOW, 2.6, 6.7) == "too strong"


@pytest.mark.parametrize(
    ("bound", "months", "fate"),
    [
        *(("=", 3.3, "fits"), ("=", 3.4, "too strong"), ("=", 2.7, "fits"), ("about", 12, "too strong")),
        *(("up to", 1, "fits"), ("up to", 4, "too strong"), ("at least", 12, "fits"), ("at least", 2, "too strong")),
    ],
)
def test_a_time_that_comes_later_than_claimed_does_not_reach_it(bound, months, fate):
    claimed = Stated("time to result", 3, None, bound)
    assert found(claimed, months) == fate
    assert found(claimed, months, controlled=False) == fate


def test_a_range_of_effect_is_reached_at_its_nearer_end_by_controlled_results_only():
    gain, fall = (Stated("percent change", *ends, "between") for ends in ((20, 30), (-30, -20)))
    assert found(gain, 25, controlled=False) == found(fall, -25, controlled=False) == "only without control"
    assert found(gain, 18) == found(gain, 40) == found(fall, -18) == found(fall, -25) == "fits"
    assert found(gain, 17) == found(fall, -17) == found(fall, 25) == "too strong"


def test_of_an_even_number_of_results_the_middle_lies_between():
    assert found(THIRTY, 20, 34) == "fits"
    assert found(THIRTY, 20, 33) == "too strong"


def test_an_uncontrolled_result_beside_a_controlled_one_is_not_the_measure():
    both = [Measured("e1", "s1", 69.0), Measured("e2", "s2", 10.0, controlled=True)]
    assert verdicts.number_found(THIRTY, both) == "too strong"


def test_a_number_elsewhere_is_near_within_a_tenth_either_way_and_for_falls_too():
    fall = Stated("percent change", -30, None, "=")
    assert found(fall, -27, direct=False) == found(fall, -33, direct=False) == "right number, wrong population"
    assert found(fall, -26.9, direct=False) == found(fall, 30, direct=False) == "not measured"
    assert found(WINDOW, 3, direct=False) == "right number, wrong population"


def test_at_least_means_at_least():
    least = Stated("share of people", 10, None, "at least")
    assert found(least, 9.5) == "too strong"
    assert found(least, 10) == "fits"
    half = Stated("amount", 0.5, None, "at least")
    assert (found(half, 0.6), found(half, 0.4)) == ("fits", "too strong")


def test_a_number_that_stands_only_elsewhere_is_told_as_such():
    claimed = Stated("share of people", 78, None, "=")
    assert found(claimed, 80, direct=False, bearing="context") == "right number, wrong population"
    assert found(claimed, 50, direct=False) == "not measured"
    assert found(claimed, 78, direct=False, benchmark=True) == "not measured"
    assert found(claimed) == "not measured"
    assert found(None, 80) == "none stated"


def test_context_and_control_arms_are_not_the_claims_own_results():
    assert found(THIRTY, 30, bearing="context") == "not measured"
    assert found(THIRTY, 30, benchmark=True) == "not measured"


def test_another_tolerance_gives_another_answer():
    near = [Measured("e", "s", 25, controlled=True)]
    assert verdicts.number_found(THIRTY, near) == "too strong"
    assert verdicts.number_found(THIRTY, near, Thresholds(tolerance=0.2)) == "fits"


def claim(**cells):
    return pd.Series({"number_high": None, "bound": "between", "quantity": "time to result"} | cells)


def test_a_time_is_turned_into_months_whatever_unit_the_article_uses():
    weeks = verdicts.stated(claim(number=12, number_high=24, number_unit="weeks to first result"))
    assert weeks.low == pytest.approx(2.76, abs=0.01)
    assert weeks.high == pytest.approx(5.52, abs=0.01)
    assert verdicts.stated(claim(number=1, number_unit="years")).low == 12
    assert verdicts.stated(claim(number=None)) is None


def test_only_times_are_turned_into_months():
    share = verdicts.stated(claim(number=30, number_unit="weeks", bound="=", quantity="share of people"))
    assert (share.low, share.high, share.bound) == (30, None, "=")
    assert verdicts.stated(claim(number=3, number_high=6, number_unit="months")).high == 6
    assert verdicts.stated(claim(number=365.25, number_unit="days")).low == pytest.approx(12)


def test_each_quantity_is_read_from_its_own_column():
    rows = pd.DataFrame(
        {
            "percent_change": [12.0, None],
            "value": [9.4, 3.0],
            "time": [6.0, 2.0],
            "time_unit": ["months", "years"],
            "direction": ["up", "down"],
        }
    )
    assert verdicts.comparable("percent change", rows).iloc[0] == 12
    assert verdicts.comparable("amount", rows).tolist() == [9.4, 3.0]
    months = verdicts.comparable("time to result", rows)
    assert months.iloc[0] == 6
    assert pd.isna(months.iloc[1])  # a change for the worse is not a result


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
    assert verdicts.calibration("moderate", "high", "for", [], "too strong") == "number too strong"
    assert verdicts.calibration("moderate", "high", "for, indirectly", ["population"], "none stated") == (
        "wrong population, product or time"
    )
    assert verdicts.calibration("moderate", "low", "for", [], "none stated") == "wording too strong"
    elsewhere = verdicts.calibration("moderate", "high", "for", [], "right number, wrong population")
    assert elsewhere == "wrong population, product or time"
    assert verdicts.calibration("moderate", "moderate", "for", [], "fits") == "fits"


@pytest.mark.parametrize(
    ("wording", "fair"), [("hedged", "low"), ("plain", "moderate"), ("causal", "high"), ("absolute", "high")]
)
def test_words_fit_from_the_certainty_that_they_need(wording, fair):
    need = words.LEVELS.index(fair)
    for level in words.LEVELS:
        told = verdicts.calibration(words.WORDING_NEEDS[wording], level, "for", [], "none stated")
        assert told == ("fits" if words.LEVELS.index(level) >= need else "wording too strong")
    assert not verdicts.wording_fits(fair, words.NOT_RATED)


def test_only_evidence_that_agrees_in_part_can_be_gone_beyond():
    for agreed in ("against", "against, indirectly", "no evidence"):
        assert verdicts.calibration("high", "low", agreed, ["outcome"], "too strong") == "nothing to calibrate"
    assert verdicts.calibration("high", words.NOT_RATED, "for", [], "too strong") == "nothing to calibrate"
    assert verdicts.calibration("moderate", "low", "mixed", [], "too strong") == "number too strong"
    assert verdicts.calibration("moderate", "high", "mixed", ["outcome"], "fits") == "fits"
    assert (
        verdicts.calibration("moderate", "high", "for, indirectly", [], "fits") == "fits"
    )  # only the comparator is far


def test_moderate_certainty_is_enough_to_contradict():
    judged = Judged("cause", "against", "nothing to calibrate", "no source named", "moderate", against_first_hand=True)
    assert verdicts.verdict(judged).verdict == "contradicted"


def test_of_mixed_evidence_the_row_that_limits_the_claim_is_told_first():
    rows = links(("for", True, True), ("mixed", True, True), ("against", True, True))
    assert [row.bearing for row in verdicts.lead(rows, rows, "mixed")] == ["against", "mixed", "for"]


# --- absolute claims --------------------------------------------------------------------------------------------------


def test_one_direct_case_undoes_an_absolute_claim_and_only_that():
    seen_none_and_told_case = links(("for", True, True), ("for", True, True), ("against", True, False))
    assert agreed_by(seen_none_and_told_case) == "for"
    assert agreed_by(seen_none_and_told_case, absolute=True) == "against"
    indirect_case = links(("for", True, True), ("against", False, True))
    assert agreed_by(indirect_case, absolute=True) == "for"


def test_absolute_words_are_never_kinder_to_a_claim():
    order = ["against", "against, indirectly", "no evidence", "mixed", "for, indirectly", "for"]
    kinds = list(product(("for", "against", "mixed"), (True, False), (True, False)))
    for first, second in product(kinds, kinds):
        rows = links(first, second)
        plain, absolute = agreed_by(rows), agreed_by(rows, absolute=True)
        assert order.index(absolute) <= order.index(plain), (first, second)


# --- documents --------------------------------------------------------------------------------------------------------


def in_force(*documents, newest=True):
    rows = [
        Row(evidence_id=f"g{i}", bearing=bearing, source=source, date=date)
        for i, (bearing, source, date) in enumerate(documents)
    ]
    return [row.evidence_id for row in verdicts.tier(rows, newest=newest)]


def test_an_older_document_stands_where_the_newer_one_says_the_same():
    assert in_force(("for", "A", "2019"), ("for", "A", "2025")) == ["g0", "g1"]


def test_an_older_or_undated_document_falls_only_to_a_newer_one_of_its_own_authority():
    assert in_force(("for", "A", "2019"), ("against", "A", "2025"), ("for", "A", None)) == ["g1"]
    assert in_force(("for", "A", "2019"), ("against", "B", "2025")) == ["g0", "g1"]
    assert in_force(("for", "A", None), ("against", "A", None)) == ["g0", "g1"]
    assert in_force(("for", "A", "2019"), ("against", "A", "2025"), newest=False) == ["g0", "g1"]


# --- the written table ------------------------------------------------------------------------------------------------


def test_every_cell_is_filled_and_all_cells_are_there():
    cells = verdicts.cells()
    inputs = cells.columns[:6].tolist()
    assert not cells.duplicated(inputs).any()
    assert len(cells) == len(words.AGREEMENTS) * len(words.CALIBRATIONS) * len(words.TRACEABILITIES) * 5 * 2 * 2
    assert cells["verdict"].isin(words.VERDICTS).all()


def written_cells():
    """The table of docs/verdicts.md, from the rules."""
    cells = verdicts.cells()
    plain = cells[cells["traceability"].eq("no source named") & ~cells["rests_on_source"] & cells["against_first_hand"]]
    lines = []
    for agreed in words.AGREEMENTS:
        for part, calibrated in (("fit", "fits"), ("go further", "wording too strong")):
            mine = plain[plain["agreement"].eq(agreed) & plain["calibration"].eq(calibrated)].set_index("certainty")
            assert mine.loc["moderate", "verdict"] == mine.loc["high", "verdict"]
            told = mine.loc[["very low", "low", "moderate"], "verdict"]
            lines.append(f"| {agreed} | {part} | {' | '.join(told)} |")
    return lines


def test_docs_write_the_table_that_the_rules_give(repo):
    text = (repo / "docs" / "verdicts.md").read_text(encoding="utf-8")
    assert "\n".join(written_cells()) in text
