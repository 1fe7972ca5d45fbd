"""NumPy for the browser: wherever a copy is from, its hash alone decides."""

import hashlib
import http.client
import subprocess
import zipfile

import pytest
from fontTools.ttLib import TTFont

from lessonkit import third_party
from lessonkit.fonts import GLYPHS

WHEEL, CONTENT = "numpy-for-the-browser.whl", b"the right bytes"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(autouse=True)
def nowhere(tmp_path, monkeypatch):
    """No cache, no folder, no network."""
    monkeypatch.setattr(third_party, "CACHE", tmp_path / "cache")
    monkeypatch.delenv("PYODIDE_WHEELS", raising=False)

    def refuse(*_, **__):
        raise OSError("no network")

    monkeypatch.setattr(third_party.urllib.request, "urlopen", refuse)
    monkeypatch.setattr(third_party.subprocess, "run", refuse)


def put(folder, content=CONTENT):
    folder.mkdir()
    (folder / WHEEL).write_bytes(content)
    return folder / WHEEL


def test_the_cache_is_asked_first(tmp_path):
    assert third_party.find_numpy(WHEEL, DIGEST) is None
    assert third_party.find_numpy(WHEEL, DIGEST) is None  # and nothing half is left there
    assert third_party.find_numpy(put(tmp_path / "cache").name, DIGEST) == tmp_path / "cache" / WHEEL


def test_a_folder_named_by_the_variable_is_asked(tmp_path, monkeypatch):
    wheel = put(tmp_path / "wheels")
    monkeypatch.setenv("PYODIDE_WHEELS", str(wheel.parent))
    assert third_party.find_numpy(WHEEL, DIGEST) == wheel


def test_a_copy_with_another_hash_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("PYODIDE_WHEELS", str(put(tmp_path / "wheels", b"wrong bytes").parent))
    put(tmp_path / "cache", b"wrong bytes, too")
    assert third_party.find_numpy(WHEEL, DIGEST) is None


def test_the_cdns_copy_is_kept_in_the_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(third_party, "download", lambda name, into: (into / name).write_bytes(CONTENT))
    assert third_party.find_numpy(WHEEL, DIGEST) == tmp_path / "cache" / WHEEL


@pytest.mark.parametrize("error", [http.client.IncompleteRead(b""), zipfile.BadZipFile("half of it"), ConnectionResetError()])
def test_a_download_that_breaks_off_is_told_and_the_next_source_asked(tmp_path, monkeypatch, capsys, error):
    def download(*_):
        raise error

    monkeypatch.setattr(third_party, "download", download)
    monkeypatch.setattr(third_party, "unpack_from_pypi", lambda name, into: (into / name).write_bytes(CONTENT))
    assert third_party.find_numpy(WHEEL, DIGEST) == tmp_path / "cache" / WHEEL
    assert "NumPy for the browser not had by download" in capsys.readouterr().out


def test_the_last_resort_is_the_wheel_inside_a_wheel(tmp_path, monkeypatch):
    def pip_download(command, **_):
        into = command[command.index("--dest") + 1]
        with zipfile.ZipFile(f"{into}/open_webui-0.12.4-py3-none-any.whl", "w") as outer:
            outer.writestr(f"{third_party.WHEEL_INSIDE[1]}/{WHEEL}", CONTENT)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(third_party.subprocess, "run", pip_download)
    assert third_party.find_numpy(WHEEL, DIGEST) == tmp_path / "cache" / WHEEL
    assert (tmp_path / "cache" / WHEEL).read_bytes() == CONTENT


def test_the_fonts_hold_what_formulas_may_hold():
    fonts = (third_party.LIB / "katex" / "fonts").glob("*.woff2")
    held = {chr(code) for font in fonts for code in TTFont(font).getBestCmap()}
    assert GLYPHS <= held, f"KaTeX has no {GLYPHS - held}; after a change of GLYPHS, `make` sets the fonts up again"
