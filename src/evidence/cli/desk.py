"""The commands that add a row to the log of decisions: flag, settle, withdraw."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evidence.cli.options import Data
from evidence.errors import EvidenceError

if TYPE_CHECKING:
    from evidence.decisions import Decision
    from evidence.review.bench import Bench

Claim = Annotated[str, typer.Argument(metavar="CLAIM", help="Which claim, such as c13.")]
Verdict = Annotated[str, typer.Option("--verdict", help="What you find; `evidence queue` names the words.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, of any length; - reads standard input.")]
Reviewer = Annotated[str, typer.Option("--reviewer", help="Your role (rater-1) or initials (AB); never a name.")]
Severity = Annotated[str, typer.Option("--severity", help="low, medium or high, if the rule's is not yours.")]
Cited = Annotated[str, typer.Option("--evidence", metavar="LINKS", help='Link ids that you rest on: "l012 l013".')]


def bench_of(data: Path) -> Bench:
    """Set up the bench on a data folder."""
    from evidence.review.bench import Bench

    return Bench(data)


def add(bench: Bench, said: Decision) -> None:
    """Check a decision, append it, and tell what became of the claim."""
    from evidence import decisions

    decisions.check_kind(said, bench.tables.decisions)
    receipt = bench.record(said)
    now = bench.states(decisions.read(bench.path)).set_index("claim_id").loc[said.claim_id]
    typer.echo(f"{said.claim_id}: {said.action} by {said.reviewer}, on record as {receipt.decision.decision_id}.")
    typer.echo(f"{said.claim_id} is now {now['state']}.")
    if receipt.behind > 1:
        typer.echo(
            f"The clock of this machine is {receipt.behind:.0f} seconds behind the newest row of the log: the row "
            f"carries {receipt.decision.time}, so that the order holds. Look whose clock is wrong: yours, or that of "
            "the newest row.",
            err=True,
        )
    if receipt.cut:
        kept = f"all of it is kept in {bench.path.name}.cut"
        typer.echo(f"A row that was never finished was cut off the log: {receipt.cut[:200]!r}; {kept}.", err=True)


def flag(
    claim: Claim,
    reason: Reason,
    reviewer: Reviewer,
    verdict: Verdict = "",
    severity: Severity = "",
    evidence: Cited = "",
    flag: Annotated[str, typer.Option("--flag", help="A word of warning, with a verdict or without.")] = "",
    machine: Annotated[bool, typer.Option("--machine", help="A machine decided: it settles nothing.")] = False,
    acknowledge: Annotated[bool, typer.Option("--acknowledge", help="The finding is known and accepted.")] = False,
    data: Data = Path("data"),
) -> None:
    """Decide on a claim, warn of it, or acknowledge what was found; each time a new row."""
    from evidence.decisions import Decision

    if acknowledge and verdict:
        raise EvidenceError("--acknowledge: found with --verdict; allowed: one of them; do: run the command twice")
    if not (acknowledge or verdict or flag):
        raise EvidenceError("--verdict: found nothing; allowed: --verdict, --flag or --acknowledge; do: give one")
    said = Decision(
        claim,
        reviewer,
        given(reason),
        verdict=verdict,
        reviewer_kind="machine" if machine else "human",
        flag=flag,
        severity=severity,
        evidence=" ".join(evidence.replace(",", " ").split()),
        action="acknowledge" if acknowledge else "decide" if verdict else "flag",
    )
    add(bench_of(data), said)


def settle(claim: Claim, verdict: Verdict, reason: Reason, reviewer: Reviewer, data: Data = Path("data")) -> None:
    """Settle a claim on which reviewers differ; what they said stays on record."""
    from evidence import decisions

    bench = bench_of(data)
    decisions.check_word("CLAIM", claim, bench.tables.claims["claim_id"])
    between = bench.between(bench.tables.decisions, claim, reviewer)
    said = decisions.Decision(claim, reviewer, given(reason), verdict=verdict, refers_to=between, action="settle")
    add(bench, said)


def withdraw(
    decision_id: Annotated[str, typer.Argument(metavar="DECISION_ID", help="Which row; `evidence history` names it.")],
    reason: Reason,
    reviewer: Annotated[str, typer.Option("--reviewer", help="Who takes it back: whoever made it.")],
    data: Data = Path("data"),
) -> None:
    """Take a decision back; its row stays where it is, and a new row says so."""
    from evidence import decisions

    bench = bench_of(data)
    log = bench.tables.decisions
    decisions.check_word("DECISION_ID", decision_id, log["decision_id"])
    row = log[log["decision_id"].eq(decision_id)].iloc[0]
    if reviewer != row["reviewer"]:
        raise EvidenceError(
            f"--reviewer: found {reviewer}; allowed: {row['reviewer']}, who made the row; "
            "do: decide on the claim yourself with `evidence flag`"
        )
    mine = decisions.history(log, row["claim_id"], reviewer).set_index("decision_id")
    if mine.loc[decision_id, "stands"] == "taken back":
        raise EvidenceError(
            f"DECISION_ID: found {decision_id}, which was taken back before; allowed: a row that stands; "
            f"do: see `evidence history {row['claim_id']}`"
        )
    who = {"reviewer": row["reviewer"], "reviewer_kind": row["reviewer_kind"]}
    add(
        bench,
        decisions.Decision(row["claim_id"], reason=given(reason), refers_to=decision_id, action="withdraw", **who),
    )


def given(reason: str) -> str:
    """Take a reason as written, or from standard input."""
    if reason != "-":
        return reason
    try:
        return sys.stdin.buffer.read().decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise EvidenceError(
            f"--reason: standard input is not UTF-8 (byte {error.start}); allowed: UTF-8 text; do: convert it first"
        ) from error
