"""`evidence check --gate` ends with the exit code promised, and its page shows what it prints."""

import re

import pytest
import typer
import yaml

from evidence import cli

# --- the command ------------------------------------------------------------------------------------------------------


def acknowledge(run, data, claim_id, *more, reviewer="AB"):
    return run("flag", claim_id, "--acknowledge", "--reviewer", reviewer, "--reason", "Known.", "--data", data, *more)


def test_exit_code_is_one_while_something_stops_and_nought_after(run, tiny):
    code, out, err = run("check", "--gate", "--data", tiny)
    assert (code, err) == (1, "")
    stopping = re.findall(r"^c\d\d", out, flags=re.M)
    assert stopping
    for claim_id in stopping:
        assert acknowledge(run, tiny, claim_id, "--machine", reviewer="machine-1")[0] == 0
    assert run("check", "--gate", "--data", tiny)[0] == 1
    for claim_id in stopping:
        assert acknowledge(run, tiny, claim_id)[0] == 0
    code, out, _ = run("check", "--gate", "--data", tiny)
    assert code == 0
    assert out.startswith("The gate is open")
    assert run("check", "--gate", "--severity", "low", "--data", tiny)[0] == 1


def test_the_command_shown_is_refused_until_role_and_reason_are_put_in(run, tiny):
    _, out, _ = run("check", "--gate", "--data", tiny)
    shown = re.search(r"^  evidence (flag .*)$", out, flags=re.M).group(1)
    claim_id = shown.split()[1]
    code, _, err = run("flag", claim_id, "--acknowledge", "--reviewer", "your-role", "--reason", "x", "--data", tiny)
    assert code == 1
    assert "your-role" in err


def test_bad_tables_are_told_first_and_no_file_is_written(run, tiny, tmp_path):
    (tiny / "links.csv").write_text("", encoding="utf-8")
    out = tmp_path / "gate.sarif"
    code, _, err = run("check", "--gate", "--format", "sarif", "--out", out, "--data", tiny)
    assert code == 1
    assert "links.csv" in err
    assert "; do: " in err
    assert not out.exists()


def test_a_file_is_written_whole_while_the_words_go_to_standard_error(run, tiny, tmp_path):
    path = tmp_path / "new" / "gate.xml"
    code, out, err = run("check", "--gate", "--format", "junit", "--out", path, "--data", tiny)
    assert (code, out) == (1, "")
    assert err.startswith("The gate is shut")
    _, printed, _ = run("check", "--gate", "--format", "junit", "--data", tiny)
    assert path.read_text(encoding="utf-8") == printed


def test_a_file_that_cannot_be_written_is_named(run, tiny, tmp_path):
    (tmp_path / "in the way").write_text("")
    code, _, err = run("check", "--gate", "--out", tmp_path / "in the way" / "x", "--data", tiny)
    assert code == 1
    assert "cannot be written" in err


@pytest.mark.parametrize("options", [["--severity", "low"], ["--format", "json"], ["--out", "x"]])
def test_options_of_the_gate_without_it_are_refused(run, tiny, options):
    code, _, err = run("check", *options, "--data", tiny)
    assert code == 2
    assert "--gate" in err


@pytest.mark.parametrize("options", [["--severity", "grave"], ["--format", "html"]])
def test_words_that_are_not_allowed_end_in_exit_code_two(run, tiny, options):
    assert run("check", "--gate", *options, "--data", tiny)[0] == 2


# --- the page about it ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page(repo):
    return (repo / "docs" / "gate.md").read_text(encoding="utf-8")


def blocks(page, kind):
    return re.findall(rf"```{kind}\n(.*?)```", page, flags=re.S)


def test_the_output_shown_is_the_output_of_today(page, repo, run, monkeypatch):
    monkeypatch.chdir(repo)
    code, out, _ = run("check", "--gate")
    assert code == 1
    assert out in blocks(page, "text")


def test_every_yaml_parses_and_names_commands_and_options_that_exist(page, repo):
    hooks = (repo / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    texts = [hooks, *blocks(page, "yaml")]
    commands = typer.main.get_command(cli.app).commands
    assert len(texts) >= 5
    for text in texts:
        assert yaml.safe_load(text)
        for name, options in re.findall(r"\bevidence (check|flag|review)\b([^\n|]*)", text):
            known = {option for parameter in commands[name].params for option in parameter.opts}
            assert set(re.findall(r"--[a-z]+", options)) <= known
    assert all("evidence check --gate" in text for text in texts if "repo: https" not in text)


def test_the_hook_that_the_page_names_is_the_hook_that_is_there(page, repo):
    hooks = yaml.safe_load((repo / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [(hook["id"], hook["language"], hook["pass_filenames"]) for hook in hooks] == [
        ("evidence-gate", "system", False)
    ]
    assert {"id", "name", "entry", "language"} <= set(hooks[0])
    assert re.search(hooks[0]["files"], "data/claims.csv")
    assert re.search(hooks[0]["files"], "my-review/articles/text.txt")
    assert not re.search(hooks[0]["files"], "src/page.py")
    assert "id: evidence-gate" in page
