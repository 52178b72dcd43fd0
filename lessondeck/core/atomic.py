"""Put a file or folder into its place whole, whoever else makes the same at the same time."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def arriving(target: Path) -> Iterator[Path]:
    """Yield a place of this process alone; what is made there becomes the target.

    A file takes the place of an earlier one.
    Of a folder the first one stays, so what is in it has to follow from its name.
    Nothing is left of what an exception cut off.

    Args:
        target: the file or folder to make; the folder that it is in is made too.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="coming-") as folder:
        coming = Path(folder, target.name)
        yield coming
        try:
            coming.replace(target)
        except OSError:
            if not (coming.is_dir() and target.is_dir()):
                raise


def write_whole(target: Path, data: bytes) -> None:
    """Write a file at once: nobody ever reads a part of it."""
    with arriving(target) as coming:
        coming.write_bytes(data)


def write_if_other(target: Path, data: bytes) -> None:
    """Write a file unless it holds this already, so that its time tells when it changed."""
    if not (target.is_file() and target.read_bytes() == data):
        write_whole(target, data)
