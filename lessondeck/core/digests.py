"""Digests of files, by what is in them, and stamps, by which caches know that a file changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

Stamps = tuple[tuple[str, int, int], ...]
"""Files by name, time of the last change and size."""


def stamps(files: Iterable[Path]) -> Stamps:
    """Return what tells that one of some files changed, came or went; absent ones have none."""
    return tuple(
        (str(file), state.st_mtime_ns, state.st_size)
        for file in sorted(files)
        if file.is_file()
        for state in [file.stat()]
    )


def digest(root: Path, inputs: Iterable[str]) -> str:
    """Return one hash for the content of files and folders, compiled Python left out.

    Args:
        root: where the inputs are.
        inputs: names of files and folders, or patterns of names.
    """
    state = hashlib.sha256()
    for name in inputs:
        for file in _files(root, name):
            state.update(file.relative_to(root).as_posix().encode() + b"\0")
            state.update(file_digest(file))
    return state.hexdigest()


def _files(root: Path, name: str) -> Iterator[Path]:
    starts = sorted(root.glob(name)) if set(name) & set("*?[") else [root / name]
    for start in starts:
        for file in [start] if start.is_file() else sorted(start.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                yield file


def version_of(package: Path) -> int:
    """Return a number for the code of a package, as Sphinx' ``env_version`` takes it.

    What was read with other code is then read again.
    """
    return int(digest(package, ["**/*.py"])[:12], 16)


def file_digest(file: Path) -> bytes:
    """Return a hash of the content of a file; it is read again only after a change."""
    state = file.stat()
    return _file_digest(file, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=10_000)
def _file_digest(file: Path, _changed: int, _size: int) -> bytes:
    return hashlib.sha256(file.read_bytes()).digest()
