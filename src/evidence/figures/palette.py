"""Colours and marks of the verdicts; the mark carries the meaning, the colour only helps."""

from __future__ import annotations

# Chosen so that every pair differs in lightness or hue under the three common colour-vision deficiencies, and each
# has at least 4.5:1 contrast with white (WCAG 2.2, 1.4.3); tests/test_figures.py computes both.
VERDICT_COLOURS = {
    "contradicted": "#a3243b",
    "unsupported": "#b44a12",
    "untraceable": "#5b4b8a",
    "partly supported": "#8a6200",
    "supported": "#1b7a59",
    "not checkable": "#5f6673",
}
VERDICT_MARKS = {
    "contradicted": "✕",
    "unsupported": "○",
    "untraceable": "?",
    "partly supported": "◐",
    "supported": "●",
    "not checkable": "–",
}
INK, QUIET, RULE, BAND = "#1f2430", "#59606e", "#c9ced8", "#f4f5f8"
