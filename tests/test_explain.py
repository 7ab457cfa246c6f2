"""One claim explained: its whole path in the order in which a verdict is made, on one screen; nothing is written."""

import sys
from dataclasses import replace
from importlib import import_module

import pytest

import evidence
from evidence import cli
from evidence.errors import EvidenceError
from evidence.report import explain, terminal
from evidence.report.claims import cards

SCREEN = 45  # lines of a terminal that hold the whole path


@pytest.fixture(scope="module")
def review(repo):
    """The real review; its cards are made once for all tests."""
    module = import_module("evidence.report.explain")
    make, judged = module.cards, evidence.assess(evidence.load(repo / "data"))
    made = make(judged)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "cards", lambda given: made if given is judged else make(given))
        yield judged


def path(review, claim_id):
    """Headings with their text; lines without a heading are joined to the one above."""
    told, last = {}, ""
    for heading, text in explain(review, claim_id):
        last = heading or last
        told[last] = f"{told[last]} / {text}" if last in told else text
    return told


@pytest.fixture
def screen(review, monkeypatch, capsys):
    """What `evidence review --explain` prints, without judging the whole review anew."""
    monkeypatch.setattr("evidence.tables.load", lambda folder: review.tables)
    monkeypatch.setattr("evidence.review.assess", lambda tables: review)

    def call(claim_id):
        monkeypatch.setattr(sys, "argv", ["evidence", "review", "--explain", claim_id])
        try:
            cli.main()
            code = 0
        except SystemExit as end:
            code = end.code or 0
        return code, *capsys.readouterr()

    return call


@pytest.mark.parametrize("claim_id", ["c14", "c31", "c47"])
def test_the_path_fits_one_screen_and_leaves_no_heading_out(screen, claim_id):
    code, out, err = screen(claim_id)
    lines = out.splitlines()
    assert code == 0
    assert "[2/2]" in err
    assert len(lines) <= SCREEN
    assert max(map(len, lines)) <= terminal.LINE
    assert lines[0].startswith(f"{claim_id}  ")
    assert {"Article", "Found", "Certainty", "Rule", "Verdict", "Would", "Tried", "Decided"} <= {
        line.split()[0] for line in lines if line[:1].strip()
    }


def test_an_unknown_claim_ends_in_words_that_name_the_first_and_the_last(screen, review):
    code, out, err = screen("c99")
    assert (code, out) == (1, "")
    assert "found 'c99'; allowed: a claim of this review, c01 to c59; do: " in err
    assert "Traceback" not in err
    with pytest.raises(EvidenceError, match="'c1'"):
        explain(review, "c1")


def test_explaining_writes_nothing(screen, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    screen("c47")
    assert list(tmp_path.iterdir()) == []


def test_an_opinion_is_told_with_what_would_make_it_checkable_and_nothing_else(review):
    assert list(path(review, "c01")) == ["Article", "Read as", "Verdict", "To check it"]


def test_the_path_runs_from_the_quotation_to_the_verdict(review):
    assert list(path(review, "c14")) == [
        *("Article", "Read as", "Question", "Words", "Claimed", "Found", "Evidence", "Decides", "Numbers", "Source"),
        *("Certainty", "Judgements", "Rule", "Verdict", "Severity", "Would change", "Tried", "Decided"),
    ]


def test_of_many_deciding_rows_six_are_told_and_the_rest_is_counted(review):
    told = path(review, "c47")["Decides"].split(" / ")
    deciding = review.claims.set_index("claim_id").loc["c47", "rows"].split()
    assert {line.split()[0] for line in told[1:-1]} <= set(deciding)
    assert len(told[1:-1]) == 6
    assert told[-1] == f"and {len(deciding) - 6} more"
    assert all(" against: " in line for line in told[1:-1])


def test_of_many_findings_three_are_told_and_the_rest_is_counted(review):
    card = next(card for card in cards(review) if card.judged["claim_id"] == "c14")
    told = path(review, "c14")["Numbers"].split(" / ")
    assert told == [*(found["finding"] for found in card.findings[:3]), f"and {len(card.findings) - 3} more"]


def test_evidence_is_counted_by_side_and_leads_are_told_apart(review):
    mine = review.evidence[review.evidence["claim_id"].eq("c14")]
    leads = mine["seen"].eq("nothing")
    counts = mine["bearing"].eq("for").sum(), (~mine["bearing"].isin(["for", "against", "mixed"]) & ~leads).sum()
    told = path(review, "c14")["Evidence"]
    assert told == f"{counts[0]} for, {counts[1]} that do not count and {leads.sum()} unconfirmed leads"


def test_evidence_of_two_minds_is_a_side_of_its_own(review):
    mixed = review.evidence[review.evidence["bearing"].eq("mixed")]
    claim_id = mixed["claim_id"].iloc[0]
    assert f"{mixed['claim_id'].eq(claim_id).sum()} mixed" in path(review, claim_id)["Evidence"]


def test_a_claim_on_no_question_has_no_certainty_to_tell(review):
    claims = review.tables.claims
    claim_id = claims.loc[claims["question_id"].isna() & claims["kind"].ne("opinion"), "claim_id"].iloc[0]
    assert not {"Question", "Certainty"} & set(path(review, claim_id))


def test_the_claimed_status_of_a_rule_stands_where_a_number_would(review):
    assert path(review, "c47")["Claimed"] == "US, FDA, exosome treatments, minimally manipulated biological product"
    assert path(review, "c14")["Claimed"] == "up to 30%"


def test_words_stand_beside_the_certainty_that_they_need(review):
    assert path(review, "c14")["Words"] == "plain: they need moderate certainty"


def test_the_fate_of_a_number_is_told_only_where_one_is_stated(review):
    assert path(review, "c31")["Found"].endswith("; number: right number, wrong population")
    assert "number:" not in path(review, "c47")["Found"]


def test_a_verdict_that_rests_on_searches_names_no_rows_as_deciding(review):
    told = path(review, "c14")
    assert told["Decides"] == "searches only"
    assert told["Source"].startswith("2021 study, Journal of Cosmetic Dermatology: not found (3 searches")


def test_the_article_against_itself_is_named_with_the_other_claim(review):
    assert path(review, "c21")["Decides"].split(" / ")[0].endswith("the article itself in c25 (against)")


def test_certainty_tells_the_steps_by_rule_and_where_raters_went_further(review):
    question = review.tables.claims.set_index("claim_id").loc["c14", "question_id"]
    level = review.levels.set_index("question_id").loc[question]
    steps = review.steps[review.steps["question_id"].eq(question) & review.steps["domain"].ne("overall")]
    first, *rated, taken = path(review, "c14")["Certainty"].split(" / ")
    assert first.startswith(f"GRADE: {level['start']} ({level['reason']}); ")
    assert first.endswith(f"; by rule {level['certainty_proposed']}")
    assert taken == f"taken: {level['certainty']}"
    differs = steps[steps["proposed"].ne(steps["decided"])]
    assert [line.split(": rated ")[0] for line in rated] == differs["domain"].tolist()
    by_rule = steps[steps["proposed"].ne(0)]["domain"]
    assert [part.rsplit(" ", 2)[0] for part in first.split("; ")[1].split(", ")] == by_rule.tolist()


def test_what_nothing_bears_on_is_not_rated(review):
    assert path(review, "c31")["Certainty"] == "not rated (GRADE): nothing that counts bears on this claim"


def test_what_was_tried_is_counted_as_in_the_review(review):
    tried = review.robustness.set_index("claim_id").loc["c47"]
    told = path(review, "c47")
    assert told["Tried"].startswith(f"{tried['singles']} single changes tried, {tried['moving']} move it; ")
    assert f"of {tried['left_out']} studies or documents left out, {tried['left_out_moving']} move it" in told["Tried"]
    assert told["Severity"] == "high, flagged"


def test_a_decision_takes_the_place_of_the_note_that_none_was_made(review):
    assert path(review, "c47")["Decided"].startswith("by no reviewer yet. ")
    assert path(review, "c47")["Decided"].endswith("await human review.")
    decided = replace(review, claims=review.claims.assign(decided="supported"))
    assert path(decided, "c47")["Decided"] == "supported"
