"""Charts: each takes a finished frame and an ax, returns that ax and computes nothing; each has its words beside it."""

from __future__ import annotations

from evidence.figures.claim_strength import TITLE, describe_claim_strength, figure_size, plot_claim_strength
from evidence.figures.export import new_figure, write_figure
from evidence.figures.looks import JOURNAL_1, JOURNAL_2, REPORT, SCREEN, SLIDE, STYLES, Look
from evidence.figures.style import house_style

__all__ = [
    "JOURNAL_1",
    "JOURNAL_2",
    "REPORT",
    "SCREEN",
    "SLIDE",
    "STYLES",
    "TITLE",
    "Look",
    "describe_claim_strength",
    "figure_size",
    "house_style",
    "new_figure",
    "plot_claim_strength",
    "write_figure",
]
