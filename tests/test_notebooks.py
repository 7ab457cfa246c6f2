"""The house rules of the notebooks: what strict nbval, which compares their text outputs, does not look at."""

import ast
import base64
import html
import importlib.util
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image, ImageColor, ImageDraw

from evidence.figures.palette import VERDICT_COLOURS

NOTEBOOKS = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("*.ipynb"))

MOST_CODE_CELLS, MOST_LINES, MOST_CHARTS = 15, 8, 4
MOST_BYTES, MOST_IMAGE_BYTES = 400_000, 250_000
ALLOWED_TAGS = {"parameters"}
ALLOWED_MAGIC = {"%matplotlib inline"}
PARTS = ("**Question.**", "**Answer.**", "**Tables used.**", "**What this cannot tell you.**")
LAST = "## What would change this answer"

# What a cell may not do: define, repeat, calculate. `|`, `&` and `~` stay, since they select rows.
BLOCKS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.AsyncFor, ast.While, ast.Try)
REPEATS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
SELECTING = (ast.BitAnd, ast.BitOr)


def load_script(name: str):
    """A script of the notebooks as a module; the folder is not a package."""
    spec = importlib.util.spec_from_file_location(name, NOTEBOOKS[0].with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def run():
    return load_script("run")


@pytest.fixture(scope="module")
def pages():
    return load_script("pages")


# --- what is in a notebook --------------------------------------------------------------------------------------------


def code(notebook) -> list:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook) -> list:
    return [cell for cell in notebook.cells if cell.cell_type == "markdown"]


def images(cell) -> list[str]:
    return [output.data["image/png"] for output in cell.outputs if "image/png" in output.get("data", {})]


def words_of(output) -> str:
    """What an output says to a reader: markup and names of objects taken out, white space evened."""
    data = output.get("data", {})
    said = [output.get("text", ""), *(data[kind] for kind in data if kind.startswith("text/"))]
    return " ".join(html.unescape(re.sub(r"</?[A-Za-z][^>]*>", " ", "\n".join(said))).split())


def python_of(cell) -> str:
    return "\n".join(line for line in cell.source.splitlines() if not line.startswith("%"))


# --- rules: each gives what is wrong, in words ------------------------------------------------------------------------


def run_from_top(notebook) -> list[str]:
    counts = [cell.execution_count for cell in code(notebook)]
    wanted = list(range(1, len(counts) + 1))
    return [] if counts == wanted else [f"execution counts are {counts}; nbval does not compare a cell without one"]


def clean_outputs(notebook) -> list[str]:
    outputs = [(cell.id, output) for cell in code(notebook) for output in cell.outputs]
    faults = [f"{name}: shows an error" for name, output in outputs if output.output_type == "error"]
    return faults + [f"{name}: writes to stderr" for name, output in outputs if output.get("name") == "stderr"]


def compared(notebook) -> list[str]:
    said = [cell for cell in code(notebook) if cell.execution_count and any(map(words_of, cell.outputs))]
    return [] if said else ["no cell has a text output, so nbval would pass on nothing"]


def opening_and_end(notebook) -> list[str]:
    first, last = notebook.cells[0], notebook.cells[-1]
    faults = [f"first cell lacks {part}" for part in PARTS if part not in first.source]
    if first.cell_type != "markdown" or not re.match(r"# .+\?\n", first.source):
        faults.append("first cell is not a title that asks a question")
    answer = re.search(r"\*\*Answer\.\*\* (.+)", first.source)
    if answer is None or len(re.findall(r"[.!?](?:\s|$)", answer[1])) != 1:
        faults.append("the answer is not one sentence")
    if LAST not in last.source:
        faults.append(f"last cell is not {LAST!r}")
    return faults


def parameters_first(notebook) -> list[str]:
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    if tagged != code(notebook)[:1] or tagged[0].source != 'DATA = "../data"':
        return ['the first code cell, and no other, is tagged "parameters" and holds DATA = "../data"']
    return []


def tags_allowed(notebook) -> list[str]:
    used = {tag for cell in notebook.cells for tag in cell.metadata.get("tags", [])}
    return [f"tag {tag} is not allowed" for tag in sorted(used - ALLOWED_TAGS)]


def imports_in_second(notebook) -> list[str]:
    faults = []
    for place, cell in enumerate(code(notebook)):
        has = any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(ast.parse(python_of(cell))))
        if has != (place == 1):
            faults.append(f"{cell.id}: imports belong in the second code cell and only there")
    return faults


def nothing_computed(notebook) -> list[str]:
    faults = []
    for cell in code(notebook):
        for node in ast.walk(ast.parse(python_of(cell))):
            sums = isinstance(node, ast.BinOp) and not isinstance(node.op, SELECTING)
            if sums or isinstance(node, (*BLOCKS, *REPEATS, ast.AugAssign)):
                faults.append(f"{cell.id}: {type(node).__name__} belongs in the package")
        magic = {line for line in cell.source.splitlines() if line.startswith(("%", "!"))}
        faults += [f"{cell.id}: {line}" for line in sorted(magic - ALLOWED_MAGIC)]
        if cell.source.rstrip().endswith(";"):
            faults.append(f"{cell.id}: ends in a semicolon, which nbval does not honour")
    return faults


def short(notebook) -> list[str]:
    faults = []
    if len(code(notebook)) > MOST_CODE_CELLS:
        faults.append(f"{len(code(notebook))} code cells; {MOST_CODE_CELLS} at most")
    if len(prose(notebook)) < len(code(notebook)):
        faults.append("more code cells than prose cells")
    for cell in code(notebook):
        lines = sum(bool(line.strip()) for line in cell.source.splitlines())
        faults += [f"{cell.id}: {lines} lines; {MOST_LINES} at most"] if lines > MOST_LINES else []
    return faults


def light(notebook) -> list[str]:
    sizes = [(cell.id, len(base64.b64decode(png))) for cell in code(notebook) for png in images(cell)]
    faults = [f"{name}: image of {size} bytes" for name, size in sizes if size > MOST_IMAGE_BYTES]
    return faults + ([f"{len(sizes)} charts; {MOST_CHARTS} at most"] if len(sizes) > MOST_CHARTS else [])


def twins(notebook) -> list[str]:
    """Each chart has its words after it: called by name, and put out in the same cell or the next."""
    faults, cells = [], code(notebook)
    for cell, after in zip(cells, [*cells[1:], None], strict=True):
        both = cell.source + "\n" + (after.source if after else "")
        for name in re.findall(r"\bplot_(\w+)\(", cell.source):
            faults += [] if f"describe_{name}(" in both else [f"{cell.id}: plot_{name} without describe_{name}"]
        outputs = [*cell.outputs, *(after.outputs if after else [])]
        for place, output in enumerate(cell.outputs):
            if "image/png" in output.get("data", {}):
                if not any(map(words_of, outputs[place + 1 :])):
                    faults.append(f"{cell.id}: an image with no words after it")
                if not re.search(r"\bplot_\w+\(", cell.source):
                    faults.append(f"{cell.id}: an image that no plot function of the package drew")
    return faults


def promises_kept(notebook) -> list[str]:
    """Each number in bold, with the words in bold around it, stands in an output of the same notebook."""
    said = "\n".join(words_of(output) for cell in code(notebook) for output in cell.outputs)
    faults = []
    for cell in prose(notebook):
        for bold in re.findall(r"\*\*(.+?)\*\*", cell.source, flags=re.DOTALL):
            words = " ".join(bold.split())
            if re.search(r"\d", words) and not re.search(rf"(?<![\w.,]){re.escape(words)}(?![\w%]|[.,]\d)", said):
                faults.append(f"{cell.id}: no output says {words!r}")
    return faults


RULES = (
    run_from_top,
    clean_outputs,
    compared,
    opening_and_end,
    parameters_first,
    tags_allowed,
    imports_in_second,
    nothing_computed,
    short,
    light,
    twins,
    promises_kept,
)


# --- the notebooks keep the rules -------------------------------------------------------------------------------------


def test_there_is_a_notebook_and_each_has_a_number_in_front():
    assert NOTEBOOKS
    assert [path.name for path in NOTEBOOKS if not re.fullmatch(r"\d\d_[a-z_]+\.ipynb", path.name)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_keeps_the_rule(path, rule):
    assert rule(nbformat.read(path, as_version=4)) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_in_normal_form_and_light(path, run):
    text = path.read_text(encoding="utf-8")
    assert len(text.encode()) <= MOST_BYTES
    assert text == run.normal_form(nbformat.reads(text, as_version=4)), "run `make notebooks`"


# --- each rule sees what it is for ------------------------------------------------------------------------------------


def encoded(image: Image.Image) -> str:
    image.save(file := io.BytesIO(), "PNG")
    return base64.b64encode(file.getvalue()).decode()


def decoded(png: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB")


def noise(size: int) -> Image.Image:
    """An image that no compression makes smaller; another one each time."""
    return Image.merge("RGB", [Image.effect_noise((size, size), 90) for _ in "RGB"])


def printed(text: str):
    return new_output("stream", name="stdout", text=text)


def sound():
    """A notebook that keeps every rule."""
    parts = zip(PARTS, ("So?", "It is, in **3 cases**.", "**rows 12**.", "Why."), strict=True)
    opening = "# Is it so?\n\n" + "\n\n".join(" ".join(part) for part in parts)
    drawn = new_output("display_data", {"image/png": encoded(noise(4)), "text/plain": "<Figure size 4x4 with 1 Axes>"})
    table = new_output("execute_result", {"text/html": "<td>rows</td> <td>12</td>", "text/plain": "rows  12"})
    load = "import pandas as pd\n\n%matplotlib inline\nframe = 1"
    chart = "ax = plot_map(frame)\nprint(describe_map(frame))"
    cells = [
        new_markdown_cell(opening, id="question"),
        new_code_cell('DATA = "../data"', id="parameters", metadata={"tags": ["parameters"]}, execution_count=1),
        new_markdown_cell("Load.", id="load"),
        new_code_cell(load, id="tables", execution_count=2, outputs=[table]),
        new_markdown_cell("Look.", id="look"),
        new_code_cell(chart, id="chart", execution_count=3, outputs=[drawn, printed("Map of 3 cases.")]),
        new_markdown_cell(f"{LAST}\n\nMore rows.", id="end"),
    ]
    return new_notebook(cells=cells)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_passes_a_sound_notebook(rule):
    assert rule(sound()) == []


def setting(place: int, **values):
    return lambda notebook: notebook.cells[place].update(values)


def adding(place: int, more: str):
    return lambda notebook: notebook.cells[place].update(source=notebook.cells[place].source + more)


def replacing(place: int, old: str, new: str):
    return lambda notebook: notebook.cells[place].update(source=notebook.cells[place].source.replace(old, new))


def stripped_of_words(notebook):
    for cell in code(notebook):
        cell.outputs = [output for output in cell.outputs if images(cell) and "data" in output]


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        (run_from_top, setting(5, execution_count=None)),
        (run_from_top, setting(5, execution_count=4)),
        (clean_outputs, setting(3, outputs=[new_output("error", ename="E", evalue="", traceback=[])])),
        (clean_outputs, setting(3, outputs=[new_output("stream", name="stderr", text="warning")])),
        (compared, stripped_of_words),
        (opening_and_end, replacing(0, "# Is it so?", "# It is so")),
        (opening_and_end, replacing(0, PARTS[0], "")),
        (opening_and_end, replacing(0, PARTS[1], "")),
        (opening_and_end, replacing(0, PARTS[2], "")),
        (opening_and_end, replacing(0, PARTS[3], "")),
        (opening_and_end, replacing(0, "cases**.", "cases**. And more.")),
        (opening_and_end, replacing(6, LAST, "## End")),
        (parameters_first, setting(1, metadata={})),
        (parameters_first, setting(1, source='DATA = "elsewhere"')),
        (parameters_first, setting(3, metadata={"tags": ["parameters"]})),
        (tags_allowed, setting(5, metadata={"tags": ["nbval-skip"]})),
        (imports_in_second, adding(5, "\nimport math")),
        (imports_in_second, setting(3, source="frame = 1")),
        (nothing_computed, adding(5, "\ndef twice(x):\n    return x")),
        (nothing_computed, adding(5, "\nclass Odd: ...")),
        (nothing_computed, adding(5, "\nodd = lambda x: x")),
        (nothing_computed, adding(5, "\nfor x in frame:\n    x")),
        (nothing_computed, adding(5, "\n[x for x in frame]")),
        (nothing_computed, adding(5, "\nframe - 1")),
        (nothing_computed, adding(5, "\nframe += 1")),
        (nothing_computed, adding(3, "\n%run other.py")),
        (nothing_computed, adding(5, ";")),
        (short, lambda notebook: notebook.cells.extend([new_code_cell("1")] * MOST_CODE_CELLS)),
        (short, adding(3, "\n1" * MOST_LINES)),
        (short, lambda notebook: [notebook.cells.pop(place) for place in (4, 2)]),
        (light, lambda notebook: notebook.cells[5].outputs[0].data.update({"image/png": encoded(noise(400))})),
        (light, lambda notebook: notebook.cells[5].outputs.extend(notebook.cells[5].outputs[:1] * MOST_CHARTS)),
        (twins, lambda notebook: notebook.cells[5].outputs.pop()),
        (twins, lambda notebook: notebook.cells[5].outputs.reverse()),
        (twins, replacing(5, "describe_map", "describe_other")),
        (twins, replacing(5, "plot_map", "draw")),
        (promises_kept, replacing(0, "3 cases", "4 cases")),
        (promises_kept, replacing(0, "3 cases", "3 cats")),
        (promises_kept, replacing(0, "rows 12", "rows 1")),
    ],
)
def test_rule_sees_its_fault(rule, fault):
    notebook = sound()
    fault(notebook)
    assert rule(notebook)


# --- the normal form --------------------------------------------------------------------------------------------------


def test_normal_form_drops_what_an_editor_leaves_behind(run):
    notebook = sound()
    clean = run.normal_form(sound())
    notebook.metadata = {"kernelspec": {"name": "mine", "display_name": "Mine"}, "widgets": {"state": 1}}
    notebook.cells[3].metadata = {"execution": {"iopub.status.busy": "2024-01-01T00:00:00Z"}, "scrolled": True}
    notebook.cells.append(new_code_cell("  \n"))
    normal = run.normal_form(notebook)
    image = re.compile(r'"image/png": "[^"]*"')  # another one each time
    assert image.sub("", normal) == image.sub("", clean)
    assert normal.endswith("}\n")
    assert json.loads(normal)["metadata"]["language_info"] == {"name": "python"}


def test_normal_form_of_a_normal_form_is_itself(run):
    once = run.normal_form(sound())
    assert run.normal_form(nbformat.reads(once, as_version=4)) == once


def test_cell_ids_become_words_and_stay_apart(run):
    cells = [new_code_cell("load(DATA)", id=name) for name in ("8f14e45f", "c9f0f895", "load-data", "claim-14")]
    ids = [cell["id"] for cell in json.loads(run.normal_form(new_notebook(cells=cells)))["cells"]]
    assert ids == ["load-data", "load-data-2", "load-data-3", "claim-14"]


def test_a_light_image_keeps_the_colours_of_the_verdicts(run):
    """Within 5 of 255 in each channel, in a drawing with thin marks and smoothed edges like those of a chart."""
    large = Image.new("RGB", (1600, 1600), "white")
    centres = []
    for row, colour in enumerate(VERDICT_COLOURS.values()):
        for x, y in ((120 + 203 * column, 120 + 229 * row) for column in range(7)):
            ImageDraw.Draw(large).ellipse((x - 30, y - 30, x + 30, y + 30), fill=colour)
            centres.append((x // 8, y // 8, ImageColor.getrgb(colour)))
    drawn = large.reduce(8)
    kept = decoded(run.light(encoded(drawn)))
    assert len(drawn.getcolors(10**6)) > 256
    for x, y, colour in centres:
        assert drawn.getpixel((x, y)) == colour
        assert max(abs(a - b) for a, b in zip(colour, kept.getpixel((x, y)), strict=True)) <= 5


# --- run.py in the hands of a person ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--data", "data"], "needs --out"),
        (["--check", "--out", "x"], "leave out"),
        (["--data", "nowhere", "--out", "x"], "no datapackage.json"),
        (["--out", "{notebooks}"], "a folder of its own"),
        (["--out", "{file}"], "a folder of its own"),
        (["--out", "{file}/below"], "cannot be made"),
        (["--sideways"], "unrecognized"),
    ],
)
def test_a_wrong_option_ends_in_words(run, repo, tmp_path, capsys, options, says):
    (tmp_path / "file").touch()
    known = {"notebooks": repo / "notebooks", "file": tmp_path / "file"}
    with pytest.raises(SystemExit) as end:
        run.main([option.format(**known) for option in options])
    assert end.value.code == 2
    assert says in capsys.readouterr().err


def test_help_names_every_option(run, capsys):
    with pytest.raises(SystemExit) as end:
        run.main(["--help"])
    assert end.value.code == 0
    assert {"--check", "--data", "--out"} <= set(re.findall(r"--\w+", capsys.readouterr().out))


@pytest.fixture
def desk(run, tmp_path, monkeypatch):
    """A folder with one sound notebook that `run` takes for its own; executing it changes nothing."""
    monkeypatch.setattr(run, "HERE", tmp_path)
    monkeypatch.setattr(run, "execute", lambda notebook, folder: notebook)
    path = tmp_path / "01_sound.ipynb"
    path.write_text(run.normal_form(sound()), encoding="utf-8")
    return path


def test_check_passes_what_is_fresh(run, desk):
    assert run.main(["--check"]) == 0


def test_check_fails_in_words_when_a_run_says_something_else(run, desk, monkeypatch, capsys):
    def other(notebook, folder):
        notebook.cells[5].outputs[1].text = "Map of 4 cases."
        return notebook

    monkeypatch.setattr(run, "execute", other)
    before = desk.read_bytes()
    assert run.main(["--check"]) == 1
    assert "cell chart said 'Map of 3 cases.' and now says 'Map of 4 cases.'" in capsys.readouterr().err
    assert desk.read_bytes() == before


def test_check_leaves_images_out(run, desk, monkeypatch):
    def redrawn(notebook, folder):
        notebook.cells[5].outputs[0].data["image/png"] = run.light(encoded(noise(4)))
        return notebook

    monkeypatch.setattr(run, "execute", redrawn)
    assert run.main(["--check"]) == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("not JSON", "cannot be read as a notebook"),
        ("", "cannot be read as a notebook"),
        ('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', "not in normal form"),
    ],
)
def test_check_names_what_is_wrong_with_a_file(run, desk, capsys, text, says):
    desk.write_text(text, encoding="utf-8")
    assert run.main(["--check"]) == 1
    assert says in capsys.readouterr().err


def test_a_folder_without_notebooks_is_not_a_pass(run, desk, capsys):
    desk.unlink()
    assert run.main(["--check"]) == 1
    assert "found no notebook" in capsys.readouterr().err


def test_a_notebook_without_the_parameters_cell_cannot_take_other_data(run, desk, repo, tmp_path, capsys):
    desk.write_text(desk.read_text(encoding="utf-8").replace('"parameters"', '"others"'), encoding="utf-8")
    assert run.main(["--data", str(repo / "data"), "--out", str(tmp_path / "out")]) == 1
    assert 'no cell tagged "parameters"' in capsys.readouterr().err


def run_for_real(*options) -> subprocess.CompletedProcess:
    script = NOTEBOOKS[0].with_name("run.py")
    return subprocess.run([sys.executable, script, *map(str, options)], capture_output=True, text=True)


def test_notebooks_run_on_another_review_and_leave_the_committed_ones_alone(tiny, tmp_path):
    before = [path.read_bytes() for path in NOTEBOOKS]
    done = run_for_real("--data", tiny, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert [path.read_bytes() for path in NOTEBOOKS] == before
    copies = sorted((tmp_path / "out").glob("*.ipynb"))
    assert [path.name for path in copies] == [path.name for path in NOTEBOOKS]
    for path in copies:
        copy = nbformat.read(path, as_version=4)
        assert code(copy)[0].source == 'DATA = "../review"'
        assert run_from_top(copy) == clean_outputs(copy) == []


def test_make_hands_another_review_and_a_folder_to_run(made, tmp_path):
    data, out = tmp_path / "a review", tmp_path / "an out"
    program, script, *options = made("notebooks", DATA=str(data), OUT=str(out))
    assert (program, script) == (sys.executable, "notebooks/run.py")
    assert options == ["--data", str(data), "--out", str(out)]


def test_broken_data_end_in_words_without_a_traceback(tiny, tmp_path):
    shutil.copy(tiny / "studies.csv", tiny / "claims.csv")
    done = run_for_real("--data", tiny, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "stopped with DataError: claims.csv" in done.stderr
    assert "Traceback" not in done.stderr
    assert list((tmp_path / "out").iterdir()) == []


# --- as HTML pages ----------------------------------------------------------------------------------------------------


def pictures(page: str) -> list[dict[str, str]]:
    return [dict(re.findall(r'(\w+)="([^"]*)"', tag)) for tag in re.findall(r"<img\b[^>]*>", page)]


def test_every_picture_of_every_page_has_the_words_printed_after_it(pages, tmp_path, capsys):
    assert pages.main(["--out", str(tmp_path)]) == 0
    shown = 0
    for path in NOTEBOOKS:
        page, notebook = (tmp_path / f"{path.stem}.html").read_text(encoding="utf-8"), nbformat.read(path, as_version=4)
        drawn = [png for cell in code(notebook) for png in images(cell)]
        said = " ".join(words_of(output) for cell in code(notebook) for output in cell.outputs)
        assert len(pictures(page)) == len(drawn)
        for picture in pictures(page):
            alt = html.unescape(picture["alt"])
            assert " ".join(alt.removesuffix(pages.FULL).split()) in said
            assert len(alt) > len(pages.FULL)
        shown += len(drawn)
    assert shown
    assert capsys.readouterr().out.count(".html") == len(NOTEBOOKS)


def test_a_page_loads_nothing_from_elsewhere(pages):
    page = pages.page(NOTEBOOKS[0])
    assert re.findall(r"""<(?:script|link|img|iframe)\b[^>]*(?:src|href)=["']?(?:https?:)?//""", page) == []


def test_the_words_of_a_picture_are_those_that_follow_it_even_one_cell_later(pages):
    notebook = sound()
    assert 'alt="Map of 3 cases. ' in pages.with_words(notebook, "x").cells[5].outputs[0].data["text/html"]
    notebook = sound()
    later = new_code_cell("print(describe_map(frame))", outputs=[printed('Map of "3" < 4 cases.\nMore.')])
    notebook.cells[5].outputs.pop()
    notebook.cells.insert(6, later)
    shown = pages.with_words(notebook, "x").cells[5].outputs[0].data["text/html"]
    assert 'alt="Map of &quot;3&quot; &lt; 4 cases. ' in shown


def test_a_picture_without_words_gets_no_page(pages):
    notebook = sound()
    notebook.cells[5].outputs.pop()
    with pytest.raises(ValueError, match="sound: cell chart has a picture and no words after it"):
        pages.with_words(notebook, "sound")


@pytest.mark.parametrize(
    ("options", "says"),
    [(["--notebooks", "{empty}", "--out", "x"], "found no notebook"), (["--out", "{file}"], "cannot be written")],
)
def test_pages_that_cannot_be_written_end_in_words(pages, tmp_path, capsys, options, says):
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    with pytest.raises(SystemExit) as end:
        pages.main([option.format(empty=tmp_path / "empty", file=tmp_path / "file") for option in options])
    assert end.value.code == 2
    assert says in capsys.readouterr().err
