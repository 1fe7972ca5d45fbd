"""*Attention so far*: one function that grows from page to page and ends as that of the toolkit."""

import ast
import inspect
import re
from functools import cache
from itertools import pairwise

import attention
import numpy as np
import pytest
from attention import KVCache, causal_mask, rotary_embedding, scaled_dot_product_attention
from numpy.testing import assert_allclose

from lessonkit.cells import cells_in
from lessonkit.program import run_program
from lessonkit.project import HERE, LANGUAGES
from lessonkit.sections import sections

PAGES = [path.stem for path in HERE.lessons("en") if "{ #so-far }" in path.read_text("utf-8")]
SNIPPETS = {page: HERE.snippets / f"{page.replace('-', '_')}.py" for page in PAGES}
pages = pytest.mark.parametrize("page", PAGES)


@cache
def names(page):
    return run_program(SNIPPETS[page]).names


def function(page):
    """The lines of `attend` by their number in the cell."""
    text = sections(SNIPPETS[page])["so_far"].text
    node = next(n for n in ast.parse(text).body if isinstance(n, ast.FunctionDef))
    assert node.name == "attend"
    return {n: text.split("\n")[n - 1] for n in range(node.lineno, node.end_lineno + 1)}


def highlighted(page, language):
    source = (HERE.docs(language) / f"{page}.md").read_text("utf-8")
    (cell,) = (cell for cell in cells_in(source) if cell.section == "so_far")
    return {int(number) for number in (cell.hl_lines or "").split()}


def test_the_pages_are_those_that_add_something():
    assert [page[:2] for page in PAGES] == ["02", "03", "04", "05", "06", "07", "08", "09", "11"]


@pytest.mark.parametrize("language", LANGUAGES)
@pages
def test_it_comes_just_before_the_answer(page, language):
    headings = re.findall(
        r"^## .*\{ #([\w-]+) \}", (HERE.docs(language) / f"{page}.md").read_text("utf-8"), re.M
    )
    assert headings[-3:] == ["exercises", "so-far", "next"]


@pages
def test_it_has_at_most_20_lines(page):
    assert len(function(page)) <= 20


def test_its_signature_only_grows():
    for before, after in pairwise(PAGES):
        old, new = (
            [*inspect.signature(names(page)["attend"]).parameters.values()]
            for page in (before, after)
        )
        assert new[: len(old)] == old
        assert all(added.default is None for added in new[len(old) :])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lines_that_a_page_adds_are_highlighted(language):
    assert not highlighted(PAGES[0], language)
    for before, after in pairwise(PAGES):
        old, new = function(before).values(), function(after)
        added = {number for number, line in new.items() if line not in old}
        assert added and highlighted(after, language) & new.keys() == added, after


def test_softmax_has_one_name():
    """But on page 04, where it is first computed by hand; what page 13 exchanges is wrong."""
    defined = {
        (program.stem[:2], node.name)
        for program in HERE.programs()
        for node in ast.walk(ast.parse(program.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and "softmax" in node.name and program.stem < "13"
    }
    assert {name for page, name in defined} == {"softmax", "by_softmax"}
    assert [page for page, name in defined if name == "by_softmax"] == ["04"]


RNG = np.random.default_rng(0)
QUERY, KEY, VALUE = RNG.normal(size=(3, 4)), RNG.normal(size=(5, 4)), RNG.normal(size=(5, 2))
MASK = causal_mask(3, 5, 2)


@pages
def test_its_results_are_those_of_the_toolkit(page):
    attend = names(page)["attend"]
    added = inspect.signature(attend).parameters.keys()
    scale = 1 if page < "05" else None
    expected = scaled_dot_product_attention(QUERY, KEY, VALUE, scale=scale)
    found = [attend(row, KEY, VALUE) for row in QUERY] if page < "03" else attend(QUERY, KEY, VALUE)
    assert_allclose(found, expected)
    for option, name in [({"scale": 0.3}, "scale"), ({"mask": MASK}, "attn_mask")]:
        if option.keys() <= added:
            expected = scaled_dot_product_attention(
                QUERY, KEY, VALUE, **dict(zip([name], option.values(), strict=True))
            )
            assert_allclose(attend(QUERY, KEY, VALUE, **option), expected)
    if page >= "08":
        leading = [np.stack([array, -array])[:, None] for array in (QUERY, KEY, VALUE)]
        assert_allclose(attend(*leading), scaled_dot_product_attention(*leading))


@pages
def test_its_results_are_those_of_the_page(page):
    """Each cell compares them itself, in words that end with True; and here, once more."""
    printed = sections(SNIPPETS[page].with_suffix(".out"))["so_far"].text
    assert printed.splitlines()[-1].endswith(": True") and "False" not in printed
    own = names(page)
    expected = {
        "02": "context_2",
        "03": "context",
        "05": "context",
        "07": "context",
        "08": "at_once",
        "09": "with_rope",
    }
    if name := expected.get(page[:2]):
        assert_allclose(own["so_far"], own[name])


def test_a_rotated_query_and_a_cache_give_what_the_toolkit_gives():
    attend = names("11-generation")["attend"]
    x = RNG.normal(size=(3, 6, 4))
    rotated = [rotary_embedding(each) for each in x[:2]]
    expected = scaled_dot_product_attention(*rotated, x[2], is_causal=True)
    past = KVCache()
    rows = [attend(*x[:, [t]], positions=[t], cache=past) for t in range(6)]
    assert_allclose(np.concatenate(rows), expected)


def test_the_gradients_of_page_12_are_of_this_function():
    attend = names("11-generation")["attend"]
    own = run_program(HERE.snippets / "12_learning.py").names
    grad_output, mask = RNG.normal(size=(3, 2)), MASK
    found = own["attention_backward"](grad_output, QUERY, KEY, VALUE, mask)
    for which, gradient in enumerate(found):
        for place in np.ndindex(gradient.shape):
            both = []
            for nudge in (1e-6, -1e-6):
                moved = [QUERY.copy(), KEY.copy(), VALUE.copy()]
                moved[which][place] += nudge
                both.append((attend(*moved, mask=mask) * grad_output).sum())
            assert_allclose(gradient[place], (both[0] - both[1]) / 2e-6, atol=1e-7)


def test_the_attention_of_page_14_is_this_function_in_heads(monkeypatch):
    attend = names("11-generation")["attend"]
    own = run_program(HERE.snippets / "14_real_model.py").names
    base = lambda x, positions: rotary_embedding(x, positions, base=100_000)  # noqa: E731
    monkeypatch.setitem(attend.__globals__, "rope", base)
    x, w, d_head = own["x_toy"], own["w_toy"], own["d_head"]
    query, key, value = (attention.split_heads(x @ w[n], w[n].shape[1] // d_head) for n in "qkv")
    shared = [np.repeat(each, 3, axis=0) for each in (key, value)]  # 3 query heads share 1
    context = attend(query, *shared, mask=causal_mask(6), positions=np.arange(6))
    found = own["attention_layer"](x, w)
    assert_allclose(found, context.swapaxes(0, 1).reshape(6, -1) @ w["out"])
