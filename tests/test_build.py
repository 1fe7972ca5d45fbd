"""All languages are built at the same time, and what is wrong in any of them is said."""

import json

import pytest

from lessonkit.build import build
from lessonkit.node import Renderer
from lessonkit.project import LANGUAGES, Project


@pytest.mark.parametrize("faulty", [("en",), ("vi",), ("en", "vi")])
def test_a_build_with_a_fault_in_any_language_fails_and_names_it(tmp_path, capfd, faulty):
    project = Project(tmp_path)
    (tmp_path / "main.html").write_text("{{ page.content }}")
    for language in LANGUAGES:
        project.docs(language).mkdir(parents=True)
        (project.docs(language) / "index.md").write_text("[Gone](nowhere.md)" if language in faulty else "Here.")
        settings = {"site_name": language, "docs_dir": f"docs/{language}", "plugins": [], "theme": {"name": None, "custom_dir": "."}}
        project.config(language).write_text(json.dumps(settings))
    assert build(project) == 1
    said = capfd.readouterr().err
    assert said.count("contains a link 'nowhere.md'") == len(faulty)
    assert not project.built("vi").exists()


def test_what_two_builds_render_at_the_same_time_is_kept_of_both(tmp_path):
    builds = [Renderer("render_formulas.mjs", "katex") for _ in LANGUAGES]
    for build, language in zip(builds, LANGUAGES, strict=True):
        build.file = tmp_path / "kept.json"
        build.kept[language] = {"html": language}
    for build in builds:
        build.keep(before=1)
    kept = json.loads((tmp_path / "kept.json").read_text())
    assert [kept[language] for language in LANGUAGES] == [{"html": language} for language in LANGUAGES]
