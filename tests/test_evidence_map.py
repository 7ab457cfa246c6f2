"""The evidence map draws the counts of its table as areas and numbers, and its gaps as gaps."""

import math

import numpy as np
import pandas as pd
import pytest
from chart_checks import by_gid, drawn, hold_layout

from evidence.errors import FigureError
from evidence.figures import JOURNAL_1, JOURNAL_2, REPORT, SCREEN, SLIDE, evidence_cells, evidence_map
from evidence.figures.palette import LIGHT
from evidence.gallery import evidence_map as gallery

MAP = evidence_map.CHART
LOOKS = (SCREEN.dark(), REPORT, JOURNAL_1, JOURNAL_2, SLIDE)
NOTES = ("A method of one sentence. " * 4, "All judgements were made by people.")
ODD = ("Ångström and Müller found that it comes back in nearly everyone who tries", "نص طويل جدا هنا", "a < b & $x$",
       "x" * 120)  # fmt: skip


@pytest.fixture(scope="module")
def counts(review):
    return gallery.counted(review)


def made(claims):
    """Counts for claims that are in no review, with crowded and large cells among them."""
    rows, names = [], ("randomised", "a long name of designs", "third", "fourth")
    for number in range(claims):
        about = (f"c{number:03d}", f"topic {number // 8}", ODD[number % 4] if number % 3 == 0 else f"Claim {number}")
        for place, name in enumerate(names):
            kinds = [(side, direct) for side in evidence_cells.SIDES for direct in (True, False)]
            kinds = kinds[: (number + place) % 7]
            rows += [(*about, name, place, *kind, 1 + (number * place) % 40) for kind in kinds]
            rows += [] if kinds else [(*about, name, place, "", None, 0)]
    return pd.DataFrame(rows, columns=evidence_cells.NEEDED)


def areas(ax):
    """Read every mark back: for each kind the middles in inches and the area in square points."""
    found = {}
    for kind in ax.collections:
        if not str(kind.get_gid()).startswith("rows-"):
            continue
        path, matrices = kind.get_paths()[0], kind.get_transforms()
        points = path.to_polygons(closed_only=True)[0]
        x, y = points[:, 0], points[:, 1]
        unit = abs(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2
        scales = [abs(np.linalg.det(matrix[:2, :2])) * (72 / ax.figure.dpi) ** 2 for matrix in matrices]
        found[kind.get_gid().removeprefix("rows-")] = (kind.get_offsets(), [unit * scale for scale in scales])
    return found


@pytest.mark.parametrize("look", [SCREEN, JOURNAL_1], ids=lambda look: look.name)
def test_area_and_number_of_every_mark_are_its_count_in_its_column(counts, look):
    _, ax = drawn(MAP, counts, look=look)
    at, texts, read = evidence_map.columns(counts, look), by_gid(ax, "count-"), {}
    square = math.pi / 4 * (at.unit * 72) ** 2
    for kind, (middles, sizes) in areas(ax).items():
        for (x, y), size in zip(middles, sizes, strict=True):
            rows = size / square
            keys = [key for key, text in texts.items() if math.isclose(text.get_position()[1], y, abs_tol=1e-9)
                    and key.endswith("/".join(("", *kind.rsplit("-", 1))))]  # fmt: skip
            nearest = min(keys, key=lambda key: abs(texts[key].get_position()[0] - x))
            assert at.column(x) == nearest.split("/")[1]
            assert texts[nearest].get_text() == f"{rows:,.0f}"
            assert rows == pytest.approx(round(rows), rel=0.02)  # a circle is drawn as a polygon
            read[nearest] = round(rows)
    known = counts[counts["rows"].gt(0)]
    how = known["direct"].map({True: "direct", False: "indirect"})
    keys = known["claim_id"] + "/" + known["column"] + "/" + known["side"] + "/" + how
    assert read == dict(zip(keys, known["rows"], strict=True))


def test_every_empty_cell_is_outlined_and_no_other(counts):
    _, ax = drawn(MAP, counts)
    at, outline = evidence_map.columns(counts, SCREEN), by_gid(ax, "empty")[""]
    corners = outline.get_xdata()
    lefts = [corners[place] for place in range(0, len(corners), 6)]
    found = pd.Series([at.column(x) for x in lefts]).value_counts()
    empty = counts[counts["rows"].eq(0)]["column"].value_counts()
    assert found.to_dict() == empty.to_dict()
    assert empty.sum() > 200


def test_direct_marks_are_filled_and_indirect_ones_hollow(counts):
    from matplotlib.colors import to_hex

    _, ax = drawn(MAP, counts)
    kinds = {kind.get_gid(): to_hex(kind.get_facecolor()[0]) for kind in ax.collections if kind.get_gid()}
    for side in evidence_cells.SIDES:
        assert kinds[f"rows-{side}-indirect"] == LIGHT.paper
        assert kinds[f"rows-{side}-direct"] != LIGHT.paper


def test_sums_are_those_of_the_table(counts):
    _, ax = drawn(MAP, counts)
    said = {name: text.get_text() for name, text in by_gid(ax, "sum-").items()}
    assert said == {name: f"{total:,}" for name, total in counts.groupby("column")["rows"].sum().items()}
    assert by_gid(ax, "sum")[""].get_text() == f"{counts['rows'].sum():,}"


def test_the_table_counts_each_piece_of_evidence_of_a_claim_once_and_has_every_judged_claim(review, counts):
    counted = review.evidence[review.evidence["bearing"].isin(("for", "against", "mixed"))]
    assert counts["rows"].sum() == counted.groupby("claim_id")["evidence_id"].nunique().sum()
    assert set(counts["claim_id"]) == set(review.judged["claim_id"])
    assert counts.groupby("claim_id")["column"].nunique().eq(8).all()
    trials = counted[counted["design"].eq("randomised trial")].groupby("claim_id")["evidence_id"].nunique()
    mapped = counts[counts["column"].eq("randomised") & counts["rows"].gt(0)].groupby("claim_id")["rows"].sum()
    assert mapped.to_dict() == trials.to_dict()


def test_every_design_that_the_tables_allow_has_a_column(review):
    studies = next(t for t in review.tables.descriptor["resources"] if t["name"] == "studies")
    design = next(field for field in studies["schema"]["fields"] if field["name"] == "design")
    listed = {design for designs in gallery.COLUMNS.values() for design in designs}
    assert set(design["constraints"]["enum"]) - listed == {"registration", "not confirmed"}  # never counted


def test_words_name_every_count_and_every_gap(counts):
    said = MAP.describe(counts).splitlines()
    for row in counts[counts["rows"].gt(0)].itertuples():
        line = next(line for line in said if line.startswith(f"{row.claim_id} {row.short}: "))
        assert f"{row.column}: {row.rows} {row.side}{'' if row.direct else ', only indirect'}" in line
    silent = counts.groupby("claim_id")["rows"].sum().eq(0)
    assert sum(line.endswith(": nothing counted.") for line in said) == silent.sum()
    assert f"{silent.sum()} of 49 claims have no counted row at all" in said[0]


def test_one_claim_has_its_own_line_and_an_opinion_none(review, counts):
    (one,) = gallery.exhibits(review, "c46")
    assert one.frame["rows"].sum() == counts.loc[counts["claim_id"].eq("c46"), "rows"].sum()
    assert gallery.exhibits(review, "c01") == []


@pytest.mark.parametrize(
    ("claims", "look"),
    [(1, JOURNAL_1), (1, SLIDE), *((5, look) for look in LOOKS), (40, REPORT), (40, JOURNAL_1), (200, SLIDE)],
    ids=lambda value: getattr(value, "name", value),
)
def test_nothing_overlaps_or_is_cut(claims, look):
    frame = made(claims)
    pages = MAP.pages(frame, look, NOTES)
    assert pd.concat(pages)["claim_id"].nunique() == claims
    for page in pages[:2]:
        figure, _ = drawn(MAP, page, notes=NOTES, look=look)
        hold_layout(figure)


def test_frames_that_cannot_be_drawn_are_refused_in_words():
    with pytest.raises(FigureError, match="evidence map: the frame lacks side"):
        MAP.figure(made(2).drop(columns="side"), "t")
    with pytest.raises(FigureError, match="evidence map: found no row to draw"):
        MAP.figure(made(2).head(0), "t")
    with pytest.raises(FigureError, match="evidence map, rows: found inf; allowed: 0, 1, 2"):
        MAP.figure(made(2).assign(rows=float("inf")), "t")
    with pytest.raises(FigureError, match="evidence map, side: found 'pro'; allowed: 'against', 'mixed', 'for'"):
        MAP.figure(made(2).assign(side="pro"), "t")
