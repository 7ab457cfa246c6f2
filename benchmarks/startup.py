"""Measure start-up: `import evidence` beside `import pandas`, `evidence --help`, and a whole `evidence review`.

Each row is a fresh process. The imports take turns, so that a busy moment of the machine hits all of them; processor
time is printed beside wall time, since it hardly depends on what else is running.
"""

import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data"
RUN_MAIN = "import sys; from evidence.cli import main; sys.argv[0] = 'evidence'; sys.exit(main())"
REPEATS = 10
REVIEWS = 3


def seconds(*arguments: str, folder: str | None = None) -> tuple[float, float]:
    """Wall time and processor time of one fresh Python process."""
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, text=True)
    taken, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"python {' '.join(arguments)} failed:\n{done.stderr or done.stdout}")
    return taken, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(cases: dict[str, list[str]], repeats: int, folder: str) -> dict[str, list[tuple[float, float]]]:
    """Times of each case, taken in turns after one run of each that does not count."""
    for arguments in cases.values():
        seconds(*arguments, folder=folder)
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in cases}
    for _ in range(repeats):
        for name, arguments in cases.items():
            times[name].append(seconds(*arguments, folder=folder))
    return times


def medians(taken: list[tuple[float, float]]) -> tuple[float, float]:
    """Median wall time and median processor time."""
    return statistics.median(wall for wall, _ in taken), statistics.median(worked for _, worked in taken)


def print_rows(times: dict[str, list[tuple[float, float]]], peer: tuple[float, float]) -> None:
    """One line of the table per case; `peer` holds the medians that the ratios divide by."""
    for name, taken in times.items():
        (wall, worked), walls = medians(taken), [wall for wall, _ in taken]
        numbers = f"{wall:8.3f} | {min(walls):7.3f} | {max(walls):7.3f} | {worked:11.3f}"
        print(f"| {name:<24} | {numbers} | {wall / peer[0]:12.2f} | {worked / peer[1]:9.2f} |", flush=True)


def main() -> None:
    """Measure, and print one table."""
    starts = {
        "python, nothing imported": ["-c", "pass"],
        "import evidence": ["-c", "import evidence"],
        "import pandas": ["-c", "import pandas"],
        "import pandas, evidence": ["-c", "import pandas, evidence"],
        "evidence --help": ["-c", RUN_MAIN, "--help"],
    }
    reviews = {"evidence review": ["-c", RUN_MAIN, "review", "--data", str(DATA)]}
    with tempfile.TemporaryDirectory() as folder:  # so that build/ lands there
        print(f"Measuring {len(starts)} starts, {REPEATS} times each ...", file=sys.stderr)
        times = measure(starts, REPEATS, folder)
        peer = medians(times["import pandas"])
        print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}\n")
        print("| a fresh process          | median s | fastest | slowest | processor s | of pandas, s | processor |")
        print("|--------------------------|---------:|--------:|--------:|------------:|-------------:|----------:|")
        print_rows(times, peer)
        print_rows(measure(reviews, REVIEWS, folder), peer)


if __name__ == "__main__":
    main()
