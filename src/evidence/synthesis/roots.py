"""Roots of many falling functions at once: bracketed, so that none is lost, and superlinear, so that steps are few."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

CLOSE = 1e-11  # relative width of a closed bracket; the chord across it ends at rounding
ROUNDS = 200  # halvings alone close a bracket over 10 decades in 70 rounds
HALVE_EVERY = 8  # a plain bisection now and then, so that a flat end cannot hold the bracket open
PATIENCE = 60  # rounds after which only halvings follow: where the slope at the root is 0, chords hardly help
LEAVE = 0.75  # closed rows are dropped when no more than this share is open, since dropping copies the data

Rows = tuple[np.ndarray, ...]  # arrays whose first axis is the row
Falling = Callable[..., np.ndarray]  # (x, shape (n,); the data of these rows) -> values, shape (n,)


def falling_roots(function: Falling, data: Rows, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Find where each function falls through 0, by regula falsi with the weights of Anderson and Björck (1973).

    Parameters
    ----------
    function : callable
        Takes places x (n,) and the `data` of the same rows; positive at `low`, at most 0 at `high`.
    data : tuple of arrays
        What the function reads, one row per function.
    low, high : array of float, shape (n,)
        Brackets, 0 or more.

    Returns
    -------
    array of float, shape (n,)
        The roots.
    """
    root, row = np.empty(low.size), np.arange(low.size)
    at_low, at_high = function(low, *data), np.minimum(function(high, *data), 0.0)
    side = np.zeros(low.size)
    for turn in range(1, ROUNDS + 1):
        if not row.size:
            return root
        here = _next(low, high, at_low, at_high, halve=turn % HALVE_EVERY == 0 or turn > PATIENCE)
        value = function(here, *data)
        rises = value > 0
        weight = 1 - value / np.where(rises, at_low, np.where(at_high < 0, at_high, -1.0))
        weight = np.where(weight > 0, weight, 0.5)
        again = side == np.where(rises, 1, -1)  # the same end moved twice: the other one counts for less
        at_low, at_high = (
            np.where(rises, value, np.where(again, at_low * weight, at_low)),
            np.where(rises, np.where(again, at_high * weight, at_high), value),
        )
        low, high, side = np.where(rises, here, low), np.where(rises, high, here), np.where(rises, 1, -1)
        open_ = high - low > CLOSE * high
        if open_.mean() <= LEAVE:
            root[row[~open_]] = _chord(low, high, at_low, at_high)[~open_]
            row, low, high, at_low, at_high, side = (a[open_] for a in (row, low, high, at_low, at_high, side))
            data = tuple(values[open_] for values in data)
    root[row] = _chord(low, high, at_low, at_high)
    return root


def _chord(low: np.ndarray, high: np.ndarray, at_low: np.ndarray, at_high: np.ndarray) -> np.ndarray:
    """Place where the chord across a bracket meets 0."""
    drop = at_low - at_high
    return np.where(drop > 0, low + (high - low) * (at_low / np.where(drop > 0, drop, 1.0)), low)


def _next(low, high, at_low, at_high, halve: bool) -> np.ndarray:
    """Next place to look: on the chord, but at least a closed bracket's width from the ends, so that brackets close."""
    inside = np.minimum(0.5 * CLOSE * high, 0.5 * (high - low))
    middle = low + 0.5 * (high - low)
    return middle if halve else np.clip(_chord(low, high, at_low, at_high), low + inside, high - inside)
