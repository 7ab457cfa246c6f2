"""Take the picture of the report that the README shows: docs/report.png. Needs Chromium and the test tools."""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import evidence
from evidence import report
from evidence.cli.pictures import pictures

ROOT = Path(__file__).resolve().parents[1]
CLAIM = "c14"  # "up to 30%": a number, a source that was not found, and a chart


def main() -> None:
    """Write the report to a temporary folder, open one claim, and take the picture."""
    review = evidence.assess(evidence.load(ROOT / "data"))
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as running:
        page = report.write_report(review, Path(scratch) / "report.html", pictures(review, Path(scratch) / "charts"))
        browser = running.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1440, "height": 860}, reduced_motion="reduce")
        tab.goto(f"{page.as_uri()}#{CLAIM}")
        tab.wait_for_selector(".card.open")
        tab.wait_for_timeout(300)
        tab.screenshot(path=ROOT / "docs" / "report.png")
        browser.close()


if __name__ == "__main__":
    main()
