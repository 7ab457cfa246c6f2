"""Risk of bias: what the rules of a tool make of the answers to its questions, beside what a rater judged.

`rob2` holds the rules of RoB 2, `rules` those of other tools and the table of who has one, `judging` puts computed and
given side by side. Tools, their questions and their levels are tables; only a published rule is code.
"""

from __future__ import annotations

from evidence.risk_of_bias.judging import judge, judge_domains

__all__ = ["judge", "judge_domains"]
