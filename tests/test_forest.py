"""The forest plot draws, prints and says the numbers of its table, whatever they are; nothing overlaps or is cut."""

import shutil
from dataclasses import replace

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from chart_checks import by_gid, drawn, hold_layout

import evidence
from evidence import figures, synthesis
from evidence.errors import FigureError
from evidence.figures import JOURNAL_1, JOURNAL_2, REPORT, SCREEN, SLIDE, forest
from evidence.figures.forest.layout import layout
from evidence.figures.forest.marks import LARGEST, SMALLEST
from evidence.gallery import about, bodies
from evidence.gallery.forest import exhibits, forest_frame, steps_frame

NOTES = ("Inverse-variance random-effects model; 95% confidence intervals.", "2 of 4 judgements await human review.")
ALL_LOOKS = [SCREEN, REPORT, JOURNAL_1, JOURNAL_2, SLIDE, SCREEN.dark()]
DOMAINS = ["randomisation process", "deviations from intended interventions", "missing outcome data"]


@pytest.fixture(scope="module")
def trials(repo):
    """Thirteen trials of BCG against tuberculosis as log risk ratios, with made-up judgements of risk of bias."""
    rows = pd.read_csv(repo / "tests" / "reference" / "bcg.csv")
    treated, control = rows["tpos"] + rows["tneg"], rows["cpos"] + rows["cneg"]
    frame = pd.DataFrame({"label": rows["author"] + " " + rows["year"].astype(str), "group": rows["alloc"]})
    frame["effect"] = np.log(rows["tpos"] / treated) - np.log(rows["cpos"] / control)
    frame["variance"] = 1 / rows["tpos"] - 1 / treated + 1 / rows["cpos"] - 1 / control
    frame["text: people"], frame["text: latitude"] = treated + control, rows["ablat"]
    for place, name in enumerate(DOMAINS):
        low = (np.arange(13) + place) % 2 == 0
        frame[f"bias: {name}"] = np.where(low, "low", "high")
        frame[f"bias colour: {name}"] = np.where(low, "#1b7a59", "#a3243b")
        frame[f"bias symbol: {name}"] = np.where(low, "+", "x")
    return frame


@pytest.fixture(scope="module")
def bcg(trials):
    effect, variance = trials["effect"], trials["variance"]
    pooled = pd.concat([synthesis.pool(effect, variance, trials["group"]), synthesis.pool(effect, variance)])
    sides = {"favours_low": "vaccine better", "favours_high": "no vaccine better"}
    return forest_frame(trials, pooled, "logRR", threshold=0.8, threshold_means="smallest effect that matters", **sides)


def made(n, **columns):
    """A frame of n results on a straight axis, the last of several pooled."""
    rng = np.random.default_rng(n)
    estimate, half = rng.normal(2, 3, n).round(2), rng.uniform(0.2, 6, n).round(2)
    frame = pd.DataFrame({"label": [f"Study {i} (20{i % 30:02d})" for i in range(n)], "kind": "study"})
    frame = frame.assign(estimate=estimate, low=estimate - half, high=estimate + half, weight=100 / n, null=0.0)
    frame["text: people"] = rng.integers(8, 4000, n)
    if n > 1:
        frame.loc[n - 1, ["kind", "weight", "text: people"]] = ["pooled", np.nan, np.nan]
        frame[["pi_low", "pi_high", "note"]] = np.nan, np.nan, ""
        frame.loc[n - 1, ["pi_low", "pi_high", "note"]] = [-4.0, 8.0, "I² 41%, τ² 0.2, Q 9.1 (8 df)"]
    return frame.assign(**columns)


def ends(axis, artist):
    """The two numbers that a line, a bar or a diamond spans."""
    xs = artist.get_xdata() if hasattr(artist, "get_xdata") else artist.get_path().vertices[:-1, 0]
    if isinstance(artist, mpl.patches.Rectangle):
        xs = [artist.get_x(), artist.get_x() + artist.get_width()]
    return axis.value(min(xs)), axis.value(max(xs))


def read_back(frame, look):
    """Every number that the marks stand for, by row."""
    figure, ax = drawn(forest.CHART, frame, notes=NOTES, look=look)
    axis = layout(frame, look).axis
    spans = {**by_gid(ax, "interval-"), **by_gid(ax, "diamond-")}
    middles = {name: mark.get_xdata()[0] for name, mark in by_gid(ax, "estimate-").items()}
    middles |= {name: mark.get_path().vertices[1, 0] for name, mark in by_gid(ax, "diamond-").items()}
    return (
        figure,
        axis,
        {int(name): axis.value(x) for name, x in middles.items()},
        {int(name): ends(axis, mark) for name, mark in spans.items()},
        {int(name): ends(axis, mark) for name, mark in by_gid(ax, "prediction-").items()},
    )


def clipped(axis, low, high):
    return max(low, axis.low), min(high, axis.high)


# --- the numbers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", [SCREEN, JOURNAL_1, REPORT.dark()], ids=lambda look: look.name)
def test_every_mark_stands_at_the_number_of_its_row(bcg, look):
    _, axis, middles, spans, predictions = read_back(bcg, look)
    assert len(middles) == len(spans) == len(bcg) == 17
    for row in bcg.itertuples():
        assert middles[row.Index] == pytest.approx(row.estimate)
        assert spans[row.Index] == pytest.approx(clipped(axis, row.low, row.high))
    with_prediction = bcg[bcg["pi_low"].notna()]
    assert set(predictions) == set(with_prediction.index)
    for row in with_prediction.itertuples():
        assert predictions[row.Index] == pytest.approx(clipped(axis, row.pi_low, row.pi_high))


def test_the_pooled_row_is_the_one_of_the_reference(bcg):
    """metafor 3.8-1, REML with Hartung-Knapp: -0.7145323484 (-1.108443723, -0.320620974) on the log scale."""
    numbers = np.log(bcg.iloc[-1][["estimate", "low", "high"]].astype(float))
    assert numbers.tolist() == pytest.approx([-0.7145323484, -1.108443723, -0.320620974], rel=1e-6)
    assert "All together: 0.49 (0.33 to 0.73); 95% prediction interval 0.13 to 1.78" in figures.describe_forest(bcg)


def test_intervals_are_cut_with_an_arrow_where_and_only_where_they_go_on(bcg):
    _, ax = drawn(forest.CHART, bcg)
    axis = layout(bcg, SCREEN).axis
    for end, beyond in (("low", bcg["low"] < axis.low), ("high", bcg["high"] > axis.high)):
        arrows = {int(name) for name in by_gid(ax, f"cut-{end}-") if name.isdigit()}
        assert arrows == set(bcg.index[beyond])
    assert by_gid(ax, "cut-high-")


def test_the_area_of_squares_goes_with_the_weight_and_weights_add_up(bcg):
    _, ax = drawn(forest.CHART, bcg)
    studies = bcg[bcg["kind"].eq("study")]
    marks = by_gid(ax, "estimate-")
    assert set(map(int, marks)) == set(studies.index)
    assert studies["weight"].sum() == pytest.approx(100)
    largest = studies["weight"].max()
    for row in studies.itertuples():
        size = marks[str(row.Index)].get_markersize() / SCREEN.text
        assert marks[str(row.Index)].get_marker() == "s"
        assert size == pytest.approx(max(SMALLEST, LARGEST * (row.weight / largest) ** 0.5))


def test_table_marks_and_words_say_the_same(bcg):
    figure, _, middles, spans, _ = read_back(bcg, SCREEN)
    texts = [text.get_text() for text in figure.axes[0].texts]
    words, table = figures.describe_forest(bcg), forest.CHART.drawn(bcg)
    assert len(table) == len(bcg)
    for row in table.itertuples():
        assert texts.count(row.printed) == list(table["printed"]).count(row.printed)
        assert f"{row.label}: {row.printed}" in words
        assert float(row.printed.split()[0]) == pytest.approx(middles[row.Index], abs=0.005)
        if not (row.cut_low or row.cut_high):
            low, high = row.printed.split("(")[1].rstrip(")").split(" to ")
            assert [float(low), float(high)] == pytest.approx(spans[row.Index], abs=0.005)
    for people, weight in zip(bcg["text: people"].dropna(), bcg["weight"].dropna(), strict=True):
        assert f"{people:,.0f}" in texts
        assert f"{weight:.1f}%" in texts


def test_rows_keep_their_order_and_groups_have_headings(bcg):
    _, ax = drawn(forest.CHART, bcg)
    at = {text.get_text(): text.get_position()[1] for text in ax.texts}
    labels = bcg.loc[bcg["kind"].eq("study"), "label"]
    assert at["alternate"] < at[labels.iloc[0]] < at[labels.iloc[1]] < at["random"] < at["systematic"]
    assert sorted(labels, key=at.get) == labels.tolist()
    assert at["All together"] > at[labels.iloc[-1]]


def test_lines_of_no_effect_and_of_the_threshold_stand_at_their_values(bcg):
    _, ax = drawn(forest.CHART, bcg)
    axis = layout(bcg, SCREEN).axis
    lines = {line.get_gid(): axis.value(line.get_xdata()[0]) for line in ax.lines if line.get_gid()}
    assert (lines["null"], lines["threshold"]) == (pytest.approx(1), pytest.approx(0.8))
    words = figures.describe_forest(bcg)
    assert "no effect is 1; smallest effect that matters 0.8; lower vaccine better; higher no vaccine better" in words


def test_dots_have_the_colour_and_the_symbol_of_their_level(bcg):
    _, ax = drawn(forest.CHART, bcg)
    dots = by_gid(ax, "bias-")
    assert len(dots) == 13 * len(DOMAINS)
    symbols = {text.get_position(): text.get_text() for text in ax.texts}
    for name, dot in dots.items():
        row, place = map(int, name.split("-"))
        domain = DOMAINS[place]
        assert mpl.colors.to_hex(dot.get_markerfacecolor()) == bcg.loc[row, f"bias colour: {domain}"]
        assert symbols[dot.get_xdata()[0], dot.get_ydata()[0]] == bcg.loc[row, f"bias symbol: {domain}"]
    said = " ".join(text.get_text() for text in ax.texts)
    assert "1 randomisation process; 2 deviations from intended interventions; 3 missing outcome data" in said
    assert "+ low" in said


@pytest.mark.parametrize("how", ["cumulative", "leave one out"])
def test_steps_are_drawn_by_the_same_function(trials, how):
    effect, variance, label = trials["effect"], trials["variance"], trials["label"]
    steps = synthesis.leave_one_out(effect, variance, label)
    if how == "cumulative":
        steps = synthesis.cumulative(effect, variance, [int(name[-4:]) for name in label], label)
    frame = steps_frame(steps, synthesis.pool(effect, variance), "logRR")
    figure, axis, middles, spans, _ = read_back(frame, REPORT)
    for place, step in enumerate(steps.itertuples()):
        low, high = clipped(axis, np.exp(step.ci_low), np.exp(step.ci_high))
        assert middles[place] == pytest.approx(np.exp(step.estimate))
        assert spans[place] == pytest.approx((low, high))
    assert len(middles) == 14
    hold_layout(figure)


# --- rows of every kind -----------------------------------------------------------------------------------------------


def test_missing_and_infinite_ends_are_drawn_as_far_as_they_are_known():
    gaps = {"low": [1.0, np.nan, -np.inf, np.nan, 0.5], "high": [3.0, np.nan, 3.0, 4.0, np.inf]}
    ends = {"axis_low": -10.0, "axis_high": 10.0}
    frame = made(5, **gaps, **ends, estimate=[2.0, 2.0, 2.0, 2.0, np.nan], kind="study")
    figure, axis, middles, spans, _ = read_back(frame, SCREEN)
    assert set(middles) == {0, 1, 2, 3}
    assert spans[2] == pytest.approx((axis.low, 3.0))
    assert spans[3] == pytest.approx((2.0, 4.0))
    assert spans[4] == pytest.approx((0.5, axis.high))
    assert 1 not in spans
    assert set(by_gid(figure.axes[0], "cut-low-")) == {"2"}
    words = figures.describe_forest(frame)
    for said in ("2.0 (no interval)", "2.0 (−∞ to 3.0)", "2.0 (not given to 4.0)", "not given (0.5 to ∞)"):
        assert said in words


def test_a_value_seen_on_a_secondary_page_only_is_hollow():
    frame = made(5, seen=["secondary page", "abstract", "", "", ""])
    _, ax = drawn(forest.CHART, frame)
    faces = {name: mpl.colors.to_hex(mark.get_markerfacecolor()) for name, mark in by_gid(ax, "estimate-").items()}
    assert faces["0"] == SCREEN.palette.paper
    assert faces["1"] == SCREEN.palette.accent
    assert "seen on a secondary page only" in figures.describe_forest(frame).splitlines()[1]


def test_a_result_without_weight_is_a_point_and_the_three_intervals_look_different():
    _, ax = drawn(forest.CHART, made(5, weight=np.nan))
    assert {mark.get_marker() for mark in by_gid(ax, "estimate-").values()} == {"o"}
    kinds = [type(next(iter(by_gid(ax, prefix).values()))) for prefix in ("interval-", "diamond-", "prediction-")]
    assert kinds == [mpl.lines.Line2D, mpl.patches.Polygon, mpl.patches.Rectangle]


@pytest.mark.parametrize("look", ALL_LOOKS, ids=lambda look: look.name)
@pytest.mark.parametrize("rows", [1, 5])
def test_nothing_overlaps_or_is_cut(rows, look):
    for page in forest.CHART.pages(made(rows), look, NOTES):
        hold_layout(drawn(forest.CHART, page, "Hair density: what five results come to", NOTES, look)[0])


@pytest.mark.parametrize("look", ALL_LOOKS, ids=lambda look: look.name)
def test_groups_columns_and_dots_leave_the_layout_whole(bcg, look):
    for page in forest.CHART.pages(bcg, look, NOTES):
        hold_layout(drawn(forest.CHART, page, "Risk of tuberculosis", NOTES, look)[0])


def test_forty_rows_fit_a_report_and_two_hundred_one_column():
    hold_layout(drawn(forest.CHART, made(40), look=REPORT)[0])
    hold_layout(drawn(forest.CHART, made(200), look=JOURNAL_1)[0])


def test_two_hundred_rows_are_paged_on_slides_with_one_axis_and_no_row_lost(bcg):
    frame = made(200)
    pages = forest.CHART.pages(frame, SLIDE, NOTES)
    assert len(pages) > 5
    assert [name for page in pages for name in page.index] == list(range(200))
    axes = {(layout(page, SLIDE).axis.low, layout(page, SLIDE).axis.high) for page in pages}
    assert len(axes) == 1
    hold_layout(drawn(forest.CHART, pages[0], look=SLIDE, notes=NOTES)[0])
    assert len(forest.CHART.pages(bcg, SCREEN, NOTES)) == 1


@pytest.mark.parametrize("text", ["x" * 90, "wörter " * 40, "نص طويل " * 30, "a < b & c $x$ _y_ " * 15])
@pytest.mark.parametrize("look", [SCREEN, JOURNAL_1, SLIDE], ids=lambda look: look.name)
def test_long_foreign_and_odd_texts_and_long_numbers_fit(text, look):
    wide = {"low": -9.9e12, "high": 123456789.25, "estimate": 123456.75}
    frame = made(5, label=text, group=text, favours_low=text, favours_high=text, measure=text[:80], **wide)
    frame["text: comment"], frame["note"] = text, text
    for page in forest.CHART.pages(frame, look, (text,)):
        hold_layout(drawn(forest.CHART, page, text, (text,), look)[0])


@pytest.mark.parametrize(
    ("low", "high", "log"), [(1e-9, 1e9, True), (0.97, 1.03, True), (-1e15, 1e15, False), (4.001, 4.002, False)]
)
def test_axes_of_any_length_have_ticks_that_stand_apart(low, high, log):
    frame = made(2, estimate=[low, high], low=[low, high], high=[low, high], null=np.nan, log=log)
    for look in (SCREEN, JOURNAL_1):
        ticks = layout(frame, look).ticks()
        assert 1 <= len(ticks) <= 9
        hold_layout(drawn(forest.CHART, frame, look=look)[0])


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"kind": "diamond"}, "found the kind 'diamond'; allowed: study, step, subgroup, pooled"),
        ({"estimate": np.nan}, "found no row with an estimate"),
        ({"estimate": np.inf}, "an estimate that is infinite"),
        ({"estimate": "many"}, "column estimate holds text"),
        ({"low": 99.0}, "low end is above its high end"),
        ({"log": True, "estimate": -1.0}, "an estimate of 0 or less on a logarithmic axis"),
        ({"weight": -1.0}, "a weight below 0"),
        ({"measure": list("abcde")}, "column measure holds 5 values; allowed: one for the whole chart"),
        ({"bias: blinding": "low"}, "lacks bias colour: blinding, bias symbol: blinding"),
    ],
)
def test_frames_that_cannot_be_drawn_are_refused_in_words(columns, message):
    with pytest.raises(FigureError, match=message):
        forest.CHART.size(made(5, **columns), SCREEN, ())


def test_an_empty_frame_missing_columns_and_repeated_row_names_are_refused():
    with pytest.raises(FigureError, match="found no row to draw"):
        forest.CHART.size(made(5).iloc[:0], SCREEN, ())
    with pytest.raises(FigureError, match="lacks low, high"):
        forest.CHART.describe(made(5).drop(columns=["low", "high"]))
    with pytest.raises(FigureError, match="row names repeat"):
        forest.CHART.drawn(pd.concat([made(5), made(5)]))


# --- from a review ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tables(repo, tmp_path_factory):
    folder = tmp_path_factory.mktemp("review") / "tiny"
    shutil.copytree(repo / "tests" / "tiny_review", folder)
    shutil.copy(repo / "data" / "datapackage.json", folder)
    return evidence.load(folder)


@pytest.fixture(scope="module")
def with_a_body(tables):
    """The tiny review with its one odds ratio copied to another study of the same design."""
    first = tables.results[tables.results["measure_given"].eq("OR")].iloc[[0]]
    other = tables.studies.loc[tables.studies["study_id"].ne(first["study_id"].iloc[0]), "study_id"].iloc[0]
    second = first.assign(result_id="e-copy", study_id=other, value=2.0)
    studies = tables.studies.assign(route="by mouth", design="cohort study")
    changed = replace(tables, studies=studies, results=pd.concat([tables.results, second], ignore_index=True))
    return evidence.assess(changed), first.iloc[0]


def test_a_review_has_no_forest_as_long_as_nothing_may_be_pooled(tables):
    review = evidence.assess(tables)
    assert review.bodies["why_not"].ne("").all()
    assert exhibits(review) == []


def test_a_body_that_may_be_pooled_becomes_a_forest_with_its_own_numbers(with_a_body):
    review, first = with_a_body
    found = exhibits(review)
    assert len(found) == 1
    frame = found[0].frame
    assert frame["kind"].tolist() == ["study", "study", "pooled"]
    assert frame.loc[0, ["estimate", "low", "high"]].tolist() == pytest.approx(
        [first["value"], first["low"], first["high"]]
    )
    effect, variance = np.log(frame["estimate"][:2]), (np.log(frame["high"] / frame["low"])[:2] / 2 / 1.959963985) ** 2
    pooled = synthesis.pool(effect, variance).iloc[0]
    assert np.log(frame.loc[2, "estimate"]) == pytest.approx(pooled["estimate"], rel=1e-5)
    assert f"{np.exp(pooled['estimate']):.2f}" in found[0].title
    assert found[0].sources
    assert "Hartung-Knapp" in found[0].method
    hold_layout(drawn(found[0].chart, frame, found[0].title, found[0].notes(about(review)))[0])


def test_the_axis_of_differences_names_their_unit_and_shares_have_no_line_of_no_effect(
    with_a_body, trials, monkeypatch
):
    review, _ = with_a_body
    study = review.tables.studies["study_id"].iloc[0]
    rows = trials[["label", "effect", "variance"]].assign(study_id=study, n_analysed=9, design="cohort study")
    for measure, unit, named in (("MD", "hairs/cm2", "mean difference, hairs/cm2"), ("PR", "", "proportion")):
        body = bodies.Body("hair density", unit, measure, rows, "hair_density_1")
        monkeypatch.setattr("evidence.gallery.forest.poolable_bodies", lambda review, claim_id, body=body: [body])
        (one,) = exhibits(review)
        assert set(one.frame["measure"]) == {named}
        assert one.frame["null"].isna().all() == (measure == "PR")
        assert one.title.startswith(f"Hair density: 13 results together give {named} −0.71 (")


def test_a_claim_has_the_forest_of_the_results_that_are_linked_to_it(with_a_body):
    review, first = with_a_body
    linked = review.evidence.loc[review.evidence["result_id"].eq(first["result_id"]), "claim_id"].iloc[0]
    elsewhere = sorted(
        set(review.claims["claim_id"])
        - set(review.evidence.loc[review.evidence["result_id"].eq(first["result_id"]), "claim_id"])
    )
    assert len(exhibits(review, linked)) == 1
    assert exhibits(review, elsewhere[0]) == []
