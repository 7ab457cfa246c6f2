"""How fast the report is drawn, written and opened: this review, and one of nine times as many claims beside it."""

from __future__ import annotations

import dataclasses
import shutil
import statistics
import tempfile
import time
from pathlib import Path

import pandas as pd

import evidence
from evidence import report
from evidence.cli.pictures import pictures

DATA = Path(__file__).resolve().parents[1] / "data"
COPIES, ROUNDS = 9, 5  # 59 claims nine times are 531: the size that a long article or a book chapter would have


def copied(tables):
    """Give the same review with nine copies of its article, claims and links."""
    frames = {}
    for name in ("articles", "claims", "links"):
        frame = getattr(tables, name)
        own = [column for column in ("article_id", "claim_id", "link_id", "other_claim_id") if column in frame]
        parts = [frame.assign(**{c: frame[c] + f"x{n}" for c in own}) for n in range(COPIES)]
        frames[name] = pd.concat(parts, ignore_index=True)
    texts = {f"{key}x{n}": text for n in range(COPIES) for key, text in tables.texts.items()}
    emphasis = {f"{key}x{n}": runs for n in range(COPIES) for key, runs in tables.emphasis.items()}
    return dataclasses.replace(tables, texts=texts, emphasis=emphasis, **frames)


def opening(path: Path, browser) -> float:
    """Seconds until the page has loaded and a claim stands open, in the middle of some rounds."""
    seconds = []
    for _ in range(ROUNDS):
        tab = browser.new_page(viewport={"width": 1440, "height": 900})
        begun = time.perf_counter()
        tab.goto(path.as_uri())
        if tab.locator(".card").count():
            tab.wait_for_selector(".card.open")
        seconds.append(time.perf_counter() - begun)
        tab.close()
    return statistics.median(seconds)


def main() -> None:
    """Write both reports, open them beside a page of plain text of the same length, and print what it took."""
    from playwright.sync_api import sync_playwright

    tables = evidence.load(DATA)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as running:
        browser = running.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        print(
            "".join(f"{name:>13}" for name in ("claims", "MB", "drawn, s", "written, s", "opens, s", "plain text, s"))
        )
        for one in (tables, copied(tables)):
            review = evidence.assess(one)
            begun = time.perf_counter()
            charts = pictures(review, Path(scratch) / "charts")
            drawn = time.perf_counter() - begun
            begun = time.perf_counter()
            path = report.write_report(review, Path(scratch) / "report.html", charts)
            written = time.perf_counter() - begun
            size = path.stat().st_size
            plain = Path(scratch) / "plain.html"
            plain.write_text(f"<!doctype html><meta charset=utf-8><p>{'word ' * (size // 5)}", encoding="utf-8")
            numbers = (size / 1e6, drawn, written, opening(path, browser), opening(plain, browser))
            print(f"{len(review.claims):>13}" + "".join(f"{number:>13.2f}" for number in numbers))
        browser.close()


if __name__ == "__main__":
    main()
