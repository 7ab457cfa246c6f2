"""Ratings of the same items by several raters -> how far they agree, beyond chance, and on what they differ."""

from evidence.agreement.comparison import agreement, by_group, disagreements
from evidence.agreement.ratings import WEIGHTS

__all__ = ["WEIGHTS", "agreement", "by_group", "disagreements"]
