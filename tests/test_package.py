"""The Data Package: an outside judge accepts it, nothing is lost, and the article stays out unless asked for."""

import csv
import io
import json
import os
import zipfile

import frictionless
import pytest
import yaml
from export_checks import HOSTILE, files, run

import evidence
from evidence.errors import DataError
from evidence.exports import data_package, day_of_version, last_worked_on, zipped
from evidence.exports.archive import sha256

ARTICLE = "articles/moon-cheese.txt"


@pytest.fixture
def export(tiny, tmp_path):
    """Export the tiny review; give the path of the zip and what it holds."""

    def call(*options, name="data.zip"):
        code, out, err = run("export", "datapackage", "--data", tiny, "--out", tmp_path / name, *options)
        assert code == 0, err
        with zipfile.ZipFile(tmp_path / name) as archive:
            return tmp_path / name, {entry: archive.read(entry) for entry in archive.namelist()}, out

    return call


@pytest.mark.parametrize("options", [(), ("--article",)], ids=["without article", "with article"])
def test_an_outside_judge_accepts_the_zip(export, options):
    path, _, _ = export(*options)
    report = frictionless.validate(str(path))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])
    assert len(report.tasks) == 17 + len(options)


def test_the_outside_judge_sees_a_changed_byte(export, tmp_path):
    _, held, _ = export()
    held["claims.csv"] = held["claims.csv"].replace(b"Moon cheese", b"Mood cheese", 1)
    (tmp_path / "changed.zip").write_bytes(zipped(held))
    assert not frictionless.validate(str(tmp_path / "changed.zip")).valid


def test_the_package_of_the_first_case_is_accepted_too(repo, tmp_path):
    code, out, _ = run("export", "datapackage", "--data", repo / "data", "--out", tmp_path / "data.zip")
    assert code == 0
    assert "--article" in out
    assert frictionless.validate(str(tmp_path / "data.zip")).valid
    with zipfile.ZipFile(tmp_path / "data.zip") as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    tables = {path.name for path in (repo / "data").glob("*.csv")}
    assert set(held) == tables | {"datapackage.json", "README.md", "LICENSE", "CHANGELOG.md", "CITATION.cff"}
    assert all(held[name] == (repo / "data" / name).read_bytes() for name in [*tables, "LICENSE", "CHANGELOG.md"])


def test_size_and_hash_of_every_file_are_told(export):
    _, held, _ = export("--article")
    resources = json.loads(held["datapackage.json"])["resources"]
    for resource in resources:
        data = held[resource["path"]]
        assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{sha256(data)}")


def test_the_article_stays_out_unless_asked_for(export):
    _, held, out = export()
    assert ARTICLE not in held
    assert "not in it" in out
    resources = json.loads(held["datapackage.json"])["resources"]
    assert ARTICLE not in {resource["path"] for resource in resources}
    assert b"pond, and your mane is thinner" not in b"".join(held.values())  # a sentence that no claim quotes
    assert ARTICLE.encode() in held["README.md"]


def test_with_the_article_the_descriptor_says_that_it_is_not_ours(export, tiny):
    _, held, _ = export("--article")
    assert held[ARTICLE] == (tiny / ARTICLE).read_bytes()
    text = next(one for one in json.loads(held["datapackage.json"])["resources"] if one["path"] == ARTICLE)
    assert text["licenses"][0]["name"] == "notspecified"


def test_a_package_with_the_article_is_a_review_again(export, tmp_path, tiny):
    path, _, _ = export("--article")
    zipfile.ZipFile(path).extractall(tmp_path / "again")
    again, first = evidence.assess(evidence.load(tmp_path / "again")), evidence.assess(evidence.load(tiny))
    assert again.claims.equals(first.claims)


def test_a_package_without_the_article_says_what_is_missing_and_becomes_a_review_once_it_is_there(
    export, tmp_path, tiny
):
    path, _, _ = export()
    again = tmp_path / "again"
    zipfile.ZipFile(path).extractall(again)
    with pytest.raises(DataError, match=r"articles\.csv:2 \[file\].*moon-cheese.txt.*do: put the file there") as told:
        evidence.load(again)
    assert len(told.value.problems) == 1
    (again / "articles").mkdir()
    (again / ARTICLE).write_bytes((tiny / ARTICLE).read_bytes())
    assert len(evidence.load(again).claims) == 11


def test_an_article_that_the_descriptor_lists_is_not_listed_when_it_stays_out(tiny):
    tables = evidence.load(tiny)
    listed = {"name": "text", "path": ARTICLE, "mediatype": "text/plain"}
    descriptor = {**tables.descriptor, "resources": [*tables.descriptor["resources"], listed]}
    out = json.loads(data_package(tiny, descriptor, tables.articles, "")["datapackage.json"])
    with_it = json.loads(data_package(tiny, descriptor, tables.articles, "", article=True)["datapackage.json"])
    assert [one["name"] for one in out["resources"]].count("text") == 0
    assert [one["path"] for one in with_it["resources"]].count(ARTICLE) == 1


def test_two_runs_write_the_same_bytes(export):
    one, two = export(name="one.zip")[0], export(name="two.zip")[0]
    assert one.read_bytes() == two.read_bytes()


def test_a_zip_tells_nothing_of_the_moment_or_the_machine(export):
    path, held, _ = export()
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
    assert {(entry.date_time, entry.create_system, entry.external_attr >> 16) for entry in entries} == {
        ((1980, 1, 1, 0, 0, 0), 3, 0o100644)
    }
    assert [entry.filename for entry in entries] == sorted(held)


def test_authors_sources_and_date_come_from_the_data(export, tiny):
    _, held, _ = export()
    package = json.loads(held["datapackage.json"])
    assert package["contributors"] == [{"title": "The Evidence authors", "roles": ["creator"]}]
    address = "https://sty-times.example.org/moon-cheese"
    assert package["sources"] == [{"title": "Moon cheese: the slice your mane has been waiting for", "path": address}]
    tables = evidence.load(tiny)
    day = last_worked_on(tables.articles, tables.regulations, tables.searches, tables.decisions)
    assert package["created"] == f"{day}T00:00:00Z"
    assert day == max(*tables.articles["retrieved"], *tables.searches["date"], *tables.regulations["as_of"])


def test_the_citation_names_version_licence_and_authors_and_no_release_that_nobody_dated(export):
    _, held, _ = export()
    citation = yaml.safe_load(held["CITATION.cff"])
    assert {"cff-version", "message", "title", "authors"} <= set(citation)  # what the format asks for
    assert (citation["type"], citation["license"]) == ("dataset", "CC-BY-4.0")
    assert "date-released" not in citation  # the tiny review has no changelog


def test_the_day_of_a_version_stands_in_the_changelog(repo, tmp_path):
    tables = evidence.load(repo / "data")
    heading = f"## {tables.version} ({day_of_version(repo / 'data', tables.descriptor)})"
    assert heading in (repo / "data" / "CHANGELOG.md").read_text(encoding="utf-8")
    assert day_of_version(tmp_path, {"version": "1", "created": "2026-01-02T00:00:00Z"}) == "2026-01-02"
    assert day_of_version(tmp_path, {"version": "1"}) == ""


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_leaves_as_it_came(tiny, text):
    """In tables byte for byte, formula starts too; in descriptor and citation as the same text."""
    tables = evidence.load(tiny)
    path = tiny / "searches.csv"
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    rows[1] = [rows[1][0], *(text for _ in rows[1][1:])]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    descriptor = {**tables.descriptor, "title": text, "description": text, "contributors": [{"title": text}]}
    articles = tables.articles.assign(title=text, address=text)
    held = data_package(tiny, descriptor, articles, "2026-11-24")
    assert held["searches.csv"] == path.read_bytes()
    package = json.loads(held["datapackage.json"])
    assert package["title"] == package["description"] == package["sources"][0]["title"] == text
    assert "path" not in package["sources"][0]
    citation = yaml.safe_load(held["CITATION.cff"])
    assert citation["title"] == citation["abstract"] == citation["authors"][0]["name"] == text


def test_a_path_that_leads_out_of_the_folder_is_refused(tiny, tmp_path):
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    tables = evidence.load(tiny)
    other = {"name": "other", "path": "../secret.txt"}
    descriptor = {**tables.descriptor, "resources": [*tables.descriptor["resources"], other]}
    with pytest.raises(evidence.EvidenceError, match="allowed: a file inside the folder"):
        data_package(tiny, descriptor, tables.articles, "")


def test_a_file_that_is_not_there_is_named(tiny):
    tables = evidence.load(tiny)
    (tiny / "tools.csv").unlink()
    with pytest.raises(evidence.EvidenceError, match=r"tools\.csv: cannot be read .*; do: put the file there"):
        data_package(tiny, tables.descriptor, tables.articles, "")


@pytest.mark.parametrize("command", ["datapackage", "rocrate", "claimreview"])
def test_bad_tables_end_in_words_and_nothing_is_written(tiny, tmp_path, command):
    text = (tiny / "claims.csv").read_text(encoding="utf-8")
    (tiny / "claims.csv").write_text(text.replace(",plain,", ",loud,", 1), encoding="utf-8")
    code, _, err = run("export", command, "--data", tiny, "--out", tmp_path / "out")
    assert code == 1
    assert "claims.csv" in err
    assert not (tmp_path / "out").exists()


def test_when_writing_fails_the_old_zip_stays_and_nothing_beside_it(tiny, tmp_path, monkeypatch):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "data.zip").write_bytes(b"old")

    def fail(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    code, _, err = run("export", "datapackage", "--data", tiny, "--out", folder / "data.zip")
    assert code == 1
    assert "No space left on device" in err
    assert files(folder) == {"data.zip": b"old"}
