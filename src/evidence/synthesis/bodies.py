"""Which results may be pooled, and what to show instead where they may not (synthesis without meta-analysis, SWiM)."""

from __future__ import annotations

import pandas as pd

from evidence.errors import StatisticsError

DIRECTIONS = ("up", "down", "none", "")  # blank: the source seen does not say
MIXED = "mixed"
OWN_DATA = "participant data"
NOT_REPORTED = "not reported"  # looked for, not stated: two of them need not be the same
SAME = ("outcome", "unit", "measure", "route", "design")
SPLITS = ("contrast", "arm_role")  # a treated arm is never pooled with a benchmark arm, nor a change with a contrast
BODY = (*SAME, *SPLITS)


def without_pooling(frame: pd.DataFrame) -> pd.DataFrame:
    """Set out the results of each study on each outcome side by side, for bodies that may not be pooled.

    Parameters
    ----------
    frame : DataFrame, one row a result
        The output of `effect_sizes` with study_id, outcome, n_analysed, as_given, unit, time, missing, and design,
        control (from `studies`), direction (up, down, none or blank). time_unit and level are used where they exist.

    Returns
    -------
    DataFrame, one row per outcome and study, sorted by them
        outcome, study_id, direction (`mixed` when the results of one study disagree), n (the largest printed; arms and
        times share people and are never added up), design, control, as_given, unit, time, missing (why it cannot be
        pooled; blank when its own numbers are complete, then see `poolable`). Different texts are joined by "; ".

    Raises
    ------
    StatisticsError
        Absent columns; unknown directions, with their rows.

    References
    ----------
    Campbell 2020, BMJ 368:l6890 (SWiM reporting guideline).

    Examples
    --------
    >>> rows = pd.DataFrame({"study_id": ["s1", "s1"], "outcome": "density", "direction": ["up", "none"],
    ...     "n_analysed": [20, 18], "design": "case series", "control": "", "as_given": ["rose by 20%", "no change"],
    ...     "unit": "percent", "time": [12, 24], "time_unit": "weeks", "missing": "SD of the change"})
    >>> without_pooling(rows)[["study_id", "direction", "n", "time", "missing"]]
      study_id direction     n                time           missing
    0       s1     mixed  20.0  12 weeks; 24 weeks  SD of the change
    """
    texts = ("study_id", "outcome", "design", "control", "direction", "as_given", "unit", "time", "missing")
    table = _read(frame, "without_pooling", texts, optional=("time_unit", "level"))
    table["n"] = pd.to_numeric(_column(frame, "without_pooling", "n_analysed"), errors="coerce").to_numpy(dtype=float)
    unknown = sorted(set(table["direction"]) - set(DIRECTIONS))
    if unknown:
        found, allowed = ", ".join(map(repr, unknown)), ", ".join(DIRECTIONS[:-1])
        raise StatisticsError(
            f"without_pooling: direction is {found}; allowed: {allowed} or blank; do: say which way the result points"
        )
    table["time"] = (table["time"] + " " + table["time_unit"]).where(table["time"] != "", "").str.strip()
    borrowed = ~table["level"].isin([OWN_DATA, ""])
    table["missing"] = (table["missing"] + "; " + table["level"].where(borrowed, "")).str.strip("; ")
    joined = dict.fromkeys(("design", "control", "as_given", "unit", "time", "missing"), _join)
    rows = table.groupby(["outcome", "study_id"]).agg({"direction": _direction, "n": "max", **joined})
    return rows.reset_index()


def poolable(frame: pd.DataFrame) -> pd.DataFrame:
    """Say of each body of evidence whether its results may be pooled, and if not, why not.

    Parameters
    ----------
    frame : DataFrame, one row a result
        The output of `effect_sizes` with study_id, outcome, unit, measure, variance, level, and route, design (from
        `studies`). contrast and arm_role split bodies where the columns exist.

    Returns
    -------
    DataFrame, one row per body, sorted
        outcome, unit, measure, route, design, contrast, arm_role (what makes it one body), results (rows), studies
        (independent ones with a variance and participant data) and why_not, "" where those may be pooled.

    Raises
    ------
    StatisticsError
        Absent columns.

    Examples
    --------
    >>> rows = pd.DataFrame({"study_id": ["s1", "s2"], "outcome": "density", "unit": "hairs/cm2", "measure": "MC",
    ...     "route": "injection", "design": "case series", "level": "participant data", "variance": [4.0, None]})
    >>> poolable(rows)[["results", "studies", "why_not"]]
       results  studies                                         why_not
    0        2        1  variances in 1 independent study, 2 are needed
    """
    table = _read(frame, "poolable", ("study_id", "level", *SAME), optional=SPLITS)
    variance = pd.to_numeric(_column(frame, "poolable", "variance"), errors="coerce").to_numpy(dtype=float)
    table["counts"] = (variance > 0) & (table["level"] == OWN_DATA) & (table["study_id"] != "")
    rows = [dict(zip(BODY, key, strict=True)) | _judge(key, body) for key, body in table.groupby(list(BODY))]
    return pd.DataFrame(rows, columns=[*BODY, "results", "studies", "why_not"])


def _judge(key: tuple[str, ...], body: pd.DataFrame) -> dict:
    """List every reason against pooling, not only the first, so that a reader sees what would have to change."""
    named = dict(zip(BODY, key, strict=True))
    per_study = body.loc[body["counts"], "study_id"].value_counts()
    several = sorted(per_study.index[per_study > 1])
    other = sorted(set(body["level"]) - {OWN_DATA})
    reasons = [f"{name} is not reported, so it may differ" for name in BODY if named[name] == NOT_REPORTED]
    reasons += [f"{name} is blank" for name in ("outcome", "measure", "design") if not named[name]]
    if len(per_study) < 2:
        studies = "study" if len(per_study) == 1 else "studies"
        reasons.append(f"variances in {len(per_study)} independent {studies}, 2 are needed")
        reasons += [f"results {level or 'of no stated level'} do not count" for level in other]
    if several:
        reasons.append(f"several results of {', '.join(several)}: choose one arm and time")
    return {"results": len(body), "studies": len(per_study), "why_not": "; ".join(reasons)}


def _direction(words: pd.Series) -> str:
    said = sorted(set(words) - {""})
    return said[0] if len(said) == 1 else MIXED if said else ""


def _join(words: pd.Series) -> str:
    return "; ".join(word for word in dict.fromkeys(words) if word)


def _read(frame: pd.DataFrame, where: str, needed: tuple[str, ...], optional: tuple[str, ...]) -> pd.DataFrame:
    """Copy columns as clean text, blank where an optional one is absent."""
    table = pd.DataFrame(index=range(len(frame)))
    for name in (*needed, *optional):
        cells = _column(frame, where, name) if name in needed or name in frame.columns else None
        table[name] = "" if cells is None else [_text(cell) for cell in cells]
    return table.astype(object)


def _column(frame: pd.DataFrame, where: str, name: str) -> pd.Series:
    if name not in frame.columns:
        raise StatisticsError(
            f"{where}: column {name} not found; allowed: effect sizes merged with `studies`; do: add the column"
        )
    return frame[name]


def _text(cell) -> str:
    """Write a cell as a person would: blank for missing, 12 rather than 12.0."""
    if pd.isna(cell):
        return ""
    whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell) if whole else cell).strip()
