"""The notebooks in JupyterLab in a browser, opened as by `make lab`: cells run, charts and widgets show."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from evidence import decisions

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
CHARTS = [path.stem for path in sorted(NOTEBOOKS.glob("0[05]_*.ipynb"))]
EXPLORER, BOARD = "08_explore_the_verdicts", "09_review_the_claims"
START, RUN = 60, 120  # seconds that a slow machine may take to start the server, and to run a notebook
IDLE = '.jp-Notebook-ExecutionIndicator[data-status="idle"]'
SESSION = "window.jupyterapp.shell.currentWidget.sessionContext"
PICTURES = ".jp-OutputArea-output img"


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                json.load(answer)
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")


@pytest.fixture(scope="module")
def lab(repo, made, tmp_path_factory):
    """JupyterLab on a copy of the notebooks beside a copy of the data; gives address, token and their folder."""
    home = tmp_path_factory.mktemp("lab")
    for name in ("notebooks", "data"):
        shutil.copytree(repo / name, home / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    token, port = secrets.token_hex(16), free_port()
    options = (
        f"--no-browser --allow-root --ip=127.0.0.1 --port={port} --ServerApp.port_retries=0 "
        f"--IdentityProvider.token={token} --LabApp.expose_app_in_browser=True"
    )
    folders = "JUPYTER_CONFIG_DIR JUPYTER_DATA_DIR JUPYTER_RUNTIME_DIR IPYTHONDIR"
    folders += " JUPYTERLAB_SETTINGS_DIR JUPYTERLAB_WORKSPACES_DIR"
    own = {name: str(home / name.lower()) for name in folders.split()}
    with (home / "log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(
            made("lab", LAB=options), cwd=home, env=os.environ | own, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/api/status?token={token}", server, home / "log")
        yield f"http://127.0.0.1:{port}/lab", token, home
    finally:
        server.terminate()  # it ends its kernels first
        server.wait(START)


@pytest.fixture(scope="module")
def browser():
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api", reason="no Playwright on this machine")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield opened
        opened.close()


@contextmanager
def opening(lab, browser):
    """Open a notebook by name; `heard` keeps errors of the page and what it asks for elsewhere than its server."""
    address, token, _ = lab
    context = browser.new_context(viewport={"width": 1300, "height": 1000})
    tab = context.new_page()
    tab.heard = []
    tab.on("pageerror", lambda error: tab.heard.append(str(error)))
    tab.on("request", lambda asked: tab.heard.append(asked.url) if elsewhere(asked.url, address) else None)

    def open_notebook(name: str):
        tab.goto(f"{address}/tree/{name}.ipynb?token={token}&reset")
        tab.wait_for_selector(IDLE, timeout=START * 1000)
        tab.evaluate(f"{SESSION}.ready.then(() => {SESSION}.session.kernel.info).then(() => null)")
        return tab

    yield open_notebook
    context.close()


@pytest.fixture
def opened(lab, browser):
    """Open a notebook by name."""
    with opening(lab, browser) as open_notebook:
        yield open_notebook


def elsewhere(url: str, address: str) -> bool:
    return url.startswith(("http", "ws")) and url.split("/")[2] != address.split("/")[2]


def run_all(tab) -> list[dict]:
    """Clear what is committed, run every cell, and give the code cells as the page then holds them."""
    tab.set_default_timeout(RUN * 1000)
    for command in ("clear-all-cell-outputs", "run-all-cells"):  # each answers when it has ended
        tab.evaluate(f"window.jupyterapp.commands.execute('notebook:{command}').then(() => null)")
    tab.wait_for_selector(IDLE)
    cells = tab.evaluate("window.jupyterapp.shell.currentWidget.content.model.toJSON().cells")
    return [cell for cell in cells if cell["cell_type"] == "code"]


def faults(cells: list[dict]) -> list[str]:
    """What is wrong after a run: a cell that did not run, an error, a warning."""
    said = [(cell["id"], output) for cell in cells for output in cell["outputs"]]
    wrong = [f"{name}: {output['ename']}" for name, output in said if output["output_type"] == "error"]
    wrong += [f"{name}: {output['text']}" for name, output in said if output.get("name") == "stderr"]
    counts = [cell["execution_count"] for cell in cells]
    return wrong + ([] if counts == list(range(1, len(cells) + 1)) else [f"execution counts {counts}"])


def visible(picture) -> bool:
    """Whether a picture is on the screen, loaded, and large enough to read."""
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    loaded = picture.evaluate("image => image.complete && image.naturalWidth > 0")
    return loaded and box["width"] > 300 and box["height"] > 100


@pytest.mark.parametrize("name", CHARTS)
def test_every_cell_runs_and_a_chart_is_seen(opened, name):
    tab = opened(name)
    cells = run_all(tab)
    assert faults(cells) == []
    drawn = [cell for cell in cells if any("image/png" in output.get("data", {}) for output in cell["outputs"])]
    assert drawn
    assert visible(tab.locator(PICTURES).first)
    assert tab.heard == []


def test_the_explorer_shows_its_table_before_a_run_and_answers_to_a_choice_after_it(opened):
    tab = opened(EXPLORER)
    saved = tab.locator(".jp-OutputArea-output table").filter(has_text="severity")
    saved.first.scroll_into_view_if_needed()
    assert tab.locator(".widget-vbox").count() == 0
    assert faults(run_all(tab)) == []
    view = tab.locator(".widget-vbox")
    view.scroll_into_view_if_needed()
    assert visible(view.locator("img"))
    word = view.get_by_label("verdict").locator("option", has_text="untraceable").inner_text()
    view.get_by_label("verdict").select_option(label=word)
    assert visible(view.locator("img[alt*=untraceable]"))
    left = view.locator("select[size] option").all_inner_texts()  # with hard spaces
    assert all(claim.endswith("untraceable") for claim in left)
    assert word.split() == ["untraceable", f"({len(left)})"]
    assert tab.heard == []


@pytest.fixture(scope="module")
def desk(lab, browser):
    """The notebook of the board, deciding on the copy of the data beside it and not on a copy of that."""
    path = lab[2] / "notebooks" / f"{BOARD}.ipynb"
    text = path.read_text(encoding="utf-8")
    assert text.count("Board(trial, reviewer") == 1
    path.write_text(text.replace("Board(trial, reviewer", "Board(DATA, reviewer"), encoding="utf-8")
    with opening(lab, browser) as open_notebook:
        tab = open_notebook(BOARD)
        saved = tab.locator(".jp-OutputArea-output table").filter(has_text="decided by")
        saved.first.wait_for()  # what stands there without a kernel
        assert tab.locator(".evidence-board").count() == 0
        assert faults(run_all(tab)) == []
        tab.locator(".evidence-board").wait_for()
        yield tab
    assert tab.heard == []


def decide(tab, keys: list[str]) -> tuple[str, float]:
    """Press keys as a reviewer would; give the claim that they were about, and the seconds until the next one."""
    heading = tab.locator(".evidence-board h3")
    claim, begin = heading.inner_text(), time.perf_counter()
    for key in keys:
        tab.keyboard.press(key)
    tab.wait_for_function("claim => document.querySelector('.evidence-board h3').innerText !== claim", arg=claim)
    return claim.split()[0], time.perf_counter() - begin


def test_three_claims_are_decided_on_the_board_by_keys_alone_and_one_is_taken_back(desk, lab):
    log, board = lab[2] / "data" / "decisions.csv", desk.locator(".evidence-board")
    cells = desk.evaluate("JSON.stringify(window.jupyterapp.shell.currentWidget.content.model.toJSON().cells)")
    typed = (["2", *"No study was seen."], ["1", *"Its d d x own words."], ["2", "ArrowUp", "ArrowUp"])
    board.locator("h3").focus()
    done = [decide(desk, [*keys, "Enter"]) for keys in typed]
    print([(claim, len(keys) + 1, f"{seconds:.1f} s") for (claim, seconds), keys in zip(done, typed, strict=True)])
    rows = decisions.read(log)
    assert list(rows["claim_id"]) == [claim for claim, _ in done]
    assert list(rows["verdict"]) == ["unsupported", "contradicted", "unsupported"]
    assert list(rows["reason"]) == ["No study was seen.", "Its d d x own words.", "No study was seen."]
    assert board.evaluate("board => board.contains(document.activeElement)")
    assert board.locator(".count").inner_text().startswith("3 of ")

    assert decide(desk, ["d", "d", "x", "u"])  # d d and x would delete or cut the cell, were they not the board's
    assert board.locator("textarea").input_value() == "No study was seen."
    assert board.locator("h3").inner_text().startswith(done[-1][0])
    assert list(decisions.read(log)["action"]) == ["decide", "decide", "decide", "withdraw"]
    told = "JSON.stringify(window.jupyterapp.shell.currentWidget.content.model.toJSON().cells.map(cell => cell.source))"
    assert json.loads(desk.evaluate(told)) == [cell["source"] for cell in json.loads(cells)]

    desk.keyboard.press("r")
    for key in ("Control+a", "Delete", "Shift+Enter", "x", "Shift+Enter"):
        desk.keyboard.press(key)
    assert board.locator("textarea").input_value() == "\nx\n"
    for key in ("Control+a", "Delete", "Enter"):
        desk.keyboard.press(key)
    board.locator(".wrong", has_text="reason: found ''").wait_for()
    assert len(decisions.read(log)) == 4


def test_what_is_typed_on_one_claim_is_kept_while_another_is_looked_at(desk):
    board = desk.locator(".evidence-board")
    board.locator("h3").focus()
    for key in ("3", *"half a sen", "Escape"):
        desk.keyboard.press(key)
    decide(desk, ["n"])
    assert board.locator("textarea").input_value() == ""
    decide(desk, ["b"])
    assert board.locator("textarea").input_value() == "half a sen"
    assert board.locator("input[type=radio]:checked").get_attribute("value") == "partly supported"


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_the_board_has_no_fault_that_axe_finds(desk, theme):
    axe = pytest.importorskip("axe_playwright_python", reason="no axe-core on this machine")
    change = f"window.jupyterapp.commands.execute('apputils:change-theme', {{theme: {theme!r}}}).then(() => null)"
    desk.evaluate(change)
    desk.wait_for_selector(f"body[data-jp-theme-name='{theme}']", state="attached")
    desk.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
    found = desk.evaluate("axe.run('.evidence-board')")["violations"]
    assert [(fault["id"], [node["html"][:120] for node in fault["nodes"]]) for fault in found] == []


def test_without_its_kernel_the_board_says_so_and_keeps_what_was_typed(desk):
    board = desk.locator(".evidence-board")
    board.locator("h3").focus()
    desk.keyboard.press("2")
    desk.keyboard.press("Control+a")
    desk.keyboard.type("Typed too late.")
    desk.evaluate(f"{SESSION}.shutdown().then(() => null)")
    desk.keyboard.press("Enter")
    board.locator(".wrong", has_text="The kernel does not answer").wait_for()
    assert board.locator("textarea").input_value() == "Typed too late."
