"""Does the estimate hang on one study, on a kind of study, or on when one looks? Each answer is one call of `pool`."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evidence.errors import StatisticsError
from evidence.synthesis.inputs import floats, labels
from evidence.synthesis.pooling import pool

# Limits of metafor 3.8-1 (influence.rma.uni, is.infl) for one coefficient.
COOK_LIMIT = 0.5  # of the chi-square distribution with 1 degree of freedom
DFFITS_LIMIT, HAT_LIMIT, DFBS_LIMIT = 3.0, 3.0, 1.0


def leave_one_out(effect, variance, label=None, **options) -> pd.DataFrame:
    """Pool a body of evidence as often as it has results, each time without one of them.

    Parameters
    ----------
    effect, variance : array of float, shape (k,)
        One body of two or more results.
    label : array, shape (k,), optional
        Names of the results; their places from 0 up where none are given.
    **options
        Passed to `pool`.

    Returns
    -------
    DataFrame, one row per result, in the order given
        left_out, then the columns of `pool` without group.

    Raises
    ------
    StatisticsError
        Fewer than two results, and whatever `pool` refuses.

    Examples
    --------
    >>> leave_one_out([0.1, 0.52, 0.93], [0.01, 0.04, 0.02], ["a", "b", "c"]).round(3)[["left_out", "k", "estimate"]]
      left_out  k  estimate
    0        a  2     0.749
    1        b  2     0.509
    2        c  2     0.274
    """
    effect, variance, name = _body("leave_one_out", effect, variance, label)
    kept = ~np.eye(effect.size, dtype=bool)
    return _pool_subsets(kept, effect, variance, options).assign(group=name).rename(columns={"group": "left_out"})


def cumulative(effect, variance, order, label=None, **options) -> pd.DataFrame:
    """Pool the first result, the first two, and so on, in a stated order.

    Parameters
    ----------
    effect, variance : array of float, shape (k,)
        One body of two or more results.
    order : array, shape (k,)
        What to sort by, such as the year. Equal values keep the order of the rows.
    label : array, shape (k,), optional
        Names of the results; their places from 0 up where none are given.
    **options
        Passed to `pool`.

    Returns
    -------
    DataFrame, one row per result, in the stated order
        added (the result that came last), order (its value), then the columns of `pool` without group.

    Raises
    ------
    StatisticsError
        Fewer than two results, a blank in `order` or kinds that cannot be sorted, and whatever `pool` refuses.

    Examples
    --------
    >>> cumulative([0.1, 0.52, 0.93], [0.01, 0.04, 0.02], [2003, 2001, 2002]).round(3)[["order", "k", "estimate"]]
       order  k  estimate
    0   2001  1     0.520
    1   2002  2     0.749
    2   2003  3     0.509
    """
    effect, variance, name = _body("cumulative", effect, variance, label)
    value = pd.Series(labels(order, "cumulative", "order"))
    if len(value) != effect.size:
        found = f"{len(value)} values in order for {effect.size} results"
        raise StatisticsError(f"cumulative: {found}; allowed: one per result; do: pass one column")
    try:
        place = value.sort_values(kind="stable").index.to_numpy()
    except TypeError as error:
        found = f"order holds values of several kinds ({error})"
        raise StatisticsError(f"cumulative: {found}; allowed: one kind, such as years; do: mend them") from error
    kept = np.tri(effect.size, dtype=bool)
    rows = _pool_subsets(kept, effect[place], variance[place], options).drop(columns="group")
    rows.insert(0, "order", value.to_numpy()[place])
    rows.insert(0, "added", name[place])
    return rows


def with_and_without(effect, variance, flags: pd.DataFrame, **options) -> pd.DataFrame:
    """Pool a body whole, and without the results that carry each flag (retracted, unconfirmed, at high risk ...).

    Parameters
    ----------
    effect, variance : array of float, shape (k,)
        One body of two or more results.
    flags : DataFrame of bool, shape (k, flags)
        One column per reason to leave a result out; rows are matched by position.
    **options
        Passed to `pool`.

    Returns
    -------
    DataFrame, one row for the whole body and one per flag
        without ("nothing" or the flag), left_out (how many), then the columns of `pool` without group. Where a flag
        takes every result away, its numbers are blank and k is 0.

    Raises
    ------
    StatisticsError
        Flags that are not true or false, another number of rows, and whatever `pool` refuses.

    Examples
    --------
    >>> flags = pd.DataFrame({"retracted": [False, False, True]})
    >>> got = with_and_without([0.1, 0.52, 0.93], [0.01, 0.04, 0.02], flags)
    >>> got.round(2)[["without", "left_out", "k", "estimate"]]
         without  left_out  k  estimate
    0    nothing         0  3      0.51
    1  retracted         1  2      0.27
    """
    effect, variance, _ = _body("with_and_without", effect, variance, None)
    flags = pd.DataFrame(flags)
    fits = len(flags) == effect.size and all(map(pd.api.types.is_bool_dtype, flags.dtypes))
    if not fits or flags.isna().any(axis=None):
        found = f"flags of shape {flags.shape} and types {', '.join(sorted({str(t) for t in flags.dtypes})) or 'none'}"
        allowed = f"{effect.size} rows of true or false without blanks"
        raise StatisticsError(f"with_and_without: {found}; allowed: {allowed}; do: compare, for example with .eq()")
    kept = np.vstack([np.ones(effect.size, dtype=bool), ~flags.to_numpy(dtype=bool).T])
    rows = _pool_subsets(kept, effect, variance, options).drop(columns="group")
    rows.insert(0, "left_out", (~kept).sum(axis=1))
    rows.insert(0, "without", ["nothing", *map(str, flags.columns)])
    return rows


def influence(effect, variance, label=None, tau2: str = "REML") -> pd.DataFrame:
    """Say how far each result moves the estimate of its body.

    Parameters
    ----------
    effect, variance : array of float, shape (k,)
        One body of three or more results.
    label : array, shape (k,), optional
        Names of the results; their places from 0 up where none are given.
    tau2 : str
        Estimator, as in `pool`.

    Returns
    -------
    DataFrame, one row per result, in the order given
        result, rstudent (externally standardised residual), dffits, cook (Cook's distance), cov_ratio, tau2_without,
        q_without, hat, dfbs (change of the estimate in standard errors without the result), weight (percent),
        influential (any limit of metafor is passed).

    Raises
    ------
    StatisticsError
        Fewer than three results, and whatever `pool` refuses.

    References
    ----------
    Viechtbauer and Cheung 2010, Res Synth Methods 1:112; limits as in metafor 3.8-1.

    Examples
    --------
    >>> influence([0.1, 0.52, 0.93], [0.01, 0.04, 0.02], ["a", "b", "c"], tau2="DL").round(2)[["result", "cook", "hat"]]
      result  cook   hat
    0      a  0.72  0.35
    1      b  0.00  0.31
    2      c  0.71  0.34
    """
    from scipy.special import chdtri  # inside: reading tables must not wait for scipy

    effect, variance, name = _body("influence", effect, variance, label, fewest=3)
    k = effect.size
    whole = pool(effect, variance, tau2=tau2, interval="z", tau2_interval=False).iloc[0]
    rest = leave_one_out(effect, variance, tau2=tau2, interval="z", tau2_interval=False)
    weight = 1 / (variance + whole["tau2"])
    hat, moved = weight / weight.sum(), whole["estimate"] - rest["estimate"].to_numpy()
    rows = pd.DataFrame(
        {
            "result": name,
            "rstudent": (effect - rest["estimate"]) / np.sqrt(variance + rest["tau2"] + rest["se"] ** 2),
            "dffits": moved / np.sqrt(hat * (rest["tau2"] + variance)),
            "cook": moved**2 / whole["se"] ** 2,
            "cov_ratio": rest["se"] ** 2 / whole["se"] ** 2,
            "tau2_without": rest["tau2"],
            "q_without": rest["q"],
            "hat": hat,
            "dfbs": moved / np.sqrt(1 / (1 / (variance + rest["tau2"].to_numpy()[:, None])).sum(axis=1)),
            "weight": 100 * hat,
        }
    )
    return rows.assign(
        influential=(rows["dffits"].abs() > DFFITS_LIMIT * np.sqrt(1 / (k - 1)))
        | (rows["cook"] > chdtri(1, COOK_LIMIT))
        | (rows["hat"] > HAT_LIMIT / k)
        | (rows["dfbs"].abs() > DFBS_LIMIT)
    )


def _body(where: str, effect, variance, label, fewest: int = 2) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    effect, variance = floats(effect, "effect", where), floats(variance, "variance", where)
    name = np.arange(effect.size) if label is None else labels(label, where, "label")
    sizes = {"effect": effect.size, "variance": variance.size, "label": len(name)}
    if len(set(sizes.values())) > 1:
        found = ", ".join(f"{what} {size}" for what, size in sizes.items())
        raise StatisticsError(f"{where}: unequal lengths ({found}); allowed: one of each per result; do: align them")
    if effect.size < fewest:
        found = f"found {effect.size} results; allowed: {fewest} or more"
        raise StatisticsError(f"{where}: {found}; do: show the results as they are")
    pool(effect, variance, model="common")  # refuses what cannot be pooled, by its place among these rows
    return effect, variance, name


def _pool_subsets(kept: np.ndarray, effect: np.ndarray, variance: np.ndarray, options: dict) -> pd.DataFrame:
    """Pool one subset per row of `kept` (bool, subsets x results); an empty one becomes a blank row with k = 0."""
    subset, member = np.nonzero(kept)
    rows = pool(effect[member], variance[member], group=subset, **options)
    rows = rows.set_index("group").reindex(range(len(kept)))
    return rows.assign(k=rows["k"].fillna(0).astype(int), pi_note=rows["pi_note"].fillna("")).reset_index()
