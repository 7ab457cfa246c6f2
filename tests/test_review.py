"""The chain on whole folders: verdicts on the fictional review, and nothing hard-wired in the real one."""

import csv
import re
import shutil

import pandas as pd
import pytest

import evidence
from evidence import vocabulary as words
from evidence.errors import DataError
from evidence.report import render
from evidence.review import CLAIM_COLUMNS


def verdict(review, claim_id):
    return review.claims.set_index("claim_id").loc[claim_id]


def test_one_row_per_claim_with_the_public_columns(review):
    assert list(review.claims.columns) == CLAIM_COLUMNS
    assert review.claims["claim_id"].tolist() == review.tables.claims["claim_id"].tolist()
    assert set(review.claims["verdict"]) <= set(words.VERDICTS)


def test_fictional_review_reaches_every_verdict(tiny):
    found = evidence.assess(evidence.load(tiny))
    assert set(found.claims["verdict"]) == set(words.VERDICTS)


def test_claims_that_rest_on_a_source_not_found_are_untraceable(review):
    for claim_id in ("c13", "c14", "c17", "c30", "c31"):
        assert verdict(review, claim_id)["verdict"] == "untraceable"


def test_expert_not_found_does_not_make_checkable_statements_untraceable(review):
    attributed = review.tables.claims.query("source_role == 'attributed'")["claim_id"]
    assert not review.claims[review.claims["claim_id"].isin(attributed)]["verdict"].eq("untraceable").any()


def test_fda_claims_are_contradicted_by_its_own_documents(review):
    for claim_id in ("c47", "c48"):
        row = verdict(review, claim_id)
        assert (row["verdict"], row["certainty"], row["coverage"]) == ("contradicted", "high", "primary document")


def test_article_against_itself_is_contradicted(review):
    assert verdict(review, "c21")["rule"] == "the article contradicts itself"


def test_thirty_percent_is_shown_beside_uncontrolled_gains_and_the_vehicle_arm(review):
    found = verdict(review, "c14")["found"]
    assert found == (
        "20% in IMCAS Asia 2025 (abstract), 69% in Dehghani 2024 (preprint), each a change in one arm; "
        "placebo or vehicle 7.1% in Tak 2020 (cell extract)"
    )


def test_lead_that_nothing_confirms_is_never_counted(review):
    leads = review.evidence[review.evidence["seen"].eq("nothing")]
    assert len(leads) > 0
    assert not leads["bearing"].isin(words.COUNTED_BEARINGS).any()
    counted_rows = " ".join(review.claims["rows"]).split()
    assert not set(leads["link_id"]) & set(counted_rows)


def test_rows_of_a_verdict_are_links_of_that_claim(review):
    owner = review.tables.links.set_index("link_id")["claim_id"]
    for row in review.claims.itertuples():
        assert {owner[link] for link in row.rows.split()} <= {row.claim_id}


def test_unknown_never_looks_checked(review):
    searched = review.claims[review.claims["coverage"].isin(["searches only", "nothing that answers it"])]
    assert not searched["verdict"].isin(["supported", "partly supported"]).any()


def test_nothing_is_pooled_where_the_printed_numbers_do_not_allow_it(review):
    assert review.bodies["why_not"].ne("").all()


def test_a_settled_human_decision_stands_beside_the_verdict_and_does_not_change_it(tiny):
    before = evidence.assess(evidence.load(tiny)).claims.set_index("claim_id")["verdict"]
    row = [
        "019ab2c4-7d00-7000-8000-000000000000",
        "c01",
        "rater-1",
        "human",
        "unsupported",
        "",
        "",
        "Looked again.",
        "",
    ]
    with open(tiny / "decisions.csv", "a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow([*row, "2026-11-23T10:00:00Z", "0.1.0"])
    after = evidence.assess(evidence.load(tiny)).claims.set_index("claim_id")
    assert after.loc["c01", "decided"] == "unsupported"
    assert after["verdict"].equals(before)
    assert after["decided"].notna().sum() == 1


def test_empty_cells_of_the_public_frame_are_told_in_words(review):
    for column in ("verdict", "certainty", "coverage", "sentence", "why", "rule"):
        assert review.claims[column].fillna("").ne("").all(), column


def reading(folder):
    """The page that a reader sees, without its counts of rows, or the problems that stop it."""
    try:
        page = render(evidence.assess(evidence.load(folder)))
    except DataError as error:
        return str(error)
    return re.sub(r"\d+ (of \d+ )?(links|judgements|claims)", "", page)


@pytest.mark.parametrize("table", ["claims", "studies", "links"])
def test_removing_any_one_row_changes_the_review_or_fails_the_check(repo, tmp_path, table):
    folder = tmp_path / "data"
    shutil.copytree(repo / "data", folder)
    whole = reading(folder)
    path = folder / f"{table}.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    step = max(1, len(rows) // 4)  # a spread of rows; the whole sweep was run once by hand
    for place in range(0, len(rows), step):
        path.write_text("".join([header, *rows[:place], *rows[place + 1 :]]), encoding="utf-8")
        assert reading(folder) != whole, rows[place]


def test_review_shows_itself_without_a_path(review):
    assert repr(review).startswith("Review of 59 claims: ")
    assert str(review.tables.root) not in repr(review) + review._repr_html_()


def test_counts_add_up(review):
    assert review.counts.sum() == len(review.claims)
    assert isinstance(review.counts, pd.Series)


def test_a_source_that_was_found_is_told_by_the_search_that_found_it(tiny):
    found = verdict(evidence.assess(evidence.load(tiny)), "c03")
    assert (found["verdict"], found["coverage"]) == ("supported", "primary document")
    assert found["why"] == "The journal holds one study of moon cheese from 2019."


def test_an_adjudicated_link_replaces_those_of_the_raters(tiny):
    before = verdict(evidence.assess(evidence.load(tiny)), "c01")["agreement"]
    path = tiny / "links.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    first = lines[1]
    against = first.replace(",for,", ",against,").replace("rater-1", "rater-2").replace("l01", "l01b")
    agreed = first.replace("rater-1", "adjudicated").replace("l01", "l01c")
    path.write_text("\n".join([lines[0], first, against, *lines[2:]]) + "\n", encoding="utf-8")
    assert verdict(evidence.assess(evidence.load(tiny)), "c01")["agreement"] == "mixed"
    path.write_text("\n".join([lines[0], first, against, agreed, *lines[2:]]) + "\n", encoding="utf-8")
    assert verdict(evidence.assess(evidence.load(tiny)), "c01")["agreement"] == before == "for"
