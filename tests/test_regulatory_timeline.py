"""The timeline puts every document at its date, leaves open what the date leaves open, and dates nothing itself."""

import matplotlib as mpl
import pandas as pd
import pytest
from chart_checks import by_gid, drawn, hold_layout, texts

from evidence.errors import FigureError
from evidence.figures import JOURNAL_1, JOURNAL_2, REPORT, SCREEN, SLIDE, regulatory_timeline
from evidence.figures.documents_in_time import span
from evidence.gallery import regulatory_timeline as room

CHART = regulatory_timeline.CHART


@pytest.fixture(scope="module")
def whole(review):
    return room.exhibits(review)[0].frame


@pytest.fixture(scope="module")
def one(review):
    return room.exhibits(review, "c47")[0].frame


def made(rows, words="Exosomes", places=4):
    return pd.DataFrame(
        {
            "regulation_id": [f"g{n}" for n in range(rows)],
            "jurisdiction": [f"{words[:20]} {n % places}" for n in range(rows)],
            "status": [("prohibited", "approved", words)[n % 3] for n in range(rows)],
            "product_use": words * 3,
            "date": [(None, "2024", "2025-05", "2019-01-02")[n % 4] for n in range(rows)],
            "seen": [
                ("primary document", "secondary page", "copy", "nothing")[n % 4 if n > 3 else 0] for n in range(rows)
            ],
            "article": words,
            "bearing": "against",
        }
    )


def years(written):
    """Say by pandas, not by us, between which years a date lies."""
    start = pd.Period(written).start_time
    end = (pd.Period(written) + 1).start_time
    return [at.year + (at.day_of_year - 1) / (366 if at.is_leap_year else 365) for at in (start, end)]


@pytest.mark.parametrize("written", ["2025", "2024-02", "2023-12", "2024-12-31", "2020-02-29"])
def test_a_date_leaves_open_what_it_does_not_say(written):
    assert list(span(written)) == pytest.approx(years(written))


@pytest.mark.parametrize("which", ["whole", "one"])
def test_every_seen_document_stands_at_its_date_or_beside_the_axis(request, which):
    frame = request.getfixturevalue(which)
    _, ax = drawn(CHART, frame)
    scale = regulatory_timeline.columns(frame).axis
    seen = frame[frame["seen"].ne("nothing")]
    dated, undated = by_gid(ax, "date-"), by_gid(ax, "undated-")
    assert set(dated) == set(seen.loc[seen["date"].notna(), "regulation_id"])
    assert set(undated) == set(seen.loc[seen["date"].isna(), "regulation_id"])
    for row in seen.dropna(subset="date").itertuples():
        start, end = years(row.date)
        assert scale.value(dated[row.regulation_id].get_xdata()[0]) == pytest.approx((start + end) / 2)
    assert all(mark.get_xdata()[0] < scale.left for mark in undated.values())


def test_a_bar_covers_the_month_or_year_that_is_known(whole):
    _, ax = drawn(CHART, whole)
    scale, bars = regulatory_timeline.columns(whole).axis, by_gid(ax, "open-")
    short = whole[whole["date"].str.len().lt(10) & whole["seen"].ne("nothing")]
    assert set(bars) == set(short["regulation_id"])
    for row in short.itertuples():
        assert [scale.value(x) for x in bars[row.regulation_id].get_xdata()] == pytest.approx(years(row.date))


def test_what_was_told_on_a_secondary_page_is_hollow(whole):
    _, ax = drawn(CHART, whole)
    marks = by_gid(ax, "date-") | by_gid(ax, "undated-")
    for row in whole[whole["seen"].ne("nothing")].itertuples():
        hollow = mpl.colors.to_hex(marks[row.regulation_id].get_markerfacecolor()) == SCREEN.palette.paper
        assert hollow == (row.seen == "secondary page")


def test_marks_of_a_lane_do_not_hide_each_other(whole):
    _, ax = drawn(CHART, whole)
    places = [tuple(round(float(v[0]), 2) for v in mark.get_data()) for mark in by_gid(ax, "date-").values()]
    assert len(set(places)) == len(places)


def test_a_line_for_each_document_says_its_date_and_how_it_bears_on_the_claim(one):
    figure, _ = drawn(CHART, one)
    said = [text for text, _ in texts(figure)]
    assert said.count("✕ against it") == one["bearing"].eq("against").sum() == 9
    for row in one.dropna(subset="date").itertuples():
        assert any(text.startswith(f"{row.date} {row.status}") for text in said)


def test_what_nobody_saw_is_counted_and_not_drawn(whole):
    figure, _ = drawn(CHART, whole)
    unseen = int(whole["seen"].eq("nothing").sum())
    assert any(text.startswith(f"Not drawn: {unseen} ") for text, _ in texts(figure))


def test_approvals_of_other_products_stand_apart(whole):
    approved = whole[whole["status"].isin(["approved", "cleared"])]
    assert set(approved["place"]) == {"United States, contrast"}
    assert approved["article"].eq("").all()


def test_a_claim_without_a_jurisdiction_has_no_timeline(review):
    assert room.exhibits(review, "c14") == []


def test_the_description_names_every_document_with_its_date(whole):
    said = CHART.describe(whole)
    seen = whole[whole["seen"].ne("nothing")]
    assert said.startswith(f"Regulatory documents that were seen: {len(seen)}, {seen['date'].isna().sum()} of them")
    for row in seen.itertuples():
        date = row.date if isinstance(row.date, str) else "no date"
        assert f"{date} {row.status}: {row.product_use} ({row.seen}" in said


@pytest.mark.parametrize(
    ("look", "rows"),
    [(SCREEN, 1), (REPORT, 5), (JOURNAL_1, 5), (JOURNAL_2, 40), (SCREEN.dark(), 40), (SLIDE, 40), (JOURNAL_1, 200)],
)
def test_nothing_overlaps_or_is_cut(look, rows):
    some, notes = made(rows, "Überlänge مرحبا exosómes " * 2), ("A note on method. " * 12,)
    pages = CHART.pages(some, look, notes)
    assert sorted(pd.concat(pages)["regulation_id"]) == sorted(some["regulation_id"])
    for page in pages:
        hold_layout(drawn(CHART, page, "A long title about these places " * 2, notes, look)[0])


@pytest.mark.parametrize("which", ["whole", "one"])
def test_slides_hold_every_document_in_the_form_of_the_whole(request, which):
    frame = request.getfixturevalue(which)
    pages = CHART.pages(frame, SLIDE, ())
    assert sorted(pd.concat(pages)["regulation_id"]) == sorted(frame["regulation_id"])
    for page in pages:
        figure, _ = drawn(CHART, page, look=SLIDE)
        hold_layout(figure)
        assert ("newest document" in [text for text, _ in texts(figure)]) == (which == "whole")


def test_two_hundred_documents_of_one_day_fit_a_slide():
    same = made(200, places=1).assign(date="2024-05-06", seen="copy", jurisdiction="US")
    (page,) = CHART.pages(same, SLIDE, ())
    figure, ax = drawn(CHART, page, look=SLIDE)
    hold_layout(figure)
    heights = [mark.get_ydata()[0] for mark in by_gid(ax, "date-").values()]
    assert len(heights) == 200
    assert 0 < min(heights) < max(heights) < SLIDE.page


def test_frames_that_cannot_be_drawn_are_refused_in_words(whole):
    with pytest.raises(FigureError, match="lacks seen"):
        CHART.size(whole.drop(columns="seen"), SCREEN, ())
    with pytest.raises(FigureError, match="no row"):
        CHART.size(whole.head(0), SCREEN, ())
    with pytest.raises(FigureError, match="no document that was seen"):
        CHART.size(whole.assign(seen="nothing"), SCREEN, ())
    with pytest.raises(FigureError, match="more than once"):
        CHART.size(pd.concat([whole, whole]), SCREEN, ())
    with pytest.raises(FigureError, match="found the date '2024-13'; allowed: YYYY"):
        CHART.size(whole.assign(date="2024-13"), SCREEN, ())
