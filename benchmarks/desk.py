"""Measure the reviewers' desk on 100,000 decisions about 10,000 claims, beside a plain loop over the same rows.

The loop does the least of what a queue needs: the newest verdict of each person on each claim, and whether they differ.
It reads no times and knows no withdrawals, adjudications or changes of data. Seconds are those of the processor, which
hardly depend on what else is running.

Then the commands, end to end, each a fresh process on a folder: the claims of `tests/tiny_review` with their links, a
thousand times over, and as many decisions. Arguments choose rows: `desk.py memory`, `desk.py commands`.
"""

import csv
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from evidence import decisions
from evidence import vocabulary as words
from evidence.decisions import moments
from evidence.review.reviewers import reviewer_agreement

DECISIONS, CLAIMS, ROUNDS, SEED = 100_000, 10_000, 3, 20261126
ROOT = Path(__file__).resolve().parents[1]
RUN_MAIN = "import sys; from evidence.cli import main; sys.argv[0] = 'evidence'; sys.exit(main())"
COMMANDS = {
    "check": ["check"],
    "agreement": ["agreement"],
    "queue": ["queue"],
    "queue --next": ["queue", "--next", "--reviewer", "rater-1"],
    "history": ["history", "c00003"],
    "flag": ["flag", "c00003", "--verdict", "supported", "--reviewer", "rater-1", "--reason", "Seen."],
    "flag, refused": ["flag", "c00003", "--verdict", "grand", "--reviewer", "rater-1", "--reason", "Seen."],
    "check --gate": ["check", "--gate"],
}


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


def write_review(folder: Path) -> None:
    """Write a review of many claims: those of the tiny review with their links, over and over, and a log of them."""
    shutil.copytree(ROOT / "tests" / "tiny_review", folder)
    shutil.copy(ROOT / "data" / "datapackage.json", folder)
    claims, links = (_rows(folder / f"{name}.csv") for name in ("claims", "links"))
    ids = [f"c{number:05}" for number in range(CLAIMS)]
    given = {claim_id: claims[number % len(claims)] for number, claim_id in enumerate(ids)}
    quotes = {claim_id: f"Sentence {claim_id} of the many is here" for claim_id in ids}
    made = [row | {"claim_id": claim_id, "quotation": quotes[claim_id]} for claim_id, row in given.items()]
    mine = {claim["claim_id"]: [row for row in links if row["claim_id"] == claim["claim_id"]] for claim in claims}
    led = [row | {"claim_id": claim_id} for claim_id in ids for row in mine[given[claim_id]["claim_id"]]]
    led = [row | {"link_id": f"l-{number:06}"} for number, row in enumerate(led)]
    _write(folder / "claims.csv", sorted(claims + made, key=lambda row: row["claim_id"]))
    _write(folder / "links.csv", sorted(links + led, key=lambda row: row["link_id"]))
    article = next((folder / "articles").iterdir())
    article.write_text("\n".join([article.read_text(encoding="utf-8"), *(f"{quote}." for quote in quotes.values())]))
    log = drawn()[0].assign(action="decide", refers_to=None)  # every row drawn by chance can stand in a checked log
    log["reviewer"] = log["reviewer"].replace("rater-5", "machine-1")
    log.to_csv(folder / "decisions.csv", index=False, columns=list(decisions.COLUMNS), lineterminator="\n")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def commands(names: list[str]) -> None:
    """Run each command once in a fresh process on the folder of many claims, and print one table."""
    with tempfile.TemporaryDirectory() as home:
        write_review(Path(home) / "data")
        print("| command | seconds |\n|---|---:|")
        for name in names:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            done = subprocess.run([sys.executable, "-c", RUN_MAIN, *COMMANDS[name]], cwd=home, capture_output=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            if b"Traceback" in done.stderr or (name == "check" and done.returncode):
                raise SystemExit(f"evidence {name} failed:\n{done.stderr[-3000:].decode()}")
            taken = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            print(f"| {name} | {taken:.1f} |", flush=True)


def main() -> None:
    """Measure what was asked for, else everything."""
    asked = sys.argv[1:]
    if not asked or "memory" in asked:
        memory()
    if not asked or "commands" in asked:
        commands([name for name in COMMANDS if name in asked] or list(COMMANDS))


def memory() -> None:
    """Measure in this process, and print one table."""
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
