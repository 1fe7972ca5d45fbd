"""reference: every claim the page makes, proved."""

import ast
import re

import attention
import numpy as np
import pytest

from lessonkit.checks.site import code_of, plain
from lessonkit.program import run_program
from lessonkit.project import HERE, LANGUAGES
from lessonkit.sections import sections

TOOLKIT = HERE.snippets / "attention.py"
PUBLIC = ["softmax", "causal_mask", "scaled_dot_product_attention", "multi_head_attention"]
ONE_NUMBER = {"one number", "một số"}


@pytest.fixture(params=LANGUAGES)
def shown(site, request):
    return site.page(request.param, "reference")


def test_the_file_stands_there_whole_each_section_once(shown):
    code = [
        code_of(block)
        for block in shown.blocks
        if block.xpath(".//*[starts-with(text(), 'attention.py: ')]")
    ]
    assert sorted(code) == sorted(
        section.text.strip("\n") for section in sections(TOOLKIT).values()
    )


def test_each_function_of_the_file_has_a_heading_of_its_name(shown):
    functions = [
        node.name
        for node in ast.parse(TOOLKIT.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
    ]
    headings = shown.article.xpath(".//h2/@id")
    assert (
        [name for name in functions if name in headings]
        == [name for name in headings if name in functions]
        == PUBLIC
    )


def test_each_function_says_what_it_takes_gives_raises_where_it_is_from_and_where_it_is_built(
    shown,
):
    words = {
        "en": ["takes", "gives", "raises", "source", "built on"],
        "vi": ["nhận", "trả", "báo lỗi", "nguồn", "xây ở"],
    }
    for name in PUBLIC:
        said = shown.article.xpath(f".//h2[@id='{name}']/following-sibling::dl[1]/dt")
        assert [plain(dt.text_content()) for dt in said] == words.get(
            shown.language, words["en"]
        ), name


def test_each_argument_of_a_function_is_named(shown):
    for name in PUBLIC:
        function = next(
            node
            for node in ast.parse(TOOLKIT.read_text("utf-8")).body
            if getattr(node, "name", "") == name
        )
        arguments = [a.arg for a in [*function.args.args, *function.args.kwonlyargs]]
        told = " ".join(
            code.text_content()
            for code in shown.article.xpath(f".//h2[@id='{name}']/following-sibling::dl[1]//code")
        )
        assert [a for a in arguments if not re.search(rf"\b{a}\b", told)] == [], name


def test_each_symbol_stands_in_a_formula_of_its_page_and_its_code_has_the_shape_told(shown, site):
    for row in shown.article.xpath(".//*[@id='symbols']/following::table[1]/tbody/tr"):
        symbols, codes, shape, _, page = row
        name = page.xpath(".//a/@href")[0].split("/")[1]
        formulas = "".join(
            annotation.text
            for annotation in site.page(shown.language, name).article.iter("annotation")
        )
        names = run_program(HERE.snippets / f"{name.replace('-', '_')}.py").names | {"i": 2, "j": 1}
        for symbol, code in zip(symbols.iter("annotation"), codes.iter("code"), strict=True):
            assert symbol.text in formulas, f"page {name} has no {symbol.text}"
            found = np.shape(eval(code.text_content(), names))
            told = ONE_NUMBER if found == () else {str(found)}
            assert plain(shape.text_content()) in told, f"{symbol.text} is {found} on page {name}"


def test_a_page_that_exists_is_linked_where_a_function_is_built(shown, site):
    there = {page.name[:2] for page in site.pages("en") if page.name[:2].isdigit()}
    for built in shown.article.xpath(".//dl/dd[last()]"):
        linked = {
            link.get("href").split("/")[1][:2]
            for link in built.iter("a")
            if "glossary" not in link.get("href")
        }
        named = set(re.findall(r"(?:page|trang) (\d\d)", built.text_content().lower()))
        assert linked == named & there, (
            f"{plain(built.text_content())!r} must lead to {named & there}"
        )


def test_the_first_token_of_a_formula_is_row_0_of_the_code():
    names = run_program(HERE.snippets / "02_one_query.py").names
    assert np.array_equal(names["query"], names["inputs"][2 - 1])


def test_where_all_scores_are_minus_infinity_all_weights_are_0():
    assert np.array_equal(attention.softmax(np.full(3, -np.inf)), np.zeros(3))


def test_softmax_runs_over_the_last_axis_unless_told():
    scores = np.arange(6.0).reshape(2, 3)
    assert np.array_equal(attention.softmax(scores), attention.softmax(scores, axis=1))


def test_the_mask_is_true_where_the_key_comes_no_later_and_counts_from_the_top_left():
    assert attention.causal_mask(2, 3).tolist() == [[True, False, False], [True, True, False]]
    assert attention.causal_mask(3).shape == (3, 3)


def test_a_boolean_mask_says_where_a_query_may_look_and_numbers_are_added():
    x, allowed = np.eye(2), np.array([[True, False], [True, True]])
    added = np.where(allowed, 0, -np.inf)
    output, weights = attention.scaled_dot_product_attention(
        x, x, x, attn_mask=allowed, return_weights=True
    )
    assert weights[0].tolist() == [1, 0]
    assert np.array_equal(output, attention.scaled_dot_product_attention(x, x, x, attn_mask=added))
    assert np.array_equal(output, attention.scaled_dot_product_attention(x, x, x, is_causal=True))


def test_the_scale_is_one_over_the_root_of_d_unless_told():
    x = np.arange(6.0).reshape(2, 3) / 10
    told = attention.scaled_dot_product_attention(x, x, x, scale=1 / np.sqrt(3))
    assert np.allclose(attention.scaled_dot_product_attention(x, x, x), told, rtol=1e-15)


def test_a_query_that_may_look_at_nothing_gets_zeros():
    x = np.ones((2, 3))
    nothing = np.zeros((2, 2), dtype=bool)
    assert not attention.scaled_dot_product_attention(x, x, x, attn_mask=nothing).any()


def test_fewer_heads_of_keys_and_values_are_repeated():
    query, key = np.ones((4, 2, 3)), np.arange(12.0).reshape(2, 2, 3)
    repeated = np.repeat(key, 2, axis=0)
    grouped = attention.scaled_dot_product_attention(query, key, key, enable_gqa=True)
    assert np.array_equal(
        grouped, attention.scaled_dot_product_attention(query, repeated, repeated)
    )


@pytest.mark.parametrize(
    ("error", "call"),
    [
        (ValueError, lambda x: attention.softmax(x, axis=2)),
        (TypeError, lambda x: attention.softmax(["a"])),
        (ValueError, lambda x: attention.causal_mask(-1)),
        (ValueError, lambda x: attention.causal_mask(1.5)),
        (ValueError, lambda x: attention.scaled_dot_product_attention(x, x[:, :1], x)),
        (
            ValueError,
            lambda x: attention.scaled_dot_product_attention(
                x, x, x, attn_mask=np.ones((2, 2), bool), is_causal=True
            ),
        ),
        (ValueError, lambda x: attention.scaled_dot_product_attention(x, x, x, dropout_p=-1)),
        (ValueError, lambda x: attention.scaled_dot_product_attention(x, x, x, dropout_p=1)),
        (TypeError, lambda x: attention.scaled_dot_product_attention(x, x, ["a"])),
        (
            TypeError,
            lambda x: attention.scaled_dot_product_attention(
                x, x, x, attn_mask=np.ones((2, 2), int)
            ),
        ),
        (TypeError, lambda x: attention.scaled_dot_product_attention(x, x, x, dropout_p=0.5)),
        (
            ValueError,
            lambda x: attention.multi_head_attention(x, *[np.ones((3, 4))] * 3, np.ones((3, 3)), 2),
        ),
        (
            ValueError,
            lambda x: attention.multi_head_attention(x, *[np.ones((3, 4))] * 3, np.eye(4), 3),
        ),
        (
            TypeError,
            lambda x: attention.multi_head_attention(x, *[np.ones((3, 4))] * 3, [["a"]], 2),
        ),
    ],
)
def test_what_does_not_fit_raises_what_the_page_says(error, call):
    with pytest.raises(error):
        call(np.ones((2, 3)))


def test_the_heads_stand_side_by_side_in_the_columns():
    x, weights = np.arange(6.0).reshape(2, 3) / 10, np.arange(12.0).reshape(3, 4) / 10
    both = attention.multi_head_attention(x, weights, weights, weights, np.eye(4), 2)
    for columns in (slice(0, 2), slice(2, 4)):
        one = x @ weights[:, columns]
        assert np.allclose(both[:, columns], attention.scaled_dot_product_attention(one, one, one))


@pytest.mark.parametrize(
    ("given", "back"), [("int64", "float64"), ("float16",) * 2, ("float32",) * 2, ("float64",) * 2]
)
def test_integers_count_as_float64_and_floats_stay_what_they_are(given, back):
    assert attention.softmax(np.ones(3, given)).dtype == back


def test_an_error_names_the_argument_its_shape_and_what_would_fit():
    with pytest.raises(ValueError, match=r"key \(2, 1\).*key must be \(…, T_k, 3\)"):
        attention.scaled_dot_product_attention(np.ones((2, 3)), np.ones((2, 1)), np.ones((2, 3)))


def test_the_toolkit_needs_numpy_and_nothing_else():
    imported = [
        alias.name
        for node in ast.walk(ast.parse(TOOLKIT.read_text("utf-8")))
        if isinstance(node, ast.Import)
        for alias in node.names
    ]
    assert imported == ["numpy"] and "from " not in re.findall(
        r"^\w+ ", TOOLKIT.read_text("utf-8"), re.M
    )
