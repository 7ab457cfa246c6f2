"""Results -> effect sizes: what the printed numbers allow, and which number is missing where they do not."""

from evidence.effects.arms import ARM_MEASURES, from_arms
from evidence.effects.before_after import CHANGE_MEASURES, CORRELATIONS, from_before_after, over_correlations
from evidence.effects.intervals import Z_975
from evidence.effects.medians import from_medians
from evidence.effects.percent import percent_change
from evidence.effects.proportions import PROPORTION_MEASURES, from_proportions
from evidence.effects.reported import from_reported
from evidence.effects.results import ADDED, STATISTICS, effect_sizes

__all__ = [
    "ADDED",
    "ARM_MEASURES",
    "CHANGE_MEASURES",
    "CORRELATIONS",
    "PROPORTION_MEASURES",
    "STATISTICS",
    "Z_975",
    "effect_sizes",
    "from_arms",
    "from_before_after",
    "from_medians",
    "from_proportions",
    "from_reported",
    "over_correlations",
    "percent_change",
]
