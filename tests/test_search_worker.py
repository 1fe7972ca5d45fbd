"""The search's own rules, on sections made up for each, and whether the site answers learners.

What else readers type into the search of the real pages is in tests/browser/search.toml.
"""

import json
import re
import subprocess

import pytest

from lessonkit.node import NODE
from lessonkit.project import HERE, LANGUAGES

STATIC = HERE.web / "static"
# As Material's script does: sends the sections, then each query, and prints all answers. The
# connection is lost for the first `losses` of what the worker fetches.
ASKING = """{
const [folder, docs, queries, losses] = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const run = (name) =>
  require("vm").runInThisContext(require("fs").readFileSync(`${folder}/${name}`, "utf-8"));
const answers = [];
let send, asked = 0;
const json = async () => docs;
const line = (answer) => {
  if (asked++ < losses) throw new TypeError("Failed to fetch");
  return answer();
};
const worksAt = "http://site/static/search-worker.js?index=../sections.json";
const importScripts = (name) => line(() => run(name));
globalThis.self = { location: { href: worksAt }, importScripts };
globalThis.fetch = async ({ href }) =>
  line(() => href === "http://site/sections.json" && { ok: true, json });
globalThis.postMessage = (answer) => answers.push(answer);
globalThis.addEventListener = (_, listen) => {
  send = (type, data) => listen({ data: { type, data } });
};
run("search-worker.js");
(async () => {
  await send(0, {});
  for (const query of queries) await send(2, query).catch((error) => console.error(error));
  console.log(JSON.stringify(answers));
})();
}"""


def answers(sections: list[tuple], *queries: str, losses: int = 0) -> list[list[list[dict]]]:
    """What the worker finds for each query: pages of sections (place, title, text, …)."""
    docs = [
        dict(zip(("location", "title", "text"), section[:3], strict=True)) | dict(*section[3:])
        for section in sections
    ]
    return answers_from(docs, *queries, losses=losses)


def answers_from(docs: list[dict], *queries: str, losses: int = 0) -> list[list[list[dict]]]:
    """The same with sections as the site's index has them."""
    done = subprocess.run(
        [NODE, "-e", ASKING],
        input=json.dumps([str(STATIC), docs, queries, losses]),
        timeout=120,  # a worker that waits for nothing would keep Node for ever
        capture_output=True,
        text=True,
        check=True,
    )
    ready, *found = json.loads(done.stdout)
    assert ready == {"type": 1} and {answer["type"] for answer in found} <= {3}
    return [answer["data"]["items"] for answer in found]


def places(found: list[list[dict]]) -> list[str]:
    return [hit["location"] for page in found for hit in page if hit["score"]]


PAGE = ("a/", "A page", "Its first words.")
GLOSSARY = ("glossary/", "Words", "All of them.")


def test_the_glossary_says_first_what_a_term_is_however_often_another_section_uses_it():
    all_about = ("cache/#cache", "Cache", "cache " * 50, {"code": "cache"})
    term = ("glossary/#cache", "cache", "bộ đệm. What is kept.", {"names": ["bộ đệm"]})
    sections = [("cache/", "Cache", "cache"), all_about, GLOSSARY, term]
    for found in answers(
        sections, "cache", "Caches", "what is a cache?", "bộ đệm", "bo dem", "bộ đệm là gì?"
    ):
        assert places(found)[0] == "glossary/#cache"


TAUGHT = [
    ("a/#often", "A cache", "cache " * 50),
    ("b/#place", "Where", "It is here.", {"names": ["cache", "bộ nhớ đệm"]}),
    ("b/", "All of it", "It is here.", {"names": ["query"]}),
    ("c/#query", "The query", "query " * 50, {"names": ["query"]}),
    GLOSSARY,
    ("glossary/#cache", "cache", "What is kept."),
]


def test_a_name_leads_to_what_teaches_it_right_after_the_glossary_and_to_a_page_first():
    sections = [PAGE, ("c/", "C", "x"), *TAUGHT]
    found = answers(sections, "cache", "bo nho dem", "Queries")
    assert [places(each)[:2] for each in found] == [
        ["glossary/#cache", "b/#place"],
        ["b/#place"],
        ["b/", "c/#query"],
    ]


SPELLING = [
    PAGE,
    *((f"a/#{word}", word, "x") for word in ("softmax", "attention", "query", "transpose")),
    ("a/#note", "note", "tensor softmax 0.2379"),
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("softmx", "softmax"),  # missing
        ("SOFTMAXX", "softmax"),  # doubled
        ("saftmax", "softmax"),  # changed
        ("atention", "attention"),
        ("qurey", "query"),  # swapped
        ("trasnpose", "transpose"),
        ("sotmx", None),  # two are missing
        ("nota", None),  # a short word
        ("0.2378", None),  # a number
        ("softmxax", "softmax"),
    ],
)
def test_a_long_word_is_found_with_one_wrong_letter(typed, found):
    assert places(answers(SPELLING, typed)[0])[:1] == ([f"a/#{found}"] if found else [])


def test_a_word_that_is_found_is_not_taken_for_another():
    sections = [PAGE, ("a/#1", "One", "tenser"), ("a/#2", "Two", "tensor " * 50)]
    assert places(answers(sections, "tenser")[0]) == ["a/#1"]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("注意", "自己注意機構を計算する。"),
        ("機構", "自己注意機構を計算する。"),
        ("自己 計算", "自己注意機構を計算する。"),
        ("attention", "このattentionは重みの和です。"),
        ("キャッシュ", "KVキャッシュ"),
        ("ソフトマックス", "これがソフトマックスである"),
        ("词向量", "每个词向量都是三维的"),
        ("น้ำหนัก", "ผลรวมของน้ำหนักเท่ากับหนึ่ง"),
    ],
)
def test_a_word_is_found_inside_a_text_without_spaces(query, text):
    long = "前置き、 " + "前置き、" * 100 + text + "後書き。" * 100
    (found,) = answers([PAGE, ("a/#1", "One", text), ("a/#2", "Two", long)], query)
    assert sorted(places(found)) == ["a/#1", "a/#2"]
    for hit in (hit for page in found for hit in page if hit["score"]):
        assert "<mark>" in hit["text"] and len(hit["text"]) < 400


@pytest.mark.parametrize(("query", "text"), [("space", "subspace"), ("강", "각도"), ("か", "が")])
def test_other_letters_are_not_found(query, text):
    """Nor a word with letters before it, in a script with spaces."""
    assert answers([PAGE, ("a/#1", "One", text)], query) == [[]]


def test_a_word_that_says_little_need_not_be_there():
    """Though another section has it too; a rare word must be there."""
    rest = [(f"b/#{i}", "Other", "how to do it") for i in range(20)]
    masks = ("a/#1", "Mask a row", "causal"), ("a/#2", "X", "how to mask a row")
    sections = [PAGE, *masks, ("b/", "B", "x"), *rest]
    found = answers(sections, "how to mask a row", "causal mask")
    assert [sorted(places(each)) for each in found] == [["a/#1", "a/#2"], ["a/#1"]]


@pytest.mark.parametrize("query", ["tại sao chia cho căn", "tai sao chia cho can", "Tại sao chia"])
def test_both_words_for_why_are_the_same(query):
    sections = [PAGE, ("a/#1", "Vì sao", "chia cho căn"), ("a/#2", "X", "tại căn, cho chia, sao")]
    assert places(answers(sections, query)[0])[0] == "a/#1"


@pytest.mark.parametrize(
    "query", ["mask", "mask là gì?", "what is a mask", "mask ở đâu", "MASK O DAU?"]
)
def test_words_that_only_ask_are_not_looked_for(query):
    sections = [PAGE, ("a/#1", "Mask", "x"), ("a/#2", "Ở đâu là gì", "what is where, ở đâu mask")]
    assert places(answers(sections, query)[0])[0] == "a/#1"


@pytest.mark.parametrize("losses", [1, 2])
def test_the_next_query_is_answered_after_the_connection_was_lost(losses):
    found = answers([PAGE], *["page"] * (losses + 1), losses=losses)
    assert [places(each) for each in found] == [["a/"]]


HALF = {"boost": 0.5}
NAMES = [
    ("a/#1", "1", "np and tril"),
    ("a/#2", "2", "npxtril"),
    ("a/#3", "3", "", {"code": "np.tril"}),
]
ORDER = {
    "syllables in a row": (
        [PAGE, ("a/#1", "Tổ hợp lồi là gì?", "không bao giờ"), ("a/#2", "Vùng", "Đó là bao lồi")],
        {"bao loi": "21"},
    ),
    "short words are whole, but for the last": (
        [PAGE, ("a/#1", "Một", "vô hướng"), ("a/#2", "Hai", "vòng hướng")],
        {"vo huong": "1", "vo hu": "1", "vo": "12"},
    ),
    "diacritics count where they are typed": (
        [PAGE, ("a/#1", "Một", "đầu"), ("a/#2", "Hai", "dấu")],
        {"dấu": "21", "da\u0302\u0301u": "21", "DẤU": "21", "đầu": "12", "dau": "12"},
    ),
    "names with dots": ([PAGE, *NAMES], {"np.tril": "3"}),
    "what teaches before exercises": (
        [PAGE, *((f"a/#{anchor}", "A mask", "x") for anchor in ("exercise-1", "next", "other"))],
        {"mask": "other exercise-1 next"},
    ),
    "less worth": (
        [("b/", "B", "x"), ("b/#1", "A mask", "x", HALF), PAGE, ("a/#2", "A mask", "x")],
        {"mask": "21"},
    ),
}


@pytest.mark.parametrize("rule", ORDER)
def test_what_comes_before_what(rule):
    """What is wanted is the anchors, best first; spaces between them may be left out."""
    sections, wanted = ORDER[rule]
    found = answers(sections, *wanted)
    anchors = [[place.partition("#")[2] for place in places(each)] for each in found]
    assert ["".join(each) for each in anchors] == [
        order.replace(" ", "") for order in wanted.values()
    ]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("queries", "one query"),
        ("masks", "a mask"),
        ("scale", "it is scaled"),
        ("tril", "np.tril"),
        ("query", "all queries"),
        ("series", "a series"),
        ("lies", "it lies"),
        ("product", "dot_product"),
        ("key", "query·key"),
    ],
)
def test_a_word_is_found_in_its_other_forms(query, text):
    assert places(answers([PAGE, ("a/#1", "One", text)], query)[0]) == ["a/#1"]


def test_where_no_section_has_all_words_the_missing_ones_are_named():
    (page,) = answers([PAGE, ("a/#1", "Softmax", "x")], "softmax unicorn")[0]
    assert page[0]["terms"] == {"softmax": True, "unicorn": False}


def test_the_page_of_a_hit_is_with_it():
    (page,) = answers([PAGE, ("b/", "B", "x"), ("a/#1", "One", "mask")], "mask")[0]
    assert [(hit["location"], hit["score"] > 0) for hit in page] == [("a/#1", True), ("a/", False)]


def test_what_is_shown_is_text_with_marks_around_what_was_found():
    (page,) = answers([("a/", "A & <b>", "Đường < đi, đường & về")], "duong")[0]
    assert page[0]["title"] == "A &amp; &lt;b&gt;"
    assert page[0]["text"] == "<p><mark>Đường</mark> &lt; đi, <mark>đường</mark> &amp; về</p>"
    assert page[0]["terms"] == {"đường": True}


def test_a_name_that_only_code_has_is_shown_as_code():
    section = ("a/", "A", "Words.", {"code": "np.ones np.tril words"})
    one, two = [page[0]["text"] for (page,) in answers([section], "tril", "words")]
    assert one == "<p>Words. <code>np.<mark>tril</mark></code></p>"
    assert two == "<p><mark>Word</mark>s.</p>"


def test_of_a_long_text_the_part_is_shown_that_has_the_words_in_a_row():
    text = f"dot {'before ' * 100}a dot product here {'after ' * 100}".strip()
    (page,) = answers([("a/", "A", text)], "dot product")[0]
    shown = page[0]["text"]
    assert (
        "a <mark>dot</mark> <mark>product</mark> here" in shown
        and shown.startswith("<p>… before")
        and shown.endswith("after …</p>")
    )
    assert len(shown) < 300


def test_nothing_is_found_where_nothing_is():
    assert answers([PAGE], "", "…", "<>", "unicorn", "\\", "(") == [[]] * 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_learners_question_finds_its_answer_among_the_first_three(site, language):
    """Typed as its heading says it, and as the titles of the threads do in which it was asked."""
    page = site.page(language, "questions")
    index = HERE.site / ("" if language == "en" else language) / "search" / "sections.json"
    headings, right = page.article.xpath(".//h3"), {}
    for heading in headings:
        (answer,) = heading.xpath("following-sibling::p[1]")
        links = answer.xpath(".//a[starts-with(@href, '../')]/@href")
        titles = re.findall("“([^”]+)”", " ".join(answer.text_content().split()))
        for question in (re.sub(r"\s*¶$", "", heading.text_content()), *titles):
            places_of_it = {link.removeprefix("../") for link in links}
            right[question] = {f"questions/#{heading.get('id')}", *places_of_it}
    assert len(headings) >= 20
    found = answers_from(json.loads(index.read_text("utf-8")), *right)
    for (question, wanted), hits in zip(right.items(), found, strict=True):
        assert wanted & {*places(hits)[:3]}, f"“{question}” finds {places(hits)[:3]}"
