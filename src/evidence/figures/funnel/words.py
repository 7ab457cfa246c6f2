"""A funnel plot in words and as a table."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from evidence.figures.funnel.rows import MIDDLES, Funnel, line_at, printed, read

NAMES = {"pooled": "pooled estimate", "pooled with filled": "pooled estimate with what was filled in"}


def zones(funnel: Funnel) -> list[str]:
    """Name the regions between the contours, from the innermost out.

    Examples
    --------
    >>> lines = {"kind": "contour", "label": ["p = 0.1", "p = 0.05"], "se": 1.0, "low": [-1.6, -2], "high": [1.6, 2]}
    >>> frame = pd.concat([pd.DataFrame({"kind": ["result"], "se": 0.5}), pd.DataFrame(lines)], ignore_index=True)
    >>> zones(read(frame.assign(label=frame["label"].fillna("a"), effect=0.0)))
    ['p 0.1 or more', 'p 0.05 to 0.1', 'p below 0.05']
    """
    levels = [label.removeprefix("p = ") for label in funnel.contours["label"]]
    if not levels:
        return []
    between = [f"p {low} to {high}" for high, low in pairwise(levels)]
    return [f"p {levels[0]} or more", *between, f"p below {levels[-1]}"]


def zone(funnel: Funnel, effect: float, se: float) -> str:
    """Name the region in which a point lies."""
    names = zones(funnel)
    outside = sum(not low < effect < high for low, high in (line_at(c, se) for c in funnel.contours.itertuples()))
    return names[outside] if names else ""


def counted(funnel: Funnel) -> dict[str, int]:
    """Count the results in each region; what was filled in is none."""
    seen = funnel.points[funnel.points["kind"].eq("result")]
    places = [zone(funnel, effect, se) for effect, se in zip(seen["effect"], seen["se"], strict=True)]
    return {name: places.count(name) for name in zones(funnel)}


def describe_funnel(frame: pd.DataFrame) -> str:
    """Say in words what the chart shows: how many results lie in which region, every point, and the lines.

    Parameters
    ----------
    frame : DataFrame
        As for `plot_funnel`.
    """
    funnel, drawn = read(frame), drawn_funnel(frame)
    found = drawn[drawn["kind"].eq("result")]
    filled = int(drawn["kind"].eq("filled").sum())
    counts = [f"{count} at {name}" for name, count in counted(funnel).items()]
    said = f"Funnel plot of {len(found)} result{'s' if len(found) != 1 else ''}: {funnel.measure} by standard error"
    lines = [f"{said}{'; ' if counts else ''}{', '.join(counts)}."]
    for row in drawn[drawn["kind"].isin(["result", "filled"])].itertuples():
        where = f", {row.zone}" if row.zone else ""
        lines.append(f"{row.label}: {row.printed}, standard error {row.printed_se}{where}.")
    for row in funnel.middles.itertuples():
        lines.append(f"{NAMES[row.kind].capitalize()}: {printed(row.effect, funnel.log)}.")
    for row in funnel.limits.itertuples():
        ends = " to ".join(printed(end, funnel.log) for end in line_at(row, funnel.se))
        lines.append(f"{row.label}: {ends} at a standard error of {printed(funnel.se)}.")
    if filled:
        lines.append(f"{filled} of the points were filled in and never seen.")
    return "\n".join([*lines, *[f"{funnel.applicable}."] * bool(funnel.applicable)])


def drawn_funnel(frame: pd.DataFrame) -> pd.DataFrame:
    """Give what is drawn: points with their region, pooled estimates, and each line at the largest standard error."""
    funnel = read(frame)
    rows = pd.concat([funnel.points, funnel.middles])[["kind", "label", "effect", "se"]]
    lines = [
        {"kind": line.kind, "label": line.label, "effect": line.effect, "se": funnel.se, "low": low, "high": high}
        for line in pd.concat([funnel.limits, funnel.contours]).itertuples()
        for low, high in [line_at(line, funnel.se)]
    ]
    points = rows["kind"].isin(MIDDLES)
    rows = rows.assign(
        zone=[
            "" if middle else zone(funnel, e, s)
            for middle, e, s in zip(points, rows["effect"], rows["se"], strict=True)
        ],
        printed=[printed(effect, funnel.log) for effect in rows["effect"]],
        printed_se=["" if pd.isna(se) else printed(se) for se in rows["se"]],
    )
    return pd.concat([rows, pd.DataFrame(lines)], ignore_index=True) if lines else rows.reset_index(drop=True)
