"""Cells import the modules that the site names, and only what they import is brought."""

from cells import cells, needs_python
from pages import PAGE

pytestmark = needs_python
FILES = {"base.py": "SIZE = 2\n", "helper.py": "import base\n\nsize = base.SIZE\n"}
OURS = ("copies.py", "errors.py", "runner.py", "shown.py", "wording.py")


def test_a_cell_imports_a_module_with_what_it_needs_and_nothing_else(
    open_page, served_site, monkeypatch, tmp_path
):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    find, whole = served_site.find, served_site.content
    ours = {f"{served_site.prefix}lib/{name}": tmp_path / name for name in FILES}
    monkeypatch.setattr(served_site, "find", lambda path: ours.get(path) or find(path))
    listed, more = b'data-modules="', b'data-modules="base helper '
    content = lambda file: whole(file).replace(listed, more)  # noqa: E731
    monkeypatch.setattr(served_site, "content", content)
    monkeypatch.setattr(served_site, "uncached", PAGE)
    served_site.requests.clear()
    page = open_page(PAGE, unvisited=True)
    first = cells(page)[0]
    assert first.run("1").state == "done"
    for _ in range(2):
        assert first.run("import helper\nhelper.size").output == "2\n"
    brought = [path.rpartition("/")[2] for path in served_site.requests if path.endswith(".py")]
    assert sorted(brought) == sorted([*FILES, *OURS])
    first.run("import torch")
    assert "and the lesson's base, helper, attention" in first.output
