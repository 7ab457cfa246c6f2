"""References out and in: nothing is lost on the way, nothing is invented, and what is broken is said."""

import contextlib
import csv
import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.errors import DataError
from evidence.references import items, read_references, to_bibtex, to_csl, to_ris
from evidence.references.citation import parsed
from evidence.references.dates import date_parts
from evidence.references.kinds import TYPE_OF_KIND
from evidence.references.latex import latex, plain
from evidence.references.text import folded
from evidence.references.titles import ALIKE, TitleIndex
from evidence.report.links import reader_link

WRITERS = {"refs.ris": to_ris, "refs.bib": to_bibtex, "refs.json": to_csl}
HOSTILE = (
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    '" onload="x',
    "=cmd|' /C calc'!A1",
    "zero\u200bwidth \u202eright to left",
    "TY  - JOUR",
    "ER  - ",
    "line\nER  - \n\nTY  - BOOK\nTI  - smuggled",
    "carriage\rreturn \u2028 separator \x85 next",
    "}\n@article{smuggled, title={x}}",
    '\\input{x} \\& $x^2$ 50% #1 {a}} ~ _ \\"u',
    "a and b, c; d -- ``e''",
    "`code` [a](b) #set text(1pt)",
    "",
    "not reported",
    "PMID: 12345678, NCT00000000",
)


def back(writer_name, given_items):
    reading = read_references(WRITERS[writer_name](given_items).encode(), writer_name)
    assert reading.problems == []
    return [record.item for record in reading.records]


@pytest.fixture(scope="module")
def real(review):
    return items(review.tables.studies, review.tables.reports, leads=True)


# --- out --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRITERS)
def test_every_report_of_the_review_goes_out_and_comes_back_whole(name, real):
    assert back(name, real) == real


@pytest.mark.parametrize("name", WRITERS)
def test_every_filled_cell_of_the_table_of_reports_comes_back(name, real, repo):
    with open(repo / "data/reports.csv", encoding="utf-8", newline="") as file:
        rows = [{column: cell for column, cell in row.items() if cell} for row in csv.DictReader(file)]
    assert [item["custom"] for item in back(name, real)] == rows


def test_identifiers_are_where_other_programs_look_for_them(real):
    ersan = next(item for item in real if item["id"] == "r-ersan-2024")
    ris, bib = to_ris([ersan]), to_bibtex([ersan])
    for line in ("TY  - JOUR", "DO  - 10.1007/s00266-024-04332-3", "AN  - 39174804", "DB  - PubMed", "PY  - 2024"):
        assert f"{line}\n" in ris
    for field in ("doi = {10.1007/s00266-024-04332-3}", "pmid = {39174804}", "pages = {4262--4271}", "volume = {48}"):
        assert field in bib


@pytest.mark.parametrize(("form", "write"), [("ris", to_ris), ("bibtex", to_bibtex), ("csljson", to_csl)])
def test_pandoc_as_an_outside_reader_finds_the_same(form, write, real):
    """Pandoc sets marks of punctuation its own way and knows no web page in BibTeX; letters and digits are compared."""
    import pypandoc

    def names(item):
        """Pandoc parts the particles off, and of RIS takes "et al.," for a name; `docs/exports.md` tells it."""
        said = [folded(one.get("family", one.get("literal", ""))).split()[-1] for one in item.get("author", [])]
        return ["others" if name == "al" and form == "ris" else name for name in said]

    def letters(item):
        parts = ("title", "DOI", "URL", "container-title", "volume", "issue", "page")
        return [folded(item.get(name, "")).replace(" ", "") for name in parts]

    read = {item["id"]: item for item in json.loads(pypandoc.convert_text(write(real), "csljson", format=form))}
    assert [letters(read[item["id"]]) for item in real] == [letters(item) for item in real]
    assert [names(read[item["id"]]) for item in real] == [names(item) for item in real]
    years = [item["issued"]["date-parts"][0][0] if "issued" in item else None for item in real]
    assert [read[i["id"]]["issued"]["date-parts"][0][0] if "issued" in i else None for i in real] == years


def test_a_document_has_the_same_address_in_the_references_as_on_the_page(real):
    for item in real:
        link = reader_link(item["custom"])
        if link and "DOI" not in item and "PMID" not in item:
            assert item["URL"] == link.address
    australian = next(item for item in real if item["id"] == "r-actrn12625000548437")
    assert "UR  - https://trialsearch.who.int/Trial2.aspx?TrialID=ACTRN12625000548437\n" in to_ris([australian])


def test_every_part_of_a_reference_stands_in_its_row(real, review):
    """Nothing is invented: names, journal, volume, issue and pages are letters of the citation as seen."""
    for item in real:
        citation = item["custom"]["citation"]
        names = [" ".join(one.values()) for one in item.get("author", []) if one != OTHERS]
        parts = [item.get(name, "") for name in ("container-title", "volume", "issue", "page")]
        assert all(part in citation for part in [*names, *parts]), item["id"]


def test_what_leaves_doubt_in_a_citation_is_left_alone(real):
    taken = [item for item in real if item["custom"]["kind"] == "paper"]
    assert len(taken) == 121
    assert sum("author" in item for item in taken) == 76
    assert sum("container-title" in item for item in taken) == 58
    assert parsed("Sow H; Hog P. Wings. J Pig Nov 2024.", "Wings", "2024") == {"author": [SOW, HOG]}
    assert "volume" not in parsed("Sow H. Wings. J Pig 2024;841570.", "Wings", "2024")
    assert "container-title" not in parsed("Sow H. Wings. J Pig 2023;1:2.", "Wings", "2024")
    assert parsed("Sow H. Wings.", "Tails", "2024") == {}


SOW, HOG, OTHERS = {"family": "Sow", "given": "H"}, {"family": "Hog", "given": "P"}, {"literal": "others"}


@pytest.mark.parametrize(
    ("citation", "authors"),
    [
        ("Sow H et al. Wings. J Pig 2024.", [SOW, OTHERS]),
        ("Sow H; Hog P et al. Wings. J Pig 2024.", [SOW, HOG, OTHERS]),
        ("Sow et al. Wings. J Pig 2024.", [{"family": "Sow"}, OTHERS]),
        ("Sow et al., 2024; title not shown.", [{"family": "Sow"}, OTHERS]),
        ("Sow H. Wings. J Pig 2024.", [SOW, OTHERS]),
        ("Sow H; Hog P. Wings. J Pig 2024.", [SOW, HOG]),
        ("What Sow et al. said of it. J Pig 2024.", None),
        ("The trial of Sow et al., 2024.", None),
        ("Sow. Wings. J Pig 2024.", None),
    ],
)
def test_authors_that_are_not_named_are_marked(citation, authors):
    assert parsed(citation, "Wings", "2024").get("author") == authors


def test_no_reference_passes_a_first_author_off_as_the_only_one(real):
    assert [item["id"] for item in real if len(item.get("author", [])) == 1] == []
    ersan = next(item for item in real if item["id"] == "r-ersan-2024")
    assert ersan["author"] == [{"family": "Ersan"}, OTHERS]
    assert "author = {Ersan and others}" in to_bibtex([ersan])
    assert "AU  - Ersan,\nAU  - et al.,\n" in to_ris([ersan])
    tian = next(item for item in real if item["id"] == "r-tian-2026")
    assert [one.get("family") for one in tian["author"]] == ["Tian", "Deng", "Chen", None]
    assert tian["container-title"] == "The FASEB Journal"


def test_leads_stay_at_home_unless_they_are_asked_for(review, real):
    without = items(review.tables.studies, review.tables.reports)
    assert [item for item in real if item["custom"]["seen"] != "nothing"] == without
    assert (len(without), len(real)) == (226, 246)


def test_a_second_document_of_a_study_has_its_own_title_or_a_description_in_brackets(real):
    title = {item["id"]: item["title"] for item in real}
    assert title["r-tian-2026"].startswith("A Randomized Controlled Clinical Trial Protocol of Umbilical Cord")
    assert title["r-tian-2026"].endswith("Androgenetic Alopecia in Young Males")
    assert title["r-samrao-2011b"] == "[Same data in J Clin Exp Dermatol Res 2011;2:117]"
    assert title["r-nct06539273"] == "[Registration NCT06539273 (dated by its last update)]"
    assert (
        title["r-us-01"] == "FDA (CBER). Public Safety Notification on Exosome Products"
    )  # of no study: as it was cited


def test_a_lead_says_that_it_is_no_evidence(real):
    leads = [item for item in real if item["custom"]["seen"] == "nothing"]
    assert len(leads) == 20
    assert all("not evidence" in item["keyword"] and "nothing of it was seen" in item["note"] for item in leads)
    assert all("not evidence" not in item.get("keyword", "") for item in real if item not in leads)


def test_a_title_goes_to_one_report_of_a_study(real):
    of_samrao = [item for item in real if item["custom"].get("study_id") == "s-samrao-2011"]
    assert [item["title"][:12] for item in of_samrao] == ['The "Fringe ', "[Same data i"]


# --- hostile text -----------------------------------------------------------------------------------------------------

cells = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60))


@settings(max_examples=150, deadline=None)
@given(data=st.lists(st.tuples(*[cells] * 6, st.sampled_from(sorted(TYPE_OF_KIND))), min_size=1, max_size=4))
def test_hostile_text_in_every_column_stays_text(data):
    names = ("citation", "doi", "pmid", "registry_id", "address", "exclusion_reason", "kind")
    reports = pd.DataFrame([dict(zip(names, row, strict=True)) for row in data])
    reports["report_id"] = [f"r-{place}" for place in range(len(data))]
    reports["study_id"] = [f"s-{place}" for place in range(len(data))]
    studies = pd.DataFrame({"study_id": reports["study_id"], "title": [row[5] for row in data]})
    for column in names[:6]:  # half of a character pair cannot be written as UTF-8
        reports[column] = [cell.encode(errors="replace").decode() for cell in reports[column]]
    studies["title"] = [cell.encode(errors="replace").decode() for cell in studies["title"]]
    made = items(studies, reports, leads=True)
    for name in WRITERS:
        assert back(name, made) == made, name


@given(st.text())
def test_any_text_comes_back_from_latex(text):
    assert plain(latex(text)) == text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"M{\"u}ller", "Müller"),
        (r"Fran\c{c}ois \'Elan", "François Élan"),
        (r"S{\o}ren {\ss} \aa{}", "Søren ß å"),
        (r"na{\"\i}ve", "naïve"),
        (r"\emph{in vitro} R\&D 5\% a~b", "in vitro R&D 5% a b"),
        (r"{{Fictional}: {HFpEF}}", "Fictional: HFpEF"),
    ],
)
def test_accents_of_latex_become_letters(written, read):
    assert plain(written) == read


# --- in ---------------------------------------------------------------------------------------------------------------

MANES = "Fictional: moonlight on the manes of grown pigs: a randomised trial"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252"])
@pytest.mark.parametrize(
    "name", ["zotero.ris", "zotero.bib", "better_bibtex.bib", "zotero.json", "endnote.ris", "pubmed.nbib"]
)
def test_exports_of_other_programs_go_in(name, encoding, line_end, repo):
    text = (repo / "tests/references" / name).read_text(encoding="utf-8")
    reading = read_references(text.replace("\n", line_end).encode(encoding), "renamed.txt")
    assert reading.problems == []
    item = reading.records[0].item
    assert item["title"].casefold() == MANES.casefold()
    assert item["DOI"].casefold().endswith("10.5555/jih.2024.31")
    assert item["PMID"] == "99999931"
    assert (item["volume"], item["issue"], item["page"]) == ("12", "3", "101-109")
    assert item["issued"]["date-parts"][0][:2] == [2024, 3]
    assert item["author"][0]["family"] == "Müller"
    assert "Sow" in item["author"][1]["family"]
    assert ("assumed" in reading.encoding) == (encoding == "windows-1252" and not text.isascii())


def test_records_know_their_place_in_the_file(repo):
    reading = read_references((repo / "tests/references/pubmed.nbib").read_bytes(), "pubmed.nbib")
    assert [(record.number, record.line) for record in reading.records] == [(1, 2), (2, 41), (3, 56)]
    assert [record.item.get("number") for record in reading.records] == ["NCT00000031", None, None]
    assert reading.records[1].item["title"] == "Fictional: bristles in winter"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "an empty file"),
        (b"  \n ", "an empty file"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "a web page"),
        (b"<?xml version='1.0'?><xml><records/></xml>", "XML"),
        (b"PK\x03\x04\0\0\0", "not a text file"),
        (b"lorem ipsum " * 400_000, "RIS, BibTeX"),
        (bytes(range(128, 256)) * 40_000, "RIS, BibTeX"),
        (b"[]", "without a record"),
        (b"@comment{nothing}", "without a record"),
    ],
)
def test_a_file_without_references_is_refused_in_words(content, said):
    with pytest.raises(DataError, match=r"refs\.ris.*found .*; allowed: .*; do: ") as refused:
        read_references(content, "refs.ris")
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("content", "said", "titles"),
    [
        ("TY  - JOUR\nTI  - One\n\nTY  - JOUR\nTI  - Two\nER  - ", "refs:1 [record 1]: found 'a record without", 2),
        ("TY  - JOUR\nTI  - One\nQQ  - x\nER  - \nTY  - JOUR\nTI  - Two\nER  - ", "found 'tags QQ'", 2),
        ("TY - JOUR\nTI - One\nQQ - x\nER -\nTY - JOUR\nTI - Two\nER -", "found 'tags QQ'", 2),
        ("@article{a, title={One}}\n@article{b, title={Two\n", "refs:2 [record 2]: found 'an entry that breaks", 1),
        ("@article{a, title={One}}\n@article{a, title={Two}}", "refs:2 [record 2]: found \"the key 'a'", 2),
        ('[{"title": "One"},\n {"title": "Tw', "refs:2 [record 2]", 1),
        ('[{"title": "One"}, 7]', "refs:1 [record 2]: found '7'", 1),
        ("PMID- x1\nTI  - One\n\nPMID- 99999901\nTI  - Two", "refs:1 [record 1]: found 'x1'", 2),
    ],
)
def test_a_broken_record_costs_only_itself(content, said, titles):
    reading = read_references(content.encode(), "refs")
    assert [record.item["title"] for record in reading.records] == ["One", "Two"][:titles]
    assert said in str(reading.problems[0])


def test_a_line_of_an_abstract_is_not_taken_for_a_tag():
    text = "TY  - JOUR\nTI  - One\nAB  - Made in the\nUS - based dairies\nER  - "
    reading = read_references(text.encode(), "refs")
    assert reading.problems == []


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["TY  - ", "PMID- 1\n", "@a{", "[", "{", "@article{x, author={"]),
    st.text(alphabet=st.sampled_from('TYERPMID- \n\r@{}[]",:=\\abc1\u0301é<&'), max_size=200),
)
def test_no_file_ends_in_a_traceback(start, rest):
    found = []
    with contextlib.suppress(DataError):  # refused in words is fine; anything else fails the test
        reading = read_references((start + rest).encode(), "refs")
        found = [record.number for record in reading.records]
    assert found == sorted(set(found))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2024/03/01/", [2024, 3, 1]),
        ("2024///Spring", [2024]),
        ("2024 Nov-Dec", [2024, 11]),
        ("5 March 2024", [2024, 3, 5]),
        ("March 5, 2024", [2024, 3, 5]),
        ("2024-02-30", [2024, 2]),
        ("2024 Spring", [2024]),
        ("n.d.", []),
        ("0000", []),
    ],
)
def test_dates_are_read_as_far_as_they_are_given(text, parts):
    assert date_parts(text) == parts


# --- titles -----------------------------------------------------------------------------------------------------------


def test_no_two_printed_titles_of_the_review_are_taken_for_one(review):
    studies = review.tables.studies.dropna(subset="title")
    index = TitleIndex(dict(zip(studies["study_id"], studies["title"], strict=True)))
    assert {title for title in studies["title"] if len(index.alike(title)) > 1} == set()
    assert ALIKE == 0.9


@pytest.mark.parametrize("change", [str.upper, lambda t: t.replace("e", "é"), lambda t: t.replace(" ", "  ") + "."])
def test_case_accents_and_punctuation_do_not_hide_a_title(change, review):
    studies = review.tables.studies
    index = TitleIndex(dict(zip(studies["study_id"], studies["title"], strict=True)))
    printed = studies[~studies["title"].str.startswith("[")]
    assert all(study_id in index.same(change(t)) for study_id, t in zip(printed.study_id, printed.title, strict=True))


def test_a_letter_or_a_subtitle_more_or_less_is_found_as_similar():
    index = TitleIndex({"a": "Exosomes for treating hair loss: a review of clinical studies"})
    assert index.alike("Exosomes for treating hair loss") == ["a"]
    assert index.alike("Exosome for treating hairloss: a review of clinical studies") == ["a"]
    assert index.alike("Minoxidil for treating hair loss: a review of clinical studies") == []
    assert index.alike("Exosomes: hope or hype") == []
