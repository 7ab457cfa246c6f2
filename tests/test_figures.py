"""The chart draws the numbers of its table, says them in words, overlaps nothing and leaves matplotlib as it was."""

from itertools import combinations

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from evidence import figures
from evidence import vocabulary as words
from evidence.errors import FigureError, OutputError
from evidence.figures import claim_strength
from evidence.figures.palette import BAND, INK, QUIET, VERDICT_COLOURS, VERDICT_MARKS
from evidence.figures.style import text_width, wrap

TOUCH = 0.5  # pixels that two texts may share before they count as overlapping


@pytest.fixture(scope="module")
def claims(review):
    return review.claims


def drawn(claims, **options):
    with figures.house_style():
        figure, ax = figures.new_figure(
            figures.size_claim_strength(claims, options.get("look", figures.SCREEN), options.get("notes", ()))
        )
        FigureCanvasAgg(figure)
        assert figures.plot_claim_strength(claims, ax, **options) is ax
        figure.draw_without_rendering()
    return figure, ax


def marks(ax, prefix):
    lines = [line for line in ax.lines if str(line.get_gid()).startswith(prefix)]
    return {line.get_gid().removeprefix(prefix): line for line in lines}


def level_at(x):
    return round(claim_strength.columns(figures.SCREEN).axis.value(x), 6)


def test_every_judged_claim_is_drawn_once_and_opinions_are_not(claims):
    _, ax = drawn(claims)
    judged = claims[claims["kind"].ne("opinion")]
    assert set(marks(ax, "gives-")) == set(judged["claim_id"])
    assert set(marks(ax, "needs-")) == set(judged.loc[judged["kind"].ne("existence"), "claim_id"])


def test_marks_stand_where_the_table_says(claims):
    _, ax = drawn(claims)
    needs, gives = marks(ax, "needs-"), marks(ax, "gives-")
    for claim in claims[claims["kind"].ne("opinion")].itertuples():
        if claim.kind != "existence":
            needed = words.LEVELS.index(words.WORDING_NEEDS[claim.wording]) + 1
            assert level_at(needs[claim.claim_id].get_xdata()[0]) == needed
        level = words.LEVELS.index(claim.certainty) + 1 if claim.certainty in words.LEVELS else 0
        sign = {"for": 1, "against": -1}.get(claim.agreement.split(",")[0], 0)
        assert level_at(gives[claim.claim_id].get_xdata()[0]) == sign * level
        assert mpl.colors.to_hex(gives[claim.claim_id].get_markeredgecolor()) == VERDICT_COLOURS[claim.verdict]


def test_evidence_against_never_stands_on_the_side_of_evidence_for(claims):
    _, ax = drawn(claims)
    gives = marks(ax, "gives-")
    for claim in claims[claims["verdict"].eq("contradicted")].itertuples():
        assert level_at(gives[claim.claim_id].get_xdata()[0]) < 0


def test_numbers_and_verdicts_are_printed_beside_their_claim(claims):
    _, ax = drawn(claims)
    said = " ".join(text.get_text() for text in ax.texts)
    for claim in claims[claims["claimed"].ne("")].itertuples():
        assert f"Claimed {claim.claimed}; found" in said
    for verdict, count in claims[claims["kind"].ne("opinion")]["verdict"].value_counts().items():
        assert f"{VERDICT_MARKS[verdict]} {count} {verdict}" in said


def visible_texts(figure):
    renderer = figure.canvas.get_renderer()
    texts = [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]
    return [(text.get_text(), text.get_window_extent(renderer)) for text in texts]


@pytest.mark.parametrize("rows", [1, 5, 59])
def test_no_text_overlaps_another_or_leaves_the_canvas(claims, rows):
    some = claims[claims["kind"].ne("opinion")].head(rows) if rows < 59 else claims
    figure, _ = drawn(some, notes=("264 of 304 judgements were made by a machine and await human review.",))
    boxes = visible_texts(figure)
    width, height = figure.canvas.get_width_height()
    for text, box in boxes:
        assert box.x0 >= 0, text
        assert box.x1 <= width, text
        assert box.y0 >= 0, text
        assert box.y1 <= height, text
    for (one, a), (other, b) in combinations(boxes, 2):
        apart = min(a.x1, b.x1) - max(a.x0, b.x0) <= TOUCH or min(a.y1, b.y1) - max(a.y0, b.y0) <= TOUCH
        assert apart, f"{one!r} overlaps {other!r}"


@pytest.mark.parametrize("text", ["x" * 400, "wörter " * 60, "نص طويل " * 40, "a < b & c $x$ _y_ " * 20])
def test_long_foreign_and_odd_texts_are_wrapped_into_their_column(claims, text):
    odd = claims[claims["claim_id"].eq("c14")].assign(short=text[:46], why=text, claimed="", found="")
    figure, _ = drawn(odd)
    width, _ = figure.canvas.get_width_height()
    assert all(box.x1 <= width for _, box in visible_texts(figure))


def test_description_names_every_claim_with_its_verdict_and_numbers(claims):
    said = figures.describe_claim_strength(claims)
    for claim in claims[claims["kind"].ne("opinion")].itertuples():
        assert f"{claim.claim_id} {claim.short}: {claim.verdict}, " in said
        assert claim.claimed in said
    assert said.startswith("Claim strength of 49 claims: ")


def test_frames_that_cannot_be_drawn_are_refused_in_words(claims):
    with pytest.raises(FigureError, match="no judged claim"):
        figures.size_claim_strength(claims[claims["kind"].eq("opinion")])
    with pytest.raises(FigureError, match="lacks verdict"):
        figures.size_claim_strength(claims.drop(columns="verdict"))


def test_drawing_leaves_matplotlib_as_it_was(claims):
    before = dict(mpl.rcParams)
    drawn(claims.head(20))
    assert dict(mpl.rcParams) == before


def test_wrapping_keeps_to_the_width_and_loses_nothing_when_there_is_room():
    text = "one two three four five six seven eight nine ten"
    lines = wrap(text, 1.0, 8, 99)
    assert " ".join(lines) == text
    assert all(text_width(line, 8) <= 1.0 for line in lines)
    assert wrap(text, 1.0, 8, 2)[-1].endswith("…")


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_export_is_the_same_bytes_twice_and_carries_its_words(claims, tmp_path, kind):
    words_of_it = figures.describe_claim_strength(claims)
    files = []
    for name in ("one", "two"):
        with figures.house_style():
            figure, ax = figures.new_figure(figures.size_claim_strength(claims))
            figures.plot_claim_strength(claims, ax)
            files.append(figures.write_figure(figure, tmp_path / f"{name}.{kind}", "Title", words_of_it))
    assert files[0].read_bytes() == files[1].read_bytes()
    if kind == "svg":
        svg = files[0].read_text(encoding="utf-8")
        assert "<title id=" in svg
        assert "Regrowth in 78%" in svg
    if kind == "png":
        assert b"Claim strength of 49 claims" in files[0].read_bytes()


def test_unknown_format_and_unwritable_place_are_refused_and_leave_nothing(claims, tmp_path):
    figure, _ = figures.new_figure((1, 1))
    with pytest.raises(OutputError, match="allowed: svg, png, pdf"):
        figures.write_figure(figure, tmp_path / "x.gif", "t", "d")
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="cannot be written"):
        figures.write_figure(figure, tmp_path / "file" / "x.png", "t", "d")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def luminance(colour):
    """WCAG 2.2, relative luminance."""
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in mpl.colors.to_rgb(colour)]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


@pytest.mark.parametrize("ground", ["white", BAND])
@pytest.mark.parametrize("colour", [*VERDICT_COLOURS.values(), INK, QUIET])
def test_text_has_contrast_of_at_least_four_and_a_half(colour, ground):
    light, dark = luminance(ground), luminance(colour)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_every_verdict_has_a_mark_of_its_own_so_that_colour_is_never_needed():
    assert set(VERDICT_MARKS) == set(VERDICT_COLOURS) == set(words.VERDICTS)
    assert len(set(VERDICT_MARKS.values())) == len(VERDICT_MARKS)
