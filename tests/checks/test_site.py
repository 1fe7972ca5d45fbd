"""The built site as the checks see it."""

import os

import lxml.html
import pytest

from lessonkit.checks import site
from lessonkit.checks.site import Fault, Page, Site
from lessonkit.project import Project


@pytest.fixture
def built(tmp_path) -> Project:
    """A project of two pages in each language, as if built."""
    project = Project(tmp_path)
    for name in ("index", "more/02-new"):
        for language in ("en", "vi"):
            source = project.docs(language) / f"{name}.md"
            source.parent.mkdir(parents=True, exist_ok=True)
            source.write_text("# A page\n• Of words.\n", "utf-8")
    for address in (".", "more/02-new", "vi", "vi/more/02-new"):
        html = project.site / address / "index.html"
        html.parent.mkdir(parents=True, exist_ok=True)
        html.write_text(f"<html><body><nav>Around</nav><div class='page'>{address}</div></body></html>", "utf-8")
    return project


def page_of(project: Project, article: str) -> Page:
    html = project.site / "index.html"
    around = "<pre>around</pre><div class='md-page'>Around</div>"
    html.write_text(f"<html><body>{around}<div class='a page'>{article}</div></body></html>", "utf-8")
    return Page(project, "en", project.docs("en") / "index.md", html)


def test_a_fault_says_place_kind_and_what_to_do():
    assert str(Fault("h", "docs/en/index.md:3", "mend it")) == "docs/en/index.md:3: [h] mend it"


def test_a_page_is_written_in_its_language_and_one_that_is_a_link_in_english(built):
    page = built.docs("vi") / "index.md"
    assert Site(built).page("vi", "index").written_in == "vi"
    page.unlink()
    page.symlink_to("../en/index.md")
    assert Site(built).page("vi", "index").written_in == "en"


def test_a_class_is_one_whole_word():
    classes = ["page", "a\tpage\nb", "pages", "md-page", ""]
    tree = lxml.html.fromstring("<p>" + "".join(f"<i class='{name}'>{number}</i>" for number, name in enumerate(classes, 1)) + "</p>")
    assert [element.text for element in tree.xpath(f"//*[{site.has_class('page')}]")] == ["1", "2"]


def test_the_text_of_an_element_is_that_of_all_within():
    assert site.text_of(lxml.html.fromstring("<p>one <b>two</b><br> three</p>")) == "one two three"


def test_plain_text_has_single_blanks():
    assert site.plain(" \n one\t two\n\nthree\u00a0four ") == "one two three four"


def test_a_page_built_anew_is_read_anew(built):
    html = built.site / "index.html"
    before = site.tree(html)
    assert site.tree(html) is before
    html.write_text("<p>new</p>", "utf-8")
    os.utime(html, ns=(1, 1))
    assert site.text_of(site.tree(html)) == "new"


def test_the_article_is_what_the_author_wrote(built):
    assert site.text_of(page_of(built, "<p>Words</p>").article) == "Words"


@pytest.mark.parametrize(("html", "blocks"), [
    ("<div class='language-python highlight'><pre>1</pre></div><pre>2</pre>", ["div", "pre"]),
    ("<samp>1</samp><xmp>2</xmp><textarea>3</textarea><code>4</code><div>5</div>", ["samp", "xmp", "textarea"]),
    ("<div class='highlights'><pre>1</pre></div>", ["pre"]),
])  # fmt: skip
def test_every_block_of_code_is_found_once(built, html, blocks):
    assert [block.tag for block in page_of(built, html).blocks] == blocks


@pytest.mark.parametrize("html", ["<div><span>title</span><pre>\n\n<code><i>a</i>\n  b\n</code></pre></div>", "<pre>\na\n  b\n\n</pre>"])
def test_the_code_of_a_block_is_what_a_reader_copies(html):
    assert site.code_of(lxml.html.fromstring(html)) == "a\n  b"


def test_a_page_has_a_name_a_snippet_and_places_in_its_source(built):
    page = Site(built).page("vi", "more/02-new")
    assert page.name == "more/02-new"
    assert page.program == built.snippets / "more" / "02_new.py"
    assert page.place() == "docs/vi/more/02-new.md"
    assert page.place("Of words.") == "docs/vi/more/02-new.md:2"


def test_the_pages_of_a_site_are_those_of_the_languages_asked_for(built):
    pages = Site(built).pages
    assert [site.text_of(page.article) for page in pages()] == [".", "more/02-new", "vi", "vi/more/02-new"]
    assert [site.text_of(page.article) for page in pages("vi")] == ["vi", "vi/more/02-new"]
    assert [page.language for page in pages("en", "vi")] == ["en", "en", "vi", "vi"]


def test_a_page_that_is_not_built_is_none(built):
    (built.docs("en") / "03-later.md").write_text("# Later\n", "utf-8")
    assert Site(built).page("en", "03-later") is None
    assert len(Site(built).pages("en")) == 2
