"""The RO-Crate holds what its metadata lists, and its metadata lists what it holds.

Checked against the specification of RO-Crate 1.1 (w3id.org/ro/crate/1.1): its pages on structure, root data entity,
data entities and provenance.
"""

import json
import re
import shutil
import zipfile
from urllib.parse import unquote

import pandas as pd
import pytest
from export_checks import HOSTILE, run

import evidence
from evidence.errors import OutputError
from evidence.exports import crate
from evidence.exports.archive import sha256

METADATA = "ro-crate-metadata.json"


@pytest.fixture(scope="module")
def crates(repo, tmp_path_factory):
    """The crate of the tiny review, without and with its article: command line, files, entities by id."""
    folder = tmp_path_factory.mktemp("crate")
    shutil.copytree(repo / "tests" / "tiny_review", folder / "review")
    shutil.copy(repo / "data" / "datapackage.json", folder / "review")
    made = {}
    for name, options in {"without": [], "with": ["--article"], "again": []}.items():
        path = folder / f"{name}.zip"
        code, out, err = run("export", "rocrate", "--data", folder / "review", "--out", path, *options)
        assert code == 0, err
        with zipfile.ZipFile(path) as archive:
            held = {entry: archive.read(entry) for entry in archive.namelist()}
        made[name] = (out, held, entities(held))
    return made


def entities(held):
    return {entity["@id"]: entity for entity in json.loads(held[METADATA])["@graph"]}


def pointed_at(value):
    """Every id that an entity points at."""
    if isinstance(value, list):
        return [one for item in value for one in pointed_at(item)]
    if isinstance(value, dict):
        return [value["@id"]] if set(value) == {"@id"} else [one for item in value.values() for one in pointed_at(item)]
    return []


def test_the_metadata_describes_itself_and_the_root(crates):
    _, held, graph = crates["without"]
    assert json.loads(held[METADATA])["@context"][0] == "https://w3id.org/ro/crate/1.1/context"
    about = graph[METADATA]
    assert about["@type"] == "CreativeWork"
    assert about["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert about["about"] == {"@id": "./"}
    root = graph["./"]
    assert root["@type"] == "Dataset"
    assert all(root[name] for name in ("name", "description", "datePublished", "license", "author", "hasPart"))
    assert root["datePublished"] == "2026-11-23"  # the newest day in the tables: this review has no changelog
    assert graph[root["license"]["@id"]]["name"] == "Creative Commons Attribution 4.0"
    assert graph[root["author"]["@id"]] == {"@id": "#author-1", "@type": "Organization", "name": "The Evidence authors"}


@pytest.mark.parametrize("which", ["without", "with"])
def test_parts_and_files_are_the_same_and_each_fits_its_size_and_hash(crates, which):
    _, held, graph = crates[which]
    parts = {unquote(part["@id"]) for part in graph["./"]["hasPart"]}
    assert parts == set(held) - {METADATA}
    for name in parts:
        entity = graph[name]
        assert entity["@type"] == "File"
        assert entity["contentSize"] == str(len(held[name]))
        assert entity["sha256"] == sha256(held[name])
        assert "/" in entity["encodingFormat"]


@pytest.mark.parametrize("which", ["without", "with"])
def test_every_id_is_given_once_and_every_pointer_leads_somewhere(crates, which):
    _, held, graph = crates[which]
    document = json.loads(held[METADATA])["@graph"]
    assert len(document) == len(graph)
    pointers = {one for entity in document for value in entity.values() for one in pointed_at(value)}
    assert pointers - set(graph) == {"https://w3id.org/ro/crate/1.1"}


def test_the_step_from_tables_to_verdicts_names_its_software(crates):
    _, held, graph = crates["with"]
    step = graph["#review"]
    assert step["@type"] == "CreateAction"
    software = graph[step["instrument"]["@id"]]
    assert (software["@type"], software["version"]) == ("SoftwareApplication", evidence.__version__)
    inputs, results = pointed_at(step["object"]), pointed_at(step["result"])
    assert {"data/claims.csv", "data/articles/moon-cheese.txt"} <= set(inputs)
    assert {"report.html", "verdicts.csv", "figures/claim_strength.svg"} <= set(results)
    assert set(inputs) | set(results) <= set(held)
    assert not set(inputs) & set(results)


def test_the_verdicts_are_those_of_these_very_tables(crates, fictional, tmp_path):
    _, held, _ = crates["without"]
    (tmp_path / "verdicts.csv").write_bytes(held["verdicts.csv"])
    written = pd.read_csv(tmp_path / "verdicts.csv")
    assert written["verdict"].tolist() == evidence.assess(fictional).claims["verdict"].tolist()


def test_what_shows_the_article_stays_out_unless_asked_for(crates):
    words = b"pond, and your mane is thinner"  # of the article, in no quotation
    out, held, _ = crates["without"]
    assert "report.html" not in held
    assert not [name for name, data in held.items() if words in data]
    assert "not in it either" in out
    _, held, graph = crates["with"]
    assert {name for name, data in held.items() if words in data} == {"report.html", "data/articles/moon-cheese.txt"}
    assert "not ours to license" in graph["report.html"]["license"]
    assert "not ours to license" in graph["data/articles/moon-cheese.txt"]["license"]


def test_every_address_of_a_claim_review_leads_to_its_claim_in_the_report(crates, fictional):
    places = re.findall(r'\sid="([^"]+)"', crates["with"][1]["report.html"].decode())
    assert set(fictional.claims["claim_id"]) <= set(places)


def test_the_data_of_a_crate_with_its_article_is_a_review_again(crates, tmp_path):
    for name, data in crates["with"][1].items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    assert len(evidence.load(tmp_path / "data").claims) == 11


def test_two_runs_make_the_same_crate(crates):
    assert crates["without"][1] == crates["again"][1]


def test_a_review_without_any_date_is_refused():
    with pytest.raises(OutputError, match="found no date"):
        crate({"claims.csv": b""}, {}, {}, "")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text):
    descriptor = {
        "title": text,
        "description": text,
        "contributors": [{"title": text}],
        "licenses": [{"name": text, "path": text}],
    }
    made = crate({"a b%<é.csv": b"1"}, {"verdicts.csv": b"2"}, descriptor, "2026-11-24")
    written = made[METADATA].decode()
    assert not set("<>&") & set(written)
    assert written.isascii()
    graph = entities(made)
    assert graph["./"]["name"] == graph["./"]["description"] == graph["#author-1"]["name"] == text
    assert graph[graph["./"]["license"]["@id"]]["name"] == text
    assert {part["@id"] for part in graph["./"]["hasPart"]} <= set(graph)
    assert unquote(graph["data/a%20b%25%3C%C3%A9.csv"]["@id"]) == "data/a b%<é.csv"
