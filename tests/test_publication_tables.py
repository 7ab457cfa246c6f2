"""The tables of a publication: finished frames, and each number the same in HTML, Word, CSV and LaTeX."""

import csv
import dataclasses
import io
import json
import re
import shutil
import subprocess

import docx
import pandas as pd
import pypandoc
import pytest
from docx.oxml.ns import qn
from nasty_review import NASTY, flat, nasty

import evidence
from evidence import documents
from evidence import vocabulary as words
from evidence.cli import reporting
from evidence.documents import pandoc, publication, tree, write_tables
from evidence.errors import OutputError

NAMES = ("claims_and_verdicts", "characteristics_of_studies", "summary_of_findings", "regulatory_status")
SHOWN = flat(NASTY.replace("\u202e", "[U+202E]"))


@pytest.fixture(scope="module")
def made(review):
    return {one.name: one for one in publication.publication_tables(review)}


@pytest.fixture(scope="module")
def written(review, tmp_path_factory):
    return {path.name: path for path in write_tables(review, tmp_path_factory.mktemp("tables"))}


@pytest.fixture(scope="module")
def hostile(repo, tmp_path_factory):
    folder = tmp_path_factory.mktemp("nasty")
    shutil.copytree(repo / "tests" / "tiny_review", folder / "review")
    shutil.copy(repo / "data" / "datapackage.json", folder / "review")
    judged = evidence.assess(nasty(evidence.load(folder / "review")))
    return judged, {path.name: path for path in write_tables(judged, folder / "out")}


def read_by_pandoc(path, kind):
    command = [pypandoc.get_pandoc_path(), f"--from={kind}", "--to=json", path]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["blocks"]


def cells_of(blocks):
    """Rows of cells, the header first, of the only table among blocks of pandoc."""
    (table,) = [element for element in tree.elements(blocks) if element["t"] == "Table"]
    _, _, _, (_, head), bodies, _ = table["c"]
    rows = [*head, *(row for body in bodies for row in (*body[2], *body[3]))]
    return [[flat(tree.plain(cell[4])) for cell in cells] for _, cells in rows]


def expected(one):
    """What each cell should hold: the frame, with the pathway behind a status."""
    rows = [[publication.head(name) for name in one.shape.shares]]
    for row in one.frame.to_dict("records"):
        told = {**row, "status": flat(f"{row.get('status', '')} {row.get('pathway', '')}")}
        rows.append([flat(told[name]) for name in one.shape.shares])
    return rows


# --- frames -----------------------------------------------------------------------------------------------------------


def test_every_claim_is_in_the_table_of_claims_gravest_severity_first(review):
    frame = documents.claims_and_verdicts(review)
    assert sorted(frame["claim"]) == sorted(review.claims["claim_id"])
    ranks = [words.SEVERITIES.index(severity) for severity in frame["severity"]]
    assert ranks == sorted(ranks, reverse=True)
    again = frame.set_index("claim").loc[review.claims["claim_id"]]
    for column, mine in (("verdict", "verdict"), ("certainty", "certainty"), ("why", "why"), ("found", "found")):
        assert list(again[column]) == list(review.claims[mine])


def test_studies_that_bear_on_no_claim_and_give_no_result_are_left_out(review):
    frame = documents.characteristics_of_studies(review)
    bearing = set(
        review.evidence.query("bearing in ('for', 'against', 'mixed') and seen != 'nothing'")["study_id"].dropna()
    )
    assert set(frame["study_id"]) == bearing | set(review.tables.results["study_id"])
    assert len(frame) < len(review.tables.studies)


def test_people_and_design_of_a_study_are_those_of_its_row(review):
    frame = documents.characteristics_of_studies(review).set_index("study_id")
    studies = review.tables.studies.set_index("study_id").loc[frame.index]
    assert [float(n) if n else None for n in frame["people"]] == [None if pd.isna(n) else n for n in studies["n"]]
    assert list(frame["design"]) == list(studies["design"])
    assert frame.loc["s-amini-2025", "risk_of_bias"] == "some concerns (RoB 2, from abstract)"


def test_the_summary_of_findings_has_one_row_a_question_with_its_claims(review):
    frame = documents.summary_of_findings(review)
    assert list(frame["question"]) == list(review.summary["question"])
    assert list(frame["certainty"]) == list(review.summary["certainty"])
    asked = review.tables.claims.dropna(subset=["question_id"])
    told = {claim for ids in frame["claims"] for claim in ids.split(", ")}
    assert told == set(asked[asked["question_id"].isin(review.summary["question_id"])]["claim_id"])


def test_every_status_is_in_the_table_of_statuses_those_at_home_first(review):
    frame = documents.regulatory_status(review)
    assert sorted(frame["regulation_id"]) == sorted(review.tables.regulations["regulation_id"])
    home = frame["where"].isin(set(review.tables.claims["jurisdiction"].dropna()))
    assert list(home) == sorted(home, reverse=True)


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_html_read_back_equals_the_frame_cell_by_cell(made, written, name):
    assert cells_of(read_by_pandoc(written[f"{name}.html"], "html")) == expected(made[name])


@pytest.mark.parametrize("name", NAMES)
def test_latex_read_back_equals_the_frame_cell_by_cell(made, written, name):
    head, again, *read = cells_of(read_by_pandoc(written[f"{name}.tex"], "latex-smart"))
    assert head == again  # once for the first page, once for the others
    assert [[plain_quotes(cell) for cell in row] for row in (head, *read)] == [
        [plain_quotes(cell) for cell in row] for row in expected(made[name])
    ]


def plain_quotes(text):
    """LaTeX writes typographic quotes and dashes with signs of its own."""
    return text.translate(str.maketrans("“”‘’–", "\"\"''-")).replace("``", '"').replace("''", '"')


@pytest.mark.parametrize("name", NAMES)
def test_word_equals_the_frame_cell_by_cell(made, written, name):
    opened = docx.Document(written[f"{name}.docx"])
    (table,) = opened.tables
    rows = [[flat("".join(t.text or "" for t in c.iter(qn("w:t")))) for c in r.tc_lst] for r in table._tbl.tr_lst]
    assert rows == expected(made[name])
    assert table._tbl.tr_lst[0].trPr.find(qn("w:tblHeader")) is not None
    section = opened.sections[0]
    room = (section.page_width - section.left_margin - section.right_margin) / 635
    assert section.page_width > section.page_height
    assert sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid) == pytest.approx(room, abs=10)


@pytest.mark.parametrize("name", NAMES)
def test_csv_holds_the_whole_frame(made, written, name):
    with open(written[f"{name}.csv"], encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert head == list(made[name].frame.columns)
    assert [[cell.removeprefix("'") for cell in row] for row in rows] == [
        [cell.removeprefix("'") for cell in row] for row in made[name].frame.to_numpy().tolist()
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_printed_table_has_a_caption_and_says_who_judged_and_which_data(made, written, review, name):
    page = written[f"{name}.html"].read_text(encoding="utf-8")
    assert f"<caption>{made[name].shape.title}</caption>" in page
    for text in (page, written[f"{name}.tex"].read_text(encoding="utf-8")):
        assert review.who_judged in flat(text)
        assert f"Data version {review.tables.version}" in flat(text)
    assert sum(made[name].shape.shares.values()) == pytest.approx(1)
    assert set(made[name].shape.shares) <= set(made[name].frame.columns)


def test_the_table_of_statuses_says_that_it_is_not_the_file_of_the_same_name(made, written, review):
    by_claim = review.tables.regulatory_status
    one_a_status = made["regulatory_status"].frame
    assert one_a_status["regulation_id"].is_unique
    assert by_claim["regulation_id"].duplicated().any()
    note = "One row per status; the file of the same name among the tables of the review has one per status and claim."
    for ending in ("html", "tex"):
        assert note in flat(written[f"regulatory_status.{ending}"].read_text(encoding="utf-8"))
    assert note not in flat(written["claims_and_verdicts.html"].read_text(encoding="utf-8"))


def test_an_html_table_asks_for_nothing_from_outside(written):
    for name in NAMES:
        page = written[f"{name}.html"].read_text(encoding="utf-8")
        assert not re.search(r"<(script|link|img|iframe)|url\(|@import", page)
        assert "default-src 'none'" in page


def test_a_latex_table_is_a_whole_document_with_rules_and_a_header_that_repeats(written):
    for name in NAMES:
        text = written[f"{name}.tex"].read_text(encoding="utf-8")
        assert "\\documentclass[" in text
        assert re.findall(r"\\(begin|end)\{(document|longtable)\}", text) == [
            ("begin", "document"), ("begin", "longtable"), ("end", "longtable"), ("end", "document"),
        ]  # fmt: skip
        assert "\\usepackage{longtable,booktabs,array}" in text
        assert "\\endfirsthead" in text
        assert "landscape" in text


def test_a_star_that_begins_a_row_is_not_read_by_latex_as_the_end_of_the_row_before(fictional, tmp_path):
    questions = fictional.questions.assign(question="* " + fictional.questions["question"])
    judged = evidence.assess(dataclasses.replace(fictional, questions=questions))
    files = {path.stem: path.read_text(encoding="utf-8") for path in write_tables(judged, tmp_path, ("latex",))}
    assert re.search(r"^\{\* ", files["summary_of_findings"], flags=re.MULTILINE)
    assert not re.search(r"\\\\\s*\*", files["summary_of_findings"])


# --- hostile text and missing packages --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_hostile_text_in_a_table_stays_text(hostile, name):
    judged, files = hostile
    meant = sum(flat(cell).count(SHOWN) for row in expected_hostile(judged, name) for cell in row)
    assert meant > 0
    for ending, kind in (("html", "html"), ("tex", "latex-smart")):
        blocks = read_by_pandoc(files[f"{name}.{ending}"], kind)
        if kind == "html":
            assert sum(cell.count(SHOWN) for row in cells_of(blocks) for cell in row) == meant
        links = [element["c"][2][0] for element in tree.elements(blocks) if element["t"] == "Link"]
        assert not [address for address in links if not address.startswith("https://")]
        assert not [element for element in tree.elements(blocks) if element["t"] in ("RawInline", "Math", "Image")]
    text = files[f"{name}.tex"].read_text(encoding="utf-8")
    assert "\\input{x}" not in text
    assert text.count("\\end{document}") == 1
    rows = list(csv.reader(io.StringIO(files[f"{name}.csv"].read_text(encoding="utf-8"))))
    assert not [cell for row in rows for cell in row if re.match(r"[=+@\t\r\n]", cell)]


def expected_hostile(judged, name):
    one = next(one for one in publication.publication_tables(judged) if one.name == name)
    return [[cell.replace("\u202e", "[U+202E]") for cell in row] for row in expected(one)]


def test_csv_needs_no_extra_and_the_others_say_what_they_need(fictional, tmp_path, monkeypatch):
    monkeypatch.setattr(pandoc.importlib.util, "find_spec", lambda name: None)
    judged = evidence.assess(fictional)
    assert [path.name for path in write_tables(judged, tmp_path, ("csv",))] == [f"{name}.csv" for name in NAMES]
    for kind in ("html", "docx", "latex"):
        with pytest.raises(OutputError, match=r"pip install 'evidence\[documents\]'"):
            write_tables(judged, tmp_path / "other", (kind,))
    assert not (tmp_path / "other").exists()


def test_the_commands_tell_progress_on_standard_error_and_files_on_standard_output(tiny, tmp_path, capsys):
    reporting.tables(tiny, tmp_path / "out", "csv")
    told = capsys.readouterr()
    assert told.out.split() == [str(tmp_path / "out" / f"{name}.csv") for name in NAMES]
    assert told.err.startswith("[1/5] Judging the claims")
    reporting.report(tiny, tmp_path / "out", "html")
    assert capsys.readouterr().out.split() == [str(tmp_path / "out" / "report.html")]
    assert "<svg" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    with pytest.raises(OutputError, match="allowed: html, docx, pdf, md"):
        reporting.report(tiny, tmp_path / "out", "odt")
