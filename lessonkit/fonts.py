"""KaTeX's fonts, cut down to the characters that the lesson's formulas may hold: half the bytes on a slow line."""

from pathlib import Path

from fontTools import subset

# A formula with a character that is not here is a fault of kind h, whose message leads to this place.
ASCII = {chr(code) for code in range(0x20, 0x7F)}
GREEK = {*"ΓΔΘΛΞΠΣΥΦΨΩ", *(chr(code) for code in range(0x3B1, 0x3CA))}  # capitals that look Latin, KaTeX draws as Latin
SIGNS = {*"±×…′∂∇∈∏∑−∓∗∘√∝∞∣∥∩∪≈≡≤≥⊤⊥⊙⊕⋅⋮⋯⋱⟨⟩⌈⌉⌊⌋→←↔↦∼≪≫", "\ue020"}  # U+E020 is the stroke of KaTeX's ≠
GLYPHS = ASCII | GREEK | SIGNS
WITHOUT_INK = {"\u200b", "\u00a0", "\u2061"}  # struts and the like, for which no font is asked


def cut_down(font: Path, into: Path) -> None:
    """Write a woff2 font with the glyphs of GLYPHS alone, without hints, which screens of today ignore."""
    options = subset.Options(flavor="woff2", hinting=False, layout_features=[], notdef_outline=True)
    whole = subset.load_font(str(font), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(GLYPHS))
    cutter.subset(whole)
    subset.save_font(whole, str(into / font.name), options)
