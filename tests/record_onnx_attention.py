"""Write onnx_attention.json again from the test data of onnx 1.18.0 and 1.19.1.

`pip download --no-deps onnx==VERSION`, unpack each wheel into a folder of its version, and
`python tests/record_onnx_attention.py FOLDER` where `onnx` is installed (Apache-2.0).
"""

import json
import sys
import textwrap
from pathlib import Path

import onnx
from onnx import numpy_helper

VERSIONS = ("1.18.0", "1.19.1")


def tensor(version: str, case: str, name: str):
    data = Path(sys.argv[1], version, "onnx", "backend", "test", "data", "node")
    file = data / f"test_attention_{case}" / "test_data_set_0" / f"{name}.pb"
    return numpy_helper.to_array(onnx.load_tensor(str(file)))


def rows(case: str, pick) -> dict[str, list[float]]:
    """Return entry 1 of each head in row 1 of the expected output, by version."""
    return {v: listed(pick(tensor(v, case, "output_0")[0])) for v in VERSIONS}


def listed(array) -> list:
    """Return an array as lists, with no more digits than float32 needs."""
    return [listed(row) for row in array] if array.ndim else float(str(array))


if __name__ == "__main__":
    flat, grouped = (tensor("1.18.0", f"{case}_causal", "input_2")[0] for case in ("3d", "4d_gqa"))
    cases = {
        "3d_causal": {"value": listed(flat), "row_1": rows("3d_causal", lambda y: y[0, ::8])},
        "4d_gqa_causal": {
            "value": listed(grouped[:, 0, 0]),
            "row_1": rows("4d_gqa_causal", lambda y: y[:, 0, 0]),
        },
    }
    text = "\n".join(textwrap.wrap(json.dumps(cases), 100))
    Path(__file__).with_name("onnx_attention.json").write_text(text + "\n", "utf-8")
