"""Agreement, calibration and traceability of one claim."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evidence import vocabulary as words
from evidence.certainty import Row


def tier(rows: Iterable[Row], absolute: bool = False, newest: bool = False) -> list[Row]:
    """Keep the strongest tier that is there: direct and first hand, else direct, else all that counts.

    A page that tells of a document cannot overturn the document, and a study in another population cannot
    overturn one in the right population; weaker tiers are shown beside the verdict but do not decide it. An absolute
    claim is the exception: direct evidence against it decides, since studies that saw no case cannot undo it.

    Parameters
    ----------
    rows : iterable of Row
        Links of one claim, or evidence on one question.
    absolute : bool
        Whether the claim is worded absolutely ("no scarring").
    newest : bool
        Whether a newer document of a source replaces its older ones where they say different things (regulation).
    """
    counted = [row for row in rows if row.bearing in words.COUNTED_BEARINGS]
    direct = [row for row in counted if row.direct]
    against = [row for row in direct if absolute and row.bearing == "against"]
    first_hand = [row for row in direct if row.first_hand]
    kept = against or first_hand or direct or counted
    return _in_force(kept) if newest else kept


def _in_force(rows: list[Row]) -> list[Row]:
    """Drop what an authority said before its newest document, where the two differ; undated ones count as older."""
    dropped: set[str | None] = set()
    for source in {row.source for row in rows}:
        mine = [row for row in rows if row.source == source]
        dates = [row.date for row in mine if row.date]
        if dates and len({row.bearing for row in mine}) > 1:
            dropped |= {row.evidence_id for row in mine if row.date != max(dates)}
    return [row for row in rows if row.evidence_id not in dropped]


def agreement(deciding: Sequence[Row]) -> str:
    """Say how the deciding evidence on one claim agrees with it.

    Parameters
    ----------
    deciding : sequence of Row
        From `tier`.

    Returns
    -------
    str
        One of `vocabulary.AGREEMENTS`.

    Examples
    --------
    >>> agreement([Row(bearing="for", direct=False), Row(bearing="against", direct=False)])
    'mixed'
    """
    if not deciding:
        return "no evidence"
    bearings = {row.bearing for row in deciding}
    if len(bearings) > 1 or bearings == {"mixed"}:
        return "mixed"
    return bearings.pop() + ("" if any(row.direct for row in deciding) else ", indirectly")


def traceability(named: bool, outcomes: Sequence[str], bearings: Sequence[str]) -> str:
    """Say whether the source that a claim names was found, and what it says.

    Parameters
    ----------
    named : bool
        Whether the article names one.
    outcomes : sequence of str
        Outcomes of the searches for it: found, not found.
    bearings : sequence of str
        Bearings of the links to searches that found it.

    Examples
    --------
    >>> traceability(True, ["not found", "not found"], [])
    'not found'
    """
    if not named:
        return "no source named"
    if not outcomes:
        return "not searched"
    if "found" not in outcomes:
        return "not found"
    return "found and says otherwise" if "against" in bearings else "found and says so"


def wording_fits(needed: str, certainty: str) -> bool:
    """Say whether the certainty is as high as the words need."""
    return certainty in words.LEVELS and words.LEVELS.index(certainty) >= words.LEVELS.index(needed)


def calibration(needed: str, certainty: str, agreed: str, far: Sequence[str], number: str) -> str:
    """Say whether words and number are stronger than the evidence allows.

    Parameters
    ----------
    needed : str
        Certainty that the words need, from `vocabulary.WORDING_NEEDS`.
    certainty : str
        Certainty of the question.
    agreed : str
        Agreement.
    far : sequence of str
        Domains in which agreeing evidence is indirect.
    number : str
        What became of the stated number, one of `vocabulary.NUMBERS`.
    """
    if agreed not in ("for", "for, indirectly", "mixed") or certainty == words.NOT_RATED:
        return "nothing to calibrate"
    if number == "too strong":
        return "number too strong"
    if number == "right number, wrong population" or (agreed == "for, indirectly" and far):
        return "wrong population, product or time"
    return "fits" if wording_fits(needed, certainty) else "wording too strong"
