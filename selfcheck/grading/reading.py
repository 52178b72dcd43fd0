"""Read progress files and notebooks as data.

Nothing here runs, imports or unpickles anything that a learner wrote.
"""

from __future__ import annotations

import ast
import json
import re
import unicodedata
import warnings
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..inputs import is_blank, printable
from .following import WATCHED, Call, Follower, Function, Unread
from .labs import EXERCISE, CourseLabs, squeezed, tags_of
from .submission import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..rules import RuleTask

FORMAT = "selfcheck/progress"
"""What a progress file calls its own format."""

VERSION = 1
"""The version of that format which is understood."""

LONGEST_CELL = 20_000
"""Longest cell, in characters, that is looked at."""

MOST_CODE = 120_000
"""Most code of a notebook, in characters, that is looked at."""

LONGEST_CODE = 2_000_000
"""Most code of a notebook, in characters, that is searched for what to look at."""

MOST_CELLS = 1_000
"""Most cells of a notebook that are looked at."""

MOST_ENTRIES = 1_000
"""Most exercises in a file, and most answers to one exercise."""

MOST_GROUPS = 200_000
"""Most lists and groups that a JSON file may hold; each takes far more memory than its text."""

MOST_VALUES = 1_000_000
"""Most values, roughly, that a JSON file may hold."""

_TIMED = ("exported", "saved", "time")
_PYTHON_MAGICS = frozenset({"time", "timeit", "capture", "prun"})
_RUNNING_MAGICS = frozenset(
    {"run", "store", "pylab", "reset", "reset_selective", "xdel", "macro", "recall", "rerun"}
)
"""Line magics that may give any name another value."""
_ANY_NAME = re.compile(
    rf"\b(?:exec|eval|globals|locals|vars|get_ipython|setattr)\s*\(|\bimport\s*\*"
    rf"|^\s*%(?:{'|'.join(sorted(_RUNNING_MAGICS))})\b",
    re.MULTILINE,
)
"""What in a cell may give a name another value that the cell does not write."""
_NAMED_CHECK = re.compile(r"""\bcheck\w*\s*\(\s*(?:exercise_id\s*=\s*)?["']([^"'\n]{1,100})["']""")
_NAME = re.compile(r"[^\W\d]\w*")


@dataclass
class Allowance:
    """How much code of one learner may still be looked at.

    Attributes:
        code: In characters.
    """

    code: int = 5 * MOST_CODE


@dataclass
class Content:
    """What one file holds.

    Attributes:
        answers: For each exercise, the answers.
        unread: For each exercise whose answers reading does not tell, why.
        claimed: The name that the file gives.
        remarks: What could not be read besides.
        time: When the file says that it was written, in seconds; ``None`` where it does not.
    """

    answers: dict[str, dict[str, object]] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    claimed: str = ""
    remarks: list[str] = field(default_factory=list)
    time: float | None = None


def read_progress(raw: bytes) -> Content:
    """Read an exported progress file.

    Args:
        raw: The bytes of the file.

    Returns:
        Its content.

    Raises:
        UnreadableError: It is not such a file.
    """
    data = _json(raw)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise UnreadableError(f'It is no progress file: its "format" is not "{FORMAT}".')
    if data.get("version") != VERSION:
        raise UnreadableError(f"Its version is not {VERSION}.")
    answers = data.get("answers")
    if not isinstance(answers, dict):
        raise UnreadableError('Its "answers" are not a group of exercises.')
    if len(answers) > MOST_ENTRIES:
        raise UnreadableError(f"It holds {len(answers)} exercises; {MOST_ENTRIES} are allowed.")
    content = Content()
    claimed = data.get("learner")
    content.claimed = printable(claimed, 100) if isinstance(claimed, str) else ""
    content.time = next((t for name in _TIMED if (t := _moment(data.get(name)))), None)
    for exercise, given in answers.items():
        if not isinstance(given, dict) or len(given) > MOST_ENTRIES:
            content.unread[exercise] = "The answers are not a group of items."
        elif not all(is_blank(value) for value in given.values()):
            content.answers[exercise] = given
    return content


def _moment(value: object) -> float | None:
    """Return a time that a file states as ISO 8601, in seconds."""
    try:
        return datetime.fromisoformat(value).timestamp() if isinstance(value, str) else None
    except (ValueError, OverflowError, OSError):
        return None


def read_notebook(
    raw: bytes,
    labs: CourseLabs | None = None,
    rule: RuleTask | None = None,
    allowance: Allowance | None = None,
) -> Content:
    """Read the answers that a notebook passes to ``check``.

    Simple code is followed by reading it, see `following.Follower`. Answers that reading does
    not tell are named as such, never left out.

    Args:
        raw: The bytes of the file.
        labs: What the course's own notebooks look like.
        rule: What a rule is tried on, where rules are graded.
        allowance: How much code of this learner may still be looked at.

    Returns:
        Its content.

    Raises:
        UnreadableError: It is not a notebook.
    """
    data = _json(raw)
    cells = data.get("cells") if isinstance(data, dict) else None
    if not isinstance(cells, list):
        raise UnreadableError("It is no notebook: it has no list of cells.")
    if len(cells) > MOST_CELLS:
        raise UnreadableError(f"It has {len(cells)} cells; {MOST_CELLS} are allowed.")
    code = [
        _Cell(number, _source(cell), str(cell.get("id", ""))[:100], EXERCISE in tags_of(cell))
        for number, cell in enumerate(cells, start=1)
        if isinstance(cell, dict) and cell.get("cell_type") == "code"
    ]
    if sum(len(cell.source) for cell in code) > LONGEST_CODE:
        raise UnreadableError(f"It has more than {LONGEST_CODE:,} characters of code.")
    reader = _NotebookReader(code, labs or CourseLabs(), rule)
    return reader.read(allowance or Allowance())


def _json(raw: bytes) -> Any:
    if sum(map(raw.count, (b"[", b"{"))) > MOST_GROUPS or raw.count(b",") > MOST_VALUES:
        raise UnreadableError("It holds more values than a hand-in can have.")
    try:
        return json.loads(raw)
    except RecursionError:
        raise UnreadableError("It is nested too deeply.") from None
    except UnicodeDecodeError:
        raise UnreadableError("It is not UTF-8 text.") from None
    except ValueError as error:
        where = f" on line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise UnreadableError(f"It is not valid JSON{where}.") from None


def _source(cell: Mapping[str, object]) -> str:
    source = cell.get("source")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return source.replace("\r\n", "\n").replace("\r", "\n") if isinstance(source, str) else ""


@dataclass(frozen=True)
class _Cell:
    """A cell with code."""

    number: int
    source: str
    id: str
    tagged: bool

    @property
    def checks(self) -> bool:
        """Whether something may be checked in it."""
        return "check" in self.source


class _NotebookReader:
    """Follows a notebook, and keeps what it passes to the functions that are watched."""

    def __init__(self, cells: list[_Cell], labs: CourseLabs, rule: RuleTask | None) -> None:
        self._cells = cells
        self._labs = labs
        self._rule = rule
        self._content = Content()
        self._follower = Follower(self._note)
        self._worked: dict[int, bool] = {}
        # For each exercise the dictionary that was checked last, and what it held then.
        self._kept: dict[str, tuple[dict[Any, Any], dict[Any, object], Call]] = {}
        self._by_number = {cell.number: cell for cell in cells}
        self._own = {
            cell.number: labs.own[text]
            for cell in cells
            if not cell.tagged and (text := squeezed(cell.source)) in labs.own
        }
        tagged = [cell.source for cell in cells if cell.tagged]
        self._is_tagged = bool(tagged)
        self._asked = {name for source in tagged for name in _NAMED_CHECK.findall(source)}

    def read(self, allowance: Allowance) -> Content:
        """Read the cells that matter, in their order."""
        left = MOST_CODE
        for cell in self._relevant():
            size = len(cell.source)
            if cell.number in self._own:
                self._follower.take(self._own[cell.number], f"Cell {cell.number}")
            elif size > LONGEST_CELL:
                self._lose(cell, f"Cell {cell.number}", "it is too long to be read")
            elif size > left or size > allowance.code:
                self._lose(cell, f"Cell {cell.number}", "there is too much code to be read")
            else:
                left -= size
                allowance.code -= size
                self._follow(cell)
        self._compare_with_the_end()
        return self._content

    def _compare_with_the_end(self) -> None:
        """Leave open what was changed after it was checked: which of both counts is not told."""
        for exercise, (kept, seen, call) in self._kept.items():
            if exercise in self._content.answers and not self._follower.is_still(kept, seen):
                unread = Unread(call.place, "the answers are changed after this check")
                self._leave_open(exercise, unread, call.cell)

    def _relevant(self) -> list[_Cell]:
        """Return the cells that check something or touch a name that such a cell knows."""
        if not any(cell.checks for cell in self._cells):
            return []
        names = {cell.number: self._names(cell) for cell in self._cells}
        users: dict[str, list[int]] = {}
        for number, found in names.items():
            for name in found:
                users.setdefault(name, []).append(number)
        chosen = {
            cell.number
            for cell in self._cells
            if cell.number not in self._own and (cell.checks or _ANY_NAME.search(cell.source))
        }
        waiting = list(chosen)
        while waiting:
            for name in names[waiting.pop()]:
                for number in users.pop(name, ()):
                    if number not in chosen:
                        chosen.add(number)
                        waiting.append(number)
        return [cell for cell in self._cells if cell.number in chosen]

    def _names(self, cell: _Cell) -> set[str]:
        """Return the names that a cell may touch; the course's own cells only bind some."""
        if cell.number in self._own:
            return {*self._own[cell.number]}
        # Python takes names that differ only in how they are encoded for one.
        return set(_NAME.findall(unicodedata.normalize("NFKC", cell.source)))

    def _follow(self, cell: _Cell) -> None:
        source = _plain_python(cell.source)
        if source is None:
            self._lose(cell, f"Cell {cell.number}", "it is not run as Python")
            return
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(source)
        except (SyntaxError, ValueError) as error:
            line = getattr(error, "lineno", None)
            where = f", line {line}" if line else ""
            self._lose(cell, f"Cell {cell.number}{where}", "it is not valid Python")
        except (RecursionError, MemoryError):
            self._lose(cell, f"Cell {cell.number}", "it is nested too deeply")
        else:
            self._follower.cell(cell.number, tree)

    def _lose(self, cell: _Cell, place: str, reason: str) -> None:
        """Note a cell that cannot be read."""
        unread = Unread(place, reason)
        self._follower.lose(cell.source, unread)
        if not cell.checks or self._is_worked(cell.number):
            return
        names = _NAMED_CHECK.findall(cell.source)
        for name in names:
            self._leave_open(name, unread, cell.number)
        if self._rule is not None and "check_rule" in cell.source:
            self._leave_open(self._rule.id, unread, cell.number)
        elif not names and any(f"{name}(" in cell.source for name in WATCHED):
            self._content.remarks.append(str(unread))

    def _is_worked(self, number: int) -> bool:
        """Tell whether a cell is the course's own, and no exercise."""
        if number not in self._worked:
            cell = self._by_number[number]
            self._worked[number] = not cell.tagged and self._labs.is_worked(cell.id, cell.source)
        return self._worked[number]

    def _note(self, call: Call) -> None:
        """Keep what a call answers."""
        if self._is_worked(call.cell):
            return
        if call.name == "check_rule":
            self._note_rule(call)
            return
        given = [*call.given, *(call.named[n] for n in _PARAMETERS if n in call.named)]
        if len(given) < 2:
            return
        exercise, answers = given[:2]
        if not isinstance(exercise, str):
            if isinstance(exercise, Unread) and not is_blank(answers):
                self._content.remarks.append(
                    f"{call.place}: the exercise that is checked here is not written out."
                )
            return
        if isinstance(answers, Unread):
            self._leave_open(exercise, answers, call.cell)
        elif isinstance(answers, dict):
            self._answer(exercise, answers, call)
        elif not is_blank(answers):
            unread = Unread(call.place, "the answers are no dictionary")
            self._leave_open(exercise, unread, call.cell)

    def _note_rule(self, call: Call) -> None:
        """Try a learner's rule, by reading it, on what the course tries it on."""
        task = self._rule
        given = [
            *call.given,
            *(call.named[n] for n in ("rule", "cases", "labels") if n in call.named),
        ]
        if task is None or not given or is_blank(given[0]):
            return
        labels = given[2] if len(given) > 2 else None
        if isinstance(labels, list | tuple) and {*map(str, labels)} != {*task.label.values}:
            return  # a rule about something else
        rule = given[0]
        if not isinstance(rule, Function):
            why = rule if isinstance(rule, Unread) else Unread(call.place, "this is no rule")
            self._leave_open(task.id, why, call.cell)
            return
        found = {facts: self._follower.call(rule, facts) for facts in {f for _, f in task.cases}}
        self._answer(task.id, {name: found[facts] for name, facts in task.cases}, call)

    def _answer(self, exercise: str, answers: dict[Any, object], call: Call) -> None:
        """Keep answers; those of a later call count, unless nothing is answered there."""
        if all(is_blank(value) for value in answers.values()):
            return
        if not self._counts(exercise, call.cell) or len(self._content.answers) >= MOST_ENTRIES:
            return
        unread = next((v for v in answers.values() if type(v) is Unread), None)
        if unread is None and self._may_be_worked(exercise, call.cell):
            unread = Unread(call.place, "it answers outside the cell of the exercise")
        if unread is not None:
            self._leave_open(exercise, unread, call.cell)
            return
        self._content.unread.pop(exercise, None)
        self._content.answers[exercise] = answers
        self._keep(exercise, answers, call)

    def _keep(self, exercise: str, answers: dict[Any, object], call: Call) -> None:
        """Note which dictionary was checked; one that is used for the next exercise may change."""
        kept = next((each for each in call.kept if each == answers), None)
        self._kept = {key: entry for key, entry in self._kept.items() if entry[0] is not kept}
        self._kept.pop(exercise, None)
        if kept is not None:
            self._kept[exercise] = (kept, dict(answers), call)

    def _leave_open(self, exercise: str, unread: Unread, cell: int) -> None:
        """Note that reading does not tell what is answered, whatever was answered before."""
        if self._counts(exercise, cell):
            self._content.answers.pop(exercise, None)
            self._content.unread[exercise] = str(unread)

    def _may_be_worked(self, exercise: str, cell: int) -> bool:
        """Tell whether a cell may be an example, where the course's notebooks are not there."""
        untagged = self._is_tagged and not self._by_number[cell].tagged
        return untagged and not self._labs.ids and exercise in self._asked

    def _counts(self, exercise: str, cell: int) -> bool:
        """Tell whether answers in a cell are a learner's, where a lab has kept its tags."""
        if not self._is_tagged or self._by_number[cell].tagged:
            return True
        rule = self._rule is not None and exercise == self._rule.id
        return rule or exercise in self._asked | self._labs.exercises


_PARAMETERS = ("exercise_id", "answers")


def _plain_python(source: str) -> str | None:
    """Return code without what only a notebook understands, its lines numbered as before.

    Returns:
        Nothing where the whole cell is for another language.
    """
    lines = source.split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip()), None)
    if first is not None and lines[first].startswith("%%"):
        if lines[first][2:].split(" ")[0] not in _PYTHON_MAGICS:
            return None
        lines[first] = ""
    return "\n".join(map(_plain_line, lines))


def _plain_line(line: str) -> str:
    start = line.lstrip()
    if not start.startswith(("%", "!", "?")):
        return line
    indent = line[: len(line) - len(start)]
    magic, _, rest = start[1:].partition(" ")
    if start[0] == "%" and magic in _RUNNING_MAGICS:
        return f"{indent}get_ipython()"  # what IPython itself makes of it
    return indent + (rest.strip() if start[0] == "%" and magic in _PYTHON_MAGICS else "pass")
