"""A build that is killed or stopped takes its helpers along, and the next build works."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING, Final

import pytest
from sphinx.errors import SphinxParallelError

from lessondeck.building.errors import is_interruption
from tests.support import TRACEBACK, Cell, write_lab

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support import Course

STOPPED: Final = "stopped; the next build starts where it can\n"

SLOW_READING: Final = """

def setup(app):
    import time

    def read(app, *_):
        app.env.ballast = "more than a pipe holds" * 10_000
        time.sleep(1)

    app.connect("source-read", read)
"""

PATIENCE: Final = 120.0
"""Seconds."""


def is_alive(group: int) -> bool:
    """Tell whether a process of a group still runs; a kernel leads a group of its own."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(happened: Callable[[], object], otherwise: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.05)


def wait_until_reading(course: Course) -> None:
    doctrees = course.path("build/work/student/doctrees")
    wait_until(lambda: any(doctrees.glob("**/*.doctree")), "no document was read")


def test_killed_build_leaves_no_process_and_no_lock(course: Course) -> None:
    settings = course.read("conf.py")
    course.write("conf.py", settings + SLOW_READING)
    build = course.start("build", "--jobs", "2")
    wait_until_reading(course)
    build.kill()
    build.wait()
    wait_until(lambda: not is_alive(build.pid), "processes were left behind")
    course.write("conf.py", settings)
    assert "waiting" not in course.run("build").good().output


def fail_to_clear_up() -> None:
    try:
        raise KeyboardInterrupt
    finally:
        raise KeyError("task")


def fail_at_a_helper() -> None:
    raise SphinxParallelError("KeyboardInterrupt", "Traceback (most recent call last): …")


@pytest.mark.parametrize("fail", [fail_to_clear_up, fail_at_a_helper])
def test_ctrl_c_is_no_fault(
    course: Course, monkeypatch: pytest.MonkeyPatch, fail: Callable[[], None]
) -> None:
    monkeypatch.setattr("lessondeck.building.passes.Sphinx.build", lambda *_: fail())
    outcome = course.build()
    assert outcome.code == 130
    assert outcome.output.endswith(STOPPED)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_stopped_while_a_lab_runs_says_so_and_ends_the_lab(
    course: Course, how: signal.Signals
) -> None:
    slow = "import os, pathlib, time\npathlib.Path('kernel').write_text(str(os.getpid()))\n"
    write_lab(
        course,
        "notebooks/count.ipynb",
        Cell("# Count", is_code=False),
        Cell(f"{slow}time.sleep({PATIENCE})"),
    )
    # Whoever runs the tests in the background may have Ctrl-C ignored, and programs inherit that.
    build = course.start("build", preexec_fn=lambda: signal.signal(how, signal.SIG_DFL))
    kernel = course.path("notebooks/kernel")
    wait_until(lambda: kernel.is_file() and kernel.read_text(), "no cell was run")
    build.send_signal(how)
    output, _ = build.communicate(timeout=PATIENCE)
    assert build.returncode == 130
    assert output.endswith(STOPPED)
    assert TRACEBACK not in output
    wait_until(lambda: not is_alive(int(kernel.read_text())), "the kernel was left behind")


def test_other_errors_are_no_interruption() -> None:
    assert not is_interruption(SphinxParallelError("OSError: [Errno 28] no space", "…"))
