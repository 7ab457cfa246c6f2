"""Charts: each takes a finished frame and an ax, returns that ax and computes nothing; each has its words beside it."""

from __future__ import annotations

from evidence.figures import claim_strength, claimed_measured, effect_direction, forest, funnel
from evidence.figures.chart import Chart
from evidence.figures.claim_strength import describe_claim_strength, plot_claim_strength, size_claim_strength
from evidence.figures.claimed_measured import describe_claimed_measured, plot_claimed_measured
from evidence.figures.effect_direction import describe_effect_direction, plot_effect_direction
from evidence.figures.export import new_figure, write_figure
from evidence.figures.forest import describe_forest, plot_forest
from evidence.figures.funnel import describe_funnel, plot_funnel
from evidence.figures.looks import JOURNAL_1, JOURNAL_2, REPORT, SCREEN, SLIDE, STYLES, Look
from evidence.figures.style import house_style

CHARTS = {
    module.CHART.name: module.CHART for module in (claim_strength, claimed_measured, effect_direction, forest, funnel)
}

__all__ = [
    "CHARTS",
    "JOURNAL_1",
    "JOURNAL_2",
    "REPORT",
    "SCREEN",
    "SLIDE",
    "STYLES",
    "Chart",
    "Look",
    "describe_claim_strength",
    "describe_claimed_measured",
    "describe_effect_direction",
    "describe_forest",
    "describe_funnel",
    "house_style",
    "new_figure",
    "plot_claim_strength",
    "plot_claimed_measured",
    "plot_effect_direction",
    "plot_forest",
    "plot_funnel",
    "size_claim_strength",
    "write_figure",
]
