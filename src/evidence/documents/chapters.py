"""A chapter per claim: the quotation, the verdict and its sentence, the evidence, and what would change it."""

from __future__ import annotations

from evidence import vocabulary as words
from evidence.documents.blocks import (
    Block,
    Column,
    bullets,
    heading,
    in_one_list,
    new_page,
    paragraph,
    quotation,
    styled,
    table,
)
from evidence.documents.certainty import certainty, elsewhere
from evidence.documents.evidence_rows import Marks, evidence, itself, leads
from evidence.documents.inlines import Words, inlines, joined, link, place, strong, verdict
from evidence.documents.reviewers import history, who_judged
from evidence.report.claims import Card, cards
from evidence.review import Review

OPINIONS = (Column("Claim", 0.1), Column("The article says", 0.5), Column("To check it", 0.4))


def claim_chapters(review: Review, marks: Marks) -> list[Block]:
    """Set a chapter per judged claim, the gravest severity first, and one table of the opinions at the end."""
    gravest = list(review.counts.index)
    every = sorted(cards(review), key=lambda card: gravest.index(card.judged["verdict"]))
    blocks, told = [], {}
    for severity in reversed(words.SEVERITIES):
        mine = [card for card in every if card.judged["severity"] == severity and card.judged["kind"] != "opinion"]
        if mine:
            title = f"Claims of {severity} severity ({len(mine)})"
            blocks += [*new_page(), heading(1, title, f"severity-{severity}")]
            blocks += [block for card in mine for block in _chapter(card, marks, told)]
    return blocks + _opinions([card for card in every if card.judged["kind"] == "opinion"])


def _chapter(card: Card, marks: Marks, told: dict[str, str]) -> list[Block]:
    """Set one claim; `told` holds by question the claim under which its certainty was told."""
    judged = card.judged
    first = told.setdefault(card.question.get("question_id", ""), judged["claim_id"])
    blocks = [
        heading(2, f"{judged['claim_id']} {judged['short']}", judged["claim_id"]),
        quotation(f"“{card.stated['quotation']}”"),
        styled("Verdict", paragraph(_sentence(judged["verdict"], judged["sentence"]))),
        bullets([*_labelled(_facts(card, first)), *map(itself, card.itself)]),
        *evidence(card, marks),
        *_aside(card),
        bullets(_labelled(_rule(card))),
        *certainty(card, first),
        *history(card),
    ]
    return in_one_list(blocks)


def _sentence(word: str, sentence: str) -> Words:
    """Set the verdict that its sentence begins with in its colour."""
    begins = f"{word.capitalize()}."
    shown = verdict(word, begins) if sentence.startswith(begins) else verdict(word)
    return inlines(shown, " ", sentence.removeprefix(begins).lstrip())


def _labelled(facts: list[tuple[str, Words]]) -> list[Words]:
    return [inlines(strong(f"{name}: "), said) for name, said in facts if said]


def _facts(card: Card, first: str) -> list[tuple[str, Words]]:
    judged, stated = card.judged, card.stated
    rule = ", ".join(filter(None, (stated[name] for name in ("jurisdiction", "authority", "product", "pathway"))))
    number = f" ({judged['number']}: {words.NUMBERS[judged['number']]})" if judged["number"] != "none stated" else ""
    return [
        ("Read as", stated["claim"]),
        (
            "Certainty",
            inlines(
                f"{judged['certainty']} ({judged['scale']}); words that are {judged['wording']} need {card.needs}",
                elsewhere(card, first),
            ),
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
        ("Searches behind it", _searches(card)),
    ]


def _searches(card: Card) -> Words:
    each = joined([link(row["search_id"], f"#{row['search_id']}") for row in card.searches], ", ")
    return inlines(f"{card.searched}: ", each) if each else ""


def _aside(card: Card) -> list[Block]:
    """List what stands beside the evidence: leads, and printed numbers that do not fit."""
    misfits = [("A number that does not fit", finding["finding"]) for finding in card.findings]
    said = _labelled([("Unconfirmed leads, not counted", leads(card)), *misfits])
    return [bullets(said)] if said else []


def _rule(card: Card) -> list[tuple[str, Words]]:
    judged = card.judged
    rests = f" (on {judged['rows'].replace(' ', ', ')})" if judged["rows"] else ""
    return [
        ("What would change it", judged["would_change"]),
        ("Rule that decided", judged["rule"] + rests),
        ("Reviewers decided", verdict(judged["decided"]) if judged["decided"] else ""),
        ("Who judged", who_judged(card)),
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
