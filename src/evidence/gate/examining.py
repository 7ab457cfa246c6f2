"""The whole of what the gate found, as the writers take it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

import pandas as pd

from evidence.gate.acknowledging import acknowledgements
from evidence.gate.outcome import outcome
from evidence.gate.places import places
from evidence.gate.severity import with_severity_of_people
from evidence.gate.showing import one_line
from evidence.tables import Tables
from evidence.vocabulary import SEVERITIES

REASON = 1_000  # characters of a reason that are shown; the log may hold megabytes, and GitHub refuses SARIF over 10 MB


@dataclass(frozen=True, eq=False)
class Gate:
    """What the gate found in one review.

    Attributes
    ----------
    claims : DataFrame
        The judged claims (opinions left out), in the order of the table: the columns of `outcome` and `places`, and
        severity_by_rule (severity is that of the person who gave one last, else the same), acknowledgement (who, when
        and why, or blank) and command (which acknowledges a flagged claim, or blank).
    level : str
        The lowest severity that stops.
    base : str
        What stands before `file` so that it is found from where the program ran; blank where the data folder lies
        elsewhere.
    data_version : str
        Version of the tables.
    who_judged : str
        One sentence on how many judgements people made and how many a machine made, from `Review.who_judged`.
    """

    claims: pd.DataFrame
    level: str
    base: str
    data_version: str
    who_judged: str = ""

    def of(self, *states: str) -> pd.DataFrame:
        """Give the claims in these states, the gravest first, then in the order of the table."""
        rows = self.claims[self.claims["state"].isin(states)]
        return rows.sort_values("severity", key=lambda words: -words.map(SEVERITIES.index), kind="stable")

    @property
    def shut(self) -> bool:
        """Whether anything stops the text."""
        return bool(self.claims["stops"].any())

    @property
    def version(self) -> str:
        """Version of the tables as it can be shown, or words that say that none is given."""
        return one_line(self.data_version) or "not given"


def examine(
    claims: pd.DataFrame,
    tables: Tables,
    level: str = "high",
    data: str = "data",
    base: str = "data",
    who_judged: str = "",
) -> Gate:
    """Hold every judged claim against the rule of the gate.

    Parameters
    ----------
    claims : DataFrame
        `Review.claims`.
    tables : Tables
        The tables that were judged.
    level : {"high", "medium", "low"}
        The lowest severity that stops.
    data : str
        The data folder as it was named, for the command that acknowledges.
    base : str
        The data folder as it is found from where the program runs, with forward slashes; blank where it is elsewhere.
    who_judged : str
        `Review.who_judged`, which every format passes on.

    Returns
    -------
    Gate
        What the writers take.

    Raises
    ------
    EvidenceError
        If the level is no severity.
    """
    known = acknowledgements(tables.decisions, claims.set_index("claim_id")["verdict"])
    judged = with_severity_of_people(claims[claims["kind"].ne("opinion")], tables.decisions)
    found = outcome(judged, known.loc[known["holds"], "claim_id"].tolist(), level)
    found = found.assign(severity_by_rule=judged["severity_by_rule"].to_numpy(object))
    found = found.merge(places(tables.claims, tables), on="claim_id", how="left", validate="one_to_one")
    told = {row.claim_id: row for row in known.itertuples()}
    notes = [
        _told(told[claim_id], verdict) if claim_id in told else ""
        for claim_id, verdict in zip(found["claim_id"], found["verdict"], strict=True)
    ]
    cures = [
        command(claim_id, data) if state in ("stops", "below") else ""
        for claim_id, state in zip(found["claim_id"], found["state"], strict=True)
    ]
    return Gate(found.assign(acknowledgement=notes, command=cures), level, base, tables.version, who_judged)


def command(claim_id: str, data: str = "data") -> str:
    """Write the command that acknowledges a claim; it is refused until role and reason are put in.

    Examples
    --------
    >>> command("c07", "my review")
    "evidence flag c07 --acknowledge --reviewer your-role --reason 'your reason' --data 'my review'"
    """
    words = ["evidence", "flag", claim_id, "--acknowledge", "--reviewer", "your-role", "--reason", "your reason"]
    return shlex.join(words if data == "data" else [*words, "--data", data])


def _told(row, verdict: str) -> str:
    reason = row.reason if len(row.reason) <= REASON else f"{row.reason[: REASON - 1]}…"
    moved = not pd.isna(row.proposal) and row.proposal not in ("", verdict)
    then = f" (the verdict was {row.proposal} then)" if moved else ""
    then += "" if row.holds else ", which no longer counts"
    return f"{row.reviewer}, {row.time[:10]}, on data {row.data_version}{then}: {reason}"
