"""The row of a claim: the links that its verdict rests on, what was claimed and found, what it was checked against."""

from dataclasses import replace

import pandas as pd
import pytest

import evidence
from evidence.verdicts import Flipped


def judged(tables):
    """The claims, without synthesis and what would change them: both take time and neither is told here."""
    with pytest.MonkeyPatch.context() as patch:
        for stage in ("directions", "without_pooling", "poolable"):
            patch.setattr(f"evidence.synthesis.{stage}", lambda frame: frame)
        patch.setattr("evidence.review.changes.flip", lambda case: Flipped((), (), 0))
        return evidence.assess(tables).claims.set_index("claim_id")


@pytest.fixture(scope="module")
def claims(fictional):
    return judged(fictional)


def changed(tables, name, **cells):
    """The tables with cells of one table changed: column to id to value, by the first column."""
    frame = getattr(tables, name).copy()
    for column, values in cells.items():
        for key, value in values.items():
            frame.loc[frame.iloc[:, 0].eq(key), column] = value
    return replace(tables, **{name: frame})


@pytest.mark.parametrize(
    ("claim_id", "rows", "coverage"),
    [
        ("c01", "l01 l02", "primary document"),  # evidence
        ("c03", "l04 l05", "primary document"),  # evidence, and the search that found the source
        ("c05", "l10 l11", "searches only"),  # nothing that counts: what is silent, and the searches
        ("c06", "l12 l13", "searches only"),  # the searches for the source, not evidence on the wider question
        ("c08", "l16 l17", "the article itself"),  # evidence, and the article's other claim
        ("c09", "l19", "primary document"),  # evidence, without context
        ("c11", "", "not judged"),
    ],
)
def test_a_verdict_rests_on_the_links_that_made_it(claims, claim_id, rows, coverage):
    assert (claims.loc[claim_id, "rows"], claims.loc[claim_id, "coverage"]) == (rows, coverage)


def test_each_claim_keeps_what_its_verdict_was_made_from(claims):
    told = claims.loc["c04"]
    assert (told["claimed"], told["kind"], told["scale"], told["wording"]) == ("up to 40%", "effect", "GRADE", "plain")
    assert told["checked"].startswith("primary document ")
    assert claims["flagged"].equals(claims["verdict"].isin(["contradicted", "unsupported", "untraceable"]))
    assert claims.loc["c11", "sentence"] == "Not checkable. Taste: no reading that could be checked."


def test_the_article_against_itself_is_told_by_the_reason_of_that_link(claims):
    assert claims.loc["c08", "why"] == "The same article says that a few pigs hiccup."
    assert claims.loc["c08", "severity"] == "high"


def test_what_an_authority_says_is_told_for_a_claim_on_regulation(claims):
    assert claims.loc["c09", "found"].startswith("ZZ, Cloudland Pig Flight Office")


def test_no_count_without_harm_is_told_where_harm_was_seen(claims):
    assert claims.loc["c10", "found"] == ""


# --- the same review with other cells ---------------------------------------------------------------------------------


def linked(tables, like, **cells):
    """The tables with one more link, which is as another one but for some cells."""
    more = tables.links[tables.links["link_id"].eq(like)].assign(**cells)
    return replace(tables, links=pd.concat([tables.links, more], ignore_index=True))


@pytest.fixture(scope="module")
def other_tables(fictional):
    """No notes; a source that says otherwise; a search that is not for a source; no hiccups but one case told."""
    tables = replace(fictional, claims=fictional.claims.assign(note=None))
    tables = linked(tables, "l12", link_id="l98", search_id="k04")
    tables = linked(tables, "l22", link_id="l99", claim_id="c08", result_id="e-ham-hiccups-curd", bearing="against")
    tables = linked(tables, "l22", link_id="l97", claim_id="c02")  # no claim on safety
    tables = linked(tables, "l22", link_id="l96", bearing="context")
    tables = changed(tables, "links", bearing={"l04": "against", "l16": "for"})
    cells = {"events": {"e-ham-hiccups": 0}, "denominator": {"e-ham-hiccups-curd": "cases only"}}
    return changed(tables, "results", **cells)


@pytest.fixture(scope="module")
def other(other_tables):
    return judged(other_tables)


def test_an_opinion_without_a_note_is_told_in_a_standing_phrase(other):
    assert other.loc["c11", "why"] == "No reading that could be checked."


def test_only_searches_for_the_source_are_counted_for_a_source_that_was_not_found(claims, other):
    for told in (claims, other):
        assert told.loc["c06", "why"] == "The source was not found: none of 2 searches met it."
    assert other.loc["c06", "rows"] == "l12 l13 l98"


def test_a_source_that_says_otherwise_is_told_by_its_search(other):
    told = other.loc["c03"]
    assert told["verdict"] == "contradicted"
    assert told["why"] == "The journal holds one study of moon cheese from 2019."


def test_counts_without_harm_are_told_for_claims_on_safety_alone(other):
    assert other.loc["c10", "found"] == "no adverse event reported in 1 study of 40 people; up to 8.8% is not excluded"
    assert other.loc["c02", "found"] == ""


def test_only_direct_cases_stand_beside_counts_without_harm(other, other_tables):
    assert other.loc["c08", "found"].endswith(" is not excluded; 1 source reports cases")
    far = changed(other_tables, "links", population={"l99": "indirect"})
    assert judged(far).loc["c08", "found"].endswith(" is not excluded")
