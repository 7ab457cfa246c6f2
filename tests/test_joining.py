"""Each link meets what it leads to: what was seen, of whom, how directly, and by whose authority."""

from dataclasses import replace

import pandas as pd
import pytest

from evidence import effects
from evidence.review.joining import join_evidence, searched_sources, touched


def joined(tables):
    measured = effects.effect_sizes(tables.results)
    return join_evidence(tables, measured.assign(percent_change=effects.percent_change(measured))).set_index("link_id")


def with_cells(frame, key, **cells):
    """A copy of a table in which one row, named by its first column, has other cells."""
    made = frame.copy()
    for column, value in cells.items():
        made.loc[made.iloc[:, 0].eq(key), column] = value
    return made


@pytest.fixture(scope="module")
def rows(fictional):
    return joined(fictional)


def test_every_link_to_evidence_is_there_once_and_no_search_is(rows, fictional):
    links = fictional.links
    leads = links["result_id"].notna() | links["study_id"].notna() | links["regulation_id"].notna()
    assert rows.index.tolist() == sorted(links.loc[leads, "link_id"])


def test_a_result_brings_its_study_and_its_risk_of_bias(rows):
    told = rows.loc["l09", ["evidence_id", "study_id", "source", "label", "design", "date", "risk_of_bias", "n"]]
    assert told.tolist() == [
        *("e-ham-density", "s-ham-2022", "s-ham-2022", "Ham 2022", "randomised trial", "2022", "some concerns", 40)
    ]
    assert rows.loc["l02", ["evidence_id", "source", "design"]].tolist() == ["s-vets-2021", "s-vets-2021", "guidance"]
    assert rows.loc["l02", ["risk_of_bias", "n"]].isna().all()


def test_people_are_those_analysed_else_those_enrolled_and_only_people(fictional):
    results = with_cells(fictional.results, "e-ham-density", n_analysed=None)
    studies = with_cells(fictional.studies, "s-petri-2018", n=3)
    told = joined(replace(fictional, results=results, studies=studies))["n"]
    assert (told["l09"], told["l07"]) == (80, 24)
    assert pd.isna(told["l03"])  # roots in a dish


def test_a_study_without_a_year_has_no_date(fictional):
    undated = replace(fictional, studies=with_cells(fictional.studies, "s-ham-2022", year=None))
    assert joined(undated).loc["l09", "date"] is None


def test_a_number_was_seen_where_its_own_row_says_so_else_where_its_study_was(fictional):
    results = with_cells(fictional.results, "e-ham-density", seen="secondary page")
    results = with_cells(results, "e-bacon-density", seen=None)
    told = joined(replace(fictional, results=results))
    assert told.loc[["l09", "l07", "l05"], "seen"].tolist() == [
        *("secondary page", "primary document", "primary document")
    ]
    assert told.loc[["l09", "l07"], "first_hand"].tolist() == [False, True]


@pytest.mark.parametrize(
    ("seen", "first_hand"),
    [("primary document", True), ("copy", True), ("abstract", True), ("secondary page", False), ("nothing", False)],
)
def test_first_hand_is_the_document_a_copy_or_its_abstract(fictional, seen, first_hand):
    studies = replace(fictional, studies=with_cells(fictional.studies, "s-vets-2021", seen=seen))
    assert joined(studies).loc["l02", "first_hand"] == first_hand


@pytest.mark.parametrize("domain", ["population", "intervention", "comparator", "outcome"])
def test_indirect_in_one_domain_is_not_direct_and_partly_is(fictional, domain):
    for mark, direct in (("indirect", False), ("partly", True), ("does not apply", True)):
        links = with_cells(fictional.links, "l01", **{domain: mark})
        assert joined(replace(fictional, links=links)).loc["l01", "direct"] == direct


def test_a_document_brings_its_authority_its_status_and_the_year_in_its_name(rows):
    told = rows.loc["l19", ["evidence_id", "source", "label", "design", "system", "date", "seen", "status"]]
    assert told.tolist() == [
        *("g-zz-02", "Cloudland Pig Flight Office", "Cloudland Pig Flight Office 2024", "authority's document"),
        *("documents", "2024-04-02", "primary document", "approval required and none seen"),
    ]
    assert rows.loc["l21", "label"] == "Lunar Dairy Board"


def test_an_office_is_not_another_authority(fictional):
    office = with_cells(fictional.regulations, "g-zz-02", authority="Cloudland Pig Flight Office (Tonics)")
    assert joined(replace(fictional, regulations=office)).loc["l19", "source"] == "Cloudland Pig Flight Office"


def test_another_countrys_authority_is_never_direct_for_a_claim_that_names_a_country(fictional):
    direct = dict.fromkeys(("population", "intervention", "comparator", "outcome"), "direct")
    links = with_cells(with_cells(fictional.links, "l21", **direct), "l20", **direct)
    told = joined(replace(fictional, links=links))["direct"]
    assert (told["l21"], told["l20"], told["l19"], told["l01"]) == (False, True, True, True)
    anywhere = replace(fictional, links=links, claims=with_cells(fictional.claims, "c09", jurisdiction=None))
    assert joined(anywhere).loc["l21", "direct"]


def test_a_source_has_each_of_its_searches_once_and_none_without_an_outcome(fictional):
    told = searched_sources(fictional)
    assert told[["source_named", "search_id", "outcome"]].to_numpy().tolist() == [
        ["2019 study in the Journal of Improbable Husbandry", "k01", "found"],
        ["trial at the University of Cumulus", "k02", "not found"],
        ["trial at the University of Cumulus", "k03", "not found"],
    ]
    links = with_cells(fictional.links, "l11", claim_id="c06")  # k04 has no outcome
    assert len(searched_sources(replace(fictional, links=links))) == 3


def test_a_finding_touches_the_claims_that_count_a_row_it_names_or_hold_their_number_against_it():
    findings = pd.DataFrame({"check": ["percent", "shared", "shared"], "rows": ["e-1", "e-1 s-2", "e-9"]})
    rows = [
        ("c3", "mixed", "e-3", "s-2", None),
        ("c1", "for", "e-1", "s-1", None),
        ("c1", "against", "e-2", "s-2", None),
        ("c2", "context", "e-1", "s-1", None),
    ]
    evidence = pd.DataFrame(rows, columns=["claim_id", "bearing", "result_id", "study_id", "regulation_id"])
    none = pd.DataFrame({"claim_id": [], "result_id": [], "number": []})
    assert touched(findings, evidence, none)["claims"].tolist() == ["c1", "c1 c3", ""]
    held = pd.DataFrame({"claim_id": ["c2", "c9"], "result_id": ["e-1", "e-1"], "number": [80.0, 80.0]})
    assert touched(findings, evidence, held)["claims"].tolist() == ["c1 c2", "c1 c2 c3", ""]
    blank = held.assign(number=float("nan"))
    assert touched(findings, evidence, blank)["claims"].tolist() == ["c1", "c1 c3", ""]
