"""What all tests share: a drawing backend without a screen, the repository's folder, and no silent skips in CI."""

import io
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

os.environ["MPLBACKEND"] = "Agg"

# Reasons for which a test may be skipped even in CI (the text that the skip gives, from its start).
ALLOWED_SKIPS: tuple[str, ...] = ()


@pytest.fixture(scope="session")
def repo() -> Path:
    """The root folder of the repository."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def made(repo: Path):
    """What a target of the Makefile would run in the end, with this Python in place of the one in .venv."""

    def command(target: str, **variables: str) -> list[str]:
        given = [f"{name}={value}" for name, value in variables.items()]
        alone = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
        make = ["make", "--no-print-directory", "-n", target, *given]  # the tests themselves are run by make
        told = subprocess.run(make, cwd=repo, env=alone, capture_output=True, text=True, check=True)
        program, *options = shlex.split(told.stdout.splitlines()[-1])
        assert program == ".venv/bin/python"
        return [sys.executable, *options]

    return command


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a command in this process; give exit code, standard output, standard error."""
    from evidence import cli

    def call(*arguments, stdin=b""):
        monkeypatch.setattr(sys, "argv", ["evidence", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        try:
            cli.main()
            code = 0
        except SystemExit as end:
            code = end.code or 0
        return code, *capsys.readouterr()

    return call


@pytest.fixture(scope="session")
def review(repo: Path):
    """The review of the first case, judged once for all tests; nobody changes it."""
    import evidence

    return evidence.assess(evidence.load(repo / "data"))


def _forbidden_skips(config: pytest.Config) -> list[str]:
    if os.environ.get("CI") != "true" or hasattr(config, "workerinput"):
        return []  # of several processes the one that gathers the results looks at all of them
    skipped = config.pluginmanager.get_plugin("terminalreporter").stats.get("skipped", [])
    reasons = [(report.nodeid, str(report.longrepr[2]).removeprefix("Skipped: ")) for report in skipped]
    return [f"{test}: {reason}" for test, reason in dict.fromkeys(reasons) if not reason.startswith(ALLOWED_SKIPS)]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A skip looks like a pass; in CI it is a failure."""
    if _forbidden_skips(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config: pytest.Config) -> None:
    """Name the tests that failed by being skipped."""
    for line in _forbidden_skips(config):
        terminalreporter.write_line(f"FAILED, skipped in CI: {line}", red=True)


@pytest.fixture
def tiny(repo: Path, tmp_path: Path) -> Path:
    """A copy of the tiny fictional review, with the one descriptor of the repository beside its tables."""
    folder = tmp_path / "review"
    shutil.copytree(repo / "tests" / "tiny_review", folder)
    shutil.copy(repo / "data" / "datapackage.json", folder)
    return folder


@pytest.fixture(scope="session")
def fictional(repo: Path, tmp_path_factory: pytest.TempPathFactory):
    """The tables of the tiny fictional review, read once; a test that needs others changes a copy."""
    import evidence

    folder = tmp_path_factory.mktemp("fictional") / "review"
    shutil.copytree(repo / "tests" / "tiny_review", folder)
    shutil.copy(repo / "data" / "datapackage.json", folder)
    return evidence.load(folder)
