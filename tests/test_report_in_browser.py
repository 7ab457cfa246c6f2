"""The report as a reader meets it, in Chromium: by mouse and keyboard, filtered, linked, printed, without a script."""

import shutil

import pytest
from hostile_tables import hostile

import evidence
from evidence import report
from evidence.cli.pictures import pictures

CARD = "document.querySelector('.card.open')?.id ?? null"
FOCUS = "document.activeElement"
AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def browser():
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api", reason="no Playwright on this machine")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def file(review, tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    return report.write_report(review, folder / "report.html", pictures(review, folder / "charts"))


@pytest.fixture
def opened(browser, file):
    """Open the report; what it says to the console and asks of the network is collected, and must be nothing."""
    contexts = []

    def call(fragment="", width=1440, height=900, path=file, **settings):
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", **settings)
        tab, heard = context.new_page(), []
        tab.on("console", lambda message: heard.append(message.text))
        tab.on("pageerror", lambda error: heard.append(str(error)))
        tab.on("dialog", lambda dialog: heard.append(dialog.message))
        tab.on("request", lambda request: heard.append(request.url))
        tab.goto(f"{path.as_uri()}{fragment}")
        contexts.append((context, heard, path.as_uri()))
        return tab

    yield call
    for context, heard, address in contexts:
        context.close()
        assert [said for said in heard if said.split("#")[0] != address] == []


OPEN_ALL = "document.querySelectorAll('details').forEach(one => one.open = true)"


@pytest.fixture(scope="module")
def axe():
    return pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe-core on this machine").Axe()


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_opens_quietly_and_fits_the_screen(opened, width, scheme):
    tab = opened("#c31", width=width, color_scheme=scheme)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.evaluate(CARD) == "c31"
    tab.evaluate(OPEN_ALL)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


# The whole page takes axe half a minute, so phones and tablets are tried where they differ: where claims are read.
@pytest.mark.parametrize(
    ("width", "scheme", "part"),
    [(360, "dark", "#part-article"), (768, "light", "#part-article"), (1440, "light", "html")],
)
def test_axe_finds_nothing(opened, axe, width, scheme, part):
    tab = opened("#c31", width=width, color_scheme=scheme)
    tab.evaluate("document.querySelectorAll('details:not(.long)').forEach(one => one.open = true)")
    found = axe.run(tab, part, AXE_RULES).response
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []
    assert len(found["passes"]) > 20


def test_axe_would_find_a_fault(opened, axe):
    tab = opened()
    tab.evaluate("document.querySelector('#by-words').labels[0].remove()")
    tab.evaluate("document.querySelector('#by-words').placeholder = ''")
    assert [one["id"] for one in axe.run(tab, ".filters", AXE_RULES).response["violations"]] == ["label"]


@pytest.mark.parametrize("width", [360, 1440])
def test_every_claim_is_reached_and_opened_by_keyboard_alone(opened, review, width):
    tab, met = opened(width=width), []
    tab.keyboard.press("Tab")
    assert tab.evaluate(f"{FOCUS}.className") == "skip"
    tab.keyboard.press("Enter")
    inside = left = False
    while not left:
        tab.keyboard.press("Tab")
        inside_now = tab.evaluate(f"!!{FOCUS}.closest('.text')")
        left, inside = inside and not inside_now, inside_now
        if inside:
            link = tab.evaluate(f"{FOCUS}.hash.slice(1)")
            tab.keyboard.press("Enter")
            assert tab.evaluate(CARD) == link
            assert tab.evaluate(f"{FOCUS}.id") == link
            tab.keyboard.press("Escape")
            assert tab.evaluate(f"{FOCUS}.hash.slice(1)") == link
            met.append(link)
    assert set(met) == set(review.claims["claim_id"])


def test_previous_and_next_walk_through_the_claims_in_the_order_of_the_article(opened, review):
    tab, order = opened("#c01"), sorted(review.claims["claim_id"])
    seen = [tab.evaluate(CARD)]
    while tab.is_enabled("#turn-on"):
        tab.click("#turn-on")
        seen.append(tab.evaluate(CARD))
    assert seen == order
    assert tab.inner_text("#turn-place") == f"{len(order)} of {len(order)}"
    tab.click("#turn-back")
    assert tab.evaluate(CARD) == order[-2]


def shown(tab):
    return tab.evaluate("[...document.querySelectorAll('[data-claim]:not([hidden])')].map(row => row.dataset.claim)")


def marked(tab):
    return set(tab.evaluate("[...document.querySelectorAll('.text sup a:not(.off)')].map(one => one.hash.slice(1))"))


def test_filters_show_the_claims_that_fit_and_no_others(opened, review):
    tab, claims = opened(), review.claims
    tab.click(".chip[value='contradicted']")
    meant = set(claims.loc[claims["verdict"].eq("contradicted"), "claim_id"])
    assert set(shown(tab)) == marked(tab) == meant
    assert tab.inner_text(".filters output") == f"{len(meant)} of {len(claims)} claims"
    tab.click(".chip[value='unsupported']")
    tab.click(".chip[value='high']")
    fits = claims["verdict"].isin(["contradicted", "unsupported"]) & claims["severity"].eq("high")
    assert set(shown(tab)) == marked(tab) == set(claims.loc[fits, "claim_id"])
    assert tab.evaluate(CARD) in set(claims.loc[fits, "claim_id"])
    tab.click("#all-claims")
    assert set(shown(tab)) == marked(tab) == set(claims["claim_id"])
    topic = claims["topic"].iloc[20]
    tab.select_option("#by-topic", topic)
    assert set(shown(tab)) == set(claims.loc[claims["topic"].eq(topic), "claim_id"])


def test_a_mark_shows_the_gravest_claim_that_fits(opened, review):
    tab = opened()
    covered = tab.evaluate(
        "[...document.querySelectorAll('.text .mark')].map(one => one.dataset.claims.split(' ')).filter(one => one[1])"
    )
    verdict = review.claims.set_index("claim_id")["verdict"]
    both, (gravest, next_one) = next((ids, ids[:2]) for ids in covered if verdict[ids[0]] != verdict[ids[1]])
    assert tab.locator(f".mark[data-claims='{' '.join(both)}']").first.get_attribute("href") == f"#{gravest}"
    tab.click(f".chip[value='{verdict[next_one]}']")
    mark = tab.locator(f".mark[data-claims='{' '.join(both)}']").first
    assert mark.get_attribute("href") == f"#{next_one}"
    assert f"v-{verdict[next_one].replace(' ', '-')}" in mark.get_attribute("class").split()


def test_search_looks_into_all_that_stands_on_a_card(opened, review):
    tab = opened()
    tab.fill("#by-words", "MINIMALLY manipulated")
    assert "c47" in shown(tab)
    assert 0 < len(shown(tab)) < len(review.claims)
    tab.fill("#by-words", "no card says this")
    assert shown(tab) == []
    assert tab.inner_text(".filters output") == "No claim fits: take a filter away."
    tab.click("#all-claims")
    assert len(shown(tab)) == len(review.claims)


def test_a_link_to_a_claim_opens_it_and_going_back_opens_the_one_before(opened):
    tab = opened("#c47")
    assert tab.evaluate(CARD) == "c47"
    assert tab.evaluate("document.querySelector('#m-c47').getBoundingClientRect().top") < 900
    tab.click(".verdicts a[href='#c14']")
    assert tab.evaluate(CARD) == "c14"
    assert tab.url.endswith("#c14")
    tab.go_back()
    tab.wait_for_function(f"({CARD}) === 'c47'")


def test_a_link_to_a_claim_that_a_filter_hides_takes_the_filter_away(opened, review):
    tab = opened()
    tab.click(".chip[value='supported']")
    tab.evaluate("location.hash = 'c47'")
    tab.wait_for_function(f"({CARD}) === 'c47'")
    assert len(shown(tab)) == len(review.claims)


def test_on_a_phone_a_claim_opens_over_the_text_and_closes_when_the_reader_goes_on(opened):
    tab = opened(width=360, height=740, has_touch=True)
    assert tab.evaluate(CARD) is None
    tab.tap(".text a[href='#c02']")
    assert tab.evaluate(CARD) == "c02"
    assert tab.evaluate("document.querySelector('.cards').getBoundingClientRect().bottom") == 740
    tab.tap("#turn-close")
    assert tab.evaluate(CARD) is None
    tab.tap(".text a[href='#c02']")
    tab.focus(".verdicts a[href='#c14']")
    assert tab.evaluate(CARD) is None


def test_paper_has_every_claim_and_no_controls(opened, review):
    tab = opened("#c10", color_scheme="dark")
    tab.emulate_media(media="print")
    seen = tab.evaluate(
        "[...document.querySelectorAll('.card')].filter(one => one.checkVisibility()).map(one => one.id)"
    )
    assert seen == sorted(review.claims["claim_id"])
    controls = "button, input, select, nav.contents, .back"
    assert not tab.evaluate(f"[...document.querySelectorAll('{controls}')].some(one => one.checkVisibility())")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_without_a_script_the_page_is_one_long_text_with_every_claim(opened, review):
    tab = opened("#c10", java_script_enabled=False)
    assert tab.locator(".card:visible").count() == len(review.claims)
    assert tab.locator("button:visible, input:visible, select:visible").count() == 0
    tab.click(".text a[href='#c02']")
    assert tab.locator(".card#c02").bounding_box()["y"] < 200


def test_hostile_text_does_nothing_in_a_browser(opened, tiny, tmp_path):
    bad = evidence.assess(hostile(evidence.load(tiny)))
    tab = opened(path=report.write_report(bad, tmp_path / "bad.html"), width=1440)
    for card in bad.claims["claim_id"]:
        tab.evaluate(f"location.hash = '{card}'")
    tab.fill("#by-words", "<script>")
    assert tab.evaluate("document.querySelectorAll('img, .card script, iframe').length") == 0
    assert len(shown(tab)) == len(bad.claims)
