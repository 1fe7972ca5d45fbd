"""index: every claim the page makes, proved."""

import ast
import re

import numpy as np
import pytest

from lessonkit.checks.site import plain
from lessonkit.program import run_program
from lessonkit.project import HERE, LANGUAGES
from lessonkit.sections import sections

every_language = pytest.mark.parametrize("language", LANGUAGES)


def rows_of_the_map(site, language) -> list[tuple[str, str, str, str]]:
    """Number, question, address and time of each page on the map."""
    rows = site.page(language, "index").article.xpath(
        ".//*[@id='pages']/following::table[1]/tbody/tr"
    )
    return [
        (
            plain(n.text_content()),
            plain(q.text_content()),
            q.xpath("string(.//a/@href)"),
            plain(t.text_content()),
        )
        for n, q, t in rows
    ]


@every_language
def test_the_map_has_every_page_of_the_lesson_in_order_with_its_own_question(site, language):
    lesson = [page for page in site.pages(language) if page.name[:2].isdigit()]
    titles = [
        (
            page.name[:2],
            re.search(r"^title: (.*)$", page.source.read_text("utf-8"), re.M)[1],
            f"{page.name}/",
        )
        for page in lesson
    ]
    assert [row[:3] for row in rows_of_the_map(site, language)] == titles


@every_language
def test_the_map_gives_each_page_the_time_that_the_page_itself_gives(site, language):
    for _, _, address, time in rows_of_the_map(site, language):
        told = site.page(language, address.rstrip("/")).article.xpath(
            "string(.//*[@class='reading-time'])"
        )
        assert re.findall(r"\d+", time) == re.findall(r"\d+", told) != []


def test_no_time_is_typed():
    for language in LANGUAGES:
        assert not re.search(
            r"\d+ (min|phút)", (HERE.docs(language) / "index.md").read_text("utf-8")
        )


def test_a_whole_sentence_takes_three_lines():
    code = sections(HERE.snippets / "03_all_tokens.py")["self_attention"].text
    function = next(node for node in ast.parse(code).body if isinstance(node, ast.FunctionDef))
    assert len(function.body) == 3 and [argument.arg for argument in function.args.args] == ["x"]


def test_journey_asks_until_the_reader_changes_it(page):
    assert page["tokens"][page["asks"]] == "journey"


def test_another_token_may_ask(page):
    assert len({tuple(np.round(row, 4)) for row in page["weights"]}) == len(page["tokens"]) == 6


def test_the_cell_and_page_02_agree(page):
    names = run_program(HERE.snippets / "02_one_query.py").names
    assert page["tokens"] == names["tokens"] and np.array_equal(page["inputs"], names["inputs"])
    assert np.allclose(page["weights"][1], names["weights_2"]) and np.allclose(
        page["context"][1], names["context_2"]
    )


def test_in_the_picture_each_gives_out_the_same_but_not_each_gets_the_same(page):
    sums = page["weights"].sum(axis=0)
    assert np.allclose(page["weights"].sum(axis=1), 1)
    assert page["tokens"][sums.argmax()] == "journey" and page["tokens"][sums.argmin()] == "one"


@every_language
def test_the_button_is_called_as_the_page_calls_it(site, language):
    words = (HERE.docs("en") / "static" / "cell" / f"words.{language}.mjs").read_text("utf-8")
    label = re.search(r'"copy-all": "([^"]+)"', words)[1]
    assert label in [
        plain(em.text_content()) for em in site.page(language, "index").article.iter("em")
    ]


@every_language
def test_the_sources_are_credited(site, language):
    credits = [
        plain(p.text_content())
        for p in site.page(language, "index").article.xpath(
            ".//*[@id='credits']/following-sibling::p"
        )
    ]
    for name in [
        "tyanfarm",
        "3. Coding Attention Mechanisms",
        "Raschka",
        "Build a Large Language Model (From Scratch)",
        "NumPy",
        "Pyodide",
        "KaTeX",
        "Material for MkDocs",
    ]:
        assert any(name in paragraph for paragraph in credits), name
