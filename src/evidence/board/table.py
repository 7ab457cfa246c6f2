"""Where each claim stands, as a table that needs neither kernel nor script."""

from __future__ import annotations

from html import escape

import pandas as pd

from evidence.board.queue import Queue

NAMES = {
    "claim_id": "id",
    "short": "claim",
    "severity": "severity",
    "state": "stands",
    "reviewers": "decided by",
    "verdicts": "they said",
    "decided": "settled as",
}


def table(queue: Queue, claims: pd.DataFrame) -> str:
    """Write the queue as an HTML table, escaped, with its count below; no time stands in it.

    Parameters
    ----------
    queue : Queue
        What one reviewer may see.
    claims : DataFrame
        claim_id, short.
    """
    shown = queue.shown.merge(claims[["claim_id", "short"]], on="claim_id")[list(NAMES)].rename(columns=NAMES)
    with pd.option_context("display.max_colwidth", None):
        rows = shown.to_html(index=False, border=0, justify="left")
    rows = rows.replace("<td>", '<td style="text-align: left">')  # Jupyter sets cells to the right
    return f"{rows}\n<p>{told(queue)}</p>"


def told(queue: Queue) -> str:
    """Say how far the review is, in one sentence."""
    counts = queue.progress
    return (
        f"{counts['mine']} of {counts['claims']} decided by {queue.reviewer}, {counts['waiting']} waiting; "
        f"{counts['settled']} of {counts['claims']} settled."
    )


def fault_told(fault: str) -> str:
    """Write what keeps the board from opening as HTML, one line a fault."""
    return "".join(f"<p>{escape(line)}</p>" for line in fault.splitlines())
