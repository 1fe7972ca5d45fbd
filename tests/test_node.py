"""What Node draws is drawn once."""

import pytest

from lessonkit import node

SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">
<rect width="{}" height="9"/></svg>"""


@pytest.fixture(autouse=True)
def empty(tmp_path, monkeypatch):
    monkeypatch.setattr(node, "DRAWN", tmp_path / "pictures")


def unable(*_, **__):
    raise RuntimeError("Node was asked")


def test_a_picture_is_drawn_once(monkeypatch):
    png = node.drawn(SVG.format(9), 20)
    monkeypatch.setattr(node, "ask_node", unable)
    assert node.drawn(SVG.format(9), 20) == png


@pytest.mark.parametrize("other", ["svg", "width", "font", "font's bytes"])
def test_what_a_picture_is_made_of_decides(monkeypatch, tmp_path, other):
    font = tmp_path / "font.ttf"
    font.write_bytes(node.FONT.read_bytes())
    node.drawn(SVG.format(9), 20, font)
    if other == "font's bytes":
        font.write_bytes(font.read_bytes() + b"x")
    monkeypatch.setattr(node, "ask_node", unable)
    fonts = [] if other == "font" else [font]
    with pytest.raises(RuntimeError, match="Node was asked"):
        node.drawn(SVG.format(5 if other == "svg" else 9), 30 if other == "width" else 20, *fonts)


def test_a_folder_that_cannot_be_written_loses_nothing(tmp_path):
    (tmp_path / "pictures").write_text("a file where the folder would be")
    assert node.drawn(SVG.format(9), 20).startswith(b"\x89PNG")
