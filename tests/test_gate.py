"""The gate stops what it should and nothing else, and finds where in the file it stands."""

import dataclasses
import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from log_rows import log

import evidence
from evidence import gate
from evidence.errors import EvidenceError
from evidence.gate.places import FileText
from evidence.tables.article import plain_text
from evidence.vocabulary import FLAGGED, SEVERITIES, VERDICTS

# --- what stops -------------------------------------------------------------------------------------------------------


def claims(**columns):
    frame = pd.DataFrame({"claim_id": ["c1"], "short": "s", "sentence": "S.", "verdict": "contradicted"})
    return frame.assign(**{"severity": "high", "kind": "effect"} | columns)


def stops(*, known=(), level="high", **columns):
    return bool(gate.outcome(claims(**columns), set(known), level)["stops"].iloc[0])


@pytest.mark.parametrize("verdict", VERDICTS)
def test_only_flagged_verdicts_stop(verdict):
    assert stops(verdict=verdict) is (verdict in ("contradicted", "unsupported", "untraceable"))


@pytest.mark.parametrize(
    ("level", "stopping"), [("high", {"high"}), ("medium", {"high", "medium"}), ("low", {"high", "medium", "low"})]
)
def test_a_level_stops_itself_and_what_is_graver(level, stopping):
    assert {severity for severity in SEVERITIES if stops(severity=severity, level=level)} == stopping


def test_what_is_acknowledged_does_not_stop_and_says_so():
    assert stops(known={"c2"})
    assert not stops(known={"c1"})
    states = [gate.outcome(claims(verdict=verdict), {"c1"})["state"].item() for verdict in ("untraceable", "supported")]
    assert states == ["acknowledged", "passes"]


def test_a_level_that_is_no_severity_is_refused_in_words():
    with pytest.raises(EvidenceError, match="found 'grave'; allowed: high, medium, low; do: choose one"):
        gate.outcome(claims(), (), "grave")


# --- who acknowledges -------------------------------------------------------------------------------------------------


def known(*rows):
    return gate.acknowledgements(log(*rows))["claim_id"].tolist() == ["c1"]


@pytest.mark.parametrize("verdict", VERDICTS)
@pytest.mark.parametrize("action", ["decide", "settle"])
def test_who_decides_for_a_flagged_verdict_has_acknowledged(action, verdict):
    assert known({"action": action, "verdict": verdict}) is (verdict in FLAGGED)


def test_a_person_acknowledges_and_a_machine_never_does():
    assert known({})
    assert not known({"reviewer_kind": "machine"})
    assert not known({"reviewer_kind": "machine", "action": "decide", "verdict": "contradicted"})
    assert not known()


def test_a_withdrawn_row_does_not_count_and_what_it_stood_on_counts_again():
    assert not known({}, {"action": "withdraw", "refers_to": "1"})
    assert known({}, {"action": "decide", "verdict": "supported"}, {"action": "withdraw", "refers_to": "2"})


def test_the_newest_word_of_a_person_counts_and_a_warning_is_no_such_word():
    supported = {"action": "decide", "verdict": "supported"}
    assert not known({}, supported)
    assert known(supported, {})
    assert known({}, {"action": "flag"})
    assert not known({"action": "flag"})
    assert not known({"action": "flag", "verdict": "contradicted"})


def test_one_person_is_enough_and_another_does_not_take_it_back():
    assert known({}, {"reviewer": "B", "action": "decide", "verdict": "supported"})


def test_of_several_people_the_newest_is_shown_with_the_reason_as_it_was_written():
    found = gate.acknowledgements(log({}, {"reviewer": "B", "reason": r"first\nsecond"}))
    assert found[["reviewer", "reason"]].to_numpy().tolist() == [["B", "first\nsecond"]]


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ({"proposal": "contradicted"}, "acknowledged"),
        ({"proposal": ""}, "acknowledged"),  # written by hand: nothing says what the rules gave then
        ({"proposal": "unsupported"}, "stops"),  # who accepted the milder verdict did not see the graver
        ({"proposal": "unsupported", "action": "decide", "verdict": "contradicted"}, "acknowledged"),
    ],
)
def test_an_acknowledgement_counts_while_the_verdict_is_the_one_that_was_acknowledged(fictional, row, state):
    tables = dataclasses.replace(fictional, decisions=log({"claim_id": "c08", "reason": "x" * 5_000, **row}))
    found = gate.examine(evidence.assess(tables).claims, tables).claims.set_index("claim_id").loc["c08"]
    assert found["verdict"] == "contradicted"
    assert found["state"] == state
    assert found["acknowledgement"].startswith("A, 2026-01-01, on data 1")
    assert ("(the verdict was unsupported then)" in found["acknowledgement"]) == (row["proposal"] == "unsupported")
    assert ("no longer counts" in found["acknowledgement"]) == (state == "stops")
    assert len(found["acknowledgement"]) < 1_100


MILDER = {"proposal": "unsupported"}
SUPPORTED = {"action": "decide", "verdict": "supported"}


@pytest.mark.parametrize(
    ("rows", "state", "by"),
    [
        ([{"proposal": "contradicted"}, {**MILDER, "reviewer": "B"}], "acknowledged", "A, 2026-01-01"),
        ([{"proposal": "contradicted"}, MILDER], "acknowledged", "A, 2026-01-01"),
        ([{"action": "decide", "verdict": "contradicted", **MILDER}, MILDER], "acknowledged", "A, 2026-01-01"),
        (
            [{"proposal": "contradicted"}, SUPPORTED, MILDER],
            "stops",
            "A, 2026-01-03",
        ),
        ([MILDER, {**MILDER, "reviewer": "B"}], "stops", "B, 2026-01-02"),
    ],
)
def test_what_no_longer_counts_hides_nothing_that_does(fictional, rows, state, by):
    tables = dataclasses.replace(fictional, decisions=log(*({"claim_id": "c08", **row} for row in rows)))
    found = gate.examine(evidence.assess(tables).claims, tables).claims.set_index("claim_id").loc["c08"]
    assert found["state"] == state
    assert found["acknowledgement"].startswith(by)
    assert ("no longer counts" in found["acknowledgement"]) == (state == "stops")


# --- how grave it is --------------------------------------------------------------------------------------------------

LOWERED = {"severity": "low", "action": "flag"}


@pytest.mark.parametrize(
    ("rows", "severity"),
    [
        ([LOWERED], "low"),
        ([LOWERED, {"reviewer": "B", "severity": "medium", "action": "decide", "verdict": "supported"}], "medium"),
        ([LOWERED, {"action": "flag"}], "low"),  # a row that names none takes none back
        ([LOWERED | {"reviewer_kind": "machine"}], "high"),
        ([LOWERED, {"action": "withdraw", "refers_to": "1"}], "high"),
        ([LOWERED | {"claim_id": "c01"}], "high"),
    ],
)
def test_the_last_severity_that_a_person_gave_counts_as_it_does_in_the_queue(fictional, rows, severity):
    claims = evidence.assess(fictional).claims
    tables = dataclasses.replace(fictional, decisions=log(*({"claim_id": "c08"} | row for row in rows)))
    found = gate.examine(claims, tables).claims.set_index("claim_id").loc["c08"]
    assert found[["severity", "severity_by_rule"]].tolist() == [severity, "high"]
    assert found["stops"] == (severity == "high")
    whole = json.loads(gate.as_json(gate.examine(claims, tables)))
    assert {c["claim_id"]: c["severity_by_rule"] for c in whole["claims"]}["c08"] == "high"


def test_a_severity_that_a_person_raised_stops_the_text(fictional):
    claims = evidence.assess(fictional).claims
    below = gate.examine(claims, fictional).of("below")["claim_id"].iloc[0]
    tables = dataclasses.replace(fictional, decisions=log({"claim_id": below, "severity": "high", "action": "flag"}))
    assert below in gate.examine(claims, tables).of("stops")["claim_id"].tolist()


# --- where it stands --------------------------------------------------------------------------------------------------


def region(path, claim):
    """The part of a file from line and column up to the end column, counted as the specification says."""
    lines = path.read_bytes().decode("utf-8").replace("\r\n", "\n").split("\n")[claim.line - 1 : claim.end_line]
    lines[-1] = lines[-1][: claim.end_column - 1]
    lines[0] = lines[0][claim.column - 1 :]
    return "\n".join(lines)


def test_the_region_in_the_file_is_the_quotation_but_for_asterisks(repo, review):
    found = gate.places(review.tables.claims, review.tables)
    assert len(found) == len(review.tables.claims)
    regions = [region(repo / "data" / claim.file, claim) for claim in found.itertuples()]
    assert [text.replace("*", "") for text in regions] == found["quotation"].tolist()
    assert any("*" in text for text in regions)


def test_the_region_counts_code_points_and_windows_line_ends(tiny):
    path = tiny / "articles" / next((tiny / "articles").iterdir()).name
    text = "😀 **é** " + path.read_text(encoding="utf-8")
    path.write_bytes(text.replace("\n", "\r\n").encode("utf-8"))
    tables = evidence.load(tiny)
    for claim in gate.places(tables.claims, tables).itertuples():
        assert region(path, claim).replace("*", "") == claim.quotation


@given(st.text(alphabet="ab *\n", max_size=40))
def test_every_letter_of_a_text_is_found_in_its_file(raw):
    text, emphasis = plain_text(raw)
    lines = raw.split("\n")
    file = FileText(text, tuple(emphasis))
    for place, letter in enumerate(text):
        assert raw[file.offset(place)] == letter
        line, column = file.line_and_column(place)
        assert f"{lines[line - 1]}\n"[column - 1] == letter
