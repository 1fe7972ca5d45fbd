"""Write onnx_rotary.json again: `pip install onnx==1.19.1`, `python tests/record_onnx_rotary.py`.

The cases are those of ONNX's RotaryEmbedding operator (Apache-2.0). Their tables of cosines and
sines are random numbers, so they test the rotation alone; position_ids picks rows here already.
"""

import json
import textwrap
from pathlib import Path

import onnx
from onnx import numpy_helper

NODE = Path(onnx.__file__).parent / "backend" / "test" / "data" / "node"
CASES = ["no_position_ids", "interleaved", "no_position_ids_rotary_dim"]


def read_case(folder: Path) -> dict:
    """Return a case as lists: x and output (B, heads, T, d), cos and sin (B, T, rotated d / 2)."""
    node = onnx.load(folder / "model.onnx").graph.node[0]
    options = {each.name: onnx.helper.get_attribute_value(each) for each in node.attribute}
    files = (folder / "test_data_set_0").glob("*.pb")
    tensors = [onnx.load_tensor(str(file)) for file in files]
    case = {tensor.name: numpy_helper.to_array(tensor) for tensor in tensors}
    rows = case.pop("position_ids", ...)
    cos, sin = case["cos_cache"][rows], case["sin_cache"][rows]
    arrays = {"x": case["input"], "cos": cos, "sin": sin, "output": case["output"]}
    interleaved = bool(options.get("interleaved", 0))
    lists = {name: as_lists(array) for name, array in arrays.items()}
    return {"interleaved": interleaved, "shape": case["input"].shape, **lists}


def as_lists(array) -> list[list[float]]:
    """Return the rows of an array with no more digits than float32 needs."""
    return [[float(str(number)) for number in row] for row in array.reshape(-1, array.shape[-1])]


if __name__ == "__main__":
    cases = {name: read_case(NODE / f"test_rotary_embedding_{name}") for name in CASES}
    text = "\n".join(textwrap.wrap(json.dumps(cases), 100))
    Path(__file__).with_name("onnx_rotary.json").write_text(text + "\n", "utf-8")
