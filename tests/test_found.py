"""What is claimed, what was found for it, and the sentence of a verdict, in words made from rows."""

import pandas as pd
import pytest

from evidence import verdicts
from evidence.certainty import Row
from evidence.verdicts import Stated


def claim(**cells):
    blank = {"number": 30.0, "number_high": None, "bound": "=", "number_unit": "%", "quantity": "percent change"}
    return pd.Series(blank | cells)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"number": None}, ""),
        ({}, "30%"),
        ({"bound": "up to"}, "up to 30%"),
        ({"quantity": "share of people", "bound": "at least"}, "at least 30%"),
        ({"number": 20, "number_high": 30, "bound": "between"}, "20 to 30%"),
        ({"quantity": "amount", "number_unit": "hairs/cm2"}, "30 hairs/cm2"),
        (
            {
                "number": 12,
                "number_high": 24,
                "bound": "between",
                "quantity": "time to result",
                "number_unit": "weeks to a result",
            },
            "12 to 24 weeks",
        ),
    ],
)
def test_a_claimed_number_is_told_with_its_bound_in_the_unit_of_the_article(cells, told):
    assert verdicts.claimed(claim(**cells)) == told


def numbers(*rows):
    base = {"number": 10.0, "label": "A", "bearing": "for", "direct": True, "arm_role": "treated", "controlled": False}
    return pd.DataFrame([base | row for row in rows], columns=[*base, "far"])


NO_HARMS = pd.DataFrame({"events": [], "total": [], "upper": []})


def told(*rows, quantity="percent change"):
    return verdicts.found(quantity, numbers(*rows), NO_HARMS)


def test_up_to_three_results_are_named_and_more_are_told_as_a_range():
    three = [{"number": 40.4, "label": "C"}, {"number": 7.06, "label": "A"}, {"number": 8.0, "label": "B"}]
    assert told(*three) == "7.1% in A, 8% in B, 40% in C, each a change in one arm"
    assert told(*three, {"number": 9.5}) == "7.1 to 40% (4 results), each a change in one arm"


def test_one_controlled_result_is_enough_to_say_no_word_of_one_arm():
    assert told({"controlled": True}, {"number": 20.0, "label": "B"}) == "10% in A, 20% in B"


def test_only_direct_results_that_count_are_told_and_control_arms_stand_beside_them():
    unheard = [{"direct": False}, {"bearing": "context"}, {"number": None}, {"direct": False, "arm_role": "benchmark"}]
    assert told(*unheard) == "no direct result"
    assert told(*unheard, {"arm_role": "benchmark"}) == "no direct result"
    beside = [{"number": 12.0, "arm_role": "benchmark", "bearing": "context"}, {"number": 3.0, "arm_role": "benchmark"}]
    assert told({}, *unheard, *beside) == "10% in A, each a change in one arm; placebo or vehicle 3% and 12%"


def test_a_time_is_told_as_the_time_of_a_change():
    assert told({"number": 3.0}, quantity="time to result") == "a change at 3 months in A"


def test_nothing_is_told_where_no_number_was_claimed():
    assert verdicts.found(None, numbers(), NO_HARMS) == ""
    assert verdicts.found(float("nan"), numbers(), NO_HARMS, cases=2) == ""


def harms(*rows):
    return pd.DataFrame(rows, columns=["events", "total", "upper"])


def test_studies_without_harm_are_told_one_by_one_and_never_added_up():
    one, many = harms((0, 20, 16.8)), harms((0, 300, 1.2), (0, 20, 16.8), (2, 50, 13.7))
    assert verdicts.found(None, numbers(), one) == (
        "no adverse event reported in 1 study of 20 people; up to 17% is not excluded"
    )
    assert verdicts.found(None, numbers(), many) == (
        "no adverse event reported in 2 studies of 20 to 300 people; up to 1.2% to 17% is not excluded"
    )
    assert verdicts.found(None, numbers(), harms((2, 50, 13.7))) == ""


def test_sources_that_report_cases_stand_beside_the_studies_without():
    assert verdicts.found(None, numbers(), harms((0, 20, 16.8)), cases=1).endswith("; 1 source reports cases")
    assert verdicts.found(None, numbers(), harms((0, 20, 16.8)), cases=2).endswith("; 2 sources report cases")


def test_a_number_that_stands_elsewhere_is_told_with_what_differs():
    rows = numbers(
        {"number": 33.0, "direct": False, "label": "B", "far": "outcome"},
        {"number": 27.0, "direct": False, "label": "A", "far": "population"},
        {"number": 26.9, "direct": False, "label": "too far"},
        {"number": 30.0, "direct": False, "label": "placebo", "arm_role": "benchmark"},
        {"number": 30.0, "label": "direct"},
    )
    assert verdicts.elsewhere(Stated("percent change", 30, None, "="), rows, 0.1) == (
        "near it only elsewhere: 27% in A (indirect in population), 33% in B (indirect in outcome)"
    )
    fall = numbers({"number": -30.0, "direct": False, "far": "outcome"})
    assert "-30% in A" in verdicts.elsewhere(Stated("percent change", -29, None, "="), fall, 0.1)


def test_the_newest_document_tells_the_status_of_a_rule():
    old = Row(status="prohibited", jurisdiction="US", source="FDA", date="2019")
    new = Row(status="approved", jurisdiction="EU", source="EMA", date="2024-02", pathway="centralised")
    undated = Row(status="unclear", jurisdiction="JP", source="PMDA")
    assert verdicts.regulatory([old, new, undated, Row()]) == (
        "EU, EMA, 2024-02: approved, pathway centralised (3 documents)"
    )
    assert verdicts.regulatory([undated]) == "JP, PMDA, undated: unclear (1 document)"
    assert verdicts.regulatory([Row()]) == ""


# --- the sentence -----------------------------------------------------------------------------------------------------


def row(link, bearing="for", seen="abstract"):
    return Row(link, bearing=bearing, seen=seen, reason=f"reason of {link}")


def test_what_was_seen_best_is_told_first():
    rows = [row("l2"), row("l3", seen="primary document"), row("l1"), row("l0", "against", "secondary page")]
    assert [each.link_id for each in verdicts.lead(rows, [], "for")] == ["l3", "l1", "l2", "l0"]


def test_without_deciding_rows_silent_ones_are_told_before_context_and_leads_never():
    rows = [row("l1", "context"), row("l3", "silent"), row("l2", "silent"), row("l4", "silent", "nothing"), row("l5")]
    assert [each.link_id for each in verdicts.lead([], rows, "no evidence")] == ["l2", "l3", "l1"]


@pytest.mark.parametrize(
    ("verdict", "deciding", "searched", "itself", "told"),
    [
        ("not checkable", [row("l1")], 1, True, "not judged"),
        ("contradicted", [row("l1")], 0, True, "the article itself"),
        ("contradicted", [row("l1", seen="secondary page"), row("l2", seen="copy")], 0, False, "copy of the document"),
        ("untraceable", [row("l1")], 3, False, "searches only"),
        ("supported", [], 1, False, "the source named"),
        ("unsupported", [], 1, False, "searches only"),
        ("unsupported", [], 0, False, "nothing that answers it"),
    ],
)
def test_coverage_names_the_strongest_thing_seen_of_what_decides(verdict, deciding, searched, itself, told):
    assert verdicts.coverage(verdict, deciding, searched=searched, itself=itself) == told


@pytest.mark.parametrize(
    ("rule", "rows", "searched", "source", "told"),
    [
        ("opinion, or no checkable reading", [row("l1")], 0, "", "a note"),
        (
            *("rests on a named source that was searched for and not found", [row("l1")], 3, ""),
            "The source was not found: none of 3 searches met it.",
        ),
        ("the article contradicts itself", [row("l1")], 0, "a source", "itself"),
        ("the named source says otherwise", [row("l1")], 1, "a source", "a source"),
        ("the named source was found and says so", [row("l1")], 1, "", "reason of l1"),
        ("no evidence", [row("l1")], 1, "a source", "reason of l1"),
        ("no evidence", [], 2, "", "Searches that found no answer: 2."),
        ("no evidence", [], 0, "", "Nothing seen answers it."),
        ("only indirect evidence agrees", [row("l1"), row("l2")], 0, "", "Only indirect: reason of l1"),
    ],
)
def test_the_line_beside_a_verdict_comes_from_what_decided_it(rule, rows, searched, source, told):
    line = verdicts.why(rule, rows, searched=searched, itself="itself", source=source, note="a note")
    assert line == told


def test_the_sentence_counts_each_side_and_names_the_scale_of_its_certainty():
    rows = [row("l1"), row("l2"), row("l3", "mixed"), row("l4", "silent")]
    assert verdicts.sentence("partly supported", "Because.", rows, "low", "GRADE") == (
        "Partly supported. Because. Evidence: 2 for, 1 mixed. Certainty low (GRADE)."
    )
    assert verdicts.sentence("unsupported", "Because.", rows[3:], "not rated", "GRADE") == "Unsupported. Because."
    assert verdicts.sentence("not checkable", "Taste.", rows, "low", "GRADE") == "Not checkable. Taste."


def test_evidence_beside_a_source_that_was_not_found_is_told_as_that_of_the_wider_question():
    said = verdicts.sentence("untraceable", "Lost.", [row("l1")], "not rated", "GRADE")
    assert said == (
        "Untraceable. Lost. On the wider question: 1 for. "
        "Not found in the pages searched is not the same as does not exist."
    )
