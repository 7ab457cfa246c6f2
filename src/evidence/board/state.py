"""The one state that the browser shows: plain values, the claim as HTML, and what there is to choose from."""

from __future__ import annotations

import re

from evidence import vocabulary as words
from evidence.board.page import claim_page
from evidence.board.queue import FILTERS
from evidence.board.sitting import TAKEN_BACK, Sitting
from evidence.board.table import told
from evidence.figures.palette import VERDICT_MARKS

REASONS, LONGEST = 8, 500  # reasons given before that are offered again, and how long one may be
BLANK = {
    **dict.fromkeys(("claim_id", "title", "html", "progress", "filter", "told", "wrong", "done"), ""),
    **{name: [] for name in ("filters", "claims", "reasons")},
    **{"settles": False, "again": None, "turn": 0, "severities": list(words.SEVERITIES)},
    "verdicts": [[word, VERDICT_MARKS[word]] for word in words.VERDICTS],
}


def state(sitting: Sitting, claim_id: str, name: str) -> dict:
    """Put together what the browser shows.

    Parameters
    ----------
    sitting : Sitting
        Who looks, at which data.
    claim_id : str
        Which claim; blank for none.
    name : str
        Which filter.

    Returns
    -------
    dict
        The names of `BLANK`. Of all values only ``html`` is HTML; the browser sets the others as text.
    """
    queue, short = sitting.queue, sitting.bench.beside.set_index("claim_id")["short"]
    left = list(queue.claims(name)["claim_id"])
    if claim_id and claim_id not in left:
        left.insert(0, claim_id)
    seen = {
        "claim_id": claim_id,
        "title": f"{claim_id} {short[claim_id]}" if claim_id else f"Nothing here for {queue.reviewer} ({name})",
        "html": claim_page(sitting, claim_id) if claim_id else "",
        "settles": bool(claim_id) and queue.settles(claim_id),
        "progress": told(queue),
        "filter": name,
        "filters": [[one, f"{one} ({len(queue.claims(one))})"] for one in FILTERS],
        "claims": [[one, f"{one} {short[one]}"] for one in left],
        "reasons": reasons(sitting),
    }
    return BLANK | seen


def reasons(sitting: Sitting) -> list[str]:
    """Give the last reasons of this reviewer, the newest first, each once."""
    log = sitting.queue.log
    mine = log.loc[log["reviewer"].eq(sitting.reviewer), "reason"].dropna()
    fit = (one for one in mine[::-1] if len(one) <= LONGEST and one != TAKEN_BACK)
    return list(dict.fromkeys(fit))[:REASONS]


def words_of(error: Exception) -> str:
    """Say what is wrong; the names of options, which the board has not, lose their dashes.

    Examples
    --------
    >>> words_of(ValueError("--reason: found ''"))
    "reason: found ''"
    """
    return re.sub(r"^--", "", str(error), flags=re.MULTILINE)
