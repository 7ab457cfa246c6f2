"""What the gate found is told in four formats, each valid, each keeping text text."""

import dataclasses
import json
import re
from xml.etree import ElementTree as ET

import jsonschema
import pandas as pd
import pytest
import sarif_facts
from hostile_tables import HOSTILE, hostile
from log_rows import log

import evidence
from evidence import gate
from evidence.gate.sarif import literal
from evidence.gate.showing import one_line
from evidence.vocabulary import FLAGGED

# Everything that acts in one of the formats or on a terminal; a CSV cell may not hold it, so it is put in afterwards.
SHARP = f"{HOSTILE}]]>&amp;\x1b[31m\x00\x07\r\n::error::x\n{{0}} [a](javascript:x) \\ \ufffe"

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
    assert told.startswith("The gate is shut: 5 of 49 judged claims (data 0.4.0) stop the text, severity high.\n")
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
    assert gate.words(opened).startswith("The gate is open: none of 49 judged claims (data 0.4.0) stops the text")


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
    assert len(set(map(str, reworded.values()))) == len(reworded)  # two claims may share a quotation


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
    assert suite.find("properties/property[@name='data version']").get("value") == "0.4.0"


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
