"""The commands of the desk do what two reviewers and an adjudicator need, and end bad input in words."""

import csv
import json
from types import SimpleNamespace

import pandas as pd
import pytest

import evidence
from evidence import decisions
from evidence.cli import looking
from evidence.errors import DataError, EvidenceError
from evidence.report import prose
from evidence.review import reviewers


def flag(run, tiny, claim, verdict, reviewer, *more, stdin=b"", reason="Seen."):
    options = ["--verdict", verdict] if verdict else []
    return run("flag", claim, *options, "--reason", reason, "--reviewer", reviewer, *more, "--data", tiny, stdin=stdin)


def queue(run, tiny, *options):
    code, out, err = run("queue", "--json", *options, "--data", tiny)
    assert code == 0, err
    return {row["claim_id"]: row for row in json.loads(out)}


def test_two_reviewers_and_an_adjudicator_from_first_look_to_settled(run, tiny):
    code, out, err = flag(
        run, tiny, "c04", "partly supported", "rater-1", "--evidence", "l07 l09", "--severity", "high"
    )
    assert (code, err) == (0, "")
    assert "now waiting for second" in out
    assert queue(run, tiny, "--reviewer", "rater-2")["c04"]["verdicts"] == "hidden"
    assert "now in conflict" in flag(run, tiny, "c04", "unsupported", "rater-2")[1]
    mine = queue(run, tiny, "--reviewer", "rater-2")["c04"]
    assert mine["verdicts"] == "rater-1: partly supported; rater-2: unsupported"
    assert mine["severity"] == "high"
    settle = ("settle", "c04", "--verdict", "unsupported", "--reason", "Both read.", "--data", tiny, "--reviewer")
    assert "who is one of those who differ" in run(*settle, "rater-1")[2]
    assert "now settled" in run(*settle, "adjudicator")[1]
    log = decisions.read(tiny / "decisions.csv")
    assert log["action"].tolist() == ["decide", "decide", "settle"]
    assert log["refers_to"].tolist()[2].split() == log["decision_id"].tolist()[:2]
    assert log.loc[0, ["evidence", "proposal", "certainty"]].tolist() == ["l07 l09", "partly supported", "low"]
    assert [word.split(":")[0] for word in log.loc[0, "basis"].split()] == [*("claim", "question", "l07", "l08", "l09")]
    claims = evidence.assess(evidence.load(tiny)).claims.set_index("claim_id")
    assert claims.loc["c04", ["verdict", "decided"]].tolist() == ["partly supported", "unsupported"]
    back = ("withdraw", log["decision_id"][2], "--reason", "Too soon.", "--data", tiny)
    assert run(*back)[0] == 2  # who takes it back has to say so
    assert "who made the row" in run(*back, "--reviewer", "rater-1")[2]
    assert run(*back, "--reviewer", "adjudicator")[0] == 0
    assert "taken back before" in run(*back, "--reviewer", "adjudicator")[2]
    assert queue(run, tiny, "--state", "in conflict").keys() == {"c04"}


def test_a_no_after_a_settle_is_heard_from_a_clock_that_is_behind(run, tiny, monkeypatch):
    for reviewer, verdict in (("rater-1", "supported"), ("rater-2", "unsupported")):
        flag(run, tiny, "c04", verdict, reviewer)
    run("settle", "c04", "--verdict", "supported", "--reason", "Read.", "--reviewer", "adjudicator", "--data", tiny)
    now = decisions.moments.milliseconds()
    monkeypatch.setattr(decisions.moments, "milliseconds", lambda: now - 60_000)
    _, out, err = flag(run, tiny, "c04", "contradicted", "rater-2")
    assert "now in conflict" in out
    assert "yours, or that of the newest row" in err


def test_what_the_descriptor_needs_is_what_settles(run, tiny):
    path = tiny / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(package | {"reviewersNeeded": 1}), encoding="utf-8")
    assert "now settled" in flag(run, tiny, "c04", "supported", "rater-1")[1]
    path.write_text(json.dumps(package | {"reviewersNeeded": "two"}), encoding="utf-8")
    with pytest.raises(DataError, match="reviewersNeeded"):
        evidence.load(tiny)


def test_a_change_of_the_tables_makes_a_decision_stale_and_says_which_row(run, tiny):
    flag(run, tiny, "c04", "partly supported", "rater-1")
    path = tiny / "links.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("the gain was 9.4", "the gain was 9.5"), encoding="utf-8")
    row = queue(run, tiny, "--open")["c04"]
    assert row["state"] == "stale"
    assert "rows that changed: l09" in row["changed"]
    assert "rows that changed: l09" in run("history", "c04", "--open", "--data", tiny)[1]
    assert "rows that changed" not in run("history", "c04", "--data", tiny)[1]


def test_the_next_claim_shows_its_sentence_and_evidence_and_neither_proposal_nor_others(run, tiny):
    flag(run, tiny, "c08", "partly supported", "rater-1", reason="Told only to myself.")
    _, out, _ = run("queue", "--reviewer", "rater-2", "--next", "--data", tiny)
    assert out.startswith("c08")
    assert "[Moon cheese never causes hiccups]" in out
    assert "Against (2)\n  l16" in out
    assert "propose" not in out
    assert "rater-1" not in out
    shown = run("queue", "--reviewer", "rater-2", "--next", "--open", "--data", tiny)[1]
    assert "The rules propose: contradicted" in shown
    assert "rater-1: partly supported" in shown
    assert "Told only to myself." not in run("history", "c08", "--reviewer", "rater-2", "--data", tiny)[1]
    assert "Told only to myself." not in run("history", "c08", "--data", tiny)[1]
    assert "Told only to myself." in run("history", "c08", "--open", "--data", tiny)[1]


def test_flags_acknowledgements_and_machines_are_on_record_and_settle_nothing(run, tiny):
    flag(run, tiny, "c04", "", "rater-1", "--flag", "look again")
    flag(run, tiny, "c04", "", "rater-2", "--acknowledge")
    for name in ("machine-1", "machine-2"):
        flag(run, tiny, "c04", "supported", name, "--machine")
    row = queue(run, tiny, "--open")["c04"]
    assert (row["state"], row["flags"], row["acknowledged"]) == ("waiting for first", "rater-1: look again", "rater-2")
    _, out, _ = run("agreement", "--data", tiny)
    assert "Agreement among people: no verdicts" in out
    assert "Repeatability among machines\n" in out


REFUSED = {
    "unknown claim": (["c4", "supported", "rater-1"], "write 'c04'"),
    "unknown verdict": (["c04", "suported", "rater-1"], "write 'supported'"),
    "full name": (["c04", "supported", "Ada Byron"], "leave names and addresses out"),
    "address": (["c04", "supported", "ada@example.org"], "leave names and addresses out"),
    "severity": (["c04", "supported", "rater-1", "--severity", "hihg"], "write 'high'"),
    "evidence of another claim": (["c04", "supported", "rater-1", "--evidence", "l01"], "link_id of claim c04"),
    "a machine that passes for a person": (["c04", "", "machine-1", "--acknowledge"], "add --machine"),
    "bytes that are not UTF-8": (["c04", "supported", "rater-1", "--flag", "caf\udce9"], "not UTF-8"),
    "nothing said": (["c04", "", "rater-1"], "--verdict, --flag or --acknowledge"),
    "two things at once": (["c04", "supported", "rater-1", "--acknowledge"], "one of them"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_bad_input_is_refused_in_words_and_nothing_is_written(run, tiny, kind):
    before = (tiny / "decisions.csv").read_bytes()
    arguments, says = REFUSED[kind]
    code, _, err = flag(run, tiny, *arguments)
    assert code == 1
    assert says in err
    assert "Traceback" not in err
    assert (tiny / "decisions.csv").read_bytes() == before


@pytest.mark.parametrize("reason", ["", "   ", "not reported", "\u200b\ufeff \u2060"])
def test_a_decision_without_a_reason_is_refused(run, tiny, reason):
    assert "say why" in flag(run, tiny, "c04", "supported", "rater-1", reason=reason)[2]


@pytest.fixture
def usual_limit():
    """The limit that Python begins with: another package of the same process may have raised it for good."""
    before = csv.field_size_limit(131_072)
    yield 131_072
    csv.field_size_limit(before)


def test_a_long_reason_from_standard_input_passes_the_check_and_comes_back(run, tiny, usual_limit):
    book = '=SUM(1), "quoted"\nline, with [bold] and <script>\u202e\n' * 100_000
    assert len(book.encode()) > 5_000_000
    assert flag(run, tiny, "c04", "supported", "rater-1", reason="-", stdin=book.encode())[0] == 0
    assert run("check", "--data", tiny)[0] == 0
    assert decisions.plain(evidence.load(tiny).decisions)["reason"].tolist() == [book.rstrip("\n")]
    assert csv.field_size_limit() == usual_limit  # as it was for everybody else
    assert "\u202e" not in run("history", "c04", "--data", tiny)[1]


def test_a_reason_that_is_not_utf8_is_refused(run, tiny):
    assert "not UTF-8" in flag(run, tiny, "c04", "supported", "rater-1", reason="-", stdin=b"\xff\xfe")[2]


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (["queue", "--state", "setled"], "write 'settled'"),
        (["queue", "--next"], "say who is to decide"),
        (["queue", "--reviewer", "Ada Byron"], "leave names"),
        (["history", "c99"], "write 'c0"),
        (["withdraw", "d1", "--reason", "x", "--reviewer", "C"], "allowed: nothing, since there is none yet"),
        (["settle", "c04", "--verdict", "supported", "--reason", "x", "--reviewer", "C"], "0 of 2 reviewers"),
    ],
)
def test_what_cannot_be_shown_or_settled_is_told(run, tiny, command, says):
    code, _, err = run(*command, "--data", tiny)
    assert code == 1
    assert says in err


def test_of_many_ids_a_few_are_named_and_counted():
    with pytest.raises(EvidenceError) as told:
        decisions.check_word("DECISION_ID", "nope", (f"d{n}" for n in range(100_000)))
    assert "d0, d1, d2 and 99997 others" in str(told.value)
    assert len(str(told.value)) < 200


def test_where_there_are_no_claims_none_is_found():
    with pytest.raises(EvidenceError, match="found 'c1'; allowed: a claim_id"):
        decisions.check(decisions.Decision("c1", "rater-1", "Seen.", verdict="supported"), {})


# --- agreement --------------------------------------------------------------------------------------------------------


def of_table(table, verdicts):
    """Decisions of two reviewers whose square table of verdicts this is, and their claims."""
    pairs = [(a, b) for i, a in enumerate(verdicts) for j, b in enumerate(verdicts) for _ in range(table[i][j])]
    rows = [
        {"claim_id": f"c{n}", "reviewer": who, "verdict": verdict}
        for n, pair in enumerate(pairs)
        for who, verdict in zip(("A", "B"), pair, strict=True)
    ]
    log = pd.DataFrame(rows).assign(reviewer_kind="human", time="2026-01-01T00:00:00Z")
    claims = pd.DataFrame({"claim_id": [f"c{n}" for n in range(len(pairs))], "topic": "safety", "kind": "safety"})
    return log, claims


def coefficient(found, name, weights="none"):
    rows = found[found["scope"].eq("overall") & found["weights"].eq(weights)]
    return rows.set_index("coefficient").loc[name]


def test_agreement_of_decisions_is_that_of_published_tables():
    plain = reviewers.reviewer_agreement(*of_table([[20, 5], [10, 15]], ["supported", "unsupported"]))
    kappa = coefficient(plain, "Cohen kappa")
    assert kappa["value"] == pytest.approx(0.40)
    assert kappa["se"] == pytest.approx(0.1269961, abs=1e-7)
    log, claims = of_table([[12, 0], [0, 3]], ["supported", "untraceable"])
    found = reviewers.reviewer_agreement(log, claims)
    assert coefficient(found, "Cohen kappa")["items"] == 15
    weighted = coefficient(found, "Gwet AC2", "linear")
    assert weighted["items"] == 12  # untraceable has no place in the order
    assert weighted["note"].startswith("undefined: all ratings are in one category")


def test_talking_it_over_does_not_raise_the_agreement():
    log, claims = of_table([[20, 5], [10, 15]], ["supported", "unsupported"])
    before = coefficient(reviewers.reviewer_agreement(log, claims), "Cohen kappa")["value"]
    gave_in = log[log["reviewer"].eq("B")].merge(
        log.loc[log["reviewer"].eq("A"), ["claim_id", "verdict"]], on="claim_id"
    )
    gave_in = gave_in.assign(verdict=gave_in["verdict_y"], time="2026-01-02T00:00:00Z")[list(log.columns)]
    after = pd.concat([gave_in, log], ignore_index=True)
    assert coefficient(reviewers.reviewer_agreement(after, claims), "Cohen kappa")["value"] == before
    assert reviewers.most_disputed(reviewers.rated_claims(after, claims))["items"].tolist() == [15]


def test_the_report_says_that_the_first_verdicts_are_compared():
    told = {"needed": 2, "rows": 4, "people": 2, "states": "2 settled", "agreement": [{}]}
    assert "by the first verdict of each" in prose.reviewers(told)
    assert "first verdict" not in prose.reviewers(told | {"agreement": []})


def test_a_first_verdict_that_was_taken_back_is_no_rating():
    log, claims = of_table([[1, 0], [0, 0]], ["supported", "unsupported"])
    log = log.assign(decision_id=["d0", "d1"], action="decide", refers_to=None)
    more = [("d2", "withdraw", None, "d0"), ("d3", "decide", "unsupported", None)]
    more = pd.DataFrame(more, columns=["decision_id", "action", "verdict", "refers_to"])
    more = more.assign(claim_id="c0", reviewer="A", reviewer_kind="human", time="2026-01-02T00:00:00Z")
    rated = reviewers.rated_claims(pd.concat([log, more], ignore_index=True), claims)
    assert rated.set_index("rater")["rating"].to_dict() == {"A": "unsupported", "B": "supported"}


def test_a_machine_and_a_person_are_never_compared():
    log, claims = of_table([[3, 1], [1, 3]], ["supported", "unsupported"])
    log.loc[log["reviewer"].eq("B"), "reviewer_kind"] = "machine"
    found = reviewers.reviewer_agreement(log, claims)
    assert set(found["called"]) == {"agreement", "repeatability"}
    assert found["items"].eq(0).all()
    assert found["note"].str.startswith("undefined").all()


def test_what_is_disputed_most_comes_first():
    log, claims = of_table([[4, 3, 0], [0, 4, 1], [0, 0, 4]], ["supported", "partly supported", "unsupported"])
    rated = reviewers.rated_claims(log, claims)
    assert reviewers.most_disputed(rated)["items"].tolist() == [3, 1]
    assert reviewers.disputed_topics(rated)[["claims", "differ"]].to_numpy().tolist() == [[16, 4]]


@pytest.mark.parametrize(("number", "shown"), [(4, False), (5, True)])
def test_verdicts_that_differ_are_named_once_that_tells_of_no_single_claim(tiny, capsys, monkeypatch, number, shown):
    log, claims = of_table([[number - 1, 1], [0, 0]], ["supported", "unsupported"])
    monkeypatch.setattr("evidence.tables.load", lambda data: SimpleNamespace(decisions=log, claims=claims))
    looking.agreement(data=tiny)
    out = capsys.readouterr().out
    assert ("Differ: unsupported or supported (1)" in out) is shown
    assert f"1 of {number} claims decided by two or more" in out


# --- what other programs leave behind ---------------------------------------------------------------------------------


def id_of(data):
    return data.splitlines()[1].partition(b",")[0]


LEFT_BEHIND = {
    "byte order mark": (lambda data: b"\xef\xbb\xbf" + data, "without BOM"),
    "semicolons": (lambda data: data.replace(b",", b";"), "save it again with commas"),
    "a time as a number": (lambda data: data.replace(data.split(b",")[24], b"46351.25"), "with which its id begins"),
    "a torn row": (lambda data: data + b"019ab2c4-7d00-7000-8000-000000000000,c04,rat", "the next `evidence flag`"),
    "a time of 2036": (lambda data: data.replace(data.split(b",")[24], b"2036-01-01T00:00:00Z"), "a day ahead"),
    "the last id": (lambda data: data.replace(id_of(data), b"ffffffff-ffff-7fff-8fff-ffffffffffff"), "a day ahead"),
    "the last id and a number as time": (
        lambda data: data.replace(id_of(data), b"ffffffff-ffff-7fff-8fff-ffffffffffff").replace(
            data.split(b",")[24], b"46351.25"
        ),
        "a day ahead",
    ),
    "a second header": (lambda data: data + data.splitlines()[0] + b"\r\n", "a second header: remove the line"),
    "a row twice": (lambda data: data + data.splitlines(keepends=True)[1], "has it already"),
}


@pytest.mark.parametrize("kind", LEFT_BEHIND)
def test_check_names_what_a_spreadsheet_a_merge_or_a_crash_left_behind_with_its_cure(run, tiny, kind):
    decisions.append(tiny / "decisions.csv", decisions.Decision("c04", "rater-1", "Seen.", verdict="supported"))
    spoil, cure = LEFT_BEHIND[kind]
    path = tiny / "decisions.csv"
    path.write_bytes(spoil(path.read_bytes()))
    code, _, err = run("check", "--data", tiny)
    assert code == 1
    assert cure in err


def test_a_second_header_is_told_once(run, tiny):
    path = tiny / "decisions.csv"
    decisions.append(path, decisions.Decision("c04", "rater-1", "Seen.", verdict="supported"))
    path.write_bytes(path.read_bytes() + path.read_bytes().splitlines()[0] + b"\r\n")
    assert run("check", "--data", tiny)[2].count("decisions.csv:") == 1


@pytest.mark.parametrize("left", [b"019ab2c4-7d00-7000-8000-000000000000,c04,rat\xc3", b""], ids=["torn", "whole"])
def test_the_commands_mend_a_last_line_that_does_not_end(run, tiny, left):
    path = tiny / "decisions.csv"
    decisions.append(path, decisions.Decision("c04", "rater-1", "Seen.", verdict="supported"))
    path.write_bytes(path.read_bytes() + left if left else path.read_bytes().removesuffix(b"\n"))
    assert run("check", "--data", tiny)[0] == 1
    assert "rater-1: supported" in queue(run, tiny, "--open")["c04"]["verdicts"]
    code, _, err = flag(run, tiny, "c05", "unsupported", "rater-1")
    assert (code, "was cut off" in err) == (0, bool(left)), err
    assert run("check", "--data", tiny)[0] == 0
    assert decisions.read(path)["claim_id"].tolist() == ["c04", "c05"]


def test_one_name_is_a_person_or_a_machine_and_stays_it(run, tiny):
    flag(run, tiny, "c04", "supported", "AB", "--machine")
    code, _, err = flag(run, tiny, "c04", "unsupported", "AB")
    assert (code, "found AB as a human" in err) == (1, True)
    assert run("check", "--data", tiny)[0] == 0


def by_hand(tiny, *rows):
    """Write rows d1, d2, ... of the log by hand, each a decision on c04 unless said otherwise."""
    told = dict.fromkeys(decisions.COLUMNS, "") | {"claim_id": "c04", "reviewer": "A", "reviewer_kind": "human"}
    told |= {"verdict": "supported", "reason": "Seen.", "data_version": "1", "action": "decide"}
    moments = [{"decision_id": f"d{n}", "time": f"2026-01-0{n}T00:00:00Z"} for n in range(1, len(rows) + 1)]
    frame = pd.DataFrame([told | moment | row for row, moment in zip(rows, moments, strict=True)])
    frame.to_csv(tiny / "decisions.csv", index=False, lineterminator="\n")


B = {"reviewer": "B", "verdict": "unsupported"}
WITHDRAW = {"action": "withdraw", "verdict": ""}
SETTLE = {"action": "settle", "reviewer": "C", "refers_to": "d1 d2"}
WITHOUT_EFFECT = {
    "sends escapes to the terminal": ([{"data_version": "\\u001b[2J"}], "(pattern [A-Za-z0-9]"),
    "sends escapes by its id": ([{"decision_id": "\\u001b[2J"}], "(pattern [A-Za-z0-9]"),
    "takes back what another said": ([{}, WITHDRAW | {"reviewer": "B", "refers_to": "d1"}], "a row of B"),
    "takes back two": ([{}, {}, WITHDRAW | {"refers_to": "d1 d2"}], "one other row"),
    "takes itself back": ([WITHDRAW | {"refers_to": "d1"}], "one other row"),
    "acknowledges with a verdict": ([{"action": "acknowledge"}], "blank, where action is acknowledge"),
    "warns with a verdict": ([{"action": "flag", "flag": "x"}], "blank, where action is flag"),
    "settles by a machine": ([{}, B, SETTLE | {"reviewer": "D", "reviewer_kind": "machine"}], "any but settle"),
    "settles by one of those who differ": ([{}, B, SETTLE | {"reviewer": "B"}], "other than those who differ"),
    "settles between nobody": ([{}, B, SETTLE | {"refers_to": ""}], "filled, where action is settle"),
    "settles where nobody differs": ([{}, B | {"verdict": "supported"}, SETTLE], "people decided and differ"),
    "settles between a person and a machine": ([{}, B | {"reviewer_kind": "machine"}, SETTLE], "people decided"),
    "cites a link of another claim": ([{"evidence": "l07 l01"}], "links of c04 (l01 is none)"),
    "cites a link that is not there": ([{"evidence": "l99", "data_version": "today"}], "links of c04 (l99 is none)"),
    "a machine as a person": ([{"reviewer": "machine-1"}], "machine, for machine-1"),
    "a name that is both": ([{}, {"reviewer_kind": "machine"}], "in the first row of that name"),
}


@pytest.mark.parametrize("kind", WITHOUT_EFFECT)
def test_check_names_rows_by_hand_that_have_no_effect_or_too_much(run, tiny, kind):
    rows, says = WITHOUT_EFFECT[kind]
    version = evidence.load(tiny).version
    by_hand(tiny, *(row | ({"data_version": version} if row.get("data_version") == "today" else {}) for row in rows))
    code, _, err = run("check", "--data", tiny)
    assert (code, err.count("decisions.csv:")) == (1, 1), err
    assert says in err


def test_rows_by_hand_that_do_what_they_may_are_in_order(run, tiny):
    then = {"evidence": "l07 l99", "basis": "l99:aabbccdd"}  # a link that was there, and was removed since
    by_hand(tiny, then, B, SETTLE, WITHDRAW | {"refers_to": "d1"}, {"action": "acknowledge", "verdict": ""})
    assert run("check", "--data", tiny)[0] == 0


def test_line_ends_of_windows_are_understood(run, tiny):
    path = tiny / "decisions.csv"
    decisions.append(path, decisions.Decision("c04", "rater-1", "Seen.", verdict="supported"))
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert run("check", "--data", tiny)[0] == 0
    assert "now waiting for second" in flag(run, tiny, "c05", "unsupported", "rater-1")[1]
