"""`make serve` as a contributor has it. Among the browser tests since it builds the whole site once more."""

import socket
import subprocess
import sys
from urllib.request import urlopen

import pytest
from pages import address, no_trouble, watch
from searching import TABLE, led_astray, of_the_glossary

from lessonkit.project import HERE, LANGUAGES


@pytest.fixture(scope="module")
def port():
    """Of a server that has built the site and serves it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "lessonkit.serve", str(port)], cwd=HERE.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert any("Serving on" in line for line in server.stdout)
        yield port
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()


def test_serving_shows_both_languages_on_one_port(port):
    for path, language in (("", "en"), ("vi/", "vi"), ("vi/02-one-query/", "vi")):
        page = urlopen(f"http://127.0.0.1:{port}/{path}").read().decode()
        assert f'<html lang="{language}"' in page and "livereload" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_while_serving_too_every_query_leads_first_to_where_it_should(port, browser, language):
    root = f"http://127.0.0.1:{port}/{address(language, 'index')}"
    page = browser.new_page()
    watch(page, f"127.0.0.1:{port}")
    page.goto(root)
    assert led_astray(page, root, of_the_glossary() | TABLE[language]) == []
    page.close()
    no_trouble(page)
