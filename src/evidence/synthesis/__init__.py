"""Effects -> one estimate per body of evidence, or a plain account of the studies where pooling is not allowed."""

from evidence.synthesis.bodies import poolable, without_pooling
from evidence.synthesis.heterogeneity import TAU2_METHODS
from evidence.synthesis.pooling import INTERVALS, MODELS, pool

__all__ = ["INTERVALS", "MODELS", "TAU2_METHODS", "pool", "poolable", "without_pooling"]
