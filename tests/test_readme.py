"""What the README promises is what the program does today."""

import re
import sys

import pytest
import typer

import evidence
from evidence import cli, figures


@pytest.fixture(scope="module")
def readme(repo):
    return (repo / "README.md").read_text(encoding="utf-8")


def test_lines_shown_are_lines_printed(readme, repo, tmp_path, monkeypatch, capsys):
    arguments = ["evidence", "review", "--data", str(repo / "data"), "--out", str(tmp_path / "build")]
    monkeypatch.setattr(sys, "argv", arguments)
    with pytest.raises(SystemExit, match="0"):
        cli.main()
    printed = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    block = next(block for block in re.findall(r"```\n(.*?)```", readme, flags=re.S) if block.startswith("id  claim"))
    shown = [line.rstrip() for line in block.splitlines() if line.strip() not in ("", "...")]
    assert len(shown) > 5
    for line in shown:
        assert line in printed


def test_picture_is_drawn_from_the_tables_of_today(repo, review):
    """The description inside the picture is compared, not its pixels: fonts differ between machines."""
    sys.path.insert(0, str(repo / "docs"))
    try:
        import picture
    finally:
        sys.path.remove(str(repo / "docs"))
    words = figures.describe_claim_strength(picture.first_topics(review.claims))
    assert words.encode("latin-1", "replace") in (repo / "docs" / "claim_strength.png").read_bytes()


def test_links_lead_somewhere(readme, repo):
    for target in re.findall(r"\]\(([^)#]+)\)", readme):
        assert target.startswith("https://") or (repo / target).exists(), target


def test_targets_and_commands_named_exist(readme, repo):
    makefile = (repo / "Makefile").read_text(encoding="utf-8")
    commands = typer.main.get_command(cli.app).commands
    for target in set(re.findall(r"(?:`|^)make ([a-z]+)", readme, flags=re.M)):
        assert re.search(rf"^{target}:", makefile, flags=re.M), target
    assert set(re.findall(r"(?:`|^)evidence ([a-z]+)(?: |`|$)", readme, flags=re.M)) <= set(commands)


def test_every_verdict_is_explained(readme):
    for verdict in evidence.vocabulary.VERDICTS:
        assert f"| {verdict} |" in readme


def test_copying_the_tiny_review_works_as_written(repo, tiny):
    assert len(evidence.assess(evidence.load(tiny)).claims) > 0
