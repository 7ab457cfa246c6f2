"""Choosing one chart, and the claim that it is about, by what they are and not by an id."""

import pytest

import evidence
from evidence import gallery
from evidence.errors import FigureError
from evidence.gallery.claimed_measured import first_claim


@pytest.fixture(scope="module")
def tale(fictional):
    return evidence.assess(fictional)


def test_a_chart_is_found_by_its_name_for_the_review_and_for_one_claim(tale):
    assert gallery.choose(tale, "record flow").name == "record_flow"
    assert gallery.choose(tale, "claimed and measured", "c06").name == "claimed_measured_c06"


def test_a_chart_that_a_review_does_not_have_is_refused_with_those_that_it_has(tale):
    with pytest.raises(FigureError, match="no chart 'forest'; allowed: claim strength, article strip"):
        gallery.choose(tale, "forest")
    with pytest.raises(FigureError, match="no chart 'record flow' about c06; allowed: claim strength"):
        gallery.choose(tale, "record flow", "c06")


def test_a_claim_is_found_by_the_quantity_of_its_number(tale):
    assert [first_claim(tale, quantity) for quantity in ("percent change", "share of people")] == ["c04", "c06"]
    with pytest.raises(FigureError, match="no claim with a number in 'amount'; allowed: percent change, share of peop"):
        first_claim(tale, "amount")
