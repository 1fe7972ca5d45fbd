"""check_attention.py names each known fault in several spellings, and accuses no right function."""

import os
import re
import subprocess
import sys

import attention_spellings as spelled
import check_attention
import numpy as np
import pytest
from check_attention import check, check_cache, check_layer, check_rotary
from numpy.testing import assert_allclose

from lessonkit.project import HERE, LANGUAGES

SOURCE = HERE.snippets / "check_attention.py"
TOKENS = np.random.default_rng(1).normal(size=(7, 6))


def names(report):
    return {fault.name for fault in report.faults}


def labelled(rows):
    """Rows as parameters, with the texts of their first columns as the name."""
    rows = list(rows)
    return [
        pytest.param(
            *row, id=", ".join(str(part) for part in row if isinstance(part, (str, tuple)))
        )
        for row in rows
    ]


# What is right is accused of nothing


@pytest.mark.parametrize("label, function, options", labelled(spelled.RIGHT))
def test_no_right_function_is_accused(label, function, options):
    report = check(function, quiet=True, **options)
    assert report and report.faults == []


@pytest.mark.parametrize("label, function, options", labelled(spelled.RIGHT_LAYERS))
def test_no_right_layer_is_accused(label, function, options):
    assert not names(check_layer(function, quiet=True, **options))


@pytest.mark.parametrize("rotary", spelled.ROTARIES)
def test_both_layouts_of_rope_are_right(rotary):
    report = check_rotary(rotary, quiet=True)
    layout = "rotary-halves" if rotary is spelled.rotary_halves else "rotary-interleaved"
    assert report and report.conventions == [layout]


@pytest.mark.parametrize("positions", [True, False])
@pytest.mark.parametrize("spelling", spelled.HEADS)
def test_a_right_cache_is_not_accused(spelling, positions):
    model = spelled.Cached(positions=positions, spelling=spelling)
    assert check_cache(model, model.whole, TOKENS, quiet=True)


# Each fault is named


@pytest.mark.parametrize("name, spelling, function, is_causal", labelled(spelled.wrong_heads()))
def test_a_fault_of_one_head_is_named(name, spelling, function, is_causal):
    also = {"dropout-always-on"} if name == "dropout-not-rescaled" else set()
    assert names(check(function, is_causal=is_causal, quiet=True)) == {name} | also


@pytest.mark.parametrize("pair, function, is_causal", labelled(spelled.pairs_of_heads()))
def test_two_faults_of_one_head_are_named(pair, function, is_causal):
    assert names(check(function, is_causal=is_causal, quiet=True)) == set(pair)


@pytest.mark.parametrize("name, spelling, function", labelled(spelled.wrong_layers()))
def test_a_fault_of_a_layer_is_named(name, spelling, function):
    assert names(check_layer(function, quiet=True, **spelled.layer_options([name]))) == {name}


@pytest.mark.parametrize("pair, function", labelled(spelled.pairs_of_layers()))
def test_two_faults_of_a_layer_are_named(pair, function):
    assert names(check_layer(function, quiet=True, **spelled.layer_options(pair))) == set(pair)


@pytest.mark.parametrize("name, function, weights", labelled(spelled.WRONG_MODULES))
def test_a_fault_of_a_layer_with_weights_is_named(name, function, weights):
    assert names(check_layer(function, weights=weights, is_causal=True, quiet=True)) == {name}


@pytest.mark.parametrize("expected, function, is_causal", spelled.MASK_FAULTS)
def test_a_fault_with_a_mask_is_named(expected, function, is_causal):
    report = check(function, takes_mask=True, is_causal=is_causal, quiet=True)
    assert names(report) == expected


@pytest.mark.parametrize("rotary", spelled.ROTARIES)
def test_a_fault_of_rope_is_named(rotary):
    for name, options in [
        ("rotary-wrong-direction", {"sign": -1}),
        ("rotary-restarts", {"ignore": True}),
    ]:
        wrong = spelled.partial(rotary, **options)
        assert names(check_rotary(wrong, quiet=True)) == {name}


@pytest.mark.parametrize("spelling", spelled.HEADS)
def test_a_fault_of_a_cache_is_named(spelling):
    for name, faults in spelled.CACHE_FAULTS.items():
        for fault in faults:
            model = spelled.Cached(fault, spelling=spelling)
            assert names(check_cache(model, model.whole, TOKENS, quiet=True)) == {name}, fault


def test_a_cache_that_outlives_its_run_is_named():
    model = spelled.Cached("cache-shared")
    assert names(check_cache(model, model.whole, TOKENS, quiet=True)) == {"cache-shared"}


@pytest.mark.parametrize("label, expected, kind, function, options", labelled(spelled.PUBLISHED))
def test_a_published_mistake_is_named(label, expected, kind, function, options):
    report = getattr(check_attention, kind)(function, quiet=True, **options)
    assert names(report) == expected


def test_the_axis_of_exercise_3_2_is_told_in_one_sentence():
    fault = check(spelled.exercise_3_2, is_causal=True, quiet=True).faults[0]
    assert fault.sentence.startswith(
        "Softmax runs over the queries. It must run over the keys: the last axis"
    )


# Conventions are told and are no faults


def test_the_corner_of_the_triangle_is_a_convention():
    left = spelled.partial(spelled.matrices, see=spelled.triangle())
    assert "mask-top-left" in check(left, is_causal=True, quiet=True).conventions
    right = check(spelled.bottom_right, is_causal=True, quiet=True)
    assert "mask-bottom-right" in right.conventions


def test_the_other_layout_is_a_fault_only_where_one_is_wanted():
    assert not check_rotary(spelled.rotary_halves, interleaved=True, quiet=True)
    assert check_rotary(spelled.rotary_complex, interleaved=True, quiet=True)


def test_rope_in_a_layer_is_a_convention():
    layer = spelled.partial(spelled.layer_matrices, turned="qk")
    assert check_layer(layer, is_causal=True, quiet=True).conventions == ["rotary-halves"]


def test_kinds_of_masks_are_conventions():
    takes = {label: options for label, _, options in spelled.RIGHT}
    functions = {label: function for label, function, _ in spelled.RIGHT}
    for label, convention in [
        ("booleans alone", "mask-boolean-only"),
        ("floats alone", "mask-float-only"),
    ]:
        assert convention in check(functions[label], quiet=True, **takes[label]).conventions


# Bad input gets a sentence


class Strange(Exception):
    def __str__(self):
        raise ZeroDivisionError


def fails(error):
    def function(query, key, value):
        raise error

    return function


def deep(query, key, value):
    return deep(query, key, value)


BAD = [
    ("not-a-function", None),
    ("not-a-function", np.ones(3)),
    ("not-a-function", spelled.Attention),
    ("arguments", lambda: 1),
    ("arguments", lambda query, key: query),
    ("arguments", lambda query, key, value, mask: value),
    ("arguments", lambda *, query, key, value: value),
    ("returns-nothing", lambda q, k, v: None),
    ("not-numbers", lambda q, k, v: "x"),
    ("not-numbers", lambda q, k, v: {"a": 1}),
    ("not-numbers", lambda q, k, v: [[1, 2], [3]]),
    ("not-numbers", lambda q, k, v: object()),
    ("not-numbers", lambda q, k, v: v * 1j),
    ("not-numbers", lambda q, k, v: (x for x in v)),
    ("not-numbers", lambda q, k, v: v > 0),
    ("wrong-shape", lambda q, k, v: v[..., 0]),
    ("wrong-shape", lambda q, k, v: []),
    ("wrong-shape", lambda q, k, v: 1.0),
    ("nan", lambda q, k, v: v * np.nan),
    ("raises", fails(ZeroDivisionError())),
    ("raises", fails(SystemExit(3))),
    ("raises", fails(Strange())),
    ("raises", deep),
    ("random", lambda q, k, v: np.random.normal(size=v.shape)),
    ("unknown", lambda q, k, v: v * 0),
    ("unknown", lambda q, k, v: np.tanh(q @ k.mT) @ v),
    ("unknown", lambda q, k, v: v * 1e300 * 1e300),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name, function", BAD)
def test_what_cannot_be_used_gets_a_sentence(name, function, language):
    report = check(function, quiet=True, language=language)
    assert names(report) == {name} and "\n" not in report.faults[0].sentence
    assert not re.search(r"[{}]", report.faults[0].sentence.replace("{'", ""))


def test_a_later_query_that_changes_earlier_rows_is_told():
    def centred(query, key, value):
        query = query - query.mean(axis=-2, keepdims=True)
        return spelled.matrices(query, key, value, see=spelled.CAUSAL)

    report = check(centred, is_causal=True, quiet=True)
    assert "Another last token changes earlier rows." in report.faults[0].sentence


def test_what_is_nearly_right_is_not_called_half_precision():
    def capped(query, key, value):
        scores = query @ key.mT / np.sqrt(query.shape[-1])
        return spelled.softmax(50 * np.tanh(scores / 50), -1) @ value

    def leaking(query, key, value):
        scores = query @ key.mT / np.sqrt(query.shape[-1])
        exps = np.exp(scores - scores.max(axis=-1, keepdims=True))

        return exps / (exps.sum(axis=-1, keepdims=True) + 1e-2) @ value

    for function in (capped, leaking):
        assert names(check(function, quiet=True)) == {"unknown"}


def test_a_form_with_a_wrong_result_is_told_beside_the_right_one():
    def leaks_with_heads(query, key, value):
        T = key.shape[-2]
        return spelled.matrices(query, key, value, see=lambda *_: np.tri(T, k=query.ndim == 4) > 0)

    report = check(leaks_with_heads, is_causal=True, quiet=True)
    assert report and report.wrong_for == [(2, 3, 6, 5), (2, 3, 7, 8)]
    begin = "No fault found for some shapes; for others the result is wrong."
    assert str(report).startswith(begin)
    assert "Wrong for: equal lengths (2, 3, 6, 5); all sizes different (2, 3, 7, 8)." in str(report)


@pytest.mark.parametrize("options", [
    {"num_heads": 0}, {"num_heads": "a"}, {"num_heads": True}, {"num_heads": 4, "num_kv_heads": 3},
    {"weights": {}}, {"weights": 3},
    {"weights": dict.fromkeys(("query", "key", "value", "out"), 1)},
    {"weights": spelled.own_weights() | {"out_bias": np.ones(3)}},
])  # fmt: skip
def test_options_of_a_layer_that_do_not_fit_get_a_sentence(options):
    assert names(check_layer(spelled.layer_matrices, quiet=True, **options)) == {"bad-options"}


def test_options_of_rope_and_of_a_cache_get_a_sentence():
    assert names(check_rotary(spelled.rotary_halves, base=-1, quiet=True)) == {"bad-options"}
    same = lambda token: token  # noqa: E731
    for tokens in ("x", np.ones(3), np.ones((2, 3))):
        assert names(check_cache(lambda: same, same, tokens, quiet=True)) == {"bad-options"}
    assert names(check_cache(None, same, TOKENS, quiet=True)) == {"not-a-function"}
    assert names(check_cache(lambda: None, same, TOKENS, quiet=True)) == {"not-a-function"}
    assert names(check_cache(lambda: 1 / 0, same, TOKENS, quiet=True)) == {"raises"}


def test_what_a_function_prints_is_not_shown_and_told(capsys):
    def talks(query, key, value):
        print("here")
        return spelled.matrices(query, key, value)

    report = check(talks)
    assert report and "here" not in capsys.readouterr().out
    assert "It prints; that was not shown." in report.notes


def test_a_slow_function_is_told_after_it_returns(monkeypatch):
    monkeypatch.setattr(check_attention, "SLOW", -1)
    assert any(note.startswith("It is slow") for note in check(spelled.matrices, quiet=True).notes)


def test_quiet_prints_nothing_and_the_report_is_printed_otherwise(capsys):
    report = check(spelled.matrices, quiet=True)
    assert not capsys.readouterr().out
    check(spelled.matrices)
    assert capsys.readouterr().out == f"{report}\n"


def test_arrays_of_another_library_are_made_and_turned_back():
    class Tensor:
        def __init__(self, array):
            self.array, self.shape, self.dtype = array, array.shape, array.dtype

        def __array__(self, dtype=None, copy=None):
            return self.array

    def attend(query, key, value):
        return Tensor(spelled.matrices(query.array, key.array, value.array))

    assert check(attend, make=Tensor, quiet=True)
    assert names(check(attend, make=lambda array: 1 / 0, quiet=True)) == {"make-fails"}


def test_a_layer_that_takes_float32_alone_is_checked_with_it():
    def strict(query, key, value):
        if query.dtype != np.float32:
            raise TypeError("expected float32")
        return spelled.matrices(query, key, value)

    assert check(strict, quiet=True)


# What is said, and where it leads


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_fault_has_a_page_whose_heading_is_there(language):
    for name, address in check_attention.PAGES.items():
        page, _, anchor = address.partition("#")
        text = (HERE.built(language) / page / "index.html").read_text("utf-8")
        assert re.search(rf'\bid="?{anchor}["\s>]', text), f"{name} leads to {address}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_fault_has_a_row_on_the_page(language):
    rows = (HERE.docs(language) / "check.md").read_text("utf-8").partition("{ #faults }")[2]
    named = set(re.findall(r"`([a-z-]+)`", rows.partition("\n#")[0]))
    assert named - {"nan"} == check_attention.PAGES.keys() - {"unknown", "nan"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_of_a_fault_leads_back(language):
    for page in {address.partition("/")[0] for address in check_attention.PAGES.values()} - {
        "check"
    }:
        assert "](check.md" in (HERE.docs(language) / f"{page}.md").read_text("utf-8"), page


def test_both_languages_say_the_same_things():
    for name, (english, vietnamese) in check_attention.SENTENCES.items():
        fields = [sorted(re.findall(r"\{(\w+)\}", text)) for text in (english, vietnamese)]
        assert fields[0] == fields[1], name


def test_the_language_is_that_of_the_page_and_no_machine_s(monkeypatch):
    for lang, language in [("vi.UTF-8", "vi"), ("vi_VN.UTF-8", "en"), ("en.UTF-8", "en")]:
        monkeypatch.setenv("LANG", lang)
        assert check(spelled.matrices, quiet=True).language == language


def test_the_reference_shares_no_code_with_the_toolkit():
    assert not re.search(r"^\s*(from|import) attention\b", SOURCE.read_text("utf-8"), re.M)


def test_an_imitation_without_a_fault_gives_what_is_right():
    for is_causal in (True, False):
        head = check_attention.attention_example("square", (2, 3), 6, 6, 5, 5, is_causal)
        assert_allclose(check_attention.imitate(head, {}), head.right)
        weights = check_attention.draw_weights(11, 4, 2, 6, 13)
        layer = check_attention.layer_example("layer", (2,), 7, weights, 4, 2, is_causal, False)
        assert_allclose(check_attention.imitate(layer, {}), layer.right)


def test_on_the_command_line_a_fault_ends_with_1(tmp_path):
    code = (
        "import numpy as np\n\n\ndef mine(query, key, value):\n    scores = query @ key.mT{}\n"
        "    exps = np.exp(scores - scores.max(-1, keepdims=True))\n"
        "    return exps / exps.sum(-1, keepdims=True) @ value\n"
    )
    (tmp_path / "right.py").write_text(code.format(" / query.shape[-1] ** 0.5"), "utf-8")
    (tmp_path / "wrong.py").write_text(code.format(""), "utf-8")
    env = os.environ | {"PYTHONPATH": str(HERE.snippets), "LANG": "vi_VN.UTF-8"}
    for words, code, said in [
        (["right.py:mine"], 0, "No fault found."), (["wrong.py:mine"], 1, "no-scale"),
        (["wrong.py:mine", "--language", "vi"], 1, "Một lỗi"),
        (["gone.py:mine"], 2, "cannot be loaded"), (["right.py:other"], 2, "cannot be loaded"),
    ]:  # fmt: skip
        command = [sys.executable, "-m", "check_attention", *words]
        done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)
        assert (done.returncode, said in done.stdout) == (code, True), done.stdout + done.stderr
