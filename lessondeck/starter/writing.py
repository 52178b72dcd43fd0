"""``lessondeck new FOLDER``: write a small course that builds at once."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import Final

from lessondeck.core.extras import missing
from lessondeck.core.version import __version__
from selfcheck.authoring import write_compiled

COURSE: Final = Path(__file__).with_name("course")
"""The files of the course, as they are but for `DOTTED` and what `_filled` fills in."""

DOTTED: Final = ("gitignore", "github")
"""What starts with a dot in a course, and would be overlooked in a package."""

TEXTS: Final = ("conf.py", "requirements.txt")
"""The files that have something of each course."""


class NewCourseError(Exception):
    """The course can't be written; the message says why, and what to do."""


def write_course(folder: Path) -> list[Path]:
    """Write the course into a folder that is new or empty, and return its files.

    Raises:
        NewCourseError: something is in the folder, or it can't be written to.
    """
    if folder.is_dir() and any(folder.iterdir()):
        raise NewCourseError(f"{folder} is not empty; name a folder that is new or empty")
    if folder.exists() and not folder.is_dir():
        raise NewCourseError(f"{folder} is a file; name a folder that is new or empty")
    try:
        written = [_write(file, folder) for file in sorted(COURSE.rglob("*")) if _is_part(file)]
        return [*written, write_compiled(folder / "exercises")]
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise NewCourseError(
            f"{folder} can't be written to ({reason}); name another folder"
        ) from error


def next_steps(folder: Path, program: str) -> list[str]:
    """Return what an author types next.

    Args:
        folder: the course.
        program: how the author types this command.
    """
    packages = ["pip install -r requirements.txt"] if missing("labs") else []
    return [f"cd {shlex.quote(str(folder))}", *packages, f"{program} build", f"{program} serve"]


def course_id(folder: Path) -> str:
    """Return the name under which browsers keep what learners do, made of the folder's."""
    return re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-") or "course"


def _is_part(file: Path) -> bool:
    return file.is_file() and "__pycache__" not in file.parts


def _write(file: Path, folder: Path) -> Path:
    first, *rest = file.relative_to(COURSE).parts
    target = folder.joinpath(f".{first}" if first in DOTTED else first, *rest)
    target.parent.mkdir(parents=True, exist_ok=True)
    if file.name in TEXTS:
        target.write_text(_filled(file.read_text(encoding="utf-8"), folder), encoding="utf-8")
    else:
        shutil.copyfile(file, target)
    return target


def _filled(text: str, folder: Path) -> str:
    needs = f"lessondeck[labs] ~= {__version__}"
    return text.replace("COURSE_ID", course_id(folder)).replace("LESSONDECK", needs)
