"""Effects -> one estimate per body of evidence, or a plain account of the studies where pooling is not allowed."""

from evidence.synthesis.bodies import poolable, without_pooling
from evidence.synthesis.pooling import INTERVALS, MODELS, pool
from evidence.synthesis.tau2 import TAU2_METHODS

__all__ = ["INTERVALS", "MODELS", "TAU2_METHODS", "pool", "poolable", "without_pooling"]
