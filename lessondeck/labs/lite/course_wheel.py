"""The wheel with what the labs of this course import and read: it is there before a cell runs."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from lessondeck.core.archives import zipped
from selfcheck.authoring import shipped_files

NAME: Final = "course"
"""What the wheel is called; its version changes with its content, and so its address."""


def self_check(folder: Path) -> dict[str, bytes]:
    """Return the files of the self-check; no key of a graded exercise is among them.

    Args:
        folder: the folder of the course's bank.
    """
    return {name: file.read_bytes() for name, file in shipped_files(folder).items()}


def write_wheel(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write a wheel of files, with their paths as they are, and return it.

    Args:
        folder: where to put it; wheels of earlier builds are removed.
        files: what Python finds, by path.
    """
    state = hashlib.sha256()
    for name, content in sorted(files.items()):
        state.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    version = f"0.{int(state.hexdigest()[:12], 16)}"
    about = f"{NAME}-{version}.dist-info"
    whole = {
        **files,
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {NAME}\nVersion: {version}\n".encode(),
        f"{about}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = f"{about}/RECORD"
    lines = [f"{name},sha256={_digest(whole[name])},{len(whole[name])}" for name in sorted(whole)]
    whole[record] = "\n".join([*lines, f"{record},,", ""]).encode()
    target = folder / f"{NAME}-{version}-py3-none-any.whl"
    if target.is_file():
        return target
    for old in folder.glob(f"{NAME}-*.whl"):
        old.unlink()
    target.write_bytes(zipped(dict(sorted(whole.items()))))
    return target


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
