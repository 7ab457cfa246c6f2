"""Effects -> one estimate per body of evidence, or a plain account of the studies where pooling is not allowed."""

from evidence.synthesis.bias import funnel, small_study_tests
from evidence.synthesis.bodies import poolable, without_pooling
from evidence.synthesis.pooling import INTERVALS, MODELS, pool
from evidence.synthesis.prediction import exceedance
from evidence.synthesis.rare import exact_interval, pool_proportions
from evidence.synthesis.sensitivity import cumulative, influence, leave_one_out, with_and_without
from evidence.synthesis.swim import CAVEAT as SIGN_CAVEAT
from evidence.synthesis.swim import directions, sign_test
from evidence.synthesis.tau2 import TAU2_METHODS
from evidence.synthesis.trim_fill import trim_and_fill
from evidence.synthesis.wording import method_sentence

__all__ = [
    "INTERVALS",
    "MODELS",
    "SIGN_CAVEAT",
    "TAU2_METHODS",
    "cumulative",
    "directions",
    "exact_interval",
    "exceedance",
    "funnel",
    "influence",
    "leave_one_out",
    "method_sentence",
    "pool",
    "pool_proportions",
    "poolable",
    "sign_test",
    "small_study_tests",
    "trim_and_fill",
    "with_and_without",
    "without_pooling",
]
