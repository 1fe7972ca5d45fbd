"""Where PyTorch is installed: its notes give the numbers of their pages, and attention.py its."""

import importlib.util

import attention
import numpy as np
import pytest
from numpy.testing import assert_allclose

from lessonkit.program import run_program
from lessonkit.project import HERE

MISSING = importlib.util.find_spec("torch") is None
pytestmark = pytest.mark.skipif(MISSING, reason="PyTorch is not installed: pip install torch")


@pytest.mark.parametrize("program", HERE.pytorch(), ids=lambda program: program.stem)
def test_a_note_gives_the_numbers_of_its_page(program):
    spec = importlib.util.spec_from_file_location(f"pytorch_{program.stem}", program)
    note = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(note)
    page = {"np": np, **run_program(HERE.snippets / program.name).names}
    for expression, tensor in note.compare.items():
        expected = np.asarray(eval(expression, page))
        found = tensor.detach().numpy() if hasattr(tensor, "detach") else np.asarray(tensor)
        assert_allclose(found, expected, atol=1e-5, rtol=1e-5, err_msg=expression)


@pytest.mark.parametrize(
    "options",
    [{}, {"is_causal": True}, {"scale": -0.3}, {"attn_mask": True}, {"enable_gqa": True}],
    ids=str,
)
def test_attention_is_that_of_pytorch(options):
    import torch

    draw = np.random.default_rng(0).normal
    heads = 2 if "enable_gqa" in options else 4
    query, key, value = draw(size=(2, 4, 5, 3)), *draw(size=(2, 2, heads, 7, 3))
    if "attn_mask" in options:
        options = {"attn_mask": draw(size=(5, 7)) > 0}
    tensors = {name: torch.tensor(mask) for name, mask in options.items() if name == "attn_mask"}
    expected = torch.nn.functional.scaled_dot_product_attention(
        *map(torch.tensor, (query, key, value)), **{**options, **tensors}
    )
    found = attention.scaled_dot_product_attention(query, key, value, **options)
    assert_allclose(found, expected.numpy(), atol=1e-12)


def test_multi_head_attention_is_that_of_pytorch():
    import torch

    torch.manual_seed(0)
    module = torch.nn.MultiheadAttention(
        12, 3, kdim=5, vdim=7, batch_first=True, dtype=torch.float64
    )
    torch.nn.init.normal_(module.in_proj_bias)
    x, source = torch.randn(2, 4, 12).double(), torch.randn(2, 6, 7).double()
    hidden = torch.arange(6) >= torch.tensor([[6], [4]])  # the second has two of padding
    expected, _ = module(x, source[..., :5], source, key_padding_mask=hidden)
    weights = [
        module.q_proj_weight,
        torch.nn.functional.pad(module.k_proj_weight, (0, 2)),  # reads the first 5 of 7 alone
        module.v_proj_weight,
        module.out_proj.weight,
    ]
    b_query, b_key, b_value = module.in_proj_bias.detach().numpy().reshape(3, 12)
    found = attention.multi_head_attention(
        x.numpy(),
        *(weight.detach().numpy().T for weight in weights),
        3,
        b_out=module.out_proj.bias.detach().numpy(),
        attn_mask=~hidden.numpy()[:, None, None],
        source=source.numpy(),
        b_query=b_query,
        b_key=b_key,
        b_value=b_value,
    )
    assert_allclose(found, expected.detach().numpy(), atol=1e-12)


@pytest.mark.parametrize("T_k", [3, 70])
def test_the_log_sum_exp_of_tiles_is_that_of_pytorch(T_k):
    import torch

    query, key, value = (torch.randn(n, 4).double() for n in (5, T_k, T_k))
    expected = torch.logsumexp(query @ key.T / 2, dim=-1)
    arrays = [tensor.numpy() for tensor in (query, key, value)]
    assert_allclose(attention.tiled_attention(*arrays, return_lse=True)[1], expected.numpy())
