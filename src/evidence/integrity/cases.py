"""What became of one thing that was looked at: it fits, it does not, or it could not be checked."""

from __future__ import annotations

from typing import NamedTuple

DOES_NOT_FIT = "does not fit"
WORTH_A_LOOK = "worth a look"


class Case(NamedTuple):
    """One row, or some rows together, under one rule.

    Attributes
    ----------
    rows : tuple of str
        Ids.
    missing : str
        What was missing, where it could not be checked; else blank.
    finding, fits, weight : str
        What does not fit, what would, and how grave that is; blank where all fits.
    touches : tuple of str
        Other ids that a finding is about, such as the study of a registration.
    """

    rows: tuple[str, ...]
    missing: str = ""
    finding: str = ""
    fits: str = ""
    weight: str = ""
    touches: tuple[str, ...] = ()


def could_not(row, missing: str) -> Case:
    """Make the case of a result that could not be checked."""
    return Case((row.result_id,), missing)


def fitting(*rows) -> Case:
    """Make the case of results that fit."""
    return Case(tuple(row.result_id for row in rows))


def misfit(rows, finding: str, fits: str = "", weight: str = DOES_NOT_FIT) -> Case:
    """Make the case of results that do not fit."""
    return Case(tuple(row.result_id for row in rows), "", finding, fits, weight)
