"""Ratings -> one row per coefficient, by group where asked, and the pairs of categories that raters confuse."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evidence.agreement import coefficients
from evidence.agreement.coefficients import Estimate
from evidence.agreement.ratings import WEIGHTS, Ratings, column, distances, read, refuse, texts
from evidence.errors import StatisticsError

NUMBERS = ("value", "se", "ci_low", "ci_high")
COLUMNS = ("coefficient", *NUMBERS, "items", "raters", "note")
# The prevalence effect is pointed out where all three hold. Cut-offs chosen by us.
LOW = 0.6  # a coefficient below this: at most "moderate" in Landis and Koch 1977
HIGH = 0.8  # raw agreement from this on
SKEWED = 0.8  # share of ratings in the commonest category from this on; 0.8 of two is a prevalence index of 0.6


def agreement(ratings: pd.DataFrame, categories=None, weights: str = "none", level: float = 0.95) -> pd.DataFrame:
    """Say how far raters agree, by each of the usual coefficients. Raters who agree may still be wrong.

    Parameters
    ----------
    ratings : DataFrame, one row a rating
        item, rater, rating (text, or numbers that are names). A rating that is missing is a blank cell or no row.
    categories : sequence or set of str, optional
        All that raters could say; a sequence gives their order. Without it: the categories of a categorical column,
        else those seen, unordered. AC1 and AC2 depend on how many there are, so give all.
    weights : {"none", "linear", "quadratic"}
        Whether neighbouring categories agree in part; only where they have an order, and then at equal steps.
    level : float
        Coverage of all intervals, between 0 and 1.

    Returns
    -------
    DataFrame, five rows
        coefficient, value, se, ci_low, ci_high (shares of 1, not percent), items (rated by two or more), raters, note
        (why a number is blank, or that prevalence lowers it).

    Raises
    ------
    StatisticsError
        Absent columns; ratings without item or rater; two of one item by one rater; categories not in the list;
        weights without an order; unknown words.

    Notes
    -----
    - raw agreement: pairs of raters who say exactly the same, whatever the weights, averaged over items. Wilson
      interval where all items have two ratings, else Gwet's variance.
    - Cohen kappa: two raters, items that both rated. Asymptotic variance, interval from the normal distribution.
    - Fleiss kappa: equally many ratings per item, never weighted. Gwet's variance.
    - Krippendorff alpha: the distance of categories is 0 or 1 (none), their steps apart (linear) or its square
      (quadratic; his interval metric). Variance by the delete-one jackknife over items.
    - Gwet AC1, with weights AC2: items with one rating count towards chance. Gwet's variance.

    Gwet's variance and the jackknife go with t, items - 1 degrees of freedom; limits are cut at -1 and 1. There is no
    interval without spread between items. With no pair, one item or one category in use all but raw agreement are
    undefined, hence blank: AC1 too, though its formula gives 1 for one category. Where raw agreement is at least 0.8,
    one category holds at least 0.8 of the ratings and a kappa or alpha is below 0.6 (cut-offs are ours), its note says
    so and points to AC1.

    References
    ----------
    Fleiss, Cohen, Everitt 1969, Psychol Bull 72:323 (kappa, variance). Fleiss 1971, Psychol Bull 76:378.
    Krippendorff 2011, Computing Krippendorff's alpha-reliability. Gwet 2008, Br J Math Stat Psychol 61:29; Gwet 2014,
    Handbook of Inter-Rater Reliability, 4th ed., ch. 5; both as in the R package irrCAC 1.0, for given raters and
    items from a population without end. Feinstein and Cicchetti 1990, J Clin Epidemiol 43:543 (prevalence).

    Examples
    --------
    >>> said = pd.DataFrame([("low", "low")] * 8 + [("low", "high"), ("high", "low")], columns=["A", "B"])
    >>> long = said.rename_axis("item").reset_index().melt("item", var_name="rater", value_name="rating")
    >>> got = agreement(long, categories=["low", "high"])
    >>> got[["coefficient", "value", "ci_low", "ci_high"]].round(2)
              coefficient  value  ci_low  ci_high
    0       raw agreement   0.80    0.49     0.94
    1         Cohen kappa  -0.11   -0.26     0.04
    2        Fleiss kappa  -0.11   -0.30     0.08
    3  Krippendorff alpha  -0.06   -0.23     0.11
    4            Gwet AC1   0.76    0.32     1.00
    >>> got["note"][1]
    "90% of ratings are 'low', which lowers it: raw agreement is 80%, see Gwet AC1"
    """
    return _compare(ratings, "agreement", categories, weights, level)


def by_group(
    ratings: pd.DataFrame, group: str, categories=None, weights: str = "none", level: float = 0.95
) -> pd.DataFrame:
    """Say how far raters agree within each group of ratings, such as each domain of a tool.

    Parameters
    ----------
    ratings : DataFrame, one row a rating
        As for `agreement`, and the column that `group` names.
    group : str
        Column by whose words ratings are taken apart.
    categories, weights, level
        As for `agreement`; without `categories` each group has those seen in it.

    Returns
    -------
    DataFrame, five rows per group, sorted by group
        group, and the columns of `agreement`.

    Raises
    ------
    StatisticsError
        As for `agreement`; ratings without a group.
    """
    names = pd.Series(texts(column(ratings, "by_group", group)), index=ratings.index, dtype=object)
    rated = pd.Series(texts(column(ratings, "by_group", "rating")), index=ratings.index, dtype=object) != ""
    refuse(rated & (names == ""), "by_group", f"{group} is blank", "a group for every rating", "name the group")
    parts = []
    for name in sorted(set(names[rated])):
        rows = _compare(ratings[names == name], f"by_group, {group} {name}", categories, weights, level)
        parts.append(rows.assign(group=name))
    nothing = pd.DataFrame(columns=["group", *COLUMNS]).astype(dict.fromkeys(NUMBERS, float))
    return pd.concat(parts, ignore_index=True)[list(nothing.columns)] if parts else nothing


def disagreements(ratings: pd.DataFrame, categories=None) -> pd.DataFrame:
    """List the pairs of categories on which raters differ, the most frequent first.

    Parameters
    ----------
    ratings : DataFrame, one row a rating
        item, rater, rating, as for `agreement`.
    categories : sequence or set of str, optional
        As for `agreement`; the earlier category of a pair is rating_1.

    Returns
    -------
    DataFrame, one row per pair that occurs
        rating_1, rating_2, items (those that one rater put in the one and another rater in the other; an item with
        three different ratings counts in three pairs).

    Raises
    ------
    StatisticsError
        As for `agreement`.

    Examples
    --------
    >>> rows = {"item": ["s1", "s1", "s2", "s2"], "rater": list("ABAB"), "rating": ["low", "high", "high", "low"]}
    >>> disagreements(pd.DataFrame(rows), categories=["low", "some concerns", "high"])
      rating_1 rating_2  items
    0      low     high      2
    """
    found = read(ratings, "disagreements", categories)
    present = (found.counts() > 0).astype(int)
    items = np.triu(present.T @ present, 1)
    pairs = sorted(zip(*np.nonzero(items), strict=True), key=lambda pair: (-items[pair], pair))
    rows = [(found.categories[one], found.categories[two], items[one, two]) for one, two in pairs]
    return pd.DataFrame(rows, columns=["rating_1", "rating_2", "items"]).astype(
        {"rating_1": object, "rating_2": object, "items": int}
    )


def _compare(ratings: pd.DataFrame, where: str, categories, weights: str, level: float) -> pd.DataFrame:
    if not isinstance(weights, str) or weights not in WEIGHTS:
        raise StatisticsError(f"{where}: weights is {weights!r}; allowed: {', '.join(WEIGHTS)}; do: name one of them")
    if not isinstance(level, (int, float, np.number)) or not 0 < level < 1:
        raise StatisticsError(f"{where}: level is {level!r}; allowed: between 0 and 1; do: write 0.95 for 95%")
    found = read(ratings, where, categories)
    if weights != "none" and not found.ordered:
        raise StatisticsError(
            f"{where}: {weights} weights of categories without an order; allowed: an ordered list of categories; "
            "do: list the categories in order or leave out the weights"
        )
    estimates = _estimates(found, weights, float(level))
    counts = found.counts()
    size = {"items": int((counts.sum(axis=1) >= 2).sum()), "raters": found.codes.shape[1]}
    rows = [{"coefficient": name, **estimate._asdict(), **size} for name, estimate in estimates.items()]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(dict.fromkeys(NUMBERS, float))


def _estimates(found: Ratings, weights: str, level: float) -> dict[str, Estimate]:
    """Each coefficient by name, with the reasons against it."""
    counts, distance = found.counts(), distances(len(found.categories), weights)
    paired = counts[counts.sum(axis=1) >= 2]
    robust = "Gwet AC1" if weights == "none" else "Gwet AC2"
    names = ("raw agreement", "Cohen kappa", "Fleiss kappa", "Krippendorff alpha", robust)
    if not len(paired):
        return dict.fromkeys(names, Estimate(note="undefined: no item has two ratings"))
    raw = coefficients.raw_agreement(counts, level)
    share = paired.sum(axis=0) / paired.sum()
    if len(paired) == 1 or share.max() == 1:
        why = "only 1 item has two ratings" if len(paired) == 1 else "all ratings are in one category"
        return dict.fromkeys(names, Estimate(note=f"undefined: {why}")) | {names[0]: raw}
    estimates = (
        raw,
        _cohen(found, distance, level),
        _fleiss(paired, weights, level),
        coefficients.krippendorff_alpha(paired, distance, level),
        coefficients.gwet_ac(counts, distance, level),
    )
    most = found.categories[int(share.argmax())]
    hint = f"{share.max():.0%} of ratings are {most!r}, which lowers it: raw agreement is {raw.value:.0%}, see {robust}"
    skewed = raw.value >= HIGH and share.max() >= SKEWED
    return {  # with so much raw agreement and skew AC1 and AC2 are never low themselves
        name: _noted(estimate, hint) if skewed and estimate.value < LOW else estimate
        for name, estimate in zip(names, estimates, strict=True)
    }


def _cohen(found: Ratings, distance: np.ndarray, level: float) -> Estimate:
    raters = found.codes.shape[1]
    if raters != 2:
        return Estimate(note=f"needs two raters, found {raters}")
    pairs = found.codes[(found.codes >= 0).all(axis=1)]
    table = np.zeros(distance.shape)
    np.add.at(table, tuple(pairs.T), 1)
    return coefficients.cohen_kappa(table, distance, level)


def _fleiss(paired: np.ndarray, weights: str, level: float) -> Estimate:
    sizes = paired.sum(axis=1)
    if sizes.min() < sizes.max():
        return Estimate(note=f"needs equally many ratings per item, found {sizes.min()} to {sizes.max()}")
    estimate = coefficients.fleiss_kappa(paired, level)
    return estimate if weights == "none" else _noted(estimate, "without weights: it has none")


def _noted(estimate: Estimate, note: str) -> Estimate:
    return estimate._replace(note="; ".join(filter(None, (estimate.note, note))))
