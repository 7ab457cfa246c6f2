"""The numbers of a forest plot as they are printed, the same in the chart, in its description and in its table."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from evidence.figures.forest.rows import BIAS, SECONDARY, TEXT, Forest, Settings, domains, read, texts
from evidence.figures.scales import number
from evidence.figures.ticks import LARGEST, power_of_ten


def decimals(ends: tuple[float, float], log: bool) -> int:
    """Give the decimals that the width of an axis allows to tell apart; two for ratios, as papers print them.

    Examples
    --------
    >>> decimals((0, 1), False), decimals((-40, 60), False), decimals((0.1, 10), True)
    (2, 0, 2)
    """
    if log:
        return 2
    return min(6, max(0, 2 - math.floor(math.log10(ends[1] - ends[0]))))


def printed(value: float, places: int, log: bool = False) -> str:
    """Write a number; a ratio near 0 keeps two digits.

    Examples
    --------
    >>> printed(-0.001, 2), printed(1234.5, 1), printed(0.0123, 2, True), printed(1.5e12, 0), printed(float("inf"), 1)
    ('0.00', '1,234.5', '0.012', '1.5×10¹²', '∞')
    """
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    size = abs(value)
    if size >= LARGEST or (log and 0 < size < 1 / LARGEST):
        return power_of_ten(value)
    if log and size >= 1000:
        places = 0
    if log and 0 < size < 0.095:
        places = 1 - math.floor(math.log10(size))
    text = f"{value:,.{places}f}"
    return (text.lstrip("-") if float(text.replace(",", "")) == 0 else text).replace("-", "−")


def between(low: float, high: float, places: int, log: bool) -> str:
    """Write an interval; an end that nobody gave is called so.

    Examples
    --------
    >>> between(0.13, 1.26, 2, True), between(float("nan"), 3, 0, False)
    ('0.13 to 1.26', 'not given to 3')
    """
    return " to ".join("not given" if math.isnan(end) else printed(end, places, log) for end in (low, high))


def estimates(forest: Forest) -> list[str]:
    """Give the printed estimate and interval of each row.

    Examples
    --------
    >>> frame = pd.DataFrame({"label": ["a", "b"], "kind": "study", "estimate": [1.0, 2.0], "low": [0.5, None],
    ...     "high": [1.5, None]})
    >>> estimates(read(frame))
    ['1.00 (0.50 to 1.50)', '2.00 (no interval)']
    """
    log, told = forest.settings.log, []
    places = decimals(forest.ends, log)
    for row in forest.rows.itertuples():
        value = "not given" if math.isnan(row.estimate) else printed(row.estimate, places, log)
        none = math.isnan(row.low) and math.isnan(row.high)
        told.append(f"{value} ({'no interval' if none else between(row.low, row.high, places, log)})")
    return told


def predictions(forest: Forest) -> list[str]:
    """Give the printed prediction interval of each row, blank where there is none."""
    log = forest.settings.log
    places = decimals(forest.ends, log)
    return [
        "" if math.isnan(low) or math.isnan(high) else between(low, high, places, log)
        for low, high in zip(forest.rows["pi_low"], forest.rows["pi_high"], strict=True)
    ]


def weights(forest: Forest) -> list[str]:
    """Give the printed weight of each row in percent, blank where there is none."""
    return ["" if math.isnan(weight) else f"{weight:.1f}%" for weight in forest.rows["weight"]]


def cell(value) -> str:
    """Write a cell of a column of text: 12 rather than 12.0, and nothing for what is missing.

    Examples
    --------
    >>> cell(1204.0), cell(2.5), cell(None), cell("two arms")
    ('1,204', '2.5', '', 'two arms')
    """
    if pd.isna(value):
        return ""
    if isinstance(value, (int, float, np.number)) and not isinstance(value, bool) and math.isfinite(value):
        return number(value)
    return str(value)


def cut(forest: Forest) -> pd.DataFrame:
    """Say of each row at which end of the axis its interval, or its prediction interval, goes on: cut_low, cut_high."""
    rows, (first, last) = forest.rows, forest.ends
    low, high = (rows[["low", "pi_low"]] < first).any(axis=1), (rows[["high", "pi_high"]] > last).any(axis=1)
    return pd.DataFrame({"cut_low": low, "cut_high": high}, index=rows.index)


def describe_forest(frame: pd.DataFrame) -> str:
    """Say in words what the chart shows: what is estimated, then every row with the numbers that it prints.

    Parameters
    ----------
    frame : DataFrame
        As for `plot_forest`.
    """
    forest = read(frame)
    rows, fixed = forest.rows, forest.settings
    lines = [f"Forest plot of {_counted(rows)}: {fixed.measure} with {fixed.interval}{_against(fixed)}."]
    group = ""
    for place, row in enumerate(_said(forest)):
        if rows["group"].iloc[place] != group:
            group = rows["group"].iloc[place]
            lines += [f"{group}:"] if group else []
        lines.append(row)
    return "\n".join(lines)


def _counted(rows: pd.DataFrame) -> str:
    names = {"study": ("result", "results"), "step": ("step", "steps")}
    counts = {kind: int(rows["kind"].eq(kind).sum()) for kind in names}
    pooled = int(rows["kind"].isin(["subgroup", "pooled"]).sum())
    told = [f"{counts[kind]} {names[kind][counts[kind] != 1]}" for kind in names if counts[kind]]
    told += [f"{pooled} pooled estimate{'s' if pooled != 1 else ''}"] if pooled else []
    return " and ".join(told)


def _against(fixed: Settings) -> str:
    told = f"; no effect is {number(fixed.null)}" if math.isfinite(fixed.null) else ""
    if math.isfinite(fixed.threshold):
        told += f"; {fixed.threshold_means} {number(fixed.threshold)}"
    sides = [f"lower {fixed.favours_low}"] * bool(fixed.favours_low)
    sides += [f"higher {fixed.favours_high}"] * bool(fixed.favours_high)
    return told + "".join(f"; {side}" for side in sides)


def _said(forest: Forest) -> list[str]:
    frame, rows, fixed, ends = forest.frame, forest.rows, forest.settings, cut(forest)
    told, reach, share = estimates(forest), predictions(forest), weights(forest)
    columns = [(name.removeprefix(TEXT), name) for name in texts(frame)]
    columns += [(f"risk of bias, {name}", BIAS + name) for name in domains(frame)]
    said = []
    for place, row in enumerate(rows.itertuples()):
        parts = [told[place]] + [f"weight {share[place]}"] * bool(share[place])
        beside = [(name, cell(frame[column].iloc[place])) for name, column in columns]
        parts += [f"{name}: {text}" for name, text in beside if text]
        parts += [f"{fixed.prediction} {reach[place]}"] * bool(reach[place])
        parts += ["seen on a secondary page only"] * (row.seen == SECONDARY)
        beyond = [f"its {end} end" for end in ("low", "high") if ends[f"cut_{end}"].iloc[place]]
        parts += [f"goes on beyond the axis at {' and '.join(beyond)}"] * bool(beyond) + [row.note.rstrip(".")] * bool(
            row.note
        )
        said.append(f"{row.label}: {'; '.join(parts)}.")
    return said


def drawn_forest(frame: pd.DataFrame) -> pd.DataFrame:
    """Give what is drawn: per row its numbers, how they are printed, and where the axis cuts them."""
    forest = read(frame)
    kept = ["group", "label", "kind", "estimate", "low", "high", "weight", "pi_low", "pi_high"]
    beside = [*texts(frame), *(BIAS + name for name in domains(frame))]
    names = {name: name.removeprefix(TEXT) for name in beside}
    return forest.rows[kept].assign(printed=estimates(forest), **cut(forest)).join(frame[beside].rename(columns=names))
