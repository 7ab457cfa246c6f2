"""Charts: each takes a finished frame and an ax, returns that ax and computes nothing; each has its words beside it."""

from __future__ import annotations

from evidence.figures import certainty_steps, claim_strength, evidence_map, risk_of_bias, risk_of_bias_summary
from evidence.figures.certainty_steps import describe_certainty_steps, plot_certainty_steps
from evidence.figures.chart import Chart
from evidence.figures.claim_strength import describe_claim_strength, plot_claim_strength, size_claim_strength
from evidence.figures.evidence_map import describe_evidence_map, plot_evidence_map
from evidence.figures.export import new_figure, write_figure
from evidence.figures.looks import JOURNAL_1, JOURNAL_2, REPORT, SCREEN, SLIDE, STYLES, Look
from evidence.figures.risk_of_bias import describe_risk_of_bias, plot_risk_of_bias
from evidence.figures.risk_of_bias_summary import describe_risk_of_bias_summary, plot_risk_of_bias_summary
from evidence.figures.style import house_style

CHARTS = {
    module.CHART.name: module.CHART
    for module in (claim_strength, evidence_map, certainty_steps, risk_of_bias, risk_of_bias_summary)
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
    "describe_certainty_steps",
    "describe_claim_strength",
    "describe_evidence_map",
    "describe_risk_of_bias",
    "describe_risk_of_bias_summary",
    "house_style",
    "new_figure",
    "plot_certainty_steps",
    "plot_claim_strength",
    "plot_evidence_map",
    "plot_risk_of_bias",
    "plot_risk_of_bias_summary",
    "size_claim_strength",
    "write_figure",
]
