"""NumPy for the browser: wherever a copy is from, its hash alone decides."""

import hashlib
import http.client
import io
import json
import re
import subprocess
import zipfile

import pytest

from lessonkit import third_party
from lessonkit.build import over_the_line
from lessonkit.project import HERE, LANGUAGES

WHEEL, CONTENT = "numpy-for-the-browser.whl", b"the right bytes"
DIGEST = hashlib.sha256(CONTENT).hexdigest()
LARGE = ("pyodide.asm.wasm", "python_stdlib.zip", "numpy-")


@pytest.fixture(autouse=True)
def nowhere(tmp_path, monkeypatch):
    """No cache, no folder, no network."""
    monkeypatch.setattr(third_party, "CACHE", tmp_path / "cache")
    monkeypatch.delenv("PYODIDE_WHEELS", raising=False)
    monkeypatch.delenv("REPO_URL", raising=False)

    def refuse(*_, **__):
        raise OSError("no network")

    monkeypatch.setattr(third_party.urllib.request, "urlopen", refuse)
    monkeypatch.setattr(third_party.subprocess, "run", refuse)


def put(folder, content=CONTENT):
    folder.mkdir()
    (folder / WHEEL).write_bytes(content)


def found():
    return third_party.find_numpy(WHEEL, DIGEST)


def test_without_any_copy_there_is_none():
    assert found() is None


def test_a_copy_in_a_named_folder_is_taken_and_cached(tmp_path, monkeypatch):
    put(tmp_path / "wheels")
    monkeypatch.setenv("PYODIDE_WHEELS", str(tmp_path / "wheels"))
    assert found() == CONTENT
    monkeypatch.delenv("PYODIDE_WHEELS")
    assert found() == CONTENT


def test_a_copy_with_another_hash_is_refused(tmp_path, monkeypatch):
    put(tmp_path / "wheels", b"wrong bytes")
    put(tmp_path / "cache", b"wrong bytes, too")
    monkeypatch.setenv("PYODIDE_WHEELS", str(tmp_path / "wheels"))
    assert found() is None


def test_a_cache_that_cannot_be_written_loses_nothing(tmp_path, monkeypatch):
    put(tmp_path / "wheels")
    monkeypatch.setenv("PYODIDE_WHEELS", str(tmp_path / "wheels"))
    (tmp_path / "cache").write_text("a file where the folder would be")
    assert found() == CONTENT


@pytest.mark.parametrize("error", [http.client.IncompleteRead(b""), ConnectionResetError()])
def test_after_a_broken_download_the_next_source_is_tried(monkeypatch, capsys, error):
    def from_cdn(name):
        raise error

    monkeypatch.setattr(third_party, "from_cdn", from_cdn)
    monkeypatch.setattr(third_party, "from_pypi", lambda name: CONTENT)
    assert found() == CONTENT
    assert "NumPy for the browser, from_cdn: " in capsys.readouterr().out


def test_our_own_release_comes_before_a_package_of_others(monkeypatch):
    asked = []

    def answer(address, timeout):
        asked.append(address)
        if "/releases/latest/download/" not in address:
            raise OSError("no network")
        return io.BytesIO(CONTENT)

    monkeypatch.setattr(third_party.urllib.request, "urlopen", answer)
    assert found() is None
    monkeypatch.setenv("REPO_URL", "https://github.example/me/mine")
    assert found() == CONTENT
    assert asked[-1] == f"https://github.example/me/mine/releases/latest/download/{WHEEL}"


def test_the_last_resort_is_a_wheel_inside_a_wheel(monkeypatch):
    def pip_download(command, **_):
        into = command[command.index("--dest") + 1]
        with zipfile.ZipFile(f"{into}/open_webui-0.12.4-py3-none-any.whl", "w") as outer:
            outer.writestr(f"open_webui/frontend/pyodide/{WHEEL}", CONTENT)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(third_party.subprocess, "run", pip_download)
    assert found() == CONTENT


def test_what_is_written_of_pyodide_and_numpy_fits_the_version():
    files = [*(third_party.LIB / "pyodide" / third_party.PYODIDE).iterdir()]
    large = sum(path.stat().st_size for path in files if path.name.startswith(LARGE))
    size = f"{sum(map(over_the_line, files)) / 1e6:.1f}"
    written = [f"/lib/pyodide/{third_party.PYODIDE}/"]
    if any(path.suffix == ".whl" for path in files):
        written += [f"BYTES = {large:_};", f"MEGABYTES = {size};"]
    worker = (HERE.web / "static" / "cell" / "worker.mjs").read_text("utf-8")
    for text in written:
        assert text in worker, f"worker.mjs must have {text}"
    for language in LANGUAGES:
        script = HERE.words(language)["script"]
        assert all(f" {size} MB" in script[key] for key in ("progress", "saving")), (
            f"{HERE.config(language).name}: progress and saving must say {size} MB"
        )
    lock = json.loads((third_party.MODULES / "pyodide" / "pyodide-lock.json").read_text("utf-8"))
    minor = lock["packages"]["numpy"]["version"].rpartition(".")[0]
    for name in ("site.in", "site.txt", "test.txt"):
        pinned = (HERE.root / "requirements" / name).read_text("utf-8")
        pins = re.findall(r"^numpy==(\d+\.\d+)\.", pinned, re.M)
        assert {*pins} == {minor}, f"requirements/{name}: Pyodide's NumPy is {minor}"
