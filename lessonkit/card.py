"""Draw `docs/en/static/card.png`, the picture that a shared link shows: the lesson's own 6×6 weights.

`python -m lessonkit.card`, by hand, when the look of the site changes; it needs Chromium. One card serves both languages.
"""

import shutil

from playwright.sync_api import sync_playwright

from lessonkit.program import run_program
from lessonkit.project import HERE

WIDTH, HEIGHT, CELL = 1200, 630, 78


def square(row: int, column: int, weight: float, largest: float) -> str:
    x, y = 660 + column * (CELL + 4), 70 + row * (CELL + 4)
    return f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" rx="8" fill="#fff" fill-opacity="{0.08 + 0.92 * weight / largest:.3f}"/>'


def card() -> str:
    """The card as one SVG."""
    weights = run_program(HERE.snippets / "03_all_tokens.py").names["weights"]
    squares = "".join(square(i, j, w, weights.max()) for i, row in enumerate(weights) for j, w in enumerate(row))
    words = [(150, 92, "Attention,"), (255, 92, "proved"), (360, 34, "Self-attention in NumPy,"), (406, 34, "in English and Vietnamese."), (480, 34, "Tự chú ý, có kiểm chứng.")]
    lines = "".join(f'<text x="80" y="{y + 20}" font-size="{size}" font-weight="{700 if size > 50 else 400}">{text}</text>' for y, size, text in words)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="Noto Sans, sans-serif" fill="#fff">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#1f4b8f"/>{squares}{lines}</svg>'
    )


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_content(f'<body style="margin:0">{card()}')
        page.screenshot(path=HERE.docs("en") / "static" / "card.png")
        browser.close()


if __name__ == "__main__":
    main()
