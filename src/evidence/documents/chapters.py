"""A chapter per claim: the quotation, the verdict and its sentence, the evidence, and what would change it."""

from __future__ import annotations

from collections.abc import Callable

from evidence import vocabulary as words
from evidence.documents.blocks import Block, Column, bullets, heading, new_page, paragraph, quotation, styled, table
from evidence.documents.inlines import Inline, Words, inlines, joined, link, new_line, place, quiet, strong, verdict
from evidence.report.cells import counted, listed
from evidence.report.claims import Card, cards
from evidence.report.rows import Row
from evidence.review import Review

# Gives the numbers of the references of a link.
Marks = Callable[[str], list[Inline]]
EVIDENCE = (
    Column("Bearing", 0.11),
    Column("Source", 0.25),
    Column("What it says", 0.42),
    Column("How directly; seen", 0.22),
)
OPINIONS = (Column("Claim", 0.1), Column("The article says", 0.5), Column("To check it", 0.4))


def claim_chapters(review: Review, marks: Marks) -> list[Block]:
    """Set a chapter per judged claim, the gravest severity first, and one table of the opinions at the end."""
    gravest = list(review.counts.index)
    every = sorted(cards(review), key=lambda card: gravest.index(card.judged["verdict"]))
    blocks = []
    for severity in reversed(words.SEVERITIES):
        mine = [card for card in every if card.judged["severity"] == severity and card.judged["kind"] != "opinion"]
        if mine:
            title = f"Claims of {severity} severity ({len(mine)})"
            blocks += [*new_page(), heading(1, title, f"severity-{severity}")]
            blocks += [block for card in mine for block in _chapter(card, marks)]
    return blocks + _opinions([card for card in every if card.judged["kind"] == "opinion"])


def _chapter(card: Card, marks: Marks) -> list[Block]:
    judged = card.judged
    return [
        heading(2, f"{judged['claim_id']} {judged['short']}", judged["claim_id"]),
        quotation(f"“{card.stated['quotation']}”"),
        styled("Verdict", paragraph(_sentence(judged["verdict"], judged["sentence"]))),
        bullets([*_labelled(_facts(card)), *map(_itself, card.itself)]),
        *_evidence(card, marks),
        bullets(_labelled([*_misfits(card), *_rule(card)])),
    ]


def _sentence(word: str, sentence: str) -> Words:
    """Set the verdict that its sentence begins with in its colour."""
    begins = f"{word.capitalize()}."
    shown = verdict(word, begins) if sentence.startswith(begins) else verdict(word)
    return inlines(shown, " ", sentence.removeprefix(begins).lstrip())


def _labelled(facts: list[tuple[str, Words]]) -> list[Words]:
    return [inlines(strong(f"{name}: "), said) for name, said in facts if said]


def _facts(card: Card) -> list[tuple[str, Words]]:
    judged, stated = card.judged, card.stated
    rule = ", ".join(filter(None, (stated[name] for name in ("jurisdiction", "authority", "product", "pathway"))))
    number = f" ({judged['number']}: {words.NUMBERS[judged['number']]})" if judged["number"] != "none stated" else ""
    return [
        ("Read as", stated["claim"]),
        (
            "Certainty",
            f"{judged['certainty']} ({judged['scale']}); words that are {judged['wording']} need {card.needs}",
        ),
        ("Claimed", judged["claimed"] or rule),
        ("Found", judged["found"] + number if judged["found"] else ""),
        (
            "Agreement",
            f"{judged['agreement']} ({words.AGREEMENTS[judged['agreement']]}); calibration: {judged['calibration']}",
        ),
        ("Named source", f"{stated['source_named']}: {judged['traceability']}" if stated["source_named"] else ""),
        (
            "Checked against",
            judged["coverage"] + (f" (rows that decide: {judged['checked']})" if judged["checked"] else ""),
        ),
        ("Searches behind it", joined([link(row["search_id"], f"#{row['search_id']}") for row in card.searches], ", ")),
    ]


def _evidence(card: Card, marks: Marks) -> list[Block]:
    name, rest = card.judged["claim_id"], _uncounted(card)
    if card.counted:
        rows = [_row(row, marks) for row in card.counted]
        shown = table(f"evidence-{name}", f"Evidence for and against {name}", EVIDENCE, rows)
        return [shown, *([styled("Table Note", paragraph(rest))] if rest else [])]
    none = "" if card.itself else "No evidence that counts for or against was seen."
    said = " ".join(part for part in (none, rest) if part)
    return [paragraph(said)] if said else []


def _itself(row: dict[str, str]) -> Words:
    other = row["other_claim_id"]
    return inlines(
        strong(row["bearing"]),
        ", the article itself in ",
        link(other, f"#{other}"),
        f": “{row['quotation']}” {row['reason']}",
    )


def _row(row: Row, marks: Marks) -> list[Words]:
    about = quiet(" · ".join(row.about))
    parts = [f"{level}: {domains}" for level, domains in row.directness if level in ("indirect", "partly")]
    directness = "; ".join(parts) or "direct"
    return [
        inlines(strong(row.bearing), new_line(), quiet("decides")) if row.decides else row.bearing,
        inlines(strong(row.label), marks(row.link_id), " " if row.about else "", about if row.about else ""),
        row.reason + (f" As given: {row.as_given}" if row.as_given else ""),
        inlines(directness, new_line(), quiet(f"{row.seen}; {row.link_id}")),
    ]


def _uncounted(card: Card) -> str:
    silent = len(card.silent)
    parts = [
        f"{counted(silent, 'row')} that {'does' if silent == 1 else 'do'} not count (silent on it, or context)"
        if silent
        else "",
        f"{counted(len(card.leads), 'lead')} that nothing seen confirms" if card.leads else "",
    ]
    told = listed(part for part in parts if part)
    return f"Left out here: {told}." if told else ""


def _misfits(card: Card) -> list[tuple[str, Words]]:
    return [("A number that does not fit", finding["finding"]) for finding in card.findings]


def _rule(card: Card) -> list[tuple[str, Words]]:
    judged = card.judged
    rests = f" (on {judged['rows'].replace(' ', ', ')})" if judged["rows"] else ""
    return [
        ("What would change it", judged["would_change"]),
        ("Rule that decided", judged["rule"] + rests),
        ("Reviewers", inlines("decided ", verdict(judged["decided"])) if judged["decided"] else "none has decided yet"),
    ]


def _opinions(opinions: list[Card]) -> list[Block]:
    if not opinions:
        return []
    rows = [
        [place(card.judged["claim_id"], card.judged["claim_id"]), card.stated["quotation"], card.judged["would_change"]]
        for card in opinions
    ]
    title = "Opinions, which are not judged"
    return [heading(1, title, "opinions"), table("table-opinions", title, OPINIONS, rows)]
