"""Charts: each takes a finished frame and an ax, returns that ax and computes nothing; each has its words beside it."""

from __future__ import annotations

from evidence.figures import (
    article_strip,
    certainty_steps,
    claim_strength,
    claimed_measured,
    effect_direction,
    evidence_map,
    forest,
    funnel,
    rater_agreement,
    record_flow,
    regulatory_map,
    regulatory_timeline,
    risk_of_bias,
    risk_of_bias_summary,
)
from evidence.figures.article_strip import describe_article_strip, plot_article_strip
from evidence.figures.certainty_steps import describe_certainty_steps, plot_certainty_steps
from evidence.figures.chart import Chart
from evidence.figures.claim_strength import describe_claim_strength, plot_claim_strength, size_claim_strength
from evidence.figures.claimed_measured import describe_claimed_measured, plot_claimed_measured
from evidence.figures.effect_direction import describe_effect_direction, plot_effect_direction
from evidence.figures.evidence_map import describe_evidence_map, plot_evidence_map
from evidence.figures.export import new_figure, write_figure
from evidence.figures.forest import describe_forest, plot_forest
from evidence.figures.funnel import describe_funnel, plot_funnel
from evidence.figures.looks import JOURNAL_1, JOURNAL_2, REPORT, SCREEN, SLIDE, STYLES, Look
from evidence.figures.rater_agreement import describe_rater_agreement, plot_rater_agreement
from evidence.figures.record_flow import describe_record_flow, plot_record_flow
from evidence.figures.regulatory_map import describe_regulatory_map, plot_regulatory_map
from evidence.figures.regulatory_timeline import describe_regulatory_timeline, plot_regulatory_timeline
from evidence.figures.risk_of_bias import describe_risk_of_bias, plot_risk_of_bias
from evidence.figures.risk_of_bias_summary import describe_risk_of_bias_summary, plot_risk_of_bias_summary
from evidence.figures.style import house_style

_MODULES = (
    claim_strength,
    article_strip,
    claimed_measured,
    effect_direction,
    forest,
    funnel,
    evidence_map,
    certainty_steps,
    risk_of_bias,
    risk_of_bias_summary,
    regulatory_map,
    regulatory_timeline,
    record_flow,
    rater_agreement,
)
CHARTS = {module.CHART.name: module.CHART for module in _MODULES}

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
    "describe_article_strip",
    "describe_certainty_steps",
    "describe_claim_strength",
    "describe_claimed_measured",
    "describe_effect_direction",
    "describe_evidence_map",
    "describe_forest",
    "describe_funnel",
    "describe_rater_agreement",
    "describe_record_flow",
    "describe_regulatory_map",
    "describe_regulatory_timeline",
    "describe_risk_of_bias",
    "describe_risk_of_bias_summary",
    "house_style",
    "new_figure",
    "plot_article_strip",
    "plot_certainty_steps",
    "plot_claim_strength",
    "plot_claimed_measured",
    "plot_effect_direction",
    "plot_evidence_map",
    "plot_forest",
    "plot_funnel",
    "plot_rater_agreement",
    "plot_record_flow",
    "plot_regulatory_map",
    "plot_regulatory_timeline",
    "plot_risk_of_bias",
    "plot_risk_of_bias_summary",
    "size_claim_strength",
    "write_figure",
]
