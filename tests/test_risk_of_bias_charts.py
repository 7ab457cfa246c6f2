"""The charts on risk of bias draw the judgements of their tables, each at its place, and say the same in words."""

import matplotlib as mpl
import pandas as pd
import pytest
from chart_checks import by_gid, drawn, hold_layout

from evidence.errors import FigureError
from evidence.figures import JOURNAL_1, JOURNAL_2, REPORT, SCREEN, SLIDE, risk_of_bias, risk_of_bias_summary
from evidence.figures.levels import UNKNOWN, contrast, paint
from evidence.figures.palette import DARK, LIGHT
from evidence.gallery import risk_of_bias as gallery

LIGHTS, SHARES = risk_of_bias.CHART, risk_of_bias_summary.CHART
LOOKS = (SCREEN.dark(), REPORT, JOURNAL_1, JOURNAL_2, SLIDE)
ODD = (
    "Ångström-Müller-Øster and 14 others 2019 (registered report, second version)",
    "نص طويل 2024",
    "a < b & $x$",
    "x" * 90,
)
NOTES = ("A method of one sentence. " * 3, "2958 of 2958 judgements were made by a machine and await human review.")
COLOURS = {"low": (1, "+", "#1b7a59"), "some concerns": (3, "-", "#8a6200"), UNKNOWN: (4, "?", "#5f6673"),
           "high": (5, "x", "#a3243b"), "critical": (7, "!", "#4a1020")}  # fmt: skip


@pytest.fixture(scope="module")
def rob2(review):
    cells = gallery.cells_of(review)
    return cells[cells["tool"].eq("RoB 2")]


def made(studies, domains=5, ruled=True):
    """Cells of a tool that is in no table."""
    words, rows = list(COLOURS), []
    for study in range(studies):
        for domain in range(domains + 1):
            level, rule = words[(study + domain) % 5], words[(study * domain) % 5] if ruled and domain else None
            basis = "from secondary page" if study % 3 == 0 else "from abstract"
            name = "overall" if domain == domains else f"domain of a rather long name {domain + 1}"
            own, other = COLOURS[level], COLOURS.get(rule, (None, None, None))
            label = ODD[study % 4] if study % 7 == 0 else f"Study {study}"
            counted = (10**study if study < 6 else pd.NA, "studies" if study == 4 else "people")
            judged = ("A tool", name, domain + 1, level, *own, rule, *other, basis, rule is not None and rule != level)
            rows.append((f"s-{study}", label, *counted, *judged))
    return pd.DataFrame(rows, columns=risk_of_bias.NEEDED)


def discs(ax, prefix):
    """Give every disc under a prefix as (x, y, word after the prefix)."""
    return [
        (x, y, word)
        for word, line in by_gid(ax, prefix).items()
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)
    ]


@pytest.mark.parametrize("look", [SCREEN, JOURNAL_1])
def test_every_judgement_stands_in_its_domain_and_beside_its_study(rob2, look):
    _, ax = drawn(LIGHTS, rob2, look=look)
    at, ys = risk_of_bias.columns(rob2, look), sorted({y for _, y, _ in discs(ax, "judged-")})
    studies = dict(zip(ys, risk_of_bias.order(rob2)["study_id"].drop_duplicates(), strict=True))
    found = {(studies[y], at.domain(x)): word.removeprefix("hollow-") for x, y, word in discs(ax, "judged-")}
    assert found == rob2.set_index(["study_id", "domain"])["judgement"].to_dict()
    names = {key: text.get_position()[1] for key, text in by_gid(ax, "study-").items()}
    assert sorted(names, key=names.get) == list(studies.values())


def test_the_rule_stands_beside_a_judgement_only_where_it_differs(rob2):
    _, ax = drawn(LIGHTS, rob2)
    at, ys = risk_of_bias.columns(rob2, SCREEN), sorted({y for _, y, _ in discs(ax, "judged-")})
    studies = dict(zip(ys, risk_of_bias.order(rob2)["study_id"].drop_duplicates(), strict=True))
    found = {(studies[y], at.domain(x)): word for x, y, word in discs(ax, "rule-")}
    assert found == rob2[rob2["differs"]].set_index(["study_id", "domain"])["computed"].to_dict()
    assert 0 < len(found) < len(rob2)


def test_studies_in_a_review_are_never_called_people(review):
    cells = gallery.cells_of(review)
    reviews = cells[cells["tool"].eq("AMSTAR 2")]
    _, ax = drawn(LIGHTS, reviews)
    said = [text.get_text() for text in ax.texts]
    known = reviews.drop_duplicates("study_id").dropna(subset=["n"])
    assert set(known["counted"]) == {"studies", "people"}
    for study in known.itertuples():
        assert f"{study.n:,} {study.counted}" in said
        assert f"{study.label} (n {study.n:,} {study.counted}): " in LIGHTS.describe(reviews)
    assert "people" not in said


def test_hollow_is_what_was_seen_only_on_a_secondary_page(rob2):
    _, ax = drawn(LIGHTS, rob2)
    hollow = [word for _, _, word in discs(ax, "judged-hollow-")]
    known = rob2[rob2["basis"].eq("from secondary page")]["judgement"]
    assert sorted(hollow) == sorted(known)
    for word, line in by_gid(ax, "judged-").items():
        if UNKNOWN in word:
            continue
        assert (mpl.colors.to_hex(line.get_markerfacecolor()) == LIGHT.paper) is word.startswith("hollow-")


def test_pieces_of_a_bar_are_as_long_as_their_share_and_their_counts_are_printed(rob2):
    frame = gallery.summarised(rob2)
    _, ax = drawn(SHARES, frame)
    at, pieces = risk_of_bias_summary.columns(frame, SCREEN), by_gid(ax, "piece-")
    assert len(pieces) == len(frame)
    starts = {}
    for row in risk_of_bias_summary.order(frame).itertuples():
        box = pieces[f"{row.domain}/{row.by}/{row.level}"]
        left, right = at.axis.value(box.get_x()), at.axis.value(box.get_x() + box.get_width())
        assert right - left == pytest.approx(row.share)
        assert left == pytest.approx(starts.get((row.domain, row.by), 0.0), abs=1e-9)
        starts[row.domain, row.by] = right
        said = f"{ {'-': '−', 'x': '×'}.get(row.symbol, row.symbol) } {row.studies}"
        middle = box.get_y() + box.get_height() / 2
        beside = [text.get_text() for text in ax.texts if abs(text.get_position()[1] - middle) < 1e-6]
        assert any(said in text for text in beside)
    assert all(end == pytest.approx(100) for end in starts.values())


def test_shares_are_those_of_the_people_only_where_every_number_of_people_is_known(rob2):
    assert rob2["n"].notna().all()
    by_people = gallery.summarised(rob2)
    overall = rob2[rob2["domain"].eq("missing outcome data")]
    low = overall.loc[overall["judgement"].eq("low"), "n"].sum() / overall["n"].sum()
    piece = by_people[by_people["domain"].eq("missing outcome data") & by_people["by"].eq("judged")]
    assert piece.set_index("level").loc["low", "share"] == pytest.approx(100 * low)
    reviews = gallery.summarised(
        rob2.assign(counted=rob2["counted"].mask(rob2["study_id"].eq("s-ablon-2015"), "studies"))
    )
    assert set(reviews["weighted_by"]) == {"studies"}
    one_unknown = gallery.summarised(rob2.assign(n=rob2["n"].mask(rob2["study_id"].eq("s-ablon-2015"))))
    piece = one_unknown[one_unknown["domain"].eq("missing outcome data") & one_unknown["by"].eq("judged")]
    assert piece.set_index("level").loc["low", "share"] == pytest.approx(100 / 9)
    assert set(one_unknown["weighted_by"]) == {"studies"}


def test_words_name_every_judgement_and_the_rule_where_it_differs(rob2):
    said = LIGHTS.describe(rob2).splitlines()
    for cell in rob2.itertuples():
        line = next(line for line in said if line.startswith(f"{cell.label} (n {cell.n:,} people): "))
        rule = f" (by the rule: {cell.computed})" if cell.differs else ""
        assert f"{cell.domain} {cell.judgement}{rule}" in line
    counts = SHARES.describe(gallery.summarised(rob2))
    assert "missing outcome data: low 1 (15%), some concerns 3 (56%), no information 5 (29%)." in counts


def test_each_tool_with_two_studies_has_both_charts_and_a_claim_only_its_own_studies(review):
    names = [made.name for made in gallery.exhibits(review)]
    tools = review.risk_of_bias.groupby("tool")["study_id"].nunique()
    assert len(names) == 2 * int((tools > 1).sum())
    of_claim = gallery.exhibits(review, "c14")
    mine = set(review.evidence.loc[review.evidence["claim_id"].eq("c14"), "study_id"])
    assert of_claim
    assert all(set(made.frame["study_id"]) <= mine for made in of_claim[::2])
    assert gallery.exhibits(review, "c01") == []  # an opinion, behind which stands no study


@pytest.mark.parametrize(
    ("studies", "look"),
    [(1, JOURNAL_1), (1, SLIDE.dark()), *((5, look) for look in LOOKS), (40, REPORT), (40, SLIDE)],
    ids=lambda value: getattr(value, "name", value),
)
def test_nothing_overlaps_or_is_cut(studies, look):
    cells = made(studies, domains=16 if studies == 5 else 5, ruled=studies != 5)
    for chart, frame in ((LIGHTS, cells), (SHARES, gallery.summarised(cells))):
        pages = chart.pages(frame, look, NOTES)
        assert sum(map(len, pages)) == len(frame)
        for page in pages[:2]:
            figure, _ = drawn(chart, page, notes=NOTES, look=look)
            hold_layout(figure)


@pytest.mark.parametrize("look", [JOURNAL_1, SLIDE], ids=lambda look: look.name)
def test_two_hundred_studies_are_drawn(look):
    cells = made(200)
    pages = LIGHTS.pages(cells, look, NOTES)
    assert sum(page["study_id"].nunique() for page in pages) == 200
    figure, _ = drawn(LIGHTS, pages[-1], notes=NOTES, look=look)
    hold_layout(figure)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
@pytest.mark.parametrize("colour", ["#4a1020", "#a3243b", "#1b7a59", "#8a6200", "#5f6673", "#ffffff", "#000000"])
def test_any_colour_of_a_level_can_be_read_on_paper_and_band(colour, palette):
    assert contrast(paint(colour, palette), palette.band) >= 4.5
    assert contrast(paint(colour, palette), palette.paper) >= 4.5


def test_frames_that_cannot_be_drawn_are_refused_in_words():
    cells = made(2)
    with pytest.raises(FigureError, match="risk of bias: the frame lacks symbol"):
        LIGHTS.figure(cells.drop(columns="symbol"), "t")
    with pytest.raises(FigureError, match="found no row to draw"):
        LIGHTS.figure(cells.head(0), "t")
    with pytest.raises(FigureError, match="found A tool, Another; allowed: one tool a chart"):
        LIGHTS.figure(pd.concat([cells, cells.assign(tool="Another")]), "t")
    with pytest.raises(FigureError, match="do not fit 85 mm; choose a wider style"):
        LIGHTS.figure(made(1, domains=60), "t", look=JOURNAL_1)
    with pytest.raises(FigureError, match="risk of bias summary: the frame lacks share"):
        SHARES.figure(gallery.summarised(cells).drop(columns="share"), "t")
    with pytest.raises(FigureError, match="risk of bias summary, share: found nan; allowed: 0 to 100"):
        SHARES.figure(gallery.summarised(cells).assign(share=float("nan")), "t")
    with pytest.raises(FigureError, match="found the level 'low' without rank, sign or colour; add it to levels"):
        LIGHTS.figure(cells.assign(judgement="low", colour=None), "t")
