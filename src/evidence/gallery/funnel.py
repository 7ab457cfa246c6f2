"""Funnel plots of the bodies of evidence that may be pooled."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evidence import synthesis
from evidence.errors import StatisticsError
from evidence.figures import funnel
from evidence.gallery.bodies import Body, named, poolable_bodies, with_unit
from evidence.gallery.exhibit import Exhibit, documents
from evidence.review import Review
from evidence.synthesis.bias import applicability

FEWEST = 3  # results: fewer have no shape
MIDDLE_LEVEL = "p = 0.05"  # the contour as wide as a 95% interval
METHOD = (
    "Each result by effect and standard error; regions by its two-sided p against no effect; dashed lines hold 95% of "
    "results if all share the pooled effect; {filled}."
)


def funnel_frame(effects: pd.DataFrame, measure: str, fill: bool = True, **options) -> pd.DataFrame:
    """Make the frame of a funnel plot of one body: points, contours, pseudo confidence limits, trim and fill.

    Parameters
    ----------
    effects : DataFrame, one row a result
        label, effect, variance, on the scale that is pooled (log for ratios).
    measure : str
        Measure of the effects, such as logRR or MD.
    fill : bool
        Whether to fill in by `synthesis.trim_and_fill`, where it can.
    **options
        Passed to `synthesis.pool`.

    Returns
    -------
    DataFrame
        As `figures.plot_funnel` draws it, with the applicability sentence of `synthesis`.

    Examples
    --------
    >>> effects = pd.DataFrame({"label": list("abcd"), "effect": [0.1, 0.4, 0.3, 0.9]})
    >>> effects["variance"] = [0.01, 0.04, 0.02, 0.3]
    >>> funnel_frame(effects, "MD")["kind"].value_counts(sort=False).to_dict()
    {'result': 4, 'filled': 2, 'contour': 3, 'limits': 1, 'pooled': 1, 'pooled with filled': 1}
    """
    effect, variance = effects["effect"], effects["variance"]
    points, lines = synthesis.funnel(effect, variance, points=2, **options)
    ends = lines[lines["se"].gt(0)].set_index("line")
    tip = lines.loc[lines["se"].eq(0)].set_index("line")["low"]
    pooled = synthesis.pool(effect, variance, **options).iloc[0]
    rows = [
        pd.DataFrame(
            {"kind": "result", "label": effects["label"].to_numpy(), "effect": points["effect"], "se": points["se"]}
        )
    ]
    extra = _filled(effect, variance, options) if fill else None
    if extra is not None and len(extra[0]):
        rows.append(extra[0])
    contours = ends.drop(index="pooled")
    rows.append(contours.assign(kind="contour", label=contours.index, effect=tip[contours.index]))
    half = (ends.loc[MIDDLE_LEVEL, "high"] - ends.loc[MIDDLE_LEVEL, "low"]) / 2
    middle = pooled["estimate"]
    limits = {"low": middle - half, "high": middle + half, "se": ends.loc[MIDDLE_LEVEL, "se"]}
    rows.append(pd.DataFrame([{"kind": "limits", "label": "95% pseudo confidence limits", "effect": middle, **limits}]))
    rows.append(pd.DataFrame([{"kind": "pooled", "label": "pooled", "effect": middle}]))
    if extra is not None and len(extra[0]):
        rows.append(pd.DataFrame([{"kind": "pooled with filled", "label": "pooled with filled", "effect": extra[1]}]))
    name, log = named(measure)
    frame = pd.concat(rows, ignore_index=True)[["kind", "label", "effect", "se", "low", "high"]]
    return frame.assign(measure=name, log=log, applicable=applicability(pooled))


def _filled(effect: pd.Series, variance: pd.Series, options: dict) -> tuple[pd.DataFrame, float] | None:
    """Give what trim and fill puts in and its estimate; None where it cannot tell."""
    try:
        points, pooled = synthesis.trim_and_fill(effect, variance, **options)
    except StatisticsError:
        return None
    points = points[points["filled"]]
    labels = [f"filled in {place}" for place in range(1, len(points) + 1)]
    frame = pd.DataFrame({"kind": "filled", "label": labels, "effect": points["effect"].to_numpy()})
    return frame.assign(se=np.sqrt(points["variance"]).to_numpy()), float(pooled["estimate"].iloc[1])


def exhibits(review: Review, claim_id: str = "") -> list[Exhibit]:
    """Give a funnel plot of each body of three or more results that may be pooled; none where nothing may."""
    bodies = [body for body in poolable_bodies(review, claim_id) if len(body.effects) >= FEWEST]
    return [_exhibit(review, body) for body in bodies]


def _exhibit(review: Review, body: Body) -> Exhibit:
    frame = funnel_frame(body.effects, body.measure).assign(**with_unit(body))
    count = int(frame["kind"].eq("filled").sum())
    told = (
        f"trim and fill (L0) puts in {count} point{'s' if count != 1 else ''}"
        if count
        else "trim and fill puts in none"
    )
    title = f"{body.outcome.capitalize()}: do the small among {len(body.effects)} studies show other effects?"
    method = METHOD.format(filled=told)
    return Exhibit(
        f"funnel_{body.name}", funnel.CHART, frame, title, method, documents(review, body.effects["study_id"])
    )
