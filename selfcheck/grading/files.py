"""The files in a folder of submissions, those in zip files too; nothing is unpacked."""

from __future__ import annotations

import io
import stat
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from ..inputs import printable
from .platforms import is_named_by_platform
from .submission import UnreadableError

LARGEST_FILE = 10_000_000
"""Largest file, in bytes, zipped or not."""

LARGEST_ARCHIVE = 2_000_000_000
"""Largest zip file in the folder itself, in bytes: a platform's download of a whole class."""

MOST_MEMBERS = 20_000
"""Most files in a zip file of a whole class."""

MOST_OF_ONE = 500
"""Most files of one learner that are looked at."""

HIGHEST_RATIO = 100
"""Highest ratio of size to compressed size in a zip file."""

DEEPEST_ZIP = 3
"""How many zip files may lie in each other."""

_LEFTOVERS = frozenset({"__macosx", "thumbs.db", "desktop.ini"})


@dataclass(frozen=True)
class File:
    """A file, wherever it lies.

    Attributes:
        parts: The folders, zip files and the file itself, from the outside.
        time: When it was last written, in seconds.
        read: Returns its bytes; raises `UnreadableError`.
    """

    parts: tuple[str, ...]
    time: float
    read: Callable[[], bytes]

    @property
    def shown(self) -> str:
        """How the file is named in messages."""
        text = ""
        for part in self.parts:
            join = "" if not text else ": " if text.lower().endswith(".zip") else "/"
            text += f"{join}{part}"
        return printable(text, 200)


def walk(folder: Path) -> Iterator[File]:
    """Yield all files below a folder, without following links and without hidden ones.

    Args:
        folder: Where to look.

    Raises:
        OSError: The folder itself cannot be read.
    """
    waiting = _listed(folder)
    alone = len(waiting) == 1
    archives = _Archives()
    while waiting:
        path = waiting.pop()
        parts = path.relative_to(folder).parts
        if path.is_dir() and not path.is_symlink():
            try:
                waiting += _listed(path)
            except OSError as error:
                yield _broken(parts, f"The folder cannot be opened: {error.strerror}.")
        elif path.suffix.lower() == ".zip":
            yield from _members(archives, (path,), parts, alone=alone)
        else:
            yield File(parts, _written(path), partial(_bytes_of, path))


def _listed(folder: Path) -> list[Path]:
    """Return what a folder holds, the last name first."""
    shown = (path for path in folder.iterdir() if not _is_hidden((path.name,)))
    return sorted(shown, reverse=True)


def _is_hidden(parts: tuple[str, ...]) -> bool:
    """Tell whether a system made a file for itself."""
    return any(part.startswith(".") or part.lower() in _LEFTOVERS for part in parts)


def _broken(parts: tuple[str, ...], reason: str) -> File:
    """Return a file that cannot be read."""

    def refuse() -> bytes:
        raise UnreadableError(reason)

    return File(parts, 0.0, refuse)


def _written(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:
        return 0.0


def _regular(path: Path, largest: int) -> None:
    try:
        about = path.lstat()
    except OSError as error:
        raise UnreadableError(f"It cannot be opened: {error.strerror}.") from None
    if not stat.S_ISREG(about.st_mode):
        raise UnreadableError("It is a link or a device, not a file.")
    if about.st_size > largest:
        raise UnreadableError(f"It is larger than {largest:,} bytes.")


def _bytes_of(path: Path) -> bytes:
    _regular(path, LARGEST_FILE)
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"It cannot be opened: {error.strerror}.") from None


Chain = tuple[Path | int, ...]
"""A zip file in the folder, then the numbers of the members that are zip files in each other."""


class _Archives:
    """The zip files that are open: one of the folder, and those in each other inside it."""

    def __init__(self) -> None:
        self._open: list[tuple[Path | int, zipfile.ZipFile]] = []

    def get(self, chain: Chain) -> zipfile.ZipFile:
        """Return a zip file; its neighbours are closed.

        Raises:
            UnreadableError: It cannot be read.
        """
        same = 0
        for (step, _), wanted in zip(self._open, chain, strict=False):
            if step != wanted:
                break
            same += 1
        while len(self._open) > same:
            self._open.pop()[1].close()
        for step in chain[same:]:
            if isinstance(step, Path):
                _regular(step, LARGEST_ARCHIVE)
                opened: Path | BinaryIO = step
            else:
                outer = self._open[-1][1]
                opened = io.BytesIO(_member(outer, outer.infolist()[step]))
            self._open.append((step, _zip_file(opened)))
        return self._open[-1][1]

    def read(self, chain: Chain, number: int) -> bytes:
        """Return the bytes of a member."""
        zipped = self.get(chain)
        return _member(zipped, zipped.infolist()[number])


def _zip_file(opened: Path | BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(opened)
    except OSError as error:
        raise UnreadableError(f"It cannot be opened: {error.strerror}.") from None
    except Exception:
        # Whatever the module raises on a file that is damaged or means harm.
        raise UnreadableError("It is not a zip file that can be read.") from None


def _members(
    archives: _Archives, chain: Chain, parts: tuple[str, ...], *, alone: bool
) -> Iterator[File]:
    """Yield the files in a zip file; the bytes of each are read when it is its turn."""
    try:
        members = archives.get(chain).infolist()
        if len(members) > MOST_MEMBERS:
            raise UnreadableError(f"It holds {len(members)} files; {MOST_OF_ONE} are allowed.")
        inside = [(number, _inside(member)) for number, member in enumerate(members)]
        kept = [(number, path) for number, path in inside if path]
        if not kept:
            raise UnreadableError("The zip file is empty.")
        of_class = alone or any(is_named_by_platform(path[0]) for _, path in kept[:50])
        most = MOST_MEMBERS if of_class and len(chain) == 1 else MOST_OF_ONE
        if len(kept) > most:
            raise UnreadableError(f"It holds {len(kept)} files; {most:,} are allowed.")
    except UnreadableError as error:
        yield _broken(parts, str(error))
        return
    for number, path in kept:
        where = (*parts, *path)
        if path[-1].lower().endswith(".zip") and len(chain) < DEEPEST_ZIP:
            yield from _members(archives, (*chain, number), where, alone=False)
        else:
            read = partial(archives.read, chain, number)
            yield File(where, _moment(members[number]), read)


def _inside(member: zipfile.ZipInfo) -> tuple[str, ...]:
    """Return the folders and the name of a member; nothing where it is not anybody's file."""
    name = member.filename.replace("\\", "/")
    # Python 3.11 fails on a member without a name when it is asked whether it is a folder.
    if not name or name.endswith("/"):
        return ()
    parts = tuple(p for p in PurePosixPath(name).parts if p not in ("/", "//", "..", "."))
    return () if _is_hidden(parts) else parts


def _moment(member: zipfile.ZipInfo) -> float:
    """Return when a member was written, by the clock of whoever zipped it."""
    try:
        return time.mktime((*member.date_time, 0, 0, -1))
    except (ValueError, OverflowError):
        return 0.0


def _member(zipped: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Read one member, trusting neither its stated size nor its compression."""
    if member.file_size > HIGHEST_RATIO * max(member.compress_size, 1):
        raise UnreadableError(f"It is compressed by more than {HIGHEST_RATIO} to 1.")
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise UnreadableError("It is compressed in a way that is not read here.")
    try:
        with zipped.open(member) as stream:
            raw = stream.read(LARGEST_FILE + 1)
    except RuntimeError:
        raise UnreadableError("It is protected by a password.") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError):
        raise UnreadableError("It is damaged.") from None
    if len(raw) > LARGEST_FILE:
        raise UnreadableError(f"It is larger than {LARGEST_FILE:,} bytes.")
    return raw
