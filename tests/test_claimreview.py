"""ClaimReview: only what people settled is published, a draft says so everywhere, and text stays text."""

import inspect
import json
import os

import jsonschema
import pandas as pd
import pytest
from export_checks import HOSTILE, decide, files, run

import evidence
from evidence import vocabulary as words
from evidence.cli.exporting import claimreview
from evidence.cli.reporting import report
from evidence.exports import claim_review_documents, claim_reviews, draft_claim_reviews, jsonld
from evidence.exports.claimreview import PAGE

COMMANDS = {"claimreview": claimreview, "report": report}

TEXT = {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "pattern": "^https?://"}


def entity(kind, **properties):
    """Exactly these properties; the ones whose name begins with may_ are optional."""
    named = {name.removeprefix("may_"): value for name, value in properties.items()}
    return {
        "type": "object",
        "properties": {"@type": {"const": kind}, **named},
        "required": ["@type", *(name for name in properties if not name.startswith("may_"))],
        "additionalProperties": False,
    }


ORGANISATION = entity("Organization", name=TEXT)
RATING = entity(
    "Rating",
    may_ratingValue={"type": "integer", "minimum": 1, "maximum": 4},
    may_bestRating={"const": 4},
    may_worstRating={"const": 1},
    alternateName=TEXT,
    description=TEXT,
    ratingExplanation=TEXT,
)
WORK = entity("CreativeWork", headline=TEXT, publisher=ORGANISATION, may_url=ADDRESS)
REVIEW = entity(
    "ClaimReview",
    name=TEXT,
    url={"type": "string", "pattern": "#c[a-z0-9-]+$"},
    claimReviewed=TEXT,
    author=ORGANISATION,
    itemReviewed=entity("Claim", text=TEXT, author=ORGANISATION, appearance=WORK),
    reviewRating=RATING,
    may_creativeWorkStatus={"const": "Draft"},
    may_datePublished={"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
    may_dateCreated={"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"},
    may_version=TEXT,
)


@pytest.fixture
def export(tiny, tmp_path):
    """Decide, export, and give the outcome with what was written."""

    def call(*rows, options=()):
        decide(tiny, *rows)
        outcome = run("export", "claimreview", "--data", tiny, "--out", tmp_path / "out", *options)
        return outcome, {name: json.loads(data) for name, data in files(tmp_path).items() if name.endswith(".jsonld")}

    return call


def reviews(written):
    return {name: document for name, document in written.items() if "@graph" not in document}


def test_a_settled_decision_is_published_with_its_rating(export):
    (code, out, _), written = export({"claim_id": "c09", "verdict": "contradicted"})
    assert code == 0
    assert "1 claims settled by people" in out
    assert sorted(written) == ["out/claimreview-c09.jsonld", "out/claimreview.jsonld"]
    review = written["out/claimreview-c09.jsonld"]
    assert review["@context"] == "https://schema.org"
    assert review["reviewRating"]["ratingValue"] == 1
    assert review["reviewRating"]["alternateName"] == "contradicted"
    assert review["reviewRating"]["ratingExplanation"].startswith("Contradicted. ")  # the sentence of the review
    assert review["url"] == "../report.html#c09"
    assert review["itemReviewed"]["appearance"]["url"] == "https://sty-times.example.org/moon-cheese"
    assert (review["datePublished"], review["dateCreated"]) == (
        "2026-11-24",
        "2026-11-24T02:00:00Z",
    )  # when the second agreed
    assert "creativeWorkStatus" not in review
    del review["@context"]
    assert written["out/claimreview.jsonld"]["@graph"] == [review]


@pytest.mark.parametrize(("verdict", "place"), [(v, n) for n, v in enumerate(words.VERDICT_ORDER, 1)])
def test_the_four_ordered_verdicts_go_from_one_to_four(export, verdict, place):
    _, written = export({"claim_id": "c01", "verdict": verdict})
    rating = written["out/claimreview-c01.jsonld"]["reviewRating"]
    assert (rating["ratingValue"], rating["worstRating"], rating["bestRating"]) == (place, 1, 4)


@pytest.mark.parametrize("verdict", ["untraceable", "not checkable"])
def test_a_verdict_outside_the_order_has_its_word_and_no_number(export, verdict):
    _, written = export({"claim_id": "c11", "verdict": verdict})  # an opinion, published because people decided it
    rating = written["out/claimreview-c11.jsonld"]["reviewRating"]
    assert rating["alternateName"] == verdict
    assert not {"ratingValue", "bestRating", "worstRating"} & set(rating)


def test_where_people_differ_from_the_rules_their_reasons_explain_the_rating(export):
    one = {"claim_id": "c09", "verdict": "supported", "reviewer": "AB", "reason": "The notice was withdrawn."}
    two = {"claim_id": "c09", "verdict": "supported", "reviewer": "CD", "reason": "Seen on the notice board."}
    _, written = export(one, two)
    review = written["out/claimreview-c09.jsonld"]
    explained = review["reviewRating"]["ratingExplanation"]
    assert explained == "(1) The notice was withdrawn. (2) Seen on the notice board."


def test_a_reason_that_its_reviewer_has_replaced_is_not_given(export):
    _, written = export(
        {"claim_id": "c09", "verdict": "supported", "reason": "First thought.", "reviewer": "AB"},
        {"claim_id": "c09", "verdict": "supported", "reason": "Second thought."},
    )
    assert written["out/claimreview-c09.jsonld"]["reviewRating"]["ratingExplanation"] == "Second thought."


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [{"claim_id": "c09", "verdict": "contradicted", "reviewer_kind": "machine"}],
        [{"claim_id": "c09", "flag": "look again"}],
        [{"claim_id": "c09", "verdict": v, "reviewer": r} for v, r in (("supported", "AB"), ("unsupported", "CD"))],
    ],
    ids=["none", "machine", "only a flag", "people differ"],
)
def test_without_a_settled_human_decision_nothing_is_written_and_the_cure_is_told(export, tmp_path, rows):
    (code, _, err), written = export(*rows)
    assert code == 1
    assert "evidence flag" in err
    assert "--draft" in err
    assert written == {}
    assert not (tmp_path / "out").exists()


def test_a_machine_decision_beside_a_human_one_changes_nothing(export):
    human = {"claim_id": "c09", "verdict": "supported", "reason": "Seen on the notice board."}
    machine = {"claim_id": "c09", "verdict": "supported", "reason": "No."}
    machine |= {"reviewer": "machine-1", "reviewer_kind": "machine"}
    _, written = export(human, machine, {**machine, "claim_id": "c08"})
    assert set(reviews(written)) == {"out/claimreview-c09.jsonld"}
    review = written["out/claimreview-c09.jsonld"]
    assert review["reviewRating"]["ratingValue"] == 4
    assert review["reviewRating"]["ratingExplanation"] == "Seen on the notice board."
    assert review["dateCreated"] == "2026-11-24T02:00:00Z"


def test_a_draft_says_so_in_every_place_that_a_reader_or_a_program_may_look(export):
    (code, out, _), written = export(options=["--draft"])
    assert code == 0
    assert "10 DRAFTS" in out
    assert "Left out: 1" in out
    assert len(reviews(written)) == 10
    for name, review in reviews(written).items():
        assert name.startswith("out/DRAFT-")
        assert review["creativeWorkStatus"] == "Draft"
        assert review["name"].startswith("DRAFT, proposed by rules, decided by no person")
        assert review["reviewRating"]["alternateName"].startswith("DRAFT: ")
        assert review["reviewRating"]["ratingExplanation"].startswith("DRAFT, proposed by rules, decided by no person")
        assert not {"datePublished", "dateCreated"} & set(review)


def test_a_claim_that_people_settled_is_no_draft(export):
    _, written = export({"claim_id": "c09", "verdict": "contradicted"}, options=["--draft"])
    assert "out/DRAFT-claimreview-c09.jsonld" not in written
    assert len(reviews(written)) == 9


@pytest.mark.parametrize("options", [[], ["--draft"]], ids=["published", "draft"])
def test_every_document_keeps_to_the_schema(export, options):
    rows = [{"claim_id": f"c{n:02d}", "verdict": verdict} for n, verdict in enumerate(words.VERDICTS, start=1)]
    _, written = export(*rows, options=options)
    assert len(reviews(written)) >= 4
    for review in reviews(written).values():
        assert review.pop("@context") == "https://schema.org"
        jsonschema.validate(review, REVIEW)


def test_the_schema_of_this_test_refuses_a_rating_off_the_scale(export):
    _, written = export({"claim_id": "c09", "verdict": "contradicted"})
    review = written["out/claimreview-c09.jsonld"]
    del review["@context"]
    review["reviewRating"]["ratingValue"] = 5
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(review, REVIEW)


def test_two_runs_write_the_same_bytes_and_a_later_run_leaves_no_older_claim_behind(tiny, tmp_path):
    decide(tiny, {"claim_id": "c09", "verdict": "contradicted"}, {"claim_id": "c08", "verdict": "contradicted"})
    command = ["export", "claimreview", "--data", tiny, "--out", tmp_path / "out"]
    run(*command)
    first = files(tmp_path / "out")
    run(*command)
    assert files(tmp_path / "out") == first
    decide(tiny, {"claim_id": "c08", "verdict": "supported", "reviewer": "EF"})  # no longer settled
    code, _, err = run(*command)
    assert code == 1
    assert "claimreview-c08.jsonld of an earlier export" in err
    assert files(tmp_path / "out") == first


def test_drafts_and_ratings_never_lie_in_one_folder(tiny, tmp_path):
    decide(tiny, {"claim_id": "c09", "verdict": "contradicted"})
    assert run("export", "claimreview", "--data", tiny, "--out", tmp_path / "out")[0] == 0
    code, _, err = run("export", "claimreview", "--data", tiny, "--out", tmp_path / "out", "--draft")
    assert code == 1
    assert "of an earlier export" in err
    assert not list((tmp_path / "out").glob("DRAFT*"))


def test_the_address_leads_from_the_files_to_the_report_where_the_commands_put_both():
    chosen = {name: inspect.signature(command).parameters["out"].default for name, command in COMMANDS.items()}
    assert os.path.normpath(chosen["claimreview"] / PAGE) == str(chosen["report"] / "report.html")


@pytest.mark.parametrize(
    "page", ["report.html", "../site/report.html", "https://example.org", "https://a.example.org/r?v=1"]
)
def test_an_encrypted_address_or_a_file_is_taken(export, page):
    _, written = export({"claim_id": "c09", "verdict": "contradicted"}, options=["--page", page])
    assert written["out/claimreview-c09.jsonld"]["url"] == f"{page}#c09"


def test_the_address_of_the_report_can_be_given(export):
    address = "https://example.org/moon/report.html"
    _, written = export({"claim_id": "c09", "verdict": "contradicted"}, options=["--page", address])
    assert written["out/claimreview-c09.jsonld"]["url"] == f"{address}#c09"


PAGES_REFUSED = [
    "javascript:alert(1)",
    "a b",
    "report.html#c1",
    "https://x/<b>",
    "",
    "//evil.example.org/x",
    "https://?",
]
PAGES_REFUSED += [
    "http://example.org/report.html",
    "https://user@example.org/",
    "https://localhost/x",
    "/",
    "../",
    "a//b",
]
PAGES_REFUSED += ["https://example.org/report.html#c1", "https:report.html", "\\\\evil.example.org\\x"]


@pytest.mark.parametrize("page", PAGES_REFUSED)
def test_what_is_no_address_is_refused(export, page):
    (code, _, err), written = export({"claim_id": "c09", "verdict": "contradicted"}, options=["--page", page])
    assert code == 1
    assert "--page" in err
    assert written == {}


def test_who_said_otherwise_before_it_was_settled_does_not_explain_the_rating(fictional):
    """However a conflict was settled, reasons and date are those of the rows that say what holds."""
    judged = evidence.assess(fictional).claims
    judged["decided"] = judged["claim_id"].map({"c09": "supported"})
    who = pd.DataFrame({"reviewer": ["AB", "CD", "EF"], "verdict": ["supported", "unsupported", "supported"]})
    who["time"] = ["2026-11-24T01:00:00Z", "2026-11-24T09:00:00Z", "2026-11-24T03:00:00Z"]
    rows = who.assign(claim_id="c09", reviewer_kind="human", reason=["One.", "Two.", "Three."], data_version="1")
    made = claim_reviews(fictional.claims, judged, fictional.articles, rows, ["A"])
    assert made["c09"]["reviewRating"]["ratingExplanation"] == "(1) One. (2) Three."
    assert made["c09"]["dateCreated"] == "2026-11-24T03:00:00Z"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_field_stays_text(text):
    claims = pd.DataFrame({"claim_id": ["c1"], "article_id": ["a1"], "quotation": text, "claim": text, "short": text})
    articles = pd.DataFrame({"article_id": ["a1"], "title": text, "outlet": text, "address": text})
    judged = pd.DataFrame({"claim_id": ["c1"], "verdict": "supported", "decided": "unsupported", "sentence": text})
    columns = {"claim_id": ["c1"], "reviewer": text, "reviewer_kind": "human", "verdict": "unsupported"}
    decisions = pd.DataFrame({**columns, "reason": text, "time": "2026-11-24T10:00:00+02:00", "data_version": text})
    made = claim_reviews(claims, judged, articles, decisions, [text])
    drafts = draft_claim_reviews(claims, judged.assign(decided=None), articles, [text])
    for document in [*claim_review_documents(made).values(), *claim_review_documents(drafts).values()]:
        written = jsonld(document)
        assert json.loads(written) == document
        assert not set("<>&") & set(written)
        assert written.isascii()
    review = made["c1"]
    assert review["claimReviewed"] == review["reviewRating"]["ratingExplanation"] == text
    assert "url" not in review["itemReviewed"]["appearance"]  # none of them is an address of the web
    assert review["dateCreated"] == "2026-11-24T08:00:00Z"
