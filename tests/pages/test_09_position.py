"""09-position against complex numbers, the recorded map, PyTorch's layout, and attention.py."""

import numpy as np
from attention import rotary_embedding
from numpy.testing import assert_allclose


def test_rope_of_the_page_is_the_toolkits(page):
    x, at = np.random.default_rng(0).normal(size=(2, 5, 8)), np.array([3, 1, 4, 1, 59])
    assert_allclose(page["rope"](x, at), rotary_embedding(x, at, base=page["base"]))


def test_sinusoids_are_those_of_the_paper_in_another_order(page):
    d, base = page["d"], page["base"]
    expected = np.empty((6, d))
    for position, i in np.ndindex(6, d // 2):  # Vaswani et al. 2017, 3.5
        angle = position / base ** (2 * i / d)
        expected[position, 2 * i], expected[position, 2 * i + 1] = np.sin(angle), np.cos(angle)
    assert_allclose(page["table"], np.hstack([expected[:, 1::2], expected[:, ::2]]))


def test_quarter_turns_are_products_with_i(page):
    for quarters in range(9):
        turned = complex(*page["query_0"]) * 1j**quarters
        assert_allclose(page["turn"](page["query_0"], quarters), [turned.real, turned.imag])


def test_the_right_layout_gives_the_recorded_map(page):
    assert_allclose(page["halves"], page["head"]["journey_map"], atol=1e-3)
    assert_allclose(page["reordered_weights"], page["head"]["journey_map"], atol=1e-3)
    assert np.abs(page["interleaved"] - page["head"]["journey_map"]).max() > 0.8


def test_llama_2_has_92_dimensions_below_the_critical_one(page):
    assert 2 * (page["turns"] >= 1).sum() == 92  # Liu et al. 2024, section 3


def test_the_angles_in_the_picture_stay(page, drawn):
    angles = drawn("turn").words(r"\d+°")
    assert len(angles) == 8 and angles[:4] == angles[4:]
    q, k = (1j * page[name][4:] + page[name][:4] for name in ("query", "key"))
    turned = q * np.exp(1j * page["offset"] * page["rates"]) * k.conj()
    between = np.degrees(np.abs(np.angle(turned)))
    assert [int(angle[:-1]) for angle in angles[:4]] == between.round().astype(int).tolist()


def test_the_curve_has_its_peak_above_offset_1(page, drawn):
    heights = drawn("offset").sizes("circle", "score", "cy")
    assert page["offsets"][heights.argmin()] == 1
