"""`make serve` as a contributor has it. Among the browser tests since it builds the whole site once more."""

import time
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from pages import address, no_trouble, watch
from searching import TABLE, led_astray, of_the_glossary
from serving import copied, serving

from lessonkit.project import LANGUAGES


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return copied(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def url(folder):
    with serving(folder) as url:
        yield url


def shown(url: str) -> str:
    return urlopen(url).read().decode()


def put(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old), f"{path} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_serving_shows_both_languages_on_one_port(url):
    for path, language in (("", "en"), ("vi/", "vi"), ("vi/02-one-query/", "vi")):
        page = shown(url + path)
        assert f'<html lang="{language}"' in page and "livereload" in page


def test_a_save_shows_by_itself_in_the_page_that_is_open_and_the_other_language_stays(
    folder, url, browser
):
    page = browser.new_page()
    page.set_default_timeout(
        120_000
    )  # a busy machine builds slowly, and how long it takes is the bench's to say
    for path, other, language in (
        ("vi/02-one-query/", "02-one-query/", "vi"),
        ("02-one-query/", "vi/02-one-query/", "en"),
    ):
        page.goto(url + path)
        put(
            folder / "docs" / language / "02-one-query.md",
            "\n## ",
            "\nA word that was saved now.\n\n## ",
        )
        page.get_by_text("A word that was saved now.").wait_for()
        assert 'id="goes-wrong"' in shown(url + other)
    page.close()


def test_code_that_was_saved_shows_in_both_languages(folder, url):
    put(folder / "snippets" / "02_one_query.py", "hand_tokens = ", "saved_now = ")
    until = time.monotonic() + 120
    while "saved_now" not in shown(url + "02-one-query/"):
        assert time.monotonic() < until, "the save was not seen"
        time.sleep(0.1)
    assert "saved_now" in shown(url + "vi/02-one-query/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_while_serving_too_every_query_leads_first_to_where_it_should(url, browser, language):
    root = url + address(language, "index")
    page = browser.new_page()
    watch(page, urlsplit(url).netloc)
    page.goto(root)
    assert led_astray(page, root, of_the_glossary() | TABLE[language]) == []
    page.close()
    no_trouble(page)
