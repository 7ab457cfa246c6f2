"""What the report on paper says of one claim: searches, certainty, leads, and what its reviewers said."""

import re
from collections import Counter
from html import unescape
from xml.etree import ElementTree

import pytest
from export_checks import decide
from nasty_review import flat

import evidence
from evidence.documents import charts, opening, tree
from evidence.documents.model import report_document
from evidence.figures.claim_strength import describe_claim_strength
from evidence.report import decided, firmness, methods, prose, summary
from evidence.report.claims import cards, step_words
from evidence.report.page import render


def chapters(review):
    """Text of each chapter and part by the name of its heading."""
    made = report_document(review, []).blocks
    starts = [(place, block["c"][1][0]) for place, block in enumerate(made) if block["t"] == "Header"]
    ends = [place for place, _ in starts[1:]] + [len(made)]
    return {name: flat(" ".join(said(made[place:end]))) for (place, name), end in zip(starts, ends, strict=True)}


def said(blocks):
    """Text block by block, so that words of two blocks never run together."""
    return [tree.plain(block) for block in tree.elements(blocks) if block["t"] in ("Para", "Plain", "Header")]


@pytest.fixture(scope="module")
def real(review):
    return chapters(review)


def test_what_each_reviewer_said_stands_under_the_claim_and_none_is_denied(tiny):
    first = {"reviewer": "rater-1", "claim_id": "c09", "verdict": "contradicted", "reason": "The office never did."}
    second = {"reviewer": "AB", "claim_id": "c09", "verdict": "supported", "reason": "I saw the stamp."}
    decide(tiny, first, second)
    told = chapters(evidence.assess(evidence.load(tiny)))
    for word in ("What reviewers said: in conflict", "rater-1 decided contradicted: The office never did.",
                 "AB decided supported: I saw the stamp.", "2026-11-24T", "data 0.3.0"):  # fmt: skip
        assert word in told["c09"]
    assert "none has decided" not in " ".join(told.values())
    assert "What reviewers said" not in told["c08"]
    assert "Between reviewers: " in told["c08"]


def test_searches_behind_a_claim_and_those_for_its_source_are_two_numbers(real):
    assert "none of 9 searches met it" in real["c31"]
    assert "10 searches, 9 of them for the source: " in real["c31"]
    assert "3 searches, all for the source: " in real["c13"]
    assert "Searches behind it: 1 search: " in real["c16"]


def test_every_step_that_moved_a_certainty_stands_in_the_chapter_of_a_claim_that_asks_the_question(review, real):
    told = {}
    for card in cards(review):
        told.setdefault(card.question.get("question_id"), []).append(real.get(card.judged["claim_id"], ""))
    asked = {card.question["question_id"]: card for card in cards(review) if card.level}
    assert sum(len(card.steps) for card in asked.values()) > 20
    for question_id, card in asked.items():
        text = " ".join(told[question_id])
        assert f"start {card.level['start']} ({card.level['reason']})" in text
        for step in card.steps:
            if step["differs"] or step["decided"] != step_words(0):
                words = f"{step['domain']} proposed {step['proposed']}, taken {step['decided']}"
                assert words in text
                assert flat(step["rationale"]) in text
        assert all(
            re.search("How certainty came to be|How it came to be: under c", one) for one in told[question_id] if one
        )


def test_leads_and_numbers_that_do_not_fit_stand_under_the_claims_that_they_touch(review, real):
    every = cards(review)
    assert sum(len(card.leads) for card in every) > 10
    for card in every:
        for part in (*(f"{row.label}: {row.reason}" for row in card.leads), *(f["finding"] for f in card.findings)):
            assert flat(part) in real[card.judged["claim_id"]] or card.judged["kind"] == "opinion"


def test_numbers_that_do_not_fit_and_what_could_be_checked_stand_in_the_methods(review, real):
    part = real["integrity"]
    for found in methods.integrity(review):
        assert flat(found["finding"]) in part
    for row in methods.checked(review):
        cells = (row["check"], row["looked_at"], row["rows"], row["fit"], row["found"], row["could_not_check"])
        assert flat(" ".join((*cells, row["missing"]))) in part


def test_the_page_and_paper_tell_the_method_in_the_same_sentences(review, real):
    page = flat(unescape(re.sub("<[^>]+>", "", render(review))))
    told = {card.judged["claim_id"]: card.state for card in cards(review) if card.state}
    assert told
    same = {
        "rules": [*prose.RULES],
        "pooling": [prose.pooled(methods.pooling(review))],
        "integrity": [prose.misfits(methods.integrity(review))],
        "searches": [prose.searched(methods.searches(review))],
        "raters": [prose.raters(methods.overruled(review))],
        "reviewers": [prose.reviewers(decided.summary(review, told))],
        "firmness": [prose.tried(firmness.firmness(review))],
        "limits": prose.limits(summary.judges(review), methods.limits(review)),
    }
    for part, sentences in same.items():
        for sentence in sentences:
            assert flat(sentence) in real[part]
            assert flat(sentence) in page


# --- the chart --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def drawn(review, tmp_path_factory):
    """Pages of the chart with the text that each drawing holds, line by line."""
    folder = tmp_path_factory.mktemp("drawn")
    pages = charts.draw(review, folder, ("svg",))
    return {page: drawn_text(folder / f"{page.name}.svg") for page in pages}


def drawn_text(path):
    tree_of = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    return ["".join(text.itertext()) for text in tree_of.iter("{http://www.w3.org/2000/svg}text")]


def test_no_text_of_the_chart_is_cut_on_paper(review, drawn):
    every = [line for lines in drawn.values() for line in lines]
    assert [line for line in every if line.endswith("…")] == []
    told = flat(" ".join(every))
    for claim in review.judged.itertuples():
        assert flat(claim.why) in told


def test_a_page_of_several_counts_its_claims_among_those_of_all_pages(review, drawn):
    assert len(drawn) > 1
    counts = review.judged["verdict"].value_counts()
    found = Counter()
    for lines in drawn.values():
        for line in lines:
            if part := re.fullmatch(r"\S (\d+) of (\d+) ([a-z ]+)", line):
                assert int(part[2]) == counts[part[3]]
                found[part[3]] += int(part[1])
    assert found == counts.to_dict()


def test_the_chart_has_a_short_alternative_and_all_its_words_below(review, drawn):
    made = opening.strength(list(drawn))
    alts = [flat(tree.plain(e["c"][1])) for e in tree.elements(made) if e["t"] == "Image"]
    assert len(alts) == len(drawn)
    assert all(20 < len(alt) < 250 and alt.count(". ") < 2 for alt in alts)
    told = flat(" ".join(said(made)))
    assert {topic: told.count(f" {topic.capitalize()}:") for topic in review.judged["topic"]} == dict.fromkeys(
        review.judged["topic"], 1
    )
    for line in describe_claim_strength(review.claims).splitlines()[1:]:
        assert flat(line) in told
