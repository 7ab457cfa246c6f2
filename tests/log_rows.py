"""Rows of the log of decisions: a person acknowledges a claim, unless said otherwise."""

import pandas as pd


def log(*rows):
    told = {"reviewer": "A", "reviewer_kind": "human", "action": "acknowledge", "reason": "Known.", "refers_to": None}
    told |= {"severity": None, "verdict": None, "data_version": "1", "proposal": "", "claim_id": "c1"}
    times = [{"decision_id": str(n), "time": f"2026-01-0{n}T00:00:00.000Z"} for n in range(1, len(rows) + 1)]
    columns = [*told, "decision_id", "time"]
    return pd.DataFrame(
        [told | time | row for row, time in zip(rows, times, strict=True)], columns=columns, dtype="str"
    )
