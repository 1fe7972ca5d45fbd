"""Names in prose, broken on purpose."""

import pytest

from lessonkit.checks import names
from lessonkit.project import HERE

EN = "docs/en/01-tiny.md"
KNOWN = {"inputs", "query", "softmax", "axis", "x", "print", "return", "tril", "transposed"}


@pytest.mark.parametrize(
    "code",
    [
        "inputs @ query", "axis=-1", "softmax(…)", "x.max(…, axis=-1)", ".T", "np.linalg.norm", "np.exp(-np.inf)", "@", "inputs[:2]", "inf / inf", "tril",
        "attention.py", "make serve", "nn.Linear(3, 2)", "nn.MultiheadAttention", '"transposed"', "print(inputs)", "float32", "return inputs", "x @ weight.T",
    ],
)  # fmt: skip
def test_what_exists_passes(code):
    assert names.unknown_names(code, KNOWN, HERE) == []


@pytest.mark.parametrize(
    ("code", "unknown"),
    [
        ("inputz @ query", "inputz"), ("axes=-1", "axes"), ("x.maximum()", "maximum"), ("np.linalg.nrom", "np.linalg.nrom"), ("np.softmax(x)", "np.softmax"),
        ("nn.Linear2", "nn.Linear2"), ("inputs @", "inputs @"), ("make servo", "make servo"), ("atention.py", "atention"), ('"transpozed"', "transpozed"),
        ("softmax(dims=1)", "dims"), ("torch.randn", "torch.randn"),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_found(code, unknown):
    assert unknown in names.unknown_names(code, KNOWN, HERE)


def test_it_is_named_with_its_line_and_what_it_may_be(copy):
    copy.append(EN, "\nSee `nubmers`, not `numbers`.\n")
    line = len((copy.project.root / EN).read_text("utf-8").splitlines())
    (fault,) = copy.faults(names.that_do_not_exist)
    assert fault == f"{EN}:{line}: [f] 'nubmers' of the code `nubmers` is not in the page's code, the toolkit, NumPy or Python; is it 'numbers'?"


def test_a_page_may_speak_of_its_own_code_alone(copy):
    (copy.project.snippets / "02_other.py").write_text("# --8<-- [start:a]\nelsewhere = 1\n# --8<-- [end:a]\n")
    copy.append(EN, "\n`elsewhere`\n")
    copy.append("docs/en/index.md", "\n`elsewhere`, `difference`\n")  # a page without code speaks of all
    (fault,) = copy.faults(names.that_do_not_exist)
    assert fault.startswith(EN)


def test_each_quotation_has_its_reason_and_is_needed():
    prose = "".join(path.read_text("utf-8") for path in HERE.pages("en"))
    assert [name for name, reason in names.QUOTED.items() if not reason or name not in prose] == []
