"""The data recorded from SmolLM2: its shapes, its heads computed again, and a second source.

Whether the model still gives this data is tested where its parts are: `make model` brings them.
"""

import importlib.util
import json
import os

import numpy as np
import pytest
from attention import rotary_embedding, scaled_dot_product_attention
from numpy.testing import assert_allclose, assert_array_equal

from lessonkit.project import HERE
from tests import record_transformers
from tools import chosen_blocks, model_parts, small_cache, smollm2

DATA = HERE.snippets / "data"
TRANSFORMERS = np.load(record_transformers.RECORD)
DRAWN = json.loads(record_transformers.DRAWN.read_text("utf-8"))
needs_model = pytest.mark.skipif(
    not model_parts.is_whole(model_parts.FOLDER),
    reason="the model is not here, so it is not computed: `make model` brings it",
)
needs_transformers = pytest.mark.skipif(
    not importlib.util.find_spec("transformers"), reason="Transformers is not installed"
)
every_head = pytest.mark.parametrize(("layer", "head"), smollm2.RECORDED_HEADS)
every_sentence = pytest.mark.parametrize("name", smollm2.SENTENCES)


def opened(name: str):
    return np.load(DATA / f"smollm2-{name}.npz")


def file_of(name: str):
    return opened("maps" if name in smollm2.SENTENCES else "maps-more")


def maps(name: str) -> np.ndarray:
    """The attention weights of all heads for a sentence, (30, 9, T, T)."""
    return file_of(name)[name] / 255


def place(name: str, word: str) -> int:
    return opened("maps")[f"{name}_tokens"].tolist().index(word)


@pytest.fixture(scope="module")
def model():
    return smollm2.load()


def test_all_data_together_is_small():
    assert sum(path.stat().st_size for path in DATA.glob("smollm2-*.npz")) < 1_500_000


@every_head
@every_sentence
def test_a_head_computed_again_equals_its_map(layer, head, name):
    data = opened(f"head-{layer}-{head}")
    x = data[f"{name}_input"].astype(np.float32)
    query, key = (rotary_embedding(x @ data[w], base=100_000) for w in ("w_query", "w_key"))
    _, weights = scaled_dot_product_attention(
        query, key, x @ data["w_value"], is_causal=True, return_weights=True
    )
    assert_allclose(weights, data[f"{name}_map"], atol=0.001)
    assert_allclose(weights, maps(name)[layer, head], atol=0.003)


@pytest.mark.parametrize("name", smollm2.SENTENCES | smollm2.MORE)
def test_maps_are_those_of_a_causal_model(name):
    tokens, found = file_of(name)[f"{name}_tokens"], maps(name)
    assert "".join(tokens) == (smollm2.SENTENCES | smollm2.MORE)[name]
    assert found.shape == (30, 9, len(tokens), len(tokens))
    assert not np.triu(found, 1).any()
    assert_allclose(found.sum(-1), 1, atol=len(tokens) / 2 / 255 + 1e-9)


@every_sentence
def test_the_ten_likeliest_tokens_come_in_order(name):
    probabilities, tokens = opened("next")[name], opened("next")[f"{name}_tokens"]
    assert probabilities.shape == tokens.shape == (10,)
    assert (np.diff(probabilities) <= 0).all() and probabilities.sum() <= 1


@pytest.mark.parametrize(
    ("name", "query", "key", "weight"),
    [
        ("dogs", " bark", " dogs", 0.94),
        ("cat", " chased", " cat", 0.93),
        ("cat", " sleep", " cat", 0.78),
        ("animal", " it", " animal", 0.75),
        ("keys", " are", " keys", 0.48),
        ("journey", " starts", " journey", 0.91),
    ],
)
def test_head_13_8_finds_the_subject(name, query, key, weight):
    assert_allclose(maps(name)[13, 8, place(name, query), place(name, key)], weight, atol=0.007)


def test_most_heads_park_on_the_first_token_of_the_running_sentence():
    on_the_first = maps("journey")[:, :, 2:, 0].mean(axis=-1)
    assert_allclose((on_the_first > 0.5).mean(), 0.77, atol=0.006)
    assert on_the_first[18, 6] > 0.99


def test_the_model_continues_one_step_with_at():
    data = opened("next")
    assert data["journey_tokens"][:2].tolist() == [" at", " forward"]
    assert_allclose(data["journey"][:2], [0.65, 0.14], atol=0.006)


def margins(logits: np.ndarray) -> np.ndarray:
    """The logit of " are" less that of " is"."""
    return logits[..., 0].astype(float) - logits[..., 1]


def test_every_prompt_has_a_plural_noun_and_a_singular_one():
    nouns = [prompt.split()[1::3] for prompt in opened("effects")["prompts"]]
    plural = [[noun == "children" or noun.endswith("s") for noun in pair] for pair in nouns]
    assert plural == [[True, False], [False, True]] * 10


@pytest.mark.parametrize("name", smollm2.SENTENCES | smollm2.MORE)
def test_transformers_computes_the_same_maps(name):
    ours, theirs = (file[name].astype(int) for file in (file_of(name), TRANSFORMERS))
    assert_allclose(ours, theirs, atol=1)
    if name in smollm2.SENTENCES:
        assert_array_equal(opened("next")[f"{name}_tokens"], TRANSFORMERS[f"{name}_tokens"])
        assert_allclose(opened("next")[name], TRANSFORMERS[f"{name}_next"], atol=2e-5)


def test_transformers_predicts_the_same_without_a_head():
    effects, heads = opened("effects"), tuple(zip(*record_transformers.HEADS))
    without = margins(effects["logits"])
    assert_allclose(margins(effects["base"]), TRANSFORMERS["margins"], atol=0.001)
    assert_allclose(without[:, *heads].T, TRANSFORMERS["without"], atol=0.02)
    assert_allclose(without[0], TRANSFORMERS["first_without"], atol=0.02)


def test_transformers_finds_the_same_weight_in_chosen_blocks():
    assert_allclose(opened("blocks")["shares"], TRANSFORMERS["alice_blocks"], atol=1e-4)


@needs_transformers
def test_transformers_still_gives_its_record():
    reader = record_transformers.load()
    for (text, off, best), now in zip(DRAWN, record_transformers.drawn(*reader), strict=True):
        assert [text, off] == now[:2]
        assert [token for token, _ in best] == [token for token, _ in now[2]]
        assert_allclose([p for _, p in best], [p for _, p in now[2]], atol=1e-5)
    found = record_transformers.recorded(*reader)
    assert sorted(found) == sorted(TRANSFORMERS.files)
    for key, array in found.items():
        if array.dtype.kind == "U":
            assert_array_equal(array, TRANSFORMERS[key], err_msg=key)
        else:
            error = 1 if array.dtype == np.uint8 else 0.001
            error = 0.1 if key.endswith("_rounded") else error  # the last digits decide
            assert_allclose(array.astype(float), TRANSFORMERS[key], atol=error, err_msg=key)


@needs_model
def test_without_any_head_switched_off_nothing_changes(model):
    ids = model.encode(smollm2.PROMPTS[0])
    runs = smollm2.switch_off(model, ids)
    assert_allclose(runs[0], smollm2.run(model, ids)[0], atol=0.001)


@needs_model
def test_the_model_still_gives_the_recorded_data(model):
    """Each prompt takes 270 runs, so two of the twenty have to do; the workflow takes them all."""
    step = 1 if "ALL_PROMPTS" in os.environ else 10
    files = smollm2.recorded(model, smollm2.PROMPTS[::step])
    others = {small_cache.DATA, chosen_blocks.DATA}  # which have programs of their own
    assert {DATA / f"{name}.npz" for name in files} == {*DATA.glob("smollm2-*.npz")} - others
    for name, arrays in files.items():
        old = np.load(DATA / f"{name}.npz")
        assert sorted(arrays) == sorted(old.files), name
        for key, array in arrays.items():
            before = old[key][::step] if name == "smollm2-effects" else old[key]
            assert array.shape == before.shape, (name, key)
            if array.dtype.kind == "U":
                assert_array_equal(array, before, err_msg=f"{name} {key}")
            else:
                assert array.dtype == before.dtype, (name, key)
                floats = array.astype(float), before.astype(float)
                error = 1 if array.dtype == np.uint8 else 0.001 if "map" in key else 0.01
                error = 0.02 if key == "logits" else error  # a step of float16 near 30
                # Sums differ a little between machines.
                assert_allclose(*floats, atol=error, err_msg=f"{name} {key}")


@needs_model
def test_the_model_still_gives_the_losses_with_windows(model):
    ids = model.encode(small_cache.text_of("bridge"))[: small_cache.T]
    for mask, losses in zip(small_cache.MASKS.values(), opened("cache")["bridge_losses"]):
        assert_allclose(small_cache.run(model, ids, mask), losses, atol=0.01)


@needs_model
def test_the_model_still_gives_the_weight_in_chosen_blocks(model):
    assert_allclose(chosen_blocks.shares(model), opened("blocks")["shares"], atol=0.001)


@needs_model
def test_head_18_6_is_an_induction_head(model):
    """Random tokens said twice: it looks at the token after the earlier occurrence."""
    for seed in range(3):
        ids = np.random.default_rng(seed).integers(100, 49_000, 20)
        weights = smollm2.run(model, np.tile(ids, 2))[2][18, 6]
        assert np.diagonal(weights, -19)[1:].mean() > 0.8


@needs_model
def test_the_tool_prints_the_next_tokens(capsys, model, monkeypatch):
    monkeypatch.setattr(smollm2, "load", lambda: model)
    smollm2.main(["When Mary and John went to the store, John gave a drink to"])
    assert capsys.readouterr().out.startswith("0.9229 ' Mary'\n")


def test_without_the_model_a_sentence_says_what_to_do(capsys, monkeypatch):
    monkeypatch.setattr(smollm2.model, "ready", lambda: print("make model") or False)
    with pytest.raises(SystemExit):
        smollm2.main(["one"])
    assert capsys.readouterr().out == "make model\n"


@pytest.mark.parametrize("words", [[], [""], ["one", "two"]])
def test_a_wrong_call_gets_the_usage(words):
    with pytest.raises(SystemExit, match="python tools/smollm2.py"):
        smollm2.main(words)
