"""Kind f, broken on purpose: a block is found whatever its fence looks like."""

import pytest

from lessonkit.checks import python_blocks

FENCES = {
    "plain": "``` python\nstolen = 1\n```",
    "a call": "``` python\nstolen(1)\n```",
    "broken": "``` python\nstolen = (\n```",
    "titled": '``` { .python title="x" }\nstolen = 1\n```',
    "runnable": "``` { .python .run }\nstolen = 1\n```",
    "py": "```py\nstolen = 1\n```",
    "pycon": "```pycon\n>>> stolen = 1\n```",
    "Python": "```Python3\nstolen = 1\n```",
    "untagged": "```\nstolen = 1\n```",
    "text": "```text\nstolen = 1\n```",
    "tildes": "~~~ python\nstolen = 1\n~~~",
    "four": "```` python\nstolen = 1\n````",
    "indented": "    stolen = 1",
    "admonition": "!!! note\n\n    ``` python\n    stolen = 1\n    ```",
    "details": "??? note\n\n    ``` python\n    stolen = 1\n    ```",
    "list": "- one\n\n    ``` python\n    stolen = 1\n    ```",
    "bash": "``` bash\nstolen = 1\n```",
    "console": "``` console\n>>> stolen\n1\n```",
    "sample": "<samp>stolen = 1</samp>",
    "field": "<textarea>stolen = 1</textarea>",
    "html": "<pre><code>stolen = 1</code></pre>",
    "changed": '``` { .python .run title="mean" }\nmean = sum(numbers) / 2\nstolen = 1\n```',
}


@pytest.mark.parametrize("fence", FENCES.values(), ids=FENCES)
def test_code_that_is_no_section_is_named(copy, fence):
    copy.append("docs/vi/01-tiny.md", f"\nLời.\n\n{fence}\n")
    (fault,) = copy.faults(python_blocks.not_from_snippets)
    assert fault.startswith("docs/vi/01-tiny.md:") and "[f]" in fault and "is no section of a snippet" in fault


def test_a_fault_says_what_the_block_is_called_and_shows_its_first_line(copy):
    copy.append("docs/en/01-tiny.md", '\n``` { .bash .run }\nstolen = 1\nmore = 2\n```\n\n<pre class="plain">\nanother = 3\n</pre>\n')
    what_to_do = "move it into snippets/ and include it from there"
    assert copy.faults(python_blocks.not_from_snippets) == [
        f"docs/en/01-tiny.md:59: [f] this bash is no section of a snippet: 'stolen = 1'; {what_to_do}",
        f"docs/en/01-tiny.md:64: [f] this block of no language is no section of a snippet: 'another = 3'; {what_to_do}",
    ]


READS = {"a = 1": True, ">>> a": True, "a(1)\nimport b": True, "make serve": False, "[1, 2]": False}


@pytest.mark.parametrize(("code", "whether"), READS.items(), ids=READS)
def test_statements_and_dialogues_read_as_python(code, whether):
    assert python_blocks.reads_as_python(code) is whether


@pytest.mark.parametrize("block", ["``` bash\nmake serve\n```", '``` json\n{"a": [1]}\n```', "``` toml\n[a]\nb = 1.x\n```", "``` console\n$ make test\nbuilt\n```"])
def test_commands_and_settings_may_stand(copy, block):
    copy.append("docs/en/01-tiny.md", f"\n{block}\n")
    assert copy.faults(python_blocks.not_from_snippets) == []
