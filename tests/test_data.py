"""The tables of the first case: what a careless hand could get wrong is held down here, row by row."""

import json
import re
from pathlib import Path

import frictionless
import pytest

import evidence
from evidence import vocabulary as words
from evidence.annotation import spans, uncovered


@pytest.fixture(scope="module")
def tables(repo):
    return evidence.load(repo / "data")


@pytest.fixture(scope="module")
def results(tables):
    return tables.results.set_index("result_id")


@pytest.fixture(scope="module")
def studies(tables):
    return tables.studies.set_index("study_id")


def test_an_outside_judge_accepts_the_package(repo):
    report = frictionless.validate(str(repo / "data" / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])


def test_every_table_says_that_it_is_one_in_the_words_of_version_2(tables):
    resources = [one for one in tables.descriptor["resources"] if "schema" in one]
    assert {one["type"] for one in resources} == {"table"}
    assert {one["$schema"] for one in resources} == {"https://datapackage.org/profiles/2.0/dataresource.json"}
    assert not [one["name"] for one in resources if "profile" in one]  # version 1's word for the same


def test_package_version_and_rows_are_those_of_the_release(repo, tables):
    package = json.loads((repo / "data" / "datapackage.json").read_text(encoding="utf-8"))
    assert package["version"] == tables.version
    assert f"## {tables.version} " in (repo / "data" / "CHANGELOG.md").read_text(encoding="utf-8")


def test_recalled_figures_of_park_2022_stand_nowhere(repo):
    text = "".join(path.read_text(encoding="utf-8") for path in (repo / "data").rglob("*.csv"))
    assert not re.search(r"(?<!\d)(121\.7|146\.6|20\.46)(?!\d)", text)


def test_park_2022_is_a_lead_without_numbers(tables, studies):
    assert studies.loc["s-park-2022", "seen"] == "nothing"
    assert tables.results[tables.results["study_id"].eq("s-park-2022")].empty
    assert set(tables.links[tables.links["study_id"].eq("s-park-2022")]["bearing"]) == {"context"}


def test_the_two_papers_of_khumalo_2007_are_not_mixed_up(results):
    assert results.loc["e-khumalo-women", ["study_id", "value"]].tolist() == ["s-khumalo-2007b", 31.7]
    assert results.loc["e-khumalo-girls", ["study_id", "value"]].tolist() == ["s-khumalo-2007a", 17.1]


def test_khumalo_numbers_agree_with_their_own_tables():
    """31.7% of 604 women and 2.2% of the other 270 make 22.6% of 874; 17.1% of 574 girls is 98."""
    assert round(100 * (0.317 * 604 + 0.022 * 270) / 874, 1) == 22.6
    assert round(0.171 * 574) == 98


def test_samrao_is_one_study_with_two_reports(tables):
    reports = tables.reports[tables.reports["study_id"].eq("s-samrao-2011")]
    assert len(reports) == 2
    assert reports["exclusion_reason"].notna().sum() == 1


def test_wan_gain_has_its_sd_and_no_baseline_made_from_a_range(results):
    row = results.loc["e-wan-density"]
    assert (row["value"], row["spread"], row["spread_kind"], row["n_analysed"]) == (35, 6.5, "SD", 16)
    assert row.isna()["baseline"]


def test_lueangarun_number_is_linked_to_no_claim(tables):
    assert not tables.links["result_id"].eq("e-lueangarun-laser").any()


def test_amini_has_the_number_of_the_paper_and_of_the_registry_apart(tables, studies):
    assert studies.loc["s-amini-2025", "n"] == 20
    assert studies.loc["s-amini-2025", "product_class"] == "exosome mixture"
    planned = tables.reports[tables.reports["registry_id"].eq("NCT06930326")]["planned_n"]
    assert planned.tolist() == [24]


def test_range_over_studies_is_neither_a_value_nor_an_interval(results):
    row = results.loc["e-alameer-range"]
    assert row["spread_kind"] == "range over studies"
    assert row.isna()["value"]


def test_extract_and_medium_are_never_counted_as_exosomes(tables, studies):
    others = studies.index[studies["product_class"].isin(["cell extract or medium", "cells"])]
    of_others = tables.results[tables.results["study_id"].isin(others)]["result_id"]
    links = tables.settled_links
    linked = links[links["result_id"].isin(of_others) | links["study_id"].isin(others)]
    assert len(linked) > 0
    assert not linked["bearing"].isin(words.COUNTED_BEARINGS).any()


def test_no_harm_seen_always_has_a_denominator(tables):
    zero = tables.results[tables.results["outcome_family"].eq("adverse events") & tables.results["events"].eq(0)]
    assert set(zero["total"]) == {20, 30}
    assert zero["denominator"].eq("at risk").all()


def test_reports_of_harm_are_cases_only(results):
    for row in ("e-nahm", "e-tawanwongsri", "e-four-women"):
        assert results.loc[row, "denominator"] == "cases only"


def test_our_reading_of_the_tissue_rule_is_marked_as_ours(tables):
    rules = tables.regulations.set_index("regulation_id")
    assert rules.loc["g-us-05", "inferred"] == "yes"
    assert rules.loc["g-us-05", "status"] == "unclear"


def test_no_rule_found_is_never_permission(tables):
    none_found = tables.regulations[tables.regulations["seen"].eq("nothing")]
    assert not none_found["status"].isin(["approved", "cleared", "registered", "cosmetic"]).any()


def test_registrations_carry_no_result(tables, studies):
    assert not studies.loc[tables.results["study_id"], "design"].eq("registration").any()


def test_one_study_per_doi_and_pubmed_number(tables):
    for column in ("doi", "pmid"):
        known = tables.reports.dropna(subset=[column, "study_id"])
        assert not known[column].duplicated().any()


def test_readers_are_sent_to_issuers_only(tables):
    mirrors = r"\d+\.\d+\.\d+\.\d+|weglot|workers\.dev|elementfx|casetext|einnews|einpresswire|scribd|booksci"
    addresses = tables.reports["address"].dropna()
    assert not addresses.str.contains(mirrors).any()
    assert not tables.studies["seen_where"].dropna().str.contains(r"^\d+\.\d+").any()


def test_every_named_source_has_searches_behind_not_found(tables):
    rests = tables.claims[tables.claims["source_role"].eq("rests on")]
    searched = tables.links[tables.links["search_id"].notna()]
    outcomes = tables.searches.set_index("search_id")["outcome"]
    for claim_id in rests["claim_id"]:
        mine = searched[searched["claim_id"].eq(claim_id)]["search_id"]
        assert outcomes[mine].eq("not found").sum() >= 3, claim_id
        assert not outcomes[mine].eq("found").any(), claim_id


def test_two_drugs_in_one_sentence_are_two_claims(tables):
    shared = tables.claims[tables.claims["quotation"].str.contains("focus on reducing inflammation")]
    assert len(shared) == 4
    assert shared["question_id"].nunique() == 4


def test_no_checkable_sentence_of_the_article_is_left_out(tables):
    text = tables.texts["a1"]
    left = uncovered(text, spans(tables.claims, text))["sentence"].tolist()
    bridges = ("So, what exactly", "But does it work", "Safety is another", "Interested in learning")
    assert all(sentence.startswith(bridges) for sentence in left), left


def test_judgements_are_roles_and_marked_as_machine(tables):
    for table in (tables.links, tables.ratings, tables.appraisals, tables.answers):
        assert set(table["rater"]) <= {"rater-1", "rater-2", "adjudicated"}
        assert set(table["rater_kind"]) == {"machine"}


def test_low_risk_of_bias_overall_is_not_judged_from_an_abstract(tables):
    overall = tables.appraisals[
        tables.appraisals["domain"].eq("overall") & tables.appraisals["basis"].ne("from full text")
    ]
    assert not overall["judgement"].eq("low").any()


def test_steps_of_ratings_are_domains_of_grade(tables):
    assert set(tables.ratings["domain"]) <= {*words.GRADE_DOMAINS, "overall"}


def test_ready_frames_hold_the_numbers_of_the_article_s_claims(tables):
    assert "c14" in set(tables.density_gain["claim_id"])
    assert "c31" in set(tables.regrowth_rates["claim_id"])
    assert {"c47", "c48"} <= set(tables.regulatory_status["claim_id"])


# --- the lines of the raw record that ask to be handled with care -----------------------------------------------------


def test_the_impossible_share_of_samrao_is_carried_nowhere(tables):
    """14 biopsies are called 58% of 41 people; 14 of 41 is 34%."""
    samrao = tables.results[tables.results["study_id"].eq("s-samrao-2011")]
    assert not samrao["value"].isin([58]).any()
    assert not samrao["as_given"].str.contains("58%").any()


def test_arms_that_do_not_fit_their_total_give_no_number_of_people(results):
    """Dermatology Times: arms of 95 and 97 against a stated 188."""
    rows = results[results["study_id"].eq("s-dermtimes-laser")]
    assert len(rows) > 0
    assert rows["n_analysed"].isna().all()


def test_dehghani_is_marked_as_implausible_and_uncontrolled(results, studies):
    assert "implausibly large" in results.loc["e-dehghani-6wk", "note"]
    assert studies.loc["s-dehghani-2024", "control"] == "own baseline"
    assert studies.loc["s-dehghani-2024", "n"] == 12


def test_a_cell_extract_is_a_benchmark_and_its_vehicle_too(tables, studies):
    assert studies.loc["s-tak-2020", "product_class"] == "cell extract or medium"
    vehicle = tables.results.set_index("result_id").loc["e-tak-vehicle"]
    assert (vehicle["value"], vehicle["arm_role"]) == (7.1, "benchmark")


def test_two_counts_of_one_cluster_stay_two(results):
    counts = results[results["study_id"].eq("s-nebraska-2019")]
    assert counts[["bound", "value"]].to_numpy().tolist() == [["<", 5]]  # the other count stands in words only
    assert counts[["events", "total"]].isna().all(axis=None)


def test_nothing_is_pooled(tables):
    """One outcome row of exosomes has n, mean and SD: too few for an estimate."""
    review = evidence.assess(tables)
    assert review.bodies["why_not"].ne("").all()


def test_the_european_entry_was_not_seen(tables):
    entry = tables.regulations.set_index("regulation_id").loc["g-eu-02"]
    assert (entry["seen"], entry["status"]) == ("nothing", "unclear")


def test_identifiers_do_not_run_on(tables):
    """DOIs that differ by one in their last digits are the mark of a column filled by dragging."""
    numbers = tables.reports["doi"].dropna().str.extract(r"^(.*?)(\d+)$").dropna()
    for _, same in numbers.astype({1: int}).groupby(0)[1]:
        assert not (same.sort_values().diff() == 1).any(), same.tolist()


# --- two raters, whole record -----------------------------------------------------------------------------------------


def test_every_pair_is_rated_twice_and_settled_where_a_verdict_could_hang_on_it(tables):
    pair = ["claim_id", "result_id", "study_id", "regulation_id", "search_id", "other_claim_id"]
    for _, same in tables.links.groupby(pair, dropna=False):
        raters = same.set_index("rater")
        assert {"rater-1", "rater-2"} <= set(raters.index)
        judged = raters.loc[["rater-1", "rater-2"], ["bearing", *words.DOMAINS_OF_DIRECTNESS]]
        differ = len(judged.drop_duplicates()) > 1
        counts = judged["bearing"].isin(words.COUNTED_BEARINGS).any()
        assert "adjudicated" in raters.index or not (differ and counts), same["link_id"].tolist()


def test_every_question_with_counted_evidence_is_rated_twice_and_settled(tables):
    for (question, domain), same in tables.ratings.groupby(["question_id", "domain"]):
        raters = same.set_index("rater")
        assert {"rater-1", "rater-2"} <= set(raters.index), question
        both = raters.loc[["rater-1", "rater-2"], ["steps", "level"]].drop_duplicates()
        assert "adjudicated" in raters.index or len(both) == 1, (question, domain)


def test_every_raw_record_is_accounted_for(tables):
    lists = tables.records["list"].value_counts().to_dict()
    assert lists == {"efficacy": 34, "trial": 19, "authority": 8, "traction": 107, "safety": 38, "regulatory": 87}
    assert tables.records["disposition"].eq("left out").sum() == 3
    flow = tables.record_flow.set_index("what")["rows"]
    assert flow["records in all"] == sum(lists.values())
    assert tables.record_flow[tables.record_flow["step"].eq("became")]["rows"].sum() == sum(lists.values())


def test_studies_are_appraised_with_a_tool_that_fits_their_design(tables, studies):
    fits = {
        "RoB 2": {"randomised trial"},
        "ROBINS-I": {"non-randomised comparison", "cohort"},
        "AMSTAR 2": {"systematic review", "meta-analysis"},
        "JBI before-after": {"before-after"},
        "JBI case series": {"case series", "histology"},
        "JBI case report": {"case report"},
        "JBI cross-sectional": {"cross-sectional"},
    }
    for row in tables.appraisals.itertuples():
        assert studies.loc[row.study_id, "design"] in fits[row.tool], row.appraisal_id
    due = studies.index[studies["design"].isin(set().union(*fits.values()))]
    assert set(due) == set(tables.appraisals["study_id"])


def test_every_domain_of_a_tool_is_judged_where_the_tool_is_used(tables):
    domains = tables.tools.groupby("tool")["domain"].agg(set)
    for (study, tool), rows in tables.appraisals.groupby(["study_id", "tool"]):
        assert set(rows["domain"]) == domains[tool], study


PACKAGE = json.loads((Path(__file__).resolve().parents[1] / "data" / "datapackage.json").read_text(encoding="utf-8"))
FIELDS = [(table["name"], field) for table in PACKAGE["resources"] for field in table["schema"]["fields"]]


@pytest.mark.parametrize(("table", "field"), FIELDS, ids=[f"{table}.{field['name']}" for table, field in FIELDS])
def test_field_says_what_it_holds_and_the_rows_hold_it(tables, table, field):
    """Its description is a sentence, its example fits, and its column holds nothing that it does not allow."""
    assert field["description"].endswith(".")
    rules = field.get("constraints", {})
    filled = getattr(tables, table)[field["name"]].dropna()
    column = filled[filled.astype(str).ne("not reported")]
    if "enum" in rules:
        assert field["example"] in rules["enum"]
        assert set(column.astype(str)) <= set(rules["enum"])
    if "pattern" in rules:
        assert re.search(rules["pattern"], field["example"])
        assert all(re.search(rules["pattern"], str(value)) for value in column)
    if rules.get("required"):
        assert len(filled) == len(getattr(tables, table))
        assert field["meaningOfBlank"] == "not allowed"
    if field["type"] in ("number", "integer"):
        assert field["unit"] != "none"
        float(field["example"])


def test_an_interval_of_unknown_level_gives_no_variance(tables):
    measured = evidence.effects.effect_sizes(tables.results)
    unknown = measured[measured["spread_kind"].eq("CI, level not stated")]
    assert len(unknown) == 9
    assert unknown["variance"].isna().all()
    assert unknown["missing"].ne("").all()
