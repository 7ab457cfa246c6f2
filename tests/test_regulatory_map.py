"""The regulatory map draws every status on record once, as seen and as dated, and invents none."""

import matplotlib as mpl
import pandas as pd
import pytest
from chart_checks import by_gid, drawn, hold_layout, texts

from evidence.errors import FigureError
from evidence.figures import JOURNAL_1, JOURNAL_2, REPORT, SCREEN, SLIDE, regulatory_map
from evidence.figures.regulatory_cells import cells, counted
from evidence.figures.statuses import STATUS_MARKS
from evidence.gallery import regulatory_map as room
from evidence.gallery.regulation import PLACES, USES, statuses, use_of

CHART = regulatory_map.CHART


@pytest.fixture(scope="module")
def frame(review):
    return statuses(review)


def made(rows, words="Exosomes", use="injected", status="prohibited", places=7):
    return pd.DataFrame(
        {
            "regulation_id": [f"g{n}" for n in range(rows)],
            "jurisdiction": [f"{words[:14]}{n % max(places, rows // 4)}" for n in range(rows)],
            "group": [(use, words)[n % 2] for n in range(rows)],
            "status": [(status, "approved", "unclear", words)[n % 4] for n in range(rows)],
            "pathway": [(None, words)[n % 2] for n in range(rows)],
            "date": [(None, "2024", "2025-05", "2026-01-02")[n % 4] for n in range(rows)],
            "seen": [("primary document", "secondary page", "nothing")[n % 3] for n in range(rows)],
            "article": words,
        }
    )


def test_every_entry_is_drawn_once_filled_only_where_a_document_was_seen(frame):
    _, ax = drawn(CHART, frame)
    marks, seen = by_gid(ax, "status-"), frame[frame["seen"].ne("nothing")]
    keys = seen.groupby(["jurisdiction", "group", "status"], observed=True)["seen"]
    expected = {"|".join(key): rows.ne("secondary page").any() for key, rows in keys}
    assert set(marks) == set(expected)
    for key, first_hand in expected.items():
        face = mpl.colors.to_hex(marks[key].get_markerfacecolor())
        assert (face != SCREEN.palette.paper) == first_hand


def test_a_mark_stands_in_the_column_of_its_use_and_in_the_order_of_the_places(frame):
    _, ax = drawn(CHART, frame)
    at, marks = regulatory_map.columns(frame), by_gid(ax, "status-")
    for key, mark in marks.items():
        assert mark.get_xdata()[0] == pytest.approx(at.cells[key.split("|")[1]] + 0.4 * at.mark)
    tops = {}
    for key, mark in marks.items():
        tops.setdefault(key.split("|")[0], mark.get_ydata()[0])
    order = [place for place in dict.fromkeys(frame["jurisdiction"]) if place in tops]
    assert sorted(order, key=tops.get) == order


def test_the_counts_and_newest_dates_of_the_table_are_printed(frame):
    figure, _ = drawn(CHART, frame)
    said = " ".join(text for text, _ in texts(figure))
    us = frame[frame["jurisdiction"].eq("US") & frame["status"].eq("approval required and none seen")]
    for _, rows in us.groupby("group", observed=True):
        if len(rows) > 1:
            assert f"{len(rows)} on record, newest" in said
            assert rows["date"].max() in said


def test_places_without_a_rule_are_named_and_have_no_mark(frame):
    figure, ax = drawn(CHART, frame)
    said = " ".join(text for text, _ in texts(figure))
    only = frame.groupby("jurisdiction")["status"].agg(lambda one: one.eq("no rule found").all())
    assert only.sum() == 8
    listed = said[said.index(regulatory_map.NO_RULE_HEADING) :]
    assert all(PLACES[code] in listed for code in only.index[only])
    assert not [key for key in by_gid(ax, "status-") if key.split("|")[0] in only.index[only]]


@pytest.mark.parametrize("claim_id", ["c47", "c48"])
def test_a_claim_is_read_against_the_statuses_of_its_own_place_linked_to_it(review, claim_id):
    (exhibit,) = room.exhibits(review, claim_id)
    table = review.tables.regulatory_status
    mine = table[table["claim_id"].eq(claim_id) & table["jurisdiction"].eq("US")]
    assert set(exhibit.frame["regulation_id"]) == set(mine["regulation_id"])
    figure, _ = drawn(CHART, exhibit.frame, exhibit.title)
    said = " ".join(text for text, _ in texts(figure))
    against = int(mine["bearing"].eq("against").sum())
    assert f"{against} of {len(mine)} statuses" in said
    assert cells(exhibit.frame)["against"].sum() == against
    assert f"({claim_id} ✕ contradicted)" in said


def test_a_claim_without_a_jurisdiction_has_no_map(review):
    assert room.exhibits(review, "c14") == []


def test_the_title_tells_of_an_approval_only_where_one_was_seen(review, frame):
    assert room.exhibits(review)[0].title.startswith("Regulation in 27 places: no approval was seen except of other")
    approved = frame.assign(status=frame["status"].mask(frame["regulation_id"].eq("g-jp-02"), "approved"))
    assert room._title(approved).endswith("places: approval was seen in Japan")


@pytest.mark.parametrize(
    ("words", "use"),
    [
        ("Any exosome product, topical, injected or microneedled", USES[0]),
        ("Exosome infusion or microneedle delivery, scalp included", USES[1]),
        ("Hand injection of a topical exosome cosmetic (ASCE+)", USES[1]),
        ("Words in cosmetic advertising that imply human-derived exosomes or microneedles", USES[2]),
        ("Human cells, tissues or products in cosmetics", USES[2]),
        ("Stromal vascular fraction (not exosomes)", USES[3]),
        ("Biological products incl. EV therapies", USES[0]),
        ("HCT/Ps", USES[3]),
        ("A cream of another article", USES[4]),
        ("Microneedling devices", USES[5]),
        ("Baricitinib for severe alopecia areata in adults (contrast)", USES[5]),
    ],
)
def test_the_words_of_a_status_decide_its_use(words, use):
    assert use_of(words) == use


def test_every_place_and_use_of_the_tables_has_a_name(review, frame):
    assert USES[4] not in set(frame["group"])
    assert set(review.tables.regulations["jurisdiction"]) <= set(PLACES)


def test_the_description_names_every_entry_with_its_count_date_and_sight(frame):
    said = CHART.describe(frame)
    assert said.startswith(f"Regulatory statuses on record: {len(frame)} in 27 places.")
    for cell in cells(frame).itertuples():
        assert f"{cell.group}: {cell.status} ({counted(cell)}" in said
    assert said.count("on secondary pages only") == int(
        (cells(frame)["first_hand"].eq(0) & cells(frame)["nothing"].lt(cells(frame)["entries"])).sum()
    )


@pytest.mark.parametrize(
    ("look", "rows"),
    [(SCREEN, 1), (REPORT, 1), (SLIDE, 1), (SCREEN.dark(), 5), (JOURNAL_1, 5), (JOURNAL_2, 40), (SLIDE.dark(), 40)],
)
def test_nothing_overlaps_or_is_cut(look, rows):
    some = made(rows, "Überlänge مرحبا exosómes")
    notes = ("A note on method. " * 12,)
    pages = CHART.pages(some, look, notes)
    assert sorted(pd.concat(pages)["regulation_id"]) == sorted(some["regulation_id"])
    for page in pages[:2]:
        hold_layout(drawn(CHART, page, "A long title about these places " * 2, notes, look)[0])


@pytest.mark.parametrize("look", [REPORT, SLIDE])
def test_the_review_is_drawn_whole_in_print_and_on_slides(frame, look):
    notes = ("A note.",)
    pages = CHART.pages(frame, look, notes)
    assert sorted(pd.concat(pages)["regulation_id"]) == sorted(frame["regulation_id"])
    for page in pages[-2:]:
        hold_layout(drawn(CHART, page, "Title", notes, look)[0])


def test_two_hundred_rows_and_a_row_higher_than_a_page_are_cut_into_pages():
    hold_layout(drawn(CHART, made(200, places=20), look=JOURNAL_1)[0])
    high = made(200, "Long words for a pathway " * 6, places=1).assign(jurisdiction="US")
    high["status"] = [f"status {n} of a long name" for n in range(200)]
    pages = CHART.pages(high, SLIDE, ())
    assert len(pages) > 3
    assert sum(len(page) for page in pages) == 200
    hold_layout(drawn(CHART, pages[0], look=SLIDE)[0])


def test_frames_that_cannot_be_drawn_are_refused_in_words(frame):
    with pytest.raises(FigureError, match="lacks group"):
        CHART.size(frame.drop(columns="group"), SCREEN, ())
    with pytest.raises(FigureError, match="no row"):
        CHART.size(frame.head(0), SCREEN, ())
    with pytest.raises(FigureError, match="g-us-29 more than once"):
        CHART.size(pd.concat([frame, frame[frame["regulation_id"].eq("g-us-29")]]), SCREEN, ())


def test_every_status_word_of_the_tables_has_a_mark_of_its_own(review):
    (resource,) = [one for one in review.tables.descriptor["resources"] if one["name"] == "regulations"]
    (field,) = [one for one in resource["schema"]["fields"] if one["name"] == "status"]
    assert set(STATUS_MARKS) == set(field["constraints"]["enum"])
    assert len(set(STATUS_MARKS.values())) == len(STATUS_MARKS)
