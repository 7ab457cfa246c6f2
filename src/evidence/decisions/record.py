"""One decision: what a reviewer said of a claim, and what the claim rested on when it was said."""

from __future__ import annotations

import re
from dataclasses import dataclass

from evidence.vocabulary import ACTION_NEEDS

# decide: a verdict; flag: a word of warning; acknowledge: seen and accepted, whatever the verdict; settle: the verdict
# of an adjudicator between reviewers who differ; withdraw: takes an earlier row back, which stays where it is.
# No word begins another, so the last cell of a row tells a whole row from a torn one.
# What each needs stands in `vocabulary.ACTION_NEEDS`, since the check of the tables reads it, too.
ACTIONS = tuple(ACTION_NEEDS)
KINDS = ("human", "machine")
MACHINE = "machine"  # how the name of a role begins that is never a person's

# A role with a number, or initials in capitals; a name or an address must never get into a public file.
REVIEWER = r"(rater|reviewer|adjudicator|editor|curator|expert|statistician|machine)(-[0-9]{1,3})?|[A-Z]{1,4}[0-9]{0,2}"


@dataclass(frozen=True)
class Decision:
    """One row of the log; its fields are the columns of `COLUMNS`, and blank means that there is none.

    Attributes
    ----------
    decision_id : str
        UUIDv7; blank until the row is appended.
    claim_id, reviewer : str
        Which claim, and who: a role or initials.
    reviewer_kind : {"human", "machine"}
        Only humans settle anything.
    verdict, flag, severity : str
        What was said; verdict and severity in the words of `vocabulary`.
    reason : str
        Why, as written: any text, of any length. The log holds it escaped (see `escaping`).
    evidence : str
        Link ids cited, separated by a space.
    time : str
        UTC, ISO 8601 to the millisecond; blank until the row is appended.
    data_version : str
        Version of the tables that it was made on.
    refers_to : str
        For settle: the rows between which it settles; for withdraw: the row taken back.
    proposal, certainty : str
        Verdict and certainty that the rules gave then.
    basis : str
        Rows on which these rested then, each with a fingerprint (see `basis`).
    action : str
        One of `ACTIONS`.

    Examples
    --------
    >>> Decision("c01", "rater-1", "The vets agree.", verdict="supported").action
    'decide'
    """

    claim_id: str
    reviewer: str
    reason: str
    verdict: str = ""
    reviewer_kind: str = "human"
    flag: str = ""
    severity: str = ""
    evidence: str = ""
    data_version: str = "not given"
    refers_to: str = ""
    proposal: str = ""
    certainty: str = ""
    basis: str = ""
    action: str = "decide"
    decision_id: str = ""
    time: str = ""


COLUMNS = (
    "decision_id",
    "claim_id",
    "reviewer",
    "reviewer_kind",
    "verdict",
    "flag",
    "severity",
    "reason",
    "evidence",
    "time",
    "data_version",
    "refers_to",
    "proposal",
    "certainty",
    "basis",
    "action",
)


def is_reviewer(name: str, pattern: str = REVIEWER) -> bool:
    """Say whether a name is a role or initials.

    Examples
    --------
    >>> [is_reviewer(name) for name in ("rater-1", "AB", "Ada Byron", "ada@example.org")]
    [True, True, False, False]
    """
    return re.fullmatch(pattern, name) is not None
