"""Kind g, the glossary, broken on purpose."""

import re

import lxml.html
import pytest

from lessonkit.checks import glossary
from lessonkit.checks.glossary import Term, banned_renderings, first_uses, pattern_of, place_of, terms, wrong_first_uses
from lessonkit.checks.site import Page
from lessonkit.project import Project

QUERY = '<a href="../glossary/#query">{}</a>'


def wrong(language: str, *paragraphs: str) -> list[str]:
    """The terms whose first use in an article is wrong."""
    article = lxml.html.fragment_fromstring("\n".join(f"<p>{p}</p>" for p in paragraphs), create_parent="div")
    return [term.en for term, _ in wrong_first_uses(article, language)]


@pytest.mark.parametrize(
    ("language", "paragraphs", "expected"),
    [
        ("en", ["A query asks."], ["query"]),
        ("en", ["Queries ask."], ["query"]),
        ("en", [f"A {QUERY.format('query')} asks, and the query waits."], []),
        ("en", ["A query asks.", f"The {QUERY.format('query')} waits."], ["query"]),
        ("en", ['A <a href="../05/#query">query</a> asks.', f"A {QUERY.format('query')}."], []),  # a link elsewhere is no use
        ("en", [f"{QUERY.format('What asks')} is called a query."], []),
        ("en", ["A query asks.", "The query asks a key."], ["query", "key"]),  # what was met hides nothing after it
        ("en", ['<a href="../05/#query">query</a> asks, and the query waits.'], ["query"]),
        ("en", ['See <a href="../05/">page 5.</a>Queries ask.'], ["query"]),  # after a link is not within it
        ("en", ["<em>Here</em> a query asks."], ["query"]),
        ("en", ["<code>query</code>, <strong>Query.</strong>"], ["query"]),
        ("en", ["<strong>Query.</strong> It asks.", "<strong>Key:</strong> it answers."], []),  # a label stands for a heading
        ("en", ["<strong>Query</strong> means question."], ["query"]),
        ("en", ["This is a <strong>query.</strong>"], ["query"]),
        ("en", ["<blockquote>query</blockquote>", '<span class="formula">query</span>', "<pre>query</pre>"], []),
        ("en", ["Masks, keyboards and subqueries."], []),
        ("en", ["attention scores"], ["attention score"]),  # not also "attention"
        ("en", ["attention <code>w</code> score"], ["attention"]),  # code parts the words around it
        ("en", ['<a href="../glossary/#attention-weight">attention weights</a>, the weights of attention'], []),
        ("en", ["the weights of a model"], ["weights"]),
        ("en", ["a weight and a parameter of a model"], ["weights", "parameters"]),
        ("en", ["They say <em>tích vô hướng</em>."], []),  # an English page may quote Vietnamese
        ("en", ["three axes"], ["axis"]),
        ("vi", ["Một query hỏi."], ["query"]),
        ("vi", [f"Một {QUERY.format('query')} hỏi."], ["query"]),  # without its gloss
        ("vi", [f"Một {QUERY.format('query (truy vấn)')} hỏi, query chờ."], []),
        ("vi", [f"{QUERY.format('Query (truy vấn)')} hỏi."], []),
        ("vi", [f"{QUERY.format('<em>query</em> (truy vấn)')} hỏi."], []),
        ("vi", [f"{QUERY.format('<em>query (truy vấn)</em>')} hỏi."], []),
        ("vi", ["tích vô hướng"], ["dot product"]),
        ("vi", ["<em>dot product</em>"], ["dot product"]),
        ("vi", ['<a href="../glossary/#dot-product">tích vô hướng</a>'], []),
        ("vi", ['<a href="../glossary/#context-vector">vector ngữ cảnh</a>'], ["context vector"]),
    ],
)
def test_the_first_use_of_a_term_leads_to_the_glossary_with_its_gloss(language, paragraphs, expected):
    assert wrong(language, *paragraphs) == expected


@pytest.mark.parametrize("element", ["code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "figure", "summary", "blockquote"])
def test_elements_without_running_text_use_no_term(element):
    article = lxml.html.fragment_fromstring(f"<div><{element}>query</{element}>\n<p>A key answers.</p></div>")
    assert [term.en for term, _ in wrong_first_uses(article, "en")] == ["key"]


@pytest.mark.parametrize("name", ["formula", "formula-block", "admonition-title", "highlight"])
def test_formulas_cells_and_titles_use_no_term(name):
    assert wrong("en", f'<span class="other {name}">query</span> key <!-- value -->') == ["key"]


def test_a_gloss_may_have_capitals(monkeypatch):
    monkeypatch.setattr(glossary, "terms", lambda: (Term("query", "query (vector Q)"),))
    assert wrong("vi", QUERY.format("query (vector Q)")) == []


@pytest.mark.parametrize(("form", "matches"), [("key", "keys"), ("axis", "axes"), ("KV cache", "KV caches"), ("dot product", "dot-products")])
def test_plurals_and_hyphens_are_the_same_term(form, matches):
    assert re.fullmatch(pattern_of(form), matches)


def test_a_longer_term_brings_the_shorter_one_with_it():
    named = {term.en: term for term in terms()}
    assert named["weights"].is_part_of(named["attention weight"])
    assert named["head"].is_part_of(named["multi-head attention"])
    assert not named["attention weight"].is_part_of(named["weights"])
    assert Term("KV cache", "KV cache").anchor == "kv-cache"


def test_a_term_that_leads_nowhere_is_named_with_its_line(copy):
    for language in ("en", "vi"):
        (copy.project.docs(language) / "glossary.md").write_text("# Glossary { #glossary }\n\nquery { #query }\n:   asks\n", "utf-8")
        copy.append(f"docs/{language}/01-tiny.md", "\nA query,\nthen softmax.\n")
    line = (copy.project.docs("en") / "01-tiny.md").read_text("utf-8").splitlines().index("A query,") + 1
    query, softmax, vietnamese_query, vietnamese_softmax = copy.faults(first_uses)  # and none of the glossary itself
    assert query.startswith(f"docs/en/01-tiny.md:{line}: [g]") and "write `[query](glossary.md#query)`" in query
    assert softmax.startswith(f"docs/en/01-tiny.md:{line + 1}: [g]") and "write `[softmax](glossary.md#softmax)`" in softmax
    assert vietnamese_query.startswith("docs/vi/01-tiny.md:") and "write `[query (truy vấn)](glossary.md#query)`" in vietnamese_query
    assert vietnamese_softmax.startswith("docs/vi/01-tiny.md:") and "write `[softmax](glossary.md#softmax)`" in vietnamese_softmax


@pytest.mark.parametrize(
    "before",
    [
        "---\ntitle: Query\n---",
        "# Query",
        "``` text\nquery\n```",
        "    ``` text\n    query\n    ```",
        "`query` and $query$",
        "[It](other.md#query)",
        "![A query](figures/a.svg)",
        "> A query.",
        '??? note "Query"',
        "**Query.** It asks.",
    ],
)
def test_the_line_of_a_term_is_that_of_the_running_text(tmp_path, before):
    source = tmp_path / "docs" / "en" / "page.md"
    source.parent.mkdir(parents=True)
    source.write_text(f"{before}\n\nA query asks.\n", "utf-8")
    page = Page(Project(tmp_path), "en", source, tmp_path)
    assert place_of(page, Term("query", "query (truy vấn)")) == f"docs/en/page.md:{len(before.splitlines()) + 2}"


@pytest.mark.parametrize("rendering", [rendering for term in terms() for rendering in term.never])
def test_a_banned_rendering_is_named_with_its_line(copy, rendering):
    copy.append("docs/vi/01-tiny.md", f"\n{rendering.capitalize()} ở đây.\n")
    line = len((copy.project.docs("vi") / "01-tiny.md").read_text("utf-8").splitlines())
    fault = copy.faults(banned_renderings)[0]
    assert fault.startswith(f"docs/vi/01-tiny.md:{line}: [g]") and "must not appear" in fault


def test_a_banned_rendering_is_found_in_the_description_and_across_markup(copy):
    copy.edit("docs/vi/01-tiny.md", "description: ", "description: Tự ghi nhận. ")
    copy.append("docs/vi/index.md", "\nMã **thông** báo.\n")
    description, in_bold = copy.faults(banned_renderings)
    assert description.startswith("docs/vi/01-tiny.md:3: [g] 'tự ghi nhận' must not appear")
    assert in_bold.startswith("docs/vi/index.md: [g] 'mã thông báo' must not appear")
