import csv
import inspect
import itertools
import json
import shutil
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import evidence
from evidence.errors import DataError
from evidence.tables import keys, plain_text, relations, rows
from evidence.tables.article import nearest, occurrences, sentences
from evidence.tables.cells import integer_fault, number_fault
from evidence.tables.descriptor import FILE, NEEDED, TABLES
from evidence.tables.words import closest

# --- a review with one thing changed ----------------------------------------------------------------------------------


def problems_of(folder: Path) -> list:
    """Problems of a folder; none where it loads."""
    try:
        evidence.load(folder)
    except DataError as error:
        return error.problems
    return []


def places(problems) -> list[tuple]:
    return [(problem.file, problem.row, problem.column, problem.value) for problem in problems]


def read(folder: Path, table: str) -> list[list[str]]:
    with open(folder / f"{table}.csv", newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def write(folder: Path, table: str, records: list[list[str]]) -> None:
    with open(folder / f"{table}.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(records)


def change(folder: Path, table: str, key: str, **cells: str) -> int:
    """Change cells of the row with that key; give its line."""
    records = read(folder, table)
    line = next(number for number, record in enumerate(records) if record[0] == key)
    for column, value in cells.items():
        records[line][records[0].index(column)] = value
    write(folder, table, records)
    return line + 1


def add(folder: Path, table: str, like: str | None = None, **cells: str) -> int:
    """Add a row, made like another one, where its key belongs; give its line."""
    records = read(folder, table)
    old = next((record for record in records if record[0] == like), [""] * len(records[0]))
    new = [cells.get(name, value) for name, value in zip(records[0], old, strict=True)]
    records = [records[0], *sorted([*records[1:], new], key=lambda record: record[0])]
    write(folder, table, records)
    return max(line for line, record in enumerate(records, start=1) if record == new)


def remove(folder: Path, table: str, *keys: str) -> None:
    write(folder, table, [record for record in read(folder, table) if record[0] not in keys])


def edit_descriptor(folder: Path, edit) -> None:
    descriptor = json.loads((folder / FILE).read_text(encoding="utf-8"))
    edit(descriptor)
    (folder / FILE).write_text(json.dumps(descriptor), encoding="utf-8")


def resource(descriptor: dict, name: str) -> dict:
    return next(entry for entry in descriptor["resources"] if entry["name"] == name)


def replace_in(path: Path, old: str, new: str, times: int = 1) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, times), encoding="utf-8")


# --- what comes out ---------------------------------------------------------------------------------------------------


def test_the_tiny_review_loads_with_every_table(tiny):
    tables = evidence.load(tiny)
    assert [name for name in TABLES if not isinstance(getattr(tables, name), pd.DataFrame)] == []
    descriptor = json.loads((tiny / FILE).read_text(encoding="utf-8"))
    for name in TABLES:
        described = [field["name"] for field in resource(descriptor, name)["schema"]["fields"]]
        assert list(getattr(tables, name).columns) == described
        assert len(getattr(tables, name)) == len(read(tiny, name)) - 1
    assert tables.version == descriptor["version"]
    assert tables.root == tiny


def test_the_review_of_this_repository_loads(repo):
    assert problems_of(repo / "data") == []


def test_each_type_of_the_descriptor_has_one_dtype(tiny):
    tables = evidence.load(str(tiny))
    assert tables.claims["claim"].dtype == "str"
    assert tables.articles["retrieved"].dtype == "str"
    assert tables.decisions["time"].dtype == "str"
    assert tables.results["events"].dtype == "Int64"
    assert tables.results["value"].dtype == "float64"
    assert tables.decisions["decision_id"].dtype == "str"


def test_blank_is_missing_and_not_reported_stays_a_word_in_text_only(tiny):
    change(tiny, "results", "e-ham-height", n_analysed="not reported", time="not reported", time_unit="")
    tables = evidence.load(tiny)
    studies = tables.studies.set_index("study_id")
    height = tables.results.set_index("result_id").loc["e-ham-height"]
    assert studies.loc["s-lard-2023", "funding"] == "not reported"
    assert pd.isna(studies.loc["s-snout-2020", "product"])
    assert pd.isna(height["n_analysed"])
    assert pd.isna(height["time"])


def test_the_text_of_an_article_has_no_asterisks_and_keeps_what_they_meant(tiny):
    tables = evidence.load(tiny)
    text = tables.texts["a1"]
    assert "*" not in text
    assert [(text[start:end], kind) for start, end, kind in tables.emphasis["a1"]] == [
        ("moon cheese", "bold"),
        ("Journal of Improbable Husbandry", "italic"),
        ("the finest thing under the moon", "italic"),
    ]


def test_density_gain_has_a_row_per_claim_and_result_and_keeps_the_unlinked_benchmark(tiny):
    frame = evidence.load(tiny).density_gain
    shown = frame[["claim_id", "study", "number", "bound", "unit", "n", "arm_role", "seen"]].astype(object)
    assert shown.where(shown.notna(), "").to_numpy().tolist() == [
        ["c04", "Bacon 2019", 12.0, "=", "% change", 24, "treated", "primary document"],
        ["c04", "Bacon 2019", 40.0, "up to", "% change", 24, "treated", "primary document"],
        ["c04", "Ham 2022", 9.4, "=", "bristles/cm2", 40, "treated", "primary document"],
        ["", "Ham 2022", 6.1, "=", "bristles/cm2", 40, "benchmark", "primary document"],
    ]


def test_a_result_on_two_claims_is_two_rows(tiny):
    add(tiny, "links", like="l09", link_id="l99", claim_id="c05", reason="The same gain, under another claim.")
    frame = evidence.load(tiny).density_gain
    assert frame.loc[frame["result_id"] == "e-ham-density", "claim_id"].tolist() == ["c04", "c05"]


def test_regrowth_rates_give_events_total_and_percent_as_printed(tiny):
    frame = evidence.load(tiny).regrowth_rates
    columns = ["claim_id", "study", "events", "total", "percent", "denominator", "as_given"]
    assert frame[columns].to_numpy().tolist() == [["c06", "Bacon 2019", 6, 20, 30.0, "at risk", "6 of 20 pigs (30%)"]]


def test_regrowth_rates_take_no_other_number_for_a_percentage(tiny):
    change(tiny, "results", "e-bacon-regrowth", statistic="ratio")
    assert evidence.load(tiny).regrowth_rates[["number", "percent"]].isna().to_numpy().tolist() == [[False, True]]


def test_regrowth_rates_work_out_no_percentage(tiny):
    change(tiny, "results", "e-bacon-regrowth", statistic="count", value="", bound="", unit="", as_given="6 of 20 pigs")
    assert evidence.load(tiny).regrowth_rates["percent"].isna().all()


def test_regulatory_status_is_sorted_newest_first_and_brings_the_document(tiny):
    frame = evidence.load(tiny).regulatory_status
    assert frame[["regulation_id", "claim_id", "status", "report_date"]].to_numpy().tolist() == [
        ["g-zz-02", "c09", "approval required and none seen", "2024-04-02"],
        ["g-zz-01", "c09", "cosmetic", "2021-09"],
        ["g-xa-01", "c09", "registered", "2020"],
    ]
    assert frame.loc[0, "address"] == "https://cpfo.example.org/notices/2024-04-02"
    assert pd.isna(frame.loc[2, "date"])  # nothing is filled in, although it is sorted by the document's date


def test_a_status_without_a_date_is_sorted_by_the_date_of_its_document(tiny):
    change(tiny, "reports", "r-lunar-board-2020", date="2025")
    assert evidence.load(tiny).regulatory_status["regulation_id"].tolist() == ["g-xa-01", "g-zz-02", "g-zz-01"]


def test_statuses_of_one_day_are_sorted_by_claim_and_id(tiny):
    change(tiny, "regulations", "g-zz-01", date="2024-04-02")
    add(tiny, "links", like="l19", link_id="l99", claim_id="c01", bearing="context", reason="Not about goggles.")
    frame = evidence.load(tiny).regulatory_status.head(3)
    assert list(zip(frame["claim_id"], frame["regulation_id"], strict=True)) == [
        ("c01", "g-zz-02"),
        ("c09", "g-zz-01"),
        ("c09", "g-zz-02"),
    ]


@pytest.mark.parametrize("frame", ["density_gain", "regrowth_rates", "regulatory_status"])
def test_a_ready_frame_has_the_columns_that_its_docstring_names_even_without_rows(tiny, frame):
    tables = evidence.load(tiny)
    empty = {"results": tables.results.head(0), "regulations": tables.regulations.head(0)}
    function = getattr(evidence.tables.frames, frame)
    arguments = [empty.get(name, getattr(tables, name)) for name in inspect.signature(function).parameters]
    assert list(function(*arguments).columns) == list(getattr(tables, frame).columns)
    named = [name for name in getattr(tables, frame).columns if f" {name}" not in function.__doc__]
    assert named == []


def test_tables_show_counts_and_no_path(tiny):
    tables = evidence.load(tiny)
    assert "claims         11" in repr(tables)
    assert "<th scope='row'>claims</th><td>11</td>" in tables._repr_html_()
    assert str(tiny) not in repr(tables) + tables._repr_html_()


# --- bad cells: the descriptor's own rules ----------------------------------------------------------------------------

# table, key, column, value, words of the rule, words of the cure
CELLS = [
    ("claims", "c01", "claim", "", "filled", "like 'Traction"),
    ("studies", "s-snout-2020", "label", "not reported", "filled", "like"),
    ("claims", "c01", "kind", "Cause", "one of: effect", "did you mean 'cause'?"),
    ("links", "l01", "bearing", "agains", "for, against", "did you mean 'against'?"),
    ("links", "l01", "bearing", "zzz", "for, against", "choose one of them"),
    ("results", "e-ham-density", "value", "nine", "a number", "write digits, like 35"),
    ("results", "e-ham-density", "value", "9,4", "a number", "9.4"),
    ("results", "e-ham-density", "value", "1,234", "a number", "1234"),
    ("results", "e-ham-density", "value", "1,234,567.5", "a number", "1234567.5"),
    ("results", "e-ham-density", "value", "inf", "a number", "leave the cell blank: no value was seen"),
    ("results", "e-ham-density", "value", "NaN", "a number", "leave the cell blank"),
    ("results", "e-ham-density", "value", "1e999", "a number", "digits"),
    ("results", "e-ham-density", "value", "12%", "a number", "unit has a column"),
    ("results", "e-ham-density", "value", "<5", "a number", "column of their own"),
    ("results", "e-ham-density", "value", "−5", "a number", "hyphen"),
    ("results", "e-ham-density", "value", "1_000", "a number", "digits"),
    ("results", "e-ham-density", "value", "٣", "a number", "digits"),
    ("results", "e-ham-density", "n_analysed", "40.5", "a whole number", "nothing is rounded"),
    ("results", "e-ham-density", "n_analysed", "40.0", "a whole number", "write 40"),
    ("results", "e-ham-density", "n_analysed", "forty", "a whole number", "digits"),
    ("results", "e-ham-density", "n_analysed", "9" * 30, "at most", "check the number"),
    ("results", "e-ham-density", "n_analysed", "0", "at least 1", "check the number"),
    ("results", "e-snout-goggles", "p", "1.5", "at least 0 and at most 1", "check the number"),
    ("studies", "s-snout-2020", "year", "1066", "at least 1950", "check the number"),
    ("ratings", "t03", "steps", "-7", "at least -3", "check the number"),
    ("reports", "r-snout-2020", "doi", "https://doi.org/10.5555/x", "without address", "in the form of '10.1007"),
    ("claims", "c01", "short", "x" * 47, "at most 46 characters", "in the form of"),
    ("articles", "a1", "retrieved", "2026-02-30", "YYYY-MM-DD", "the calendar has no such day"),
    ("articles", "a1", "retrieved", "20261123", "YYYY-MM-DD", "like 2026-11-23"),
    ("articles", "a1", "retrieved", "23.11.2026", "YYYY-MM-DD", "like 2026-11-23"),
    ("claims", "c02", "question_id", "q-wheys", "of a row in questions.csv", "did you mean 'q-whey'?"),
    ("links", "l01", "result_id", "zzz", "of a row in results.csv", "add the row to results.csv"),
    ("reports", "r-lard-2023", "study_id", "not reported", "of a row in studies.csv", "add the row"),
    ("claims", "c01", "article_id", "", "filled", "like 'a1'"),
    ("claims", "c01", "claim", " Tight goggles. ", "no white space", "remove it"),
    ("claims", "c01", "wording", "plain\u00a0", "no white space", "remove it"),
]


@pytest.mark.parametrize(("table", "key", "column", "value", "rule", "cure"), CELLS)
def test_a_bad_cell_is_named_with_its_place_and_its_cure(tiny, table, key, column, value, rule, cure):
    line = change(tiny, table, key, **{column: value})
    problem = next(problem for problem in problems_of(tiny) if problem.column == column)
    assert (problem.file, problem.row, problem.value) == (f"{table}.csv", line, value)
    assert rule in problem.rule
    assert cure in problem.cure


def test_a_pattern_holds_for_the_whole_cell_even_without_anchors(tiny):
    edit_descriptor(tiny, lambda d: field(d, "claims", "short")["constraints"].update(pattern="[^!]+"))
    line = change(tiny, "claims", "c01", short="Tight goggles!")
    assert places(problems_of(tiny)) == [("claims.csv", line, "short", "Tight goggles!")]


@pytest.mark.parametrize("value", ["0", "-0.5", "+3", "12.50", "1e3", "1E-3", "007"])
def test_numbers_in_plain_digits_pass(value):
    assert number_fault(value, {}) is None


@pytest.mark.parametrize("value", ["0", "-2", "+2", "9007199254740992"])
def test_whole_numbers_in_plain_digits_pass(value):
    assert integer_fault(value, {}) is None


DECISION = {
    "decision_id": "019ab2c4-7d00-7000-8000-000000000000",
    "claim_id": "c08",
    "reviewer": "rater-1",
    "reviewer_kind": "human",
    "verdict": "contradicted",
    "reason": "Nine pigs hiccuped.",
    "time": "2026-11-23T10:00:00Z",
    "data_version": "0.1.0",
    "action": "decide",
}


@pytest.mark.parametrize(
    ("time", "fits"),
    [
        ("2026-11-23T10:00:00Z", True),
        ("2026-11-23T10:00:00.123456Z", True),
        ("2026-11-23T10:00:00", False),
        ("2026-11-23T25:00:00Z", False),
        ("2026-02-30T10:00:00Z", False),
        ("2026-11-23 10:00:00Z", False),
        ("2026-11-23", False),
    ],
)
def test_the_time_of_a_decision_is_a_moment_in_utc(tiny, time, fits):
    line = add(tiny, "decisions", **{**DECISION, "time": time})
    found = [] if fits else [("decisions.csv", line, "time", time)]
    assert places(problems_of(tiny)) == found


def test_decisions_keep_the_order_in_which_they_were_made(tiny):
    later, earlier = {**DECISION, "decision_id": "z"}, {**DECISION, "decision_id": "a"}
    header = read(tiny, "decisions")[0]
    write(tiny, "decisions", [header, *([entry.get(name, "") for name in header] for entry in (later, earlier))])
    assert evidence.load(tiny).decisions["decision_id"].tolist() == ["z", "a"]


# --- bad keys ---------------------------------------------------------------------------------------------------------


def test_a_repeated_key_is_named_with_the_line_that_has_it(tiny):
    line = add(tiny, "searches", like="k04")
    (problem,) = problems_of(tiny)
    assert places([problem]) == [("searches.csv", line, "search_id", "k04")]
    assert f"line {line - 1} has it" in problem.cure


def test_a_primary_key_of_two_columns_may_repeat_in_one(tiny):
    edit_descriptor(tiny, lambda d: resource(d, "searches")["schema"].update(primaryKey=["date", "query"]))
    assert problems_of(tiny) == []
    add(tiny, "searches", like="k04", search_id="k05")
    assert places(problems_of(tiny)) == [("searches.csv", 6, "date", "2026-11-21")]


def test_rows_out_of_order_are_named_once_per_table(tiny):
    header, *records = read(tiny, "searches")
    write(tiny, "searches", [header, *reversed(records)])
    (problem,) = problems_of(tiny)
    assert places([problem]) == [("searches.csv", 3, "search_id", "k03")]
    assert "sort the rows by search_id" in problem.cure


def test_blank_keys_are_missing_and_not_repeated(tiny):
    header = read(tiny, "decisions")[0]
    write(tiny, "decisions", [header, *([{**DECISION, "decision_id": ""}.get(n, "") for n in header] for _ in "ab")])
    assert [(p.row, p.column, p.rule[:6]) for p in problems_of(tiny)] == [
        (2, "decision_id", "filled"),
        (3, "decision_id", "filled"),
    ]


def test_a_key_that_is_wrong_everywhere_is_reported_everywhere_and_looked_up_twenty_times(tiny, monkeypatch):
    asked = []
    monkeypatch.setattr(keys, "closest", lambda word, known: asked.append(word))
    header, *records = read(tiny, "links")
    place = header.index("reason")
    many = [[f"l{number:05}", "c01", *records[0][2:place], *records[0][place:]] for number in range(2000)]
    for number, record in enumerate(many):
        record[header.index("result_id")] = f"e-{number:04}"
    write(tiny, "links", [header, *many])
    assert len([p for p in problems_of(tiny) if (p.file, p.column) == ("links.csv", "result_id")]) == 2000
    assert len(asked) == 20


# --- bad rows and relations: each case also shows that its rule is what finds it --------------------------------------


# rule, change (gives the line), file, column, value
RULES = [
    ("numbers_have_their_words", lambda f: change(f, "claims", "c04", bound=""), "claims", "bound", ""),
    ("numbers_have_their_words", lambda f: change(f, "claims", "c04", number_unit=""), "claims", "number_unit", ""),
    ("numbers_have_their_words", lambda f: change(f, "claims", "c01", bound="="), "claims", "bound", "="),
    ("numbers_have_their_words", lambda f: change(f, "claims", "c01", number_unit="%"), "claims", "number_unit", "%"),
    ("numbers_have_their_words", lambda f: change(f, "questions", "q-density", threshold_source=""), "questions",
     "threshold_source", ""),
    ("numbers_have_their_words", lambda f: change(f, "results", "e-ham-density", unit=""), "results", "unit", ""),
    ("numbers_have_their_words", lambda f: change(f, "results", "e-ham-density", spread_kind=""), "results",
     "spread_kind", ""),
    ("numbers_have_their_words", lambda f: change(f, "results", "e-ham-hiccups", denominator=""), "results",
     "denominator", ""),
    ("numbers_have_their_words", lambda f: change(f, "results", "e-ham-hiccups", time=""), "results", "time_unit",
     "weeks"),
    ("ranges_have_two_ends", lambda f: change(f, "claims", "c04", bound="between"), "claims", "number_high", ""),
    ("ranges_have_two_ends", lambda f: change(f, "claims", "c01", number_high="4"), "claims", "number", ""),
    ("smaller_comes_first", lambda f: change(f, "claims", "c04", number_high="4"), "claims", "number", "40"),
    ("smaller_comes_first", lambda f: change(f, "results", "e-ham-hiccups", events="41"), "results", "events", "41"),
    ("smaller_comes_first", lambda f: change(f, "results", "e-ham-height", low="1.7"), "results", "low", "1.7"),
    ("opinions_are_not_judged", lambda f: change(f, "claims", "c11", topic="safety"), "claims", "topic", "safety"),
    ("opinions_are_not_judged", lambda f: change(f, "claims", "c11", wording="plain"), "claims", "wording", "plain"),
    ("opinions_are_not_judged", lambda f: change(f, "claims", "c11", question_id="q-whey"), "claims", "question_id",
     "q-whey"),
    ("times_have_a_unit", lambda f: change(f, "claims", "c04", quantity="time to result"), "claims", "number_unit",
     "% change in mane density"),
    ("opinions_are_not_judged", lambda f: change(f, "claims", "c01", topic=""), "claims", "topic", ""),
    ("opinions_are_not_judged", lambda f: change(f, "claims", "c03", wording=""), "claims", "wording", ""),
    ("opinions_are_not_judged", lambda f: change(f, "claims", "c10", question_id=""), "claims", "question_id", ""),
    ("sources_have_a_role", lambda f: change(f, "claims", "c04", source_role=""), "claims", "source_role", ""),
    ("sources_have_a_role", lambda f: change(f, "claims", "c04", source_named=""), "claims", "source_named", ""),
    ("regulation_names_who", lambda f: change(f, "claims", "c09", jurisdiction=""), "claims", "jurisdiction", ""),
    ("regulation_names_who", lambda f: change(f, "claims", "c09", authority=""), "claims", "authority", ""),
    ("links_hold_one_id", lambda f: change(f, "links", "l20", regulation_id=""), "links", "result_id", ""),
    ("links_hold_one_id", lambda f: change(f, "links", "l20", search_id="k01"), "links", "search_id", "k01"),
    ("links_hold_one_id", lambda f: change(f, "links", "l17", other_claim_id="c08"), "links", "other_claim_id", "c08"),
    ("leads_carry_no_number", lambda f: change(f, "results", "e-ham-density-curd", seen="nothing", seen_where="",
     value="", baseline="", spread="", spread_kind="", n_analysed="", bound="", p="0.1"), "results", "p", "0.1"),
    ("what_was_seen_was_somewhere", lambda f: change(f, "studies", "s-cpfo", seen_where=""), "studies", "seen_where",
     ""),
    ("ratings_give_steps_or_a_level", lambda f: change(f, "ratings", "t03", steps=""), "ratings", "level", ""),
    ("ratings_give_steps_or_a_level", lambda f: change(f, "ratings", "t01", steps="-1"), "ratings", "level", "high"),
    ("ratings_give_steps_or_a_level", lambda f: change(f, "ratings", "t01", domain="imprecision"), "ratings", "domain",
     "imprecision"),
    ("abstracts_show_no_low_risk", lambda f: change(f, "appraisals", "b04", judgement="low", basis="from abstract"),
     "appraisals", "judgement", "low"),
    ("decisions_say_something", lambda f: add(f, "decisions", **{**DECISION, "verdict": ""}), "decisions", "verdict",
     ""),
    ("decisions_say_something", lambda f: add(f, "decisions", **{**DECISION, "action": "flag"}), "decisions", "flag",
     ""),
    ("decisions_say_something", lambda f: add(f, "decisions", **{**DECISION, "action": "withdraw"}), "decisions",
     "refers_to", ""),
    ("decisions_say_something", lambda f: add(f, "decisions", **{**DECISION, "reason": "one\ntwo"}), "decisions",
     "reason", "one\ntwo"),
    ("dates_are_in_the_calendar", lambda f: change(f, "reports", "r-snout-2020", date="2020-13"), "reports", "date",
     "2020-13"),
    ("dates_are_in_the_calendar", lambda f: change(f, "regulations", "g-zz-02", date="2023-02-29"), "regulations",
     "date", "2023-02-29"),
    ("addresses_can_be_visited", lambda f: change(f, "articles", "a1", address="http://example.org/a"), "articles",
     "address", "http://example.org/a"),
    ("addresses_can_be_visited", lambda f: change(f, "articles", "a1", address="https://192.0.2.7/a"), "articles",
     "address", "https://192.0.2.7/a"),
    ("addresses_can_be_visited", lambda f: change(f, "articles", "a1", address="https://[2001:db8::1]/a"), "articles",
     "address", "https://[2001:db8::1]/a"),
    ("addresses_can_be_visited", lambda f: change(f, "articles", "a1", address="https://[x/"), "articles", "address",
     "https://[x/"),
    ("something_is_reviewed", lambda f: remove(f, "claims", *(f"c{n:02}" for n in range(12))), "claims", "", "no rows"),
    ("claims_have_links", lambda f: (remove(f, "links", "l15"), 8)[1], "claims", "claim_id", "c07"),
    ("questions_are_asked", lambda f: add(f, "questions", like="q-whey", question_id="q-z"), "questions",
     "question_id", "q-z"),
    ("studies_have_reports", lambda f: (remove(f, "reports", "r-lard-2023"), 5)[1], "studies", "study_id",
     "s-lard-2023"),
    ("studies_are_used", lambda f: (remove(f, "links", "l18"), 5)[1], "studies", "study_id", "s-lard-2023"),
    ("results_are_used", lambda f: change(f, "results", "e-ham-density-curd", arm_role="other treatment"), "results",
     "result_id", "e-ham-density-curd"),
    ("leads_are_not_counted", lambda f: change(f, "links", "l18", bearing="for"), "links", "bearing", "for"),
    ("leads_are_not_counted", lambda f: (change(f, "regulations", "g-zz-02", seen="nothing", seen_where=""), 20)[1],
     "links", "bearing", "against"),
    ("leads_are_not_counted", lambda f: (change(f, "results", "e-petri-roots", seen="nothing", seen_where=""), 4)[1],
     "links", "bearing", "for"),
    ("what_is_retracted_or_only_planned_is_not_counted", lambda f: (change(f, "reports", "r-bacon-2019",
     retraction="retracted"), 8)[1], "links", "bearing", "for"),
    ("what_is_retracted_or_only_planned_is_not_counted", lambda f: (change(f, "reports", "r-bacon-2019",
     kind="registration"), 8)[1], "links", "bearing", "for"),
    ("article_speaks_against_itself", lambda f: (add(f, "articles", like="a1", article_id="a2"),
     change(f, "claims", "c10", article_id="a2"), 18)[2], "links", "other_claim_id", "c10"),
    ("identifiers_name_one_study", lambda f: change(f, "reports", "r-snout-2020", doi="10.5555/jih.2019.24"),
     "reports", "doi", "10.5555/jih.2019.24"),
    ("raters_judge_once", lambda f: add(f, "links", like="l15", link_id="l98"), "links", "rater", "rater-1"),
    ("raters_judge_once", lambda f: add(f, "ratings", like="t12", rating_id="t98"), "ratings", "rater", "rater-1"),
    ("raters_judge_once", lambda f: add(f, "appraisals", like="b04", appraisal_id="b98"), "appraisals", "rater",
     "rater-1"),
    ("raters_judge_once", lambda f: add(f, "answers", like="n05", answer_id="n98"), "answers", "rater", "rater-1"),
    ("tools_have_known_levels", lambda f: change(f, "tools", "i-rob2-1", levels="low | dreadful"), "tools", "levels",
     "low | dreadful"),
    ("answers_are_allowed", lambda f: change(f, "answers", "n05", answer="NA"), "answers", "answer", "NA"),
    ("judgements_are_levels_of_the_tool", lambda f: change(f, "appraisals", "b03", judgement="serious"), "appraisals",
     "judgement", "serious"),
    ("records_went_somewhere", lambda f: change(f, "records", "d1", study_id="", report_id=""), "records",
     "study_id", ""),
    ("records_went_somewhere", lambda f: change(f, "records", "d3", reason=""), "records", "reason", ""),
    ("records_went_somewhere", lambda f: change(f, "records", "d5", study_id="s-ham-2022"), "records", "disposition",
     "left out"),
]  # fmt: skip
MODULES = {rule.__name__: module for module in (rows, relations) for _, rule in module.RULES}


@pytest.mark.parametrize(("rule", "edit", "table", "column", "value"), RULES)
def test_a_bad_row_is_named_and_only_by_its_rule(tiny, monkeypatch, rule, edit, table, column, value):
    line = edit(tiny)
    expected = (f"{table}.csv", line, column, value)
    problem = next((found for found in problems_of(tiny) if places([found]) == [expected]), None)
    assert problem is not None, f"{expected} is not among {places(problems_of(tiny))}"
    assert problem.rule
    assert problem.cure
    module = MODULES[rule]
    monkeypatch.setattr(module, "RULES", tuple(entry for entry in module.RULES if entry[1].__name__ != rule))
    assert expected not in places(problems_of(tiny))


def test_a_retracted_study_still_shows_that_it_exists(tiny):
    change(tiny, "reports", "r-bacon-2019", retraction="retracted")
    assert 6 not in [problem.row for problem in problems_of(tiny) if problem.column == "bearing"]


def test_every_rule_is_broken_by_some_case():
    assert set(MODULES) == {rule for rule, *_ in RULES}


def test_a_study_may_be_used_by_an_appraisal_alone(tiny):
    add(tiny, "studies", like="s-snout-2020", study_id="s-snout-2021", label="Snout 2021")
    add(tiny, "reports", like="r-vets-2021", report_id="r-z", study_id="s-snout-2021")
    assert [problem.value for problem in problems_of(tiny)] == ["s-snout-2021"]
    add(tiny, "appraisals", like="b04", appraisal_id="b05", study_id="s-snout-2021")
    assert problems_of(tiny) == []


def test_an_untouched_copy_has_no_problem(tiny):
    assert problems_of(tiny) == []


def test_not_reported_is_an_answer_where_the_article_names_no_authority(tiny):
    change(tiny, "claims", "c09", authority="not reported")
    assert problems_of(tiny) == []


def test_a_cell_that_breaks_two_rules_is_reported_once(tiny):
    address = "http://vets.example.org/goggles"  # neither the pattern of the column nor an address to be visited
    line = change(tiny, "reports", "r-vets-2021", address=address)
    assert places(problems_of(tiny)) == [("reports.csv", line, "address", address)]


# --- the article and its quotations -----------------------------------------------------------------------------------

MOON = "articles/moon-cheese.txt"


@pytest.mark.parametrize(
    ("quotation", "times", "cure"),
    [
        ("flying fish", 0, "copy the words from the text"),
        ("Moon cheese never causes hiccoughs", 0, "it has 'Moon cheese never causes hiccups."),
        ("moon cheese never causes hiccups", 0, "'Moon cheese never causes hiccups'"),
        ('"I have never seen such manes,"', 0, "“I have never seen such manes,”"),
        ("the *finest* thing under the moon", 0, "leave out the asterisks"),
        ("Is it at all safe?", 0, "nearest sentence is 'Is it safe?'"),
        ("moon cheese", 3, "take in a neighbouring word"),
    ],
)
def test_a_quotation_that_does_not_occur_once_is_named_with_how_often(tiny, quotation, times, cure):
    line = change(tiny, "claims", "c08", quotation=quotation)
    (problem,) = problems_of(tiny)
    assert places([problem]) == [("claims.csv", line, "quotation", quotation)]
    assert f"these occur {times} times" in problem.rule
    assert cure in problem.cure


def test_a_quotation_may_run_over_emphasis(tiny):
    assert "Journal of Improbable Husbandry" in evidence.load(tiny).claims.set_index("claim_id").loc["c04", "quotation"]
    assert "*Journal of Improbable Husbandry*" in (tiny / MOON).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["{folder}/articles/moon-cheese.txt", "articles/../articles/moon-cheese.txt"])
def test_a_path_that_only_works_here_is_refused_although_it_stays_inside(tiny, path):
    path = path.format(folder=tiny)
    change(tiny, "articles", "a1", file=path)
    assert places(problems_of(tiny)) == [("articles.csv", 2, "file", path)]


def test_a_missing_article_is_named_and_its_quotations_are_not(tiny):
    (tiny / MOON).unlink()
    (problem,) = problems_of(tiny)
    assert places([problem]) == [("articles.csv", 2, "file", MOON)]


@pytest.mark.parametrize(
    "path", ["../secret.txt", "/etc/hostname", "articles/../../secret.txt", "..\\secret.txt", "C:/secret.txt", "x\0y"]
)
def test_the_text_of_an_article_may_not_leave_the_folder(tiny, path):
    (tiny.parent / "secret.txt").write_text("Moon cheese never causes hiccups", encoding="utf-8")
    change(tiny, "articles", "a1", file=path)
    problems = problems_of(tiny)
    if "\0" not in path:  # with it, the table is no text file
        assert places(problems) == [("articles.csv", 2, "file", path)]
        assert problems[0].rule == "a path inside the data folder"
    assert problems


def test_a_link_out_of_the_folder_is_not_followed(tiny):
    (tiny.parent / "secret.txt").write_text("secret", encoding="utf-8")
    (tiny / MOON).unlink()
    (tiny / MOON).symlink_to(tiny.parent / "secret.txt")
    assert places(problems_of(tiny)) == [("articles.csv", 2, "file", MOON)]


def test_a_link_within_the_folder_and_a_folder_that_is_a_link_are_fine(tiny):
    (tiny / MOON).rename(tiny / "text.txt")
    (tiny / MOON).symlink_to(tiny / "text.txt")
    (tiny.parent / "other").symlink_to(tiny)
    assert problems_of(tiny.parent / "other") == []


def test_an_article_that_is_not_utf8_is_named_with_the_line(tiny):
    text = (tiny / MOON).read_text(encoding="utf-8").replace("*the finest", "*the finest")
    (tiny / MOON).write_bytes(text.encode("windows-1252"))
    (problem,) = problems_of(tiny)
    assert places([problem]) == [(MOON, 3, "", "byte 0x93")]
    assert "windows-1252" in problem.cure


def test_an_empty_article_is_named(tiny):
    (tiny / MOON).write_bytes(b"")
    assert places(problems_of(tiny)) == [(MOON, None, "", "an empty file")]


# --- bad files --------------------------------------------------------------------------------------------------------


def edited(text_edit):
    """A change to the text of searches.csv, which is short and to which few rows point."""

    def edit(folder: Path) -> None:
        path = folder / "searches.csv"
        path.write_bytes(text_edit(path.read_bytes()))

    return edit


# change, row, column, value, words of the rule, words of the cure
FILES = [
    (lambda f: (f / "searches.csv").unlink(), None, "", "no such file", "a file", "put the file there"),
    (lambda f: ((f / "searches.csv").unlink(), (f / "searches.csv").mkdir()), None, "", "not a file", "a file", "name"),
    (edited(lambda b: b""), None, "", "an empty file", "some text", "header line"),
    (edited(lambda b: b"\n\n"), None, "", "an empty file", "some text", "header line"),
    (edited(lambda b: b.replace(b"Bacon", b"B\xe4con")), 2, "", "byte 0xe4", "UTF-8", "windows-1252"),
    (edited(lambda b: b.decode().encode("utf-16")), 1, "", "byte 0xff", "UTF-8", "utf-16"),
    (edited(lambda b: b"\xef\xbb\xbf" + b), 1, "", "a byte order mark", "without byte order mark", "without BOM"),
    (edited(lambda b: b"PK\x03\x04\0\0" + b), None, "", "not a text file", "UTF-8 text", "exported"),
    (edited(lambda b: b.replace(b"no hits", b"no\x07hits")), 3, "", "control character 0x07", "control", "remove"),
    (edited(lambda b: b.replace(b",", b";")), 1, "", None, "separated by commas", "with commas"),
    (edited(lambda b: b.split(b"\n", 1)[1]), 1, "", None, "a header line: search_id", "before the first row"),
    (edited(lambda b: b.replace(b"query", b"querry", 1)), 1, "query", "no such column", "named query", "'querry'"),
    (edited(lambda b: b.replace(b"query", b"querry", 1)), 1, "querry", "querry", "of the descriptor", "mean 'query'?"),
    (edited(lambda b: b.replace(b"\n", b",\n")), 1, "", "", "of the descriptor", "describe it"),
    (edited(lambda b: b.replace(b",place,", b",date,", 1)), 1, "date", "twice in the header", "once", "remove one"),
    (edited(lambda b: b.replace(b"search_id,date", b"date,search_id", 1)), 1, "date", "date", "in the order", "search"),
    (edited(lambda b: b.replace(b"k02,", b"k02,,")), 3, "", "9 cells", "8 cells", "quotation marks"),
    (edited(lambda b: b.replace(b",no hits", b"", 1)), 3, "", "7 cells", "8 cells", "quotation marks"),
    (edited(lambda b: b.replace(b"\nk03", b"\n\nk03")), 4, "", "a blank line", "8 cells", "remove the line"),
    (edited(lambda b: b + b'k05,"2026\n'), 6, "", "unexpected end of data", "double quotes", "double those"),
    (edited(lambda b: b + b'k05,"a"b\n'), 6, "", None, "double quotes", "double those"),
]


@pytest.mark.parametrize(("edit", "row", "column", "value", "rule", "cure"), FILES)
def test_a_bad_file_is_named_with_its_line_and_its_cure(tiny, edit, row, column, value, rule, cure):
    edit(tiny)
    found = [p for p in problems_of(tiny) if (p.file, p.row, p.column) == ("searches.csv", row, column)]
    assert len(found) == 1
    assert found[0].value == value or value is None
    assert rule in found[0].rule
    assert cure in found[0].cure


@pytest.mark.parametrize("table", TABLES)
def test_a_table_that_lost_a_column_has_one_problem_and_blames_no_other_table(tiny, table):
    column = NEEDED[table].split()[-1]
    records = read(tiny, table)
    place = records[0].index(column)
    write(tiny, table, [record[:place] + record[place + 1 :] for record in records])
    assert places(problems_of(tiny)) == [(f"{table}.csv", 1, column, "no such column")]


def test_a_table_that_lost_a_row_blames_no_other_table(tiny):
    replace_in(tiny / "studies.csv", "s-lard-2023,Lard 2023", "s-lard-2023,Lard, 2023")
    replace_in(tiny / "links.csv", "l15,c07,", "l15,c07,,")  # the only link of c07
    assert [problem.file for problem in problems_of(tiny)] == ["links.csv", "studies.csv"]


@pytest.mark.parametrize(
    "edit",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.decode().encode("utf-16"),
        lambda data: data.replace(b"Bacon", b"B\xe4con"),
    ],
)
def test_a_wrong_encoding_is_one_problem_and_the_rest_is_read(tiny, edit):
    edited(edit)(tiny)
    assert len(problems_of(tiny)) == 1


def test_windows_line_ends_are_read_like_any_other(tiny):
    change(tiny, "searches", "k02", found="no\nhits")
    plain = evidence.load(tiny)
    for path in [*tiny.glob("*.csv"), tiny / MOON]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    again = evidence.load(tiny)
    pd.testing.assert_frame_equal(again.claims, plain.claims)
    pd.testing.assert_frame_equal(again.searches, plain.searches)
    assert again.texts == plain.texts


def test_the_row_of_a_problem_is_the_line_on_which_its_record_starts(tiny):
    change(tiny, "searches", "k02", found="no\nhits\nat all")
    change(tiny, "searches", "k03", wording="exactly\nso")
    change(tiny, "searches", "k04", wording="wrong")
    assert [(p.row, p.value) for p in problems_of(tiny)] == [(6, "exactly\nso"), (8, "wrong")]
    assert (tiny / "searches.csv").read_text(encoding="utf-8").split("\n")[7].startswith("k04")


# --- a bad folder or descriptor ---------------------------------------------------------------------------------------


def test_a_missing_folder_is_named_with_what_to_do(tmp_path):
    (problem,) = problems_of(tmp_path / "nowhere")
    assert (problem.file, problem.value) == (str(tmp_path / "nowhere"), "no such folder")
    assert "--data" in problem.cure


@pytest.mark.parametrize(
    ("content", "row", "value"),
    [
        (None, None, "no such file"),
        (b"", None, "an empty file"),
        (b'{"name": "x",\n]', 2, None),
        (b"[" * 100_000, None, None),
        (b"[]", None, "none"),
        (b"{}", None, "none"),
        (b'{"resources": [1]}', None, "none"),
    ],
)
def test_a_descriptor_that_is_none_is_named(tiny, content, row, value):
    (tiny / FILE).unlink() if content is None else (tiny / FILE).write_bytes(content)
    (problem,) = problems_of(tiny)
    assert (problem.file, problem.row) == (FILE, row)
    assert problem.value == value or value is None
    assert problem.cure


def field(descriptor: dict, table: str, name: str) -> dict:
    return next(entry for entry in resource(descriptor, table)["schema"]["fields"] if entry["name"] == name)


DESCRIPTORS = [
    (lambda d: d["resources"].pop(0), "resources", "a resource named articles"),
    (lambda d: d["resources"].append({"name": "x"}), "resources.x", "a name and a path"),
    (lambda d: d["resources"].append(d["resources"][0]), "resources.articles", "each resource once"),
    (lambda d: resource(d, "claims").update(schema=None), "resources.claims", "named fields"),
    (lambda d: resource(d, "claims").pop("schema"), "resources.claims", "a field named kind"),
    (lambda d: resource(d, "claims")["schema"]["fields"].pop(5), "resources.claims", "a field named kind"),
    (lambda d: resource(d, "claims")["schema"]["fields"].append({"name": "kind"}), "resources.claims", "field once"),
    (lambda d: field(d, "claims", "kind").update(type="words"), "resources.claims.kind", "type: one of"),
    (lambda d: field(d, "claims", "kind").update(constraints=[]), "resources.claims.kind", "by name"),
    (lambda d: field(d, "claims", "kind")["constraints"].update(enum="ab"), "resources.claims.kind", "as enum"),
    (lambda d: field(d, "claims", "kind")["constraints"].update(pattern="("), "resources.claims.kind", "expression"),
    (lambda d: field(d, "claims", "kind")["constraints"].update(maxLength=3), "resources.claims.kind", "constraints"),
    (lambda d: field(d, "results", "p")["constraints"].update(minimum="0"), "resources.results.p", "as minimum"),
    (lambda d: field(d, "claims", "kind")["constraints"].update(maximum=1), "resources.claims.kind", "as maximum"),
    (lambda d: resource(d, "claims")["schema"].update(primaryKey="id"), "resources.claims", "primaryKey"),
    (lambda d: resource(d, "claims")["schema"].update(foreignKeys=["x"]), "resources.claims", "foreignKey"),
    (lambda d: resource(d, "links")["schema"]["foreignKeys"][0]["reference"].update(resource="x"), "resources.links",
     "foreignKey"),
    (lambda d: resource(d, "links")["schema"]["foreignKeys"][0].update(fields=["claim_id", "rater"]), "resources.links",
     "foreignKey"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "column", "rule"), DESCRIPTORS)
def test_a_descriptor_that_nothing_can_be_held_against_is_named(tiny, edit, column, rule):
    edit_descriptor(tiny, edit)
    problems = problems_of(tiny)
    assert {(problem.file, problem.row, problem.column) for problem in problems} == {(FILE, None, column)}
    assert any(rule in problem.rule for problem in problems)
    assert all(problem.cure for problem in problems)


@pytest.mark.parametrize("path", ["../claims.csv", "/etc/passwd", "a/../../claims.csv", "..\\claims.csv", "a\0b"])
def test_the_path_of_a_table_may_not_leave_the_folder(tiny, path):
    shutil.copy(tiny / "claims.csv", tiny.parent)
    edit_descriptor(tiny, lambda d: resource(d, "claims").update(path=path))
    problem = next(p for p in problems_of(tiny) if p.file == FILE)
    assert places([problem]) == [(FILE, None, "resources.claims.path", path)]
    assert problem.rule == "a path inside the data folder"


def test_a_package_may_carry_other_files_and_further_tables(tiny):
    (tiny / "extra.csv").write_text("id\nx\n", encoding="utf-8")
    extra = {"name": "extra", "path": "extra.csv", "schema": {"fields": [{"name": "id", "type": "integer"}]}}
    edit_descriptor(tiny, lambda d: d["resources"].extend([{"name": "notes", "path": "notes.pdf"}, extra]))
    assert places(problems_of(tiny)) == [("extra.csv", 2, "id", "x")]


def test_the_descriptor_has_every_column_that_the_package_needs(repo):
    descriptor = json.loads((repo / "data" / FILE).read_text(encoding="utf-8"))
    for table, columns in NEEDED.items():
        described = {entry["name"] for entry in resource(descriptor, table)["schema"]["fields"]}
        assert set(columns.split()) <= described


# --- all at once ------------------------------------------------------------------------------------------------------


def test_all_problems_of_a_folder_come_in_one_run_sorted_and_nothing_is_written(tiny):
    (tiny / "appraisals.csv").unlink()
    replace_in(tiny / "searches.csv", "query", "words")
    seeded = {
        ("appraisals.csv", None, ""),
        ("searches.csv", 1, "query"),
        ("searches.csv", 1, "words"),
        ("claims.csv", change(tiny, "claims", "c02", kind="mechanics"), "kind"),
        ("claims.csv", change(tiny, "claims", "c09", quotation="has approved goats"), "quotation"),
        ("results.csv", change(tiny, "results", "e-ham-density", value="about 9"), "value"),
        ("links.csv", change(tiny, "links", "l01", result_id="e-nobody"), "result_id"),
        ("articles.csv", change(tiny, "articles", "a1", address="http://example.org"), "address"),
    }
    before = {path: path.read_bytes() for path in tiny.rglob("*") if path.is_file()}
    with pytest.raises(DataError) as caught:
        evidence.load(tiny)
    problems = caught.value.problems
    assert seeded <= {(problem.file, problem.row, problem.column) for problem in problems}
    assert [problem.file for problem in problems] == sorted(problem.file for problem in problems)
    lines = str(caught.value).splitlines()
    assert len(lines) == len(problems)
    assert all("found" in line and "allowed:" in line and "do:" in line for line in lines)
    assert {path: path.read_bytes() for path in tiny.rglob("*") if path.is_file()} == before


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    table=st.sampled_from(TABLES),
    place=st.floats(0, 1),
    noise=st.one_of(st.binary(max_size=6), st.sampled_from([b'"', b",", b"\n", b"\r", b"\xff\xfe", b"'", b"\x00"])),
    cut=st.integers(0, 30),
)
def test_whatever_happens_to_a_table_it_loads_or_says_why(table, place, noise, cut):
    repo = Path(__file__).resolve().parents[1]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "review"
        shutil.copytree(repo / "tests" / "tiny_review", copy)
        shutil.copy(repo / "data" / FILE, copy)
        path = copy / f"{table}.csv"
        data = path.read_bytes()
        start = int(place * len(data))
        path.write_bytes(data[:start] + noise + data[start + cut :])
        assert all(problem.rule and problem.cure for problem in problems_of(copy))


# --- words and text ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "text", "emphasis"),
    [
        ("no stars", "no stars", []),
        ("*a* and **b**", "a and b", [(0, 1, "italic"), (6, 7, "bold")]),
        ("***both***", "both", [(0, 4, "bold"), (0, 4, "italic")]),
        ("**bold *it* bold**", "bold it bold", [(0, 12, "bold"), (5, 7, "italic")]),
        ("2 * 3 * 4", "2 * 3 * 4", []),
        ("* a bullet\n* another", "* a bullet\n* another", []),
        ("a lone *star", "a lone *star", []),
        ("**bold*", "*bold", [(1, 5, "italic")]),
        ("*one\n\ntwo*", "*one\n\ntwo*", []),
        ("*one\ntwo*", "one\ntwo", [(0, 7, "italic")]),
        ("wo*r*d", "word", [(2, 3, "italic")]),
        ("a\r\nb", "a\nb", []),
        ("", "", []),
    ],
)
def test_plain_text_takes_out_the_asterisks_of_emphasis_and_no_others(raw, text, emphasis):
    assert plain_text(raw) == (text, emphasis)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(alphabet="ab *\n.", max_size=40))
def test_plain_text_only_ever_takes_out_asterisks(raw):
    text, emphasis = plain_text(raw)
    assert text.replace("*", "") == raw.replace("*", "")
    assert all(0 <= start < end <= len(text) for start, end, _ in emphasis)
    removed = sum({"bold": 4, "italic": 2}[kind] for *_, kind in emphasis)
    assert len(raw) - len(text) == removed


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(alphabet="aB .!?\n“”", max_size=60))
def test_sentences_hold_every_letter_once(text):
    cut = sentences(text)
    assert "".join("".join(text[start:end].split()) for start, end in cut) == "".join(text.split())
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(cut))


def test_sentences_do_not_stop_at_titles_initials_or_within_quoted_speech():
    text = "Dr. Trotter of St. Pigs met J. Bacon. “Why?” asked one. Ten p.m. it was!\nNo stop here"
    assert [text[start:end] for start, end in sentences(text)] == [
        "Dr. Trotter of St. Pigs met J. Bacon.",
        "“Why?” asked one.",
        "Ten p.m. it was!",
        "No stop here",
    ]


def test_occurrences_count_overlapping_ones():
    assert occurrences("aaa", "aa") == [0, 1]
    assert occurrences("aaa", "") == []


def test_nearest_spares_long_texts_the_slow_search():
    assert nearest("Is it safe? " * 10_000, "Is it at all safe?") == "copy the words from the text of the article"


@pytest.mark.parametrize(("word", "found"), [("MIXED", "mixed"), ("agianst", "against"), ("xyz", None), ("", None)])
def test_closest_finds_the_word_that_was_meant(word, found):
    assert closest(word, ["for", "against", "mixed"]) == found
