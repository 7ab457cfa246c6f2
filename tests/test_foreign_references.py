"""References as other programs write them: what they mean by their marks, and what of a damaged file is still sure."""

import pytest

from evidence.references import read_references, to_bibtex, to_ris
from evidence.references.citation import written
from evidence.references.latex import plain
from evidence.references.naming import first_name
from evidence.references.people import people


def only(text, name="refs"):
    reading = read_references(text if isinstance(text, bytes) else text.encode(), name)
    assert reading.problems == []
    [record] = reading.records
    return record.item


# --- more authors than are named --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "@article{a, title={Wings}, author={Sow, Hilda and Hog, Peter and others}}",
        "TY  - JOUR\nTI  - Wings\nAU  - Sow, Hilda\nAU  - Hog, Peter\nAU  - et al.,\nER  - ",
        "TY  - JOUR\nTI  - Wings\nAU  - Sow, Hilda\nAU  - Hog, Peter\nAU  - et al\nER  - ",
        '[{"title": "Wings", "author": [{"family": "Sow", "given": "Hilda"}, {"family": "Hog", "given": "Peter"},'
        ' {"literal": "others"}]}]',
        '[{"title": "Wings", "author": [{"family": "Sow", "given": "Hilda"}, {"family": "Hog", "given": "Peter"},'
        ' {"family": "et al."}]}]',
    ],
)
def test_and_others_is_no_person(text):
    item = only(text)
    assert [one.get("family") for one in item["author"][:2]] == ["Sow", "Hog"]
    assert people(item) == ["Sow H", "Hog P"]
    assert written(item) == "Sow H; Hog P et al. Wings."
    assert "author = {Sow, Hilda and Hog, Peter and others}" in to_bibtex([{"id": "a", **item}])
    assert to_ris([{"id": "a", **item}]).count("AU  - ") == 3
    assert "AU  - et al.,\n" in to_ris([{"id": "a", **item}])


def test_a_person_or_guild_that_is_called_others_stays_where_it_is_not_the_last():
    item = only("@article{a, title={Wings}, author={Others, Olga and {The Others Guild}}}")
    assert people(item) == ["Others O", "The Others Guild"]


def test_nobody_is_named_after_others():
    assert first_name({"title": "Do pigs fly at all", "author": [{"literal": "others"}]}) == "Do pigs fly"


# --- LaTeX and tags ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"{\textless}i{\textgreater}In vitro{\textless}/i{\textgreater} wings", "<i>In vitro</i> wings"),
        (r"5$\alpha$-reductase and $\beta$B", "5α-reductase and βB"),
        (r"{$\Delta$}Np63 $\mu$g", "ΔNp63 μg"),
        (r"\textquotedblleft Wings\textquotedblright{} and \textquotedbl{}tails\textquotedbl{}", '“Wings” and "tails"'),
        (r"H$_{\textrm{2}}$O and H\textsubscript{2}O, 10\textsuperscript{6} and 10$^6$", "H₂O and H₂O, 10⁶ and 10⁶"),
        (r"$\geq$ 5 $\times$ 10 $\pm$ 2", "≥ 5 × 10 ± 2"),
        (r"price \$5 and \$6, one $ left", "price $5 and $6, one $ left"),
        (r"20\textdegree{}C{\textellipsis}", "20°C…"),
    ],
)
def test_what_zotero_and_better_bibtex_write_is_read(written, read):
    assert plain(written) == read


def test_marks_of_italics_and_small_letters_are_no_part_of_a_title():
    title = '<i>In vitro</i> H<sub>2</sub>O, <span class=\\"nocase\\">miR</span>-1<sup>a</sup>, p < 0.05 > 0 & <script>'
    clean = "In vitro H₂O, miR-1a, p < 0.05 > 0 & <script>"
    assert only(f'[{{"title": "{title}", "container-title": "J <b>Pig</b> Flight"}}]')["title"] == clean
    assert only(f'[{{"title": "{title}", "container-title": "J <b>Pig</b> Flight"}}]')["container-title"] == (
        "J Pig Flight"
    )
    bib = r"@article{a, title={{\textless}i{\textgreater}In vitro{\textless}/i{\textgreater} wings}}"
    assert only(bib)["title"] == "In vitro wings"


# --- bytes ------------------------------------------------------------------------------------------------------------


def test_one_bad_byte_costs_one_letter_and_its_place_is_told():
    good = "TY  - JOUR\nTI  - Flügel von Müller, Élan und Søn\nAU  - Sów, Ö\nER  - \n".encode()
    reading = read_references(good + b"TY  - JOUR\nTI  - Tails of \xfc pigs\nER  - \n", "refs.ris")
    assert reading.records[0].item["title"] == "Flügel von Müller, Élan und Søn"
    assert reading.records[1].item["title"] == "Tails of � pigs"
    assert reading.encoding == "UTF-8 (but for 1 byte)"
    [problem] = reading.problems
    assert str(problem).startswith("refs.ris:6: found 'byte FC")


def test_a_file_of_an_older_encoding_is_still_read_as_one():
    text = "TY  - JOUR\nTI  - Flügel von Müller\nAU  - Sów, Ö\nER  - \n"
    reading = read_references(text.encode("windows-1252"), "refs.ris")
    assert reading.records[0].item["title"] == "Flügel von Müller"
    assert reading.problems == []


# --- dates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "parts"),
    [
        ("Mar 15", [2019, 3, 15]),
        ("15 Mar", [2019, 3, 15]),
        ("Mar-Apr", [2019, 3]),
        ("Spring", [2019]),
        ("2018 Dec 31", [2018, 12, 31]),
        ("2019/04/01/", [2019, 4, 1]),
        ("15", [2019]),
    ],
)
def test_a_day_without_its_year_gets_the_year_of_the_record(date, parts):
    item = only(f"TY  - JOUR\nTI  - Wings\nPY  - 2019\nDA  - {date}\nER  - ")
    assert item["issued"]["date-parts"] == [parts]
