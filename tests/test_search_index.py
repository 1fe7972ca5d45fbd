"""What the search looks through: plain text, names in code, the terms of the glossary."""

import json

import lxml.html
import pytest

from lessonkit.checks.glossary import terms
from lessonkit.project import LANGUAGES
from lessonkit.search_index import names_in, text_of, write_index

PAGES = {
    "01-a/": "<h1 id='top'>Why √d?<a class='headerlink'>¶</a></h1><p>A <em>x</em><sup>2</sup>.</p>"
    "<pre><code>np.tril(a_1)  # one\nprint('two', a_1)</code></pre>"
    "<details><summary>Deeper</summary><h3 id='in'>Within</h3><p>It ends here.</p></details>"
    "<div class='output'><pre>9.9</pre></div><figure>A picture</figure><p>After it.</p>"
    "<h2 id='b'>From <code>inf</code> to <code>nan</code></h2>"
    "<ul><li>1 &lt; 2</li></ul> <pre><code>a_1 @ scores</code></pre>",
    "02-c/": "<h1 id='c'>C</h1>x",
    "glossary/": "<h1 id='g'>Words</h1>All of them<h2 id='from-english'>From English</h2>",
    "reference/": "<h1 id='r'>Reference</h1>",
}
GLOSSARY = (
    '<dl>\n<dt id="query" lang="en">query</dt>\n<dd><strong lang="vi">query (truy vấn)</strong>.'
    ' The one <a href="../01-a/#b">that asks</a>, <a href="../02-c/#top">from inf</a>.'
    ' Also <strong>q</strong>.</dd>\n<dt class="section" id="nan">nan</dt>\n'
    '<dd><strong>nan</strong>. Page 01: <a href="../01-a/#b">from inf to nan</a>.</dd>\n</dl>'
)
TEX = '<math><annotation encoding="application/x-tex">{}</annotation></math>'
REFERENCE = (
    f"<tr><td>{TEX.format('W_q')}, {TEX.format('T')}</td>"
    f'<td><a href="../01-a/">01</a></td></tr><p>{TEX.format("W_k")}</p>'
)


EMPTY = {"config": {"lang": ["en"]}, "docs": []}


def written(folder, pages, stub=EMPTY):
    """What `write_index` makes of these pages."""
    (folder / "search").mkdir()
    (folder / "search" / "search_index.json").write_text(json.dumps(stub))
    for place, text in pages.items():
        (folder / place).mkdir()
        page = f'<html><body><p>No</p><div class="page">{text}</div></body></html>'
        (folder / place / "index.html").write_text(page)
    write_index(folder, dict.fromkeys(pages) | ({"02-c/": 0.5} if "02-c/" in pages else {}))
    return json.loads((folder / "search" / "sections.json").read_text())


def test_sections_are_plain_text_with_the_names_of_what_they_teach(tmp_path):
    """Names in code are listed once a page; a link to what is no section leads to its page."""
    pages = PAGES | {"glossary/": PAGES["glossary/"] + GLOSSARY}
    found = written(tmp_path, pages | {"reference/": PAGES["reference/"] + REFERENCE})
    assert found == [
        {
            "location": "01-a/",
            "title": "Why √d?",
            "text": "A x2. Deeper After it.",
            "names": ["Why sqrt d?", "W_q"],
            "code": "np.tril a_1 print",
        },
        {"location": "01-a/#in", "title": "Within", "text": "It ends here."},
        {
            "location": "01-a/#b",
            "title": "From inf to nan",
            "text": "1 < 2",
            "names": ["query", "truy vấn", "q", "that asks", "nan"],
            "code": "scores",
        },
        {
            "location": "02-c/",
            "title": "C",
            "text": "x",
            "names": ["query", "truy vấn", "q", "from inf"],
            "boost": 0.5,
        },
        {"location": "glossary/", "title": "Words", "text": "All of them"},
        {"location": "reference/", "title": "Reference", "text": ", 01"},
        {
            "location": "glossary/#query",
            "title": "query",
            "text": "query (truy vấn). The one that asks, from inf. Also q.",
            "names": ["truy vấn", "q"],
        },
    ]


def test_a_site_without_a_glossary_has_an_index(tmp_path):
    assert [part["title"] for part in written(tmp_path, {"02-c/": PAGES["02-c/"]})] == ["C"]


def test_an_index_that_material_makes_besides_stops_the_build(tmp_path):
    with pytest.raises(RuntimeError, match="correct on_page_markdown in lessonkit/hooks.py"):
        written(tmp_path, PAGES, EMPTY | {"docs": [{"location": "01-a/"}]})


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("x = np.random.default_rng(0).normal()", ["np.random.default_rng", "normal"]),
        ("for key in keys: return None", ["key", "keys"]),
        ('def f_1(a):\n    """Say "hello" here."""\n    return f"{a_2}" + \'it\\\'s\'', ["f_1"]),
        ("weights.sum(axis=-1)  # rows", ["weights", "sum", "axis"]),
        ("a < mat_b", ["mat_b"]),
    ],
)
def test_names_are_those_that_somebody_would_look_up(code, names):
    assert names_in(code) == names


def test_formulas_leave_what_can_be_read():
    formula = '<span class="katex"><math><mi>d</mi></math><span>d</span>\u200b = <b>3</b></span>'
    assert text_of(lxml.html.fromstring(f"<p>from {formula}</p>")) == "from d = 3"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_built_index_has_all_terms_and_neither_output_nor_checks_nor_titles_of_cells(
    site, language
):
    root = site.project.site if language == "en" else site.project.site / language
    docs = {
        doc["location"]: doc
        for doc in json.loads((root / "search" / "sections.json").read_text("utf-8"))
    }
    for term in terms():
        entry = docs[f"glossary/#{term.anchor}"]
        assert entry["title"] == term.en
        assert f"{term.use}." in entry["text"] or language not in ("en", "vi")
    assert "np.tril" in docs["07-causal-mask/#mask"]["code"].split()
    everything = json.dumps(list(docs.values()), ensure_ascii=False)
    for unwanted in (
        "<code>",
        "&lt;",
        "os.environ",
        "stable softmax Shape",
        "\u200b",
        "by sum softmax",
    ):
        assert unwanted not in everything
    assert not any(location.startswith("notebooks/") for location in docs)
