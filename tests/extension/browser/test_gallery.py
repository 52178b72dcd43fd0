"""The gallery shows every deck as it is, draws no slide twice, and does without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from PIL import Image

from lessondeck.building.edition import build
from lessondeck.gallery.filling import CACHE, PICTURES
from tests.support import Course, Page, digests

GALLERY: Final = "source/reference/gallery"


DRAWN: Final = "The pictures are drawn from the slides themselves."
"""What the gallery says when it has all its pictures."""


def add_gallery(course: Course) -> Course:
    """Give a course a page with all decks."""
    course.write(f"{GALLERY}.md", "# All decks\n\n```{deck-gallery}\n```\n")
    course.edit("index.md", "source/reference/words", f"source/reference/words\n{GALLERY}")
    return course


@pytest.fixture(scope="module")
def gallery(built: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return the small course with a gallery, built; to be looked at, not changed."""
    course = add_gallery(built.copy_to(tmp_path_factory.mktemp("gallery") / "course"))
    course.build().good()
    assert drawn(course)
    return course


def drawn(course: Course) -> dict[str, str]:
    """Return the pictures of slides that a course keeps."""
    return digests(course.root / CACHE)


def test_every_deck_is_there_with_pictures_links_and_minutes(gallery: Course) -> None:
    page = Page(gallery.page(f"{GALLERY}.html"))
    links = [link.attributes["href"] for link in page.all("a", inside="gallery-deck")]
    for name in ("slides/both", "slides/day", "source/birds", "source/fish"):
        assert f"../../deck/{name}.html" in links
        assert f"../../{name}.html" in links or f"../{name.removeprefix('source/')}.html" in links
    facts = [it.text for it in page.all("p", "gallery-facts")]
    assert facts == ["11 minutes", "58 minutes", "6 minutes", "5 minutes"]
    pictures = page.all("img", inside="gallery")
    assert len(pictures) == 15
    for picture in pictures:
        file = gallery.site() / "source/reference" / picture.attributes["src"]
        assert Image.open(file).size == (640, 360)
        assert picture.attributes["alt"].startswith("Slide: ")
    assert not [link for link in links if link.endswith(".pdf")], "nothing was printed"
    assert page.one("p", "gallery-note").text == DRAWN
    assert "Slide: Fish move by bending" in [it.attributes["alt"] for it in pictures]


def test_an_unchanged_slide_is_not_drawn_again(gallery: Course, tmp_path: Path) -> None:
    course = gallery.copy_to(tmp_path / "course")
    before = drawn(course)
    assert "drawing" not in course.run("build").good().output
    course.edit("source/fish.md", "They breathe water", "They take in water")
    assert "drawing" not in course.run("build").good().output
    course.edit("source/fish.md", "A whale comes up", "A whale must come up")
    preview = build(course.root, jobs=1, publish=False).folder / f"{GALLERY}.html"
    assert drawn(course) == before, "a preview waited for a picture"
    page = Page(preview.read_text(encoding="utf-8"))
    assert page.one("p", "gallery-note").text.endswith("; some slides have no picture here.")
    pictures = page.all("img", inside="gallery")
    assert (
        0 < len(pictures) < len(Page(gallery.page(f"{GALLERY}.html")).all("img", inside="gallery"))
    )
    assert "drawing 1 slide for" in course.run("build").good().output
    after = drawn(course)
    assert before.items() < after.items()
    assert len(after) == len(before) + 1
    shown = set(digests(course.site() / PICTURES))
    assert shown < set(after), "a picture that no deck has any more is still published"


def test_two_drawings_are_the_same(gallery: Course, tmp_path: Path) -> None:
    again = gallery.copy_to(tmp_path / "course")
    for file in (again.root / CACHE).iterdir():
        file.unlink()
    again.build().good()
    assert drawn(again) == drawn(gallery)
    assert again.page(f"{GALLERY}.html") == gallery.page(f"{GALLERY}.html")


def test_without_a_browser_the_gallery_is_whole_and_one_line_says_so(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_gallery(course)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    output = course.run("build").good().output
    (line,) = [line for line in output.splitlines() if "Chromium" in line]
    assert "python -m lessondeck.tools.chromium" in line
    page = Page(course.page(f"{GALLERY}.html"))
    assert not page.all("img", inside="gallery")
    assert page.one("p", "gallery-note").text.startswith("There are no pictures of slides here")
    assert len(page.all("li", "gallery-deck")) == 4
    monkeypatch.undo()
    course.build().good()
    assert len(Page(course.page(f"{GALLERY}.html")).all("img", inside="gallery")) == 15
