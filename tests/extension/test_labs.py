"""Labs: executed once, shown with their outputs, offered without, and named when they fail."""

from __future__ import annotations

import json
import os
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import pytest

from lessondeck.labs import exercises_read
from lessondeck.labs.exercises_read import digest_of_exercises
from lessondeck.labs.notebooks import read_notebook
from selfcheck.authoring import shipped_files
from tests.support import Cell, Page, write_lab

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support import Course

LAB = "notebooks/count.ipynb"

TITLE = Cell("# Count", is_code=False)

DRAWING = (
    "from IPython.display import SVG, display\n"
    'display(SVG(\'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>\'))'
)


class Log:
    """A file outside of the course to which the cells of a lab add a line when they run."""

    def __init__(self, path: Path) -> None:
        """Use a file that need not exist."""
        self.path = path

    def cell(self, *tags: str) -> Cell:
        """Return a cell that notes the process that it runs in."""
        note = f"with open({str(self.path)!r}, 'a') as log:\n    print(os.getpid(), file=log)"
        return Cell(f"import os\n{note}", tags)

    @property
    def processes(self) -> list[int]:
        """The process of each run."""
        return [int(line) for line in self.path.read_text().split()] if self.path.exists() else []


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path / "log")


def change_cell(course: Course, number: int, **changes: Any) -> None:
    """Change the fields of a cell of the lab, counted from 0."""
    notebook = json.loads(course.read(LAB))
    notebook["cells"][number].update(changes)
    course.write(LAB, json.dumps(notebook))


def is_alive(process: int) -> bool:
    """Tell whether a process runs, a moment's grace given."""
    for _ in range(600):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.1)
    return True


def test_lab_runs_once_and_prose_runs_nothing(course: Course, log: Log) -> None:
    write_lab(course, LAB, TITLE, log.cell())
    course.build().good()
    assert len(log.processes) == 1

    course.build().good()
    change_cell(course, 0, source="# Count again")
    course.edit("source/fish.md", "They breathe water", "Fish breathe water")
    course.build().good()
    assert "Count again" in course.page("notebooks/count.html")
    assert len(log.processes) == 1, "an edit to prose ran the lab"


def test_outputs_in_the_authors_file_change_nothing(course: Course, log: Log) -> None:
    write_lab(course, LAB, TITLE, log.cell())
    course.build().good()
    output = nbformat.v4.new_output("stream", name="stdout", text="canary-output")
    change_cell(course, 1, outputs=[output], execution_count=7)
    course.build().good()
    assert len(log.processes) == 1
    for name in ("notebooks/count.html", "notebooks/count.ipynb"):
        assert "canary-output" not in course.page(name)


def change_code(course: Course) -> None:
    source = json.loads(course.read(LAB))["cells"][1]["source"]
    change_cell(course, 1, source="".join(source) + "\n1 + 1")


def change_tag(course: Course) -> None:
    change_cell(course, 1, metadata={"tags": ["exercise"]})


def change_exercises(course: Course) -> None:
    course.write("exercises/new.py", "ANSWER = 42\n")


def change_lock(course: Course) -> None:
    course.write("requirements.txt", "sphinx==9.1\n")


def change_data(course: Course) -> None:
    course.write("notebooks/data/deep/numbers.txt", "two")


def change_module(course: Course) -> None:
    course.write("notebooks/birds/nests.py", "EGGS = 3")


def change_data_elsewhere(course: Course) -> None:
    course.write("data/sea.csv", "depth,2")


def change_what_a_module_imports(course: Course) -> None:
    course.write("notebooks/sea.py", "DEPTH = 2")


@pytest.mark.parametrize(
    "change",
    [
        *(change_code, change_tag, change_exercises, change_lock),
        *(change_data, change_data_elsewhere, change_module, change_what_a_module_imports),
    ],
)
def test_lab_runs_again(course: Course, log: Log, change: Callable[[Course], None]) -> None:
    course.write("requirements.txt", "sphinx==9.0\n")
    inputs = '["exercises", "requirements.txt"]'
    course.edit("conf.py", 'lab_inputs = ["exercises"]', f"lab_inputs = {inputs}")
    write_modules(course)
    course.write("data/sea.csv", "depth,1")
    code = "import birds.nests\nopen('../data/sea.csv').close()"
    write_lab(course, LAB, TITLE, log.cell(), Cell(code))
    course.build().good()
    change(course)
    course.build().good()
    assert len(log.processes) == 2


def write_modules(course: Course) -> None:
    """Put modules beside the lab: of one package, which imports another module."""
    course.write("notebooks/birds/__init__.py", "import sea\n")
    course.write("notebooks/birds/nests.py", "EGGS = 2\n")
    course.write("notebooks/sea.py", "DEPTH = 1\n")


def test_module_that_a_lab_does_not_name_runs_nothing(course: Course, log: Log) -> None:
    write_modules(course)
    write_lab(course, LAB, TITLE, log.cell())
    course.build().good()
    change_module(course)
    change_what_a_module_imports(course)
    course.build().good()
    assert len(log.processes) == 1


BANK = {
    "items": [
        {"id": name, "title": name, "policy": "of-birds"} for name in ("wren", "owl", "gull")
    ],
    "sets": [
        {"id": "first-sort", "title": "First sort", "items": ["wren", "owl"]},
        {"id": "other-sort", "title": "Other sort", "items": ["gull"]},
    ],
    "claims": [],
    "policies": [{"id": "of-birds", "rule": "Feathers."}, {"id": "of-fish", "rule": "Fins."}],
}

SET_UP = (
    "from exercises import check, questions, cohens_kappa\n"
    "try:\n    pass\nexcept ImportError:\n"
    "    def check(*_):\n        print('no exercises.zip')\n    questions = check\n    check()"
)


def with_item(bank: dict[str, Any], name: str) -> dict[str, Any]:
    return {**bank, "items": [i | {"title": "x"} if i["id"] == name else i for i in bank["items"]]}


def with_policy(bank: dict[str, Any], name: str) -> dict[str, Any]:
    ruled = [p | {"rule": "x"} if p["id"] == name else p for p in bank["policies"]]
    return {**bank, "policies": ruled}


def digest_with(folder: Path, bank: dict[str, Any], *sources: str) -> str:
    """Return the digest of what a lab with this code reads of a bank."""
    (folder / "bank.json").write_text(json.dumps(bank), encoding="utf-8")
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    return digest_of_exercises(nbformat.v4.new_notebook(cells=cells), [], folder)


@pytest.mark.parametrize(
    ("source", "reads_all"),
    [
        ("check('first-sort', {})", False),
        ("%time questions('First sort')", False),
        ("if ready:\n    !ls\n    check('first-sort', mine)", False),
        ("name = 'first-sort'\ncheck(name, {})", True),
        ("check('no-such-sort', {})", True),
        ("check(exercise_id='first-sort')", True),
        ("look = check\nlook('other-sort')", True),
        ("map(check, names)", True),
        ("from exercises import bank", True),
        ("from exercises import another_round", True),
        ("from exercises import check as c", True),
        ("import exercises", True),
        ("import selfcheck.bank", True),
        ("open('exercises/bank.json')", True),
        ("exec(code)", True),
        ("importlib.import_module(name)", True),
        ("x = !ls", True),
    ],
)
def test_a_lab_reads_the_exercises_that_its_code_names(
    tmp_path: Path, source: str, reads_all: bool
) -> None:
    def digest(bank: dict[str, Any]) -> str:
        return digest_with(tmp_path, bank, SET_UP, "check('first-sort', {})", source)

    before = digest(BANK)
    for used in (with_item(BANK, "owl"), with_policy(BANK, "of-birds")):
        assert digest(used) != before
    for other in (with_item(BANK, "gull"), with_policy(BANK, "of-fish")):
        assert (digest(other) != before) is reads_all
    assert digest(BANK) == before


def test_a_lab_without_exercises_reads_none_and_any_other_the_modules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert digest_with(tmp_path, BANK, "print('check(1)')") == ""
    before = digest_with(tmp_path, BANK, SET_UP)
    assert digest_with(tmp_path, with_item(BANK, "owl"), SET_UP) == before
    module = tmp_path / "checker.py"
    module.write_text("changed")
    files = shipped_files(tmp_path) | {"selfcheck/checker.py": module}
    monkeypatch.setattr(exercises_read, "shipped_files", lambda _: files)
    assert digest_with(tmp_path, BANK, SET_UP) != before


def test_lab_runs_again_for_its_own_exercises_alone(course: Course, log: Log) -> None:
    course.edit("conf.py", 'lab_inputs = ["exercises"]', "lab_inputs = []")
    course.write("exercises/bank.json", json.dumps(BANK))
    write_lab(
        course,
        LAB,
        TITLE,
        log.cell(),
        Cell("if False:\n    from exercises import check\n    check('first-sort')"),
    )
    for bank, runs in ((BANK, 1), (with_item(BANK, "gull"), 1), (with_item(BANK, "owl"), 2)):
        course.write("exercises/bank.json", json.dumps(bank))
        course.build().good()
        assert len(log.processes) == runs


def test_page_shows_what_a_changed_module_and_data_give(course: Course) -> None:
    course.write("notebooks/sea.py", "DEPTH = 'one fathom'\n")
    course.write("notebooks/depth.txt", "and a foot")
    read = "import sea\nprint(sea.DEPTH, open('depth.txt').read())"
    write_lab(course, LAB, TITLE, Cell(read))
    course.build().good()
    assert "one fathom and a foot" in course.page("notebooks/count.html")
    course.write("notebooks/sea.py", "DEPTH = 'two fathoms'\n")
    course.write("notebooks/depth.txt", "and an inch")
    course.build().good()
    assert "two fathoms and an inch" in course.page("notebooks/count.html")


def test_withdrawn_lab_leaves_the_site_with_its_archive(course: Course) -> None:
    course.build().good()
    assert course.site().joinpath("notebooks/labs.zip").is_file()
    course.path(LAB).unlink()
    course.edit("index.md", "notebooks/count\n", "")
    fence = "```{lab} ../notebooks/count\n:minutes: 30\n\n- Count to *three*.\n```\n"
    course.edit("slides/day.md", fence, "")
    course.build().good()
    left = [path.name for path in course.site().joinpath("notebooks").glob("*")]
    assert left == []


@pytest.mark.parametrize("ids", [[None, None], ["one", "one"], ["cell-2", None]])
def test_cells_without_an_id_of_their_own_get_one_from_their_place(
    tmp_path: Path, ids: list[str | None]
) -> None:
    cells: list[dict[str, Any]] = [
        {"cell_type": "markdown", "metadata": {}, "source": f"Cell {n}"} for n in range(2)
    ]
    for cell, name in zip(cells, ids, strict=True):
        if name is not None:
            cell["id"] = name
    path = tmp_path / "lab.ipynb"
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    path.write_text(json.dumps(content), encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        again = tmp_path / "again.ipynb"
        again.write_bytes(path.read_bytes())
        first, second = (nbformat.writes(read_notebook(it, "lab")) for it in (path, again))
    assert first == second
    assert len({cell["id"] for cell in json.loads(first)["cells"]}) == 2


def test_page_shows_outputs_and_offers_the_notebook(built: Course) -> None:
    page = Page(built.page("notebooks/count.html"))
    assert "counted 2" in page.one("article").text
    assert [a.attributes["href"] for a in page.all("a", "lesson-link")] == [
        "count.ipynb",
        "labs.zip",
    ]
    assert "counted 2" not in built.page("notebooks/count.ipynb")


def test_download_is_a_clean_notebook(built: Course) -> None:
    notebook = nbformat.read(built.site() / LAB, as_version=4)
    nbformat.validate(notebook)
    assert [cell.id for cell in notebook.cells] == ["title", "add", "exercise"]
    assert notebook.metadata.keys() == {"kernelspec", "language_info"}
    for cell in notebook.cells[1:]:
        assert cell.outputs == []
        assert cell.execution_count is None


def test_instructors_download_has_solutions(built: Course) -> None:
    notebook = nbformat.read(built.site("instructor") / LAB, as_version=4)
    assert [cell.id for cell in notebook.cells] == ["title", "add", "exercise", "solution", "note"]
    assert all(cell.outputs == [] for cell in notebook.cells if cell.cell_type == "code")


def test_link_of_a_lab_goes_to_the_lesson(built: Course) -> None:
    links = Page(built.page("notebooks/count.html")).all("a", "reference")
    assert "../source/birds.html" in [link.attributes["href"] for link in links]


def test_failing_cell_is_named_as_the_author_counts(course: Course, log: Log) -> None:
    """The solution before it is not in the student's notebook, but in the author's file."""
    write_lab(course, LAB, TITLE, log.cell(), Cell("x = 1", ("solution",)), Cell("1 / 0"))
    course.build().bad(f"{LAB}: cell 4: ZeroDivisionError: division by zero")
    assert not is_alive(log.processes[0])


def test_every_failing_lab_is_named_and_a_good_one_is_kept(course: Course, log: Log) -> None:
    write_lab(course, LAB, TITLE, Cell("1 / 0"))
    write_lab(course, "notebooks/more.ipynb", TITLE, log.cell())
    write_lab(course, "notebooks/other.ipynb", TITLE, Cell("raise ValueError('no such animal')"))
    course.edit(
        "index.md", "notebooks/count\n", "notebooks/count\nnotebooks/more\nnotebooks/other\n"
    )
    course.build().bad(
        f"{LAB}: cell 2: ZeroDivisionError: division by zero",
        "notebooks/other.ipynb: cell 2: ValueError: no such animal",
    )
    write_lab(course, LAB, TITLE, Cell("1 / 1"))
    write_lab(course, "notebooks/other.ipynb", TITLE, Cell("2 / 1"))
    course.build().good()
    assert len(log.processes) == 1, "a lab that had run well ran again"


def test_hanging_cell_is_stopped(course: Course, log: Log) -> None:
    course.edit("conf.py", "lessondeck_cell_timeout = 300", "lessondeck_cell_timeout = 3")
    write_lab(course, LAB, TITLE, log.cell(), Cell("while True:\n    pass"))
    course.build().bad(f"{LAB}: cell 3: stopped after 3 s", "raise lessondeck_cell_timeout")
    assert not is_alive(log.processes[0])


def test_dead_kernel_is_reported(course: Course) -> None:
    write_lab(course, LAB, TITLE, Cell("import os\nos._exit(1)"))
    course.build().bad(f"{LAB}: cell 2: the kernel died")


def test_labs_run_side_by_side(course: Course, tmp_path: Path) -> None:
    """Each waits for a sign of the other, so one after the other they would never end."""
    first, second = tmp_path / "first", tmp_path / "second"
    for name, own, other in (("count", first, second), ("more", second, first)):
        source = (
            "import pathlib, time\n"
            f"pathlib.Path({str(own)!r}).touch()\n"
            f"while not pathlib.Path({str(other)!r}).exists():\n    time.sleep(0.05)"
        )
        write_lab(course, f"notebooks/{name}.ipynb", TITLE, Cell(source))
    course.edit("index.md", "notebooks/count\n", "notebooks/count\nnotebooks/more\n")
    course.build(jobs=2).good()


def test_kernel_is_gone_after_a_good_build(course: Course, log: Log) -> None:
    write_lab(course, LAB, TITLE, log.cell())
    course.build().good()
    assert not is_alive(log.processes[0])


def test_notebook_imports_from_the_course(course: Course) -> None:
    course.write("wings/__init__.py", "")
    course.write("wings/birds.py", "NAME = 'wren'\n")
    write_lab(course, LAB, TITLE, Cell("from wings.birds import NAME\nprint('a', NAME)"))
    course.build().good()
    assert "a wren" in course.page("notebooks/count.html")


def test_picture_needs_a_text_alternative_and_gets_it_without_a_run(
    course: Course, log: Log
) -> None:
    source = log.cell().source + "\n" + DRAWING
    write_lab(course, LAB, TITLE, Cell("x = 1", ("solution",)), Cell(source))
    place = f"{LAB}:1: WARNING: cell 3 draws a picture without a text alternative"
    course.build().bad(place)
    course.build().bad(place)
    change_cell(course, 2, metadata={"alt": "Nothing but white"})
    course.build().good()
    page = Page(course.page("notebooks/count.html"))
    pictures = page.all("svg", inside="figure-svg")
    assert [page.name_of(svg) for svg in pictures] == ["Nothing but white."]
    assert len(log.processes) == 1


@pytest.mark.parametrize("text", ["Look: ![](wave.svg)", "![](wave.svg)"])
def test_picture_in_the_text_of_a_lab_needs_a_text_alternative(course: Course, text: str) -> None:
    course.write("notebooks/wave.svg", course.read("source/wave.svg"))
    write_lab(course, LAB, TITLE, Cell(text, is_code=False))
    outcome = course.build().bad(f"{LAB}:1: WARNING: the picture 'wave.svg' has no text")
    assert outcome.output.count("has no text alternative") == 1
    course.edit(LAB, "![]", "![A wave]")
    course.build().good()


def test_code_that_nobody_has_to_read_waits_behind_its_first_comment(course: Course) -> None:
    folded = Cell("# Load the tools & more.\nimport os\n\ntools = os", ("fold",))
    hidden = Cell("# canary-solution\n1 + 1", ("fold", "solution"))
    write_lab(course, LAB, TITLE, folded, hidden, Cell("print('seen', tools is os)"))
    course.build().good()
    page = Page(course.page("notebooks/count.html"))
    assert page.one("summary", inside="folded-code").text == (
        "Load the tools & more (3 lines of code)"
    )
    assert "import os" in page.one("details", "folded-code").text
    assert "seen True" in page.one("article").text
    assert "canary-solution" not in course.page("notebooks/count.html")
    source = nbformat.read(course.site() / LAB, as_version=4).cells[1].source
    assert source == folded.source, "the notebook has all of the code"


@pytest.mark.parametrize("source", ["import os", "#\nimport os", ""])
def test_folded_code_has_to_say_what_it_is_for(course: Course, source: str) -> None:
    write_lab(course, LAB, TITLE, Cell("1", ("solution",)), Cell(source, ("fold",)))
    course.build().bad(f"{LAB}:1: WARNING: cell 3 is tagged 'fold', but does not start with")


def test_offer_of_a_lab_is_below_its_title(built: Course) -> None:
    page = Page(built.page("notebooks/count.html"))
    title, first = page.one("h1"), page.one("p", "lesson-facts")
    assert page.elements.index(title) < page.elements.index(first)
    assert [parent.tag for parent in first.parents][-1] == "section"
