"""A decision is settled when enough people agree; the newest word of each counts, and what it rested on is kept."""

import functools
import itertools
import json
from types import SimpleNamespace

import pandas as pd
import pytest

from evidence.cli import looking
from evidence.decisions import ACTIONS, basis, blinded, decided_by, history, settled, states, to_decide
from evidence.decisions import COLUMNS as COLUMNS_OF_LOG
from evidence.decisions.record import REVIEWER
from evidence.review import reviewers

COLUMNS = ["claim_id", "reviewer", "reviewer_kind", "verdict", "time"]


def decided(*rows):
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")


def test_newest_decision_of_each_reviewer_counts():
    rows = decided(
        ("c1", "rater-1", "human", "supported", "2026-01-01T00:00:00Z"),
        ("c1", "rater-1", "human", "unsupported", "2026-01-02T00:00:00Z"),
    )
    assert settled(rows, needed=1).to_dict() == {"c1": "unsupported"}


def test_reviewers_who_differ_settle_nothing_and_machines_never_do():
    rows = decided(
        ("c1", "rater-1", "human", "supported", "2026-01-01T00:00:00Z"),
        ("c1", "rater-2", "human", "unsupported", "2026-01-01T00:00:00Z"),
        ("c2", "rater-1", "machine", "supported", "2026-01-01T00:00:00Z"),
    )
    assert settled(rows, needed=1).empty


def test_no_decisions_settle_nothing():
    assert settled(decided()).empty


def test_the_newest_decision_is_the_newest_moment_wherever_its_row_stands():
    rows = decided(
        ("c1", "rater-1", "human", "unsupported", "2026-01-02T01:00:00+00:00"),
        ("c1", "rater-1", "human", "supported", "2026-01-02T01:30:00+02:00"),
    )
    assert settled(rows, needed=1).to_dict() == {"c1": "unsupported"}


def test_of_two_decisions_at_one_moment_the_later_row_counts():
    at = "2026-01-01T00:00:00Z"
    rows = decided(*(("c1", "rater-1", "human", verdict, at) for verdict in ("supported", "unsupported")))
    assert settled(rows, needed=1).to_dict() == {"c1": "unsupported"}


def test_a_flag_without_a_verdict_leaves_the_verdict_before_it():
    rows = decided(
        ("c1", "rater-1", "human", "supported", "2026-01-01T00:00:00Z"),
        ("c1", "rater-1", "human", None, "2026-01-02T00:00:00Z"),
    )
    assert settled(rows, needed=1).to_dict() == {"c1": "supported"}


def test_a_machine_neither_settles_nor_disturbs_what_people_settled():
    rows = decided(
        ("c1", "rater-1", "human", "supported", "2026-01-01T00:00:00Z"),
        ("c1", "rater-2", "human", "supported", "2026-01-02T00:00:00Z"),
        ("c1", "rater-3", "machine", "unsupported", "2026-01-03T00:00:00Z"),
        ("c2", "rater-1", "human", "contradicted", "2026-01-01T00:00:00Z"),
    )
    assert settled(rows, needed=1).to_dict() == {"c1": "supported", "c2": "contradicted"}
    assert settled(rows, needed=1).name == "decided"


# --- needed, withdrawals, adjudication --------------------------------------------------------------------------------

NOW = {"proposal": "supported", "certainty": "low", "basis": "l1:aa", "data_version": "0.1.0"}


def log(*rows):
    """Rows with ids d0, d1, ... one minute apart, made on today's data unless they say otherwise."""
    blank = dict.fromkeys(COLUMNS_OF_LOG)
    first = {"claim_id": "c1", "reviewer_kind": "human", "action": "decide", "reason": "Seen."} | NOW
    stamped = [{"decision_id": f"d{n}", "time": f"2026-01-01T00:{n:02}:00Z"} for n in range(len(rows))]
    made = [blank | first | at | row for at, row in zip(stamped, rows, strict=True)]
    return pd.DataFrame(made, columns=list(COLUMNS_OF_LOG), dtype="str")


def by(reviewer, verdict=None, **more):
    return {"reviewer": reviewer, "verdict": verdict} | more


CLAIMS = pd.DataFrame(
    [
        ("c1", "supported", "low", "medium", "medium", "l1:aa"),
        ("c2", "supported", "high", "low", "low", ""),
        ("c3", "contradicted", "low", "high", "medium", "l3:cc"),
    ],
    columns=["claim_id", "verdict", "certainty", "severity", "severity_by_topic", "basis"],
)


def state(*rows, needed=2, version="0.1.0", claim_id="c1"):
    return states(log(*rows), CLAIMS, version, needed).set_index("claim_id").loc[claim_id]


def test_one_of_two_reviewers_settles_nothing_and_two_who_agree_do():
    assert settled(log(by("A", "supported"))).empty
    assert settled(log(by("A", "supported"), by("B", "supported"))).to_dict() == {"c1": "supported"}
    assert settled(log(by("A", "supported"), by("B", "supported")), needed=3).empty
    assert settled(log(by("A", "supported"), by("A", "supported"))).empty


def test_a_row_that_is_taken_back_counts_no_more_and_the_one_before_it_does_again():
    rows = [by("A", "supported"), by("B", "supported"), by("A", "unsupported")]
    back = by("A", action="withdraw", refers_to="d2")
    assert settled(log(*rows)).empty
    assert settled(log(*rows, back)).to_dict() == {"c1": "supported"}
    assert settled(log(*rows, back, by("A", action="withdraw", refers_to="d3"))).empty


@pytest.mark.parametrize("other", [{"reviewer": "B"}, {"reviewer": "A", "reviewer_kind": "machine"}])
def test_nobody_takes_back_what_another_said(other):
    rows = [by("A", "supported"), by("B", "supported"), other | {"action": "withdraw", "refers_to": "d0"}]
    assert settled(log(*rows)).to_dict() == {"c1": "supported"}


def test_an_adjudicator_settles_until_a_reviewer_says_otherwise():
    differ = [by("A", "supported"), by("B", "unsupported")]
    ruled = by("C", "unsupported", action="settle", refers_to="d0 d1")
    assert settled(log(*differ)).empty
    assert settled(log(*differ, ruled)).to_dict() == {"c1": "unsupported"}
    assert settled(log(*differ, ruled, by("A", "unsupported"))).to_dict() == {"c1": "unsupported"}
    assert settled(log(*differ, ruled, by("B", "supported"))).to_dict() == {"c1": "supported"}  # all agree now
    assert settled(log(*differ, ruled, by("B", "contradicted"))).empty
    assert settled(log(*differ, ruled | {"reviewer_kind": "machine"})).empty


# --- states -----------------------------------------------------------------------------------------------------------


def test_a_claim_goes_from_first_to_second_to_settled_or_into_conflict():
    assert state()["state"] == "waiting for first"
    assert state(by("A", "supported"))["state"] == "waiting for second"
    assert state(by("A", "supported"), by("B", "supported"), needed=3)["state"] == "waiting for third"
    both = state(by("A", "supported"), by("B", "supported"))
    assert both[["state", "decided", "reviewers"]].tolist() == ["settled", "supported", "A B"]
    differ = state(by("A", "supported"), by("B", "unsupported"))
    assert differ[["state", "decided", "verdicts"]].tolist() == ["in conflict", "", "A: supported; B: unsupported"]


def test_machines_move_no_state():
    machines = [by(f"machine-{n}", "supported", reviewer_kind="machine") for n in (1, 2)]
    assert state(*machines)["state"] == "waiting for first"


@pytest.mark.parametrize(
    ("then", "says"),
    [
        ({"proposal": "unsupported"}, "proposal moved from unsupported to supported"),
        ({"certainty": "high"}, "certainty moved from high to low"),
        ({"basis": "l1:bb"}, "rows that changed: l1"),
        ({"basis": "l1:aa l2:bb"}, "rows that went: l2"),
        ({"basis": None}, "rows that came: l1"),
        ({}, "nothing that it rests on changed"),
        ({"proposal": None, "certainty": None, "basis": None}, "what it rested on then was not recorded"),
    ],
)
def test_a_decision_on_older_data_is_stale_and_says_what_changed(then, says):
    old = by("A", "supported", data_version="0.0.9", **then)
    found = state(old, by("B", "supported"))
    assert found["state"] == "stale"
    assert found["changed"] == f"A: {says} (data 0.0.9, today 0.1.0)"
    assert state(old, by("B", "supported"), by("A", "supported"))["state"] == "settled"


def test_rows_that_changed_without_a_new_version_are_stale_too():
    assert state(by("A", "supported", basis="l1:bb"))["state"] == "stale"


def test_of_an_adjudicated_claim_only_the_adjudication_can_be_stale():
    rows = [by("A", "supported", data_version="0.0.9"), by("B", "unsupported"), by("C", "supported", action="settle")]
    assert state(*rows)["state"] == "settled"
    assert state(*rows[:2], rows[2] | {"data_version": "0.0.9"})["state"] == "stale"


def test_words_that_agree_anew_on_todays_data_end_a_stale_adjudication():
    old = {"data_version": "0.0.9"}
    ruled = by("C", "unsupported", action="settle", refers_to="d0 d1")
    rows = [by("A", "supported") | old, by("B", "unsupported") | old, ruled | old]
    again = [by("A", "unsupported"), by("B", "unsupported")]
    assert state(*rows, again[0])["state"] == "stale"
    assert state(*rows, again[1])["state"] == "stale"
    found = state(*rows, *again)
    assert found[["state", "decided", "changed"]].tolist() == ["settled", "unsupported", ""]
    assert settled(log(*rows, *again)).to_dict() == {"c1": "unsupported"}
    assert state(*rows, *again, needed=3)["state"] == "stale"  # two do not outweigh it where three are needed
    assert state(*rows, by("A", "supported"), by("B", "unsupported"))["state"] == "in conflict"


@pytest.mark.parametrize("needed", [1, 2])
def test_what_is_settled_and_what_shows_as_decided_are_one(needed):
    for first, second, third in itertools.product(
        ("supported", None), ("supported", "unsupported"), ("unsupported", None)
    ):
        rows = [by(who, word) for who, word in (("A", first), ("B", second)) if word]
        rows += [by("C", third, action="settle")] if third else []
        for later in ([], [by("A", "supported"), by("B", "supported")]):
            found = state(*rows, *later, needed=needed)["decided"]
            assert found == settled(log(*rows, *later), needed).get("c1", "")


def test_gravest_claims_come_first_and_the_severity_decided_last_counts():
    assert states(log(), CLAIMS)["claim_id"].tolist() == ["c3", "c1", "c2"]
    raised = log(by("A", "supported", severity="low"), by("A", "supported", severity="high", claim_id="c2"))
    assert states(raised, CLAIMS)[["claim_id", "severity"]].to_numpy().tolist() == [
        ["c3", "high"],
        ["c2", "high"],
        ["c1", "low"],
    ]


def test_flags_and_acknowledgements_are_told_with_their_reviewer():
    found = state(by("A", flag="look again", action="flag"), by("B", action="acknowledge"))
    assert found[["flags", "acknowledged", "state"]].tolist() == ["A: look again", "B", "waiting for first"]


# --- blind ------------------------------------------------------------------------------------------------------------


def test_a_reviewer_sees_nothing_that_would_tell_before_deciding_and_everything_after():
    rows = log(by("A", "unsupported", flag="odd", severity="high", claim_id="c3"))
    found = states(rows, CLAIMS, "0.2.0")
    other = blinded(found, rows, CLAIMS, "B").set_index("claim_id").loc["c3"]
    assert set(other.drop(["state", "severity", "reviewers"])) == {"hidden"}
    assert other["severity"] == "medium"  # the rules call it contradicted, which raises it to high
    own = blinded(found, rows, CLAIMS, "A").set_index("claim_id").loc["c3"]
    assert own.to_dict() == found.set_index("claim_id").loc["c3"].to_dict()


def test_the_order_of_a_blind_queue_does_not_tell_either():
    calm = CLAIMS.assign(verdict="supported", severity=CLAIMS["severity_by_topic"])
    orders = [blinded(states(log(), each), log(), each, "B")["claim_id"].tolist() for each in (CLAIMS, calm)]
    assert orders[0] == orders[1]


def test_without_a_name_verdicts_are_hidden_until_enough_have_decided():
    rows = log(by("A", "supported"), by("B", "supported", claim_id="c2"), by("A", "supported", claim_id="c2"))
    shown = blinded(states(rows, CLAIMS), rows, CLAIMS).set_index("claim_id")["verdicts"]
    assert shown.to_dict() == {"c1": "hidden", "c2": "B: supported; A: supported", "c3": "hidden"}


def test_what_waits_for_a_reviewer_is_what_that_one_has_not_decided_or_decided_on_older_data():
    rows = log(
        by("A", "supported", data_version="0.0.9"),
        by("A", "supported", claim_id="c2", certainty="high", basis=None),
        by("B", "supported", claim_id="c3"),
        by("C", "unsupported", claim_id="c3"),
    )
    found = states(rows, CLAIMS, "0.1.0")
    assert to_decide(found, rows, "A")["claim_id"].tolist() == ["c1"]
    assert to_decide(found, rows, "B")["claim_id"].tolist() == ["c2"]  # c1 waits for A to look again first


def test_who_has_looked_again_is_asked_no_more_while_another_has_not():
    old = {"data_version": "0.0.9"}
    rows = log(by("A", "supported") | old, by("B", "supported") | old, by("A", "supported"))
    found = states(rows, CLAIMS, "0.1.0")
    assert found.set_index("claim_id").loc["c1", ["state", "outdated"]].tolist() == ["stale", "B"]
    for shown in (found, blinded(found, rows, CLAIMS, "A")):
        assert "c1" not in set(to_decide(shown, rows, "A")["claim_id"])
    assert "c1" in set(to_decide(blinded(found, rows, CLAIMS, "B"), rows, "B")["claim_id"])


def test_of_a_stale_adjudication_those_are_asked_who_have_not_looked_again():
    old = {"data_version": "0.0.9"}
    rows = [by("A", "supported") | old, by("B", "unsupported") | old, by("C", "unsupported", action="settle") | old]
    both = log(*rows, by("A", "unsupported"))
    found = states(both, CLAIMS, "0.1.0")
    asked = {who: "c1" in set(to_decide(found, both, who)["claim_id"]) for who in ("A", "B", "C")}
    assert asked == {"A": False, "B": True, "C": False}


def test_where_three_are_needed_the_third_is_asked_though_the_first_two_differ():
    rows = [by("A", "supported"), by("B", "unsupported")]
    two = states(log(*rows), CLAIMS, "0.1.0", 3)
    assert two.set_index("claim_id").loc["c1", "state"] == "waiting for third"
    assert "c1" in set(to_decide(blinded(two, log(*rows), CLAIMS, "D", 3), log(*rows), "D")["claim_id"])
    assert state(*rows, by("D", "supported"), needed=3)["state"] == "in conflict"
    assert state(*rows, by("C", "supported", action="settle"), needed=3)["state"] == "settled"


# --- history ----------------------------------------------------------------------------------------------------------


def test_history_tells_every_row_what_stands_and_how_the_proposal_moved():
    rows = log(
        by("A", "supported", proposal="unsupported"),
        by("A", "unsupported"),
        by("B", "supported"),
        by("B", action="withdraw", refers_to="d2", proposal=None),
        by("B", "supported", claim_id="c2"),
    )
    told = history(rows, "c1")
    assert told["stands"].tolist() == ["replaced", "yes", "taken back", "yes"]
    assert told["moved"].tolist() == ["", "unsupported", "", ""]
    assert history(rows, "c1", "C").empty
    assert len(history(rows, "c1", "B")) == 4


def test_whoever_has_only_warned_is_not_told_the_proposal():
    rows = log(
        by("A", "supported", proposal="unsupported"),
        by("B", action="flag", flag="odd"),
        by("B", action="acknowledge", proposal="contradicted"),
    )
    told = history(rows, "c1", "B")
    assert told["reviewer"].tolist() == ["B", "B"]
    assert told[["proposal", "certainty", "moved"]].eq("").all(axis=None)
    assert told["flag"].tolist() == ["odd", ""]
    assert history(rows, "c1", "A")["proposal"].tolist() == ["unsupported", "supported", "contradicted"]


def test_without_a_name_history_hides_what_was_said_until_enough_have_decided():
    one = by("A", "supported", reason="Told to myself.", severity="high", flag="odd", evidence="l1")
    told = history(log(one), "c1", needed=2)
    assert told.loc[0, ["reviewer", "decision_id", "verdict", "reason"]].tolist() == ["A", "d0", "hidden", "hidden"]
    assert told[["flag", "severity", "evidence", "proposal", "certainty", "moved"]].isin(["", "hidden"]).all(axis=None)
    assert history(log(one, by("A", "supported")), "c1", needed=2)["verdict"].tolist() == ["hidden", "hidden"]
    both = history(log(one, by("B", "supported")), "c1", needed=2)
    assert both["reason"].tolist() == ["Told to myself.", "Seen."]


def test_a_machine_that_bears_the_name_of_a_person_opens_nothing_to_that_person():
    rows = log(by("A", "supported"), by("B", "supported", reviewer_kind="machine"))
    found = states(rows, CLAIMS, "0.1.0")
    assert decided_by(rows, "B") == set()
    assert blinded(found, rows, CLAIMS, "B").set_index("claim_id").loc["c1", "verdicts"] == "hidden"


def test_a_third_person_is_not_told_whether_the_others_differ():
    shown = []
    for word in ("supported", "unsupported"):
        rows = log(by("A", "supported"), by("B", word))
        found = states(rows, CLAIMS, "0.1.0")
        shown.append(blinded(found, rows, CLAIMS, "D"))
        assert blinded(found, rows, CLAIMS, "A").set_index("claim_id").loc["c1", "state"] in ("settled", "in conflict")
    assert shown[0].equals(shown[1])
    assert shown[0].set_index("claim_id").loc["c1", "state"] == "decided by others"
    seen = blinded(found, rows, CLAIMS, "adjudicator-2").set_index("claim_id").loc["c1"]
    assert seen[["state", "verdicts"]].tolist() == ["in conflict", "hidden"]  # what an adjudicator is asked for


def test_decisions_keep_the_columns_of_the_descriptor(repo):
    package = json.loads((repo / "data" / "datapackage.json").read_text(encoding="utf-8"))
    fields = next(r["schema"]["fields"] for r in package["resources"] if r["name"] == "decisions")
    constraints = {field["name"]: field.get("constraints", {}) for field in fields}
    assert tuple(constraints) == COLUMNS_OF_LOG
    assert tuple(constraints["action"]["enum"]) == ACTIONS
    assert constraints["reviewer"]["pattern"] == REVIEWER
    assert not any(one != other and one.startswith(other) for one in ACTIONS for other in ACTIONS)


def test_a_fingerprint_sees_the_link_and_what_it_leads_to_and_no_new_blank_column():
    links = pd.DataFrame({"link_id": ["l1"], "claim_id": ["c1"], "result_id": ["e1"], "reason": ["why"]})
    results = pd.DataFrame({"result_id": ["e1", "e2"], "value": [1.5, 2.0]})
    first = basis(links, {"result_id": results})["c1"]
    assert first.startswith("l1:")
    assert basis(links.assign(note=None), {"result_id": results})["c1"] == first
    assert basis(links, {"result_id": results.assign(value=[1.5, 9.0])})["c1"] == first
    assert basis(links, {"result_id": results.assign(value=[1.6, 2.0])})["c1"] != first
    assert basis(links.assign(reason="otherwise"), {"result_id": results})["c1"] != first


# --- what is printed --------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(monkeypatch, capsys):
    """Run a command of the desk on rows of a log as it stands in the file; give what it prints."""

    def call(command, rows, *arguments, **options):
        tables = SimpleNamespace(decisions=log(*rows), version="0.1.0", reviewers_needed=2, claims=CLAIMS)
        beside = CLAIMS.assign(kind="cause", short="A claim")
        stand = functools.partial(reviewers.states, beside, tables)
        bench = SimpleNamespace(tables=tables, beside=beside, reviewers=REVIEWER, states=stand)
        monkeypatch.setattr(looking, "bench_of", lambda data: bench)
        command(*arguments, **options)
        return capsys.readouterr().out

    return call


def test_nothing_in_the_log_reaches_the_terminal_as_a_command_or_as_a_line_of_its_own(desk):
    told = ("data_version", "decision_id", "evidence", "refers_to", "proposal", "certainty", "flag", "severity")
    row = by("A", "supported", reason="Seen.\x9b2J") | {
        name: f"{name}\x1b[2J\x07\u202e\r\n2027-01-01  B" for name in told
    }
    for command, arguments in ((looking.history, ["c1"]), (looking.queue, [])):
        out = desk(command, [row], *arguments, blind=False)
        assert all(letter.isprintable() or letter == "\n" for letter in out)
        assert not any(line.startswith("2027") for line in out.splitlines())


def test_a_flag_is_shown_as_it_was_given(desk):
    row = by("A", action="flag", flag="\\=1+1\\nsecond line")
    assert "A: =1+1\n         second line" in desk(looking.queue, [row], blind=False)


def test_history_says_which_row_another_refers_to(desk):
    rows = [by("A", "supported"), by("B", "unsupported"), by("C", "supported", action="settle", refers_to="d0 d1")]
    out = desk(looking.history, [*rows, by("A", action="withdraw", refers_to="d0")], "c1")
    assert "; d2; between d0 d1\n" in out
    assert "; d3; takes back d0\n" in out
    assert "; d0\n" in out
