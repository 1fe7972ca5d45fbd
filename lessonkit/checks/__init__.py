"""What makes the tests red: one small function for each kind of fault.

A check takes a `Site` and yields `Fault`s; `tests/test_site.py` runs every check of `ALL` on the built site.
"""

from lessonkit.checks import claims, formulas, glossary, links, names, numbers, outputs, python_blocks, recorded, snippets, spelling, twins

ALL = (
    recorded.stale_files,
    snippets.foreign_imports,
    snippets.out_of_place,
    snippets.code_outside_sections,
    snippets.unshown_sections,
    snippets.wrong_includes,
    python_blocks.not_from_snippets,
    outputs.not_beside_their_cell,
    numbers.without_origin,
    claims.that_do_not_hold,
    claims.not_rendered,
    names.that_do_not_exist,
    formulas.not_rendered,
    formulas.without_glyph,
    twins.that_differ,
    twins.not_as_listed,
    spelling.not_composed,
    spelling.tone_marks,
    glossary.banned_renderings,
    glossary.first_uses,
    links.that_lead_nowhere,
    links.missing_pictures,
    links.not_rendered,
)
