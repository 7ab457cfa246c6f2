"""Numbers of two arms -> effect sizes between them."""

from __future__ import annotations

import pandas as pd

from evidence.effects import counts, means
from evidence.effects.blanks import put_back
from evidence.effects.reading import choose, read

# Measure: its name in the frame, and how it is made, for a methods section.
_OF_COUNTS = {
    "RR": ("logRR", "log risk ratio, large-sample variance"),
    "OR": ("logOR", "log odds ratio, large-sample variance"),
    "RD": ("RD", "risk difference, binomial variance of each arm, zero cells left as they are"),
}
_OF_MEANS = {
    "MD": ("MD", "mean difference, variance of each arm by itself"),
    "SMD": ("SMD", "difference in pooled SDs with the exact small-sample factor (Hedges' g), large-sample variance"),
    "ROM": ("logROM", "log ratio of means without bias correction, first-order variance"),
}
ARM_MEASURES = (*_OF_COUNTS, *_OF_MEANS)


def from_arms(frame: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Compare two arms: arm 1 minus arm 2, or arm 1 over arm 2, as in metafor 3.8-1.

    Parameters
    ----------
    frame : DataFrame, one row a study
        For RR, OR and RD: events_1, total_1, events_2, total_2 (people). For MD, SMD and ROM: mean_1, sd_1, mean_2,
        sd_2 (one unit in a row) and n_1, n_2 (people). Cells may be blank. result_id, where it exists, names rows in
        messages.
    measure : {"RR", "OR", "RD", "MD", "SMD", "ROM"}
        Risk ratio, odds ratio, risk difference, mean difference, Hedges' g, ratio of means.

    Returns
    -------
    DataFrame
        A copy with effect, variance, se (natural log for RR, OR and ROM; SDs for SMD; else the unit of the means),
        measure (logRR, logOR, RD, MD, SMD, logROM; "" without an effect), correction, method (one phrase) and missing
        ("" when complete).

        A study with a cell of 0 gets 0.5 added to all four for RR and OR, and `correction` says so; no other study is
        changed. Without any event, or without anyone free of it, in both arms, it gets no ratio. RD is never
        corrected, unlike in metafor, where zero cells move it too; where its variance would be 0 it has none. An SD of
        0 or of fewer than 2 people gives no variance. ROM needs means above 0, and has no bias correction, which came
        with metafor 5.0.

    Raises
    ------
    StatisticsError
        An unknown measure; absent columns; rows with text for a number, infinite numbers, events above their total,
        events or people that are not whole, a negative SD.

    References
    ----------
    Viechtbauer 2010, J Stat Softw 36(3), and metafor 3.8-1, escalc with vtype "LS", to "only0" and drop00 TRUE, whose
    results these are (RD: to "none").

    Examples
    --------
    >>> studies = pd.DataFrame({"events_1": [12, 0], "total_1": 40, "events_2": [20, 4], "total_2": 40})
    >>> from_arms(studies, "RR")[["measure", "effect", "se", "correction"]].round(4)
      measure  effect      se                   correction
    0   logRR -0.5108  0.2887
    1   logRR -2.1972  1.4743  0.5 added to all four cells
    """
    choose("from_arms", measure, ARM_MEASURES)
    if measure in _OF_COUNTS:
        table = read(frame, "from_arms", ("result_id",), counts.COLUMNS, optional=("result_id",))
        effect, variance, correction, missing = counts.compare(table, measure, "from_arms")
    else:
        table = read(frame, "from_arms", ("result_id",), means.COLUMNS, optional=("result_id",))
        effect, variance, missing = means.compare(table, measure, "from_arms")
        correction = pd.Series("", table.index, dtype=object)
    name, method = (_OF_COUNTS | _OF_MEANS)[measure]
    words = {"measure": name, "correction": correction, "method": method}
    return put_back(frame, effect, variance, missing, words, numbers={})
