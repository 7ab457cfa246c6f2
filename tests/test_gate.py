"""The gate stops what it should and nothing else, and says so in four formats that keep text text."""

import dataclasses
import json
import re
import sys
from xml.etree import ElementTree as ET

import jsonschema
import pandas as pd
import pytest
import sarif_facts
import typer
import yaml
from hostile_tables import HOSTILE, hostile
from hypothesis import given
from hypothesis import strategies as st

import evidence
from evidence import cli, gate
from evidence.errors import EvidenceError
from evidence.gate.places import FileText
from evidence.gate.sarif import literal
from evidence.gate.showing import one_line
from evidence.tables.article import plain_text
from evidence.vocabulary import FLAGGED, SEVERITIES, VERDICTS

# Everything that acts in one of the formats or on a terminal; a CSV cell may not hold it, so it is put in afterwards.
SHARP = f"{HOSTILE}]]>&amp;\x1b[31m\x00\x07\r\n::error::x\n{{0}} [a](javascript:x) \\ \ufffe"


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


def log(*rows):
    told = {"reviewer": "A", "reviewer_kind": "human", "action": "acknowledge", "reason": "Known.", "refers_to": None}
    told |= {"verdict": None, "data_version": "1", "proposal": "contradicted", "claim_id": "c1"}
    times = [{"decision_id": str(n), "time": f"2026-01-0{n}T00:00:00.000Z"} for n in range(1, len(rows) + 1)]
    columns = [*told, "decision_id", "time"]
    return pd.DataFrame(
        [told | time | row for row, time in zip(rows, times, strict=True)], columns=columns, dtype="str"
    )


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


def test_one_person_is_enough_and_another_does_not_take_it_back():
    assert known({}, {"reviewer": "B", "action": "decide", "verdict": "supported"})


def test_of_several_people_the_newest_is_shown_with_the_reason_as_it_was_written():
    found = gate.acknowledgements(log({}, {"reviewer": "B", "reason": r"first\nsecond"}))
    assert found[["reviewer", "reason"]].to_numpy().tolist() == [["B", "first\nsecond"]]


def test_an_acknowledgement_of_another_verdict_says_which(fictional):
    row = {"claim_id": "c08", "proposal": "unsupported", "reason": "x" * 5_000}
    tables = dataclasses.replace(fictional, decisions=log(row))
    told = gate.examine(evidence.assess(tables).claims, tables).of("acknowledged")["acknowledgement"].item()
    assert told.startswith("A, 2026-01-01, on data 1 (the verdict was unsupported then): xxx")
    assert len(told) < 1_100


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


# --- the formats ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found(review):
    tables = dataclasses.replace(review.tables, decisions=log({"claim_id": "c47"}, {"claim_id": "c13"}))
    return gate.examine(review.claims, tables, who_judged=review.who_judged)


@pytest.fixture(scope="module")
def sharp(found):
    texts = ("short", "sentence", "quotation", "acknowledgement", "command")
    return dataclasses.replace(found, claims=found.claims.assign(**dict.fromkeys(texts, SHARP)), data_version=SHARP)


def sarif_run(text):
    whole = json.loads(text)
    jsonschema.Draft202012Validator(sarif_facts.SCHEMA).validate(whole)
    return whole["runs"][0]


def test_words_name_what_stops_and_what_is_acknowledged(found):
    told = gate.words(found)
    assert told.startswith("The gate is shut: 5 of 49 judged claims (data 0.3.0) stop the text, severity high.\n")
    stopping, rest = told.split("For each:")
    assert re.findall(r"^c\d\d", stopping, flags=re.M) == ["c23", "c24", "c45", "c48", "c49"]
    assert "  evidence flag c23 --acknowledge --reviewer your-role --reason 'your reason'\n" in rest
    assert re.findall(r"^c\d\d", rest, flags=re.M) == ["c47", "c13"]
    assert "await human review" in rest


def test_an_open_gate_says_so(review):
    tables = review.tables
    everyone = [{"claim_id": claim_id, "reviewer": f"A{n}"} for n, claim_id in enumerate(["c23", "c24", "c45"])]
    rows = pd.concat([log(*everyone), log({"claim_id": "c47"}, {"claim_id": "c48"}, {"claim_id": "c49"})])
    rows["decision_id"] = [str(n) for n in range(len(rows))]
    opened = gate.examine(review.claims, dataclasses.replace(tables, decisions=rows))
    assert not opened.shut
    assert gate.words(opened).startswith("The gate is open: none of 49 judged claims (data 0.3.0) stops the text")


def test_json_holds_every_judged_claim_with_the_keys_promised(found, review, repo):
    whole = json.loads(gate.as_json(found))
    assert [claim["claim_id"] for claim in whole["claims"]] == review.judged["claim_id"].tolist()
    assert (whole["stops"], whole["exit_code"], whole["judged"]) == (5, 1, 49)
    assert {claim["claim_id"] for claim in whole["claims"] if claim["stops"]} == {"c23", "c24", "c45", "c48", "c49"}
    words = (repo / "docs" / "gate.md").read_text(encoding="utf-8")
    for key in {*whole, *whole["data"], *whole["tool"], *whole["claims"][0], *whole["claims"][0]["place"]}:
        assert f"`{key}`" in words, key


def test_sarif_has_one_result_per_flagged_claim_at_its_place(found, repo):
    run = sarif_run(gate.sarif(found))
    results = {result["properties"]["claim"]: result for result in run["results"]}
    assert set(results) == set(found.claims.loc[found.claims["verdict"].isin(FLAGGED), "claim_id"])
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in results.values())
    assert results["c48"]["ruleId"] == "claim-contradicted"
    levels = {claim_id: results[claim_id]["level"] for claim_id in ("c48", "c21", "c16")}
    assert levels == {"c48": "error", "c21": "warning", "c16": "note"}
    place = results["c48"]["locations"][0]["physicalLocation"]
    assert (repo / place["artifactLocation"]["uri"]).is_file()
    claim = found.claims.set_index("claim_id").loc["c48"]
    assert list(place["region"].values()) == claim[["line", "column", "end_line", "end_column"]].tolist()


def test_sarif_suppresses_what_is_acknowledged_and_nothing_else(found):
    suppressed = {r["properties"]["claim"]: r["suppressions"] for r in sarif_run(gate.sarif(found))["results"]}
    assert {claim_id for claim_id, reasons in suppressed.items() if reasons} == {"c47", "c13"}
    assert suppressed["c47"][0] == {
        "kind": "external",
        "status": "accepted",
        "justification": "A, 2026-01-01, on data 1: Known.",
    }


def prints(gated):
    return {r["properties"]["claim"]: r["partialFingerprints"] for r in sarif_run(gate.sarif(gated))["results"]}


def test_fingerprints_outlast_edits_elsewhere_and_tell_every_claim_apart(found):
    edited = found.claims.assign(line=found.claims["line"] + 3, sentence="Other.", severity="low")
    assert prints(dataclasses.replace(found, claims=edited)) == prints(found)
    for name in ("primaryLocationLineHash", "evidenceClaim/v1"):
        assert len({fingerprint[name] for fingerprint in prints(found).values()}) == len(prints(found))
    reworded = prints(dataclasses.replace(found, claims=found.claims.assign(quotation="Other words.")))
    assert all(reworded[claim_id] != fingerprint for claim_id, fingerprint in prints(found).items())


def test_sarif_names_a_folder_elsewhere_by_the_data_folder_alone(found):
    artifacts = [
        sarif_run(gate.sarif(dataclasses.replace(found, base=base)))["results"][0]["locations"][0]["physicalLocation"]
        for base in ("my data", ".", "")
    ]
    assert [artifact["artifactLocation"] for artifact in artifacts] == [
        {"uri": "my%20data/articles/exosomes-traction-alopecia.txt", "uriBaseId": "%SRCROOT%"},
        {"uri": "articles/exosomes-traction-alopecia.txt", "uriBaseId": "%SRCROOT%"},
        {"uri": "articles/exosomes-traction-alopecia.txt", "uriBaseId": "DATA"},
    ]


def test_junit_counts_what_it_holds(found):
    suite = ET.fromstring(gate.junit(found))[0]
    cases = suite.findall("testcase")
    assert (len(cases), len(suite.findall(".//failure")), len(suite.findall(".//skipped"))) == (49, 5, 2)
    assert {name: suite.get(name) for name in ("tests", "failures", "skipped", "errors")} == {
        "tests": "49",
        "failures": "5",
        "skipped": "2",
        "errors": "0",
    }
    case = next(case for case in cases if case.get("name").startswith("c48 "))
    assert "data/articles/exosomes-traction-alopecia.txt:7:269\nthey don’t require" in case.find("failure").text
    case = next(case for case in cases if case.get("name").startswith("c47 "))
    assert case.find("skipped").get("message") == "A, 2026-01-01, on data 1: Known."
    assert suite.find("properties/property[@name='data version']").get("value") == "0.3.0"


# --- hostile text -----------------------------------------------------------------------------------------------------


def test_hostile_text_in_words_stays_on_its_line(sharp):
    told = gate.words(sharp)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u200b\u202e\ufffe]", told)
    assert not re.search(r"^\s*(::|##)", told, flags=re.M)
    assert told.count("\n") == gate.words(dataclasses.replace(sharp, data_version="1")).count("\n")


def test_hostile_text_in_json_is_what_it_was(sharp):
    text = gate.as_json(sharp)
    assert text.isascii()
    whole = json.loads(text)
    assert all(claim["sentence"] == claim["quotation"] == claim["short"] == SHARP for claim in whole["claims"])
    assert whole["data"]["version"] == SHARP


def test_hostile_text_in_sarif_is_neither_placeholder_nor_link(sharp):
    text = gate.sarif(sharp)
    assert text.isascii()
    results = sarif_run(text)["results"]
    for said in (result["message"]["text"] for result in results):
        assert "](" not in said
        assert re.search(r"(?<!\{)\{0\}", said) is None
        assert literal(one_line(SHARP)) in said
    suppressions = [suppression for result in results for suppression in result["suppressions"]]
    assert {suppression["justification"] for suppression in suppressions} == {one_line(SHARP)}


def test_hostile_text_in_junit_parses_and_stays_text(sharp):
    text = gate.junit(sharp)
    assert text.isascii()
    root = ET.fromstring(text)
    assert {element.tag for element in root.iter()} == {
        *("testsuites", "testsuite", "properties", "property", "testcase", "failure", "skipped")
    }
    assert all(case.get("name") == f"{case.get('name')[:3]} {one_line(SHARP)}" for case in root.iter("testcase"))
    assert all(failure.text.endswith(one_line(SHARP)) for failure in root.iter("failure"))
    assert all(one_line(SHARP) in failure.get("message") for failure in root.iter("failure"))


def test_hostile_tables_come_through_the_whole_chain(review):
    tables = hostile(review.tables)
    claims = evidence.assess(tables).claims
    found = gate.examine(claims.assign(kind="effect"), tables, "low", "data; rm -rf $HOME", "da ta")
    told = {name: write(found) for name, write in gate.WRITERS.items()}
    assert len(sarif_run(told["sarif"])["results"]) == claims["flagged"].sum()
    assert ET.fromstring(told["junit"])[0].get("tests") == str(len(claims))
    first = json.loads(told["json"])["claims"][0]
    assert first["quotation"].startswith(HOSTILE)
    assert HOSTILE in first["sentence"]
    assert "--data 'data; rm -rf $HOME'" in told["text"]


@pytest.mark.parametrize("name", gate.WRITERS)
def test_the_same_tables_give_the_same_bytes(name, review, found):
    tables = dataclasses.replace(review.tables, decisions=log({"claim_id": "c47"}, {"claim_id": "c13"}))
    again = gate.examine(review.claims, tables, who_judged=review.who_judged)
    assert gate.WRITERS[name](again) == gate.WRITERS[name](found)


def test_a_review_without_claims_opens_the_gate(found):
    empty = dataclasses.replace(found, claims=found.claims.head(0))
    assert not empty.shut
    assert gate.words(empty).startswith("The gate is open: none of 0 judged claims")
    assert json.loads(gate.as_json(empty))["claims"] == []
    assert sarif_run(gate.sarif(empty))["results"] == []
    assert ET.fromstring(gate.junit(empty))[0].find("testcase") is None


def test_a_review_with_opinions_only_examines_nothing(fictional):
    claims = evidence.assess(fictional).claims
    assert gate.examine(claims[claims["kind"].eq("opinion")], fictional).claims.empty
    assert "opinion" in set(claims["kind"])
    assert "c11" not in gate.examine(claims, fictional, "low").claims["claim_id"].tolist()


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a command in this process; give exit code, standard output, standard error."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["evidence", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        return end.value.code or 0, *capsys.readouterr()

    return call


def acknowledge(run, data, claim_id, *more):
    return run("flag", claim_id, "--acknowledge", "--reviewer", "AB", "--reason", "Known.", "--data", data, *more)


def test_exit_code_is_one_while_something_stops_and_nought_after(run, tiny):
    code, out, err = run("check", "--gate", "--data", tiny)
    assert (code, err) == (1, "")
    stopping = re.findall(r"^c\d\d", out, flags=re.M)
    assert stopping
    for claim_id in stopping:
        assert acknowledge(run, tiny, claim_id, "--machine")[0] == 0
    assert run("check", "--gate", "--data", tiny)[0] == 1
    for claim_id in stopping:
        assert acknowledge(run, tiny, claim_id)[0] == 0
    code, out, _ = run("check", "--gate", "--data", tiny)
    assert code == 0
    assert out.startswith("The gate is open")
    assert run("check", "--gate", "--severity", "low", "--data", tiny)[0] == 1


def test_the_command_shown_is_refused_until_role_and_reason_are_put_in(run, tiny):
    _, out, _ = run("check", "--gate", "--data", tiny)
    shown = re.search(r"^  evidence (flag .*)$", out, flags=re.M).group(1)
    claim_id = shown.split()[1]
    code, _, err = run("flag", claim_id, "--acknowledge", "--reviewer", "your-role", "--reason", "x", "--data", tiny)
    assert code == 1
    assert "your-role" in err


def test_bad_tables_are_told_first_and_no_file_is_written(run, tiny, tmp_path):
    (tiny / "links.csv").write_text("", encoding="utf-8")
    out = tmp_path / "gate.sarif"
    code, _, err = run("check", "--gate", "--format", "sarif", "--out", out, "--data", tiny)
    assert code == 1
    assert "links.csv" in err
    assert "; do: " in err
    assert not out.exists()


def test_a_file_is_written_whole_while_the_words_go_to_standard_error(run, tiny, tmp_path):
    path = tmp_path / "new" / "gate.xml"
    code, out, err = run("check", "--gate", "--format", "junit", "--out", path, "--data", tiny)
    assert (code, out) == (1, "")
    assert err.startswith("The gate is shut")
    _, printed, _ = run("check", "--gate", "--format", "junit", "--data", tiny)
    assert path.read_text(encoding="utf-8") == printed


def test_a_file_that_cannot_be_written_is_named(run, tiny, tmp_path):
    (tmp_path / "in the way").write_text("")
    code, _, err = run("check", "--gate", "--out", tmp_path / "in the way" / "x", "--data", tiny)
    assert code == 1
    assert "cannot be written" in err


@pytest.mark.parametrize("options", [["--severity", "low"], ["--format", "json"], ["--out", "x"]])
def test_options_of_the_gate_without_it_are_refused(run, tiny, options):
    code, _, err = run("check", *options, "--data", tiny)
    assert code == 2
    assert "--gate" in err


@pytest.mark.parametrize("options", [["--severity", "grave"], ["--format", "html"]])
def test_words_that_are_not_allowed_end_in_exit_code_two(run, tiny, options):
    assert run("check", "--gate", *options, "--data", tiny)[0] == 2


# --- the page about it ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page(repo):
    return (repo / "docs" / "gate.md").read_text(encoding="utf-8")


def blocks(page, kind):
    return re.findall(rf"```{kind}\n(.*?)```", page, flags=re.S)


def test_the_output_shown_is_the_output_of_today(page, repo, run, monkeypatch):
    monkeypatch.chdir(repo)
    code, out, _ = run("check", "--gate")
    assert code == 1
    assert out in blocks(page, "text")


def test_every_yaml_parses_and_names_commands_and_options_that_exist(page, repo):
    hooks = (repo / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    texts = [hooks, *blocks(page, "yaml")]
    commands = typer.main.get_command(cli.app).commands
    assert len(texts) >= 5
    for text in texts:
        assert yaml.safe_load(text)
        for name, options in re.findall(r"\bevidence (check|flag|review)\b([^\n|]*)", text):
            known = {option for parameter in commands[name].params for option in parameter.opts}
            assert set(re.findall(r"--[a-z]+", options)) <= known
    assert all("evidence check --gate" in text for text in texts if "repo: https" not in text)


def test_the_hook_that_the_page_names_is_the_hook_that_is_there(page, repo):
    hooks = yaml.safe_load((repo / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [(hook["id"], hook["language"], hook["pass_filenames"]) for hook in hooks] == [
        ("evidence-gate", "system", False)
    ]
    assert {"id", "name", "entry", "language"} <= set(hooks[0])
    assert re.search(hooks[0]["files"], "data/claims.csv")
    assert re.search(hooks[0]["files"], "my-review/articles/text.txt")
    assert not re.search(hooks[0]["files"], "src/page.py")
    assert "id: evidence-gate" in page
