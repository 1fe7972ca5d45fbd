"""Write onnx_rotary.json and onnx_cache.json again: `pip install onnx==1.19.1`, then run this.

The cases are those of ONNX's RotaryEmbedding, whose tables of cosines and sines are random numbers,
and of its Attention with a past, whose masks are floats that are added to the scores (Apache-2.0).
"""

import json
import textwrap
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

NODE = Path(onnx.__file__).parent / "backend" / "test" / "data" / "node"
ROTARY = ["no_position_ids", "interleaved", "no_position_ids_rotary_dim"]
CACHE = {  # the file, and how many heads of its first sequence
    "gqa": ("4d_gqa_with_past_and_present", 9),
    "diff_heads": ("4d_diff_heads_with_past_and_present", 1),
    "causal": ("4d_with_past_and_present_qk_matmul_bias_4d_mask_causal", 1),
}


def read(name: str) -> tuple[dict, dict]:
    """Return the options of a case, and its arrays by name."""
    node = onnx.load(NODE / name / "model.onnx").graph.node[0]
    options = {each.name: onnx.helper.get_attribute_value(each) for each in node.attribute}
    files = (NODE / name / "test_data_set_0").glob("*.pb")
    tensors = [onnx.load_tensor(str(file)) for file in files]
    return options, {tensor.name: numpy_helper.to_array(tensor) for tensor in tensors}


def as_lists(array) -> list[list[float]]:
    """Return the rows of an array with no more digits than float32 needs."""
    return [[float(str(number)) for number in row] for row in array.reshape(-1, array.shape[-1])]


def rotary_case(name: str) -> dict:
    """Return x and output (B, heads, T, d), cos and sin (B, T, rotated d / 2), as lists."""
    options, case = read(f"test_rotary_embedding_{name}")
    rows = case.pop("position_ids", ...)
    cos, sin = case["cos_cache"][rows], case["sin_cache"][rows]
    arrays = {"x": case["input"], "cos": cos, "sin": sin, "output": case["output"]}
    interleaved = bool(options.get("interleaved", 0))
    lists = {each: as_lists(array) for each, array in arrays.items()}
    return {"interleaved": interleaved, "shape": case["input"].shape, **lists}


def cache_case(name: str, heads: int) -> dict:
    """Return each array with its shape, (heads, T, d), and its rows as lists."""
    options, arrays = read(f"test_attention_{name}")
    case = {"is_causal": bool(options.get("is_causal", 0))}
    for each in ("Q", "K", "V", "attn_mask", "past_key", "past_value", "Y"):
        array = arrays[each][0, :heads] if arrays[each].ndim == 4 else arrays[each]
        case[each] = [array.shape, as_lists(array)]
    for new, what in (("K", "key"), ("V", "value")):
        joined = np.concatenate([arrays[f"past_{what}"], arrays[new]], axis=-2)
        assert np.array_equal(joined, arrays[f"present_{what}"]), name
    return case


def write(name: str, cases: dict) -> None:
    text = "\n".join(textwrap.wrap(json.dumps(cases), 100))
    Path(__file__).with_name(name).write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    write("onnx_rotary.json", {name: rotary_case(name) for name in ROTARY})
    write("onnx_cache.json", {name: cache_case(*where) for name, where in CACHE.items()})
