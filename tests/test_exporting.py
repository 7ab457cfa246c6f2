"""The commands under `evidence export`: each says what it writes, and references are written by their own module."""

import sys
import types

import pytest
from export_checks import decide, files, run

import evidence
from evidence import vocabulary as words
from evidence.exports import claim_reviews, draft_claim_reviews, write_bytes
from evidence.exports.claimreview import RATING
from evidence.references.proposing import _LONGEST_TITLE, FATES


@pytest.fixture
def references(monkeypatch):
    """A stand-in for the module of references, which records what it was given."""
    fake = types.ModuleType("evidence.references")
    given = {}

    def items(studies, reports, leads=False):
        reports = reports if leads else reports[reports["seen"].ne("nothing")]
        given["columns"] = {"study_id"} & set(studies), {"report_id"} & set(reports)
        return [{"id": report_id} for report_id in reports["report_id"]]

    fake.items = items
    for name in ("to_ris", "to_bibtex", "to_csl"):
        setattr(fake, name, lambda listed, name=name: f"{name} of {len(listed)}\n")
    monkeypatch.setitem(sys.modules, "evidence.references", fake)
    monkeypatch.setattr("evidence.references", fake, raising=False)
    return given


@pytest.mark.parametrize(("command", "writer"), [("ris", "to_ris"), ("bibtex", "to_bibtex"), ("csl", "to_csl")])
@pytest.mark.parametrize("leads", [True, False])
def test_references_are_written_from_studies_and_reports(tiny, tmp_path, references, command, writer, leads):
    rows = (tiny / "reports.csv").read_text(encoding="utf-8").splitlines()[1:]
    left = 0 if leads else sum(",nothing," in row for row in rows)
    assert leads or left
    reports = len(rows) - left
    options = ["--leads"] if leads else []
    code, out, err = run("export", command, "--data", tiny, "--out", tmp_path / "out" / "references", *options)
    assert code == 0, err
    assert references["columns"] == ({"study_id"}, {"report_id"})
    assert files(tmp_path / "out") == {"references": f"{writer} of {reports}\n".encode()}
    assert f"{reports} references" in out
    assert (f"Left out: {left} lead" in out) is not leads


@pytest.mark.parametrize("command", ["claimreview", "datapackage", "rocrate", "ris", "bibtex", "csl"])
def test_a_missing_folder_is_named_and_nothing_is_written(tmp_path, references, command):
    code, _, err = run("export", command, "--data", tmp_path / "nowhere", "--out", tmp_path / "out")
    assert code == 1
    assert "nowhere" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["datapackage", "rocrate"])
def test_a_folder_in_the_place_of_the_zip_is_refused_in_words(tiny, tmp_path, command):
    (tmp_path / "out").mkdir()
    code, _, err = run("export", command, "--data", tiny, "--out", tmp_path / "out")
    assert code == 1
    assert "cannot be written" in err
    assert "Traceback" not in err
    assert list((tmp_path / "out").iterdir()) == []


def test_bytes_are_written_as_they_are_and_nothing_is_left_beside_them(tmp_path):
    path = write_bytes(tmp_path / "new" / "data.zip", b"a\r\n\x00\xff")
    assert files(tmp_path) == {"new/data.zip": path.read_bytes()} == {"new/data.zip": b"a\r\n\x00\xff"}


def test_a_file_in_the_place_of_the_folder_is_refused_in_words(tiny, tmp_path):
    (tmp_path / "out").write_text("in the way", encoding="utf-8")
    code, _, err = run("export", "claimreview", "--data", tiny, "--out", tmp_path / "out", "--draft")
    assert code == 1
    assert "cannot be written" in err
    assert (tmp_path / "out").read_text(encoding="utf-8") == "in the way"


def test_each_command_is_listed_with_what_it_writes():
    _, out, _ = run("export", "--help")
    assert all(name in out for name in ("claimreview", "datapackage", "rocrate", "ris", "bibtex", "csl"))


def test_a_draft_is_a_matter_of_claimreview_alone(tiny, tmp_path):
    code, _, _ = run("export", "datapackage", "--data", tiny, "--out", tmp_path / "data.zip", "--draft")
    assert code == 2
    assert not (tmp_path / "data.zip").exists()


def test_the_scale_and_every_field_are_published(repo, tiny):
    text = (repo / "docs" / "exports.md").read_text(encoding="utf-8")
    for verdict, meaning in words.VERDICTS.items():
        assert f"| {RATING.get(verdict, 'none')} | {verdict} | {meaning} |" in text
    tables = evidence.load(tiny)
    decide(tiny, {"claim_id": "c09", "verdict": "contradicted"})
    decided = evidence.load(tiny)
    said = (tables.claims, evidence.assess(decided).claims, tables.articles)
    made = claim_reviews(*said, decided.decisions, ["A"])["c09"]
    draft = draft_claim_reviews(*said, ["A"])["c08"]
    fields = {*made, *made["reviewRating"], *made["itemReviewed"], *made["itemReviewed"]["appearance"], *draft}
    assert [name for name in fields - {"@type", "reviewRating"} if f"`{name}`" not in text] == []


def test_what_is_written_about_references_and_import_is_so(repo):
    text = (repo / "docs" / "exports.md").read_text(encoding="utf-8")
    tables = evidence.load(repo / "data")
    seen = tables.reports["seen"].ne("nothing").sum()
    assert f"{seen} of {len(tables.reports)} documents" in text
    imported = text.partition("## Import\n")[2]
    assert [fate for fate in FATES if f"| {fate} |" not in imported] == []
    assert all(
        word in text
        for word in ("`--leads`", "`--also", "`--write`", "`and others`", "`C1`", f"{_LONGEST_TITLE} letters")
    )
