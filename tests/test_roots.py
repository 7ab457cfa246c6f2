"""Falling functions are solved to ten digits: straight, steep or flat, in brackets of any width, many at once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.synthesis import roots
from evidence.synthesis.roots import falling_roots

DIGITS = 1e-10  # relative; brackets close at 1e-11
CALLS = 130  # 60 with chords, then halvings: 70 close a bracket over ten decades

WHERE = np.array([1e-12, 1e-6, 1e-3, 0.5, 1.0, 3.0, 1e3, 1e6, 1e12])
SHAPES = {
    "straight": lambda x, root: 1 - x / root,
    "hyperbola": lambda x, root: 1 / (1 + x / root) - 0.5,
    "square root": lambda x, root: 1 - np.sqrt(x / root),
    "exponential": lambda x, root: np.exp(-np.minimum(x / root, 700)) - np.exp(-1),
    "flat at the root": lambda x, root: (1 - x / root) ** 3,
    "very flat at the root": lambda x, root: (1 - x / root) ** 9,
    "flat on the left": lambda x, root: np.where(x < root, 1e-12, 1.0) * (1 - x / root),
    "flat on the right": lambda x, root: np.where(x < root, 1.0, 1e-12) * (1 - x / root),
    "steep": lambda x, root: np.tanh(1e6 * (1 - x / root)),
    "a step": lambda x, root: np.where(x < root, 1.0, -1.0),
    "a cliff": lambda x, root: np.where(x < root, 1e10, -1e-10),
    "a cliff the other way": lambda x, root: np.where(x < root, 1e-10, -1e10),
    "huge values": lambda x, root: 1e290 * (1 - x / root),
    "tiny values": lambda x, root: 1e-290 * (1 - x / root),
}


def solve(shape, root, low, high) -> tuple[np.ndarray, int]:
    """Roots, and how often the function was asked."""
    calls = 0

    def function(x, root):
        nonlocal calls
        calls += 1
        assert x.shape == root.shape
        return SHAPES[shape](x, root)

    return falling_roots(function, (root,), low, high), calls


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("width", [1 + 1e-9, 2.0, 1e3, 1e10])
def test_roots_have_ten_digits_wherever_they_lie_in_a_bracket_from_0(shape, width):
    got, calls = solve(shape, WHERE, np.zeros(WHERE.size), WHERE * width)
    np.testing.assert_allclose(got, WHERE, rtol=DIGITS, atol=0)
    assert calls <= CALLS


@pytest.mark.parametrize("shape", SHAPES)
def test_roots_have_ten_digits_in_a_bracket_that_does_not_begin_at_0(shape):
    got, calls = solve(shape, WHERE, WHERE / 7, WHERE * 1.3)
    np.testing.assert_allclose(got, WHERE, rtol=DIGITS, atol=0)
    assert calls <= CALLS


@pytest.mark.parametrize("shape", ["straight", "hyperbola", "square root"])
def test_smooth_functions_take_few_steps(shape):
    assert solve(shape, WHERE, np.zeros(WHERE.size), WHERE * 1e3)[1] <= 13


def test_roots_of_very_unlike_size_share_one_huge_bracket():
    got, _ = solve("hyperbola", WHERE, np.zeros(WHERE.size), np.full(WHERE.size, 1e15))
    np.testing.assert_allclose(got, WHERE, rtol=DIGITS, atol=0)


@pytest.mark.parametrize("root", [1e-300, 1e-100, 1e-30])
def test_a_root_next_to_0_keeps_its_digits(root):
    got, _ = solve("hyperbola", np.array([root]), np.zeros(1), np.array([root * 1e6]))
    np.testing.assert_allclose(got, root, rtol=DIGITS, atol=0)


@settings(derandomize=True, deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.floats(-12, 12), st.floats(0.001, 6), st.sampled_from([*SHAPES])), min_size=1, max_size=9))
def test_functions_solved_together_have_the_roots_that_they_have_alone(cases):
    root, width = (10 ** np.array([case[i] for case in cases]) for i in (0, 1))
    names = np.array([case[2] for case in cases])

    def function(x, root, names):
        each = zip(x, root, names, strict=True)
        return np.array([SHAPES[name](np.array([a]), np.array([b]))[0] for a, b, name in each])

    got = falling_roots(function, (root, names), np.zeros(root.size), root * width)
    np.testing.assert_allclose(got, root, rtol=DIGITS, atol=0)


def test_data_of_several_numbers_per_function_follow_their_function():
    rng = np.random.default_rng(1)
    target, data = rng.uniform(0.1, 0.9, 50), rng.uniform(0.1, 10, (50, 4))

    def function(x, target, data):
        return (1 / (1 + x[:, None] * data)).mean(axis=1) - target

    got = falling_roots(function, (target, data), np.zeros(50), np.full(50, 1e4))
    np.testing.assert_allclose((1 / (1 + got[:, None] * data)).mean(axis=1), target, rtol=1e-9)


def test_a_root_at_the_end_of_its_bracket_is_found():
    got, _ = solve("straight", np.array([1.0, 2.0]), np.array([0.5, 0.0]), np.array([1.0, 2.0]))
    np.testing.assert_allclose(got, [1.0, 2.0], rtol=DIGITS)


def test_nothing_to_solve_has_no_roots():
    assert solve("straight", np.zeros(0), np.zeros(0), np.zeros(0))[0].size == 0


def test_the_brackets_and_data_are_left_alone():
    low, high, root = np.zeros(2), np.array([2.0, 9.0]), np.array([1.0, 3.0])
    solve("a step", root, low, high)
    assert (low.tolist(), high.tolist(), root.tolist()) == ([0, 0], [2, 9], [1, 3])


def test_rounds_leave_room_for_halvings_alone():
    """After the chords, halvings must close a bracket over ten decades; see the constants' own words."""
    assert np.log2(1e10 / roots.CLOSE) <= roots.ROUNDS - roots.PATIENCE
