"""03-all-tokens against published numbers, against attention.py, and recomputed in plain Python."""

from itertools import permutations
from math import exp

import numpy as np
import pytest
from attention import scaled_dot_product_attention
from numpy.testing import assert_allclose

from lessonkit.program import run_program
from lessonkit.project import HERE
from lessonkit.record import figure_module
from lessonkit.sections import sections
from tests.published import published


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("inputs", "inputs"),
        ("noweights.attn_scores_6x6", "scores"),
        ("noweights.attn_weights_6x6", "weights"),
        ("noweights.all_context_vecs", "context"),
    ],
)
def test_results_are_those_of_the_book(page, key, name):
    assert_allclose(page[name], published(key), atol=0.5e-4, rtol=0)


@pytest.mark.parametrize(
    ("cell", "key", "decimals"),
    [
        ("two_loops", "attn_scores_6x6", 4),
        ("weights", "attn_weights_6x6", 2),
        ("context", "all_context_vecs", 4),
    ],
)
def test_cells_print_the_published_numbers(cell, key, decimals):
    printed = sections(HERE.snippets / "03_all_tokens.out")[cell].text.strip()
    rows = [line.split()[1:] for line in printed.splitlines()]
    expected = published(f"noweights.{key}")
    assert rows == [[f"{number:.{decimals}f}" for number in row] for row in expected]


def test_the_page_agrees_with_the_toolkit(page):
    x = page["inputs"]
    context, weights = scaled_dot_product_attention(x, x, x, scale=1.0, return_weights=True)
    assert_allclose(page["weights"], weights)
    assert_allclose(page["context"], context)


def test_the_formulas_read_literally_give_the_results(page):
    T, d = page["inputs"].shape
    x = page["inputs"].tolist()
    omega = [[sum(x[i][k] * x[j][k] for k in range(d)) for j in range(T)] for i in range(T)]
    alpha = [[exp(score) / sum(map(exp, row)) for score in row] for row in omega]
    z = [[sum(row[j] * x[j][k] for j in range(T)) for k in range(d)] for row in alpha]
    assert_allclose(page["scores"], omega)
    assert_allclose(page["weights"], alpha)
    assert_allclose(page["context"], z)


def test_the_loops_compute_each_dot_product_by_itself(page):
    assert sum(map(len, page["by_loop"](page["many"]))) == 128 * 128 == 16384
    assert_allclose(page["by_loop"](page["many"]), page["by_product"](page["many"]))


def test_every_order_of_the_tokens_only_moves_the_rows(page):
    for order in map(list, list(permutations(range(6)))[::37]):
        assert_allclose(page["self_attention"](page["inputs"][order]), page["context"][order])


@pytest.mark.parametrize(("T", "d"), [(1, 2), (6, 3), (20, 8)])
def test_counted_work_and_range_hold_for_other_sentences(page, T, d):
    x = np.random.default_rng(0).normal(size=(T, d))
    assert page["count"](page["by_loop"], x) == page["count"](page["by_product"], x) == T * T * d
    assert page["count"](page["scores_and_contexts"], x) == page["cost"](T, d)
    z = page["self_attention"](x)
    assert (x.min(axis=0) <= z + 1e-9).all() and (z <= x.max(axis=0) + 1e-9).all()


def test_the_vectors_that_can_be_read_are_those_of_page_01(page):
    own = run_program(HERE.snippets / "01_why_self.py").names
    assert page["cat_tokens"] == own["tokens"]
    assert_allclose(page["cat_inputs"], own["inputs"])
    assert_allclose(page["cat_weights"][[1, 5]], [own["weights_cat"], own["weights_mat"]])


def test_the_heat_map_shows_the_numbers_query_rows_first(page, drawn):
    shown = [*page["scores"].flat, *page["weights"].flat, *page["weights"].sum(axis=0)]
    assert drawn("heat").words(r"\d\.\d{4}") == [f"{number:.4f}" for number in shown]
    assert {"query ↓", "key →"} <= {*drawn("heat").words()}


@pytest.mark.parametrize(("role", "name"), [("score", "scores"), ("weight", "weights")])
def test_a_stronger_shade_is_a_larger_number(page, drawn, role, name):
    for picture in ("heat", "steps"):
        shades = drawn(picture).sizes("rect", role, "fill-opacity").ravel()[:36]
        assert (np.diff(shades[np.argsort(page[name].flat, kind="stable")]) >= 0).all()


def test_the_drawn_hull_has_every_context_vector_inside(page):
    figure, parts = (figure_module(HERE.figures / f"{n}.py") for n in ("03_all_tokens", "parts"))
    corners = parts.hull_of([figure.on_map(vector) for vector in page["inputs"]])
    for point in map(figure.on_map, page["context"]):
        sides = zip(corners, corners[1:] + corners[:1])
        assert len({parts.turns_left(a, b, point) for a, b in sides}) == 1
