"""The colours of the page in light and dark; every colour that carries text is made readable on what it stands on."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.figures import palette
from evidence.figures.palette import INK, QUIET, VERDICT_COLOURS

LEAST = 4.5  # contrast of text, WCAG 2.2, 1.4.3
AIM = 5.0  # what verdict colours are moved to: small numbers in the text need a little more than the least
STEP = 0.02  # how finely a colour is moved until it can be read


@dataclass(frozen=True)
class Scheme:
    """What the page is painted with, as six-digit hex colours."""

    paper: str
    card: str
    band: str
    ink: str
    quiet: str
    rule: str
    link: str
    tint: float  # share of a verdict's colour in its background


LIGHT = Scheme("#faf9f7", "#ffffff", "#f3f2ee", INK, QUIET, "#dedcd5", "#1d4f91", 0.09)
DARK = Scheme("#15181d", "#1c2027", "#232831", "#e6e8ec", "#a7aebb", "#363d49", "#9fc3f5", 0.18)


def _chart_colours() -> dict[str, tuple[str, str]]:
    """Name the colours of charts by their part: light and dark."""
    names = ("paper", "ink", "quiet", "rule", "band", "accent", "second")
    pairs = {f"p-{name}": (getattr(palette.LIGHT, name), getattr(palette.DARK, name)) for name in names}
    shades = zip(palette.LIGHT.shades[:-1], palette.DARK.shades[:-1], strict=True)  # the strongest is the accent
    pairs |= {f"p-shade-{number}": both for number, both in enumerate(shades)}
    return pairs | {f"p-{slug(v)}": (palette.LIGHT.verdicts[v], palette.DARK.verdicts[v]) for v in VERDICT_COLOURS}


def slug(verdict: str) -> str:
    """Write a verdict so that it can name a class.

    Examples
    --------
    >>> slug("partly supported")
    'partly-supported'
    """
    return verdict.replace(" ", "-")


CHART = _chart_colours()


def channels(colour: str) -> tuple[int, int, int]:
    """Split a hex colour into red, green and blue from 0 to 255."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return red, green, blue


def mixed(colour: str, other: str, share: float) -> str:
    """Mix a share of another colour into one.

    Examples
    --------
    >>> mixed("#000000", "#ffffff", 0.5)
    '#808080'
    """
    pairs = zip(channels(colour), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two colours (WCAG 2.2, definition of contrast ratio).

    Examples
    --------
    >>> contrast("#000000", "#ffffff")
    21.0
    """
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (x / 255 for x in channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def readable(colour: str, grounds: tuple[str, ...], towards: str) -> str:
    """Move a colour towards another until it can be read on every ground."""
    share, moved = 0.0, colour
    while share < 1 and min(contrast(moved, ground) for ground in grounds) < AIM:
        share += STEP
        moved = mixed(colour, towards, min(share, 1.0))
    return moved


def verdict_colours(scheme: Scheme, verdict: str) -> tuple[str, str]:
    """Give the colour of a verdict's words and of their background in one scheme."""
    tint = mixed(scheme.card, VERDICT_COLOURS[verdict], scheme.tint)
    grounds = (scheme.paper, scheme.card, scheme.band, tint)
    return readable(VERDICT_COLOURS[verdict], grounds, scheme.ink), tint


def pairs(scheme: Scheme) -> dict[str, tuple[str, str]]:
    """List every pair of text and ground that the page uses in one scheme."""
    used = {
        f"{text} on {ground}": (getattr(scheme, text), getattr(scheme, ground))
        for text in ("ink", "quiet", "link")
        for ground in ("paper", "card", "band")
    }
    for verdict in VERDICT_COLOURS:
        words, tint = verdict_colours(scheme, verdict)
        used[f"{verdict} on its tint"] = (words, tint)
        used[f"ink on the tint of {verdict}"] = (scheme.ink, tint)
        used[f"quiet on the tint of {verdict}"] = (scheme.quiet, tint)
        used[f"card on {verdict}"] = (scheme.card, words)
        used |= {f"{verdict} on {ground}": (words, getattr(scheme, ground)) for ground in ("paper", "card", "band")}
    return used


def css() -> str:
    """Write both schemes as custom properties; paper is always light when printed."""
    return f"{_rules(LIGHT, 0)}\n@media screen and (prefers-color-scheme: dark) {{\n{_rules(DARK, 1)}\n}}"


def _rules(scheme: Scheme, side: int) -> str:
    names = ("paper", "card", "band", "ink", "quiet", "rule", "link")
    lines = [":root { " + " ".join(f"--{name}: {getattr(scheme, name)};" for name in names) + " }"]
    lines.append(":root { " + " ".join(f"--{name}: {both[side]};" for name, both in CHART.items()) + " }")
    for verdict in VERDICT_COLOURS:
        words, tint = verdict_colours(scheme, verdict)
        lines.append(f".v-{slug(verdict)} {{ --v: {words}; --tint: {tint}; }}")
    return "\n".join(lines)
