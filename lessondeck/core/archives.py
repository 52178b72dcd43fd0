"""Archives that are the same bytes whenever they are written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping
from typing import Final

EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip file can hold; a fixed one keeps the bytes the same."""


def add_files(
    archive: zipfile.ZipFile, files: Mapping[str, bytes], stored: Collection[str] = ()
) -> None:
    """Write files into an open archive, in the order given, under one date and with equal rights.

    Args:
        archive: open for writing.
        files: their content by the path in the archive.
        stored: paths of those that are not compressed.
    """
    for name, content in files.items():
        entry = zipfile.ZipInfo(name, EPOCH)
        entry.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        archive.writestr(entry, content)


def zipped(files: Mapping[str, bytes], stored: Collection[str] = ()) -> bytes:
    """Return an archive of files, see `add_files`."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        add_files(archive, files, stored)
    return data.getvalue()
