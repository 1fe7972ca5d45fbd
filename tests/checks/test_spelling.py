"""The way Vietnamese is written, broken on purpose."""

import unicodedata

import pytest

from lessonkit.checks import spelling
from lessonkit.checks.site import Site

OTHER_STYLE = {"khoá": "khóa", "Hoà": "Hòa", "tuỳ": "tùy", "thuý": "thúy", "loè": "lòe", "xoá": "xóa", "hoạ": "họa", "tóan": "toán", "xóay": "xoáy", "qúy": "quý"}
OURS = "khóa hóa tùy toán hoàn tuyến quý quỳ Quỹ quả ngoài xoáy khỏe hủy lũy thừa qua yếu tố".split()


@pytest.mark.parametrize(("word", "right"), OTHER_STYLE.items())
def test_a_tone_mark_of_the_other_style_is_moved(word, right):
    assert spelling.in_our_style(word) == right


@pytest.mark.parametrize("word", OURS)
def test_words_in_our_style_stay(word):
    assert spelling.in_our_style(word) is None


PLACES = {
    "page": ("docs/vi/01-tiny.md", "Trung bình là", "{} là"),
    "figure's word": ("figures/01_tiny.py", "Một cột", "{}"),
    "exercise's message": ("snippets/exercises/01_tiny_1.py", "Chưa đúng", "{}"),
    "theme's word": ("theme/main.html", "<body", "<body title='{}'"),
}


@pytest.mark.parametrize("word", ["Khoá", "Tóan"])
def test_one_word_of_the_other_style_is_enough(copy, word):
    (copy.project.root / "figures" / "02_new.py").write_text(f"\n# {word}\n", "utf-8")
    (fault,) = spelling.tone_marks(Site(copy.project))
    assert str(fault).startswith(f"figures/02_new.py:2: [g] the tone mark of {word!r} is of the other style")


@pytest.mark.parametrize(("file", "old", "new"), PLACES.values(), ids=PLACES)
def test_it_is_named_wherever_it_stands(copy, file, old, new):
    copy.edit(file, old, new.format("Khoá"))
    (fault,) = copy.faults(spelling.tone_marks)
    assert fault.startswith(f"{file}:") and fault.endswith("[g] the tone mark of 'Khoá' is of the other style; write 'Khóa', wherever it stands")


def test_words_that_only_the_built_site_holds_are_looked_at_too(copy):
    site = copy.build()
    page = copy.project.site / "vi" / "01-tiny" / "index.html"
    page.write_text("<p>\n" + "Xo&#225;" + "</p>")
    assert [str(fault).partition(";")[0] for fault in spelling.tone_marks(site)] == ["site/vi/01-tiny/index.html:2: [g] the tone mark of 'Xoá' is of the other style"]


@pytest.mark.parametrize("file", ["docs/vi/01-tiny.md", "docs/en/index.md", "snippets/exercises/01_tiny_1.py", "figures/01_tiny.py"])
def test_letters_in_two_characters_are_named(copy, file):
    copy.append(file, "\n# " + unicodedata.normalize("NFD", "số") + "\n")
    fault = copy.faults(spelling.not_composed)[0]
    assert fault.startswith(f"{file}:") and "is not Unicode NFC; write it with composed letters: số" in fault
