"""Who judged a claim on paper: where it stands between its reviewers, and what each of them said."""

from __future__ import annotations

from evidence.documents.blocks import Block, bullets, paragraph
from evidence.documents.inlines import Words, inlines, new_line, quiet, strong, verdict
from evidence.report.claims import Card


def who_judged(card: Card) -> str:
    """Say who made the judgements, and where the claim stands if no reviewer has said a word on it."""
    waits = card.state and not card.history
    return card.judges + (f" Between reviewers: {card.state['state']}." if waits else "")


def history(card: Card) -> list[Block]:
    """List what reviewers said of a claim, oldest first; nothing where none did."""
    if not card.history:
        return []
    state = f": {card.state['state']}" if card.state else ""
    changed = f" Changed since: {card.state['changed']}." if card.state.get("changed") else ""
    return [
        paragraph(strong(f"What reviewers said{state}."), changed),
        bullets(_said(row) for row in card.history),
    ]


def _said(row: dict[str, str]) -> Words:
    kind = " (machine)" if row["reviewer_kind"] == "machine" else ""
    stands = "" if row["stands"] == "yes" else f" ({row['stands']})"
    return inlines(
        strong(f"{row['reviewer']}{kind}"),
        f" {row['action']}",
        inlines(" ", verdict(row["verdict"])) if row["verdict"] else "",
        f" {row['flag']}" if row["flag"] else "",
        f"{stands}: {row['reason']}" if row["reason"] else stands,
        new_line(),
        quiet("; ".join(_around(row))),
    )


def _around(row: dict[str, str]) -> list[str]:
    """Say when a row was written, on which data, and what the rules proposed then."""
    before = f" (before: {row['moved']})" if row["moved"] else ""
    parts = [
        f"{row['time']}, data {row['data_version']}",
        f"the rules proposed {row['proposal']}, certainty {row['certainty']}{before}" if row["proposal"] else "",
        f"cites {row['evidence']}" if row["evidence"] else "",
    ]
    return [part for part in parts if part]
