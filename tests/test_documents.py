"""The report as Word, PDF and Markdown: one content, real structure, and text that stays text."""

import io
import json
import re
import shutil
import subprocess
import zipfile
from xml.etree import ElementTree

import docx
import pypandoc
import pytest
from docx.oxml.ns import qn
from nasty_review import NASTY, flat, nasty

import evidence
from evidence import vocabulary as words
from evidence.documents import blocks, charts, inlines, pandoc, tree, write_reports
from evidence.documents.markdown import markdown
from evidence.documents.model import newest_day, report_document
from evidence.documents.word import timeless
from evidence.errors import OutputError
from evidence.figures.claim_strength import describe_claim_strength

TEXT = ("Para", "Header", "BulletList", "BlockQuote")
TWENTIETH = 635  # a twentieth of a point in the units of python-docx
SHOWN = flat(NASTY.replace("\u202e", "[U+202E]"))  # a sign that turns the text round is named, not obeyed


def tool(name):
    path = shutil.which(name)
    if not path:
        pytest.skip(f"{name} is not installed")
    return path


def of_pandoc(text, kind):
    """Elements and plain text of a file as pandoc reads it."""
    command = [pypandoc.get_pandoc_path(), f"--from={kind}", "--to=json"]
    return json.loads(subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout)["blocks"]


def pdf_text(path):
    return subprocess.run([tool("pdftotext"), "-layout", path, "-"], capture_output=True, text=True, check=True).stdout


def letters(text):
    """Text without any blank or hyphen: where a line breaks is not what is compared."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


@pytest.fixture(scope="module")
def written(review, tmp_path_factory):
    folder = tmp_path_factory.mktemp("written")
    return {path.name: path for path in write_reports(review, folder, ("docx", "pdf", "md"))}


@pytest.fixture(scope="module")
def word(written):
    return docx.Document(written["report.docx"])


@pytest.fixture(scope="module")
def page_text(written):
    return pdf_text(written["report.pdf"])


@pytest.fixture(scope="module")
def hostile(repo, tmp_path_factory):
    """The fictional review with nasty text in every free cell, and its three files."""
    folder = tmp_path_factory.mktemp("nasty")
    shutil.copytree(repo / "tests" / "tiny_review", folder / "review")
    shutil.copy(repo / "data" / "datapackage.json", folder / "review")
    made = evidence.assess(nasty(evidence.load(folder / "review")))
    return made, {path.name: path for path in write_reports(made, folder / "out", ("docx", "pdf", "md"))}


def word_words(document):
    return flat(" ".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.iter(qn("w:p"))))


# --- one model --------------------------------------------------------------------------------------------------------


def test_text_becomes_strings_and_blanks_and_nothing_else():
    made = inlines.text(NASTY)
    assert {element["t"] for element in made} == {"Str", "Space"}
    assert flat(tree.plain(made)) == SHOWN
    assert not any(re.search(r"\s", element.get("c", "")) for element in made)


def test_a_row_that_lacks_a_cell_is_refused():
    with pytest.raises(ValueError, match="2 cells"):
        blocks.table("t", "T", [blocks.Column("A", 0.5), blocks.Column("B", 0.5)], [["only one"]])


def test_raw_markup_is_the_same_for_every_review(review, hostile):
    raw = [
        {str(element["c"]) for element in tree.elements(report_document(one, []).blocks) if element["t"] == "RawBlock"}
        for one in (review, hostile[0])
    ]
    assert raw[0] == raw[1]


def test_every_link_inside_leads_to_a_place_that_is_there(review):
    made = list(tree.elements(report_document(review, []).blocks))
    names = [name for element in made if element["t"] in ("Span", "Header", "Table") for name in _names(element)]
    assert len(names) == len(set(names))
    targets = {element["c"][2][0] for element in made if element["t"] == "Link"}
    assert {target[1:] for target in targets if target.startswith("#")} <= set(names)
    assert {target.split(":")[0] for target in targets if not target.startswith("#")} == {"https"}


def _names(element):
    attributes = element["c"][1] if element["t"] == "Header" else element["c"][0]
    return [attributes[0]] if attributes[0] else []


def test_every_judged_claim_has_its_chapter_with_verdict_reason_and_what_would_change_it(review):
    made = report_document(review, []).blocks
    starts = [(place, block["c"][1][0]) for place, block in enumerate(made) if block["t"] == "Header"]
    ends = [place for place, _ in starts[1:]] + [len(made)]
    said = {name: tree.plain(made[place:end]) for (place, name), end in zip(starts, ends, strict=True)}
    for claim in review.judged.itertuples():
        chapter = said[claim.claim_id]
        for part in (claim.short, claim.sentence, claim.rule, claim.would_change, claim.found, claim.agreement):
            assert flat(part) in flat(chapter), claim.claim_id
    counted = review.evidence[
        review.evidence["bearing"].isin(words.COUNTED_BEARINGS) & review.evidence["seen"].ne("nothing")
    ]
    for row in counted.itertuples():
        assert flat(row.reason) in flat(said[row.claim_id])
        assert row.link_id in said[row.claim_id]


# --- Word -------------------------------------------------------------------------------------------------------------


def test_the_word_file_has_real_headings_for_parts_and_claims(word, review):
    heads = {level: [p.text for p in word.paragraphs if p.style.name == f"Heading {level}"] for level in (1, 2)}
    assert {"Summary", "How strong each claim is", "Methods", "References", "Versions"} <= set(heads[1])
    assert {f"{claim.claim_id} {claim.short}" for claim in review.judged.itertuples()} <= set(heads[2])
    assert [p.text for p in word.paragraphs if p.style.name == "Title"] == [review.tables.articles["title"][0]]


def test_every_word_table_has_a_caption_a_repeating_header_whole_rows_and_fits_its_page(word):
    captions = [p.text for p in word.paragraphs if p.style.name == "Table Caption"]
    assert [int(re.match(r"Table (\d+)\. ", text)[1]) for text in captions] == list(range(1, len(word.tables) + 1))
    widest = []
    for table in word.tables:
        first, *rest = table._tbl.tr_lst
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in (first, *rest))
        widest.append(sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid))
    rooms = {s.orientation: (s.page_width - s.left_margin - s.right_margin) / TWENTIETH for s in word.sections}
    assert len(word.sections) == 3
    assert {round(width, -2) for width in widest} == {round(room, -2) for room in rooms.values()}


def test_the_word_file_names_itself_its_language_and_its_pages(word, review):
    about = word.core_properties
    assert (about.title, about.author, about.language) == (review.tables.articles["title"][0], "Evidence", "en-GB")
    assert "await human review" in about.subject
    assert about.modified.date().isoformat() == "2026-11-23"
    foot = word.sections[0].footer._element.xml
    assert " PAGE " in foot
    assert review.who_judged in "".join(p.text for p in word.sections[0].footer.paragraphs)


def test_the_chart_in_the_word_file_has_a_short_alt_text_and_its_words_below(word, review):
    alts = [shown.get("descr") for shown in word.element.iter(qn("wp:docPr"))]
    assert len(alts) == len(word.inline_shapes) >= 1
    assert all(re.fullmatch(r"Claim strength of .{20,180}\. All of it stands in words below\.", alt) for alt in alts)
    told = {p.text for p in word.paragraphs if p.style.name == "Small Print"}
    assert set(describe_claim_strength(review.claims).splitlines()[1:]) <= told


def test_the_table_of_contents_is_a_field_that_holds_the_chapters(word, review):
    lines = [p for p in word.element.iter(qn("w:p")) if p.style and p.style.startswith("TOC")]
    assert 'TOC \\o "1-2"' in lines[0].xml
    anchors = [leads.get(qn("w:anchor")) for line in lines for leads in line.iter(qn("w:hyperlink"))]
    assert set(review.judged["claim_id"]) <= set(anchors)
    marks = {mark.get(qn("w:name")) for mark in word.element.iter(qn("w:bookmarkStart"))}
    assert set(anchors) <= marks


def test_verdicts_in_the_word_file_have_a_style_of_their_own(word, review):
    cells = [cell for cell in word.tables[0]._tbl.iter(qn("w:tc"))]
    styles = {
        "".join(t.text for t in c.iter(qn("w:t"))): [s.get(qn("w:val")) for s in c.iter(qn("w:rStyle"))] for c in cells
    }
    assert {verdict: styles[verdict] for verdict in words.VERDICTS} == {
        verdict: [f"Verdict{verdict.replace(' ', '')}"] for verdict in words.VERDICTS
    }


def test_libreoffice_reads_the_word_file_with_its_headings_captions_and_claims(written, review, tmp_path):
    command = [
        tool("soffice"),
        f"-env:UserInstallation={tmp_path.as_uri()}/profile",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    done = subprocess.run(
        [*command, "--outdir", tmp_path, written["report.docx"]], capture_output=True, text=True, timeout=120
    )
    if not (tmp_path / "report.pdf").exists() and "source file could not be loaded" in done.stderr:
        pytest.skip("soffice has no writer to open Word files with")
    text = flat(pdf_text(tmp_path / "report.pdf"))
    assert all(f"{claim.claim_id} {claim.short}" in text for claim in review.judged.itertuples())
    assert "Table 2. Claims to look at first" in text
    assert "Figure 1. How strong is each claim?" in text


# --- PDF --------------------------------------------------------------------------------------------------------------


def test_the_pdf_holds_every_claim_with_its_verdict_and_every_heading(page_text, review):
    text = letters(page_text)
    for claim in review.claims.itertuples():
        assert letters(f"{claim.claim_id}{claim.short}") in text or claim.kind == "opinion"
        assert claim.claim_id in page_text
    for claim in review.judged.itertuples():
        assert letters(claim.sentence) in text, claim.claim_id
    assert all(title in page_text for title in ("Summary", "Methods", "Searches", "Limits", "References", "Versions"))
    assert review.who_judged in flat(page_text)


def test_the_pdf_is_tagged_titled_bookmarked_and_short_enough_to_print(written, review):
    told = subprocess.run([tool("pdfinfo"), written["report.pdf"]], capture_output=True, text=True, check=True).stdout
    about = dict(re.split(r":\s+", line, maxsplit=1) for line in told.splitlines() if re.search(r":\s", line))
    assert about["Tagged"] == "yes"
    assert about["Title"] == review.tables.articles["title"][0]
    assert int(about["Pages"]) <= 65
    content = written["report.pdf"].read_bytes()
    assert b"/Outlines" in content
    assert b"pdfuaid" in content
    assert b"/Lang" in content


def test_the_tags_of_a_pdf_are_headings_tables_lists_and_figures(hostile):
    command = [tool("pdfinfo"), "-struct", hostile[1]["report.pdf"]]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    tags = set(re.findall(r"^\s*(\w+)", told, flags=re.MULTILINE))
    assert {"H1", "H2", "P", "L", "LI", "Table", "TR", "TH", "TD", "Figure", "Caption", "TOC"} <= tags


def test_every_page_of_the_chart_in_the_pdf_has_a_short_alt_text(written):
    told = set(re.findall(rb"/Alt ?\((Claim strength of [^)]+)\)", written["report.pdf"].read_bytes()))
    assert len(told) == len([name for name in written if name.endswith(".png")])
    assert all(alt.endswith(b"words below.") and len(alt) < 250 for alt in told)


def test_no_word_of_the_pdf_is_broken_by_a_hyphen_of_ours(page_text, review):
    assert "\u00ad" not in page_text
    assert "regulation" in page_text


def test_every_format_says_the_same_language(written):
    assert re.search(rb"/Lang ?\(en-GB\)", written["report.pdf"].read_bytes())
    with zipfile.ZipFile(written["report.docx"]) as archive:
        said = re.findall(r'w:lang [^>]*w:val="([^"]+)"', archive.read("word/styles.xml").decode())
    assert set(said) == {"en-GB"}


# --- Markdown ---------------------------------------------------------------------------------------------------------


def test_markdown_read_back_says_the_same_in_the_same_order(written, review, tmp_path):
    text = written["report.md"].read_text(encoding="utf-8")
    back = [flat(tree.plain(block)) for block in of_pandoc(text, "gfm") if block["t"] in TEXT]
    opened = tree.changed(
        report_document(review, charts.draw(review, tmp_path, ())).blocks,
        lambda e: e["c"][1] if e["t"] == "Div" else [e],
    )
    meant = [flat(tree.plain(block)) for block in opened if block["t"] in TEXT]
    captions = r"(Table|Figure) \d+\. |Claim strength of"
    title, *left = [line for line in back if not re.match(captions, line)]
    assert title == review.tables.articles["title"][0]
    assert left == [line for line in meant if line != "Contents"]


def test_markdown_has_pipe_tables_live_anchors_and_pictures_beside_it(written, review):
    text = written["report.md"].read_text(encoding="utf-8")
    assert not re.search(r"<(?!span id=|/span>|https://)[a-z]", text)
    assert len(re.findall(r"^\|(:-+\|)+$", text, flags=re.MULTILINE)) == len(re.findall(r"\*\*Table \d+\.\*\*", text))
    places, targets = set(re.findall(r'<span id="([^"]+)">', text)), set(re.findall(r"\]\(#([^)]+)\)", text))
    assert targets <= places
    assert set(review.claims["claim_id"]) <= places
    assert {path for path in re.findall(r"\]\(([^)#:]+\.png)\)", text)} == {
        name for name in written if name.endswith(".png")
    }


# --- hostile text -----------------------------------------------------------------------------------------------------


def test_hostile_text_in_a_word_file_stays_text(hostile):
    files = hostile[1]
    opened = docx.Document(files["report.docx"])
    assert word_words(opened).count(SHOWN) > 50
    with zipfile.ZipFile(files["report.docx"]) as archive:
        relations = ElementTree.fromstring(archive.read("word/_rels/document.xml.rels"))
    outside = {one.get("Target") for one in relations if one.get("TargetMode") == "External"}
    assert not [address for address in outside if not address.startswith("https://")]
    codes = {flat(code.text).split()[0] for code in opened.element.iter(qn("w:instrText"))}
    assert codes == {"TOC", "SEQ"}


def test_hostile_text_in_a_pdf_stays_text(hostile):
    text = letters(pdf_text(hostile[1]["report.pdf"]))
    assert text.count(letters("<script>alert(1)</script>")) > 50
    assert letters("\\input{x}") in text
    assert b"/JavaScript" not in hostile[1]["report.pdf"].read_bytes()


def test_hostile_text_in_markdown_stays_text(hostile):
    text = hostile[1]["report.md"].read_text(encoding="utf-8")
    read = of_pandoc(text, "gfm+raw_html+tex_math_dollars")
    made = list(tree.elements(read))
    assert flat(tree.plain(read)).count(SHOWN) > 50
    raw = {element["c"][1] for element in made if element["t"] in ("RawInline", "RawBlock")}
    assert not [piece for piece in raw if not re.fullmatch(r'<span id="[a-z0-9-]+">|</span>', piece)]
    assert {element["c"][2][0].split(":")[0] for element in made if element["t"] == "Link"} <= {"https", ""} | {
        element["c"][2][0] for element in made if element["t"] == "Link" and element["c"][2][0].startswith("#")
    }
    assert not [element for element in made if element["t"] == "Math"]
    assert not [b for b in read if b["t"] == "Header" and flat(tree.plain(b)) in ("head", "part")]


# --- the same bytes, whole or not at all, and a clear word when something is missing ----------------------------------


def test_the_same_review_gives_the_same_bytes(fictional, tmp_path):
    made = evidence.assess(fictional)
    kinds = ("docx", "pdf", "md")
    first, second = (
        {path.name: path.read_bytes() for path in write_reports(made, tmp_path / name, kinds)}
        for name in ("one", "two")
    )
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    with zipfile.ZipFile(tmp_path / "one" / "report.docx") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert newest_day(made) in archive.read("docProps/core.xml").decode()


def test_a_zip_written_again_has_the_same_files_and_no_clock():
    source = io.BytesIO()
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr("a.xml", "<a/>")
    with zipfile.ZipFile(io.BytesIO(timeless(source.getvalue()))) as again:
        assert again.read("a.xml") == b"<a/>"
        assert {entry.date_time for entry in again.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("kind", "absent", "package"),
    [("pdf", "typst", "typst"), ("docx", "docx", "python-docx"), ("md", "pypandoc", "pypandoc-binary")],
)
def test_a_missing_package_is_named_with_its_cure_before_anything_is_written(
    fictional, tmp_path, monkeypatch, kind, absent, package
):
    found = pandoc.importlib.util.find_spec
    monkeypatch.setattr(pandoc.importlib.util, "find_spec", lambda name: None if name == absent else found(name))
    with pytest.raises(OutputError, match=rf"{kind}.*{package}.*pip install 'evidence\[documents\]'"):
        write_reports(evidence.assess(fictional), tmp_path / "out", ("html", kind))
    assert not (tmp_path / "out").exists()


def test_when_one_format_fails_none_is_written(fictional, tmp_path, monkeypatch):
    def fails(*arguments, **options):
        raise OutputError("pandoc could not write it")

    monkeypatch.setattr("evidence.documents.markdown.convert", fails)
    with pytest.raises(OutputError, match="could not"):
        write_reports(evidence.assess(fictional), tmp_path, ("html", "md"))
    assert list(tmp_path.iterdir()) == []


def test_markdown_of_a_review_without_charts_is_still_whole(fictional):
    made = markdown(report_document(evidence.assess(fictional), []))
    assert made.startswith("# ")
    assert '## <span id="versions"></span>Versions' in made
