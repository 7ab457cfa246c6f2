"""Certainty steps: the staircases stand at the levels of the review, rule and rater side by side, with reasons."""

import pandas as pd
import pytest
from chart_checks import by_gid, drawn, hold_layout

from evidence import vocabulary as words
from evidence.certainty import Step, lowered
from evidence.errors import FigureError
from evidence.figures import JOURNAL_1, JOURNAL_2, REPORT, SCREEN, SLIDE, certainty_steps
from evidence.gallery import certainty_steps as gallery

STEPS = certainty_steps.CHART
LOOKS = (SCREEN.dark(), REPORT, JOURNAL_1, JOURNAL_2, SLIDE)
NOTES = ("A method of one sentence. " * 4, "All judgements were made by people.")
ODD = ("Ångström and Müller found that it comes back in nearly everyone who tries it for long enough? " * 2,
       "هل يعود الشعر بعد العلاج؟", "Is a < b & $x$?", "x" * 150)  # fmt: skip


@pytest.fixture(scope="module")
def steps(review):
    return gallery.stepped(review)


def made(questions):
    """Steps of questions that are in no review: unrated, of one judgement, and with every domain moving."""
    rows = []
    for number in range(questions):
        scale = ("GRADE", "another scale")[number % 2]
        about = (f"q-{number}", ODD[number % 4] if number % 5 == 0 else f"Question {number}?", f"c{number:02d}", scale)
        reason, rationale = f"counted {number} rows", "A rater said why, at some length. " * (number % 6)
        if number % 7 == 3:
            rows.append((*about, 0, "start", None, None, "not rated", "not rated", "no counted evidence", ""))
        elif scale != "GRADE":
            pair = words.LEVELS[number % 4], words.LEVELS[number % 3]
            rows.append((*about, 0, "overall", None, None, *pair, reason, rationale))
        else:
            taken = {"rule": [], "rater": []}
            rows.append((*about, 0, "start", None, None, "high", "high", "a trial", ""))
            for place, domain in enumerate(words.GRADE_DOMAINS, start=1):
                taken["rule"].append(Step(domain, -(number % 2 if place % 2 else 1), ""))
                taken["rater"].append(Step(domain, -(place % 3), ""))
                moved = (taken["rule"][-1].levels, taken["rater"][-1].levels)
                after = [lowered("high", some) for some in taken.values()]
                rows.append((*about, place, domain, *moved, *after, reason, rationale))
    return pd.DataFrame(rows, columns=certainty_steps.NEEDED)


def levels_drawn(frame, ax, look):
    """Read the levels of both sides back, by question and from top to bottom."""
    at, found = certainty_steps.columns(look), {}
    for who in ("rule", "rater"):
        for key, mark in by_gid(ax, f"{who}-").items():
            question, line = key.rsplit("/", 1)
            place = mark.get_ydata()[0]
            found.setdefault((question, who), []).append((int(line), place, at.level(mark.get_xdata()[0], who)))
    for marks in found.values():
        assert [place for _, place, _ in sorted(marks)] == sorted(place for _, place, _ in marks)
    return {key: [level for _, _, level in sorted(marks)] for key, marks in found.items()}


@pytest.mark.parametrize("look", [SCREEN, JOURNAL_1], ids=lambda look: look.name)
def test_every_level_stands_where_the_review_says_and_ends_at_its_certainty(review, steps, look):
    _, ax = drawn(STEPS, steps, look=look)
    found, rated = levels_drawn(steps, ax, look), review.levels[review.levels["certainty"].ne("not rated")]
    assert {question for question, _ in found} == set(rated["question_id"])
    for question in rated.itertuples():
        mine = steps[steps["question_id"].eq(question.question_id)]
        moved = mine["proposed"].ne(0) | mine["decided"].ne(0)
        last = 1 if len(mine) > 1 else 0
        for who, column, end in (("rule", "level_proposed", question.certainty_proposed),
                                 ("rater", "level_decided", question.certainty)):  # fmt: skip
            drawn_levels = found[question.question_id, who]
            assert drawn_levels[: len(drawn_levels) - last] == mine.loc[moved, column].tolist()
            assert drawn_levels[-1] == end


def test_numbers_of_steps_are_printed_and_differences_marked_just_where_they_are(review, steps):
    _, ax = drawn(STEPS, steps)
    for column in ("proposed", "decided"):
        printed = sorted(text.get_text() for text in by_gid(ax, f"{column}-").values())
        graded = steps[steps["proposed"].notna() & (steps["proposed"].ne(0) | steps["decided"].ne(0))]
        assert printed == sorted(f"{int(n):+d}".replace("-", "−") if n else "0" for n in graded[column])
    stepwise = int((steps["proposed"].notna() & steps["proposed"].ne(steps["decided"])).sum())
    ends = int(review.levels["certainty"].ne(review.levels["certainty_proposed"]).sum())
    assert len(by_gid(ax, "differs-")) == stepwise + ends


def test_steps_lead_to_the_levels_that_the_review_gives(review, steps):
    ends = steps.groupby("question_id").tail(1).set_index("question_id")
    levels = review.levels.set_index("question_id")
    asked = ends.index
    assert ends["level_decided"].tolist() == levels.loc[asked, "certainty"].tolist()
    assert ends["level_proposed"].tolist() == levels.loc[asked, "certainty_proposed"].tolist()
    assert set(asked) == set(levels.index)


def test_words_name_every_step_and_where_each_question_ends(review, steps):
    said = STEPS.describe(steps)
    for question in review.levels.itertuples():
        line = next(line for line in said.splitlines() if f"{_asked(steps, question.question_id)} (" in line)
        if question.certainty == "not rated":
            assert "not rated, " in line
            continue
        assert line.endswith(f"final by rule {question.certainty_proposed}, decided {question.certainty}.")
        for step in steps[steps["question_id"].eq(question.question_id) & steps["decided"].lt(0)].itertuples():
            assert f"{step.domain} by rule " in line
            assert f"decided −{abs(int(step.decided))}" in line
    counts = review.levels["certainty"].value_counts()
    assert f"{counts['high']} high, {counts['moderate']} moderate, {counts['low']} low" in said.splitlines()[0]


def _asked(steps, question_id):
    return steps.loc[steps["question_id"].eq(question_id), "question"].iloc[0]


def test_one_claim_has_the_steps_of_its_question_and_an_opinion_none(review):
    (one,) = gallery.exhibits(review, "c14")
    assert set(one.frame["question_id"]) == {"q-density-aga"}
    assert one.alt.startswith("Certainty very low; the rule alone gives low.")
    assert gallery.exhibits(review, "c01") == []


@pytest.mark.parametrize(
    ("questions", "look"),
    [(1, JOURNAL_1), (1, SLIDE), *((5, look) for look in LOOKS), (40, JOURNAL_2), (200, SLIDE)],
    ids=lambda value: getattr(value, "name", value),
)
def test_nothing_overlaps_or_is_cut(questions, look):
    frame = made(questions)
    pages = STEPS.pages(frame, look, NOTES)
    assert pd.concat(pages)["question_id"].tolist() == certainty_steps.order(frame)["question_id"].tolist()
    for page in pages[:2]:
        figure, _ = drawn(STEPS, page, notes=NOTES, look=look)
        hold_layout(figure)


def test_a_question_is_never_split_over_slides_and_every_slide_tells_of_all(steps):
    pages = STEPS.pages(steps, SLIDE, NOTES)
    seen = [question for page in pages for question in page["question_id"].unique()]
    assert len(seen) == len(set(seen)) == steps["question_id"].nunique()
    assert {certainty_steps.answer(page) for page in pages} == {certainty_steps.answer(steps)}


def test_frames_that_cannot_be_drawn_are_refused_in_words():
    with pytest.raises(FigureError, match="certainty steps: the frame lacks decided"):
        STEPS.figure(made(2).drop(columns="decided"), "t")
    with pytest.raises(FigureError, match="certainty steps: found no row to draw"):
        STEPS.figure(made(2).head(0), "t")
    with pytest.raises(FigureError, match="level_decided: found 'medium'; allowed: 'very low', 'low'"):
        STEPS.figure(made(2).assign(level_decided="medium"), "t")
