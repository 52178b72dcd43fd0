"""A session of Binder has the students' labs, and nothing of the sources."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from tests.support import REPOSITORY, files_that_say

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Course

SHIM: Final = """\
#!/bin/sh
[ "$2" = pip ] && exit 0  # everything is installed
exec {python} "$@"
"""


def test_a_session_keeps_the_students_labs_alone(course: Course, tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / ".binder", course.path(".binder"))
    course.write("exercises/items/canary.yml", "- canary")
    for command in (["init", "--quiet"], ["add", "--force", "--all", ":!build"]):
        subprocess.run(["git", *command], cwd=course.root, check=True)
    shim = tmp_path / "bin" / "python"
    shim.parent.mkdir()
    shim.write_text(SHIM.format(python=sys.executable), encoding="utf-8")
    shim.chmod(0o755)
    path = os.pathsep.join([str(shim.parent), os.environ["PATH"]])
    subprocess.run(
        [".binder/postBuild"],
        cwd=course.root,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(REPOSITORY)},
        check=True,
        capture_output=True,
    )
    assert files_that_say("canar", course.root) == []
    assert [entry.name for entry in course.root.iterdir()] == ["notebooks"]
    assert {"count.ipynb", "exercises.zip", "START-HERE.txt"} <= {
        entry.name for entry in course.path("notebooks").iterdir()
    }
