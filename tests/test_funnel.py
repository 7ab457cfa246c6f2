"""The funnel plot draws, counts and says the numbers of `synthesis`; what was filled in is never taken for a result."""

import shutil

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from chart_checks import by_gid, drawn, hold_layout

import evidence
from evidence import figures, synthesis
from evidence.errors import FigureError
from evidence.figures import JOURNAL_1, JOURNAL_2, REPORT, SCREEN, SLIDE, funnel
from evidence.gallery import bodies
from evidence.gallery.funnel import exhibits, funnel_frame

NOTES = ("Each result by effect and standard error.", "2 of 4 judgements await human review.")
ALL_LOOKS = [SCREEN, REPORT, JOURNAL_1, JOURNAL_2, SLIDE, SCREEN.dark()]


@pytest.fixture(scope="module")
def smoking(repo):
    """Thirty-seven studies of passive smoking and lung cancer, as log odds ratios (Hackshaw 1998)."""
    rows = pd.read_csv(repo / "tests" / "reference" / "hackshaw1998.csv")
    return pd.DataFrame({"label": [f"Study {i}" for i in range(37)], "effect": rows["yi"], "variance": rows["vi"]})


@pytest.fixture(scope="module")
def frame(smoking):
    return funnel_frame(smoking, "logOR")


def made(n, label="Study", measure="MD"):
    rng = np.random.default_rng(n)
    variance = rng.uniform(0.01, 2, n)
    names = [f"{label} {i}" for i in range(n)]
    rows = pd.DataFrame({"label": names, "effect": rng.normal(1, np.sqrt(variance)), "variance": variance})
    return funnel_frame(rows, measure, fill=n > 2)


@pytest.mark.parametrize("look", [SCREEN, JOURNAL_1, SLIDE.dark()], ids=lambda look: look.name)
def test_every_point_stands_at_its_effect_and_its_standard_error(frame, smoking, look):
    _, ax = drawn(funnel.CHART, frame, notes=NOTES, look=look)
    across, down = funnel.scales(frame, look, NOTES)
    marks = by_gid(ax, "result-")
    assert len(marks) == len(smoking) == 37
    for place, study in enumerate(smoking.itertuples()):
        assert across.value(marks[str(place)].get_xdata()[0]) == pytest.approx(study.effect)
        assert down.value(marks[str(place)].get_ydata()[0]) == pytest.approx(study.variance**0.5)


def test_standard_errors_grow_downwards(frame):
    _, ax = drawn(funnel.CHART, frame)
    marks, se = by_gid(ax, "result-"), frame.set_index(frame.index.astype(str))["se"]
    order = sorted(marks, key=lambda name: ax.transData.transform((0, marks[name].get_ydata()[0]))[1], reverse=True)
    assert se[order].is_monotonic_increasing


def test_filled_in_points_are_hollow_and_are_those_of_trim_and_fill(frame, smoking):
    _, ax = drawn(funnel.CHART, frame)
    across, down = funnel.scales(frame)
    points, pooled = synthesis.trim_and_fill(smoking["effect"], smoking["variance"])
    wanted = points[points["filled"]]
    got = by_gid(ax, "filled-")
    assert len(got) == len(wanted) == pooled["filled"].iloc[1] == 7
    places = [(across.value(m.get_xdata()[0]), down.value(m.get_ydata()[0])) for m in got.values()]
    assert np.allclose(sorted(places), sorted(zip(wanted["effect"], np.sqrt(wanted["variance"]), strict=True)))
    assert {mpl.colors.to_hex(m.get_markerfacecolor()) for m in got.values()} == {SCREEN.palette.paper}
    faces = {mpl.colors.to_hex(m.get_markerfacecolor()) for m in by_gid(ax, "result-").values()}
    assert faces == {SCREEN.palette.accent}
    assert "7 of the points were filled in and never seen" in figures.describe_funnel(frame)


def test_contours_are_those_of_the_normal_distribution_around_no_effect(frame):
    _, ax = drawn(funnel.CHART, frame)
    across, down = funnel.scales(frame)
    widths = {}
    for name, shape in by_gid(ax, "contour-").items():
        tip, low, high = shape.get_path().vertices[:3]
        assert (across.value(tip[0]), down.value(tip[1])) == pytest.approx((0, 0), abs=1e-9)
        assert across.value(low[0]) == pytest.approx(-across.value(high[0]))
        widths[frame.loc[int(name), "label"]] = across.value(high[0]) / down.value(high[1])
    assert widths == pytest.approx({"p = 0.1": 1.644854, "p = 0.05": 1.959964, "p = 0.01": 2.575829}, rel=1e-6)


def test_regions_differ_by_more_than_colour_and_the_innermost_lies_on_top(frame):
    _, ax = drawn(funnel.CHART, frame)
    shapes = by_gid(ax, "contour-")
    looks = {
        (shape.get_hatch(), mpl.colors.to_hex(shape.get_facecolor()), shape.get_alpha()) for shape in shapes.values()
    }
    assert len(looks) == 3
    assert sum(shape.get_hatch() is not None for shape in shapes.values()) == 1
    order = [
        frame.loc[int(str(p.get_gid())[8:]), "label"] for p in ax.patches if str(p.get_gid()).startswith("contour-")
    ]
    assert order == ["p = 0.01", "p = 0.05", "p = 0.1"]


def test_limits_and_pooled_lines_stand_at_the_estimates_of_the_synthesis(frame, smoking):
    _, ax = drawn(funnel.CHART, frame)
    across, down = funnel.scales(frame)
    pooled = synthesis.pool(smoking["effect"], smoking["variance"])["estimate"].iloc[0]
    filled = synthesis.trim_and_fill(smoking["effect"], smoking["variance"])[1]["estimate"].iloc[1]
    lines = {frame.loc[int(name), "kind"]: across.value(m.get_xdata()[0]) for name, m in by_gid(ax, "pooled-").items()}
    assert lines == pytest.approx({"pooled": pooled, "pooled with filled": filled})
    (limits,) = by_gid(ax, "limits-").values()
    low, tip, high = (across.value(x) for x in limits.get_xdata())
    se = down.value(limits.get_ydata()[0])
    assert (low, tip, high) == pytest.approx((pooled - 1.959964 * se, pooled, pooled + 1.959964 * se), rel=1e-6)


def test_regions_of_table_words_and_key_are_those_of_the_p_values(frame, smoking):
    results, _ = synthesis.funnel(smoking["effect"], smoking["variance"])
    names = {1.0: "p 0.1 or more", 0.1: "p 0.05 to 0.1", 0.05: "p 0.01 to 0.05", 0.01: "p below 0.01"}
    wanted = results["zone"].map(names)
    table, words = funnel.CHART.drawn(frame), figures.describe_funnel(frame)
    assert table.loc[table["kind"].eq("result"), "zone"].tolist() == wanted.tolist()
    _, ax = drawn(funnel.CHART, frame)
    key = [text.get_text() for text in ax.texts]
    for name in names.values():
        assert f"{wanted.eq(name).sum()} at {name}" in words
        assert f"{name}: {wanted.eq(name).sum()}" in key
    for study, name in zip(smoking.itertuples(), wanted, strict=True):
        assert f"{study.label}: {np.exp(study.effect):.2f}, standard error {study.variance**0.5:.2f}" in words
        assert f", {name}." in next(line for line in words.splitlines() if line.startswith(f"{study.label}:"))


def test_the_axis_of_ratios_is_written_in_ratios(frame):
    _, ax = drawn(funnel.CHART, frame)
    across, _ = funnel.scales(frame)
    at = {text.get_text(): text.get_position()[0] for text in ax.texts}
    for ratio in ("0.5", "1", "2", "5"):
        assert np.exp(across.value(at[ratio])) == pytest.approx(float(ratio))


@pytest.mark.parametrize(("n", "said"), [(5, "Fewer than 10 studies"), (40, "Asymmetry is not proof")])
def test_what_stands_against_reading_it_always_stands_under_it(n, said):
    lines = funnel.footnotes(made(n))
    assert lines[0].startswith(said)
    assert "asymmetry is not proof of missing studies" in figures.describe_funnel(made(n))


@pytest.mark.parametrize("look", ALL_LOOKS, ids=lambda look: look.name)
@pytest.mark.parametrize("n", [1, 5, 40])
def test_nothing_overlaps_or_is_cut(n, look):
    figure, ax = drawn(funnel.CHART, made(n), "Hair density: do the small studies show other effects?", NOTES, look)
    assert len(by_gid(ax, "result-")) == n
    hold_layout(figure)


def test_two_hundred_results_fit_one_column():
    hold_layout(drawn(funnel.CHART, made(200), look=JOURNAL_1)[0])


@pytest.mark.parametrize("text", ["x" * 90, "wörter " * 40, "نص طويل " * 30, "a < b & c $x$ _y_ " * 15])
@pytest.mark.parametrize("look", [SCREEN, JOURNAL_1, SLIDE], ids=lambda look: look.name)
def test_long_foreign_and_odd_texts_fit(text, look):
    hold_layout(drawn(funnel.CHART, made(5, text, text), text, (text,), look)[0])


@pytest.mark.parametrize("size", [1e-9, 1e12])
def test_tiny_and_huge_numbers_fit(size):
    frame = made(5).assign(**{name: made(5)[name] * size for name in ("effect", "se", "low", "high")})
    for look in (SCREEN, JOURNAL_1):
        hold_layout(drawn(funnel.CHART, frame, look=look)[0])


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("kind", "star", "found the kind 'star'; allowed: result, filled"),
        ("kind", "contour", "found no result"),
        ("effect", np.inf, "without finite numbers"),
        ("se", 0.0, "a standard error of 0 or less"),
        ("se", np.nan, "without finite numbers"),
        ("effect", "much", "found text for a number"),
    ],
)
def test_frames_that_cannot_be_drawn_are_refused_in_words(column, value, message):
    with pytest.raises(FigureError, match=message):
        funnel.CHART.size(made(5).assign(**{column: value}), SCREEN, ())


def test_an_empty_frame_missing_columns_and_repeated_row_names_are_refused():
    with pytest.raises(FigureError, match="found no row to draw"):
        funnel.CHART.size(made(5).iloc[:0], SCREEN, ())
    with pytest.raises(FigureError, match="lacks se"):
        funnel.CHART.describe(made(5).drop(columns="se"))
    with pytest.raises(FigureError, match="row names repeat"):
        funnel.CHART.drawn(pd.concat([made(5), made(5)]))
    with pytest.raises(FigureError, match="as logarithms; do: set log to False"):
        funnel.CHART.size(made(5).assign(effect=9e3, log=True), SCREEN, ())


def test_a_review_shows_a_funnel_only_of_a_body_of_three_or_more(repo, tmp_path, smoking, monkeypatch):
    shutil.copytree(repo / "tests" / "tiny_review", tmp_path / "tiny")
    shutil.copy(repo / "data" / "datapackage.json", tmp_path / "tiny")
    review = evidence.assess(evidence.load(tmp_path / "tiny"))
    assert exhibits(review) == []
    study = review.tables.studies["study_id"].iloc[0]
    for n, count in ((2, 0), (37, 1)):
        body = bodies.Body("lung cancer", "", "logOR", smoking.head(n).assign(study_id=study), "lung_cancer_1")
        monkeypatch.setattr("evidence.gallery.funnel.poolable_bodies", lambda review, claim_id, body=body: [body])
        assert len(exhibits(review)) == count
    (one,) = exhibits(review)
    assert one.title == "Lung cancer: do the small among 37 studies show other effects?"
    assert "trim and fill (L0) puts in 7 points" in one.method
    assert one.sources
    assert one.alt.startswith("Funnel plot of 37 results: odds ratio by standard error")
