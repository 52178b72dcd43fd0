"""What was meant to be private and is not marked exactly so: refused, never published."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import nbformat
import pytest

from lessondeck.labs.notebooks import edition_of
from lessondeck.labs.privacy import PRIVATE_TAGS, faults, says_private
from tests.support import Cell, files_that_say, write_lab

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support import Course

LAB: Final = "notebooks/count.ipynb"

NEARLY: Final = (
    *("Solution", "SOLUTION", "solutions", " solution ", "solution2", "soluton", "soltuion"),
    *("hide-solution", "my_solution", "solution:", "instructor_note", "instructor-notes"),
    *("Instructor Note", "instructorNote", "instructor", "instructer-note", "teacher", "notes"),
    *("answer-key", "private", "tutor only", "soln", "teachers", "ta-only", "prof", "draft"),
    *("not-for-students", "students: skip", "no_students", "hidden", "remove-cell", "spoilers"),
    *("\uff33olution", "\u0455olution", "solu\u00adtion", "so1ution", "instructor\u2011note"),
    *("L\u00f6sung", "lo\u0308sungen", "soluci\u00f3n", "r\u00e9ponses", "\u7b54\u6848"),
)

PUBLIC: Final = (
    *("exercise", "fold", "hide-input", "remove-output", "raises-exception", "parameters"),
    *("instructions", "resolution", "notebook", "structure", "keep", "slide", "evolution"),
    *("hint", "worked-example", "for-students", "student-task", "hide-output", "table", "data"),
)

MARKS: Final[tuple[dict[str, Any], ...]] = (
    {"nbgrader": {"solution": True, "grade": True}},
    {"solution2": "hidden"},
    {"solution2_first": True, "solution2": "shown"},
    {"slideshow": {"slide_type": "notes"}},
    {"school": {"teacher_only": True}},
    {"Tags": ["Solution"]},
    {"tag": "instructor note"},
    {"school": {"audience": "staff"}},
)

IN_TEXT: Final = (
    nbformat.v4.new_code_cell("x = 1\n### BEGIN SOLUTION\nx = 2\n### END SOLUTION"),
    nbformat.v4.new_code_cell("x = 2  \n# SOLUTION"),
    nbformat.v4.new_code_cell("#| tags: [fold, solution]\nx = 2"),
    nbformat.v4.new_markdown_cell("Text\n\n:::{solution}\ncanary\n:::"),
    nbformat.v4.new_markdown_cell("````{Instructor-Note}\ncanary\n````"),
)

COMMENTS: Final = (
    "Text <!-- canary --> goes on.",
    "<!--\ncanary\n\nand more -->",
    "% canary",
    "Text.\n% canary",
    "- item\n  % canary",
    "[//]: # (canary)",
    "[comment]: <> (canary)",
    "Text %% canary %% goes on.",
    "Text {# canary #} goes on.",
    "{% comment %}canary{% endcomment %}",
    "Text {>>canary<<} goes on.",
    "/* canary */",
    ".. canary for next year",
)


def lab(*cells: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return a notebook of cells."""
    notebook: nbformat.NotebookNode = nbformat.v4.new_notebook(cells=list(cells))
    return notebook


@pytest.mark.parametrize("tag", NEARLY)
def test_a_tag_that_is_nearly_private_is_a_fault_that_names_cell_and_tag(tag: str) -> None:
    cell = nbformat.v4.new_code_cell("1", metadata={"tags": ["fold", tag]})
    [fault] = faults(lab(nbformat.v4.new_markdown_cell("# Title"), cell))
    assert fault.startswith(f"cell 2: the tag {tag!r} is nearly a private one; tag the cell")


@pytest.mark.parametrize("tag", [*sorted(PRIVATE_TAGS), *PUBLIC])
def test_other_tags_are_no_fault(tag: str) -> None:
    cell = nbformat.v4.new_code_cell("1", metadata={"tags": [tag]})
    assert [*faults(lab(cell))] == []
    assert says_private(tag) is (tag in PRIVATE_TAGS)


@pytest.mark.parametrize("mark", MARKS, ids=str)
def test_a_mark_of_another_tool_is_a_fault(mark: dict[str, Any]) -> None:
    found = [*faults(lab(nbformat.v4.new_markdown_cell("canary", metadata=mark)))]
    assert found
    assert all("cell 1: its metadata marks it as private" in fault for fault in found)


@pytest.mark.parametrize("cell", IN_TEXT, ids=range(len(IN_TEXT)))
def test_a_mark_in_code_or_text_that_hides_nothing_here_is_a_fault(
    cell: nbformat.NotebookNode,
) -> None:
    found = [*faults(lab(cell))]
    assert found
    assert all("keeps nothing from students here; tag the cell" in fault for fault in found)
    private = nbformat.from_dict({**cell, "metadata": {"tags": ["solution"]}})
    assert [*faults(lab(private))] == []
    told = nbformat.v4.new_code_cell("# The solution is a number.\nsolution = '# SOLUTION'")
    assert [*faults(lab(told))] == []


@pytest.mark.parametrize(
    "metadata",
    [{"nbgrader": {"solution": False}}, {"notes": "canary"}, {"jupyter": {"source_hidden": True}}],
    ids=str,
)
def test_other_metadata_is_no_fault_and_stays_with_the_author(metadata: dict[str, Any]) -> None:
    notebook = lab(nbformat.v4.new_code_cell("1", metadata={"tags": ["fold"], **metadata}))
    assert [*faults(notebook)] == []
    kept = edition_of(notebook, "student").cells[0].metadata
    assert set(kept) <= {"tags", "jupyter"}
    assert kept.tags == ["fold"]


@pytest.mark.parametrize("comment", COMMENTS)
def test_a_comment_in_the_text_of_a_lab_is_a_fault(comment: str) -> None:
    [fault] = faults(lab(nbformat.v4.new_markdown_cell(comment)))
    assert fault.startswith("cell 1: the comment ")
    private = nbformat.v4.new_markdown_cell(comment, metadata={"tags": ["instructor-note"]})
    assert [*faults(lab(private))] == []


def test_a_comment_in_a_raw_cell_is_a_fault_and_code_about_comments_is_none() -> None:
    assert len([*faults(lab(nbformat.v4.new_raw_cell(".. canary\n\n.. note:: seen")))]) == 1
    plain = "`<!-- x -->` and `/* x */` in src/*.py or a/*/b, and 50 % of them"
    text = f"{plain}\n\n```html\n<!-- x -->\n% x\n```\n\n[a]: #here 'x'"
    code = nbformat.v4.new_code_cell("# <!-- x -->\n%matplotlib inline")
    assert [*faults(lab(nbformat.v4.new_markdown_cell(text), code))] == []


def test_pictures_that_a_cell_no_longer_shows_stay_with_the_author() -> None:
    picture = {"image/png": "Y2FuYXJ5"}
    cell = nbformat.v4.new_markdown_cell(
        "![seen](attachment:seen.png)", attachments={"seen.png": picture, "canary.png": picture}
    )
    lost = nbformat.v4.new_markdown_cell("text", attachments={"canary.png": picture})
    raw = nbformat.v4.new_raw_cell("attachment:canary.png", attachments={"canary.png": picture})
    first, second, third = edition_of(lab(cell, lost, raw), "student").cells
    assert list(first.attachments) == ["seen.png"]
    assert "attachments" not in second
    assert "attachments" not in third


@pytest.mark.parametrize("written", ["my%20p%C3%A4c.png", "<attachment:my p\u00e4c.png>"])
def test_a_picture_in_a_cell_may_have_any_name(written: str) -> None:
    source = "![seen](" + (written if "<" in written else f"attachment:{written}") + ")"
    cell = nbformat.v4.new_markdown_cell(
        source, attachments={"my p\u00e4c.png": {"image/png": "YQ=="}}
    )
    [shown] = edition_of(lab(cell), "student").cells
    assert list(shown.attachments) == ["picture-1.png"]
    assert "(attachment:picture-1.png)" in shown.source.translate({ord(c): None for c in "<>"})


def tag_nearly(course: Course) -> None:
    write_lab(course, LAB, Cell("# Count", is_code=False), Cell("1", ("Solution",)))


def put_astray(course: Course) -> None:
    course.path("source/reference/stray.ipynb").write_bytes(course.path(LAB).read_bytes())
    course.edit("index.md", "notebooks/count\n", "notebooks/count\nsource/reference/stray\n")


def link_to_it(course: Course) -> None:
    course.edit("source/birds.md", "- one\n", "- one {download}`x <../notebooks/count.ipynb>`\n")


def link_from_a_lab(course: Course) -> None:
    course.path("source/whole.ipynb").write_bytes(course.path(LAB).read_bytes())
    course.edit("conf.py", "nitpicky", 'exclude_patterns = ["source/whole.ipynb"]\nnitpicky')
    write_lab(course, LAB, Cell("# Count\n\n[all](../source/whole.ipynb)", is_code=False))


def copy_as_it_is(course: Course) -> None:
    course.path("extra/old").mkdir(parents=True)
    course.path("extra/old/count.ipynb").write_bytes(course.path(LAB).read_bytes())
    course.edit("conf.py", "nitpicky", 'html_extra_path = ["extra"]\nnitpicky')


def lay_beside(course: Course) -> None:
    course.write("notebooks/count_solution.py", "canary = 1")


def comment_in_a_lesson(course: Course) -> None:
    course.edit(
        "conf.py", "nitpicky", 'myst_disable_syntax = ["html_block", "html_inline"]\nnitpicky'
    )
    course.edit("source/birds.md", "## Long story", "<!-- canary -->\n\n## Long story")


def comment_of_another_language(course: Course) -> None:
    course.edit("source/birds.md", "## Long story", ".. canary for next year\n\n## Long story")


def comment_of_many_lines(course: Course) -> None:
    course.edit("source/birds.md", "## Long story", "%%\ncanary\n%%\n\n## Long story")


@pytest.mark.parametrize(
    ("hide", "words"),
    [
        (tag_nearly, "notebooks/count.ipynb: cell 2: the tag 'Solution' is nearly a private one"),
        (put_astray, "source/reference/stray.ipynb: the notebook is no lab"),
        (link_to_it, "source/birds.md: WARNING: the link to 'notebooks/count.ipynb' would publish"),
        (link_from_a_lab, "the link to 'source/whole.ipynb' would publish it"),
        (copy_as_it_is, "extra/old/count.ipynb: html_extra_path would publish the notebook as it"),
        (lay_beside, "notebooks/count_solution.py: by its name the file is private"),
        (comment_in_a_lesson, "birds.md:57: WARNING: readers would see the comment"),
        (comment_of_many_lines, "WARNING: readers would see the comment '%%'"),
        (comment_of_another_language, "birds.md:57: WARNING: readers would see the comment"),
    ],
)
def test_it_stops_the_build(hide: Callable[[Course], None], words: str, course: Course) -> None:
    hide(course)
    course.build().bad(words)
    assert not course.site().exists()


def test_a_lab_in_a_folder_of_its_own_is_a_lab(course: Course) -> None:
    course.path("notebooks/week1").mkdir()
    course.path(LAB).rename(course.path("notebooks/week1/count.ipynb"))
    notebook = json.loads(course.read("notebooks/week1/count.ipynb"))
    notebook["cells"][0]["source"] = ["# Count"]
    course.write("notebooks/week1/count.ipynb", json.dumps(notebook))
    course.edit("index.md", "notebooks/count", "notebooks/week1/count")
    course.edit("slides/day.md", "../notebooks/count", "../notebooks/week1/count")
    course.build().good()
    assert "counted 2" in course.page("notebooks/week1/count.html")
    assert files_that_say("canar", course.site()) == []
