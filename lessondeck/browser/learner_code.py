"""Run a learner's code and say what came of it in plain words.

The same module runs at build time, to show the output of a cell on the page, and in the reader's
browser.  It uses the standard library and, of the course, ``exercises``.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import linecache
import sys
import time
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any, Final

NAME: Final = "your code"
"""What tracebacks call the code of the cell."""

LONGEST: Final = 20_000
"""Characters of output that are shown; a loop that prints would fill the page."""

PAUSE: Final = 0.05
"""Seconds between two deliveries of output while the code runs."""

ADVICE: Final[dict[type[BaseException], str]] = {
    TabError: "This line mixes tabs and spaces. Use spaces only.",
    IndentationError: (
        "The spaces at the start of this line do not fit. "
        "Lines that belong together start with the same number of spaces."
    ),
    SyntaxError: (
        "Python cannot read this line. Look for a missing bracket, quotation mark or colon, "
        "here or in the line above."
    ),
    ModuleNotFoundError: (
        "This module is not here. A cell has Python's standard library "
        "and the package exercises of this course."
    ),
    UnboundLocalError: "This name is used before it gets a value in the same function.",
    NameError: (
        "Python does not know this name. Is it spelled as above? "
        "If you meant a text, put it in quotation marks."
    ),
    KeyError: "The dictionary has no entry with this key. Compare the spelling.",
    IndexError: "The list has no entry at this place. Counting starts at 0.",
    ZeroDivisionError: "Something is divided by zero here.",
    RecursionError: "A function calls itself again and again without an end.",
    AttributeError: "This kind of value has nothing of that name. Compare the spelling.",
    TypeError: (
        "Values of kinds that do not go together meet here, such as a text and a number, "
        "or a function gets too many or too few inputs."
    ),
    ValueError: "A value has the right kind, and still it cannot be used here.",
    EOFError: "A cell cannot ask you for input. Write the value into the code.",
    MemoryError: "The code asks for more memory than there is.",
    OSError: "A cell has no files and no network. Write what it needs into the code.",
    AssertionError: "The code states that something holds, and it does not.",
}
"""What errors mean, the more special ones first."""

Deliver = Callable[[str], object]


class Output(io.TextIOBase):
    """Takes what the code prints and delivers it in pieces, up to a limit."""

    def __init__(self, deliver: Deliver) -> None:
        """Deliver to a function."""
        self._deliver = deliver
        self._waiting: list[str] = []
        self._left = LONGEST
        self._last = time.monotonic()

    def writable(self) -> bool:
        """Tell that it can be written to."""
        return True

    def write(self, text: str) -> int:
        """Take a text; what is over the limit is left out."""
        if self._left > 0:
            self._waiting.append(text[: self._left])
            self._left -= len(text)
            if self._left <= 0:
                self._waiting.append(f"\n… only the first {LONGEST:,} characters are shown.\n")
        if time.monotonic() - self._last > PAUSE:
            self.flush()
        return len(text)

    def flush(self) -> None:
        """Deliver what waits."""
        if self._waiting:
            self._deliver("".join(self._waiting))
            self._waiting.clear()
        self._last = time.monotonic()


def run(code: str, deliver: Deliver, exercise: str | None = None, hints: int = 1) -> dict[str, Any]:
    """Run code in a namespace of its own.

    Args:
        code: the learner's code; the value of a last line that is an expression is shown.
        deliver: hears what the code prints, piece by piece.
        exercise: the id of an exercise to check the answers in the code against.
        hints: how many hints to show with an answer that has to be looked at again.

    Returns:
        Plain data: ``error``, ``None`` or see `explained`, and ``check``, ``None`` or what
        `learner_check.checked` says.
    """
    lines = code.splitlines(keepends=True)
    linecache.cache[NAME] = (len(code), None, lines, NAME)
    names: dict[str, Any] = {"__name__": "__main__"}
    output = Output(deliver)
    error = found = None
    with (
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(output),
        _nothing_to_read(),
    ):
        try:
            _execute(code, names)
            if exercise is not None:
                # Imported late: most code is run without a check, and the bank takes a moment.
                from lessondeck.browser.learner_check import checked  # noqa: PLC0415

                found = checked(exercise, names, hints)
        except SystemExit:
            pass
        except BaseException as raised:
            error = explained(raised, lines)
        output.flush()
    return {"error": error, "check": found}


def _execute(code: str, names: dict[str, Any]) -> None:
    tree = ast.parse(code, NAME)
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr):
        tree.body.pop()
        exec(compile(tree, NAME, "exec"), names)
        value = eval(compile(ast.Expression(last.value), NAME, "eval"), names)
        if value is not None:
            print(repr(value))
    else:
        exec(compile(tree, NAME, "exec"), names)


@contextlib.contextmanager
def _nothing_to_read() -> Any:
    """Let ``input`` find the end of what there is to read, rather than wait for ever."""
    before, sys.stdin = sys.stdin, io.StringIO()
    try:
        yield
    finally:
        sys.stdin = before


def explained(error: BaseException, lines: list[str]) -> dict[str, Any]:
    """Say what went wrong, and where in the learner's code.

    Args:
        error: what was raised.
        lines: the learner's code.

    Returns:
        Plain data: ``message`` is the last line of the traceback, ``line`` the number of the
        learner's line or ``None``, ``source`` its text, ``advice`` what the kind of error means,
        and ``details`` the whole traceback from the learner's code on.
    """
    trace = _from_the_cell(error.__traceback__)
    line = _line_of(error, trace)
    source = lines[line - 1].strip() if line is not None and line <= len(lines) else ""
    advice = next((words for kind, words in ADVICE.items() if isinstance(error, kind)), "")
    return {
        "message": traceback.format_exception_only(error)[-1].strip(),
        "line": line,
        "source": source,
        "advice": advice or "Python stopped here.",
        "details": "".join(traceback.format_exception(type(error), error, trace)).strip(),
    }


def _from_the_cell(trace: TracebackType | None) -> TracebackType | None:
    """Leave out what led to the learner's code."""
    while trace is not None and trace.tb_frame.f_code.co_filename != NAME:
        trace = trace.tb_next
    return trace


def _line_of(error: BaseException, trace: TracebackType | None) -> int | None:
    """Return the last line of the learner's code that was reached."""
    if isinstance(error, SyntaxError) and error.filename == NAME:
        return error.lineno
    reached = [
        number for frame, number in traceback.walk_tb(trace) if frame.f_code.co_filename == NAME
    ]
    return reached[-1] if reached else None


def main() -> None:
    """Run the code in the standard input and write what came of it as JSON."""
    pieces: list[str] = []
    outcome = run(sys.stdin.read(), pieces.append)
    print(json.dumps({**outcome, "output": "".join(pieces)}))


if __name__ == "__main__":
    main()
