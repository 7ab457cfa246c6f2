"""The flow shows every count of the table in its own box, and arrows only where something leads on."""

import pandas as pd
import pytest
from chart_checks import by_gid, drawn, hold_layout, texts

from evidence.errors import FigureError
from evidence.figures import JOURNAL_1, JOURNAL_2, REPORT, SCREEN, SLIDE, record_flow
from evidence.gallery import about
from evidence.gallery import record_flow as room

CHART = record_flow.CHART


@pytest.fixture(scope="module")
def frame(review):
    return room.exhibits(review)[0].frame


def made(rows, words="records of one kind"):
    return pd.DataFrame(
        {
            "step": [f"step {n // 9}" for n in range(rows)],
            "what": [words if n % 9 < 5 else f"of them {words}" for n in range(rows)],
            "rows": [10**n % 10_000_019 for n in range(rows)],
            "reasons": ["" if n % 4 else words * 2 for n in range(rows)],
        }
    )


@pytest.mark.parametrize("look", [SCREEN, JOURNAL_1])
def test_every_count_stands_in_its_own_box_in_the_order_of_the_table(frame, look):
    _, ax = drawn(CHART, frame, look=look)
    counts, boxes = by_gid(ax, "count-"), by_gid(ax, "box-")
    assert set(counts) == set(boxes) == {str(place) for place in range(len(frame))}
    for place, rows in enumerate(frame["rows"]):
        assert counts[str(place)].get_text() == f"{rows:,}"
        x, y = counts[str(place)].get_position()
        left, top, width, height = boxes[str(place)].get_bbox().bounds
        assert left <= x <= left + width
        assert min(top, top + height) <= y <= max(top, top + height)
    reading = sorted(boxes, key=lambda key: (round(boxes[key].get_y(), 6), boxes[key].get_x()))
    assert reading == [str(place) for place in range(len(frame))]


def test_only_what_stands_in_the_tables_leads_to_the_tables(frame):
    _, ax = drawn(CHART, frame)
    became = frame.reset_index(drop=True)
    became = became[became["step"].eq("became")]
    leading = {str(place) for place in became.index[became["what"].str.startswith(("carried", "merged"))]}
    assert {key for key in by_gid(ax, "from-") if int(key) in became.index} == leading
    assert {str(place) for place in became.index} <= set(by_gid(ax, "to-"))


def test_an_arrow_ends_on_the_box_it_leads_to(frame):
    _, ax = drawn(CHART, frame)
    boxes = by_gid(ax, "box-")
    for key, arrow in by_gid(ax, "to-").items():
        left, top, width, _ = boxes[key].get_bbox().bounds
        assert arrow.get_xdata()[1] == pytest.approx(left + width / 2)
        assert 0 < top - arrow.get_ydata()[1] < SCREEN.line(0.5)


def test_reasons_are_written_out_in_print(frame):
    figure, _ = drawn(CHART, frame)
    said = " ".join(text for text, _ in texts(figure))
    assert all(" ".join(reason.split()) in said for reason in frame["reasons"] if reason)


def test_parts_add_up_to_the_count_above_them(frame):
    records = frame[frame["step"].eq("records")]
    parts = records["what"].str.startswith(record_flow.PART)
    assert records.loc[parts, "rows"].sum() == records.loc[~parts, "rows"].sum()
    assert frame.loc[frame["step"].eq("became"), "rows"].sum() == records.loc[~parts, "rows"].sum()


def test_the_flow_is_said_to_be_no_prisma_diagram_and_belongs_to_no_claim(review):
    (exhibit,) = room.exhibits(review)
    assert exhibit.notes(about(review))[0].startswith("Not a PRISMA diagram")
    assert exhibit.title == "What is on record: 293 records, 3 left out"
    assert room.exhibits(review, "c14") == []


def test_the_description_names_every_count_with_its_words_and_reasons(frame):
    said = CHART.describe(frame)
    for row in frame.itertuples():
        assert f"{row.rows} {row.what}" in said
        assert row.reasons in said


@pytest.mark.parametrize(
    ("look", "rows"),
    [(SCREEN, 1), (SCREEN.dark(), 5), (REPORT, 40), (JOURNAL_1, 40), (JOURNAL_2, 5), (SLIDE, 40), (JOURNAL_2, 200)],
)
def test_nothing_overlaps_or_is_cut(look, rows):
    some, notes = made(rows, "Überlänge مرحبا exosómes, " * 2), ("A note on method. " * 12,)
    pages = CHART.pages(some, look, notes)
    assert list(pd.concat(pages).index) == list(some.index)
    for page in pages[:3]:
        hold_layout(drawn(CHART, page, "A long title about records " * 2, notes, look)[0])


@pytest.mark.parametrize("look", [REPORT, JOURNAL_1, SLIDE])
def test_the_review_is_drawn_on_one_page(review, look):
    (exhibit,) = room.exhibits(review)
    (page,) = CHART.pages(exhibit.frame, look, exhibit.notes(about(review)))
    hold_layout(drawn(CHART, page, exhibit.title, exhibit.notes(about(review)), look)[0])


def test_frames_that_cannot_be_drawn_are_refused_in_words(frame):
    with pytest.raises(FigureError, match="lacks reasons"):
        CHART.size(frame.drop(columns="reasons"), SCREEN, ())
    with pytest.raises(FigureError, match="no row"):
        CHART.size(frame.head(0), SCREEN, ())
    for wrong in (-1, 2.5, float("inf"), None):
        with pytest.raises(FigureError, match=r"searches run: found .* allowed: a whole number"):
            CHART.size(frame.assign(rows=frame["rows"].astype(object).where(frame["rows"].ne(336), wrong)), SCREEN, ())
