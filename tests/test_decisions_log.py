"""The log keeps what it acknowledged: many writers at once, killed writers, full disks, any text, any editor."""

import contextlib
import csv
import io
import multiprocessing
import os
import random
import resource
import signal
import subprocess
import threading
import time

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.decisions import COLUMNS, Decision, append, escaped, moments, plain, read, unescaped
from evidence.errors import EvidenceError, OutputError

ROUNDS = 100  # kills of each kind


def said(reason="The vets agree.", **more):
    return Decision("c01", "rater-1", reason, verdict="supported", **more)


def rows_of(path):
    """The rows by the standard library's reader, each from one physical line."""
    limit = csv.field_size_limit(10**9)
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
        assert lines.pop() == ""
        return [next(csv.reader([line], strict=True)) for line in lines[1:]]
    finally:
        csv.field_size_limit(limit)


# --- writers at once --------------------------------------------------------------------------------------------------


def append_many(path, writer, number):
    for place in range(number):
        append(path, Decision(f"c{place:04}", f"rater-{writer}", f"Row {place}, of {writer}", verdict="supported"))


def test_eight_processes_lose_and_mix_nothing(tmp_path):
    path, fork = tmp_path / "decisions.csv", multiprocessing.get_context("fork")
    writers = [fork.Process(target=append_many, args=(path, writer, 1000)) for writer in range(1, 9)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    rows = rows_of(path)
    assert all(len(row) == len(COLUMNS) for row in rows)
    assert len({row[0] for row in rows}) == 8000
    wanted = {(f"c{p:04}", f"rater-{w}", f"Row {p}, of {w}") for p in range(1000) for w in range(1, 9)}
    assert {(row[1], row[2], row[7]) for row in rows} == wanted
    times = [row[9] for row in rows]
    assert times == sorted(times)


# --- killed writers ---------------------------------------------------------------------------------------------------


def write_until_killed(path, size, acknowledge):
    """Append for ever; each id goes into the pipe only after `append` has returned."""
    while True:
        os.write(acknowledge, append(path, said("x" * size)).decision.decision_id.encode())


@pytest.mark.parametrize(("size", "longest"), [(20, 0.02), (500_000, 0.05)])
def test_a_killed_writer_loses_nothing_that_was_acknowledged_and_the_next_one_mends(tmp_path, size, longest):
    chance, fork, torn = random.Random(7), multiprocessing.get_context("fork"), 0
    for turn in range(ROUNDS):
        path = tmp_path / f"{turn // 4}.csv"  # four kills to one log
        pipes = [os.pipe() for _ in range(2)]
        writers = [fork.Process(target=write_until_killed, args=(path, size, into)) for _, into in pipes]
        for writer in writers:
            writer.start()
        time.sleep(chance.uniform(0, longest))
        for writer in writers:
            os.kill(writer.pid, signal.SIGKILL)
            writer.join()
        acknowledged = b""
        for out, into in pipes:
            os.close(into)
            with open(out, "rb") as pipe:
                acknowledged += pipe.read()
        torn += path.exists() and not path.read_bytes().endswith(b"\n")
        last = append(path, said("the next writer")).decision.decision_id
        rows = rows_of(path)
        ids = [row[0] for row in rows]
        assert all(len(row) == len(COLUMNS) and row[-1] == "decide" for row in rows)
        assert len(set(ids)) == len(ids)
        assert {acknowledged[i : i + 36].decode() for i in range(0, len(acknowledged), 36)} <= set(ids)
        assert ids[-1] == last
        if turn % 4 == 3:
            path.unlink()
    print(f"{size} bytes: {torn} of {ROUNDS} rounds left a torn tail")


def test_a_torn_tail_is_cut_off_and_told(tmp_path):
    path = tmp_path / "decisions.csv"
    append(path, said())
    whole = path.read_bytes()
    path.write_bytes(whole + b'019ab2c4-7d00-7000-8000-000000000000,c01,rater-1,human,supported,,,"half a rea')
    assert len(read(path)) == 1
    receipt = append(path, said("after"))
    assert receipt.cut.endswith("half a rea")
    assert (tmp_path / "decisions.csv.cut").read_text(encoding="utf-8") == receipt.cut + "\n"
    assert path.read_bytes().startswith(whole)
    assert read(path)["reason"].tolist() == ["The vets agree.", "after"]


def test_every_place_at_which_a_row_may_tear_is_mended(tmp_path):
    path = tmp_path / "decisions.csv"
    append(path, said())
    before = path.read_bytes()
    append(path, said('with "quotes", commas', basis="l1:aabbccdd"))
    row = path.read_bytes()[len(before) :]
    for length in range(1, len(row) - 1):
        path.write_bytes(before + row[:length])
        append(path, said("next"))
        assert read(path)["reason"].tolist() == ["The vets agree.", "next"], row[:length]


def test_a_whole_last_row_whose_line_end_an_editor_dropped_is_kept(tmp_path):
    path = tmp_path / "decisions.csv"
    append(path, said("first, with a comma"))
    path.write_bytes(path.read_bytes().removesuffix(b"\n"))
    assert append(path, said("second")).cut == ""
    assert read(path)["reason"].tolist() == ["first, with a comma", "second"]


@pytest.mark.parametrize("tail", [b"", b"\r"], ids=["no line end", "a lone carriage return"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL], ids=["some quoted", "all quoted"])
def test_a_whole_last_row_is_kept_however_a_program_wrote_it(tmp_path, quoting, tail):
    path = tmp_path / "decisions.csv"
    append(path, said('first, with a comma and "quotes"' + "x" * 200_000))
    text = io.StringIO()
    csv.writer(text, quoting=quoting, lineterminator="\n").writerows(rows_of(path))
    path.write_bytes(f"{','.join(COLUMNS)}\n{text.getvalue()}".encode().removesuffix(b"\n") + tail)
    assert len(read(path)) == 1
    assert append(path, said("second")).cut == ""
    assert read(path)["reason"].str[:6].tolist() == ["first,", "second"]


@pytest.mark.parametrize("kept", [0, 1, 30])
def test_a_log_whose_header_was_not_finished_is_begun_again(tmp_path, kept):
    path = tmp_path / "decisions.csv"
    path.write_bytes(",".join(COLUMNS).encode()[:kept])
    append(path, said())
    assert read(path)["reason"].tolist() == ["The vets agree."]


def test_a_log_that_is_replaced_while_a_writer_waits_gets_the_row(tmp_path):
    import fcntl

    path = tmp_path / "decisions.csv"
    append(path, said("old"))
    with open(path, "rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        writer = threading.Thread(target=append, args=(path, said("waited")))
        writer.start()
        time.sleep(0.2)
        (tmp_path / "new.csv").write_bytes(path.read_bytes())
        os.replace(tmp_path / "new.csv", path)
    writer.join()
    assert read(path)["reason"].tolist() == ["old", "waited"]


# --- disks ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def mounted(tmp_path):
    """Mount a small file system in memory; its options may be changed later."""
    folder = tmp_path / "small"
    folder.mkdir()

    def mount(*options):
        done = subprocess.run(["mount", *options, str(folder)], capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")
        return folder

    if os.geteuid():
        pytest.skip("only root may mount a file system")
    yield mount
    subprocess.run(["umount", str(folder)], capture_output=True)


def test_a_full_disk_leaves_the_log_as_it_was(mounted):
    path = mounted("-t", "tmpfs", "-o", "size=64k", "tmpfs") / "decisions.csv"
    append(path, said())
    before = path.read_bytes()
    with pytest.raises(OutputError, match=r"No space left on device.*the log is as it was"):
        append(path, said("x" * 100_000))
    assert path.read_bytes() == before
    append(path, said("fits"))
    assert len(read(path)) == 2


def test_a_full_disk_leaves_no_log_where_none_was(mounted):
    folder = mounted("-t", "tmpfs", "-o", "size=64k", "tmpfs")
    with pytest.raises(OutputError, match="No space left"):
        append(folder / "decisions.csv", said("x" * 100_000))
    assert list(folder.iterdir()) == []


def test_a_read_only_disk_is_told(mounted):
    path = mounted("-t", "tmpfs", "-o", "size=64k", "tmpfs") / "decisions.csv"
    append(path, said())
    before = path.read_bytes()
    mounted("-o", "remount,ro")
    with pytest.raises(OutputError, match="Read-only file system"):
        append(path, said())
    assert path.read_bytes() == before


def test_a_row_that_the_system_cuts_short_is_taken_back(tmp_path):
    path = tmp_path / "decisions.csv"
    append(path, said())
    before, limits = path.read_bytes(), resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 1000, limits[1]))  # the first 1,000 bytes are written
    try:
        with pytest.raises(OutputError, match="File too large"):
            append(path, said("x" * 50_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert path.read_bytes() == before


def limited(size, path, decision):
    """Append while no file may grow beyond a size."""
    limits, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        append(path, decision)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_torn_row_is_kept_and_told_where_the_next_one_cannot_be_written(tmp_path):
    path, torn = tmp_path / "decisions.csv", b"019ab2c4-7d00-7000-8000-000000000000,c04,rat"
    append(path, said())
    whole = path.read_bytes()
    path.write_bytes(whole + torn)
    with pytest.raises(OutputError, match=r"cut off its end.*decisions\.csv\.cut.*c04,rat") as told:
        limited(len(whole) + 1000, path, said("x" * 50_000))
    assert "the log is as it was" not in str(told.value)
    assert path.read_bytes() == whole
    assert (tmp_path / "decisions.csv.cut").read_bytes() == torn + b"\n"


def test_a_torn_row_that_cannot_be_kept_stays_where_it_is(tmp_path):
    path = tmp_path / "decisions.csv"
    append(path, said())
    path.write_bytes(path.read_bytes() + b"019ab2c4-7d00-7000-8000-000000000000,c04," + b"x" * 5000)
    before = path.read_bytes()
    with pytest.raises(OutputError, match="the log is as it was"):
        limited(3000, path, said())
    assert path.read_bytes() == before
    assert not (tmp_path / "decisions.csv.cut").exists()


def test_a_folder_that_is_not_there_and_a_name_that_is_none_are_told(tmp_path):
    for path in (tmp_path / "nowhere" / "decisions.csv", tmp_path / "a\0b"):
        with pytest.raises(OutputError, match="; do: "):
            append(path, said())


def test_where_files_cannot_be_locked_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr("evidence.decisions.log.fcntl", None)
    with pytest.raises(OutputError, match="Windows"):
        append(tmp_path / "decisions.csv", said())
    assert list(tmp_path.iterdir()) == []


# --- time -------------------------------------------------------------------------------------------------------------


def test_a_clock_that_runs_backwards_keeps_the_order_and_is_told(tmp_path, monkeypatch):
    path, now = tmp_path / "decisions.csv", moments.milliseconds()
    append(path, said())
    monkeypatch.setattr(moments, "milliseconds", lambda: now - 3_600_000)
    receipt = append(path, said("an hour ago"))
    assert 3599 < receipt.behind < 3601
    times = read(path)["time"].tolist()
    assert times[1] > times[0]
    assert receipt.decision.time == times[1]


def spoiled(path, decision_id=None, time=None):
    """Write the last row of a log anew, with another id or time, as somebody does by hand."""
    rows = rows_of(path)
    rows[-1][0], rows[-1][9] = decision_id or rows[-1][0], time or rows[-1][9]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([COLUMNS, *rows])
    path.write_text(text.getvalue(), encoding="utf-8")


def test_a_row_is_later_than_one_with_a_time_by_hand(tmp_path):
    path, ahead = tmp_path / "decisions.csv", moments.milliseconds() + 3_600_000
    append(path, said())
    spoiled(path, "by-hand", moments.written(ahead))
    assert append(path, said("after")).decision.time == moments.written(ahead + 1)


@pytest.mark.parametrize(
    "by_hand",
    [
        {"decision_id": "ffffffff-ffff-7fff-8fff-ffffffffffff"},
        {"decision_id": moments.new_id(3_976_214_400_000)},
        {"decision_id": "d1", "time": "2096-01-01T00:00:00Z"},
    ],
    ids=["the last id there is", "an id of 2096", "a time of 2096"],
)
def test_below_a_row_of_the_far_future_nothing_is_appended_and_both_clocks_are_named(tmp_path, by_hand):
    path = tmp_path / "decisions.csv"
    append(path, said())
    spoiled(path, **by_hand)
    before = path.read_bytes()
    with pytest.raises(OutputError, match=r"more than a day ahead.*your clock, or that row"):
        append(path, said("after"))
    assert path.read_bytes() == before


def test_an_id_written_into_a_reason_does_not_set_the_clock(tmp_path):
    path = tmp_path / "decisions.csv"
    append(path, said("\nffffffff-ffff-7000-8000-000000000000,c01"))
    assert append(path, said()).behind == 0


def test_ids_are_uuids_of_version_7_that_sort_by_time():
    import uuid

    ids = [moments.new_id(at) for at in range(1_764_000_000_000, 1_764_000_000_200)]
    assert ids == sorted(ids)
    assert {(uuid.UUID(one).version, uuid.UUID(one).variant) for one in ids} == {(7, uuid.RFC_4122)}
    assert moments.newest([{"decision_id": ids[n], "time": ""} for n in (3, 1)]) == 1_764_000_000_003


# --- text -------------------------------------------------------------------------------------------------------------

HOSTILE = (
    *(
        "<script>alert(1)</script>",
        "javascript:x",
        '"',
        '""',
        "'",
        "\\",
        "\\n",
        "a\\",
        "\n",
        "\r\n",
        "a\tb",
        "\x00\x1b[2J",
    ),
    *(
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "＝1",
        "x;=1",
        "a,@b",
        '"=1',
        "\u200b\u202eabc\u2066",
        "\u2028\u2029\x85",
        " edges ",
    ),
    *(
        "TY  - JOUR",
        "@article{x,",
        "$\\alpha$ #let x",
        "| a | b |",
        "é 頭 🙂",
        "NA",
        "nan",
        "null",
        "1e5",
        "\u00a0",
        "\ufeff",
    ),
)


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_one_line_that_no_spreadsheet_runs_and_comes_back(tmp_path, text):
    path = tmp_path / "decisions.csv"
    append(path, said(text, flag=f"x{text}"))
    assert read(path).loc[0, ["reason", "flag"]].tolist() == [text, f"x{text}"]
    raw = path.read_bytes()
    assert raw.count(b"\n") == 2
    assert len(raw.decode().splitlines()) == 2
    for separator in ",;\t|":
        for cell in csv.reader(io.StringIO(raw.decode().splitlines()[1]), delimiter=separator):
            assert cell[:1] == [] or not any(part[:1] in tuple("=+-@＝＋－＠") for part in cell)


@given(st.text(st.characters(codec="utf-8")))
def test_escaping_is_undone(text):
    line = escaped(text)
    assert unescaped(line) == text
    assert line.splitlines() in ([], [line])
    assert line == line.strip()


@pytest.mark.parametrize("text", ["\udcff", "a\ud83d", "\ude00b"])
def test_half_a_character_never_comes_back_as_one(tmp_path, text):
    path = tmp_path / "decisions.csv"
    append(path, said(text))
    back = read(path).loc[0, "reason"]
    assert back.encode("utf-8").decode("ascii") == text.encode("ascii", "backslashreplace").decode()


def test_five_megabytes_and_what_follows_them_come_back(tmp_path):
    path, book = tmp_path / "decisions.csv", 'A reason, with "quotes"\nand lines. ' * 150_000
    append(path, said(book))
    append(path, said("after"))
    assert len(book) > 5_000_000
    assert read(path)["reason"].tolist() == [book, "after"]


def test_the_frame_of_the_tables_is_read_back_with_its_text(tmp_path):
    path = tmp_path / "decisions.csv"
    append(path, said("two\nlines"))
    raw = pd.read_csv(path, dtype="str")
    assert raw["reason"].tolist() == ["two\\nlines"]
    assert plain(raw)["reason"].tolist() == ["two\nlines"]


# --- other programs ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b",", b";"),
        lambda data: data.replace(b"claim_id", b"claim"),
        lambda data: data.replace(b"decision_id", b"\xff\xfe"),
        lambda data: data.partition(b"\n")[2],
    ],
    ids=["byte order mark", "semicolons", "a column renamed", "not UTF-8", "no header"],
)
def test_below_a_header_that_is_not_the_logs_nothing_is_appended(tmp_path, spoil):
    path = tmp_path / "decisions.csv"
    append(path, said())
    spoiled = spoil(path.read_bytes())
    path.write_bytes(spoiled)
    with pytest.raises(OutputError, match="evidence check"):
        append(path, said())
    assert path.read_bytes() == spoiled


def test_line_ends_of_windows_and_columns_of_ones_own_are_understood(tmp_path):
    path = tmp_path / "decisions.csv"
    append(path, said())
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_bytes(f"{lines[0]},room\r\n{lines[1]},12\r\n".encode())
    append(path, said("second"))
    found = read(path)
    assert found["reason"].tolist() == ["The vets agree.", "second"]
    assert found["room"].fillna("").tolist() == ["12", ""]


def test_what_is_no_log_is_told_when_it_is_read(tmp_path):
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "bytes.csv").write_bytes(b"a,b\n\xff\xfe,1\n")
    for name in ("absent.csv", "empty.csv", "bytes.csv"):
        with pytest.raises(EvidenceError, match="; do: "):
            read(tmp_path / name)


def git(folder, *command):
    name = ("-c", "user.name=rater-1", "-c", "user.email=rater-1@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *name, *command], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_two_branches_that_append_merge_into_whole_rows(repo, tmp_path):
    folder, path = tmp_path / "r", tmp_path / "r" / "data" / "decisions.csv"
    path.parent.mkdir(parents=True)
    (folder / ".gitattributes").write_text((repo / ".gitattributes").read_text(encoding="utf-8"), encoding="utf-8")
    append(path, said("before"))
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "start")
    git(folder, "checkout", "-qb", "other")
    theirs = [append(path, said(f"theirs {n}\nsame, second line")).decision.decision_id for n in range(3)]
    git(folder, "commit", "-qam", "theirs")
    git(folder, "checkout", "-q", "main")
    ours = [append(path, said(f"ours {n}\nsame, second line")).decision.decision_id for n in range(3)]
    git(folder, "commit", "-qam", "ours")
    git(folder, "merge", "-q", "--no-edit", "other")
    merged = read(path)
    assert len(merged) == 7
    assert set(merged["decision_id"]) >= {*theirs, *ours}
    assert merged["decision_id"].is_unique
    assert merged["reason"].str.endswith("\nsame, second line").sum() == 6


def test_an_interrupted_writer_takes_its_row_back(tmp_path, monkeypatch):
    path = tmp_path / "decisions.csv"
    append(path, said())
    before = path.read_bytes()

    def interrupted(file):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with contextlib.suppress(KeyboardInterrupt):
        append(path, said())
    assert path.read_bytes() == before
