"""Pack what learners need to run the self-check: the modules and the compiled bank, no more."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import BinaryIO, Final

from ..bank import COMPILED

LIBRARY: Final = Path(__file__).parents[1]
"""The package whose modules learners get."""

PACKAGE: Final = "exercises"
"""What learners import, whatever the folder of the bank is called."""

BINDING: Final = Path(__file__).with_name("binding.py")
"""The module that binds a bank to the library, for a package of learners."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip file can hold; a fixed one keeps the bytes the same."""


def shipped_files(folder: Path) -> dict[str, Path]:
    """Return the files that learners get of a bank, by their names in the bundle.

    There is no author's file and no grading among them, hence no key of a graded exercise.

    Args:
        folder: The folder of the bank; without a compiled bank, the library stands alone.
    """
    compiled = folder / COMPILED
    bound = {f"{PACKAGE}/__init__.py": BINDING, f"{PACKAGE}/{COMPILED}": compiled}
    modules = [file for file in sorted(LIBRARY.glob("*.py")) if file.name != "__main__.py"]
    return {
        **(bound if compiled.is_file() else {}),
        **{f"{LIBRARY.name}/{module.name}": module for module in modules},
    }


def write_bundle(path: Path | BinaryIO, folder: Path) -> list[str]:
    """Write a zip file that Python can import ``exercises`` from.

    Args:
        path: Where to write, replaced if it exists; or a file open for writing.
        folder: As for `shipped_files`.

    Returns:
        The names of the files inside.
    """
    files = shipped_files(folder)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, file in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            bundle.writestr(entry, file.read_bytes())
    return list(files)
