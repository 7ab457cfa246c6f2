"""The commands that show where the review stands between its reviewers: queue, agreement, history."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evidence.cli.desk import Claim, bench_of
from evidence.cli.options import Data
from evidence.errors import EvidenceError
from evidence.vocabulary import COUNTED_BEARINGS, VERDICTS

if TYPE_CHECKING:
    import pandas as pd

    from evidence.review.bench import Bench

REFERS = {"withdraw": "takes back", "settle": "between"}
FEWEST = 5  # claims decided by two before it is told which verdicts differ: of fewer it tells what somebody said of one
Json = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]
Looker = Annotated[str, typer.Option("--reviewer", help="Who looks: nothing is shown that would tell what to decide.")]
Blind = Annotated[bool, typer.Option("--blind/--open", help="Hide what others said, and the proposal.")]


def queue(
    reviewer: Looker = "",
    state: Annotated[str, typer.Option("--state", help="Only claims in this state.")] = "",
    blind: Blind = True,
    following: Annotated[bool, typer.Option("--next", help="Show the next claim to decide.")] = False,
    as_json: Json = False,
    data: Data = Path("data"),
) -> None:
    """List the claims by what they wait for, gravest first."""
    from evidence import decisions
    from evidence.decisions.blind import OTHERS

    bench = bench_of(data)
    if reviewer:
        decisions.check_reviewer(reviewer, bench.reviewers)
    if state:
        decisions.check_word("--state", state, (*decisions.STATES, OTHERS))
    if following and not reviewer:
        raise EvidenceError("--next: found no --reviewer; allowed: with a reviewer; do: say who is to decide")
    log, found = bench.tables.decisions, bench.states()
    if blind:
        found = decisions.blinded(found, log, bench.beside, reviewer, bench.tables.reviewers_needed)
    if state:
        found = found[found["state"].eq(state)]
    if following:
        found = decisions.to_decide(found, log, reviewer).head(1)
    if as_json:
        typer.echo(found.to_json(orient="records", indent=1))
    elif following:
        _tell_next(bench, found, blind, reviewer)
    else:
        _tell_queue(bench, found)


def _tell_queue(bench: Bench, found: pd.DataFrame) -> None:
    from evidence.decisions import STATES
    from evidence.decisions.blind import OTHERS

    short = bench.beside.set_index("claim_id")["short"]
    columns = (("id", 5), ("claim", 32), ("severity", 8), ("waits for", 18), ("said", 32))
    typer.echo("  ".join(name.ljust(width) for name, width in columns).rstrip())
    for row in found.itertuples():
        cells = (row.claim_id, short[row.claim_id], row.severity, row.state, row.verdicts)
        line = (_cut(cell, width) for cell, (_, width) in zip(cells, columns, strict=True))
        typer.echo("  ".join(line).rstrip())
        for note in filter(None, (row.flags, row.changed)):
            typer.echo(_indented(f"       {note}", 9)) if note != "hidden" else None
    counts = found["state"].value_counts()
    typer.echo("\n" + ", ".join(f"{name} {counts[name]}" for name in (*STATES, OTHERS) if name in counts) + ".")
    typer.echo(
        f"A claim is settled when {bench.tables.reviewers_needed} people agree, or an adjudicator has settled it."
    )


def _tell_next(bench: Bench, found: pd.DataFrame, blind: bool, reviewer: str) -> None:
    if found.empty:
        typer.echo(f"Nothing waits for {reviewer}.")
        return
    row = found.iloc[0]
    claim = bench.tables.claims.set_index("claim_id").loc[row["claim_id"]]
    typer.echo(f"{row['claim_id']}  {_visible(claim['short'])}  ({row['state']}, severity {row['severity']})\n")
    text = bench.tables.texts.get(claim["article_id"], "")
    typer.echo(f"In the article:  {_visible(_in_context(text, claim['quotation']))}")
    typer.echo(f"Read as:         {_visible(claim['claim'])}\n")
    _tell_evidence(bench, row["claim_id"])
    if not blind:
        typer.echo(f"\nThe rules propose: {row['proposal']}, certainty {row['certainty']}.")
        typer.echo(_visible(f"Others said: {row['verdicts'] or 'nothing yet'}"))
    typer.echo(f"\nDecide: evidence flag {row['claim_id']} --reviewer {reviewer} --verdict ... --reason '...'")
    typer.echo(f"Verdicts: {', '.join(VERDICTS)}")


def _in_context(text: str, quotation: str, around: int = 200) -> str:
    """Give the quotation in brackets, with the words before and after it in its paragraph."""
    place = text.find(quotation)
    if place < 0:
        return f"[{quotation}]"
    before = text[:place].rpartition("\n")[2][-around:]
    after = text[place + len(quotation) :].partition("\n")[0][:around]
    return f"{before}[{quotation}]{after}"


def _tell_evidence(bench: Bench, claim_id: str) -> None:
    """Print each counted row under the way it bears, and count the others."""
    links, evidence = bench.tables.settled_links, bench.evidence.set_index("link_id")
    mine = links[links["claim_id"].eq(claim_id)]
    for bearing in COUNTED_BEARINGS:
        rows = mine[mine["bearing"].eq(bearing)]
        typer.echo(f"{bearing.capitalize()} ({len(rows)})")
        for row in rows.itertuples():
            seen = "the article itself"
            if row.link_id in evidence.index:
                found = evidence.loc[row.link_id]
                seen = f"{'direct' if found['direct'] else 'indirect'}, {found['seen']}"
            typer.echo(f"  {row.link_id:<8} {_visible(row.reason)} [{seen}]")
    rest = mine[~mine["bearing"].isin(COUNTED_BEARINGS)]
    typer.echo(f"Silent or context ({len(rest)}): {' '.join(rest['link_id'])}")


def history(
    claim: Claim, reviewer: Looker = "", blind: Blind = True, as_json: Json = False, data: Data = Path("data")
) -> None:
    """Tell who said what of a claim, when, on which data, and how the proposal moved."""
    from evidence import decisions
    from evidence.decisions.blind import HIDDEN

    bench = bench_of(data)
    decisions.check_word("CLAIM", claim, bench.tables.claims["claim_id"])
    if reviewer:
        decisions.check_reviewer(reviewer, bench.reviewers)
    log = decisions.plain(bench.tables.decisions)
    needed = bench.tables.reviewers_needed
    told = decisions.history(log, claim, reviewer, needed) if blind else decisions.history(log, claim)
    if as_json:
        typer.echo(told.to_json(orient="records", indent=1))
        return
    for row in told.itertuples():
        typer.echo("\n".join(_story(row)))
    if told.empty:
        typer.echo(f"{claim}: nothing that {reviewer or 'anybody'} may see is on record.")
        return
    found = bench.states()
    if blind:
        found = decisions.blinded(found, log, bench.beside, reviewer, needed)
    now = found.set_index("claim_id").loc[claim]
    typer.echo(f"\nToday, data {bench.tables.version}: {now['state']}", nl=False)
    if now["proposal"] == HIDDEN:
        typer.echo("; what others said and what the rules propose are hidden (--open shows them).")
    else:
        typer.echo(f"; the rules propose {now['proposal']}, certainty {now['certainty']}.", nl=False)
        typer.echo(_indented(f" {now['changed']}.", 4) if now["changed"] else "")


def _story(row) -> Iterator[str]:
    """Tell one row of a history in lines that a terminal acts on in no way."""
    what = ", ".join(filter(None, (row.verdict, row.flag and f"flag: {row.flag}", row.severity)))
    kind = " (machine)" if row.reviewer_kind == "machine" else ""
    stands = "" if row.stands == "yes" else f" [{row.stands}]"
    yield _indented(f"{row.time}  {row.reviewer}{kind}  {row.action}  {what}{stands}", 4)
    yield _indented(f"    {row.reason}", 4)
    parts = (
        f"data {row.data_version}",
        row.proposal and f"the rules proposed {row.proposal}, certainty {row.certainty}",
        row.evidence and f"cites {row.evidence}",
        row.decision_id,
        row.refers_to and f"{REFERS.get(row.action, 'refers to')} {row.refers_to}",
    )
    yield _indented("    " + "; ".join(filter(None, parts)), 4)
    if row.moved:
        yield _indented(f"    The proposal had moved: {row.moved} before, {row.proposal} here.", 4)


def agreement(as_json: Json = False, data: Data = Path("data")) -> None:
    """Say how far the first verdicts of reviewers agree beyond chance, and where they differ most; machines apart."""
    from evidence.review import reviewers
    from evidence.tables import load

    tables = load(data)
    found = reviewers.reviewer_agreement(tables.decisions, tables.claims)
    if as_json:
        typer.echo(found.to_json(orient="records", indent=1))
        return
    for called, title in (("agreement", "Agreement among people"), ("repeatability", "Repeatability among machines")):
        rows = found[found["called"].eq(called)]
        typer.echo(title if len(rows) else f"{title}: no verdicts are on record.")
        _tell_coefficients(rows)
    rated = reviewers.rated_claims(tables.decisions, tables.claims)
    decided_twice = rated["item"].value_counts().ge(2).sum()
    pairs = reviewers.most_disputed(rated) if decided_twice >= FEWEST else rated.head(0)
    for pair in pairs.head(5).itertuples():
        typer.echo(f"Differ: {pair.rating_1} or {pair.rating_2} ({pair.items})")
    for row in reviewers.disputed_topics(rated).query("differ > 0").head(5).itertuples():
        typer.echo(f"Topic: {row.topic}: {row.differ} of {row.claims} claims decided by two or more ({row.share:.0%})")


def _tell_coefficients(rows: pd.DataFrame) -> None:
    from evidence.report.cells import counted

    for (_, group), part in rows.groupby(["scope", "group"], sort=False):
        sizes = f"decided by two or more of {counted(part['raters'].max(), 'reviewer')}"
        typer.echo(f"  {group or 'overall'}: {counted(part['items'].max(), 'claim')} {sizes}")
        for row in part.itertuples():
            weighted = ", linear weights" if row.weights == "linear" else ""
            number = "" if row.value != row.value else f"{row.value:.2f}"
            interval = "" if row.ci_low != row.ci_low else f" [{row.ci_low:.2f}, {row.ci_high:.2f}]"
            typer.echo(f"    {row.coefficient + weighted:<36} {'  '.join(filter(None, (number + interval, row.note)))}")


def _cut(text: str, width: int) -> str:
    text = _visible(text).replace("\n", " ")
    return (text if len(text) <= width else f"{text[: width - 1]}…").ljust(width)


def _indented(text: str, by: int) -> str:
    """Show a text of several lines, so that none but the first stands at the margin."""
    return _visible(text).replace("\n", "\n" + " " * by)


def _visible(text: str) -> str:
    """Show a mark for what a terminal would act on: control characters, and those that turn the direction."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "�" for letter in str(text))
