"""Collect submissions from a folder; zip files are read in memory and never unpacked."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath, PurePosixPath

from ..inputs import printable
from .reading import Content, read_notebook, read_progress
from .submission import Refused, Submission, UnreadableError

MOST_FILES = 20_000
"""Most files in the folder that are looked at."""

LARGEST_FILE = 10_000_000
"""Largest file, in bytes, zipped or not."""

MOST_MEMBERS = 500
"""Most files in a zip file."""

LARGEST_CONTENT = 50_000_000
"""Largest sum of the files in a zip file, in bytes."""

HIGHEST_RATIO = 100
"""Highest ratio of size to compressed size in a zip file."""

_READERS: dict[str, Callable[[bytes], Content]] = {
    ".json": read_progress,
    ".ipynb": read_notebook,
}


def collect(folder: Path) -> Iterator[Submission | Refused]:
    """Read everything in a folder, file by file, in the order of names.

    A file directly in the folder is one learner's, named as the file is.
    A folder or a zip file is one learner's too, with all that lies in it.

    Args:
        folder: Where the submissions are.

    Yields:
        A submission for each file that can be read, a refusal for each that cannot.

    Raises:
        OSError: The folder itself cannot be read.
    """
    for number, path in enumerate(_files(folder), start=1):
        inside = path.relative_to(folder)
        learner = inside.stem if len(inside.parts) == 1 else inside.parts[0]
        where = _Where(printable(learner, 100), printable(inside.as_posix(), 200))
        if number > MOST_FILES:
            yield where.refuse(f"It comes after {MOST_FILES} other files.")
            return
        try:
            raw = _read(path)
            if path.suffix.lower() == ".zip":
                yield from _members(where, raw)
            else:
                yield where.accept(inside.suffix, raw)
        except UnreadableError as error:
            yield where.refuse(str(error))


class _Where:
    """Whose file it is, and how it is named in messages."""

    def __init__(self, learner: str, file: str) -> None:
        self.learner = learner
        self.file = file

    def accept(self, suffix: str, raw: bytes) -> Submission | Refused:
        """Read the file's content."""
        reader = _READERS.get(suffix.lower())
        if reader is None:
            kinds = ", ".join([*_READERS, ".zip"])
            raise UnreadableError(f"Its name does not end in one of {kinds}.")
        if not raw.strip():
            raise UnreadableError("It is empty.")
        content = reader(raw)
        if not content.answers:
            raise UnreadableError(" ".join(["It holds no answers.", *content.remarks[:3]]))
        return Submission(
            self.learner, self.file, content.answers, content.claimed, tuple(content.remarks)
        )

    def refuse(self, reason: str) -> Refused:
        """Set the file aside."""
        return Refused(self.learner, self.file, reason)


def _files(folder: Path) -> Iterator[Path]:
    """Return all files below a folder, without following links and without hidden ones."""
    waiting = _listed(folder)
    while waiting:
        path = waiting.pop()
        if path.is_dir() and not path.is_symlink():
            waiting += _listed(path)
        else:
            yield path


def _listed(folder: Path) -> list[Path]:
    """Return what a folder holds, the last name first."""
    return sorted((path for path in folder.iterdir() if not _is_hidden(path)), reverse=True)


def _is_hidden(path: PurePath) -> bool:
    """Tell whether a system made the file for itself."""
    return path.name.startswith(".") or "__MACOSX" in path.parts


def _read(path: Path) -> bytes:
    try:
        about = path.lstat()
        if not stat.S_ISREG(about.st_mode):
            raise UnreadableError("It is a link or a device, not a file.")
        if about.st_size > LARGEST_FILE:
            raise UnreadableError(f"It is larger than {LARGEST_FILE:,} bytes.")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"It cannot be opened: {error.strerror}.") from None


def _members(archive: _Where, raw: bytes) -> Iterator[Submission | Refused]:
    """Read the files in a zip file, one at a time, in memory."""
    try:
        zipped = zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise UnreadableError("It is not a zip file that can be read.") from None
    with zipped:
        members = [member for member in zipped.infolist() if not member.is_dir()]
        _refuse_bombs(members)
        for member in members:
            path = PurePosixPath(member.filename)
            if _is_hidden(path):
                continue
            name = printable(f"{archive.file}: {member.filename}", 200)
            where = _Where(archive.learner, name)
            try:
                yield where.accept(path.suffix, _member(zipped, member))
            except UnreadableError as error:
                yield where.refuse(str(error))


def _refuse_bombs(members: list[zipfile.ZipInfo]) -> None:
    if not members:
        raise UnreadableError("The zip file is empty.")
    if len(members) > MOST_MEMBERS:
        raise UnreadableError(f"It holds {len(members)} files; {MOST_MEMBERS} are allowed.")
    size = sum(member.file_size for member in members)
    if size > LARGEST_CONTENT:
        raise UnreadableError(f"Its content is larger than {LARGEST_CONTENT:,} bytes.")
    if any(member.file_size > HIGHEST_RATIO * max(member.compress_size, 1) for member in members):
        raise UnreadableError(f"A file in it is compressed by more than {HIGHEST_RATIO} to 1.")


def _member(zipped: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Read one member, trusting neither its stated size nor its compression."""
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
