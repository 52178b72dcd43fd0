"""Pack what learners need to run the self-check: the modules and the compiled bank, no more."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import BinaryIO

from ..bank import COMPILED
from .source import HERE

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip file can hold; a fixed one keeps the bytes the same."""


def write_bundle(path: Path | BinaryIO) -> list[str]:
    """Write a zip file that Python can import ``exercises`` from.

    It holds no author's files and no grading, hence no key of a graded exercise.

    Args:
        path: Where to write, replaced if it exists; or a file open for writing.

    Returns:
        The names of the files inside.
    """
    modules = [module for module in sorted(HERE.glob("*.py")) if module.name != "__main__.py"]
    files = {f"{HERE.name}/{file.name}": file for file in (HERE / COMPILED, *modules)}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, file in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            bundle.writestr(entry, file.read_bytes())
    return list(files)
