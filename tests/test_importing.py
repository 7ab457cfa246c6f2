"""`evidence import`: what is proposed, what is there already, and that writing is all or nothing."""

import csv
import json
import os

import pandas as pd
import pytest

import evidence
from evidence.errors import DataError, OutputError
from evidence.references import add_rows, items, propose, read_references, to_bibtex, to_csl, to_ris
from evidence.references.matching import Known
from evidence.references.titles import TitleIndex
from evidence.vocabulary import WAITING

SAMPLES = ("zotero.ris", "zotero.bib", "better_bibtex.bib", "zotero.json", "endnote.ris", "pubmed.nbib")
TABLES = ("studies.csv", "reports.csv")


@pytest.fixture
def run(run, monkeypatch):
    """Run `evidence import`, or another command, on a wide terminal."""
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *arguments, command="import": run(command, *arguments)


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fates(folder, text, also=()):
    tables = evidence.load(folder)
    reading = read_references(text.encode(), "refs")
    return [
        (one.fate, one.report_id) for one in propose(reading, tables.studies, tables.reports, tables.descriptor, also)
    ]


def ris(**tags):
    return "TY  - JOUR\n" + "".join(f"{tag}  - {value}\n" for tag, value in tags.items()) + "ER  - \n"


# --- dry run and writing ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_a_dry_run_proposes_and_changes_nothing(name, run, repo, tiny):
    before = files(tiny)
    code, out, err = run(repo / "tests/references" / name, "--data", tiny)
    assert (code, err) == (0, "")
    assert "r-muller-2024" in out
    assert "Nothing was written" in out
    assert files(tiny) == before


@pytest.mark.parametrize("name", SAMPLES)
def test_written_rows_pass_the_check_and_go_in_once(name, run, repo, tiny):
    before = files(tiny)
    code, out, _ = run(repo / "tests/references" / name, "--data", tiny, "--write")
    assert code == 0
    assert run("--data", tiny, command="check")[0] == 0
    after = files(tiny)
    assert {file for file in after if after[file] != before.get(file)} == set(TABLES)
    for table in TABLES:
        old, new = before[table].splitlines(), after[table].splitlines()
        assert [line for line in new if line in old] == old
        assert len(new) - len(old) == len(
            read_references((repo / "tests/references" / name).read_bytes(), name).records
        )
        keys = [next(iter(row.values())) for row in rows_of(tiny / table)]
        assert keys == sorted(keys)
    code, out, _ = run(repo / "tests/references" / name, "--data", tiny, "--write")
    assert code == 0
    assert "Nothing new" in out
    assert files(tiny) == after


def test_new_rows_claim_nothing_that_nobody_saw(run, repo, tiny):
    run(repo / "tests/references/pubmed.nbib", "--data", tiny, "--write")
    study = next(row for row in rows_of(tiny / "studies.csv") if row["study_id"] == "s-rasher-2022")
    report = next(row for row in rows_of(tiny / "reports.csv") if row["report_id"] == "r-rasher-2022")
    assert (study["design"], study["system"], study["seen"]) == ("not confirmed", "not shown", "nothing")
    assert study["condition"] == "hair loss, type not shown"
    assert study["note"].startswith("Imported from pubmed.nbib, record 2; to be read. The file calls it retracted")
    assert (report["retraction"], report["seen"], report["seen_where"]) == ("not checked", "nothing", "")
    assert (report["doi"], report["pmid"], report["date"]) == ("10.5555/clv.2022.4", "99999932", "2022-11")
    assert report["citation"] == "Rasher R. Fictional: bristles in winter. Cloudland Vet 2022."
    assert not any(study[name] for name in ("n", "population", "product", "control"))


def test_imported_leads_move_no_verdict(run, repo, tiny):
    before = evidence.assess(evidence.load(tiny)).claims
    for name in SAMPLES:
        run(repo / "tests/references" / name, "--data", tiny, "--write")
    pd.testing.assert_frame_equal(evidence.assess(evidence.load(tiny)).claims, before)


@pytest.mark.parametrize(("write", "name"), [(to_ris, "own.ris"), (to_bibtex, "own.bib"), (to_csl, "own.json")])
def test_what_the_review_exports_is_there_already(write, name, run, repo, tmp_path):
    tables = evidence.load(repo / "data")
    (tmp_path / name).write_text(write(items(tables.studies, tables.reports, leads=True)), encoding="utf-8")
    code, out, err = run(tmp_path / name, "--data", repo / "data")
    assert (code, err) == (0, "")
    assert "already there: 246." in out
    assert "Nothing new" in out


# --- the same or not --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        (
            {"TI": "Mane density in pigs", "DO": "https://doi.org/10.5555/JIH.2019.24"},
            ("already there", "r-bacon-2019"),
        ),
        ({"TI": "Mane density", "UR": "http://dx.doi.org/10.5555/jih.2019.24"}, ("already there", "r-bacon-2019")),
        ({"TI": "Totally different: cats", "DO": "10.5555/jih.2019.24"}, ("perhaps the same", "r-bacon-2019")),
        (
            {"TI": "MANE DENSITY in flying pigs, before and after a season of moon-cheese!", "PY": "2019"},
            ("already there", "r-bacon-2019"),
        ),
        (
            {"TI": "Mane density in flying pigs before and after a season of moon cheese", "DO": "10.5555/other"},
            ("perhaps the same", "r-bacon-2019"),
        ),
        (
            {"TI": "Mane density in flying pigs before and after a season of moon cheese", "PY": "2001"},
            ("perhaps the same", "r-bacon-2019"),
        ),
        (
            {"TI": "Moon cheese against plain curd for thin manes", "AU": "Ham, H", "PY": "2022"},
            ("perhaps the same", "r-ham-2022"),
        ),
        ({"TI": "Results of the curd trial", "M1": "NCT00000000"}, ("perhaps the same", "r-ham-registration")),
        ({"TI": "Goggles for all", "UR": "http://www.vets.example.org/goggles/"}, ("perhaps the same", "r-vets-2021")),
        ({"TI": "Hiccups after cheese", "AU": "Lard, L", "PY": "2023"}, ("perhaps the same", "r-lard-2023")),
        ({"TI": "Lunar whey and bristle roots in a dish", "PY": "2018"}, ("perhaps the same", "r-petri-2018")),
        ({"TI": "Mane density in flying cows", "AU": "Sów, Ö", "PY": "2024"}, ("new", "r-sow-2024")),
        ({"TI": "Another paper", "AU": "Bacon, B", "PY": "2019"}, ("new", "r-bacon-2019-b")),
        ({"AU": "Bacon, B"}, ("cannot be used", "")),
    ],
)
def test_a_reference_is_recognised_by_doi_registry_number_and_title(tags, found, tiny):
    assert fates(tiny, ris(**tags)) == [found]


def test_a_registration_is_recognised_by_its_number(tiny):
    text = json.dumps([{"type": "report", "title": "Else", "number": "nct00000000"}])
    assert fates(tiny, text) == [("already there", "r-ham-registration")]


def test_pubmed_numbers_are_compared(run, tiny, repo):
    run(repo / "tests/references/pubmed.nbib", "--data", tiny, "--write")
    title = next(row["title"] for row in rows_of(tiny / "studies.csv") if row["study_id"] == "s-lard-2020")
    text = ris(TI=title, N1="PMID: 99999933") + ris(TI=title, AN="99999933", DB="PubMed")
    assert fates(tiny, text) == [("already there", "r-lard-2020")] * 2
    assert fates(tiny, ris(TI="Cats", AN="99999933", DB="PubMed")) == [("perhaps the same", "r-lard-2020")]


def proposed(folder, *references):
    tables = evidence.load(folder)
    reading = read_references("".join(references).encode(), "refs")
    return propose(reading, tables.studies, tables.reports, tables.descriptor)


def test_a_shared_doi_swallows_no_other_paper(tiny):
    title = "Mane density in flying pigs before and after a season of moon cheese"
    [cats] = proposed(tiny, ris(TI="Totally different paper about cats", DO="10.5555/jih.2019.24", N1="PMID: 1"))
    assert (cats.fate, cats.why) == ("perhaps the same", "the same DOI, another title")
    first, second = proposed(
        tiny,
        ris(TI="Tails of grown pigs", DO="10.5555/t.1", N1="PMID: 2"),
        ris(TI="Tails of grown pigs", DO="10.5555/t.1", N1="PMID: 3"),
    )
    assert first.fate == "new"
    assert (second.fate, second.why) == ("perhaps the same", "the same DOI, another PMID")
    [same] = proposed(tiny, ris(TI=title, DO="10.5555/jih.2019.24", N1="PMID: 1"))
    assert same.fate == "already there"


def test_two_parts_of_one_paper_are_two_where_each_has_its_own_doi(tiny):
    title = "Histologic features of manes of flying pigs, part"
    numbers = [{"DO": "10.5555/p.1"}, {"DO": "10.5555/p.2"}, {"DO": "10.5555/p.3"}, {}]
    parts = [ris(TI=f"{title} {'I' * place}", **own) for place, own in enumerate(numbers, 1)]
    first, second, third, fourth = proposed(tiny, *parts)
    assert [first.fate, second.fate, third.fate] == ["new"] * 3
    assert second.why == f"{first.report_id} has a similar title, another DOI"
    assert (fourth.fate, fourth.why) == ("perhaps the same", "a similar title")


def test_references_that_are_twice_in_the_file_are_proposed_once(tiny):
    one = ris(TI="Tails of grown pigs in wind", AU="Sow, H", PY="2024")
    again = ris(TI="Tails of Grown Pigs in Wind", PY="2024")
    assert fates(tiny, one + again) == [("new", "r-sow-2024"), ("twice in the file", "r-sow-2024")]


def test_what_is_perhaps_the_same_is_written_only_on_demand(run, tiny, tmp_path):
    refs = tmp_path / "refs.ris"
    refs.write_text(ris(TI="Results of the curd trial", AU="Ham, H", PY="2023", M1="NCT00000000"), encoding="utf-8")
    assert "Nothing new" in run(refs, "--data", tiny, "--write")[1]
    code, out, _ = run(refs, "--data", tiny, "--write", "--also", "1")
    assert code == 0
    assert "wanted, although" in out
    assert [row["registry_id"] for row in rows_of(tiny / "reports.csv")].count("NCT00000000") == 2
    assert run("--data", tiny, command="check")[0] == 0
    code, _, err = run(refs, "--data", tiny, "--also", "1,99")
    assert code == 1
    assert "--also: found 99; allowed: numbers of the references, 1 to 1; do: " in err
    code, _, err = run(refs, "--data", tiny, "--also", "one")
    assert code == 1
    assert "do: write 3,7" in err


def test_what_is_there_beyond_doubt_is_not_added_on_demand_and_that_is_said(run, tiny, tmp_path):
    title = "Mane density in flying pigs before and after a season of moon cheese"
    (tmp_path / "refs.ris").write_text(ris(TI=title, DO="10.5555/jih.2019.24"), encoding="utf-8")
    code, out, err = run(tmp_path / "refs.ris", "--data", tiny, "--also", "1")
    assert code == 0
    assert "Nothing new" in out
    assert "--also 1: already there" in err


def bare(item):
    """An item as a program gives it back that drops what it does not know."""
    return {name: part for name, part in item.items() if name not in ("custom", "note")}


def test_reports_of_the_review_are_recognised_without_our_own_columns(repo):
    tables = evidence.load(repo / "data")
    made = items(tables.studies, tables.reports, leads=True)
    known = Known(made)
    matches = [known.match(bare(item)) for item in made]
    assert all(matches)
    assert all(match.report_id == item["id"] for match, item in zip(matches, made, strict=True) if match.sure)
    assert sum(match.sure for match in matches) == 197  # of 246; the others have no title, number or year of their own


def test_no_report_of_the_review_is_taken_for_another(repo):
    tables = evidence.load(repo / "data")
    made = items(tables.studies, tables.reports, leads=True)
    taken = {}
    for place, item in enumerate(made):
        match = Known([*made[:place], *made[place + 1 :]]).match(bare(item))
        if match:
            assert not match.sure, item["id"]
            taken[item["id"]] = match.report_id
    editions = {"r-us-07": "r-us-08", "r-us-08": "r-us-07"}  # two years of one guidance
    assert taken == {"r-ezemma": "r-larrondo", "r-larrondo": "r-ezemma", **editions}


# --- what is wrong is said --------------------------------------------------------------------------------------------


def test_a_bad_doi_and_a_year_out_of_range_are_left_out_and_said(run, tiny, tmp_path):
    (tmp_path / "refs.ris").write_text(ris(TI="Tails", AU="Sow, H", PY="1823", DO="see page 3"), encoding="utf-8")
    _, out, _ = run(tmp_path / "refs.ris", "--data", tiny, "--write")
    assert "left out" in out
    study = next(row for row in rows_of(tiny / "studies.csv") if row["study_id"] == "s-sow-1823")
    assert study["year"] == ""
    assert "'see page 3', which is no DOI" in study["note"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"", "an empty file"),
        (b"<html><title>Please log in</title></html>", "a web page"),
        (b"@article{a, title={", "an entry that breaks off"),
    ],
)
def test_a_file_that_gives_nothing_ends_in_words(content, said, run, tiny, tmp_path):
    if content is not None:
        (tmp_path / "refs.ris").write_bytes(content)
    before = files(tiny)
    code, _, err = run(tmp_path / "refs.ris", "--data", tiny, "--write")
    assert code == 1
    assert said in err
    assert "; do: " in err
    assert files(tiny) == before


def test_a_file_of_thousands_of_faults_is_told_on_one_screen(run, tiny, tmp_path):
    (tmp_path / "refs.bib").write_text("@article{a, title={One}}\n" + "@article{b, title={\n" * 3000, encoding="utf-8")
    code, out, err = run(tmp_path / "refs.bib", "--data", tiny)
    assert code == 0
    assert "new: 1." in out
    assert len(err.splitlines()) == 21
    assert "... and 2980 more like these." in err


def test_good_records_of_a_broken_file_are_proposed(run, tiny, tmp_path):
    (tmp_path / "refs.ris").write_text("TY  - JOUR\nAU  - Sow, H\n\nTY  - JOUR\nTI  - Tails", encoding="utf-8")
    code, out, err = run(tmp_path / "refs.ris", "--data", tiny)
    assert code == 0
    assert "new: 1; cannot be used: 1." in out
    assert err.count("a record without its end") == 2


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "=cmd|' /C calc'!A1",
        'quote " comma , back\\slash',
        "bell \x07 escape \x1b[31m red",
        "zero\u200bwidth \u202eturned",
        "line\u2028separator\x85next",
        "not reported",
        "[bold]markup[/bold]",
    ],
)
def test_hostile_text_goes_in_as_text(text, run, tiny, tmp_path):
    item = {name: text for name in ("id", "title", "container-title", "DOI", "URL", "note", "keyword", "page", "type")}
    item |= {"author": [{"family": text, "given": text}], "title": f"Tails {text}", "issued": {"raw": text}}
    (tmp_path / "refs.json").write_text(json.dumps([item]), encoding="utf-8")
    code, out, err = run(tmp_path / "refs.json", "--data", tiny, "--write")
    assert (code, err) == (0, "")
    assert not {"\x07", "\x1b", "\u202e", "\u200b"} & set(out)
    assert run("--data", tiny, command="check")[0] == 0
    study = next(row for row in rows_of(tiny / "studies.csv") if row["title"].startswith("Tails "))
    assert study["title"].split() == f"Tails {text}".replace("\x07", " ").replace("\x1b", " ").split()


# --- all or nothing ---------------------------------------------------------------------------------------------------


def refuse(folder):
    raise DataError([])


def test_rows_that_fail_the_check_change_nothing(tiny):
    before = files(tiny)
    row = {name: "x" for name in rows_of(tiny / "studies.csv")[0]}
    with pytest.raises(DataError):
        add_rows(tiny, {"studies.csv": [row]}, refuse)
    assert files(tiny) == before


def test_where_the_second_table_cannot_be_replaced_the_first_is_put_back(tiny, monkeypatch):
    before, replace, calls = files(tiny), os.replace, []

    def full_on_the_second(source, target):
        calls.append(target)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(os, "replace", full_on_the_second)
    rows = {table: [dict.fromkeys(rows_of(tiny / table)[0], "x")] for table in TABLES}
    with pytest.raises(OutputError, match="No space left"):
        add_rows(tiny, rows, lambda folder: None)
    assert len(calls) == 3
    assert files(tiny) == before


def test_a_table_that_changes_meanwhile_is_not_overwritten(tiny):
    def somebody_edits(folder):
        (tiny / "studies.csv").write_text("edited", encoding="utf-8")

    rows = {"studies.csv": [dict.fromkeys(rows_of(tiny / "studies.csv")[0], "x")]}
    with pytest.raises(OutputError, match="changed while"):
        add_rows(tiny, rows, somebody_edits)
    assert (tiny / "studies.csv").read_text(encoding="utf-8") == "edited"


@pytest.mark.parametrize(
    ("seen", "where", "reason"), [("abstract", "a.example.org", WAITING), ("nothing", "", "a lead of another kind")]
)
def test_only_an_imported_lead_may_wait_unused(seen, where, reason, tiny):
    provenance = {"seen": seen, "seen_where": where}
    study = {**rows_of(tiny / "studies.csv")[0], "study_id": "s-zzz", **provenance}
    report = {**rows_of(tiny / "reports.csv")[0], "report_id": "r-zzz", "study_id": "s-zzz", "doi": "", **provenance}
    report["exclusion_reason"] = reason
    with pytest.raises(DataError, match="unused row"):
        add_rows(tiny, {"studies.csv": [study], "reports.csv": [report]}, evidence.load)


# --- speed, without a clock -------------------------------------------------------------------------------------------


def test_a_title_is_compared_with_few_others():
    words = [f"word{place}" for place in range(300)]
    titles = [" ".join(words[(place * step) % 300] for step in range(1, 11)) for place in range(3000)]
    index = TitleIndex({str(place): f"{title} {place}" for place, title in enumerate(titles)})
    near = [len(index._near(f"{title} {place}")) for place, title in enumerate(titles[:100])]
    assert max(near) < 60
