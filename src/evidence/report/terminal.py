"""The review on a terminal: the verdict table, the path of one claim, and what the claims were checked against."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from evidence import vocabulary as words
from evidence.report.explain import explain
from evidence.review import Review

LINE = 100  # columns of the table on the terminal
COLOURS = {"contradicted": "red", "untraceable": "magenta", "unsupported": "dark_orange", "supported": "green"}


def print_table(assessed: Review) -> None:
    """Print one line per judged claim, under a heading per severity, gravest first."""
    gravest = (*words.FLAGGED, "partly supported", "supported")
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold", width=LINE)
    for name, wide in (("id", 3), ("claim", 38), ("verdict", 16), ("certainty", 9), ("why", 30)):
        table.add_column(name, width=wide, no_wrap=True, overflow="ellipsis")
    judged = assessed.judged.assign(rank=assessed.judged["verdict"].map(gravest.index))
    for severity in reversed(words.SEVERITIES):
        rows = judged[judged["severity"].eq(severity)].sort_values(["rank", "claim_id"])
        if len(rows):
            table.add_row("", f"[bold]{severity} severity[/]")
        for claim in rows.itertuples():
            verdict = f"[{COLOURS.get(claim.verdict, 'yellow')}]{claim.verdict}[/]"
            table.add_row(claim.claim_id, escape(claim.short), verdict, claim.certainty, escape(claim.why))
    Console(width=LINE, highlight=False).print(table)


def print_path(assessed: Review, claim_id: str) -> None:
    """Print the path of one claim from quotation to verdict, each line under its heading."""
    lines = explain(assessed, claim_id)
    claim = assessed.claims.set_index("claim_id").loc[claim_id]
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0), width=LINE)
    table.add_column(width=12, style="bold")
    table.add_column()
    for heading, text in lines:
        table.add_row(heading, escape(text))
    console = Console(width=LINE, highlight=False)
    colour = COLOURS.get(claim["verdict"], "yellow")
    console.print(f"[bold]{claim_id}  {escape(claim['short'])}: [{colour}]{claim['verdict']}[/][/]\n")
    console.print(table)


def coverage_line(assessed: Review) -> str:
    """Say how many claims were checked against what; what could not be checked is told as such."""
    judged = assessed.judged
    counts = judged["coverage"].value_counts()
    known = ", ".join(f"{name} {counts[name]}" for name in words.COVERAGES if counts.get(name)) or "nothing"
    rest = int(counts[~counts.index.isin(words.COVERAGES)].sum())
    flagged = int(judged["flagged"].sum())
    return (
        f"{len(judged)} claims judged, {flagged} flagged; "
        f"opinions, which are not judged: {len(assessed.claims) - len(judged)}.\n"
        f"Checked against: {known}. Looked for, and nothing seen that answers: {rest}."
    )
