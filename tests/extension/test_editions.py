"""Editions: what is private is nowhere in the student's and in its place in the instructor's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest

from tests.support import SMALL_COURSE, Cell, Page, files_that_say, write_lab

if TYPE_CHECKING:
    from tests.support import Course

CANARIES: Final = {
    "canary-note-birds": {
        "source/birds.html",
        "deck/source/birds.html",
        "deck/slides/both.html",
        "deck/slides/day.html",
    },
    "canary-solution-birds": {
        "source/birds.html",
        "deck/source/birds.html",
        "deck/slides/both.html",
    },
    "canary-solution-lab": {"notebooks/count.html", "notebooks/count.ipynb", "notebooks/labs.zip"},
    "canary-note-lab": {"notebooks/count.html", "notebooks/count.ipynb", "notebooks/labs.zip"},
}
"""Words of the small course's private parts, and the files where an instructor finds them."""


@pytest.mark.parametrize("word", CANARIES)
def test_canary_is_in_the_sources(word: str) -> None:
    assert files_that_say(word, SMALL_COURSE) != []


def test_nothing_private_is_in_the_student_edition(built: Course) -> None:
    # The search index holds the stems of words: canari.
    assert files_that_say("canar", built.site("student")) == []


@pytest.mark.parametrize("word", CANARIES)
def test_instructor_edition_has_it_where_it_belongs(built: Course, word: str) -> None:
    assert set(files_that_say(word, built.site("instructor"))) == CANARIES[word]


def test_private_words_are_found_by_an_instructors_search(built: Course) -> None:
    assert "searchindex.js" in files_that_say("canari", built.site("instructor"))


def test_note_is_for_the_speaker_and_solution_for_the_room(built: Course) -> None:
    deck = Page(built.page("deck/source/birds.html", "instructor"))
    notes = [note.text for note in deck.all("aside", "notes")]
    assert sum("canary-note-birds" in text for text in notes) == 1
    assert not any("canary-note-birds" in body.text for body in deck.all("div", "slide-body"))
    assert "canary-solution-birds" in deck.one("section", "kind-solution").text


def test_editions_differ_in_nothing_else(built: Course) -> None:
    """The instructor's page without its private boxes is the student's page."""
    student = Page(built.page("source/birds.html")).one("article").text
    page = Page(built.page("source/birds.html", "instructor"))
    text = page.one("article").text
    for kind in ("instructor-note", "solution"):
        text = " ".join(text.replace(page.one("div", kind).text, "").split())
    assert text == student


def test_solutions_output_is_in_the_instructors_lab_only(built: Course) -> None:
    outputs = {
        edition: [box.text for box in Page(built.page("notebooks/count.html", edition)).all("pre")]
        for edition in ("student", "instructor")
    }
    assert "pass" in outputs["instructor"]
    assert "pass" not in outputs["student"]


def hide_in_title(course: Course) -> None:
    course.edit("source/birds.md", ":::{instructor-note}", ":::{instructor-note} Quiet *canary*")


def hide_in_box(course: Course) -> None:
    course.edit(
        "source/birds.md",
        ":::{discussion} Is a dinosaur a bird?\nTalk in pairs.\n:::",
        "::::{discussion} Is a dinosaur a bird?\nTalk in pairs.\n"
        ":::{solution}\nA canary is.\n:::\n::::",
    )


def hide_in_slide(course: Course) -> None:
    course.edit(
        "source/birds.md",
        ":::{slide} Counting, short\n- one\n- two\n:::",
        "::::{slide} Counting, short\n- one\n:::{instructor-note}\nA canary.\n:::\n::::",
    )


def hide_in_comment(course: Course) -> None:
    course.edit("source/birds.md", "## Long story", "% canary\n\n## Long story")


def hide_in_picture(course: Course) -> None:
    png = (
        "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
        "0000000a49444154789c63600000000200014821bc330000000049454e44ae426082"
    )
    course.path("source/canary.png").write_bytes(bytes.fromhex(png))
    course.edit(
        "source/birds.md",
        "canary-note-birds.",
        "canary-note-birds.\n\n```{image} canary.png\n:alt: A canary\n```",
    )


def hide_in_glossary(course: Course) -> None:
    course.edit(
        "source/birds.md",
        "canary-note-birds.",
        "canary-note-birds.\n\n```{glossary}\ncanary\n  A word for instructors.\n```",
    )


def hide_in_lab_metadata(course: Course) -> None:
    name = "notebooks/count.ipynb"
    notebook = json.loads(course.read(name))
    notebook["metadata"]["authors"] = [{"name": "Canary"}, {"name": "canary"}]
    course.write(name, json.dumps(notebook))


def hide_in_lab_outputs(course: Course) -> None:
    name = "notebooks/count.ipynb"
    notebook = json.loads(course.read(name))
    notebook["cells"][1]["outputs"] = [
        {"output_type": "stream", "name": "stdout", "text": ["a canary sang\n"]}
    ]
    course.write(name, json.dumps(notebook))


def hide_in_lab_title(course: Course) -> None:
    """A heading in a private cell gets into no table of contents."""
    write_lab(
        course,
        "notebooks/more.ipynb",
        Cell("# More", is_code=False),
        Cell("## Canary and canary", ("instructor-note",), is_code=False),
    )
    course.edit("index.md", "notebooks/count\n", "notebooks/count\nnotebooks/more\n")


def hide_in_html_comment(course: Course) -> None:
    course.edit(
        "source/birds.md",
        "## Long story",
        "<!-- canary -->\n\nAlso <!-- canary --> within.\n\n"
        "<div>\n<!-- canary\ncanary -->\n</div>\n\n## Long story",
    )


def hide_in_lab_leftovers(course: Course) -> None:
    name = "notebooks/count.ipynb"
    notebook = json.loads(course.read(name))
    notebook["cells"][0]["attachments"] = {"canary.png": {"image/png": "Y2FuYXJ5"}}
    notebook["cells"][1]["metadata"] = {"notes": "a canary", "slideshow": {"canary": "x"}}
    notebook["metadata"]["kernelspec"]["env"] = {"canary": "canary"}
    course.write(name, json.dumps(notebook))


LEFT_OUT: Final = (hide_in_html_comment, hide_in_lab_leftovers)
"""What is in neither edition."""

HIDING_PLACES: Final = (
    hide_in_title,
    hide_in_box,
    hide_in_slide,
    hide_in_comment,
    hide_in_picture,
    hide_in_glossary,
    hide_in_lab_metadata,
    hide_in_lab_outputs,
    hide_in_lab_title,
)


def test_no_hiding_place_lets_anything_out(course: Course) -> None:
    for hide in (*LEFT_OUT, *HIDING_PLACES):
        hide(course)
    course.build().good()
    assert files_that_say("canar", course.site()) == []
    assert files_that_say("Canar", course.site()) == []
    # They all are good sources: an instructor gets every one.
    course.build("instructor").good()
    assert len(files_that_say("canar", course.site("instructor"))) > len(HIDING_PLACES)


def test_sources_are_not_published(built: Course) -> None:
    files = [
        path for path in built.site().rglob("*") if path.is_file() and "_static" not in path.parts
    ]
    suffixes = {path.suffix for path in files}
    assert suffixes == {"", ".conf", ".html", ".inv", ".ipynb", ".js", ".txt", ".zip"}
    assert {path.name for path in files if not path.suffix} == {"_headers", ".htaccess"}
    # A hub that opens a notebook finds beside it what a lab needs, as in the archive of labs.
    texts = {path.relative_to(built.site()).as_posix() for path in files if path.suffix == ".txt"}
    assert texts == {"notebooks/START-HERE.txt", "notebooks/requirements.txt"}
