"""14-real-model: the page's block and heads against the tool, the toolkit and the recorded data."""

import numpy as np
from attention import rotary_embedding, scaled_dot_product_attention
from numpy.testing import assert_allclose

from tools import smollm2


def test_three_query_heads_share_one_key_head(page):
    x, w, d_head = page["x_toy"], page["w_toy"], page["d_head"]
    contexts = []
    for head in range(3):
        query = (x @ w["q"])[:, d_head * head : d_head * (head + 1)]
        query, key = (rotary_embedding(each, base=100_000) for each in (query, x @ w["k"]))
        contexts.append(scaled_dot_product_attention(query, key, x @ w["v"], is_causal=True))
    assert_allclose(page["attention_layer"](x, w), np.concatenate(contexts, axis=1) @ w["out"])


def test_the_measures_by_loops(page):
    weights = page["weights_of"]["fox"]
    words = page["tokens_of"]["fox"]
    before = np.mean([weights[:, :, i, i - 1] for i in range(2, len(words))], axis=0)
    assert_allclose(page["previous_share"](weights), before)
    for i, after in page["repeats"](words):
        assert words[after - 1] == words[i] and words[i] not in words[: after - 1] and after <= i


def test_tokens_of_the_recorded_sentences_are_the_sentences(page):
    sentences = smollm2.SENTENCES | smollm2.MORE
    assert {name: "".join(tokens) for name, tokens in page["tokens_of"].items()} == sentences


def test_the_picture_of_a_head_shows_its_weights(page, drawn):
    cells = drawn("map").words(r"\d+", text_anchor="middle", font_size="12")
    T = len(page["words"])
    weights = [weight for row in page["shown"] for weight in row if weight >= 0.045]
    headings = [str(i + 1) for i in range(T)]
    assert sorted(cells) == sorted(headings + [f"{100 * weight:.0f}" for weight in weights])
