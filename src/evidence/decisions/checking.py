"""What a decision must be before it is appended: about a claim that exists, in words that the tables know."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from evidence import vocabulary as words
from evidence.decisions.record import ACTIONS, KINDS, MACHINE, REVIEWER, Decision, is_reviewer
from evidence.errors import EvidenceError

if TYPE_CHECKING:
    import pandas as pd

_NO_REASON = ("", "not reported", "n/a", "none", "-")
_NAMED, _COMPARED = 12, 5_000  # words that a message names, and of how many the nearest is looked for
_SURROGATE = re.compile("[\ud800-\udfff]")  # what Python makes of a byte that is not UTF-8


def check(decision: Decision, links_of: dict[str, set[str]], pattern: str = REVIEWER) -> None:
    """Refuse a decision that says nothing, or speaks of what is not there.

    Parameters
    ----------
    decision : Decision
        What somebody wants to append.
    links_of : dict of str to set of str
        Link ids by claim_id; every claim is a key.
    pattern : str
        What a reviewer may be called, as in the descriptor.

    Raises
    ------
    EvidenceError
        One line per fault: where, what was found, what is allowed, what to do.

    Examples
    --------
    >>> check(Decision("c1", "rater-1", "Seen.", verdict="suported"), {"c1": set()})
    Traceback (most recent call last):
    evidence.errors.EvidenceError: --verdict: found 'suported'; allowed: contradicted, unsupported, partly supported,
    supported, untraceable, not checkable; do: write 'supported', if that is meant
    """
    faults = list(_faults(decision, links_of, pattern))
    if faults:
        raise EvidenceError("\n".join(faults))


def check_reviewer(name: str, pattern: str = REVIEWER) -> None:
    """Refuse a name that is neither a role nor initials, which are all that a public file may hold."""
    if not is_reviewer(name, pattern):
        raise EvidenceError(_reviewer_fault(name))


def check_kind(decision: Decision, log: pd.DataFrame) -> None:
    """Refuse a name of which a machine's rows are in the log for a person, and the other way round."""
    before = log.loc[log["reviewer"].eq(decision.reviewer), "reviewer_kind"]
    if len(before) and before.iloc[0] != decision.reviewer_kind:
        raise EvidenceError(
            f"--reviewer: found {decision.reviewer} as a {decision.reviewer_kind}; allowed: a {before.iloc[0]}, which "
            "that name is in the log; do: choose another name"
        )


def check_word(option: str, found: str, allowed: Iterable[str]) -> None:
    """Refuse a word that is not one of the allowed ones, and say which is nearest."""
    if found not in (allowed := list(allowed)):
        raise EvidenceError(_fault(option, found, allowed))


def _faults(decision: Decision, links_of: dict[str, set[str]], pattern: str) -> Iterator[str]:
    for option in ("reason", "flag", "evidence"):
        if _SURROGATE.search(text := getattr(decision, option)):
            told = text[:80].encode("ascii", "backslashreplace").decode()
            yield f"--{option}: found bytes that are not UTF-8 ({told}); allowed: UTF-8 text; do: convert it first"
    if decision.claim_id not in links_of:
        yield _fault(
            "CLAIM", decision.claim_id, links_of, f"a claim_id of claims.csv, such as {min(links_of, default='c01')}"
        )
    if not is_reviewer(decision.reviewer, pattern):
        yield _reviewer_fault(decision.reviewer)
    yield from _kind_faults(decision)
    for needed in words.ACTION_NEEDS.get(decision.action, ()):
        if not getattr(decision, needed):
            yield f"--{needed}: found nothing; allowed: filled, for action {decision.action!r}; do: give the {needed}"
    for idle in words.ACTION_EXCLUDES.get(decision.action, ()):
        if found := getattr(decision, idle):
            yield f"--{idle}: found {found!r}; allowed: none, for action {decision.action!r}; do: add a second row"
    for option, allowed in (("verdict", words.VERDICTS), ("severity", words.SEVERITIES)):
        found = getattr(decision, option)
        if found and found not in allowed:
            yield _fault(f"--{option}", found, allowed)
    for option, allowed in (("action", ACTIONS), ("reviewer_kind", KINDS)):
        if getattr(decision, option) not in allowed:
            yield _fault(option, getattr(decision, option), allowed)
    if _seen(decision.reason).strip().lower() in _NO_REASON:
        yield f"--reason: found {decision.reason!r}; allowed: a reason in words; do: say why, for those who come later"
    mine = links_of.get(decision.claim_id)
    for link in decision.evidence.split() if mine is not None else ():
        if link not in mine:
            said = f"a link_id of claim {decision.claim_id} in links.csv"
            yield _fault("--evidence", link, mine, said if mine else f"nothing: {decision.claim_id} has no links")


def _kind_faults(decision: Decision) -> Iterator[str]:
    if decision.reviewer.startswith(MACHINE) and decision.reviewer_kind == "human":
        yield f"--reviewer: found {decision.reviewer}, of a person; allowed: a machine; do: add --machine"
    if decision.action == "settle" and decision.reviewer_kind == "machine":
        yield f"--reviewer: found {decision.reviewer}, a machine; allowed: a person; do: let a person settle it"


def _seen(text: str) -> str:
    """Leave out the characters that have no shape, such as a space without a width."""
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf")


def _fault(option: str, found: str, allowed: Iterable[str], said: str = "") -> str:
    allowed = list(allowed)
    near = difflib.get_close_matches(found, allowed, n=1, cutoff=0.5) if len(allowed) <= _COMPARED else []
    cure = (
        f"write {near[0]!r}, if that is meant" if near else "choose one of them" if allowed else "look for it elsewhere"
    )
    return f"{option}: found {found[:80]!r}; allowed: {said or _few(allowed)}; do: {cure}"


def _few(allowed: list[str]) -> str:
    """Name what is allowed, or the first of many and their number."""
    if len(allowed) <= _NAMED:
        return ", ".join(allowed) or "nothing, since there is none yet"
    return f"{', '.join(allowed[:3])} and {len(allowed) - 3} others"


def _reviewer_fault(name: str) -> str:
    return (
        f"--reviewer: found {name[:80]!r}; allowed: a role, such as rater-1, reviewer-2, adjudicator or editor, or "
        "initials in capitals, such as AB; do: leave names and addresses out of a file that others will read"
    )
