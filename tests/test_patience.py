"""No browser test waits a fixed time: on most machines it is too long, on a busy one too short."""

import ast

from lessonkit.project import HERE

FIXED = {"sleep", "wait_for_timeout"}


def test_no_browser_test_waits_a_fixed_time():
    found = []
    for file in sorted((HERE.root / "tests" / "browser").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if FIXED & {getattr(node, "attr", ""), getattr(node, "id", "")}:
                found.append(f"{file.name}:{node.lineno}: wait for what you wait for, not a time")
    assert not found, "\n".join(found)
