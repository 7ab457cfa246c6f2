"""The list of what is wrong in a folder: the same problems that `load` refuses, as a table."""

import pytest

import evidence
from evidence.errors import DataError
from evidence.tables import problems


def test_a_folder_in_order_has_no_problems(tiny):
    assert problems(tiny).empty
    assert problems(tiny).columns.tolist() == ["file", "row", "column", "found", "allowed", "do"]


def test_problems_name_file_row_column_and_cure_as_the_error_does(tiny):
    claims = tiny / "claims.csv"
    claims.write_text(claims.read_text(encoding="utf-8").replace("a1,Moon cheese never", "a1,Moon cheese newer"))
    (tiny / "decisions.csv").unlink()
    found = problems(tiny)
    with pytest.raises(DataError) as refused:
        evidence.load(tiny)
    assert len(found) == len(refused.value.problems) == 2
    quoted = found.set_index("file").loc["claims.csv"]
    assert (quoted["row"], quoted["column"], quoted["found"]) == (9, "quotation", "Moon cheese newer causes hiccups")
    assert quoted["do"] in str(refused.value)
    assert found.set_index("file")["row"].isna()["decisions.csv"]
