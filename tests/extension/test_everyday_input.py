"""What people write every day is shown, or named with its file: never a traceback."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from lessondeck.labs.notebooks import LabError, read_notebook
from lessondeck.mathml import plain_formula
from tests.support import TRACEBACK, Cell, Page, write_lab

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Course

FISH = "source/fish.md"
LAB = "notebooks/count.ipynb"


def notebook(**changes: Any) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": "1",
    }
    return {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [cell], **changes}


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("_2", "{}_2"),
        (r"\frac{^1}{x}", r"\frac{{}^1}{x}"),
        (r"a &_b \\ ^c", r"a &{}_b \\ {}^c"),
        (r"$\displaystyle x$", r"\displaystyle x"),
        ("$$x$$", "x"),
        (r"\[x\]", "x"),
        (r"\(x\)", "x"),
        ("\\begin{equation*}\nx\n\\end{equation*}", "x"),
        (r"\begin{align}a&=b\end{align}", r"\begin{aligned}a&=b\end{aligned}"),
        ("x_1^2", "x_1^2"),
    ],
)
def test_a_formula_is_read_as_people_write_it(source: str, plain: str) -> None:
    assert plain_formula(source) == plain


def test_formulas_of_lessons_tables_and_labs(course: Course) -> None:
    course.edit(
        FISH,
        "They breathe water",
        "At 4 $^\\circ$C, they breathe H$_2$O, not $_{92}^{235}$U.\n\n"
        "$$\\begin{align}a&=b\\end{align}$$\n\nThey breathe water",
    )
    course.edit(FISH, "| trout | water |", "| trout | H$_2$O |")
    formula = (
        "class Mean:\n"
        "    def _repr_latex_(self):\n"
        "        return r'$\\displaystyle \\bar{x}$'\n"
        "Mean()"
    )
    write_lab(course, LAB, Cell("# Count\n\nH$_2$O", is_code=False), Cell(formula))
    course.build().good()
    assert len(Page(course.page("source/fish.html")).all("math")) == 5
    assert len(Page(course.page("notebooks/count.html")).all("math")) == 2


@pytest.mark.parametrize("formula", ["a & b", r"a \\ b", r"\frac{1}"])
def test_a_formula_that_cannot_be_shown_is_named_with_its_line(
    course: Course, formula: str
) -> None:
    course.edit(FISH, "They breathe water", f"They ${formula}$ breathe water")
    course.build().bad(f"{FISH}:14: WARNING: the formula {formula!r} can't be shown")


def test_a_warning_about_a_lab_names_no_line_that_nobody_wrote(course: Course) -> None:
    write_lab(course, LAB, Cell("# Count\n\nA $\\nothing$", is_code=False), Cell("1"))
    course.build().bad(f"{LAB}: WARNING: the formula '\\\\nothing' can't be shown")


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"kernelspec": {"name": "conda-env-x-py", "display_name": "Python [x]"}},
        {"kernelspec": {"name": "venv311", "display_name": "v", "language": "python"}},
        {"language_info": {"name": "ipython"}},
    ],
)
def test_a_lab_runs_whatever_its_author_calls_python(
    course: Course, metadata: dict[str, Any]
) -> None:
    own = json.loads(course.read(LAB)) | {"metadata": metadata}
    course.write(LAB, json.dumps(own))
    course.build().good()
    published = json.loads(course.page("notebooks/count.ipynb"))
    assert published["metadata"]["kernelspec"]["name"] == "python3"


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({"kernelspec": {"name": "ir", "display_name": "R"}}, "r"),
        ({"kernelspec": {"name": "x", "display_name": "x", "language": "Julia"}}, "julia"),
        ({"language_info": {"name": "bash"}}, "bash"),
    ],
)
def test_a_notebook_in_another_language_is_named(
    tmp_path: Path, metadata: dict[str, Any], language: str
) -> None:
    path = tmp_path / "lab.ipynb"
    path.write_text(json.dumps(notebook(metadata=metadata)))
    with pytest.raises(LabError, match=rf"^lab.ipynb:1: .* written for {language}"):
        read_notebook(path, "lab.ipynb")


def test_older_and_newer_notebooks_are_read(tmp_path: Path) -> None:
    with_ids = notebook(nbformat_minor=2)
    with_ids["cells"][0]["id"] = "a"
    newer = notebook(nbformat_minor=9, news=1)
    newer["cells"][0] |= {"id": "a", "news": 1}
    old_cell = {"cell_type": "code", "language": "python", "metadata": {}, "outputs": []}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": "x"}}
    old["worksheets"] = [
        {"metadata": {}, "cells": [old_cell | {"input": ["1"], "collapsed": False}]}
    ]
    for content in (with_ids, newer, old, notebook(nbformat_minor=0)):
        path = tmp_path / "lab.ipynb"
        path.write_text(json.dumps(content), encoding="utf-8-sig")
        assert [cell.source for cell in read_notebook(path, "lab.ipynb").cells] == ["1"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (json.dumps(notebook(nbformat=5)).encode(), "no Jupyter notebook of format 4"),
        (json.dumps([1]).encode(), "no Jupyter notebook of format 4"),
        (json.dumps(notebook(cells=[1])).encode(), "no Jupyter notebook of format 4"),
        (json.dumps(notebook()).encode("utf-16"), "can't be read as JSON in UTF-8"),
        (b"[" * 100_000, "can't be read as JSON in UTF-8"),
    ],
)
def test_what_is_no_notebook_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "lab.ipynb"
    path.write_bytes(content)
    with pytest.raises(LabError, match=rf"^lab.ipynb:1: .*{message}"):
        read_notebook(path, "lab.ipynb")


@pytest.mark.parametrize(
    ("event", "jobs"), [("doctree-read", 2), ("doctree-resolved", 1), ("html-page-context", 2)]
)
def test_an_error_of_a_library_names_the_file(course: Course, event: str, jobs: int) -> None:
    course.write(
        "broken.py",
        "def fail(app, *rest):\n"
        "    if 'source/fish' in rest or app.env.current_document.docname == 'source/fish':\n"
        "        raise KeyError('no such thing')\n"
        "def setup(app):\n"
        f"    app.connect({event!r}, lambda *rest: fail(*rest))\n"
        "    return {'parallel_read_safe': True, 'parallel_write_safe': True}\n",
    )
    course.edit("conf.py", "\nextensions = [", "\nextensions = [\n    'broken',")
    outcome = course.run("build", "--jobs", str(jobs))
    outcome.bad(
        f"{FISH}: something in this file can't be converted (", "no such thing", "undo what"
    )
    assert TRACEBACK not in outcome.output
