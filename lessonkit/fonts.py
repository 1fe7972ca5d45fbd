"""KaTeX's fonts, cut down to the characters that the lesson's formulas may hold: half the bytes on a slow line."""

from pathlib import Path

from fontTools import subset

# Letters, digits and ASCII signs; Greek; … ∑ − ∞ ∥ and the like. A formula with another character is a fault of kind h,
# whose message leads here.
GLYPHS = {*map(chr, range(0x20, 0x7F)), *map(chr, range(0x391, 0x3CA)), *"±×·…′∂∇∈∏∑−∓∗∘√∝∞∣∥∩∪≈≠≡≤≥⊤⊥⊙⊕⋅⋮⋯⋱⟨⟩⌈⌉⌊⌋→←↔↦∼≪≫\ue020"}  # U+E020: KaTeX's stroke of ≠
WITHOUT_INK = {"\u200b", "\u00a0", "\u2061"}  # struts and the like, for which no font is asked


def cut_down(font: Path, into: Path) -> None:
    """Write a woff2 font with the glyphs of GLYPHS alone, without hints, which screens of today ignore."""
    options = subset.Options(flavor="woff2", hinting=False, layout_features=[], notdef_outline=True)
    whole = subset.load_font(str(font), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(GLYPHS))
    cutter.subset(whole)
    subset.save_font(whole, str(into / font.name), options)
