"""Claimed against measured: every number drawn is the table's, the claim stands out, nothing overlaps or is cut."""

import matplotlib as mpl
import pandas as pd
import pytest
from chart_checks import by_gid, drawn, hold_layout

from evidence import gallery
from evidence.errors import FigureError
from evidence.figures import JOURNAL_1, JOURNAL_2, REPORT, SCREEN, SLIDE, claimed_measured
from evidence.figures.wording import amount
from evidence.gallery import about
from evidence.gallery import claimed_measured as room

CHART = claimed_measured.CHART
NONE = float("nan")


@pytest.fixture(scope="module")
def exhibits(review):
    return {exhibit.name[-3:]: exhibit for exhibit in room.exhibits(review)}


def row(row_id, number=NONE, **more):
    """One result as the chart takes it."""
    texts = {"kind": "result", "group": "Here", "label": f"Study {row_id}", "what": "serum", "bound": "", "unit": ""}
    rest = {"low": NONE, "high": NONE, "predicted_low": NONE, "predicted_high": NONE, "mark": "one arm"}
    said = {"counts": True, "secondary": False, "as_given": "as given", "about": "12 people", "verdict": ""}
    return {"row_id": row_id, "number": number} | texts | rest | said | more


def frame(*rows, **claim):
    """Make the frame of a claim of up to 30%, or another, with its rows."""
    head = {"kind": "claim", "group": "", "bound": "up to", "unit": "%", "mark": "percent change", "as_given": "30%"}
    return pd.DataFrame([row("c1", 30.0, **(head | {"what": "% change", "verdict": "untraceable"} | claim)), *rows])


def read(some, look=SCREEN, prefix="number-"):
    """Read numbers back from where the marks stand."""
    _, ax = drawn(CHART, some, look=look)
    axis = claimed_measured.scale(some, look)
    return {name: [axis.value(x) for x in artist.get_xdata()] for name, artist in by_gid(ax, prefix).items()}


@pytest.mark.parametrize("claim", ["c14", "c28", "c31"])
def test_every_number_of_the_review_in_the_quantity_claimed_is_drawn_where_it_belongs(review, exhibits, claim):
    marks = read(exhibits[claim].frame)
    numbers = review.numbers[review.numbers["claim_id"].eq(claim)].dropna(subset="number")
    assert len(numbers) > 2
    assert {name: x for name, (x,) in marks.items()} == pytest.approx(dict(numbers[["result_id", "number"]].to_numpy()))


def test_the_line_of_the_article_stands_at_its_number_and_carries_its_words(exhibits):
    for claim, ends, words in (("c14", [30], "up to 30%"), ("c31", [78], "78%"), ("c28", [3, 6], "3 to 6 months")):
        lines = read(exhibits[claim].frame, prefix="claim-")
        assert [lines[end][0] for end in ("low", "high") if end in lines] == pytest.approx(ends)
        figure, _ = drawn(CHART, exhibits[claim].frame, look=JOURNAL_1)
        assert f"the article: {words}" in [text.get_text() for text in figure.axes[0].texts]


def test_claims_without_a_number_have_no_chart_and_one_claim_has_its_own(review):
    assert [exhibit.name for exhibit in gallery.exhibits(review, "c31") if exhibit.chart is CHART] == [
        "claimed_measured_c31"
    ]
    assert room.exhibits(review, "c15") == []


def test_what_counts_what_does_not_and_what_is_only_compared_with_differ_in_shape_or_colour(exhibits):
    _, ax = drawn(CHART, exhibits["c14"].frame)
    marks = by_gid(ax, "number-")
    looks = {
        name: (mark.get_marker(), mpl.colors.to_hex(mark.get_markeredgecolor()), mark.get_mfc() != mark.get_mec())
        for name, mark in marks.items()
    }
    palette = SCREEN.palette
    assert looks["e-dehghani-6wk"] == ("o", palette.accent, False)
    assert looks["e-faga-density"] == ("o", palette.quiet, False)
    assert looks["e-tak-vehicle"] == ("v", palette.second, False)
    assert looks["e-centella-low"] == ("s", palette.quiet, True)  # between arms, seen on a secondary page


def test_a_claim_with_no_result_of_its_own_says_so_first(exhibits):
    some = exhibits["c31"].frame
    first = some.iloc[1]
    assert (first["group"], first["as_given"]) == (f"{room.COUNTED}: nothing", "no result")
    assert exhibits["c31"].title.endswith(room.ENDINGS["right number, wrong population"])


def test_results_without_a_number_are_written_and_the_rest_is_counted(review, exhibits):
    some = exhibits["c14"].frame
    written = some[some["kind"].eq("words")]
    left = review.numbers[review.numbers["claim_id"].eq("c14")]["number"].isna().sum()
    assert len(written) == room.MOST_IN_WORDS + 1
    assert written["as_given"].iloc[-1].startswith(f"And {left - room.MOST_IN_WORDS} more ")


def test_groups_stand_in_one_order_and_each_row_in_one_group(exhibits):
    groups = list(exhibits["c14"].frame["group"].drop_duplicates())
    assert groups == [
        "",
        f"{room.COUNTED}: 2 results, none against a control",
        room.BENCHMARK,
        room.ELSEWHERE,
        room.NO_NUMBER["percent change"],
    ]


def test_bounds_confidence_and_prediction_intervals_are_three_marks_that_end_where_the_table_says():
    some = frame(
        row("a", 20.0, low=12.0, high=31.0),
        row("b", 25.0, bound="<"),
        row("c", 22.0, kind="pooled", mark="pooled", low=18.0, high=27.0, predicted_low=-4.0, predicted_high=48.0),
    )
    assert read(some, prefix="interval-") == {"a": pytest.approx([12, 31]), "c": pytest.approx([18, 27])}
    assert read(some, prefix="predicted-") == {"c": pytest.approx([-4, 48])}
    _, ax = drawn(CHART, some)
    assert set(by_gid(ax, "bound-")) == {"b"}
    assert by_gid(ax, "bound-")["b"].get_marker() == "<"
    interval, predicted = by_gid(ax, "interval-")["c"], by_gid(ax, "predicted-")["c"]
    assert interval.get_linewidth() > 2 * predicted.get_linewidth()
    assert "< 25%" in [text.get_text() for text in ax.texts]


def test_an_interval_without_end_is_cut_at_the_axis_with_an_arrow_and_an_infinite_number_is_no_mark():
    some = frame(row("a", 20.0, low=5.0, high=float("inf")), row("b", float("inf"), as_given="cannot be told"))
    assert read(some) == {"a": pytest.approx([20])}
    axis = claimed_measured.scale(some)
    assert read(some, prefix="interval-")["a"] == pytest.approx([5, axis.high])
    _, ax = drawn(CHART, some)
    assert any(line.get_marker() == ">" and line.get_xdata()[0] == axis.right for line in ax.lines)
    assert "cannot be told" in [text.get_text() for text in ax.texts]


@pytest.mark.parametrize("claim", ["c14", "c28", "c31"])
def test_description_and_table_name_every_number_that_is_drawn(exhibits, claim):
    some = exhibits[claim].frame
    said, table = CHART.describe(some), CHART.drawn(some)
    assert list(table["row_id"]) == list(some["row_id"])
    unit = some["unit"].iloc[0]
    for mark in table[table["drawn_as"].eq("a mark") & table["kind"].eq("result")].itertuples():
        assert f"{mark.label}; {amount(mark.number, unit)}; " in said
    for text in table.loc[table["kind"].ne("claim"), "as_given"]:
        assert text in said


@pytest.mark.parametrize(
    "look", [SCREEN, REPORT, JOURNAL_1, JOURNAL_2, SLIDE, SCREEN.dark()], ids=lambda look: look.name
)
def test_nothing_overlaps_or_is_cut_on_the_real_review(review, exhibits, look):
    for exhibit in (exhibits["c14"], exhibits["c31"]):
        notes = exhibit.notes(about(review))
        for page in CHART.pages(exhibit.frame, look, notes)[:3]:
            figure, _ = drawn(CHART, page, exhibit.title, notes, look)
            hold_layout(figure)


def test_pages_hold_every_row_once_with_the_claim_on_each_and_one_axis(exhibits):
    some = exhibits["c28"].frame
    pages = CHART.pages(some, SLIDE, ())
    assert len(pages) > 1
    assert all(page["kind"].eq("claim").sum() == 1 for page in pages)
    assert [name for page in pages for name in page["row_id"][1:]] == list(some["row_id"][1:])
    assert len({claimed_measured.scale(page, SLIDE) for page in pages}) == 1


ODD = ["x" * 300, "wörter " * 60, "نص طويل " * 40, "a < b & c $x$ _y_ " * 20]


@pytest.mark.parametrize(("rows", "look"), [(1, SCREEN), (5, REPORT), (40, SLIDE), (200, JOURNAL_1)])
def test_any_number_of_rows_with_odd_texts_and_long_numbers_is_laid_out(rows, look):
    many = [
        row(
            f"r{place}",
            NONE if place % 7 == 6 else (place - 3) * 12345.678,
            kind="words" if place % 7 == 6 else "result",
            group=f"Group {place // 9}",
            **dict.fromkeys(("label", "what", "as_given", "about"), ODD[place % 4] if rows < 40 else "word"),
        )
        for place in range(rows)
    ]
    some = frame(*many, about=ODD[1], what=ODD[0])
    for page in CHART.pages(some, look, (ODD[1],))[:4]:
        figure, _ = drawn(CHART, page, "A title", (ODD[1],), look)
        hold_layout(figure)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda some: some.drop(columns="bound"), "lacks bound; take it from"),
        (lambda some: some.head(0), "found no row to draw"),
        (lambda some: some.iloc[1:], "found 0 rows of kind claim; allowed: 1"),
        (lambda some: pd.concat([some, some]), "found 2 rows of kind claim"),
        (lambda some: some.assign(number=NONE), "the claim's number is not a finite number"),
        (lambda some: some.assign(mark="dot"), "found the mark 'dot'; allowed: 'between arms'"),
    ],
)
def test_frames_that_cannot_be_drawn_are_refused_in_words(spoil, message):
    with pytest.raises(FigureError, match=message):
        CHART.figure(spoil(frame(row("a", 20.0))), "A title")


def test_a_sentence_that_ends_in_a_stop_gets_no_second_one(exhibits):
    said = exhibits["c14"].alt
    assert "without such a number." in said
    assert ".." not in said


def test_a_result_whose_printed_numbers_do_not_fit_is_drawn_with_that(exhibits):
    c31 = exhibits["c31"]
    about = c31.frame.set_index("row_id")["about"]
    marked = about.index[about.str.contains("do not fit")]
    assert marked.tolist() == ["e-wan-noticed"]
    assert "its numbers do not fit" in c31.alt
