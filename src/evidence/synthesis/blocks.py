"""Many bodies of evidence at once: those with equally many results lie in dense blocks that fit a processor's cache."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

# Numbers per block. Small enough for a core's cache, large enough that the cost of a numpy call does not show.
BLOCK = 2**17


@dataclass(frozen=True)
class Block:
    """Bodies of k results each, moved and scaled so that sums keep their digits.

    Attributes
    ----------
    bodies : array of int, shape (n,)
        Place of each body among all bodies.
    effect, variance : array of float, shape (n, k)
        Effects less their mean, in units of the root of the smallest variance, and variances in units of the smallest,
        which stands first: where it has nearly all the weight, the sum of the others must not be a difference.
    centre, unit : array of float, shape (n,)
        The mean that was taken off, and the smallest variance.
    """

    bodies: np.ndarray
    effect: np.ndarray
    variance: np.ndarray
    centre: np.ndarray
    unit: np.ndarray

    @property
    def k(self) -> int:
        """Results per body."""
        return self.effect.shape[1]


def blocks(effect: np.ndarray, variance: np.ndarray, codes: np.ndarray, sizes: np.ndarray) -> Iterator[Block]:
    """Cut the results of many bodies into blocks.

    Parameters
    ----------
    effect, variance : array of float, shape (n,)
        All results.
    codes : array of int, shape (n,)
        The body that each belongs to, from 0 up.
    sizes : array of int, shape (bodies,)
        Results per body.

    Yields
    ------
    Block
        Every body once.
    """
    if np.any(codes[1:] < codes[:-1]):
        order = np.argsort(codes, kind="stable")
        effect, variance = effect[order], variance[order]
    starts = np.cumsum(sizes) - sizes
    by_size = np.argsort(sizes, kind="stable")
    for k, first, last in _runs(sizes[by_size]):
        rows = max(1, BLOCK // k)
        for begin in range(first, last, rows):
            bodies = by_size[begin : min(begin + rows, last)]
            places = starts[bodies][:, None] + np.arange(k)
            yield _prepared(bodies, effect[places], variance[places])


def _runs(sizes: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """Give each distinct size with the stretch of sorted `sizes` that holds it."""
    edges = np.flatnonzero(np.diff(sizes)) + 1
    for first, last in zip(np.append(0, edges), np.append(edges, sizes.size), strict=True):
        yield int(sizes[first]), int(first), int(last)


def _prepared(bodies: np.ndarray, effect: np.ndarray, variance: np.ndarray) -> Block:
    row, smallest = np.arange(len(bodies)), variance.argmin(axis=1)
    for values in (effect, variance):
        values[row, smallest], values[:, 0] = values[:, 0].copy(), values[row, smallest]
    centre, unit = effect.mean(axis=1), variance[:, 0].copy()
    effect -= centre[:, None]
    effect /= np.sqrt(unit)[:, None]
    variance /= unit[:, None]
    return Block(bodies, effect, variance, centre, unit)
