"""The lines of the chart of certainty: the steps of each question, by rule and as decided, and where they arrive."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

import pandas as pd

from evidence import vocabulary as words
from evidence.figures.frames import needed, only

NEEDED = (
    *("question_id", "question", "claims", "scale", "place", "domain", "proposed", "decided"),
    *("level_proposed", "level_decided", "reason", "rationale"),
)
CURE = "give it a frame of gallery.certainty_steps"
START, WHOLE, FINAL = "start", "overall", "final"


class Row(NamedTuple):
    """One line of the chart: a step of a question, with the levels after it."""

    question_id: str
    label: str
    proposed: str
    decided: str
    level_proposed: str
    level_decided: str
    told: tuple[str, ...]
    kind: str


class Block(NamedTuple):
    """One question: its words, its scale and its lines."""

    question_id: str
    question: str
    scale: str
    rows: tuple[Row, ...]


def order(frame: pd.DataFrame) -> pd.DataFrame:
    """Put the steps in the order in which they are drawn: by scale and question as given, then by their place.

    Raises
    ------
    FigureError
        Missing columns, no row, or a level that is none.
    """
    steps = needed(frame, NEEDED, "certainty steps", CURE)
    for column in ("level_proposed", "level_decided"):
        only(steps, column, (*words.LEVELS, words.NOT_RATED), "certainty steps", CURE)
    scales = {scale: at for at, scale in enumerate(steps["scale"].drop_duplicates())}
    questions = {question: at for at, question in enumerate(steps["question_id"].drop_duplicates())}
    keyed = steps.assign(scaled=steps["scale"].map(scales), asked=steps["question_id"].map(questions))
    return keyed.sort_values(["scaled", "asked", "place"]).drop(columns=["scaled", "asked"])


def blocks_of(frame: pd.DataFrame) -> list[Block]:
    """Gather the lines of each question; the steps that neither rule nor rater took share one line."""
    blocks = []
    for question_id, steps in groupby(order(frame).itertuples(), lambda step: step.question_id):
        mine = list(steps)
        first = mine[0]
        claims = f" ({first.claims})" if first.claims else ""
        rows = [_row(step, alone=len(mine) == 1) for step in mine if not is_still(step)]
        still = [step.domain for step in mine if is_still(step)]
        if len(mine) > 1:
            rows.append(_final(mine[-1]))
        if still:
            rows.append(_row(first, False)._replace(label=f"No step: {', '.join(still)}", kind="still", told=()))
        blocks.append(Block(question_id, f"{first.question}{claims}", first.scale, tuple(rows)))
    return blocks


def is_still(step) -> bool:
    """Say whether neither the rule nor the rater took a step."""
    return step.domain not in (START, WHOLE) and not step.proposed and not step.decided


def _row(step, alone: bool) -> Row:
    if words.NOT_RATED in (step.level_proposed, step.level_decided):
        return Row(step.question_id, "", "", "", words.NOT_RATED, words.NOT_RATED, (sentence(step.reason),), "unrated")
    differs = _differs(step)
    if step.domain in (START, WHOLE):
        proposed, decided = "", ""
    else:
        proposed, decided = signed(step.proposed), signed(step.decided)
    told = [step.rationale or step.reason]
    if differs and step.rationale:
        told = [f"Rule: {step.reason}", f"Rater: {step.rationale}"]
    kind = WHOLE if alone else step.domain
    label = "as a whole" if alone else step.domain
    told = tuple(sentence(line) for line in told if line)
    return Row(step.question_id, label, proposed, decided, step.level_proposed, step.level_decided, told, kind)


def _differs(step) -> bool:
    if step.domain in (START, WHOLE):
        return step.level_proposed != step.level_decided
    return step.proposed != step.decided


def _final(step) -> Row:
    by_rule, decided = step.level_proposed, step.level_decided
    told = f"{decided}" if by_rule == decided else f"{decided}; by rule {by_rule}"
    return Row(step.question_id, "arrives at", "", "", by_rule, decided, (sentence(told),), FINAL)


def signed(steps) -> str:
    """Write a number of steps with its sign."""
    return "0" if steps == 0 else f"{int(steps):+d}".replace("-", "−")


def sentence(text: str) -> str:
    """Begin with a capital."""
    return f"{text[:1].upper()}{text[1:]}"
