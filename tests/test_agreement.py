"""Agreement equals published numbers and a slow count by pairs, and says so where it means nothing."""

from fractions import Fraction
from itertools import combinations, permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import evidence
from evidence.agreement import WEIGHTS, agreement, by_group, disagreements
from evidence.errors import StatisticsError

SAME = 1e-9  # absolute: the same sum in another order
SLOPE = 1e-6  # relative: a slope from a finite step
SIX_DIGITS = 6e-7  # absolute: six or seven decimals were printed
FIVE_DIGITS = 6e-6  # absolute: five decimals were printed
FOUR_DIGITS = 6e-5  # absolute: four decimals were printed
THREE_DIGITS = 6e-4  # absolute: three decimals were printed
TWO_DIGITS = 6e-3  # absolute: two decimals were printed

RAW, COHEN, FLEISS, ALPHA, AC1, AC2 = (
    *("raw agreement", "Cohen kappa", "Fleiss kappa", "Krippendorff alpha"),
    *("Gwet AC1", "Gwet AC2"),
)
NUMBERS = ["value", "se", "ci_low", "ci_high"]
PROPERTIES = settings(derandomize=True, deadline=None, max_examples=25)
SLOW = settings(PROPERTIES, max_examples=15)
EACH_WEIGHT = pytest.mark.parametrize("weights", WEIGHTS)


def long(items) -> pd.DataFrame:
    """A frame of ratings from one sequence per item, in the order of raters; None is a missing rating."""
    rows = [(f"i{i:03}", f"r{r}", rating) for i, item in enumerate(items) for r, rating in enumerate(item)]
    return pd.DataFrame(rows, columns=["item", "rater", "rating"])


def square(table) -> pd.DataFrame:
    """A frame of ratings from a square table of two raters; categories are a, b, c in the order of the table."""
    cells = [(a, b, n) for a, row in zip("abcd", table, strict=False) for b, n in zip("abcd", row, strict=False)]
    return long([(a, b) for a, b, n in cells for _ in range(n)])


def counted(table) -> pd.DataFrame:
    """A frame of ratings from counts of raters by item and category; categories are 0, 1, 2 and so on."""
    return long([[k for k, n in enumerate(row) for _ in range(n)] for row in table])


def rows(ratings: pd.DataFrame, *args, **options) -> pd.DataFrame:
    return agreement(ratings, *args, **options).set_index("coefficient")


# --- known answers ----------------------------------------------------------------------------------------------------

SAS = [[0, 4, 1], [0, 8, 0], [0, 1, 5]]
ABSTRACTORS = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
FOUR_RATERS = list(  # Krippendorff 2011, section C; irrCAC cac.raw4raters gives the lone 3 to another rater
    zip(
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
        strict=True,
    )
)
SIX_PSYCHIATRISTS = [  # irrCAC distrib.6raters
    *([0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0], [2, 0, 4, 0, 0]),
    *([0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6], [1, 0, 0, 5, 0], [1, 1, 0, 4, 0]),
    *([0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1]),
]
DIAGNOSES = """
444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445 333335 111455
111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555"""


@pytest.mark.parametrize(
    ("weights", "expected"),
    [("none", [0.4842, 0.1380, 0.2137, 0.7547]), ("linear", [0.4701, 0.1457, 0.1845, 0.7558])],
)
def test_cohen_kappa_of_the_example_of_sas_proc_freq(weights, expected):
    got = rows(square(SAS), list("abc"), weights)
    assert got.loc[COHEN, NUMBERS].tolist() == pytest.approx(expected, abs=FOUR_DIGITS)


def test_quadratic_cohen_kappa_of_the_example_of_sas_by_an_independent_computation():
    got = rows(square(SAS), list("abc"), "quadratic").loc[COHEN]
    assert [got["value"], got["se"]] == pytest.approx([0.4501607717, 0.1922327], abs=SIX_DIGITS)


def test_cohen_kappa_of_the_example_of_r_statpsych():
    got = rows(square([[31, 12], [4, 58]])).loc[COHEN, NUMBERS]
    assert got.tolist() == pytest.approx([0.6756757, 0.0734476, 0.5317210, 0.8196303], abs=SIX_DIGITS)


def test_cohen_kappa_of_fifty_items_worked_by_hand():
    got = rows(square([[20, 5], [10, 15]]))
    assert [got["value"][RAW], got["value"][COHEN]] == pytest.approx([0.7, 0.4], abs=SAME)
    assert got["se"][COHEN] == pytest.approx(0.1269961, abs=SIX_DIGITS)


def test_linear_cohen_kappa_of_thirty_items_worked_by_hand():
    got = rows(square([[10, 4, 2], [2, 5, 1], [1, 0, 5]]), list("abc"), "linear")["value"]
    assert got[COHEN] == pytest.approx(float((Fraction(47, 60) - Fraction(511, 900)) / (1 - Fraction(511, 900))))


def test_fleiss_kappa_of_ten_items_by_fourteen_raters_of_wikipedia():
    table = [
        *([0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1]),
        *([7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7]),
    ]
    got = rows(counted(table))["value"]
    assert [got[RAW], got[FLEISS]] == pytest.approx([0.3780220, 0.2099307], abs=SIX_DIGITS)


def test_fleiss_kappa_of_thirty_diagnoses_of_fleiss_1971_by_r_irr():
    assert rows(long(DIAGNOSES.split()))["value"][FLEISS] == pytest.approx(0.4302445, abs=SIX_DIGITS)


@pytest.mark.parametrize(("table", "kappa"), [([[7, 1], [3, 5]], 0.161905), ([[6, 1, 0], [0, 7, 0]], 0.708333)])
def test_fleiss_kappa_of_two_items_is_that_of_the_calculator_of_randolph(table, kappa):
    assert rows(counted(table))["value"][FLEISS] == pytest.approx(kappa, abs=SIX_DIGITS)


@pytest.mark.parametrize(
    ("section", "raters", "alpha"),
    [
        ("A", ["0100000010", "1110010000"], 0.095),
        ("B", ["112243335441", "212223335444"], 0.692),
        ("C", ["123321412   ", "1233224125 3", " 3332342251 ", "12332441251 "], 0.743),
    ],
)
def test_nominal_alpha_of_krippendorff_2011(section, raters, alpha):
    assert rows(long(zip(*raters, strict=True)))["value"][ALPHA] == pytest.approx(alpha, abs=THREE_DIGITS), section


def test_interval_alpha_of_krippendorff_2011_section_d():
    got = rows(long(FOUR_RATERS), [1, 2, 3, 4, 5], "quadratic")["value"]
    assert got[ALPHA] == pytest.approx(0.849, abs=THREE_DIGITS)


def test_four_raters_with_missing_ratings_as_in_the_vignettes_of_irrcac():
    got = rows(long(FOUR_RATERS))
    assert got.loc[RAW, NUMBERS].tolist() == pytest.approx([0.8181818, 0.12561, 0.542, 1], abs=THREE_DIGITS)
    assert got.loc[AC1, NUMBERS].tolist() == pytest.approx([0.77544, 0.14295, 0.461, 1], abs=THREE_DIGITS)
    assert got.loc[[RAW, AC1], "se"].tolist() == pytest.approx([0.12561, 0.14295], abs=FIVE_DIGITS)
    assert got["value"][[AC1, ALPHA]].tolist() == pytest.approx([0.77544, 0.74342], abs=FIVE_DIGITS)
    weighted = rows(long(FOUR_RATERS), [1, 2, 3, 4, 5], "quadratic")
    assert weighted.loc[AC2, NUMBERS].tolist() == pytest.approx([0.914, 0.10396, 0.685, 1], abs=THREE_DIGITS)
    assert [weighted["se"][AC2], weighted["value"][ALPHA]] == pytest.approx([0.10396, 0.84911], abs=FIVE_DIGITS)
    assert (got["items"] == 11).all()
    assert (got["raters"] == 4).all()


def test_six_psychiatrists_as_in_the_vignettes_of_irrcac():
    got = rows(counted(SIX_PSYCHIATRISTS))
    assert got.loc[FLEISS, NUMBERS].tolist() == pytest.approx([0.4139265, 0.08119291, 0.24, 0.588], abs=THREE_DIGITS)
    assert got.loc[AC1, NUMBERS].tolist() == pytest.approx([0.4448007, 0.08418757, 0.264, 0.625], abs=THREE_DIGITS)
    assert got["value"][[RAW, FLEISS, ALPHA, AC1]].tolist() == pytest.approx(
        [0.5511111, 0.4139265, 0.4204384, 0.4448007], abs=SIX_DIGITS
    )
    assert got["se"][[FLEISS, AC1]].tolist() == pytest.approx([0.08119291, 0.08418757], abs=SIX_DIGITS)
    weighted = rows(counted(SIX_PSYCHIATRISTS), range(5), "quadratic")
    assert weighted.loc[[AC2, ALPHA], "value"].tolist() == pytest.approx([0.4837438, 0.259511], abs=SIX_DIGITS)
    assert weighted["se"][AC2] == pytest.approx(0.1058227, abs=SIX_DIGITS)


@pytest.mark.parametrize(
    ("weights", "kappa", "alpha", "ac"),
    [
        ("none", [0.7964094, 0.05891072], 0.7972585, [0.8493305, 0.04321747]),
        ("quadratic", [0.8921569, 0.03535151], 0.8926487, [0.9402369, 0.01792019]),
    ],
)
def test_two_abstractors_as_in_the_vignettes_of_irrcac(weights, kappa, alpha, ac):
    got = rows(square(ABSTRACTORS), list("abc"), weights)
    assert got.loc[COHEN, ["value", "se"]].tolist() == pytest.approx(kappa, abs=SIX_DIGITS)
    assert got["value"][ALPHA] == pytest.approx(alpha, abs=SIX_DIGITS)
    gwet = got.iloc[-1]
    # For tables irrCAC divides by n = 100, for raw ratings (and here) by n - 1.
    assert [gwet["value"], gwet["se"] * np.sqrt(99 / 100)] == pytest.approx(ac, abs=SIX_DIGITS)
    assert got.loc[RAW, ["value", "se"]].tolist() == pytest.approx([0.89, 0.03128898], abs=SIX_DIGITS)


@pytest.mark.parametrize(
    ("same", "items", "low", "high"),
    [
        (81, 263, 0.2552885, 0.3662096),
        (15, 148, 0.0623864, 0.1604872),
        (0, 20, 0, 0.1611252),
        (1, 29, 0.0061132, 0.1717552),
    ],
)
def test_raw_agreement_of_two_has_the_wilson_interval_of_newcombe_1998_table_1(same, items, low, high):
    got = rows(long([("a", "a")] * same + [("a", "b")] * (items - same))).loc[RAW]
    assert got[["value", "ci_low", "ci_high"]].tolist() == pytest.approx([same / items, low, high], abs=SIX_DIGITS)


@pytest.mark.parametrize(
    ("table", "kappa", "noted"), [([[40, 9], [6, 45]], 0.70, False), ([[80, 10], [5, 5]], 0.32, True)]
)
def test_the_prevalence_effect_of_feinstein_and_cicchetti_1990_is_pointed_out(table, kappa, noted):
    got = rows(square(table))
    assert got["value"][RAW] == pytest.approx(0.85)
    assert got["value"][COHEN] == pytest.approx(kappa, abs=TWO_DIGITS)
    for name in (COHEN, FLEISS, ALPHA):
        assert got["note"][name].endswith("raw agreement is 85%, see Gwet AC1") is noted
    assert got["note"][[RAW, AC1]].tolist() == ["", ""]


# --- counted by pairs -------------------------------------------------------------------------------------------------


def gap(one: int, two: int, size: int, weights: str) -> Fraction:
    far = Fraction(abs(one - two), size - 1)
    return {"none": Fraction(one != two), "linear": far, "quadratic": far * far}[weights]


def kept(items) -> list[list[int]]:
    return [[rating for rating in item if rating is not None] for item in items]


def by_pairs(items, size: int, weights: str, mass=None) -> dict[str, Fraction]:
    """Raw agreement, AC1 or AC2 and, where it can be, Fleiss kappa by loops over pairs; an item counts `mass` times."""
    items = kept(items)
    mass = mass or [Fraction(1)] * len(items)
    found = [(item, m) for item, m in zip(items, mass, strict=True) if item]
    pairs = [(item, m) for item, m in found if len(item) > 1]

    def agreed(item, how) -> Fraction:
        both = list(permutations(item, 2))
        return sum(1 - gap(a, b, size, how) for a, b in both) / len(both)

    def mean(numbers) -> Fraction:
        numbers = list(numbers)
        return sum(x * m for x, m in numbers) / sum(m for _, m in numbers)

    got = {RAW: mean((agreed(item, "none"), m) for item, m in pairs)}
    plain, weighted = got[RAW], mean((agreed(item, weights), m) for item, m in pairs)
    share = [mean((Fraction(item.count(k), len(item)), m) for item, m in found) for k in range(size)]
    apart = [1 - gap(a, b, size, weights) for a in range(size) for b in range(size)]
    chance = sum(apart) * sum(p * (1 - p) for p in share) / (size * (size - 1))
    got[AC1 if weights == "none" else AC2] = (weighted - chance) / (1 - chance)
    if len({len(item) for item, _ in pairs}) == 1:
        of_pairs = [mean((Fraction(item.count(k), len(item)), m) for item, m in pairs) for k in range(size)]
        by_chance = sum(p * p for p in of_pairs)
        got[FLEISS] = (plain - by_chance) / (1 - by_chance)
    return got


def alpha_by_pairs(items, size: int, weights: str) -> Fraction | None:
    """Disagreement within items against that of all pairs of ratings; None where there is none to expect."""
    pairs = [item for item in kept(items) if len(item) > 1]
    ratings = [rating for item in pairs for rating in item]
    inside = sum(gap(a, b, size, weights) / (len(item) - 1) for item in pairs for a, b in permutations(item, 2))
    across = sum(gap(a, b, size, weights) for a, b in permutations(ratings, 2))
    return 1 - inside * (len(ratings) - 1) / across if across else None


def cohen_by_pairs(items, size: int, weights: str) -> Fraction:
    observed = sum(gap(a, b, size, weights) for a, b in items) / len(items)
    expected = sum(gap(a, b, size, weights) for a, _ in items for _, b in items) / len(items) ** 2
    return 1 - observed / expected


def used(items) -> set:
    return {rating for item in kept(items) if len(item) > 1 for rating in item}


def ratings_of(raters: int, missing: bool = False, size: int = 4):
    """Items by raters that leave every coefficient defined."""
    rating = st.sampled_from([*range(size), *[None] * missing])
    items = st.lists(st.tuples(*[rating] * raters), min_size=2, max_size=9)
    return items.filter(lambda them: len(used(them)) > 1 and sum(len(item) > 1 for item in kept(them)) > 1)


@EACH_WEIGHT
@PROPERTIES
@given(ratings_of(4, missing=True))
def test_values_are_those_counted_by_pairs_whatever_is_missing(weights, items):
    got = rows(long(items), range(4), weights)["value"]
    for name, value in (by_pairs(items, 4, weights) | {ALPHA: alpha_by_pairs(items, 4, weights)}).items():
        assert got[name] == pytest.approx(float(value), abs=SAME), name


@EACH_WEIGHT
@PROPERTIES
@given(ratings_of(2))
def test_values_of_two_raters_are_those_counted_by_pairs(weights, items):
    got = rows(long(items), range(4), weights)["value"]
    expected = by_pairs(items, 4, weights) | {
        COHEN: cohen_by_pairs(items, 4, weights),
        ALPHA: alpha_by_pairs(items, 4, weights),
    }
    assert got.to_dict() == pytest.approx({name: float(value) for name, value in expected.items()}, abs=SAME)


@EACH_WEIGHT
@SLOW
@given(ratings_of(3))
def test_gwet_variances_are_the_infinitesimal_jackknife_where_no_item_is_rated_once(weights, items):
    """Errors from slopes: how a coefficient moves when one item counts a little more."""
    got = rows(long(items), range(4), weights)["se"]
    step, one, n = Fraction(1, 10**4), Fraction(1), len(items)
    for name in (RAW, FLEISS, AC1 if weights == "none" else AC2):
        slopes = []
        for at in range(n):
            up, down = ([one + sign * step * (i == at) for i in range(n)] for sign in (1, -1))
            there, back = (by_pairs(items, 4, weights, mass)[name] for mass in (up, down))
            slopes.append(float((there - back) / (2 * step)))
        se = np.sqrt(n / (n - 1) * np.sum(np.square(slopes)))
        assert got[name] == pytest.approx(se, rel=SLOPE) or (np.isnan(got[name]) and se < 1e-6)


@EACH_WEIGHT
@PROPERTIES
@given(ratings_of(4, missing=True))
def test_alpha_has_the_error_of_leaving_out_each_item(weights, items):
    found = [item for item in items if len(kept([item])[0]) > 1]
    left = [alpha_by_pairs(found[:at] + found[at + 1 :], 4, weights) for at in range(len(found))]
    got = rows(long(items), range(4), weights).loc[ALPHA]
    if None in left:
        assert np.isnan(got["se"])
        assert got["note"].startswith("no interval: without one of the items it is undefined")
    else:
        se = np.sqrt((len(left) - 1) * np.var([float(value) for value in left]))
        assert got["se"] == pytest.approx(se, abs=SAME) or (np.isnan(got["se"]) and se < SAME)


def test_the_jackknife_of_alpha_comes_near_the_variance_of_gwet_in_the_vignettes_of_irrcac():
    assert rows(long(FOUR_RATERS))["se"][ALPHA] == pytest.approx(0.14557, rel=0.01)
    assert rows(counted(SIX_PSYCHIATRISTS))["se"][ALPHA] == pytest.approx(0.08243228, rel=0.01)


# --- properties -------------------------------------------------------------------------------------------------------


def assert_same(got: pd.DataFrame, expected: pd.DataFrame) -> None:
    np.testing.assert_allclose(got[NUMBERS], expected[NUMBERS], atol=SAME, rtol=0)
    assert got[["items", "raters"]].equals(expected[["items", "raters"]])


@PROPERTIES
@given(ratings_of(3, missing=True), st.permutations(range(4)))
def test_new_names_of_categories_change_nothing_without_weights(items, names):
    named = [[None if rating is None else f"name {names[rating]}" for rating in item] for item in items]
    assert_same(rows(long(named), {f"name {k}" for k in range(4)}), rows(long(items), range(4)))


@EACH_WEIGHT
@PROPERTIES
@given(ratings_of(2))
def test_turning_the_order_round_changes_nothing(weights, items):
    turned = [[3 - rating for rating in item] for item in items]
    assert_same(rows(long(turned), range(4), weights), rows(long(items), range(4), weights))


@EACH_WEIGHT
@PROPERTIES
@given(ratings_of(3, missing=True), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(weights, items, random):
    frame = long(items)
    order = random.sample(range(len(frame)), len(frame))
    got = rows(frame.iloc[order], range(4), weights)
    assert_same(got, rows(frame, range(4), weights))
    assert got["note"].equals(rows(frame, range(4), weights)["note"])


@EACH_WEIGHT
@PROPERTIES
@given(ratings_of(2))
def test_swapping_two_raters_changes_nothing(weights, items):
    assert_same(rows(long([item[::-1] for item in items]), range(4), weights), rows(long(items), range(4), weights))


@EACH_WEIGHT
@PROPERTIES
@given(ratings_of(3, missing=True))
def test_values_lie_in_their_intervals_and_these_between_minus_1_and_1(weights, items):
    got = rows(long(items), range(4), weights, level=0.9)
    wider = rows(long(items), range(4), weights, level=0.99)
    known = got["ci_low"].notna()
    assert got["value"].dropna().between(-1 - SAME, 1 + SAME).all()
    assert (got["se"][known & (got.index != RAW)] > 0).all()
    low, high, value = (got.loc[known, name] for name in ("ci_low", "ci_high", "value"))
    assert ((low <= value + SAME) & (value <= high + SAME)).all()
    assert ((wider.loc[known, "ci_low"] <= low) & (high <= wider.loc[known, "ci_high"])).all()
    assert (low >= got.index[known].map({RAW: 0}).fillna(-1)).all()
    assert (high <= 1).all()


@PROPERTIES
@given(ratings_of(2, size=2))
def test_two_categories_leave_nothing_to_weigh(items):
    plain = rows(long(items), [0, 1])
    for weights in ("linear", "quadratic"):
        np.testing.assert_allclose(rows(long(items), [0, 1], weights)[NUMBERS], plain[NUMBERS], atol=SAME)


def test_ratings_in_full_agreement_are_1_without_an_interval():
    got = rows(long([("a", "a"), ("b", "b"), ("a", "a"), ("b", "b")]))
    assert (got["value"] == 1).all()
    assert got.loc[[COHEN, FLEISS, AC1], "note"].eq("no interval: no spread between items").all()
    assert got.loc[[COHEN, FLEISS, AC1], NUMBERS[1:]].isna().all(axis=None)
    assert np.isnan(got["se"][RAW])
    assert got.loc[RAW, ["ci_low", "ci_high"]].tolist() == pytest.approx([0.510109, 1], abs=SIX_DIGITS)  # Wilson 4 of 4


def test_the_level_widens_every_interval():
    for frame in (square(ABSTRACTORS), counted(SIX_PSYCHIATRISTS)):
        narrow, wide = (rows(frame, level=level).dropna() for level in (0.8, 0.9))
        assert len(wide) >= 4
        assert ((wide["ci_low"] < narrow["ci_low"]) & (narrow["ci_high"] < wide["ci_high"])).all()
        assert wide["se"].equals(narrow["se"])


@pytest.mark.parametrize("more", [[], [("a", None, None)]])
def test_raw_agreement_of_three_raters_on_one_item_has_no_interval(more):
    got = rows(long([("a", "b", "b"), *more])).loc[RAW]
    assert got["value"] == pytest.approx(1 / 3)
    assert got[NUMBERS[1:]].isna().all()
    assert got["note"] == "no interval: only 1 item"


def test_raw_agreement_of_three_raters_never_has_limits_below_0():
    got = rows(long([("a", "b", "c"), ("a", "a", "b"), ("c", "a", "b")])).loc[RAW]
    assert got["ci_low"] == 0
    assert got["se"] > 0


def test_ac1_depends_on_categories_that_nobody_used():
    items = [("a", "a"), ("b", "b"), ("a", "b"), ("a", "a")]
    two, five = rows(long(items))["value"], rows(long(items), list("abcde"))["value"]
    assert two[[RAW, COHEN, FLEISS, ALPHA]].equals(five[[RAW, COHEN, FLEISS, ALPHA]])
    assert two[AC1] < five[AC1]


# --- nothing to say ---------------------------------------------------------------------------------------------------

ONE_CATEGORY = [("a", "a", "a"), ("a", "a", "a"), ("a", "a", None)]


@EACH_WEIGHT
@pytest.mark.parametrize(
    ("items", "raw", "why"),
    [
        (ONE_CATEGORY, 1, "undefined: all ratings are in one category"),
        ([("a", "a"), ("a", "a")], 1, "undefined: all ratings are in one category"),
        ([("a", "a"), ("a", "a"), ("b", None)], 1, "undefined: all ratings are in one category"),
        ([("a", "b")], 0, "undefined: only 1 item has two ratings"),
        ([("a", "a")], 1, "undefined: only 1 item has two ratings"),
        ([("a", "b", "b"), ("a", None, None)], 1 / 3, "undefined: only 1 item has two ratings"),
        ([("a", None), (None, "b")], None, "undefined: no item has two ratings"),
        ([("a",), ("b",)], None, "undefined: no item has two ratings"),
        ([], None, "undefined: no item has two ratings"),
    ],
)
def test_what_is_undefined_is_blank_and_says_why_but_raw_agreement_stays(weights, items, raw, why):
    got = rows(long(items), ["a", "b", "c"], weights)
    others = got.drop(index=RAW)
    assert others[NUMBERS].isna().all(axis=None)
    assert others["note"].eq(why).all()
    assert got["value"][RAW] == pytest.approx(np.nan if raw is None else raw, nan_ok=True)
    assert (got["note"][RAW] == why) is (raw is None)


def test_cohen_kappa_needs_exactly_two_raters():
    got = rows(long([("a", "b", "a"), ("b", "b", "a")])).loc[COHEN]
    assert got["note"] == "needs two raters, found 3"
    assert np.isnan(got["value"])


def test_of_two_raters_all_but_ac1_leave_out_items_rated_once():
    items = [("a", "a"), ("b", "a"), ("b", "b"), ("a", None), (None, "b")]
    got, paired = rows(long(items)), rows(long(items[:3]))
    pd.testing.assert_frame_equal(got.drop(index=AC1), paired.drop(index=AC1))
    assert got["se"][AC1] != pytest.approx(paired["se"][AC1])
    assert (got["items"] == 3).all()


def test_cohen_kappa_of_a_rater_who_always_says_the_same_is_0_by_construction():
    got = rows(long([("a", "a"), ("a", "b"), ("a", "a"), ("a", "a")])).loc[COHEN]
    assert got["value"] == 0
    assert got["note"].startswith("one rater used one category only")
    assert np.isnan(got["se"])


def test_fleiss_kappa_needs_equally_many_ratings():
    got = rows(long([("a", "b", "a"), ("b", "b", None)])).loc[FLEISS]
    assert got["note"] == "needs equally many ratings per item, found 2 to 3"
    assert np.isnan(got["value"])


def test_fleiss_kappa_has_no_weights_and_says_so():
    plain, weighted = rows(counted(SIX_PSYCHIATRISTS)), rows(counted(SIX_PSYCHIATRISTS), range(5), "linear")
    assert plain.loc[FLEISS, NUMBERS].equals(weighted.loc[FLEISS, NUMBERS])
    assert weighted["note"][FLEISS] == "without weights: it has none"


@pytest.mark.parametrize(
    ("table", "noted"),
    [
        ([[80, 10], [5, 5]], True),
        ([[72, 16], [5, 7]], False),  # raw agreement 79%
        ([[68, 10], [9, 13]], False),  # commonest category 78%
        ([[92, 1], [1, 6]], False),  # kappa 0.85
    ],
)
def test_the_prevalence_note_needs_low_kappa_high_agreement_and_skew(table, noted):
    assert ("see Gwet AC1" in rows(square(table))["note"][COHEN]) is noted


def test_the_prevalence_note_of_weighted_kappa_points_to_ac2():
    got = rows(square([[80, 10], [5, 5]]), ["a", "b", "c"], "linear")["note"]
    assert got[COHEN] == "88% of ratings are 'a', which lowers it: raw agreement is 85%, see Gwet AC2"


# --- frames -----------------------------------------------------------------------------------------------------------


def test_one_row_per_coefficient():
    got = agreement(long([("a", "b"), ("a", "a"), ("b", "b")]))
    assert got.columns.tolist() == ["coefficient", *NUMBERS, "items", "raters", "note"]
    assert got["coefficient"].tolist() == [RAW, COHEN, FLEISS, ALPHA, AC1]
    assert got.dtypes[NUMBERS].eq(float).all()
    assert got.dtypes[["items", "raters"]].eq(int).all()
    assert agreement(long([]), ["a"], "linear")["coefficient"].tolist() == [RAW, COHEN, FLEISS, ALPHA, AC2]


@pytest.mark.parametrize("blank", [None, np.nan, pd.NA, "", "  "])
def test_a_blank_rating_is_the_same_as_no_row(blank):
    items = [("a", "b", "a"), ("a", "a", blank), ("b", blank, "b"), (blank, blank, blank)]
    frame = long(items)
    absent = frame[[cell in ("a", "b") if isinstance(cell, str) else False for cell in frame["rating"]]]
    pd.testing.assert_frame_equal(agreement(frame), agreement(absent))


def test_numbers_and_words_that_read_the_same_are_one_category():
    mixed = long([(1, "1"), (1.0, " 1 "), (np.float32(2), "2"), ("2", 2)])
    assert rows(mixed, [1, 2])["value"][RAW] == 1


def test_the_input_is_left_as_it_was():
    frame = long([("a", "b"), ("a", "a"), ("b", "b")])
    before = frame.copy(deep=True)
    agreement(frame)
    disagreements(frame)
    pd.testing.assert_frame_equal(frame, before)


def test_a_categorical_column_brings_its_categories_and_its_order():
    frame = long([("low", "low"), ("high", "some"), ("some", "some"), ("high", "low")])
    kind = pd.CategoricalDtype(["low", "some", "high", "critical"], ordered=True)
    typed = frame.astype({"rating": kind})
    expected = agreement(frame, ["low", "some", "high", "critical"], "linear")
    pd.testing.assert_frame_equal(agreement(typed, weights="linear"), expected)
    with pytest.raises(StatisticsError, match="without an order"):
        agreement(frame.astype({"rating": pd.CategoricalDtype(kind.categories)}), weights="linear")


def test_groups_are_compared_on_their_own_and_sorted():
    frame = long([("a", "b"), ("a", "a"), ("b", "b"), ("a", "a"), ("b", "b"), ("a", "b"), ("b", "a")])
    frame["domain"] = ["selection"] * 6 + ["blinding"] * 8
    got = by_group(frame, "domain", ["a", "b"], "quadratic", 0.9)
    assert got.columns.tolist() == ["group", "coefficient", *NUMBERS, "items", "raters", "note"]
    assert got["group"].tolist() == ["blinding"] * 5 + ["selection"] * 5
    for name, part in got.groupby("group"):
        alone = agreement(frame[frame["domain"] == name], ["a", "b"], "quadratic", 0.9)
        pd.testing.assert_frame_equal(part.drop(columns="group").reset_index(drop=True), alone)
    assert by_group(frame.iloc[:0], "domain").columns.tolist() == got.columns.tolist()


def test_a_group_that_is_blank_is_refused_where_there_is_a_rating():
    frame = long([("a", "b"), ("a", None)]).assign(domain=["x", "x", "x", None])
    assert set(by_group(frame, "domain")["group"]) == {"x"}
    with pytest.raises(StatisticsError, match=r"^by_group: domain is blank \(1 of 4 ratings, first in row 1\);"):
        by_group(frame.assign(domain=["x", " ", "x", None]), "domain")
    with pytest.raises(StatisticsError, match=r"^by_group: found 0 columns tool;"):
        by_group(frame, "tool")


def test_a_fault_inside_a_group_names_the_group_and_the_row():
    frame = long([("a", "b"), ("a", "q")]).assign(domain=["x", "x", "y", "y"])
    with pytest.raises(StatisticsError, match=r"^by_group, domain y: rating is 'q' \(1 of 2 ratings, first in row 3\)"):
        by_group(frame, "domain", ["a", "b"])


def test_disagreements_come_in_the_order_of_how_often():
    got = disagreements(square([[10, 4, 2], [2, 5, 1], [1, 0, 5]]))
    assert got.to_numpy().tolist() == [["a", "b", 6], ["a", "c", 3], ["b", "c", 1]]
    assert got.columns.tolist() == ["rating_1", "rating_2", "items"]


def test_an_item_counts_once_for_each_pair_of_its_ratings():
    got = disagreements(long([("low", "low", "high", "high"), ("low", "some", "high", None)]), ["low", "some", "high"])
    assert got.to_numpy().tolist() == [["low", "high", 2], ["low", "some", 1], ["some", "high", 1]]


@PROPERTIES
@given(ratings_of(4, missing=True))
def test_disagreements_are_those_counted_item_by_item(items):
    expected = {}
    for item in kept(items):
        for pair in combinations(sorted(set(item)), 2):
            expected[pair] = expected.get(pair, 0) + 1
    got = disagreements(long(items), range(4))
    assert {(int(a), int(b)): n for a, b, n in got.to_numpy().tolist()} == expected
    assert got["items"].is_monotonic_decreasing


def test_no_disagreement_is_an_empty_frame():
    got = disagreements(long([("a", "a"), ("b", None)]))
    assert got.empty
    assert got["items"].dtype.kind == "i"


def test_the_module_is_part_of_the_public_face():
    assert "agreement" in evidence.__all__
    assert evidence.agreement.agreement is agreement


# --- bad input --------------------------------------------------------------------------------------------------------

GOOD = long([("a", "b"), ("a", "a"), ("b", "b")])


@pytest.mark.parametrize(
    ("frame", "options", "message"),
    [
        (GOOD.drop(columns="item"), {}, "found 0 columns item"),
        (GOOD.drop(columns="rater"), {}, "found 0 columns rater"),
        (GOOD.drop(columns="rating"), {}, "found 0 columns rating"),
        (GOOD.assign(more=1).set_axis(["item", "rater", "rating", "item"], axis=1), {}, "found 2 columns item"),
        ([("i1", "r1", "a")], {}, "found 0 columns item"),
        (GOOD.assign(item=[*"uvwxy", None]), {}, r"item is blank \(1 of 6 ratings, first in row 5\)"),
        (GOOD.assign(rater=["", *"uvwxy"]), {}, r"rater is blank \(1 of 6 ratings, first in row 0\)"),
        (
            pd.concat([GOOD, GOOD.iloc[:1].assign(rating="b")], ignore_index=True),
            {},
            r"the same rater rates the same item again \(1 of 7 ratings, first in row 6\)",
        ),
        (GOOD, {"categories": ["a", "c"]}, r"rating is 'b' \(3 of 6 ratings, first in row 1\); allowed: a, c"),
        (GOOD, {"categories": []}, "rating is 'a', 'b'"),
        (GOOD, {"categories": "ab"}, "categories is 'ab'; allowed: a list"),
        (GOOD, {"categories": 2}, "categories is 2;"),
        (GOOD, {"categories": ["a", "b", "a"]}, "categories are 'a', 'b', 'a'; allowed: each once"),
        (GOOD, {"categories": ["a", "b", ""]}, "categories are 'a', 'b', ''"),
        (GOOD, {"weights": "linear"}, "linear weights of categories without an order"),
        (GOOD, {"weights": "quadratic", "categories": {"a", "b"}}, "quadratic weights of categories without an order"),
        (GOOD, {"weights": "ordinal", "categories": ["a", "b"]}, "weights is 'ordinal'; allowed: none, linear, quad"),
        (GOOD, {"weights": None}, "weights is None; allowed"),
        (GOOD, {"level": 95}, "level is 95; allowed: between 0 and 1"),
        (GOOD, {"level": True}, "level is True;"),
        (GOOD, {"level": "0.95"}, "level is '0.95';"),
        (GOOD, {"level": float("nan")}, "level is nan;"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(frame, options, message):
    with pytest.raises(StatisticsError, match=f"^agreement: {message}") as caught:
        agreement(frame, **options)
    assert "; allowed: " in str(caught.value)
    assert "; do: " in str(caught.value)


def test_disagreements_refuse_the_same_frames():
    with pytest.raises(StatisticsError, match=r"^disagreements: rating is 'b'"):
        disagreements(GOOD, ["a"])
