import copy
import csv
import io
import json
import os
import threading

import numpy as np
import pandas as pd
import pytest

from evidence.errors import OutputError
from evidence.exports import FIELD_PARTS, codebook, codebook_gaps, guarded, write_csv, write_text


@pytest.fixture(scope="module")
def descriptor(repo) -> dict:
    return json.loads((repo / "data" / "datapackage.json").read_text(encoding="utf-8"))


# --- files ------------------------------------------------------------------------------------------------------------


def test_text_is_written_as_utf8_with_lf_line_ends_into_a_new_folder(tmp_path):
    path = write_text(tmp_path / "new" / "deep" / "text.md", "é “½”\r\nsecond\n")
    assert path.read_bytes() == "é “½”\nsecond\n".encode()


def test_nothing_is_left_beside_a_written_file(tmp_path):
    write_text(tmp_path / "text.md", "old")
    write_text(tmp_path / "text.md", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["text.md"]
    assert (tmp_path / "text.md").read_text(encoding="utf-8") == "new"


def test_a_file_may_have_the_longest_name_that_the_system_allows(tmp_path):
    name = "n" * 255
    assert write_text(tmp_path / name, "x").read_bytes() == b"x"


def test_a_written_file_can_be_read_by_whom_the_system_lets(tmp_path):
    (tmp_path / "plain").write_bytes(b"")
    write_text(tmp_path / "text.md", "x")
    assert (tmp_path / "text.md").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_readers_see_the_old_or_the_new_file_and_never_a_part(tmp_path):
    path = tmp_path / "text.md"
    versions = {letter * 200_000 for letter in "abc"}
    write_text(path, "a" * 200_000)
    seen, done = set(), threading.Event()

    def watch():
        while not done.is_set():
            seen.add(path.read_text(encoding="utf-8"))

    reader = threading.Thread(target=watch)
    reader.start()
    for _ in range(10):
        for version in sorted(versions):
            write_text(path, version)
    done.set()
    reader.join()
    assert seen <= versions


def test_when_the_rename_fails_the_old_file_stays_and_nothing_else(tmp_path, monkeypatch):
    path = write_text(tmp_path / "text.md", "old")

    def fail(source, target):
        assert source.parent == target.parent  # across two disks a rename is a copy
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OutputError, match=r"text\.md: cannot be written \(No space left on device\); do: choose"):
        write_text(path, "new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["text.md"]
    assert path.read_text(encoding="utf-8") == "old"


def test_when_it_is_interrupted_the_old_file_stays_and_nothing_else(tmp_path, monkeypatch):
    path = write_text(tmp_path / "text.md", "old")

    def interrupt(descriptor):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_text(path, "new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["text.md"]
    assert path.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("name", ["folder", "folder/text.md/deeper", "a\0b", "n" * 256])
def test_a_place_that_cannot_be_written_to_is_refused_in_words(tmp_path, name):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "text.md").write_text("a file where a folder is wanted", encoding="utf-8")
    with pytest.raises(OutputError, match="do: choose"):
        write_text(tmp_path / name, "x")
    assert sorted(entry.name for entry in tmp_path.rglob("*")) == ["folder", "text.md"]


def test_text_that_is_no_unicode_is_refused_in_words(tmp_path):
    with pytest.raises(OutputError, match="character 4"):
        write_text(tmp_path / "text.md", "half\ud800")
    assert list(tmp_path.iterdir()) == []


def test_a_symbolic_link_is_replaced_and_not_followed(tmp_path):
    (tmp_path / "precious").write_text("old", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "precious")
    write_text(tmp_path / "link", "new")
    assert (tmp_path / "precious").read_text(encoding="utf-8") == "old"
    assert not (tmp_path / "link").is_symlink()


# --- CSV --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+35 hairs/cm2", "'+35 hairs/cm2"),
        ("-cmd", "'-cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\nx", "'\nx"),
        ("＝1", "'＝1"),
        ("-", "-"),
        ("=", "="),  # the bound of a number, alone in its cell
        ("-5", "-5"),
        ("+3.5", "+3.5"),
        ("-1,5", "-1,5"),
        ("-2e-3", "-2e-3"),
        ("-2+3", "'-2+3"),
        ("a=1", "a=1"),
        ("'quoted", "'quoted"),
        ("", ""),
        (-5, -5),
        (None, None),
    ],
)
def test_only_text_that_a_spreadsheet_would_run_gets_an_apostrophe(cell, written):
    assert guarded(cell) == written


def test_csv_keeps_numbers_guards_text_and_leaves_missing_blank(tmp_path):
    frame = pd.DataFrame(
        {
            "claim_id": pd.Series(["c1", "c2", None], dtype="str"),
            "=name": pd.Series(["=HYPERLINK(1)", "two\nlines, and a comma", "é"], dtype="object"),
            "kind": pd.Categorical(["-x", "y", "y"]),
            "number": [-1.5, np.nan, 0.1],
            "count": pd.array([-1, None, 3], dtype="Int64"),
            "flagged": [True, False, True],
        }
    )
    before = frame.copy(deep=True)
    path = write_csv(tmp_path / "verdicts.csv", frame)
    text = path.read_bytes().decode("utf-8")
    assert "\r" not in text
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["claim_id", "'=name", "kind", "number", "count", "flagged"],
        ["c1", "'=HYPERLINK(1)", "'-x", "-1.5", "-1", "True"],
        ["c2", "two\nlines, and a comma", "y", "", "", "False"],
        ["", "é", "y", "0.1", "3", "True"],
    ]
    pd.testing.assert_frame_equal(frame, before)


def test_an_empty_frame_is_written_as_its_header(tmp_path):
    assert write_csv(tmp_path / "x.csv", pd.DataFrame(columns=["a", "b"])).read_text(encoding="utf-8") == "a,b\n"


# --- codebook ---------------------------------------------------------------------------------------------------------


def test_every_field_of_the_descriptor_says_what_it_means(descriptor):
    assert codebook_gaps(descriptor) == []


@pytest.mark.parametrize("part", FIELD_PARTS)
@pytest.mark.parametrize("blank", [None, "", "  "])
def test_a_field_that_leaves_something_unsaid_is_a_gap(descriptor, part, blank):
    poorer = copy.deepcopy(descriptor)
    field = poorer["resources"][1]["schema"]["fields"][3]
    if blank is None:
        del field[part]
    else:
        field[part] = blank
    assert codebook_gaps(poorer) == [f"claims.claim: no {part}"]


@pytest.mark.parametrize("part", ["title", "description"])
def test_a_table_that_leaves_something_unsaid_is_a_gap(descriptor, part):
    poorer = copy.deepcopy(descriptor)
    del poorer["resources"][2][part]
    assert codebook_gaps(poorer) == [f"questions: no {part}"]


def test_a_table_without_a_key_is_a_gap(descriptor):
    poorer = copy.deepcopy(descriptor)
    del poorer["resources"][0]["schema"]["primaryKey"]
    assert codebook_gaps(poorer) == ["articles: no primaryKey"]


def rows_of(text: str, table: str) -> list[list[str]]:
    """Cells of the fields' table in one chapter; an escaped bar is no border."""
    chapter = text.split(f"\n## {table}\n")[1].split("\n## ")[0]
    lines = [line for line in chapter.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.replace("\\|", "\0").strip("|").split("|")] for line in lines]


def test_the_codebook_has_every_field_with_everything_that_is_said_of_it(descriptor):
    text = codebook(descriptor)
    for table in descriptor["resources"]:
        header, *rows = rows_of(text, table["name"])
        assert [row[0] for row in rows] == [f"`{field['name']}`" for field in table["schema"]["fields"]]
        for row, field in zip(rows, table["schema"]["fields"], strict=True):
            assert len(row) == len(header)
            whole = " ".join(row).replace("\0", "|").replace("&lt;", "<")
            said = [*(str(field[part]) for part in FIELD_PARTS), field.get("direction", "")]
            said += field.get("constraints", {}).get("enum", [])
            assert [part for part in said if part not in whole] == []


def test_the_codebook_says_what_is_required_unique_bounded_and_patterned(descriptor):
    rows = {row[0]: row for row in rows_of(codebook(descriptor), "studies")}
    assert rows["`study_id`"][4] == "required; unique; pattern `^s-[a-z0-9-]+$`"
    assert rows["`year`"][4].startswith("from 1950; to ")
    assert rows["`funding`"][4] == ""


def test_the_codebook_names_keys_licence_version_and_that_machines_await_review(descriptor):
    text = codebook(descriptor)
    assert "Key: `claim_id`. File: `claims.csv`." in text
    assert "- `question_id` names `question_id` of `questions`" in text
    assert f"Version {descriptor['version']}." in text
    assert "[Creative Commons Attribution 4.0](https://creativecommons.org/licenses/by/4.0/)" in text
    assert "**Judgements made by a machine await human review**" in text
    assert text.index("Generated from datapackage.json") < text.index(f"# {descriptor['title']}")


def test_the_codebook_only_says_a_direction_where_a_table_has_one(descriptor):
    text = codebook(descriptor)
    assert rows_of(text, "results")[0][-1] == "direction"
    assert rows_of(text, "claims")[0][-1] == "example"


def test_the_codebook_is_the_same_each_time_and_ends_in_one_line_end(descriptor):
    text = codebook(copy.deepcopy(descriptor))
    assert text == codebook(descriptor)
    assert text.endswith("|\n")
    assert "\r" not in text


def test_a_bar_in_a_pattern_does_not_break_the_table(descriptor):
    (row,) = [row for row in rows_of(codebook(descriptor), "reports") if row[0] == "`registry_id`"]
    assert row[4].count("\0") == 2
