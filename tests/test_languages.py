"""A screen reader is told which words are of the other language: which these are, and how a page says so."""

import re

import pytest

from lessonkit.languages import foreign, is_english, is_vietnamese, with_languages
from lessonkit.project import HERE, LANGUAGES

VIETNAMESE = "cho hai trong chia theo trang sao ma nhau khi hay sai bao con sau thay lai trung che so xem cao qua chung ghi sang tham kia vai dung truy song quanh xong quy gian danh quay khung sinh kho giao minh thanh loi khoan xung khoa tin duy nghi huynh khuya yeu nguyen thuong luon toan xoan"
ENGLISH = "token head key attention vector query softmax value shape mask cell cat sat mat one step dropout axis batch context float red dot product scaled cache map scale logit gradient chain rule two of and it at shift rank cost split loop row test issue from hull the on by sum nan True float32 journey's"


def pieces(text, belongs=is_english):
    return [text[start:end] for start, end in foreign(text, belongs)]


def test_a_syllable_that_vietnamese_can_have_is_vietnamese_and_another_word_english():
    assert [word for word in VIETNAMESE.split() if is_english(word)] == []
    assert [word for word in ENGLISH.split() if not is_english(word)] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("token cho head", ["token", "head"]),
        ("Trong self-attention, mỗi token là một vector", ["self-attention", "token", "vector"]),
        ("cuốn Build a Large\nLanguage Model (From Scratch) của", ["Build a Large\nLanguage Model", "From Scratch"]),
        ("The cat sat on the mat", ["The cat sat on the mat"]),
        ("in token ra, in ra token", ["token", "token"]),
        ("np.tril và d_k, x, T &amp; cosin", ["np.tril"]),
        ("trọng số attention. Softmax", ["attention", "Softmax"]),
    ],
)
def test_english_in_vietnamese(text, found):
    assert pieces(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the cơ chế chú ý, and tích vô hướng có chia tỉ lệ in khóa", ["cơ chế chú ý", "tích vô hướng có chia tỉ lệ", "khóa"]),
        ("keyᵀ, d², ω and naive words", []),
    ],
)
def test_vietnamese_in_english(text, found):
    assert pieces(text, is_vietnamese) == found


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<p>Mỗi token là</p>", '<p>Mỗi <span lang="en">token</span> là</p>'),
        ("<p>Mỗi <em>token</em> là</p>", '<p>Mỗi <em lang="en">token</em> là</p>'),
        ('<a title="a > b">exercise 1</a>', '<a title="a > b" lang="en">exercise 1</a>'),
        ("<p>Mỗi <br>token</p>", '<p>Mỗi <br><span lang="en">token</span></p>'),
        ('<dt lang="en">token <i>one</i></dt><p>là token</p>', '<dt lang="en">token <i>one</i></dt><p>là <span lang="en">token</span></p>'),
        ("<pre><code>print(x)</code></pre>", '<pre lang="en"><code>print(x)</code></pre>'),
        ("<pre><code>Đúng: token là số của bạn</code></pre>", "<pre><code>Đúng: token là số của bạn</code></pre>"),
        ("<p>là <code>exp(x)</code>, <code>(3, 2)</code></p>", '<p>là <code lang="en">exp(x)</code>, <code>(3, 2)</code></p>'),
        ('<span class="katex"><i>softmax</i></span><data>one</data><svg><text>one</text></svg><p hidden>one</p>', None),
        ("<p>là $\\omega$, token</p><!-- one -->", None),
    ],
)
def test_the_element_says_it_or_a_span_where_it_holds_more(inside, said):
    page = '<!doctype html><html class="no-js" lang="vi"><head><title>token</title></head><body class="one">{}</body></html>'
    assert with_languages(page.format(inside)) == page.format(said or inside)


def test_english_pages_say_what_is_vietnamese_and_those_of_a_third_language_nothing():
    page = '<html lang="{}"><body><p>say <b>tham số</b> or trung bình</p></body></html>'
    assert with_languages(page.format("en")) == page.format("en").replace("<b>", '<b lang="vi">').replace("bình", '<span lang="vi">bình</span>')
    assert with_languages(page.format("fr")) == page.format("fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_built_page_says_it(site, language):
    """Every word with a mark on English pages; on Vietnamese ones those that each page is about."""
    for page in site.pages(language):
        text = re.sub(r"<(pre|code)\b.*?</\1>", "", page.html.read_text("utf-8").partition("<body")[2], flags=re.S)
        assert with_languages(f'<html lang="{language}"><body{text}').count("<span lang") == text.count("<span lang"), page.place()
        said = [element.text for element in page.tree.xpath(f"//body//*[@lang='{'vi' if language == 'en' else 'en'}']")]
        assert len(said) > (0 if language == "en" else 20), page.place()
    assert "lang=" in (HERE.site / "vi" / "index.html").read_text("utf-8")
