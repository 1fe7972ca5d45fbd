"""Kind g, the glossary, broken on purpose."""

import re

import lxml.html
import pytest

from lessonkit.checks.glossary import Term, banned_renderings, first_uses, pattern_of, terms, wrong_first_uses

QUERY = '<a href="../glossary/#query">{}</a>'


def wrong(language: str, *paragraphs: str) -> list[str]:
    """The terms whose first use in an article is wrong."""
    article = lxml.html.fragment_fromstring("".join(f"<p>{p}</p>" for p in paragraphs), create_parent="div")
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
        ("en", ["<code>query</code>, <strong>Query.</strong>"], ["query"]),
        ("en", ["<strong>Query.</strong> It asks."], []),  # a label stands for a heading
        ("en", ["<blockquote>query</blockquote>", '<span class="formula">query</span>', "<pre>query</pre>"], []),
        ("en", ["Masks, keyboards and subqueries."], []),
        ("en", ["attention scores"], ["attention score"]),  # not also "attention"
        ("en", ['<a href="../glossary/#attention-weight">attention weights</a>, the weights of attention'], []),
        ("en", ["the weights of a model"], ["weights"]),
        ("en", ["three axes"], ["axis"]),
        ("vi", ["Một query hỏi."], ["query"]),
        ("vi", [f"Một {QUERY.format('query')} hỏi."], ["query"]),  # without its gloss
        ("vi", [f"Một {QUERY.format('query (truy vấn)')} hỏi, query chờ."], []),
        ("vi", [f"{QUERY.format('Query (truy vấn)')} hỏi."], []),
        ("vi", ["tích vô hướng"], ["dot product"]),
        ("vi", ["<em>dot product</em>"], ["dot product"]),
        ("vi", ['<a href="../glossary/#dot-product">tích vô hướng</a>'], []),
        ("vi", ['<a href="../glossary/#context-vector">vector ngữ cảnh</a>'], ["context vector"]),
    ],
)
def test_the_first_use_of_a_term_leads_to_the_glossary_with_its_gloss(language, paragraphs, expected):
    assert wrong(language, *paragraphs) == expected


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
    faults = copy.faults(first_uses)
    assert faults[0].startswith(f"docs/en/01-tiny.md:{line}: [g]") and "write `[query](glossary.md#query)`" in faults[0]
    assert faults[1].startswith(f"docs/en/01-tiny.md:{line + 1}: [g]")
    assert any("write `[query (truy vấn)](glossary.md#query)`" in fault for fault in faults)


@pytest.mark.parametrize("rendering", [rendering for term in terms() for rendering in term.never])
def test_a_banned_rendering_is_named_with_its_line(copy, rendering):
    copy.append("docs/vi/01-tiny.md", f"\n{rendering.capitalize()} ở đây.\n")
    line = len((copy.project.docs("vi") / "01-tiny.md").read_text("utf-8").splitlines())
    fault = copy.faults(banned_renderings)[0]
    assert fault.startswith(f"docs/vi/01-tiny.md:{line}: [g]") and "must not appear" in fault
