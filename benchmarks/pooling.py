"""Measure pooling: 100,000 bodies at once beside a loop over metafor, statsmodels and PyMARE in the same run.

Each peer pools a sample of the same bodies, one call a body, and its time is scaled up to all; a peer that is not
installed is left out with a word. `--plot` draws growth from 10 to 100,000 bodies as pooling.png beside this script.
"""

import argparse
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from evidence.synthesis import pool

BODIES = 100_000
SAMPLE = 3_000  # bodies that a peer pools, in each of three rounds
GROWTH = (10, 100, 1_000, 10_000, 100_000)
SEED = 20261125

METAFOR = """
suppressMessages(library(metafor))
d <- read.csv(commandArgs(TRUE)[1]); bodies <- split(d, d$group)
for (i in 1:20) rma(y, v, data = bodies[[i]])                       # compiled before the clock runs
took <- system.time(for (b in bodies) {
  r <- tryCatch(rma(y, v, data = b, method = "REML", test = "adhoc"), error = function(e) NULL)
  if (!is.null(r)) predict(r, pi.type = "riley")
})[["elapsed"]]
cat(took, as.character(packageVersion("metafor")))
"""


def bodies(count: int) -> pd.DataFrame:
    """Draw bodies of 2 to 19 results, true effects that vary from not at all to much, variances over three decades."""
    rng = np.random.default_rng(SEED)
    sizes = rng.integers(2, 20, count)
    tau = np.repeat(rng.choice([0.0, 0.05, 0.3, 1.0], count), sizes)
    variance = 10 ** rng.uniform(-2.5, 0.5, sizes.sum())
    effect = 0.3 + rng.normal(size=sizes.sum()) * np.sqrt(variance + tau**2)
    return pd.DataFrame({"group": np.repeat(np.arange(count), sizes), "y": effect, "v": variance})


def timed(work, rounds: int = 3) -> float:
    """Median wall time of a few rounds."""
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def ours(data: pd.DataFrame, **options) -> float:
    """Seconds for all bodies of a frame."""
    pool(data["y"][:100], data["v"][:100], data["group"][:100])  # imports are not what is measured
    return timed(lambda: pool(data["y"], data["v"], data["group"], **options))


def metafor(sample: pd.DataFrame) -> tuple[float, str] | None:
    """Seconds of a loop over rma and predict, measured within R; None without R and metafor."""
    if not shutil.which("Rscript"):
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bodies.csv"
        sample.to_csv(path, index=False)
        rounds = []
        for _ in range(3):
            done = subprocess.run(["Rscript", "-e", METAFOR, str(path)], capture_output=True, text=True)
            if done.returncode:
                return None
            seconds, version = done.stdout.split()
            rounds.append(float(seconds))
    return statistics.median(rounds), f"metafor {version}: rma (REML, adhoc) and predict"


def statsmodels(sample: pd.DataFrame) -> tuple[float, str] | None:
    """Seconds of a loop over combine_effects with Paule-Mandel, the nearest that it has; None without statsmodels."""
    try:
        import statsmodels as package
        from statsmodels.stats.meta_analysis import combine_effects
    except ImportError:
        return None
    parts = [(part["y"].to_numpy(), part["v"].to_numpy()) for _, part in sample.groupby("group")]

    def loop():
        for effect, variance in parts:
            combine_effects(effect, variance, method_re="iterated", use_t=True)

    return timed(loop), f"statsmodels {package.__version__}: combine_effects (Paule-Mandel)"


def pymare(sample: pd.DataFrame) -> tuple[float, str] | None:
    """Seconds of a loop over PyMARE's REML, on a tenth of the sample since it is slow; None without PyMARE."""
    try:
        import pymare as package
        from pymare import Dataset
        from pymare.estimators import VarianceBasedLikelihoodEstimator
    except ImportError:
        return None
    parts = [(part["y"].to_numpy(), part["v"].to_numpy()) for _, part in sample.groupby("group")][: SAMPLE // 10]

    def loop():
        for effect, variance in parts:
            VarianceBasedLikelihoodEstimator(method="reml").fit_dataset(Dataset(y=effect, v=variance)).summary()

    return timed(loop, rounds=1) * 10, f"PyMARE {package.__version__}: REML (300 bodies, scaled)"


def beside_peers(data: pd.DataFrame) -> None:
    """Print one line per way of pooling."""
    sample = data[data["group"] < SAMPLE]
    reml = ours(data, tau2_interval=False)
    profile = ours(data)
    paule = ours(data, tau2="PM", tau2_interval=False)
    rows = [
        ("evidence: REML, HK-adhoc, prediction interval", reml, 1.0),
        ("evidence: the same and the Q-profile interval", profile, profile / reml),
        ("evidence: Paule-Mandel, HK-adhoc, prediction interval", paule, paule / reml),
    ]
    print(f"| {BODIES:,} bodies, {len(data):,} effects | seconds | of the first row |")
    print("|---|---:|---:|")
    for name, seconds, ratio in rows:
        print(f"| {name} | {seconds:.2f} | {ratio:.2f} |", flush=True)
    for name, peer in (("metafor", metafor), ("statsmodels", statsmodels), ("PyMARE", pymare)):
        found = peer(sample)
        if found is None:
            print(f"| {name}: not installed here, not measured | | |", flush=True)
            continue
        seconds, label = found[0] * BODIES / SAMPLE, found[1]
        beside = f" ({seconds / paule:,.0f} of our Paule-Mandel)" if name == "statsmodels" else ""
        print(f"| {label} | {seconds:,.0f} | {seconds / reml:,.0f}{beside} |", flush=True)


def growth(data: pd.DataFrame) -> pd.DataFrame:
    """Print and return seconds from few bodies to many."""
    rows = []
    for count in GROWTH:
        part = data[data["group"] < count]
        rows.append((count, len(part), ours(part, tau2_interval=False), ours(part)))
    print("\n| bodies | effects | seconds | with Q-profile | microseconds a body |")
    print("|---:|---:|---:|---:|---:|")
    for count, effects, plain, profile in rows:
        print(f"| {count:,} | {effects:,} | {plain:.3f} | {profile:.3f} | {1e6 * plain / count:,.1f} |")
    return pd.DataFrame(rows, columns=["bodies", "effects", "plain", "profile"])


def limit(data: pd.DataFrame) -> float:
    """Seconds to read and write the million numbers a hundred times, about what the iterations of REML touch."""
    effect, variance, target = data["y"].to_numpy(), data["v"].to_numpy(), np.empty(len(data))
    return timed(lambda: [np.add(effect, variance, out=target) for _ in range(100)])


def draw(rows: pd.DataFrame, path: Path) -> None:
    """Draw growth on two logarithmic axes."""
    import matplotlib.pyplot as plt

    from evidence.figures.style import house_style

    with house_style():
        figure, ax = plt.subplots(figsize=(6.4, 3.6), layout="constrained")
        for column, mark, label in (("profile", "s", "with the Q-profile interval"), ("plain", "o", "without")):
            ax.plot(rows["bodies"], rows[column], marker=mark, label=label)
        ax.set(xscale="log", yscale="log", xlabel="bodies of evidence", ylabel="seconds", title="REML for many bodies")
        ax.xaxis.set_major_formatter("{x:,.0f}")
        ax.yaxis.set_major_formatter("{x:g}")
        ax.minorticks_off()
        ax.legend(frameon=False)
        figure.savefig(path, dpi=150)


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plot", action="store_true", help="write benchmarks/pooling.png too")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, numpy {np.__version__}, {os.cpu_count()} cores, {platform.machine()}\n")
    data = bodies(BODIES)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pool(data["y"], data["v"], data["group"])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = growth(data)
    print(f"\nPeak memory: {peak:.0f} MB, of which {before:.0f} MB were there before the call.")
    print(f"Passing over the million numbers 100 times, as the iterations about do: {limit(data):.2f} s.\n")
    if options.plot:
        draw(rows, Path(__file__).parent / "pooling.png")
    sys.stdout.flush()
    beside_peers(data)


if __name__ == "__main__":
    main()
