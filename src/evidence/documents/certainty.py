"""How the certainty of a claim came to be: where it started, the steps that were taken, and who took them."""

from __future__ import annotations

from evidence.documents.blocks import Block, bullets, paragraph, styled
from evidence.documents.inlines import Words, inlines, link, quiet, strong
from evidence.report.cells import listed
from evidence.report.claims import Card, step_words

NO_STEP = step_words(0)


def certainty(card: Card, told: str) -> list[Block]:
    """Set the steps of the certainty of the question that a claim asks.

    Parameters
    ----------
    card : Card
        The claim.
    told : str
        The first claim that asks the same question: the steps stand there, and only there.
    """
    level = card.level
    if not level or told != card.judged["claim_id"]:
        return []
    title = strong(f"How certainty came to be {level['certainty']}: ")
    came = f"start {level['start']} ({level['reason']}); proposed by rule {level['certainty_proposed']}"
    moving = [step for step in card.steps if step["differs"] or step["decided"] != NO_STEP]
    still = [step["domain"] for step in card.steps if step not in moving]
    steps = [*map(_step, moving), *([f"No step, by the rule and as taken: {listed(still)}."] if still else [])]
    said = f"{came}; taken {level['certainty']}. In question: {card.question['question']}"
    return [styled("Small Print", paragraph(title, said), *([bullets(steps)] if steps else []))]


def elsewhere(card: Card, told: str) -> Words:
    """Lead to the claim under which the steps stand, where they do not stand under this one."""
    if not card.level or told == card.judged["claim_id"]:
        return ""
    return inlines(". How it came to be: under ", link(told, f"#{told}"), ", on the same question")


def _step(step: dict[str, str]) -> Words:
    differs = ", which differs" if step["differs"] else ""
    rationale = f" Rater ({step['rater_kind']}): {step['rationale']}" if step["rationale"] else ""
    rationale = rationale or " No rating: the proposal stands."
    return inlines(
        strong(step["domain"]),
        f" proposed {step['proposed']}, taken {step['decided']}{differs}: {step['reason']}.",
        quiet(rationale),
    )
