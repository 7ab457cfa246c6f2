"""The report: everything comes from the review, nothing can act, and the article stands as it was."""

import base64
import dataclasses
import hashlib
import itertools
import re
from collections import Counter
from urllib.parse import urlsplit

import pandas as pd
import pytest
from hostile_tables import HOSTILE, hostile
from page_of_report import Page

import evidence
from evidence import annotation, report
from evidence import vocabulary as words
from evidence.errors import FigureError, OutputError
from evidence.figures import palette
from evidence.figures.palette import VERDICT_COLOURS, VERDICT_MARKS
from evidence.report import claims, figure, scheme, summary
from evidence.report.rows import rows_by_claim

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="20pt" height="10pt" viewBox="0 0 20 10"><path d="M0 0h20"/></svg>'
ALT = "Claim strength of the claims.\nRegrowth: one line & a <tag>."
CHARTS = [report.Picture("claim_strength", "How strong & <sure>?", SVG, ALT)]
ALLOWED_TAGS = set(
    "html head meta title style body a header p h1 h2 h3 h4 time strong em b q div span i ul ol li nav main section"
    " script form label button select option input output"
    " figure figcaption details summary article sup table caption thead tbody tr th td blockquote dl dt dd footer wbr"
    " svg g path rect circle text tspan defs clippath use desc".split()
)


@pytest.fixture(scope="module")
def source(review):
    return report.render(review, CHARTS)


@pytest.fixture(scope="module")
def page(source):
    return Page(source)


def of_tiny(tiny, **changed):
    """The tiny review, with some of its tables changed by a function each."""
    tables = evidence.load(tiny)
    frames = {name: change(getattr(tables, name).copy()) for name, change in changed.items()}
    return evidence.assess(dataclasses.replace(tables, **frames))


# --- nothing can act --------------------------------------------------------------------------------------------------


def test_the_page_loads_nothing_and_runs_only_its_own_script(page, source, repo):
    [policy] = [m["attrs"]["content"] for m in page.all("meta") if m["attrs"].get("http-equiv")]
    own = (repo / "src/evidence/report/templates/report.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; script-src 'sha256-{digest}';")
    assert "http" not in policy
    assert [page.words(script) for script in page.all("script")] == [own]
    assert {element["tag"] for element in page.elements} <= ALLOWED_TAGS
    assert not [e for e in page.elements if {"src", "srcset", "data", "action"} & set(e["attrs"])]
    assert not [name for e in page.elements for name in e["attrs"] if name.startswith("on")]
    style = page.words(page.all("style")[0])
    assert "@import" not in style
    assert "url(" not in style


def test_the_script_takes_no_text_for_code(repo):
    own = (repo / "src/evidence/report/templates/report.js").read_text(encoding="utf-8")
    for dangerous in ("innerHTML", "outerHTML", "insertAdjacent", "eval(", "Function(", "document.write", "fetch("):
        assert dangerous not in own


def test_the_page_is_well_formed_and_every_address_inside_it_leads_somewhere(page):
    ids = [element["attrs"]["id"] for element in page.elements if "id" in element["attrs"]]
    assert [name for name, times in Counter(ids).items() if times > 1] == []
    inside = {e["attrs"]["href"][1:] for e in page.all("a") if e["attrs"]["href"].startswith("#")}
    assert inside - set(ids) == set()
    assert page.open == []


def test_links_lead_only_to_documents_that_reports_names(page, review):
    outside = {e["attrs"]["href"] for e in page.all("a") if not e["attrs"]["href"].startswith("#")}
    allowed = [report.reader_link(row) for row in review.tables.reports.to_dict("records")]
    assert outside == {link.address for link in allowed if link}
    assert all(address.startswith("https://") for address in outside)


def test_no_link_leads_to_the_host_where_a_fact_was_read(tiny):
    def elsewhere(frame):
        return frame.assign(seen_where=frame["seen_where"].where(frame["seen_where"].isna(), "mirror.example"))

    changed = dict.fromkeys(("results", "studies", "reports", "regulations"), elsewhere)
    page = Page(report.render(of_tiny(tiny, **changed), CHARTS))
    assert [e for e in page.all("a") if "mirror" in e["attrs"]["href"]] == []
    assert "at mirror.example" in page.flat(page.all("main")[0])


@pytest.mark.parametrize(
    ("row", "address"),
    [
        (
            {"doi": "10.3390/life15030500", "pmid": "1", "address": "https://fda.gov/x"},
            "https://doi.org/10.3390/life15030500",
        ),
        ({"doi": "10.1000/a<b>#?\"'"}, "https://doi.org/10.1000/a%3Cb%3E%23%3F%22%27"),
        ({"doi": "javascript:alert(1)", "pmid": "31118828"}, "https://pubmed.ncbi.nlm.nih.gov/31118828/"),
        ({"pmid": "31118828", "registry_id": "NCT05658094"}, "https://pubmed.ncbi.nlm.nih.gov/31118828/"),
        ({"registry_id": "NCT05658094", "address": "https://fda.gov/"}, "https://clinicaltrials.gov/study/NCT05658094"),
        ({"registry_id": "ACTRN12625000548437"}, "https://trialsearch.who.int/Trial2.aspx?TrialID=ACTRN12625000548437"),
        ({"address": "https://www.fda.gov/a-b/c?d=e"}, "https://www.fda.gov/a-b/c?d=e"),
        ({"doi": None, "pmid": float("nan"), "registry_id": pd.NA, "address": ""}, None),
        ({"address": "http://www.fda.gov/"}, None),
        ({"address": "javascript:alert(1)"}, None),
        ({"address": "data:text/html,x"}, None),
        ({"address": "//www.fda.gov/"}, None),
        ({"address": "https://user@fda.gov/"}, None),
        ({"address": "https://fda.gov:8080/"}, None),
        ({"address": "https://127.0.0.1/"}, None),
        ({"address": "https://localhost/"}, None),
        ({"address": "https://fda.gov/\u202eexe"}, None),
        ({"address": 'https://fda.gov/"onclick="x'}, None),
        ({"address": "https://fda.gov/\n"}, None),
        ({"pmid": "31118828\n"}, None),
        ({"seen_where": "scribd.com"}, None),
    ],
)
def test_a_reader_is_sent_to_doi_then_pubmed_then_registry_then_issuer_and_nowhere_else(row, address):
    link = report.reader_link(row)
    assert (link and link.address) == address
    assert report.reader_link(pd.Series(row, dtype=object)) == link


def test_a_row_says_what_the_rule_of_the_tool_gives_where_the_judgement_differs(review):
    rows = itertools.chain.from_iterable(rows_by_claim(review).values())
    said = {row.label: [part for part in row.about if part.startswith("risk of bias")] for row in rows}
    assert said["Amini 2025"] == ["risk of bias: some concerns, from abstract (the tool's rule: high)"]
    assert said["Gentile 2019 (cells)"] == ["risk of bias: no information, from abstract"]


# --- hostile text stays text ------------------------------------------------------------------------------------------


def test_hostile_text_in_every_free_cell_stays_text(tiny):
    tables = hostile(evidence.load(tiny))
    source = report.render(evidence.assess(tables), [report.Picture("claim_strength", HOSTILE, SVG, HOSTILE)])
    page = Page(source)
    assert {element["tag"] for element in page.elements} <= ALLOWED_TAGS
    attributes = {name for element in page.elements for name in element["attrs"]}
    assert not [name for name in attributes if name.startswith("on") or name == "src"]
    assert {urlsplit(e["attrs"]["href"]).scheme for e in page.all("a")} <= {"", "https"}
    styles = {element["attrs"].get("style", "flex-grow: 0") for element in page.elements}
    assert [style for style in styles if not re.fullmatch(r"flex-grow: \d+", style)] == []
    assert HOSTILE in page.words(page.all("h1")[0])
    assert HOSTILE in page.words(page.all("blockquote")[0])
    assert page.words(page.classed("text")[0], without=("sup",)).strip("\n ").startswith("Every flying pig")
    assert page.words(page.all("main")[0]).count("<script>alert(1)</script>") > 100
    assert "{{ 7*7 }}" in page.words(page.all("h1")[0])


# --- the article ------------------------------------------------------------------------------------------------------


def article_text(page):
    paragraphs = [page.all("p", within=text) for text in page.classed("text")]
    return ["".join(page.words(one, without=("sup",)) for one in same) for same in paragraphs]


def test_the_article_without_its_marks_is_the_article_letter_for_letter(page, review, tiny):
    assert article_text(page) == list(review.tables.texts.values())
    fictional = evidence.assess(evidence.load(tiny))
    assert article_text(Page(report.render(fictional, CHARTS))) == list(fictional.tables.texts.values())


def test_emphasis_of_the_article_is_kept(page, review):
    text = page.classed("text")[0]
    plain = review.tables.texts["a1"]
    for kind, tag in (("bold", "strong"), ("italic", "em")):
        meant = [plain[start:end] for start, end, what in review.tables.emphasis["a1"] if what == kind]
        assert [page.words(element) for element in page.all(tag, within=text)] == meant


def test_every_claim_is_marked_and_leads_to_its_card(page, review):
    text = page.classed("text")[0]
    ids = set(review.claims["claim_id"])
    marked = {element["attrs"].get("id") for element in page.all("a", within=text)} - {None}
    assert marked == {f"m-{claim_id}" for claim_id in ids}
    assert {element["attrs"]["id"] for element in page.classed("card")} == ids


def test_a_mark_shows_and_opens_the_gravest_of_the_claims_that_it_covers(page, review):
    plain = review.tables.texts["a1"]
    segments = annotation.segments(plain, annotation.spans(review.tables.claims, plain), review.tables.emphasis["a1"])
    verdict = review.claims.set_index("claim_id")["verdict"]
    order = list(review.counts.index)
    expected = [
        min(ids, key=lambda c: (order.index(verdict[c]), c))
        for ids, _ in itertools.groupby(segments, key=lambda s: (s.paragraph, s.claim_ids))
        for ids in [ids[1]]
        if ids
    ]
    marks = page.classed("mark", within=page.classed("text")[0])
    assert [mark["attrs"]["href"][1:] for mark in marks] == expected
    for mark, claim_id in zip(marks, expected, strict=True):
        assert f"v-{scheme.slug(verdict[claim_id])}" in mark["attrs"]["class"].split()
        assert ("opinion" in mark["attrs"]["class"].split()) == (verdict[claim_id] == "not checkable")


def test_sentences_that_no_claim_quotes_are_listed(tiny):
    review = evidence.assess(evidence.load(tiny))
    text = review.tables.texts["a1"]
    missed = annotation.uncovered(text, annotation.spans(review.tables.claims, text))["sentence"]
    page = Page(report.render(review, CHARTS))
    shown = [page.flat(item) for item in page.all("li")]
    assert len(missed) > 0
    assert set(missed) <= set(shown)


def test_a_review_of_two_articles_shows_both(tiny):
    tables = evidence.load(tiny)
    second = tables.articles.assign(article_id="a2", title="A second tale")
    both = dataclasses.replace(
        tables,
        articles=pd.concat([tables.articles, second], ignore_index=True),
        texts={**tables.texts, "a2": "Pigs sing.\n"},
    )
    page = Page(report.render(evidence.assess(both), CHARTS))
    assert article_text(page) == [*tables.texts.values(), "Pigs sing.\n"]
    assert page.flat(page.all("h1")[0]) == tables.descriptor["title"]


# --- what the page says is what the review says -----------------------------------------------------------------------


def test_the_verdict_table_equals_the_claims_and_is_sorted(page, review):
    columns = {"Id": "claim_id", "Claim": "short", "Verdict": "verdict", "Certainty": "certainty", "Claimed": "claimed"}
    columns |= {"Found": "found", "Why": "why"}
    shown = []
    for row in [element for element in page.all("tr") if "data-claim" in element["attrs"]]:
        cells = {e["attrs"]["data-label"]: page.flat(e) for e in page.all(within=row) if "data-label" in e["attrs"]}
        mark, _, verdict = cells["Verdict"].partition(" ")
        assert mark == VERDICT_MARKS[verdict]
        shown.append({columns[name]: text for name, text in (cells | {"Verdict": verdict}).items()})
    claims_ = review.claims.assign(
        first=-review.claims["severity"].map(words.SEVERITIES.index),
        then=review.claims["verdict"].map(list(review.counts.index).index),
    ).sort_values(["first", "then", "claim_id"])
    meant = [{c: " ".join(str(row[c]).split()) for c in columns.values()} for row in claims_.to_dict("records")]
    assert shown == meant


def test_the_head_counts_the_verdicts(page, review):
    tally = {}
    for item in page.all("li", within=page.classed("tally")[0]):
        number, word = (page.flat(page.classed(name, within=item)[0]) for name in ("number", "word"))
        tally[word.partition(" ")[2]] = int(number)
    assert tally == review.counts.to_dict()


def test_coverage_adds_up_and_counts_nothing_as_checked_that_was_only_searched_for(review):
    said = summary.coverage(review)
    assert said["judged"] == len(review.judged)
    assert sum(map(int, re.findall(r"\d+", said["against"]))) == said["checked"]
    assert sum(map(int, re.findall(r"\d+", said["open"]))) == said["judged"] - said["checked"]
    assert "search" not in said["against"]


def test_each_card_says_what_the_review_says_and_drops_no_row(page, review):
    links = review.tables.settled_links
    for claim in review.claims.itertuples():
        [card] = page.all("article", id=claim.claim_id)
        text = page.flat(card)
        for column in ("short", "sentence", "claimed", "found", "rule", "would_change", "rows"):
            assert " ".join(getattr(claim, column).split()) in text, (claim.claim_id, column)
        shown = {element["attrs"].get("id"): page.flat(element) for element in page.all(within=card)}
        for row in links[links["claim_id"].eq(claim.claim_id)].itertuples():
            said = shown[row.link_id]
            assert isinstance(row.search_id, str) or " ".join(row.reason.split()) in said, row.link_id


def test_a_card_marks_the_rows_that_its_verdict_rests_on(page, review):
    marked = {e["attrs"]["id"] for e in page.classed("decides")}
    resting = {link for rows in review.claims["rows"] for link in rows.split()}
    assert marked == resting & set(review.evidence["link_id"])


def test_a_lead_is_shown_as_not_counted_and_never_as_evidence(page, review):
    made = claims.cards(review)
    nothing_seen = set(review.evidence.loc[review.evidence["seen"].eq("nothing"), "link_id"])
    assert {row.link_id for card in made for row in card.leads} == nothing_seen
    assert not [row for card in made for row in (*card.counted, *card.silent) if row.seen == "nothing"]
    assert len(nothing_seen) > 0
    assert [page.flat(lead) for lead in page.classed("leads") if "not counted" not in page.flat(lead)] == []


def test_steps_of_certainty_show_proposal_and_decision_side_by_side(review):
    for card in claims.cards(review):
        meant = review.steps[review.steps["question_id"].eq(card.stated["question_id"])]
        assert [step["domain"] for step in card.steps] == list(meant["domain"])
        for step, row in zip(card.steps, meant.itertuples(), strict=True):
            assert step["decided"] == claims.step_words(row.decided)
            assert step["rater_kind"] == row.rater_kind


def test_the_banner_says_machine_only_while_it_is_so(tiny):
    def banner(**changed):
        page = Page(report.render(of_tiny(tiny, **changed), CHARTS))
        return page.flat(page.classed("banner")[0])

    def all_as(kind):
        return {name: lambda f: f.assign(rater_kind=kind) for name in ("links", "ratings", "appraisals")}

    assert banner(**all_as("machine")).startswith("All ")
    assert "made by a machine and await human review" in banner(**all_as("machine"))
    assert "machine" not in banner(**all_as("human"))
    one = banner(**(all_as("machine") | {"appraisals": lambda f: f.assign(rater_kind="human")}))
    rows = {name: len(getattr(evidence.load(tiny), name)) for name in ("links", "ratings", "appraisals")}
    assert one.startswith(f"{rows['links'] + rows['ratings']} of {sum(rows.values())} judgements")
    assert f"{rows['appraisals']} made by people" in one


def test_what_people_decided_stands_beside_the_verdict(tiny):
    def decide(frame):
        who = {"decision_id": "d1", "claim_id": "c02", "reviewer_kind": "human"}
        what = {"verdict": "unsupported", "time": "2026-11-23T10:00:00Z"}
        both = [dict.fromkeys(frame.columns) | who | what | {"reviewer": reviewer} for reviewer in ("A", "B")]
        return pd.DataFrame(both)

    page = Page(report.render(of_tiny(tiny, decisions=decide), CHARTS))
    [card] = page.all("article", id="c02")
    assert page.flat(page.classed("decision", within=card)[0]) == "Reviewers decided ○ unsupported"
    assert "partly supported" in page.flat(page.all("header", within=card)[0])
    assert "settled 1 claim" in page.flat(page.classed("banner")[0])


def test_findings_stand_on_the_cards_whose_counted_rows_or_told_numbers_they_touch_and_on_no_other(page, review):
    told = review.numbers[review.numbers["number"].notna()]
    told = set(zip(told["claim_id"], told["result_id"], strict=True))
    pairs = zip(review.evidence["claim_id"], review.evidence["result_id"], strict=True)
    counted = review.evidence["bearing"].isin(words.COUNTED_BEARINGS) | pd.Series([pair in told for pair in pairs])
    for row in review.findings.itertuples():
        ids = set(row.rows.split())
        linked = review.evidence[["study_id", "result_id", "regulation_id"]].isin(ids).any(axis=1)
        touched = set(review.evidence.loc[linked & counted, "claim_id"])
        for claim_id in review.claims["claim_id"]:
            said = row.finding in page.flat(page.all("article", id=claim_id)[0])
            assert said is (claim_id in touched), (claim_id, row.finding)


def test_the_eighty_percent_told_beside_the_78_is_told_with_what_does_not_fit_in_it(page):
    assert "80% does not fit n = 16" in page.flat(page.all("article", id="c31")[0])


def test_tables_have_captions_and_headers_with_scope(page):
    for table in page.all("table"):
        assert len(page.all("caption", within=table)) == 1
    assert {e["attrs"].get("scope") for e in page.all("th")} <= {"col", "row", "rowgroup"}
    assert [len(page.all(tag)) for tag in ("main", "h1", "nav")] == [1, 1, 2]
    assert [nav["attrs"]["aria-label"] for nav in page.all("nav")] == ["Read first", "Contents"]


# --- the chart --------------------------------------------------------------------------------------------------------


def test_the_chart_is_an_image_with_its_words(page):
    [svg] = page.all("svg")
    assert svg["attrs"]["role"] == "img"
    named = {e["attrs"].get("id"): page.words(e) for e in page.all(within=svg)}
    assert named[svg["attrs"]["aria-labelledby"]] == "How strong & <sure>?"
    assert named[svg["attrs"]["aria-describedby"]] == ALT
    assert not {"width", "height"} & set(svg["attrs"])


def drawn(svg, name="one"):
    return figure.inline(report.Picture(name, "Title", svg, "Words"))["svg"]


def test_a_chart_is_set_in_without_anything_that_acts_or_reaches_out():
    made = drawn(
        '<?xml version="1.0"?><!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' onload="x()"><title id="t">old</title><style>*{fill:red}</style><script>x()</script><metadata>m</metadata>'
        '<defs><clipPath id="c"><rect width="1"/></clipPath></defs><foreignObject><b/></foreignObject>'
        '<image xlink:href="https://a.example/x.png"/><a xlink:href="javascript:x()">'
        '<text onclick="x()">kept</text></a>'
        '<g clip-path="url(#c)" id="g"><use xlink:href="#c"/><use href="https://a.example/#x"/></g>'
        '<rect style="fill: url(https://a.example/x)"/></svg>',
    )
    for gone in "script onload onclick <style metadata foreignObject image javascript a.example old".split():
        assert gone not in made
    own = "chart-one-"
    for kept in (">kept<", f'clip-path="url(#{own}c)"', f'id="{own}c"', f'xlink:href="#{own}c"', f'id="{own}g"'):
        assert kept in made


def test_a_chart_follows_the_page_into_the_dark_and_keeps_its_places_to_a_hundredth():
    ink, band = palette.LIGHT.ink, palette.LIGHT.band
    made = drawn(
        '<svg xmlns="http://www.w3.org/2000/svg">'
        f'<path d="M 1.23456 -0.00012 \nL 10 20.5" style="fill: {ink}; stroke:{band}"/>'
        '<text x="3.14159">1.23456 #1f2430</text><rect fill="#123456"/></svg>'
    )
    assert 'd="M 1.23 -0 L 10 20.5"' in made
    assert 'style="fill: var(--p-ink); stroke:var(--p-band)"' in made
    assert '<text x="3.14">1.23456 #1f2430</text>' in made  # what is read is never rounded
    assert 'fill="#123456"' in made


def test_every_colour_of_the_charts_has_a_dark_one():
    light = {getattr(palette.LIGHT, name) for name in ("paper", "ink", "quiet", "rule", "band", "accent", "second")}
    light |= {*palette.LIGHT.shades, *palette.LIGHT.verdicts.values()}
    assert {colour for colour, _ in scheme.CHART.values()} == light
    for name, (colour, dark) in scheme.CHART.items():
        assert f"--{name}: {colour};" in scheme.css()
        assert f"--{name}: {dark};" in scheme.css()


@pytest.mark.parametrize("text", ["", "no drawing", "<html></html>", "<svg/>"])
def test_a_chart_that_is_no_svg_is_refused_in_words(text):
    with pytest.raises(FigureError, match="SVG"):
        drawn(text)


# --- colours ----------------------------------------------------------------------------------------------------------


def test_contrast_is_the_ratio_of_wcag():
    # WCAG 2.2, definition of relative luminance; #767676 on white is the classic 4.54.
    assert scheme.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("colours", [scheme.LIGHT, scheme.DARK], ids=["light", "dark"])
def test_every_text_can_be_read_on_its_ground(colours):
    weak = {name: round(scheme.contrast(*pair), 2) for name, pair in scheme.pairs(colours).items()}
    assert {name: ratio for name, ratio in weak.items() if ratio < 4.5} == {}
    assert len(weak) == 9 + 7 * len(VERDICT_COLOURS)


def test_the_style_sheet_names_no_colour_of_its_own(repo):
    sheet = (repo / "src/evidence/report/templates/report.css").read_text(encoding="utf-8")
    # White is the paper of a printer.
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", sheet)) <= {"#fff"}


# --- the file ---------------------------------------------------------------------------------------------------------


def test_the_same_review_gives_the_same_bytes_and_no_machine_or_hour_is_in_them(tiny, repo, source, review):
    assert report.render(review, CHARTS) == source
    assert str(repo) not in source
    assert str(tiny) not in report.render(evidence.assess(evidence.load(tiny)), CHARTS)


def test_write_report_writes_what_render_gives(tiny, tmp_path):
    review = evidence.assess(evidence.load(tiny))
    path = report.write_report(review, tmp_path / "build" / "report.html", CHARTS)
    assert path.read_text(encoding="utf-8") == report.render(review, CHARTS)
    assert [file.name for file in path.parent.iterdir()] == ["report.html"]


def test_a_report_that_fails_leaves_the_old_one(tiny, tmp_path):
    review = evidence.assess(evidence.load(tiny))
    path = report.write_report(review, tmp_path / "report.html", CHARTS)
    before = path.read_bytes()
    with pytest.raises(FigureError):
        report.write_report(review, path, [dataclasses.replace(CHARTS[0], svg="no drawing")])
    assert path.read_bytes() == before
    with pytest.raises(OutputError):
        report.write_report(review, path / "below" / "a" / "file", CHARTS)
