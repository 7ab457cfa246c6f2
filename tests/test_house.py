"""The house rules: who may import whom, what is installed, and what must never be in a file."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# Who may import whom: a module imports from lines below its own, never from its own line or above.
# This table is also the documentation of the layers; figures and synthesis may be packages.
LAYERS = """
cli | explorer | board
documents
report | gallery | gate
figures | annotation | exports | review
verdicts
certainty
tables | effects | synthesis | risk_of_bias | integrity | decisions | agreement | references
vocabulary | thresholds | examples
errors
"""
LEVEL = {name: level for level, line in enumerate(LAYERS.splitlines()) for name in line.replace("|", " ").split()}
OUTSIDE = {"__init__", "__main__"}  # the package's face and `python -m evidence`: they may import anything

# conda-forge calls some packages differently. Everything else has one name.
CONDA_NAMES = {
    "matplotlib": "matplotlib-base",  # without Qt, which no chart here needs
    "nbconvert": "nbconvert-core",  # without pandoc
    "playwright": "playwright-python",  # "playwright" is the Node.js package there
}


# What conda environments get from PyPI: wheels that carry a program, and are called otherwise on conda-forge.
FROM_PYPI = {"axe-playwright-python", "pypandoc-binary", "typst"}


# --- layers -----------------------------------------------------------------------------------------------------------


def top_level(dotted: str) -> str:
    return dotted.split(".")[1]


def imported_modules(source: str, package: str) -> set[str]:
    """Modules of `evidence` that a source imports, also inside functions; `package` is the one it lies in."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package.split(".")[: len(package.split(".")) + 1 - node.level]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            if module == "evidence":
                found |= {f"evidence.{alias.name}" for alias in node.names}
            else:
                found.add(module)
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "import_module":
            found |= {arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)}
    return {name for name in found if name.split(".")[0] == "evidence"}


def layer_faults(name: str, source: str, package: str) -> list[str]:
    """What a module of layer `name` imports that it may not."""
    faults = []
    for imported in sorted(imported_modules(source, package)):
        if imported == "evidence":
            faults.append(f"{name} imports the package root; import the module that is meant")
        elif top_level(imported) == "__version__" or top_level(imported) == name:
            continue
        elif top_level(imported) not in LEVEL:
            faults.append(f"{name} imports {imported}, which is in no layer; import from the module that defines it")
        elif LEVEL[top_level(imported)] <= LEVEL[name]:
            faults.append(f"{name} imports {imported}, which is not below it")
    return faults


def test_no_module_imports_its_own_layer_or_one_above(repo):
    faults = []
    for path in sorted((repo / "src" / "evidence").rglob("*.py")):
        parts = path.relative_to(repo / "src").with_suffix("").parts  # evidence, figures, forest
        name = parts[1]
        if name in OUTSIDE:
            continue
        if name in LEVEL:
            faults += layer_faults(name, path.read_text(encoding="utf-8"), ".".join(parts[:-1]))
        else:
            faults.append(f"{'/'.join(parts)}.py has no place in LAYERS")
    assert faults == []


@pytest.mark.parametrize(
    ("name", "source", "faulty"),
    [
        ("certainty", "from evidence import effects", False),
        ("certainty", "from evidence.errors import EvidenceError", False),
        ("figures", "from evidence.figures.style import use", False),
        ("review", "from evidence import __version__", False),
        ("certainty", "import pandas", False),
        ("effects", "from evidence import synthesis", True),
        ("effects", "from evidence.synthesis.pooling import pool", True),
        ("effects", "from .verdicts import judge", True),
        ("effects", "from . import verdicts", True),
        ("effects", "import evidence.review", True),
        ("effects", "def late():\n    from evidence import review", True),
        ("effects", "import importlib\nimportlib.import_module('evidence.review')", True),
        ("review", "from evidence import load", True),
        ("review", "import evidence", True),
    ],
)
def test_the_layer_check_sees_each_way_to_import(name, source, faulty):
    assert bool(layer_faults(name, source, "evidence")) is faulty


# --- dependencies -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def requirements(repo) -> dict[str, str]:
    """Name and bound of each dependency in pyproject.toml, for running, for documents and for testing."""
    project = tomllib.loads((repo / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert "evidence[documents]" in extras["test"]
    wanted = [*project["dependencies"], *extras["documents"], *extras["test"]]
    wanted.remove("evidence[documents]")
    return {canonicalize_name(r.name): str(r.specifier) for r in map(Requirement, wanted)}


def test_conda_environment_names_the_same_packages_and_bounds(repo, requirements):
    environment = yaml.safe_load((repo / "environment.yml").read_text(encoding="utf-8"))
    listed = dict(entry.split() for entry in environment["dependencies"] if isinstance(entry, str) and entry != "pip")
    python = listed.pop("python")
    assert listed == {
        CONDA_NAMES.get(name, name): bound for name, bound in requirements.items() if name not in FROM_PYPI
    }
    project = tomllib.loads((repo / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert python == project["requires-python"]
    assert environment["name"] == "evidence"
    assert environment["channels"] == ["conda-forge"]
    assert [entry for entry in environment["dependencies"] if isinstance(entry, dict)] == [{"pip": ["-e .[test]"]}]


def test_every_conda_name_in_the_map_is_used(requirements):
    assert set(CONDA_NAMES) <= set(requirements)


def test_constraints_pin_every_dependency_within_its_bound(repo, requirements):
    text = (repo / "constraints.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    pins = {canonicalize_name(line.split("==")[0]): line.split("==")[1] for line in lines}
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.+!]*", line) for line in lines)
    assert re.search(r"on Python 3\.\d+\.\d+", text), "say which Python the versions were seen with"
    for name, bound in requirements.items():
        assert Requirement(f"{name}{bound}").specifier.contains(pins[name]), f"{name}: {pins[name]} is not {bound}"


def test_constraints_hold_no_address_and_no_path(repo):
    text = (repo / "constraints.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert "@" not in text


def test_every_package_that_the_source_imports_is_declared(repo):
    project = tomllib.loads((repo / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["documents"]]
    declared = {canonicalize_name(Requirement(line).name) for line in wanted} | {"docx", "pypandoc"}  # names in code
    imported = set()
    for path in (repo / "src" / "evidence").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                imported.add(node.module.split(".")[0])
    imported -= {"evidence"} | set(sys.stdlib_module_names)
    assert {canonicalize_name(name) for name in imported} <= declared


def test_version_is_the_same_wherever_it_is_said(repo):
    import evidence

    citation = yaml.safe_load((repo / "CITATION.cff").read_text(encoding="utf-8"))
    changelog = (repo / "CHANGELOG.md").read_text(encoding="utf-8")
    assert citation["version"] == evidence.__version__
    assert f"## [{evidence.__version__}]" in changelog


# --- start-up ---------------------------------------------------------------------------------------------------------

HEAVY = ("matplotlib", "numpy", "pandas", "scipy", "statsmodels")


def heavy_modules_after(code: str, repo: Path) -> str:
    """Run code in a fresh interpreter and say which heavy packages it loaded."""
    report = f"import sys; print('loaded:', *[m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", f"{code}\n{report}"], capture_output=True, text=True, cwd=repo)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1].strip()


def test_importing_evidence_loads_nothing_heavy(repo):
    assert heavy_modules_after("import evidence", repo) == "loaded:"


def test_help_loads_nothing_heavy(repo):
    code = """
import sys
from evidence.cli import main
sys.argv = ["evidence", "--help"]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
"""
    assert heavy_modules_after(code, repo) == "loaded:"


# --- what must never be in a file -------------------------------------------------------------------------------------

FORBIDDEN = {
    "path of one machine": re.compile(r"(?<![\w./-])/(?:home|root|work|Users)/|file:[/]{2}"),
    "package registry": re.compile(r"pypi\.org[/]simple|files\.pythonhosted\.org|registry\.npmjs\.org"),
    "registry option": re.compile(r"-index[-]url|--find[-]links|--trusted[-]host"),
}
CACHES = {".pytest_cache", ".ruff_cache", ".hypothesis", ".ipynb_checkpoints", "__pycache__"}
PRODUCTS = {".git", ".venv", "build", *CACHES}


def tracked_files(repo: Path) -> list[Path]:
    """Files that are in the repository or about to be; without git, all that are not products of a run."""
    command = ["git", "-C", str(repo), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        names = [repo / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        names = []
        for folder, inside, files in os.walk(repo):
            inside[:] = [name for name in inside if name not in PRODUCTS and not name.endswith(".egg-info")]
            names += [Path(folder, name) for name in files]
    return sorted(path for path in names if path.is_file())


def forbidden_in(text: str) -> list[str]:
    return [f"{what}: {hit.group()}" for what, pattern in FORBIDDEN.items() for hit in pattern.finditer(text)]


def test_no_file_names_a_machine_or_a_registry(repo):
    files = tracked_files(repo)
    assert repo / "pyproject.toml" in files
    faults = []
    for path in files:
        try:
            faults += [f"{path.relative_to(repo)}: {hit}" for hit in forbidden_in(path.read_text(encoding="utf-8"))]
        except UnicodeDecodeError:
            continue  # an image
    assert faults == []


@pytest.mark.parametrize("folder", ["home", "root", "work", "Users"])
@pytest.mark.parametrize("before", ["", " ", '"', "=", ":", "C:"])
def test_the_file_check_sees_a_machine_path(before, folder):
    assert forbidden_in(f"{before}/{folder}/ada")


@pytest.mark.parametrize("before", ["https://example.org", "..", "my", "a/b"])
def test_the_file_check_leaves_addresses_and_relative_paths_alone(before):
    assert forbidden_in(f"{before}/{'home'}/page") == []


@pytest.mark.parametrize(
    "parts", [("file:", "//x"), ("pypi.org/", "simple"), ("-", "-index", "-url x"), ("--find", "-links x")]
)
def test_the_file_check_sees_a_registry(parts):
    assert forbidden_in("".join(parts))


# --- papers -----------------------------------------------------------------------------------------------------------


def test_every_changelog_entry_says_whether_a_verdict_moved(repo):
    text = (repo / "CHANGELOG.md").read_text(encoding="utf-8")
    entries = re.findall(r"^- (.+?)(?=^- |^#|^\[|\Z)", text, flags=re.MULTILINE | re.DOTALL)
    assert entries
    assert [entry for entry in entries if "Verdicts moved:" not in entry] == []


def test_every_make_target_that_is_written_about_exists(repo):
    targets = set(re.findall(r"^([a-z]+):.*## ", (repo / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    for name in ("README.md", "CONTRIBUTING.md", "benchmarks/README.md"):
        text = (repo / name).read_text(encoding="utf-8")
        assert set(re.findall(r"(?:^|`)make ([a-z]+)", text, flags=re.MULTILINE)) <= targets, name


def test_citation_names_no_person_and_no_identifier_that_does_not_exist(repo):
    citation = yaml.safe_load((repo / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert citation["authors"] == [{"name": "The Evidence authors"}]
    assert not {"doi", "identifiers"} & set(citation)
