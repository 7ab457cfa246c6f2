"""Colours and marks; the mark carries the meaning, the colour only helps."""

from __future__ import annotations

from dataclasses import dataclass

# Each verdict has a mark of its own, so colour is never needed. Every colour that carries text has at least 4.5:1
# contrast with its paper (WCAG 2.2, 1.4.3), and what was measured looks apart from what it is measured against under
# the three common colour-vision deficiencies; tests/test_figures.py computes both.
VERDICT_COLOURS = {
    "contradicted": "#a3243b",
    "unsupported": "#b44a12",
    "untraceable": "#5b4b8a",
    "partly supported": "#8a6200",
    "supported": "#1b7a59",
    "not checkable": "#5f6673",
}
VERDICT_COLOURS_DARK = {
    "contradicted": "#f08b9c",
    "unsupported": "#f2a072",
    "untraceable": "#b8a8e8",
    "partly supported": "#dfb44f",
    "supported": "#5fcaa2",
    "not checkable": "#a7aebb",
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


@dataclass(frozen=True)
class Palette:
    """What a chart is painted with: six-digit hex colours by their role, and one colour per verdict.

    `accent` marks what was measured, `second` what it is measured against (placebo, vehicle, threshold); `shades` are
    four steps from weak to strong for ordered levels.
    """

    name: str
    paper: str
    ink: str
    quiet: str
    rule: str
    band: str
    accent: str
    second: str
    shades: tuple[str, str, str, str]
    verdicts: dict[str, str]


LIGHT = Palette(
    "light", "#ffffff", INK, QUIET, RULE, BAND, "#1d4f91", "#8a5a00",
    ("#c6d6ea", "#8fb0d6", "#4f80bb", "#1d4f91"), VERDICT_COLOURS,
)  # fmt: skip
DARK = Palette(
    "dark", "#15181d", "#e6e8ec", "#a7aebb", "#3f4754", "#1f242c", "#8cb8ee", "#e0b060",
    ("#2d4159", "#456a96", "#6a97cc", "#a9cbf5"), VERDICT_COLOURS_DARK,
)  # fmt: skip
