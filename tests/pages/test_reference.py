"""reference: the whole file, each function with its arguments and its page, each symbol."""

import ast
import re

import attention
import numpy as np
import pytest

from lessonkit.checks.site import code_of, plain
from lessonkit.program import run_program
from lessonkit.project import HERE, LANGUAGES
from lessonkit.sections import outside, sections

TOOLKIT = HERE.snippets / "attention.py"
METHODS = {"KVCache": "kv_cache"}  # a class is described by its only method, under this id


def arguments(node):
    """The arguments of a function, or of the only method of a class."""
    method = node.body[-1] if isinstance(node, ast.ClassDef) else node
    return [a.arg for a in [*method.args.args, *method.args.kwonlyargs] if a.arg != "self"]


FUNCTIONS = {
    METHODS.get(node.name, node.name): arguments(node)
    for node in ast.parse(TOOLKIT.read_text("utf-8")).body
    if isinstance(node, ast.FunctionDef | ast.ClassDef)
}
PUBLIC = [
    "softmax",
    "causal_mask",
    "scaled_dot_product_attention",
    "multi_head_attention",
    "rotary_embedding",
    "tiled_attention",
    "kv_cache",
    "attention_backward",
]
LABELS = {
    "en": ["takes", "returns", "raises", "source", "built on"],
    "vi": ["nhận", "trả về", "báo lỗi", "nguồn", "xây dựng ở"],
}
ONE_NUMBER = {"en": "one number", "vi": "một số"}


@pytest.fixture(params=LANGUAGES)
def shown(site, request):
    return site.page(request.param, "reference")


def description(shown, name):
    """The list that describes a function: what it takes, returns and raises."""
    return shown.article.xpath(f".//h2[@id='{name}']/following-sibling::dl[1]")[0]


def test_the_whole_file_is_shown_and_bare_attention_comes_first(shown):
    blocks = [
        code_of(block)
        for block in shown.blocks
        if block.xpath(".//*[starts-with(text(), 'attention.py: ')]")
    ]
    parts = {name: section.text.strip("\n") for name, section in sections(TOOLKIT).items()}
    assert blocks[0] == parts["bare_attention"]
    assert sorted(blocks) == sorted(parts.values())
    assert not [*outside(TOOLKIT)]


def test_functions_are_headings_in_the_order_of_the_file(shown):
    headings = [name for name in shown.article.xpath(".//h2/@id") if name in FUNCTIONS]
    assert headings == ["bare_attention", *PUBLIC]
    assert [name for name in FUNCTIONS if name in headings] == headings


@pytest.mark.parametrize("name", PUBLIC)
def test_a_function_is_described_with_each_argument_and_shape(shown, name):
    said = description(shown, name)
    labels = [plain(dt.text_content()) for dt in said.iter("dt")]
    first = [plain(dt.text_content()) for dt in description(shown, PUBLIC[0]).iter("dt")]
    assert labels == LABELS.get(shown.language, first) and len(labels) == len(LABELS["en"])
    codes = " ".join(code.text_content() for code in said.iter("code"))
    assert [a for a in FUNCTIONS[name] if not re.search(rf"\b{a}\b", codes)] == []
    returned = plain(said.xpath("string(./dt[2]/following-sibling::dd[1])"))
    assert "shape" in returned or re.search(r"\(…, T\w*, \w+\)", returned)


@pytest.mark.parametrize("name", PUBLIC)
def test_a_function_links_each_page_on_which_it_is_built(shown, name):
    built = description(shown, name).xpath("./dd[last()]")[0]
    named = re.findall(r"(?<!\d)\d\d(?!\d)", plain(built.text_content()))
    linked = re.findall(r"\.\./(\d\d)-", " ".join(built.xpath(".//a/@href")))
    assert named and linked == named


def test_each_symbol_is_in_a_formula_and_its_code_has_the_shape(shown, site):
    for row in shown.article.xpath(".//*[@id='symbols']/following::table[1]/tbody/tr"):
        symbols, codes, shape, _, page = row
        name = page.xpath(".//a/@href")[0].split("/")[1]
        annotations = site.page(shown.language, name).article.iter("annotation")
        formulas = "".join(annotation.text for annotation in annotations)
        names = run_program(HERE.snippets / f"{name.replace('-', '_')}.py").names | {"j": 1}
        for symbol, code in zip(symbols.iter("annotation"), codes.iter("code"), strict=True):
            assert symbol.text in formulas, f"page {name} has no {symbol.text}"
            found = np.shape(eval(code.text_content(), names))
            said = plain(shape.text_content())
            right = ONE_NUMBER.get(shown.language, said) if found == () else str(found)
            assert said == right, f"{symbol.text} is {found} on page {name}"


def test_bare_attention_is_nan_where_the_toolkit_gives_zeros():
    x, nothing = np.ones((2, 3)), np.zeros((2, 2), dtype=bool)
    with np.errstate(invalid="ignore"):
        assert np.isnan(attention.bare_attention(x, x, x, nothing)).all()
    assert not attention.scaled_dot_product_attention(x, x, x, attn_mask=nothing).any()


def test_the_first_token_of_the_example_does_not_change():
    x = run_program(HERE.snippets / "use_attention.py").names["x"]
    result = attention.scaled_dot_product_attention(x, x, x, is_causal=True)
    assert np.array_equal(result[0], x[0])
