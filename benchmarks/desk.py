"""Measure the reviewers' desk on 100,000 decisions about 10,000 claims, beside a plain loop over the same rows.

The loop does the least of what a queue needs: the newest verdict of each person on each claim, and whether they differ.
It reads no times and knows no withdrawals, adjudications or changes of data. Seconds are those of the processor, which
hardly depend on what else is running.
"""

import statistics
import time

import numpy as np
import pandas as pd

from evidence import decisions
from evidence import vocabulary as words
from evidence.decisions import moments
from evidence.review.reviewers import reviewer_agreement

DECISIONS, CLAIMS, ROUNDS, SEED = 100_000, 10_000, 3, 20261126


def drawn() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw a log of four people and a machine, with withdrawals and adjudications, and its claims."""
    chance = np.random.default_rng(SEED)
    verdicts, ids = list(words.VERDICTS), [f"c{number:05}" for number in range(CLAIMS)]
    claims = pd.DataFrame({"claim_id": ids, "topic": chance.choice(list(words.TOPICS), CLAIMS)})
    claims = claims.assign(kind=chance.choice(words.KINDS[:-1], CLAIMS), verdict=chance.choice(verdicts, CLAIMS))
    claims = claims.assign(
        certainty=chance.choice(words.LEVELS, CLAIMS), severity=chance.choice(words.SEVERITIES, CLAIMS)
    )
    claims["basis"] = [" ".join(f"l{number}-{row}:0badcafe" for row in range(8)) for number in range(CLAIMS)]
    of = claims.iloc[chance.integers(0, CLAIMS, DECISIONS)].reset_index(drop=True)
    at = 1_780_000_000_000 + 1000 * np.arange(DECISIONS)
    log = pd.DataFrame({name: None for name in decisions.COLUMNS}, index=range(DECISIONS))
    log = log.assign(
        decision_id=[moments.new_id(int(moment)) for moment in at],
        claim_id=of["claim_id"],
        reviewer=chance.choice([f"rater-{number}" for number in range(1, 6)], DECISIONS),
        verdict=chance.choice(verdicts, DECISIONS),
        reason="Seen.",
        time=[moments.written(int(moment)) for moment in at],
        data_version=chance.choice(["0.2.0", "0.3.0"], DECISIONS),
        proposal=of["verdict"],
        certainty=of["certainty"],
        basis=of["basis"],
        action=chance.choice(["decide", "settle", "withdraw"], DECISIONS, p=[0.8, 0.1, 0.1]),
    )
    log["reviewer_kind"] = np.where(log["reviewer"].eq("rater-5"), "machine", "human")
    back = log["action"].eq("withdraw") & (log.index >= 7)
    log.loc[back, "refers_to"] = log["decision_id"].shift(7)[back]
    return log.astype("str").where(log.notna()), claims


def looped(log: pd.DataFrame) -> dict[str, bool]:
    """Say by claim whether people differ, row by row."""
    newest: dict[str, dict[str, str]] = {}
    columns = (log[name] for name in ("claim_id", "reviewer", "reviewer_kind", "action", "verdict"))
    for claim, reviewer, kind, action, verdict in zip(*columns, strict=True):
        if kind == "human" and action == "decide":
            newest.setdefault(claim, {})[reviewer] = verdict
    return {claim: len(set(said.values())) > 1 for claim, said in newest.items()}


def main() -> None:
    """Measure, and print one table."""
    log, claims = drawn()
    cases = {
        "decisions.states (the queue)": lambda: decisions.states(log, claims, "0.3.0"),
        "reviewer_agreement": lambda: reviewer_agreement(log, claims),
        "a plain loop, less than the queue": lambda: looped(log),
    }
    taken: dict[str, list[float]] = {name: [] for name in cases}
    for turn in range(ROUNDS + 1):  # the first round does not count
        for name, case in cases.items():
            started = time.process_time()
            case()
            taken[name] += [time.process_time() - started] if turn else []
    of = {name: statistics.median(times) for name, times in taken.items()}
    print(f"{DECISIONS:,} decisions, {CLAIMS:,} claims; median of {ROUNDS}\n")
    print("| what | seconds | of the loop |\n|---|---:|---:|")
    for name, seconds in of.items():
        print(f"| {name} | {seconds:.2f} | {seconds / of['a plain loop, less than the queue']:.2f} |")


if __name__ == "__main__":
    main()
