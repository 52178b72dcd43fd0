"""A build that is killed or stopped takes its helpers along, and the next build works."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Final

import pytest
from sphinx.errors import SphinxParallelError

from lessondeck.errors import is_interruption

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support import Course

SLOW_READING: Final = """

def setup(app):
    import time

    def read(app, *_):
        app.env.ballast = "more than a pipe holds" * 10_000
        time.sleep(1)

    app.connect("source-read", read)
"""

PATIENCE: Final = 20.0
"""Seconds."""


def is_alive(group: int) -> bool:
    """Tell whether a process of a group still runs."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until_reading(course: Course) -> None:
    deadline = time.monotonic() + PATIENCE
    while not any(course.root.glob("build/work/student/doctrees/**/*.doctree")):
        assert time.monotonic() < deadline, "no document was read"
        time.sleep(0.05)


def test_killed_build_leaves_no_process_and_no_lock(course: Course) -> None:
    settings = course.read("conf.py")
    course.write("conf.py", settings + SLOW_READING)
    build = course.start("build", "--jobs", "2")
    wait_until_reading(course)
    build.kill()
    build.wait()
    deadline = time.monotonic() + PATIENCE
    while is_alive(build.pid):
        assert time.monotonic() < deadline, "processes were left behind"
        time.sleep(0.05)
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
    monkeypatch.setattr("lessondeck.passes.Sphinx.build", lambda *_: fail())
    outcome = course.build()
    assert outcome.code == 130
    assert outcome.output.endswith("stopped; the next build starts where it can\n")


def test_other_errors_are_no_interruption() -> None:
    assert not is_interruption(SphinxParallelError("OSError: [Errno 28] no space", "…"))
