"""The commands say what they do, write all or nothing, and end bad input in words."""

import json
import subprocess
import sys

import pandas as pd
import pytest

from evidence.report import terminal

READY = ["density_gain", "record_flow", "regrowth_rates", "regulatory_status", "repeatability"]
READY += ["risk_of_bias", "risk_of_bias_by_domain", "robustness", "summary_of_findings", "what_would_change"]
WRITTEN = [
    *("figures/claim_strength.png", "figures/claim_strength.svg", "report.html"),
    *(f"tables/{name}.csv" for name in READY),
    "verdicts.csv",
]


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_review_writes_its_files_and_prints_one_line_per_judged_claim(run, tiny, tmp_path):
    code, out, err = run("review", "--data", tiny, "--out", tmp_path / "build")
    assert code == 0
    assert sorted(files(tmp_path / "build")) == WRITTEN
    verdicts = pd.read_csv(tmp_path / "build" / "verdicts.csv", keep_default_na=False)
    assert verdicts.columns[0] == "claim_id"
    judged = verdicts[verdicts["kind"].ne("opinion")]
    printed = [line for line in out.splitlines() if line[:3].strip() in set(judged["claim_id"])]
    assert len(printed) == len(judged)
    assert "[4/4]" in err


def test_table_fits_a_hundred_columns_and_gravest_claims_come_first(run, repo, tmp_path):
    _, out, _ = run("review", "--data", repo / "data", "--out", tmp_path / "build")
    assert max(len(line) for line in out.splitlines() if line[:1] == "c") <= terminal.LINE
    headings = [line.split()[0] for line in out.splitlines() if line.strip().endswith(" severity")]
    assert headings == ["high", "medium", "low"]
    high = out[out.index("high severity") : out.index("medium severity")]
    assert "c47 FDA: minimally manipulated product" in high
    assert "49 claims judged, 20 flagged; opinions, which are not judged: 10." in out
    assert "await human review" in out


def test_two_runs_write_the_same_bytes(run, tiny, tmp_path):
    for name in ("one", "two"):
        run("review", "--data", tiny, "--out", tmp_path / name)
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_check_is_content_with_good_tables(run, tiny):
    code, out, _ = run("check", "--data", tiny)
    assert code == 0
    assert "nothing to mend" in out


BROKEN = {
    "unknown category": ("claims.csv", lambda text: text.replace(",plain,", ",loud,", 1)),
    "number that is none": ("results.csv", lambda text: text.replace(",12,=,", ",twelve,=,", 1)),
    "missing column": ("studies.csv", lambda text: text.replace("design,", "desing,", 1)),
    "empty file": ("links.csv", lambda text: ""),
}


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("command", ["check", "review"])
def test_bad_tables_end_in_words_and_leave_build_as_it_was(run, tiny, tmp_path, command, kind):
    build = tmp_path / "build"
    build.mkdir()
    (build / "report.html").write_text("as it was")
    name, spoil = BROKEN[kind]
    text = (tiny / name).read_text(encoding="utf-8")
    spoiled = spoil(text)
    assert spoiled != text
    (tiny / name).write_text(spoiled, encoding="utf-8")
    out = ["--out", build] if command == "review" else []
    code, _, err = run(command, "--data", tiny, *out)
    assert code == 1
    assert name in err
    assert "; do: " in err
    assert "Traceback" not in err
    assert files(build) == {"report.html": b"as it was"}


def test_all_problems_are_told_in_one_run(run, tiny):
    for name, spoil in BROKEN.values():
        path = tiny / name
        path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    _, _, err = run("check", "--data", tiny)
    assert all(name in err for name, _ in BROKEN.values())


def test_missing_folder_is_named(run, tmp_path):
    code, _, err = run("check", "--data", tmp_path / "nowhere")
    assert code == 1
    assert "nowhere" in err


def test_place_that_cannot_be_written_is_named(run, tiny, tmp_path):
    (tmp_path / "file").write_text("in the way")
    code, _, err = run("review", "--data", tiny, "--out", tmp_path / "file" / "build")
    assert code == 1
    assert "cannot be written" in err
    assert "Traceback" not in err


def test_unknown_command_and_option_end_with_exit_code_two(run):
    assert run("reveiw")[0] == 2
    assert run("review", "--datta", "x")[0] == 2


def test_codebook_is_the_committed_one(run, repo, tiny):
    code, _, _ = run("codebook", "--data", tiny)
    assert code == 0
    assert (tiny / "README.md").read_text(encoding="utf-8") == (repo / "data" / "README.md").read_text(encoding="utf-8")


def test_program_runs_as_a_module():
    done = subprocess.run([sys.executable, "-m", "evidence.cli", "--help"], capture_output=True, text=True, check=True)
    for command in ("check", "review", "codebook"):
        assert command in done.stdout


# --- figures ----------------------------------------------------------------------------------------------------------


def test_figures_of_one_claim_are_written_with_their_numbers_and_words(run, repo, tmp_path):
    code, out, _ = run("figures", "--data", repo / "data", "--out", tmp_path, "--claim", "c13", "--format", "svg,png")
    assert code == 0
    words = json.loads((tmp_path / "claim_strength_c13.json").read_text(encoding="utf-8"))
    assert {"title", "alt", "caption", "sources", "data_version", "files", "numbers"} <= set(words)
    assert words["files"] == ["claim_strength_c13_report.svg", "claim_strength_c13_report.png"]
    numbers = pd.read_csv(tmp_path / words["numbers"], keep_default_na=False)
    assert numbers["claim_id"].tolist() == ["c13"]
    svg = (tmp_path / words["files"][0]).read_text(encoding="utf-8")
    assert "The 2021 study named exists" in svg
    assert 'width="481.88' in svg  # 170 mm in points
    assert "claim_strength_c13" in out


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--format", "gif"], "allowed: svg, pdf, png"),
        (["--style", "poster"], "allowed: report, journal, slide"),
        (["--claim", "c99"], "allowed: a claim_id of claims.csv"),
        (["--claim", "c01"], "choose a claim that is judged"),
    ],
)
def test_figures_that_cannot_be_drawn_are_refused_in_words(run, repo, tmp_path, options, says):
    code, _, err = run("figures", "--data", repo / "data", "--out", tmp_path / "out", *options)
    assert code == 1
    assert says in err
    assert not (tmp_path / "out").exists()
