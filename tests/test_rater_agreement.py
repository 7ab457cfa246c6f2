"""The chart of rater agreement draws each coefficient at its number, and nothing where there is none."""

import numpy as np
import pandas as pd
import pytest
from chart_checks import by_gid, drawn, hold_layout, texts

from evidence.agreement import agreement
from evidence.errors import FigureError
from evidence.figures import JOURNAL_1, JOURNAL_2, REPORT, SCREEN, SLIDE, rater_agreement
from evidence.gallery import about
from evidence.gallery import rater_agreement as room

CHART = rater_agreement.CHART


@pytest.fixture(scope="module")
def frame(review):
    return room.exhibits(review)[0].frame


def made(rows, words="bearing of a row on its claim"):
    value = np.linspace(-1, 1, rows)
    return pd.DataFrame(
        {
            "judgement": [f"{words} {n // 3}" for n in range(rows)],
            "coefficient": [("raw agreement", "Fleiss kappa", "Gwet AC2")[n % 3] for n in range(rows)],
            "value": np.where(np.arange(rows) % 5 == 3, np.nan, value),
            "ci_low": np.where(np.arange(rows) % 7 == 2, np.nan, value - 0.1),
            "ci_high": np.where(np.arange(rows) % 11 == 6, np.inf, value + 0.1),
            "items": 10**9,
            "raters": 3,
            "note": [f"undefined: {words}" if n % 5 == 3 else "" for n in range(rows)],
        }
    )


def keyed(frame):
    return {f"{row.judgement}|{row.coefficient}": row for row in frame.itertuples()}


@pytest.mark.parametrize("look", [SCREEN, JOURNAL_1])
def test_every_coefficient_and_interval_stands_at_its_number(frame, look):
    _, ax = drawn(CHART, frame, look=look)
    scale, rows = rater_agreement.columns(frame, look).axis, keyed(frame)
    values, intervals = by_gid(ax, "value-"), by_gid(ax, "interval-")
    assert set(values) == set(intervals) == set(rows)
    for key, row in rows.items():
        assert scale.value(values[key].get_xdata()[0]) == pytest.approx(row.value)
        assert [scale.value(x) for x in intervals[key].get_xdata()] == pytest.approx([row.ci_low, row.ci_high])


def test_judgements_and_coefficients_stand_in_the_order_of_the_table(frame):
    _, ax = drawn(CHART, frame)
    values = by_gid(ax, "value-")
    assert sorted(values, key=lambda key: values[key].get_ydata()[0]) == list(keyed(frame))


def test_the_three_kinds_of_coefficient_have_three_marks(frame):
    _, ax = drawn(CHART, frame)
    kinds = {"raw agreement": set(), "Cohen kappa": set(), "Gwet AC1": set(), "Gwet AC2": set()}
    for key, mark in by_gid(ax, "value-").items():
        kinds[key.split("|")[1]].add(mark.get_marker())
    assert kinds["Gwet AC1"] == kinds["Gwet AC2"]
    assert len({tuple(marks) for marks in kinds.values()}) == 3


def test_the_chart_says_that_it_shows_repeatability_and_not_validity(frame):
    figure, _ = drawn(CHART, frame)
    assert "Repeatability between two machine ratings, not validity." in [text for text, _ in texts(figure)]
    assert rater_agreement.meaning(made(3)) == "Repeatability between 3 ratings, not validity."


def test_what_is_undefined_is_said_and_not_drawn():
    same = pd.DataFrame({"item": [1, 1, 2, 2], "rater": ["a", "b"] * 2, "rating": ["yes"] * 4})
    frame = agreement(same, {"yes", "no"}).assign(judgement="bearing")
    undefined = frame[frame["value"].isna()]
    assert len(undefined) > 0
    figure, ax = drawn(CHART, frame)
    assert set(by_gid(ax, "value-")) == set(keyed(frame[frame["value"].notna()]))
    said = " ".join(text for text, _ in texts(figure))
    assert said.count("undefined") == len(undefined)
    assert CHART.describe(frame).count("undefined") == len(undefined)


def test_a_missing_or_infinite_limit_is_no_interval():
    frame = made(15)
    figure, ax = drawn(CHART, frame)
    bounded = np.isfinite(frame[["value", "ci_low", "ci_high"]]).all(axis=1)
    assert set(by_gid(ax, "interval-")) == set(keyed(frame[bounded]))
    unbounded = frame["value"].notna() & ~bounded
    assert sum("no interval" in text for text, _ in texts(figure)) == unbounded.sum() == 3


def test_the_title_names_what_was_no_better_than_chance(review, frame):
    assert room.exhibits(review)[0].title.endswith("no better than chance on directness of comparator")
    assert room._title(frame.assign(ci_low=0.2)) == "How far separate ratings agree"
    assert room.exhibits(review, "c14") == []


def test_the_description_names_every_number(frame):
    said = CHART.describe(frame).replace("−", "-")
    for row in frame.itertuples():
        assert f"{row.coefficient} {row.value:.2f} ({row.ci_low:.2f} to ".replace("-0.00", "0.00") in said


@pytest.mark.parametrize(
    ("look", "rows"),
    [(SCREEN, 1), (REPORT, 5), (JOURNAL_1, 40), (JOURNAL_2, 40), (SCREEN.dark(), 5), (SLIDE, 40), (REPORT, 200)],
)
def test_nothing_overlaps_or_is_cut(look, rows):
    some, notes = made(rows, "Überlänge مرحبا exosómes " * 2), ("A note on method. " * 12,)
    pages = CHART.pages(some, look, notes)
    assert list(pd.concat(pages).index) == list(some.index)
    for page in pages[:3]:
        hold_layout(drawn(CHART, page, "A long title about ratings " * 2, notes, look)[0])


@pytest.mark.parametrize("look", [REPORT, JOURNAL_1, SLIDE])
def test_the_review_is_drawn_whole(review, look):
    (exhibit,) = room.exhibits(review)
    pages = CHART.pages(exhibit.frame, look, exhibit.notes(about(review)))
    assert len({(rater_agreement.columns(page, look).axis.low, len(page.columns)) for page in pages}) == 1
    for page in pages:
        hold_layout(drawn(CHART, page, exhibit.title, exhibit.notes(about(review)), look)[0])


def test_frames_that_cannot_be_drawn_are_refused_in_words(frame):
    with pytest.raises(FigureError, match="lacks ci_low"):
        CHART.size(frame.drop(columns="ci_low"), SCREEN, ())
    with pytest.raises(FigureError, match=r"no row to draw; .* which needs a second rater"):
        CHART.size(frame.head(0), SCREEN, ())
