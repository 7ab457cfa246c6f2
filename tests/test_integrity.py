"""Printed numbers that do not fit are found, those that fit are left alone, and what could not be checked is said."""

import re

import numpy as np
import pandas as pd
import pytest

import evidence
from evidence import integrity
from evidence.integrity import people, rounding, whole

STUDY = dict(study_id="s-x", label="X 2020", title="Of cheese", design="randomised trial", system="people", n=60)
ROW = dict(
    study_id="s-x", outcome="density", contrast="one arm over time", arm="cheese", arm_role="treated", bound="=",
    time=6, time_unit="months", unit="hairs/cm2", level="participant data",
)  # fmt: skip
CURD = dict(arm="curd", arm_role="benchmark")
BETWEEN = dict(contrast="between arms", comparator_arm="curd", p_compares="between arms", p_operator="=")
MD = dict(BETWEEN, statistic="difference", measure_given="MD", spread_kind="CI 95%")
OR = dict(BETWEEN, statistic="ratio", measure_given="OR", spread_kind="CI 95%", unit="odds ratio", adjusted="yes")
SHARE = dict(statistic="percent", unit="% of people")


def tables(*rows, reports=(), studies=(STUDY,)):
    made = [{"result_id": f"e-{number}", **ROW, **row} for number, row in enumerate(rows)]
    return pd.DataFrame(made), pd.DataFrame(list(reports)), pd.DataFrame(list(studies))


def found(*rows, **others):
    """The kinds that are found in such rows, each once, in order."""
    return list(dict.fromkeys(integrity.check(*tables(*rows, **others))["check"]))


def mean(value, spread, n, **other):
    return dict(statistic="mean", value=value, spread=spread, spread_kind="SD", n_analysed=n, **other)


WRONG = {
    "percent": [[dict(SHARE, value=80, n_analysed=16)], [dict(SHARE, value=50, baseline=11.4, n_analysed=20)]],
    "mean of whole numbers": [[mean(5.19, 2.0, 28, grain=1)], [mean(2.36, 1.0, 9, grain=0.5)]],
    "SD of whole numbers": [[mean(3.44, 2.47, 18, grain=1)], [mean(2.5, 0.1, 10, grain=1)]],
    "events over n": [
        [dict(statistic="count", events=21, total=20)],
        [dict(statistic="count", events=4, total=20, n_analysed=24)],
        [dict(statistic="count", events=-1, total=20)],
        [dict(statistic="count", value=30, unit="people", n_analysed=20)],
    ],
    "percent against count": [[dict(SHARE, value=35, events=6, total=20)]],
    "interval without estimate": [[dict(MD, value=3.4, low=1.1, high=2.2)], [dict(OR, value=1.5, low=2.5, high=1.1)]],
    "lopsided interval": [[dict(MD, value=1.5, low=0.1, high=4.9)], [dict(OR, value=4.2, low=1.8, high=6.1)]],
    "p against interval": [
        [dict(OR, value=2.0, low=1.2, high=3.33, p=0.2)],
        [dict(OR, value=1.32, low=0.87, high=2.0, p=0.04)],
        [dict(MD, value=4.1, low=1.1, high=7.1, p=0.041, n_analysed=200)],
        [dict(OR, value=2.01, low=1.21, high=3.34, p=0.001, p_operator="<")],
    ],
    "p against arms": [
        [mean(12.1, 4.2, 30), mean(9.9, 4.0, 30, **CURD), dict(BETWEEN, statistic="p only", p=0.51)],
        [
            dict(statistic="count", events=9, total=30),
            dict(statistic="count", events=2, total=30, **CURD),
            dict(BETWEEN, statistic="p only", p=0.4),
        ],
    ],
    "change against before and after": [
        [mean(99.5, 9, 30, baseline=90.1), dict(statistic="change", value=19.4, n_analysed=30)],
        [mean(99.5, 9, 30, baseline=90.1), dict(statistic="percent change", value=20.4, unit="%", n_analysed=30)],
    ],
    "arms against total": [[mean(9.1, 4.2, 35), mean(9.9, 4.0, 35, **CURD)], [mean(9.1, 4.2, 61)]],
    "SD or SE": [
        [mean(9.1, 1.1, 30), mean(9.9, 6.0, 30, **CURD)],
        [mean(12.1, 0.8, 30), mean(9.9, 0.7, 30, **CURD), dict(BETWEEN, statistic="p only", p=0.043)],
        [mean(12.1, 0.8, 30), mean(9.9, 0.7, 30, **CURD), dict(MD, value=2.2, low=0.07, high=4.33)],
        [mean(9.1, 1.1, 30) | dict(statistic="change", p=0.4, p_operator="=", p_compares="own baseline", value=0.95)],
    ],
    "SD beyond range": [
        [mean(5, 6.1, 30), dict(statistic="median", value=5, spread_kind="range over people", low=1, high=9)],
        [mean(19, 3, 30, outcome="severity (0-18, lower is better)")],
        [dict(statistic="median", value=9, spread_kind="quartiles", low=1, high=5)],
    ],
    "implausible change": [
        [mean(35, 6.5, 30) | dict(statistic="change")],
        [dict(statistic="change", value=60), dict(statistic="change", value=4, **CURD)],
    ],
    "shared interval": [
        [dict(MD, value=1.45, low=0.31, high=2.59), dict(MD, value=1.4, low=0.31, high=2.59, outcome="width")],
        [mean(35.4, 16.5, 30), mean(35.4, 16.5, 30, study_id="s-y")],
    ],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "rows"), [(kind, rows) for kind, cases in WRONG.items() for rows in cases])
def test_a_number_that_does_not_fit_is_found(kind, rows):
    assert kind in found(*rows)


RIGHT = [
    [dict(SHARE, value=value, n_analysed=n)] for value, n in ((80, 15), (50, 16), (87, 16), (33.3, 3), (0, 7), (57, 14))
] + [
    [dict(SHARE, value=80, n_analysed=16, bound="about")],
    [dict(SHARE, value=80, n_analysed=16, unit="% of grafts")],
    [dict(SHARE, value=80, n_analysed=16, level="pooled by a review")],
    [mean(5.18, 2.0, 28, grain=1)],
    [mean(5.19, 2.0, 28)],
    [mean(3.44, 2.53, 18, grain=1)],
    [dict(SHARE, value=30, events=6, total=20, n_analysed=20)],
    [dict(MD, value=1.5, low=-1.9, high=4.9)],
    [dict(OR, value=5.79, low=1.35, high=24.8, p=0.018)],
    [dict(OR, value=4.2, low=1.8, high=6.1, note="bootstrap interval")],
    [dict(BETWEEN, statistic="standardised", measure_given="Cliff's delta", value=0.73, low=0.41, high=0.89, p=0.006,
          spread_kind="CI 95%")],
    [dict(statistic="percent change", value=10.4, unit="%", n_analysed=30), mean(99.5, 9, 30, baseline=90.1)],
    [mean(9.1, 4.2, 60), mean(9.9, 4.0, 60, arm="curd, other side", arm_role="benchmark")],
    [mean(9.1, 4.2, 30), mean(9.9, 6.0, 30, **CURD)],
    [mean(5, 2.1, 30), dict(statistic="median", value=5, spread_kind="range over people", low=1, high=9)],
    [mean(3.6, 3, 30, outcome="severity (0-18, lower is better)")],
    [dict(statistic="change", value=12), dict(statistic="change", value=4, **CURD)],
]  # fmt: skip


@pytest.mark.parametrize("rows", RIGHT)
def test_a_number_that_fits_is_left_alone(rows):
    assert found(*rows) == []


def test_numbers_worked_out_from_made_up_people_are_left_alone():
    from scipy import stats

    random, rows = np.random.default_rng(7), []
    for number in range(40):
        place = dict(outcome=f"score {number}")
        cheese, curd = random.poisson(8, 31), random.poisson(9, 29)
        test = stats.ttest_ind(cheese, curd)
        low, high = test.confidence_interval()
        arms = [(cheese, {}), (curd, CURD)]
        rows += [mean(round(x.mean(), 2), round(x.std(ddof=1), 2), len(x), grain=1, **arm, **place) for x, arm in arms]
        whole_row = dict(value=round(cheese.mean() - curd.mean(), 2), low=round(low, 2), high=round(high, 2))
        rows.append(MD | place | whole_row | dict(p=float(f"{test.pvalue:.2g}"), n_analysed=60))
    assert set(found(*rows)) <= {"shared interval"}


@pytest.mark.parametrize(("average", "n"), [(3.44, 18), (5.18, 28), (2.5, 10), (7.9, 12)])
def test_every_sd_of_whole_numbers_that_can_be_made_passes(average, n):
    random = np.random.default_rng(n)
    for _ in range(200):
        values = random.integers(0, 12, n)
        assert whole.can_have(round(values.mean(), 2), round(values.std(ddof=1), 2), n)


def test_rounding_is_lenient_at_a_tie_in_both_directions():
    assert people.gives(87, 16)
    assert people.gives(88, 16)  # 14 of 16 is 87.5
    assert rounding.span(0.05) == pytest.approx((0.045, 0.055))


def test_a_finding_says_what_would_fit():
    row = integrity.check(*tables(dict(SHARE, value=80, n_analysed=16))).iloc[0]
    assert row["finding"] == "80% does not fit n = 16 (12.8 people); it fits n = 15."
    assert row["fits"] == "n = 15, or 13 of 16, which is 81.25%"
    assert row["weight"] == "does not fit"


def test_an_interval_without_symmetry_says_on_which_scale():
    texts = [integrity.check(*tables(rows[0]))["finding"].iloc[0] for rows in WRONG["lopsided interval"]]
    assert [re.match(r"On the (\w+) scale", text).group(1) for text in texts] == ["natural", "log"]


def test_a_spread_is_called_sd_or_se_by_arms_with_people_enough_only():
    assert found(mean(9.1, 2.0, 5), mean(9.9, 6.0, 5, **CURD)) == []


def paper(report_id, **other):
    study_id = other.pop("study_id", "s-x")
    seen = dict(kind="paper", seen="abstract", citation="Ham H. Moon cheese for thin manes. Journal of Pigs 2020")
    return dict(report_id=report_id, study_id=study_id) | seen | other


@pytest.mark.parametrize(
    "reports",
    [
        [paper("r-a", doi="10.1/x.9"), paper("r-b", doi="10.1/x.9", study_id="s-y")],
        [paper("r-a", pmid="12345678", doi="10.1/x.9"), paper("r-b", pmid="12345678", doi="10.1/y.7")],
        [paper("r-a", doi="10.1/x.9"), paper("r-b", doi="10.2/z.1")],
        [paper(f"r-{i}", doi=f"10.1/jocd.{12107 + i}", citation=f"Ham H. Title number {i * 11} is long enough. J {i}")
         for i in range(3)],
    ],
)  # fmt: skip
def test_identifiers_that_are_shared_or_filled_down_are_found(reports):
    assert found(reports=reports) == ["one DOI, two titles"]


def test_versions_of_a_preprint_may_have_a_doi_each():
    reports = [paper(f"r-{i}", kind="preprint", doi=f"10.1/rs.3.rs-55/v{i}") for i in (1, 2, 3)]
    assert found(reports=reports) == []


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (dict(planned_n=90), "90 people registered, 60 reported"),
        (dict(status="Withdrawn"), "the registration says 'Withdrawn'"),
        (dict(date="2021-03"), "that may be the day of its last update"),
    ],
)
def test_a_registration_that_does_not_fit_is_found_and_an_inferred_link_is_said(entry, says):
    for citation, inferred in (("Registration NCT1", False), ("Registration NCT1 (link inferred)", True)):
        record = dict(report_id="r-n", study_id="s-x", kind="registration", citation=citation) | entry
        row = integrity.check(*tables(mean(9.1, 4, 30), reports=[record, paper("r-a", date="2020-11-02")])).iloc[0]
        assert row["rows"] == "r-n s-x"
        assert says in row["finding"]
        assert ("inference" in row["finding"]) is inferred


def test_what_could_not_be_checked_is_counted_apart_from_what_fits():
    rows = [dict(SHARE, value=80, n_analysed=15), dict(SHARE, value=80), dict(SHARE, value=80, n_analysed=16)]
    covered = integrity.covered(*tables(*rows)).set_index("check").loc["percent"]
    assert list(covered[["rows", "fit", "found", "could_not_check", "missing"]]) == [3, 1, 1, 1, "n_analysed (1)"]


def test_counts_of_coverage_add_up_and_every_kind_has_a_row(repo):
    data = evidence.load(repo / "data")
    covered = integrity.covered(data.results, data.reports, data.studies)
    assert list(covered["check"]) == list(integrity.KINDS)
    assert (covered[["fit", "found", "could_not_check"]].sum(axis=1) == covered["rows"]).all()


def test_every_finding_of_the_first_case_was_looked_at_and_the_page_lists_no_other(repo):
    data = evidence.load(repo / "data")
    findings = integrity.check(data.results, data.reports, data.studies)
    page = (repo / "docs" / "integrity.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| ([^|]+?) \| `([^`|]+)` \| [^|]+ \| (true|explained)[ ,;:][^|]* \|$", page, re.MULTILINE)
    assert [entry[:2] for entry in listed] == list(zip(findings["check"], findings["rows"], strict=True))


def test_the_page_has_a_part_for_every_kind(repo):
    page = (repo / "docs" / "integrity.md").read_text(encoding="utf-8")
    assert re.findall(r"^### \d+\. (.+)$", page, re.MULTILINE) == list(integrity.KINDS)
