"""What the gate found, in words for people: how many claims stop the text, which, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from evidence.gate.examining import Gate
from evidence.gate.showing import lead, located, one_line

SENTENCE = 90  # characters of a claim's sentence on its line


def words(gate: Gate) -> str:
    """Tell what stops the text, one line a claim, and what to do about it.

    Every line begins with words of ours or a claim's id, never with text of a table, so that no table can speak to the
    program that shows the lines (GitHub runs a line that begins with two colons).

    Parameters
    ----------
    gate : Gate
        From `examine`.

    Returns
    -------
    str
        Lines, the last one ended.
    """
    stopping, known, below = gate.of("stops"), gate.of("acknowledged"), gate.of("below")
    of_all = f"{len(gate.claims)} judged {'claim' if len(gate.claims) == 1 else 'claims'} (data {gate.version})"
    rule = f"severity {gate.level}" + ("" if gate.level == "high" else " or above")
    if gate.shut:
        verb = "stops" if len(stopping) == 1 else "stop"
        lines = [f"The gate is shut: {len(stopping)} of {of_all} {verb} the text, {rule}.", ""]
        lines += _table(gate, stopping, [lead(row.sentence, row.verdict, SENTENCE) for row in stopping.itertuples()])
        lines += ["", "For each: change the sentence in the article, and its row in claims.csv with it;"]
        lines += ["or let a person acknowledge that it is known:", f"  {one_line(stopping['command'].iloc[0])}"]
    else:
        lines = [f"The gate is open: none of {of_all} stops the text, {rule}."]
    if len(known):
        lines += ["", "Flagged and acknowledged by a person:"]
        lines += _table(gate, known, [one_line(note, SENTENCE) for note in known["acknowledgement"]])
    if len(below):
        lines += ["", f"Flagged, but below this severity: {len(below)} ({', '.join(below['claim_id'])})."]
    return "\n".join([*lines, *(["", gate.who_judged] if gate.who_judged else [])]) + "\n"


def _table(gate: Gate, rows: pd.DataFrame, said: list[str]) -> list[str]:
    """Write one line a claim: id, severity, verdict, place and what is said of it."""
    where = [one_line(f"{located(gate.base, row.file)}:{row.line}:{row.column}") for row in rows.itertuples()]
    padded = [_padded(column) for column in (rows["claim_id"], rows["severity"], rows["verdict"], where)]
    return ["  ".join(cells) for cells in zip(*padded, said, strict=True)]


def _padded(column: Iterable[str]) -> list[str]:
    cells = list(column)
    return [cell.ljust(max(map(len, cells))) for cell in cells]
