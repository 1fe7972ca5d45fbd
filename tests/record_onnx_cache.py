"""Write onnx_cache.json again: `pip install onnx==1.19.1`, `python tests/record_onnx_cache.py`.

The cases are those of ONNX's Attention operator with a past (Apache-2.0), of each the first
sequence and as many heads as listed. Their masks are floats that are added to the scores.
"""

import json
import textwrap
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper
from record_onnx_rotary import NODE, as_lists

CASES = {
    "gqa": ("4d_gqa_with_past_and_present", 9),
    "diff_heads": ("4d_diff_heads_with_past_and_present", 1),
    "causal": ("4d_with_past_and_present_qk_matmul_bias_4d_mask_causal", 1),
}
ARRAYS = ["Q", "K", "V", "attn_mask", "past_key", "past_value", "Y"]


def read_case(folder: Path, heads: int) -> dict:
    """Return a case: each array with its shape, (heads, T, d), and its rows as lists."""
    node = onnx.load(folder / "model.onnx").graph.node[0]
    options = {each.name: onnx.helper.get_attribute_value(each) for each in node.attribute}
    files = (folder / "test_data_set_0").glob("*.pb")
    tensors = [onnx.load_tensor(str(file)) for file in files]
    arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in tensors}
    case = {"is_causal": bool(options.get("is_causal", 0))}
    for name in ARRAYS:
        array = arrays[name][0, :heads] if arrays[name].ndim == 4 else arrays[name]
        case[name] = [array.shape, as_lists(array)]
    for new, past, present in [
        ("K", "past_key", "present_key"),
        ("V", "past_value", "present_value"),
    ]:
        joined = np.concatenate([arrays[past], arrays[new]], axis=-2)
        assert np.array_equal(joined, arrays[present]), (
            f"{folder}: {present} is no {past} and {new}"
        )
    return case


if __name__ == "__main__":
    cases = {
        name: read_case(NODE / f"test_attention_{file}", heads)
        for name, (file, heads) in CASES.items()
    }
    text = "\n".join(textwrap.wrap(json.dumps(cases), 100))
    Path(__file__).with_name("onnx_cache.json").write_text(text + "\n", "utf-8")
