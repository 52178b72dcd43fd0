"""A build after which nothing changed does nothing again."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from lessondeck.building.publish import PublishedFolder
from lessondeck.building.unchanged import unchanged
from lessondeck.building.workshop import Workshop
from lessondeck.cells.interpreter import CELLS, RUNTIME
from lessondeck.core.digests import version_of
from lessondeck.core.domain import LessonDomain
from lessondeck.pages.incremental import canonical

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from tests.support import Course


def reading_times(course: Course, edition: str) -> dict[str, int]:
    """Return when each document was last read, by the time of what Sphinx stored of it."""
    work = course.path(f"build/work/{edition}/doctrees")
    return {path.name: path.stat().st_mtime_ns for path in work.rglob("*.doctree")}


@pytest.mark.parametrize("jobs", [1, 2])
def test_unchanged_course_is_not_read_again(course: Course, jobs: int) -> None:
    course.build(jobs=jobs).good()
    before = reading_times(course, "student")
    assert len(before) > 4
    course.build(jobs=jobs).good()
    assert reading_times(course, "student") == before


def test_edited_lesson_is_read_again_with_its_deck_only(course: Course) -> None:
    course.build().good()
    before = reading_times(course, "student")
    course.edit("source/birds.md", "A penguin swims with its wings.", "A penguin swims well.")
    course.build().good()
    after = reading_times(course, "student")
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"birds.doctree", "both.doctree", "day.doctree"}


def test_another_process_writes_no_page_and_no_deck_again(course: Course) -> None:
    """The order of sets and the addresses of objects differ from process to process."""
    course.run("build", environment={"PYTHONHASHSEED": "1"}).good()
    site = course.path("build/work/student/site")
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in pages_in(site)}
    assert {path.relative_to(site).as_posix() for path in before} >= {
        *("index.html", "source/birds.html", "deck/source/birds.html", "deck/slides/both.html")
    }
    course.run("build", environment={"PYTHONHASHSEED": "2"}).good()
    after = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in pages_in(site)}
    assert [path for path in before if after[path] != before[path]] == []


def pages_in(site: Path) -> list[Path]:
    """Return the files of pages and decks that come from documents."""
    without = {"genindex.html", "search.html"}
    return [path for path in sorted(site.rglob("*.html")) if path.name not in without]


def test_form_of_plain_data_does_not_depend_on_its_order() -> None:
    assert canonical({"b": {2, 1}, "a": [Path("x/y")]}) == canonical(
        {"a": [Path("x/y")], "b": {1, 2}}
    )
    assert canonical(["1"]) != canonical([1])
    with pytest.raises(TypeError, match="object has no form"):
        canonical({"a": object()})


def test_version_of_a_package_follows_its_code(tmp_path: Path) -> None:
    module, style = tmp_path / "part" / "module.py", tmp_path / "part" / "look.css"
    module.parent.mkdir()
    module.write_text("x = 1\n")
    first = version_of(tmp_path)
    style.write_text("p {}\n")
    assert version_of(tmp_path) == first
    module.write_text("x = 12\n")
    assert version_of(tmp_path) != first


def test_interpreter_outlives_a_document_of_any_name() -> None:
    env = cast("BuildEnvironment", SimpleNamespace(domaindata={}))
    domain = LessonDomain(env)
    domain.site[RUNTIME] = "a digest"
    CELLS.note(env, "python", ["count"])
    assert CELLS.of(env) == {"python": ["count"]}
    for docname in ("python", "runtime", "site", "documents"):
        domain.clear_doc(docname)
    assert (domain.site, CELLS.of(env)) == ({RUNTIME: "a digest"}, {})


def test_nothing_changed_writes_nothing(course: Course) -> None:
    course.run("build").good()
    before = times(course.path("build"))
    said = course.run("build").good().output
    assert "nothing to do: 2 lessons" in said
    assert "edition: pages" not in said
    assert times(course.path("build")) == before


def times(folder: Path) -> dict[Path, int]:
    """Return when each file and folder was last changed."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*")}


def test_whatever_changes_is_noticed_and_what_comes_back_too(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = tmp_path / "outside" / "extra.txt"
    outside.parent.mkdir()
    outside.write_text("1")
    course.edit("conf.py", 'language = "en"', 'language = "en"\nhtml_extra_path = ["../outside"]')
    course.build().good()
    workshop = Workshop(course.root.resolve(), "student")
    files = ["source/birds.md", "notebooks/count.ipynb", "exercises/claims.yml", "conf.py"]
    files += ["source/penguin.svg", "build/site/index.html", "build/site/deck/source/birds.html"]
    for file in [*map(course.path, files), outside]:
        text, time = file.read_text(encoding="utf-8"), file.stat().st_mtime_ns
        assert unchanged(workshop) is not None
        file.write_text(f"{text} ", encoding="utf-8")
        assert unchanged(workshop) is None, file
        file.write_text(text, encoding="utf-8")
        os.utime(file, ns=(time, time))
    for name in ("source/new.md", "build/pdf/student/slides/birds.pdf", "build/site/new.html"):
        assert unchanged(workshop) is not None
        course.write(name, "# New")
        assert unchanged(workshop) is None, name
        course.path(name).unlink()
    monkeypatch.setenv("BIRDS", "1")
    assert unchanged(workshop) is None
    monkeypatch.delenv("BIRDS")
    folder = tmp_path / "packages"
    (folder / "heron-1.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(folder)
    assert unchanged(workshop) is None


def test_build_beside_which_a_source_changed_is_not_taken_for_the_last_word(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    def publish_and_edit(published: PublishedFolder, source: Path) -> bool:
        course.edit("source/birds.md", "A penguin swims with its wings.", "A penguin swims well.")
        return replace_by(published, source)

    replace_by = PublishedFolder.replace_by
    monkeypatch.setattr(PublishedFolder, "replace_by", publish_and_edit)
    course.build().good()
    assert unchanged(Workshop(course.root.resolve(), "student")) is None
    monkeypatch.undo()
    course.build().good()
    assert "A penguin swims well." in course.page("source/birds.html")
