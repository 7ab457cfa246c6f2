"""Effect direction: every study stands once, where its data point to; benchmarks stand beside, never among."""

import matplotlib as mpl
import pandas as pd
import pytest
from chart_checks import by_gid, drawn, hold_layout

from evidence.errors import FigureError
from evidence.figures import JOURNAL_1, JOURNAL_2, REPORT, SCREEN, SLIDE, effect_direction
from evidence.figures.direction_marks import DIRECTIONS, SHAPES, mark_share
from evidence.gallery import about
from evidence.gallery import effect_direction as room

CHART = effect_direction.CHART
NONE = float("nan")
WAYS = list(DIRECTIONS)


@pytest.fixture(scope="module")
def exhibits(review):
    return {exhibit.name: exhibit for exhibit in room.exhibits(review)}


def row(row_id, direction="up", n=20.0, **more):
    """One study as the chart takes it."""
    said = {"family": "density", "role": "treated", "label": f"Study {row_id}", "what": "serum", "counted": "analysed"}
    rest = {"tier": "one arm", "against": "", "risk_of_bias": "high", "as_given": "+7%", "secondary": False}
    return {"row_id": row_id, "direction": direction, "n": n} | said | rest | more


def standing(some, look=SCREEN):
    """Read back in which lane each row stands, and in what shape."""
    _, ax = drawn(CHART, some, look=look)
    lanes = effect_direction.columns(look).lanes
    found = {}
    for name, artist in by_gid(ax, "direction-").items():
        mark = isinstance(artist, mpl.lines.Line2D)
        x = artist.get_xdata()[0] if mark else artist.get_position()[0]
        (way,) = [way for way, lane in lanes.items() if lane == pytest.approx(x)]
        found[name] = (way, artist.get_marker() if mark else artist.get_text())
    return found


@pytest.mark.parametrize("name", ["effect_direction", "effect_direction_other_treatments"])
@pytest.mark.parametrize("look", [SCREEN, JOURNAL_1], ids=lambda look: look.name)
def test_every_study_stands_once_in_the_lane_and_shape_of_its_direction(exhibits, name, look):
    some = exhibits[name].frame
    want = {one.row_id: (one.direction, SHAPES.get(one.direction, "?")) for one in some.itertuples()}
    assert standing(some, look) == want
    assert len(want) == len(some)


@pytest.mark.parametrize(("role", "ending"), room.ROLES.items())
def test_counts_by_direction_are_those_of_the_synthesis(review, exhibits, role, ending):
    counted = review.directions[review.directions["arm_role"].eq(role)].set_index("outcome_family")
    some = exhibits[f"effect_direction{ending}"].frame
    voting = some[some["role"].ne("benchmark")]
    for family, rows in voting.groupby("family"):
        ways = rows["direction"].replace("", "unstated").value_counts()
        told = counted.loc[family]
        assert {way: ways.get(way, 0) for way in ("up", "down", "none", "mixed", "unstated")} == dict(
            told[["up", "down", "none", "mixed", "unstated"]]
        )
        assert rows["tier"].ne("one arm").sum() == told["controlled"]
        assert len(rows) == told["studies"]


def test_the_heading_and_the_title_count_studies_and_never_benchmark_arms():
    some = pd.DataFrame(
        [
            row("a", tier="randomised", against="saline"),
            row("b", "none", tier="controlled", against="laser"),
            row("c", ""),
            row("p", role="benchmark"),
        ]
    )
    assert effect_direction.family_words(some) == "Density: 3 studies, 1 not said, 1 up, 1 none; 2 against a control"
    title = room.title(some.assign(study_id=some["row_id"]), " here")
    assert title == "1 of 3 studies here point up, 1 of them against a control; so do 1 of 1 placebo or untreated arms"


def test_rows_go_from_the_strongest_comparison_down_and_benchmarks_come_last():
    some = pd.DataFrame(
        [
            row("beside", role="benchmark", n=500.0),
            row("small", n=5.0),
            row("unknown", n=NONE, counted=""),
            row("large", n=50.0),
            row("compared", n=2.0, tier="controlled"),
            row("random", n=1.0, tier="randomised"),
            row("alone", family="a family of one"),
        ]
    )
    names = ["random", "compared", "large", "small", "unknown", "beside", "alone"]
    assert list(CHART.drawn(some)["row_id"]) == names
    _, ax = drawn(CHART, some)
    places = {name: mark.get_ydata()[0] for name, mark in by_gid(ax, "direction-").items()}
    assert sorted(places, key=places.get) == names


def test_comparison_benchmark_and_secondary_page_are_told_by_filling_and_by_words():
    some = pd.DataFrame(
        [
            row("random", tier="randomised", against="saline"),
            row("controlled", tier="controlled", against="laser"),
            row("one"),
            row("beside", role="benchmark"),
            row("page", secondary=True),
        ]
    )
    _, ax = drawn(CHART, some)
    faces = {name: mpl.colors.to_hex(mark.get_markerfacecolor()) for name, mark in by_gid(ax, "direction-").items()}
    assert len(set(faces.values())) == 5
    assert faces["page"] == SCREEN.palette.paper
    said = [text.get_text() for text in ax.texts]
    for words in ("saline (randomised)", "laser (not randomised)", "nothing (one arm)", "itself the comparison"):
        assert words in said


def test_the_area_of_a_mark_follows_its_people_and_the_number_is_printed():
    some = pd.DataFrame([row("a", n=10.0), row("b", n=40.0), row("c", n=1234.0, counted="enrolled"), row("d", n=NONE)])
    _, ax = drawn(CHART, some)
    sizes = {name: mark.get_markersize() for name, mark in by_gid(ax, "direction-").items()}
    assert sizes["b"] == pytest.approx(2 * sizes["a"])
    assert sizes["d"] == sizes["a"] < sizes["c"] == pytest.approx(SCREEN.size(mark_share(80)))
    assert {"10", "40", "(1,234)", "–"} <= {text.get_text() for text in ax.texts}


def test_description_names_every_row_with_its_direction_people_and_printed_value(exhibits):
    for exhibit in exhibits.values():
        said = CHART.describe(exhibit.frame)
        lines = said.split("\n")
        assert len(lines) == len(exhibit.frame) + exhibit.frame["family"].nunique()
        for one in exhibit.frame.itertuples():
            start = f"{one.label} ({one.what}): {DIRECTIONS[one.direction]}; "
            who = "n not stated" if pd.isna(one.n) else f"{one.n:,.0f} "
            assert any(
                line.startswith(start + who) and f"printed: {one.as_given}" in line and one.risk_of_bias in line
                for line in lines
            )
        for text in exhibit.frame["family"].unique():
            assert f"{text[:1].upper()}{text[1:]}: " in said


def test_one_claim_has_its_own_linked_results_and_a_claim_of_another_kind_has_none(review):
    (exhibit,) = room.exhibits(review, "c14")
    assert set(exhibit.frame["role"]) == {"treated", "benchmark"}
    assert set(exhibit.frame["family"]) == {"hair density"}
    assert room.exhibits(review, "c47") == []


@pytest.mark.parametrize(
    "look", [SCREEN, REPORT, JOURNAL_1, JOURNAL_2, SLIDE, SCREEN.dark()], ids=lambda look: look.name
)
def test_nothing_overlaps_or_is_cut_on_the_real_review(review, exhibits, look):
    exhibit = exhibits["effect_direction_other_treatments"]
    notes = exhibit.notes(about(review))
    for page in CHART.pages(exhibit.frame, look, notes)[:2]:
        figure, _ = drawn(CHART, page, exhibit.title, notes, look)
        hold_layout(figure)


def test_pages_hold_every_row_once_in_order_under_the_counts_of_the_whole(exhibits):
    some = exhibits["effect_direction"].frame
    pages = CHART.pages(some, SLIDE, ())
    assert len(pages) > 1
    assert [name for page in pages for name in CHART.drawn(page)["row_id"]] == list(CHART.drawn(some)["row_id"])
    assert CHART.describe(pages[0]).startswith(CHART.describe(some).split("\n")[0])


ODD = ["x" * 200, "wörter " * 40, "نص طويل " * 30, "a < b & c $x$ _y_ " * 15]


@pytest.mark.parametrize(("rows", "look"), [(1, SCREEN), (5, REPORT), (40, SLIDE), (200, JOURNAL_1)])
def test_any_number_of_rows_with_odd_texts_is_laid_out(rows, look):
    texts = ("label", "what", "as_given", "against", "risk_of_bias")
    many = [
        row(
            f"r{place}",
            WAYS[place % 5],
            (1e6, NONE, 3.0)[place % 3],
            family=f"{ODD[place % 4][:60]} {place // 9}",
            tier=("randomised", "controlled", "one arm")[place % 3],
            **dict.fromkeys(texts, ODD[place % 4] if rows < 40 else "word"),
        )
        for place in range(rows)
    ]
    for page in CHART.pages(pd.DataFrame(many), look, (ODD[1],))[:3]:
        figure, _ = drawn(CHART, page, "A title", (ODD[1],), look)
        hold_layout(figure)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda some: some.drop(columns="tier"), "lacks tier; take it from"),
        (lambda some: some.head(0), "found no row to draw"),
        (lambda some: some.assign(direction="sideways"), "found the direction 'sideways'; allowed: 'down', 'none'"),
        (lambda some: some.assign(tier="weak"), "found the tier 'weak'; allowed: 'randomised'"),
    ],
)
def test_frames_that_cannot_be_drawn_are_refused_in_words(spoil, message):
    with pytest.raises(FigureError, match=message):
        CHART.figure(spoil(pd.DataFrame([row("a")])), "A title")
