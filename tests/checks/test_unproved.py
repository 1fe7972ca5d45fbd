"""The list that `make test` prints at its end."""

from lessonkit.checks.unproved import report


def test_what_no_test_proves_is_listed(copy):
    copy.append("docs/en/01-tiny.md", '\nThere [0.1455]{ quoted="Raschka 2024, chapter 3" } stands.\n\n``` bash\nmake serve\n```\n')
    copy.append("docs/en/index.md", "\nOf 2 and 3.\n\n> **To write.** The home page.\n\n> A quotation. **To write.**\n\n> **Elsewhere.** It stands.\n\n**To write.**\n")
    (copy.project.docs("en") / "02-none.md").write_text("# None { #top }\n")
    copy.edit("theme/main.html", "<body>", "<body> <a title='Skip'>Menu</a><b>What is a mean?</b><b>Next: The sum</b>")
    copy.edit("theme/main.html", '<div class="page">{{ page.content if page }}</div>', '<article><div class="page">{{ page.content if page }}</div></article>')
    assert list(report(copy.build())) == [
        "quoted   01-tiny: 0.1455 from Raschka 2024, chapter 3",
        "whole    numbers in prose, which may stand bare: 01-tiny 2, 02-none 1, index 2",
        "draft    index: 1 passages only say what has to be written",
        "command  01-tiny: make serve",
        "theme    en: Menu, Skip",
        "theme    vi: Menu, Skip, What is a mean?, Next: The sum",
    ]
