"""The strip puts every claim at its place in the article, in the lane of its verdict, with its id in reach."""

from itertools import pairwise

import pandas as pd
import pytest
from chart_checks import by_gid, drawn, hold_layout

from evidence.errors import FigureError
from evidence.figures import JOURNAL_1, JOURNAL_2, REPORT, SCREEN, SLIDE, article_strip
from evidence.figures.palette import VERDICT_MARKS
from evidence.figures.spreading import levels, rows_of_labels, spread
from evidence.gallery import about
from evidence.gallery import article_strip as room

CHART = article_strip.CHART


@pytest.fixture(scope="module")
def frame(review):
    return room.exhibits(review)[0].frame


def made(claims, words="opening words of a paragraph", paragraphs=7):
    verdicts = list(VERDICT_MARKS)
    rows = [("paragraph", words, 100 * n, 100 * (n + 1), "", False) for n in range(paragraphs)]
    for n in range(claims):
        verdict, start = verdicts[n % len(verdicts) if n % 3 else 0], (37 * n) % (100 * paragraphs - 20)
        rows.append(("claim", f"c{n}-{words[:6]}", start, start + 1 + n % 90, verdict, verdicts.index(verdict) < 3))
    return pd.DataFrame(rows, columns=["stretch", "name", "start", "end", "verdict", "flagged"])


@pytest.mark.parametrize("look", [SCREEN, JOURNAL_1])
def test_every_claim_stands_at_its_characters_in_the_lane_of_its_verdict(review, frame, look):
    _, ax = drawn(CHART, frame, look=look)
    axis, bars = article_strip.columns(frame, look)[1], by_gid(ax, "span-")
    text = next(iter(review.tables.texts.values()))
    claims = review.claims.merge(review.tables.claims[["claim_id", "quotation"]], on="claim_id")
    assert set(bars) == set(claims["claim_id"])
    heights = {}
    for claim in claims.itertuples():
        start = text.index(claim.quotation)
        found = [axis.value(x) for x in bars[claim.claim_id].get_xdata()]
        assert found == pytest.approx([start, start + len(claim.quotation)])
        heights.setdefault(claim.verdict, []).append(bars[claim.claim_id].get_ydata()[0])
    lanes = sorted(heights, key=lambda verdict: min(heights[verdict]))
    assert lanes == [verdict for verdict in VERDICT_MARKS if verdict in heights]
    assert all(max(heights[a]) < min(heights[b]) for a, b in pairwise(lanes))


def test_paragraphs_are_drawn_at_their_characters_with_their_flagged_claims_counted(review, frame):
    _, ax = drawn(CHART, frame)
    axis = article_strip.columns(frame)[1]
    boxes, counts = by_gid(ax, "paragraph-"), by_gid(ax, "flagged-")
    claims = frame[frame["stretch"].eq("claim") & frame["flagged"]]
    middles = (claims["start"] + claims["end"]) / 2
    paragraphs = frame[frame["stretch"].eq("paragraph")].reset_index(drop=True)
    assert len(boxes) == len(paragraphs) == 10
    for place, row in paragraphs.iterrows():
        box = boxes[str(place + 1)].get_bbox()
        assert [axis.value(box.x0), axis.value(box.x1)] == pytest.approx([row["start"], row["end"]])
        inside = int((middles.ge(row["start"]) & middles.lt(row["end"])).sum())
        assert (counts[str(place + 1)].get_text() if inside else None) == (str(inside) if inside else None)
    assert sum(int(count.get_text()) for count in counts.values()) == review.claims["flagged"].sum() == 20


def test_ids_stand_in_the_order_of_their_bars_and_flagged_ones_are_bold(frame):
    _, ax = drawn(CHART, frame)
    ids, claims = by_gid(ax, "id-"), frame[frame["stretch"].eq("claim")].assign(middle=lambda f: f["start"] + f["end"])
    for _, lane in claims.sort_values("middle", kind="stable").groupby("verdict"):
        places = [ids[name].get_position()[0] for name in lane["name"]]
        assert places == sorted(places)
    assert {name for name, text in ids.items() if text.get_weight() == "bold"} == set(
        claims.loc[claims["flagged"], "name"]
    )


def test_labels_are_spread_no_farther_than_needed():
    assert spread([1.0, 4.0], [1.0, 1.0], 0.0, 5.0, 0.2) == [1.0, 4.0]
    assert spread([2.0, 2.0, 2.0], [1.0, 1.0, 1.0], 0.0, 9.0, 0.5) == pytest.approx([0.5, 2.0, 3.5])
    assert spread([9.9, 9.9], [1.0, 1.0], 0.0, 10.0, 0.0) == pytest.approx([8.5, 9.5])
    rows = rows_of_labels([5.0] * 9, [1.0] * 9, 0.0, 10.0, 0.0, 1.0)
    assert {row for row, _ in rows} == {0, 1, 2}
    assert {row for row, _ in rows_of_labels([5.0] * 9, [1.0] * 9, 0.0, 10.0, 0.0, 9.0)} == {0}


def test_bars_that_cover_each_other_stand_on_different_levels():
    assert levels([0, 0, 5, 9], [10, 5, 9, 12]) == [0, 1, 1, 1]


def test_the_title_says_where_the_flagged_claims_stand(review, frame):
    assert room.exhibits(review)[0].title == "20 flagged claims in 7 of 10 paragraphs; most in paragraph 6"
    assert room._title(frame.assign(flagged=False)) == "Where the claims stand: none is flagged"
    assert room.exhibits(review, "c14") == []


def test_the_description_names_every_claim_with_its_place(frame):
    said = CHART.describe(frame)
    for row in frame[frame["stretch"].eq("claim")].itertuples():
        assert f"{row.name} ({row.start} to {row.end})" in said
    assert "Flagged claims: 20 (4 in paragraph 3" in said


@pytest.mark.parametrize(
    ("look", "rows"),
    [(SCREEN, 1), (REPORT, 5), (JOURNAL_1, 40), (JOURNAL_2, 40), (SCREEN.dark(), 5), (SLIDE, 40), (JOURNAL_1, 200)],
)
def test_nothing_overlaps_or_is_cut(look, rows):
    some, notes = made(rows, "Überlänge مرحبا exosómes " * 2, 1 if rows == 1 else 40), ("A note on method. " * 12,)
    pages = CHART.pages(some, look, notes)
    assert sorted(name for page in pages for name in page.loc[page["stretch"].eq("claim"), "name"]) == sorted(
        some.loc[some["stretch"].eq("claim"), "name"]
    )
    for page in pages[:3]:
        hold_layout(drawn(CHART, page, "A long title about claims " * 2, notes, look)[0])


@pytest.mark.parametrize("look", [REPORT, JOURNAL_1, SLIDE])
def test_the_review_is_drawn_on_one_page(review, look):
    (exhibit,) = room.exhibits(review)
    (page,) = CHART.pages(exhibit.frame, look, exhibit.notes(about(review)))
    hold_layout(drawn(CHART, page, exhibit.title, exhibit.notes(about(review)), look)[0])


def test_a_page_of_some_lanes_still_counts_all_flagged_claims():
    some = made(200)
    pages = CHART.pages(some, SLIDE, ())
    assert len(pages) > 1
    assert all(article_strip.flagged_in(page) == article_strip.flagged_in(some) for page in pages)


def test_frames_that_cannot_be_drawn_are_refused_in_words(frame):
    with pytest.raises(FigureError, match="lacks verdict"):
        CHART.size(frame.drop(columns="verdict"), SCREEN, ())
    with pytest.raises(FigureError, match="no row"):
        CHART.size(frame.head(0), SCREEN, ())
    with pytest.raises(FigureError, match="no claim with a verdict"):
        CHART.size(frame[frame["stretch"].eq("paragraph")], SCREEN, ())
    with pytest.raises(FigureError, match="a claim twice"):
        CHART.size(pd.concat([frame, frame.tail(1)]), SCREEN, ())
    for end in (0, None, float("inf")):
        with pytest.raises(FigureError, match="c01: found the place 0"):
            CHART.size(frame.assign(end=frame["end"].astype(object).where(frame["name"].ne("c01"), end)), SCREEN, ())
