"""Swap a finished build into its place, whole or not at all."""

from __future__ import annotations

import fcntl
import filecmp
import logging
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lessondeck.core.links import copy_or_link

if TYPE_CHECKING:
    from collections.abc import Iterator

progress = logging.getLogger("lessondeck.progress")

BUILDER_STATE: Final = shutil.ignore_patterns(".buildinfo*", ".doctrees")
"""Sphinx's notes to itself; readers don't need them."""


class PublishedFolder:
    """A folder that is only ever replaced as a whole."""

    def __init__(self, path: Path) -> None:
        """Manage the folder at a path, which need not exist."""
        self.path = path
        self.coming = path.with_name(f".{path.name}.coming")
        self.going = path.with_name(f".{path.name}.going")

    def recover(self) -> None:
        """Tidy up after a replacement that was cut off between its steps."""
        if self.going.exists() and not self.path.exists():
            self.going.rename(self.path)
        for leftover in (self.coming, self.going):
            shutil.rmtree(leftover, ignore_errors=True)

    def replace_by(self, source: Path) -> bool:
        """Replace the folder by a copy of another; return whether anything differed.

        Raises:
            OSError: there is no room for the copy; the folder is as it was.
        """
        shutil.copytree(source, self.coming, ignore=BUILDER_STATE, copy_function=copy_or_link)
        if self.path.exists() and same_files(self.path, self.coming):
            shutil.rmtree(self.coming)
            return False
        if self.path.exists():
            self.path.rename(self.going)
        self.coming.rename(self.path)
        shutil.rmtree(self.going, ignore_errors=True)
        return True


def same_files(left: Path, right: Path) -> bool:
    """Tell whether two folders hold the same files with the same bytes."""
    names = {path.relative_to(left) for path in left.rglob("*") if path.is_file()}
    if names != {path.relative_to(right) for path in right.rglob("*") if path.is_file()}:
        return False
    return all(
        os.path.samefile(left / name, right / name)
        or filecmp.cmp(left / name, right / name, shallow=False)
        for name in names
    )


@contextmanager
def exclusive(lock: Path) -> Iterator[None]:
    """Let one build at a time work in a folder; a second one waits.

    The system frees the lock when its process ends, however it ends.
    """
    with lock.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress.info("another build is running: waiting for it")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
