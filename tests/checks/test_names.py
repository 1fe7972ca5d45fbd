"""Names in prose, broken on purpose."""

import re

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
        "float16", "float64", "nan", "exercises/02_one_query_1.py", "mkdocs.yml", "docs/en/index.md",
    ],
)  # fmt: skip
def test_what_exists_passes(code):
    assert names.unknown_names(code, KNOWN, HERE) == []


@pytest.mark.parametrize(
    ("code", "unknown"),
    [
        ("inputz @ query", "inputz"), ("axes=-1", "axes"), ("x.maximum()", "maximum"), ("np.linalg.nrom", "np.linalg.nrom"), ("np.softmax(x)", "np.softmax"),
        ("nn.Linear2", "nn.Linear2"), ("inputs @", "inputs @"), ("make servo", "make servo"), ("atention.py", "atention"), ('"transpozed"', "transpozed"),
        ("softmax(dims=1)", "dims"), ("torch.randn", "torch.randn"), ("np.exp(inputz)", "inputz"), ("inputs @ (", "inputs @ ("),
        ("snippets", "snippets"), ("nowhere/attention.py", "nowhere"), ("return inputz", "inputz"), ("make", "make"), ("x.exercises", "exercises"),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_found(code, unknown):
    assert unknown in names.unknown_names(code, KNOWN, HERE)


def test_it_is_named_with_its_line_and_what_it_may_be(copy):
    copy.append(EN, "\nSee `nubmers`, not `numbers`.\n\nSee `zzqqzz`.\n")
    assert copy.faults(names.that_do_not_exist) == [
        f"{EN}:58: [f] 'nubmers' of the code `nubmers` is not in the page's code, the toolkit, NumPy or Python; is it 'numbers'?",
        f"{EN}:60: [f] 'zzqqzz' of the code `zzqqzz` is not in the page's code, the toolkit, NumPy or Python",
    ]


def test_a_page_may_speak_of_its_own_code_alone(copy):
    (copy.project.snippets / "02_other.py").write_text("# --8<-- [start:a]\nelsewhere = 1\n# --8<-- [end:a]\n")
    (copy.project.snippets / "exercises" / "02_other_1.py").write_text("# --8<-- [start:a]\nanother_exercise = 1\n# --8<-- [end:a]\n")
    copy.append(EN, "\n`elsewhere`\n\n`another_exercise`\n\n`difference`, `sorted(numbers)`, `.size`\n")
    copy.append("docs/en/index.md", "\n`elsewhere`, `difference`\n")  # a page without code speaks of all
    first, second = copy.faults(names.that_do_not_exist)
    assert first.startswith(f"{EN}:58: [f] 'elsewhere'") and second.startswith(f"{EN}:60: [f] 'another_exercise'")


def test_the_names_of_a_file_are_those_that_it_defines_uses_and_spells(tmp_path):
    program = tmp_path / "program.py"
    program.write_text("from re import sub\n\n\ndef halved(given, *, by=2):\n    return np.linalg.norm(given.T, axis='a.b') / by\n")
    assert names.names_of(program) == {"sub", "halved", "given", "by", "np.linalg.norm", "norm", "T", "axis", "a.b"}


IN_NUMPY = {"np.linalg.norm": True, "reshape": True, "inf": True, "np.linalg.nrom": False, "softmax": False}


@pytest.mark.parametrize(("name", "whether"), IN_NUMPY.items(), ids=IN_NUMPY)
def test_numpy_has_a_name_or_not(name, whether):
    assert names.in_numpy(name) is whether


def test_each_quotation_has_its_reason_and_is_needed():
    code = re.findall(r"`[^`\n]+`", "".join(path.read_text("utf-8") for path in HERE.pages("en")))
    spoken_of = {name for pattern in (r"\w+", r"\w+(?:\.\w+)+") for name in re.findall(pattern, " ".join(code))}
    assert [name for name, reason in names.QUOTED.items() if not reason or name not in spoken_of] == []
