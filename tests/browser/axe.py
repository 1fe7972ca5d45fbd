"""axe-core, which looks for what readers with a screen reader, a keyboard or weak eyes would stumble over."""

from lessonkit.project import HERE

AXE = HERE.root / "node_modules" / "axe-core" / "axe.min.js"
CONTRAST = ["color-contrast", "link-in-text-block"]  # what depends on the palette


def without_small_pieces(page) -> None:
    """Spare axe the thousands of pieces of coloured code, whose colours a test of their own looks at, and the visual half
    of formulas, which is hidden from screen readers."""
    page.evaluate(
        """() => { document.querySelectorAll('.highlight code').forEach(code => { code.textContent = code.textContent });
                   document.querySelectorAll('.katex-html').forEach(half => half.replaceChildren()) }"""
    )


def violations(page, where: str = "html", rules: list[str] | None = None) -> list[str]:
    """What axe finds in a part of a page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        "([where, rules]) => axe.run(where, { resultTypes: ['violations'], ...(rules && { runOnly: rules }) })",
        [where, rules],
    )
    return [
        f"{fault['id']}: {node['html'][:160]} {node['failureSummary']}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]
