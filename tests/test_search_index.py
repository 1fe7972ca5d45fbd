"""What the search looks through: plain text, names in code, the terms of the glossary."""

import json

import pytest

from lessonkit.checks.glossary import terms
from lessonkit.project import LANGUAGES
from lessonkit.search_index import names_in, plain, write_index

PAGES = [
    [
        "01-a/",
        "Why √d?",
        "<p>A <em>x</em><sup>2</sup>.</p>"
        " <pre><code>np.tril(a_1)  # one\nprint('two', a_1)</code></pre>",
    ],
    [
        "01-a/#b",
        "From <code>inf</code> to <code>nan</code>",
        "<ul> <li>1 &lt; 2</li> </ul> <pre><code>a_1 @ scores</code></pre>",
    ],
    ["02-c/", "C", "x"],
    ["glossary/", "Words", "All of them"],
    ["glossary/#from-english", "From English", "query the one that asks"],
    ["notebooks/", "A notebook", "all again"],
]
GLOSSARY = (
    '<dl>\n<dt id="query" lang="en">query</dt>\n<dd><strong lang="vi">query (truy vấn)</strong>.'
    ' The one <a href="../01-a/#b">that asks</a>, <a href="../02-c/#top">from inf</a>.'
    ' Also <strong>q</strong>.</dd>\n<dt class="section" id="nan">nan</dt>\n'
    '<dd><strong>nan</strong>. Page 01: <a href="../01-a/#b">from inf to nan</a>.</dd>\n</dl>'
)
TEX = '<annotation encoding="application/x-tex">{}</annotation>'
REFERENCE = (
    f"<tr><td>{TEX.format('W_q')}, {TEX.format('T')}</td>"
    f'<td><a href="../01-a/">01</a></td></tr><p>{TEX.format("W_k")}</p>'
)


@pytest.fixture
def written(tmp_path):
    for folder in ("search", "glossary", "reference"):
        (tmp_path / folder).mkdir()
    docs = [dict(zip(("location", "title", "text"), page, strict=True)) for page in PAGES]
    docs[1]["boost"] = 0.5
    (tmp_path / "search" / "search_index.json").write_text(
        json.dumps({"config": {"lang": ["en"]}, "docs": docs})
    )
    (tmp_path / "glossary" / "index.html").write_text(GLOSSARY)
    (tmp_path / "reference" / "index.html").write_text(REFERENCE)
    write_index(tmp_path)
    return [
        json.loads((tmp_path / "search" / name).read_text())
        for name in ("search_index.json", "sections.json")
    ]


def test_sections_are_plain_text_with_the_names_of_what_they_teach(written):
    """Names in code are listed once a page; a link to what is no section leads to its page."""
    stub, found = written
    assert stub == {"config": {"lang": ["en"]}, "docs": []}
    assert found == [
        {
            "location": "01-a/",
            "title": "Why √d?",
            "text": "A x2.",
            "names": ["Why sqrt d?", "W_q"],
            "code": "np.tril a_1 print",
        },
        {
            "location": "01-a/#b",
            "title": "From inf to nan",
            "text": "1 < 2",
            "names": ["query", "truy vấn", "q", "that asks", "nan"],
            "code": "scores",
            "boost": 0.5,
        },
        {
            "location": "02-c/",
            "title": "C",
            "text": "x",
            "names": ["query", "truy vấn", "q", "from inf"],
        },
        {"location": "glossary/", "title": "Words", "text": "All of them"},
        {
            "location": "glossary/#query",
            "title": "query",
            "text": "query (truy vấn). The one that asks, from inf. Also q.",
            "names": ["truy vấn", "q"],
        },
    ]


def test_a_site_without_a_glossary_has_an_index(tmp_path):
    (tmp_path / "search").mkdir()
    (tmp_path / "search" / "search_index.json").write_text('{"config": {}, "docs": []}')
    write_index(tmp_path)
    assert json.loads((tmp_path / "search" / "sections.json").read_text()) == []


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("x = np.random.default_rng(0).normal()", ["np.random.default_rng", "normal"]),
        ("for key in keys: return None", ["key", "keys"]),
        ('def f_1(a):\n    """Say "hello" here."""\n    return f"{a_2}" + \'it\\\'s\'', ["f_1"]),
        ("weights.sum(axis=-1)  # rows", ["weights", "sum", "axis"]),
        ("a &lt; mat_b", ["mat_b"]),
    ],
)
def test_names_are_those_that_somebody_would_look_up(code, names):
    assert names_in(code) == names


def test_formulas_leave_what_can_be_read():
    assert (
        plain(
            '<p>from <span class="katex"><math><mi>d</mi></math>'
            "<span>d</span>\u200b = <b>3</b></span></p>"
        )
        == "from d = 3"
    )


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
