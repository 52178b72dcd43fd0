"""Which slides stand for a deck, and what makes their pictures be drawn again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lessondeck.gallery.slideshots import chosen, shots_of, slides_of

if TYPE_CHECKING:
    from tests.support import Course


def deck(course: Course, name: str) -> Path:
    """Return the page of a deck."""
    return course.site() / "deck" / f"{name}.html"


def names(course: Course, name: str) -> list[str]:
    """Return the names of the pictures of a deck."""
    return [shot.name for shot in shots_of(deck(course, name))]


def test_the_slides_of_a_deck_are_read_in_order(built: Course) -> None:
    slides = slides_of(deck(built, "source/fish").read_text(encoding="utf-8"))
    assert [(slide.kind, slide.title) for slide in slides] == [
        ("title", "Fish"),
        ("mixed", "Fish have gills"),
        ("statement", "A whale is no fish"),
        ("figure", "Fish move by bending"),
        ("keypoints", "Key points"),
    ]
    assert all("They breathe water" not in slide.markup for slide in slides), "that is a note"


def test_the_title_and_the_kinds_that_show_most_are_chosen_in_order(built: Course) -> None:
    slides = slides_of(deck(built, "source/fish").read_text(encoding="utf-8"))
    assert [slide.kind for slide in chosen(slides)] == ["title", "mixed", "statement", "figure"]
    assert len(chosen(slides_of(deck(built, "slides/day").read_text(encoding="utf-8")))) == 4


@pytest.mark.parametrize(
    ("file", "old", "new", "changed"),
    [
        ("source/fish.md", "They breathe water", "They take in water", set()),
        ("source/fish.md", "title: Fish", "title: Fishes", {0}),
        ("source/fish.md", "A whale comes up", "A whale must come up", {2}),
        ("source/wave.svg", "<path", "<path opacity='0.9'", {3}),
        ("conf.py", 'revealjs_style_theme = "deck.css"', "revealjs_css_files = ['more.css']", None),
    ],
    ids=["notes", "title", "statement", "figure", "style"],
)
def test_a_picture_has_another_name_when_its_slide_looks_other(
    published: Course, file: str, old: str, new: str, changed: set[int] | None
) -> None:
    before = names(published, "source/fish")
    published.edit(file, old, new)
    if changed is None:
        published.write("look/more.css", "section { color: red }")
        published.edit("conf.py", new, f"{new}\nrevealjs_static_path = ['look']\n{old}")
        changed = set(range(len(before)))
    published.build().good()
    after = names(published, "source/fish")
    differing = {n for n, (a, b) in enumerate(zip(before, after, strict=True)) if a != b}
    assert differing == changed
