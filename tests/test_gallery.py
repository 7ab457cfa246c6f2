"""Every chart of the real review is written alike twice, in every look, with its words and numbers beside it."""

import json
import re

import pytest
from chart_checks import drawn, hold_layout

from evidence import figures
from evidence.gallery import about, exhibits, write_exhibits

REPORT = (figures.REPORT,)


@pytest.fixture(scope="module")
def shown(review):
    return exhibits(review)


def test_every_kind_of_chart_but_those_of_pooled_results_is_shown(shown):
    kinds = {exhibit.chart.name for exhibit in shown}
    assert set(figures.CHARTS) - kinds == {"forest", "funnel"}  # nothing here can be pooled
    assert len({exhibit.name for exhibit in shown}) == len(shown)


def test_names_titles_and_words_say_what_is_shown(shown):
    for exhibit in shown:
        assert re.fullmatch(r"[a-z0-9_]+", exhibit.name)
        assert exhibit.title
        assert exhibit.method.endswith(".")
        assert len(exhibit.alt) > len(exhibit.title)
        assert not exhibit.chart.drawn(exhibit.frame).empty


@pytest.mark.parametrize("look", [figures.REPORT, figures.JOURNAL_1, figures.SLIDE, figures.REPORT.dark()], ids=str)
def test_first_page_of_every_chart_fits_every_look(review, shown, look):
    for exhibit in shown:
        notes = exhibit.notes(about(review))
        page = exhibit.chart.pages(exhibit.frame, look, notes)[0]
        figure, _ = drawn(exhibit.chart, page, exhibit.title, notes, look)
        hold_layout(figure)
        assert figure.get_figwidth() == pytest.approx(look.width / 25.4)
        assert look.page is None or figure.get_figheight() == pytest.approx(look.page)


def test_every_exhibit_is_written_alike_twice_with_its_numbers_and_words(review, shown, tmp_path):
    some = shown[::4]  # a spread; several processes write them, in whatever order
    for folder in ("one", "two"):
        written = list(write_exhibits(some, about(review), tmp_path / folder, REPORT, ("svg",)))
        assert len(written) == len(some) > 3
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == sorted(path.name for path in (tmp_path / "two").iterdir())
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name
    for exhibit in some:
        words = json.loads((tmp_path / "one" / f"{exhibit.name}.json").read_text(encoding="utf-8"))
        assert words["alt"] == exhibit.alt
        assert words["sources"] == list(exhibit.sources)
        assert set(words["files"]) <= set(files)
        svg = (tmp_path / "one" / words["files"][0]).read_text(encoding="utf-8")
        assert "<title id=" in svg
        assert "<desc id=" in svg
        assert "<text" in svg
