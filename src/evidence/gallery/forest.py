"""Forest plots of the bodies of evidence that may be pooled, and of what `synthesis` makes of any body."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from evidence import synthesis
from evidence.figures import forest
from evidence.figures.forest.rows import BIAS, COLOUR, SYMBOL, TEXT, read
from evidence.figures.forest.words import estimates
from evidence.gallery.bodies import Body, named, poolable_bodies, with_unit
from evidence.gallery.exhibit import Exhibit, documents
from evidence.review import Review

ALL = "all"  # the group that `pool` names when it is given none
NUMBERS = ("estimate", "low", "high", "pi_low", "pi_high")


def forest_frame(effects: pd.DataFrame, pooled: pd.DataFrame, measure: str, **settings) -> pd.DataFrame:
    """Set results and what they were pooled to under each other, as `figures.plot_forest` draws them.

    Parameters
    ----------
    effects : DataFrame, one row a result
        label, effect, variance (on the scale that was pooled: log for ratios); where they exist ci_low, ci_high (else
        the normal interval at 95%), group, seen, and the columns of text and of risk of bias of `plot_forest`.
    pooled : DataFrame
        Rows of `synthesis.pool`: the group "all" is the whole, every other one a subgroup of `effects`.
    measure : str
        Measure of the effects, such as logRR or MD.
    **settings
        Columns of one value: threshold, favours_low and others of `figures.forest.rows.Settings`.

    Returns
    -------
    DataFrame
        The results with their weights in percent of the whole (or of their subgroup where there is no whole), each
        group closed by its pooled row, and the whole at the end; ratios taken back from their logarithms.

    Examples
    --------
    >>> effects = pd.DataFrame({"label": ["a", "b"], "effect": [0.0, 0.7], "variance": [0.1, 0.1]})
    >>> pooled = synthesis.pool(effects["effect"], effects["variance"], model="common")
    >>> forest_frame(effects, pooled, "logRR")[["label", "kind", "estimate", "weight"]].round(2)
              label    kind  estimate  weight
    0             a   study      1.00    50.0
    1             b   study      2.01    50.0
    2  All together  pooled      1.42     NaN
    """
    rows = _results(effects, pooled)
    whole, parts = pooled[pooled["group"].eq(ALL)], pooled[pooled["group"].ne(ALL)]
    blocks = []
    if parts.empty:
        blocks.append(rows)
    for part in parts.itertuples():
        mine = rows[rows["group"].eq(part.group)]
        blocks += [mine, _pooled(part, "subgroup", f"Together ({len(mine)})", str(part.group))]
    blocks += [_pooled(row, "pooled", "All together", "") for row in whole.itertuples()]
    return _finished(pd.concat(blocks, ignore_index=True), measure, settings)


def steps_frame(steps: pd.DataFrame, pooled: pd.DataFrame, measure: str, **settings) -> pd.DataFrame:
    """Set the rows of `synthesis.cumulative` or `synthesis.leave_one_out` under each other, and the whole at the end.

    Parameters
    ----------
    steps : DataFrame
        From either function, with labels.
    pooled : DataFrame
        The row of `synthesis.pool` for the whole body; without rows, the whole is left out.
    measure : str
        Measure of the effects, such as logRR or MD.
    **settings
        As for `forest_frame`.
    """
    without = "left_out" in steps
    labels = ("without " if without else "+ ") + steps["left_out" if without else "added"].astype(str)
    rows = pd.DataFrame({"label": labels, "kind": "step", "group": "", TEXT + "results": steps["k"]})
    if not without:
        rows[TEXT + "order"] = [str(value) for value in steps["order"]]
    numbers = {"estimate": "estimate", "low": "ci_low", "high": "ci_high"}
    rows = rows.assign(**{name: steps[column] for name, column in numbers.items()}, pi_low=math.nan, pi_high=math.nan)
    whole = [_pooled(row, "pooled", "All together", "") for row in pooled.itertuples()]
    return _finished(pd.concat([rows, *whole], ignore_index=True), measure, settings)


def _results(effects: pd.DataFrame, pooled: pd.DataFrame) -> pd.DataFrame:
    rows = effects.reset_index(drop=True)
    group = rows["group"].astype(str) if "group" in rows else pd.Series("", rows.index)
    tau2 = pooled.set_index(pooled["group"].astype(str))["tau2"].fillna(0)
    one = ALL in tau2.index
    body = pd.Series(ALL, rows.index) if one else group
    weight = 1 / (rows["variance"] + body.map(tau2))
    alone = synthesis.pool(rows["effect"], rows["variance"], rows.index, model="common")  # one body each: its interval
    given = "ci_low" in rows and "ci_high" in rows
    kept = [name for name in rows if str(name).startswith((TEXT, BIAS, COLOUR, SYMBOL)) or name == "seen"]
    frame = pd.DataFrame({"label": rows["label"], "kind": "study", "group": group, "estimate": rows["effect"]})
    frame["low"] = rows["ci_low"] if given else alone["ci_low"]
    frame["high"] = rows["ci_high"] if given else alone["ci_high"]
    return frame.assign(weight=100 * weight / weight.groupby(body).transform("sum")).join(rows[kept])


def _pooled(row, kind: str, label: str, group: str) -> pd.DataFrame:
    numbers = {"low": row.ci_low, "high": row.ci_high, "pi_low": row.pi_low, "pi_high": row.pi_high}
    words = {"label": label, "kind": kind, "group": group, "note": spread(row)}
    return pd.DataFrame([{**words, "estimate": row.estimate, **numbers}])


def spread(pooled) -> str:
    """Say in numbers how far results differ; blank for one result.

    Parameters
    ----------
    pooled : a row of `synthesis.pool`
        k, i2, tau2, q, q_df.
    """
    if math.isnan(pooled.q):
        return ""
    return f"I² {pooled.i2:.0f}%, τ² {pooled.tau2:.3g}, Q {pooled.q:.1f} ({pooled.q_df:.0f} df)"


def _finished(frame: pd.DataFrame, measure: str, settings: dict) -> pd.DataFrame:
    name, log = named(measure)
    if log:
        frame = frame.assign(**{column: np.exp(frame[column].astype(float)) for column in NUMBERS})
    return frame.assign(**{"measure": name, "log": log, "null": 1.0 if log else 0.0} | settings)


def exhibits(review: Review, claim_id: str = "") -> list[Exhibit]:
    """Give a forest plot of each body that may be pooled; none where nothing may."""
    return [_exhibit(review, body) for body in poolable_bodies(review, claim_id)]


def _exhibit(review: Review, body: Body) -> Exhibit:
    pooled = synthesis.pool(body.effects["effect"], body.effects["variance"])
    rows = body.effects.rename(columns={"n_analysed": f"{TEXT}people", "design": f"{TEXT}design"})
    rows = rows.reset_index(drop=True).join(_bias(review, body.effects["study_id"]))
    frame = forest_frame(rows, pooled, body.measure).assign(**with_unit(body))
    if body.measure in ("PR", "M"):
        frame = frame.assign(null=math.nan)  # a share or a mean of one arm has no value of no effect
    told = f"{frame['measure'].iloc[0]} {estimates(read(frame))[-1]}"
    title = f"{body.outcome.capitalize()}: {len(rows)} results together give {told}"
    sources = documents(review, body.effects["study_id"])
    return Exhibit(f"forest_{body.name}", forest.CHART, frame, title, synthesis.method_sentence(), sources)


def _bias(review: Review, study_ids: pd.Series) -> pd.DataFrame:
    """Give the columns of risk of bias where all studies were judged with one tool."""
    judged = review.risk_of_bias_by_domain
    judged = judged[judged["study_id"].isin(set(study_ids))]
    rows = pd.DataFrame(index=range(len(study_ids)))
    if judged["tool"].nunique() != 1 or judged["study_id"].nunique() != study_ids.nunique():
        return rows
    levels = review.tables.levels.set_index("level")
    for domain, mine in judged.groupby("domain", sort=False):
        level = study_ids.map(mine.set_index("study_id")["judgement"]).reset_index(drop=True)
        rows[BIAS + domain], rows[COLOUR + domain] = level, level.map(levels["colour"])
        rows[SYMBOL + domain] = level.map(levels["symbol"])
    return rows
