"""New rows in a table that somebody else wrote: its other rows, line ends and long cells stay."""

import csv

import pytest

import evidence
from evidence.references import add_rows, propose, read_references
from evidence.references.proposing import UNUSABLE

LIMIT = 131_072  # letters: what csv takes for the longest cell, unless another program in this process said otherwise


def row(tiny, table, **cells):
    with open(tiny / table, encoding="utf-8", newline="") as file:
        return dict.fromkeys(next(csv.reader(file)), "") | cells


def no_check(folder):
    """Whether the folder is in order is not asked here."""


def test_the_line_ends_of_a_table_stay(tiny):
    path = tiny / "studies.csv"
    before = path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(before)
    add_rows(tiny, {"studies.csv": [row(tiny, "studies.csv", study_id="s-zzz", title="a, b")]}, no_check)
    after = path.read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == after.count(b"\r\n") == before.count(b"\r\n") + 1


def test_a_row_that_was_there_stays_byte_for_byte(tiny):
    path = tiny / "studies.csv"
    header, first, *rest = path.read_text(encoding="utf-8").splitlines(keepends=True)
    name, _, others = first.partition(",")
    quoted = f'"{name}",{others}'
    path.write_text("".join([header, quoted, *rest]).removesuffix("\n"), encoding="utf-8")
    add_rows(tiny, {"studies.csv": [row(tiny, "studies.csv", study_id="s-zzz")]}, no_check)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    assert lines[:-1] == [header, quoted, *rest]
    assert lines[-1].startswith("s-zzz,")
    assert lines[-1].endswith(",\n")


@pytest.fixture
def usual_limit():
    before = csv.field_size_limit(LIMIT)
    yield
    csv.field_size_limit(before)


def test_rows_go_into_a_table_with_a_cell_longer_than_a_book(tiny, usual_limit):
    long = row(tiny, "studies.csv", study_id="s-long", note="x" * (LIMIT + 1))
    add_rows(tiny, {"studies.csv": [long]}, no_check)
    add_rows(tiny, {"studies.csv": [row(tiny, "studies.csv", study_id="s-zzz")]}, no_check)
    text = (tiny / "studies.csv").read_text(encoding="utf-8")
    assert long["note"] in text
    assert "\ns-zzz," in text
    assert csv.field_size_limit() == LIMIT


@pytest.mark.parametrize(("length", "used"), [(1000, True), (2000, False), (LIMIT + 1, False)])
def test_a_title_of_absurd_length_is_refused_in_words(length, used, tiny):
    tables = evidence.load(tiny)
    text = f"TY  - JOUR\nTI  - {'pig ' * (length // 4)}end\nER  - \n"
    reading = read_references(text.encode(), "refs.ris")
    [one] = propose(reading, tables.studies, tables.reports, tables.descriptor)
    assert (one.fate != UNUSABLE) is used
    if not used:
        assert "letters long" in one.why
