"""What makes tests red, a function a promise: `ALL` of the site, `recorded.py` of each snippet."""

from lessonkit.checks import (
    blocks,
    claims,
    glossary,
    links,
    names,
    numbers,
    recorded,
    snippets,
    source,
    spelling,
    twins,
    wording,
)

ALL = (
    recorded.no_file_is_left_over,
    snippets.foreign_imports,
    snippets.out_of_place,
    snippets.code_outside_sections,
    snippets.unshown_sections,
    snippets.needed_from_a_fold,
    blocks.not_from_snippets,
    numbers.without_origin,
    claims.that_do_not_hold,
    names.that_do_not_exist,
    source.that_is_shown,
    twins.that_differ,
    wording.incomplete_words,
    spelling.wrong_letters,
    glossary.banned_renderings,
    glossary.first_uses,
    links.that_lead_nowhere,
)
