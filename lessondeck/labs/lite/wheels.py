"""The wheels that Python in the browser loads: fetched as locked, read for what they hold."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from packaging.metadata import Metadata
from packaging.utils import canonicalize_name, parse_wheel_filename

from lessondeck.core.atomic import arriving
from lessondeck.labs.lite.errors import LiteError
from lessondeck.tools.npm import NoPackagesError

if TYPE_CHECKING:
    from collections.abc import Iterable

LOCK: Final = Path(__file__).with_name("requirements.txt")
"""The wheels with their hashes."""

BROWSER: Final = {
    "extra": "",
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "wasm32",
    "platform_system": "Emscripten",
    "sys_platform": "emscripten",
}
"""What wheels may ask about the place where they run."""

NO_ANSWER: Final = re.compile(
    "NewConnectionError|NameResolutionError|ConnectTimeoutError|Failed to establish|"
    "ReadTimeoutError|ProxyError|Temporary failure in name resolution"
)
"""What pip says when a registry does not answer."""


@dataclass(frozen=True)
class Wheel:
    """A wheel file: what it is, what it needs, and the modules it brings."""

    file: Path
    name: str
    version: str
    sha256: str
    needs: tuple[str, ...]
    modules: tuple[str, ...]


def read_wheel(file: Path, python: str) -> Wheel:
    """Read what a wheel says about itself.

    Args:
        file: the wheel.
        python: the version of Python in the browser, like ``3.14.2``.

    Raises:
        LiteError: the file is no wheel.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            about = next(name for name in names if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
            metadata = Metadata.from_email(archive.read(about), validate=False)
    except (zipfile.BadZipFile, StopIteration) as error:
        raise LiteError(f"{file.name} is no wheel; delete {file} and build again") from error
    place = {
        **BROWSER,
        "python_full_version": python,
        "python_version": ".".join(python.split(".")[:2]),
    }
    needs = [
        str(canonicalize_name(need.name))
        for need in metadata.requires_dist or ()
        if need.marker is None or need.marker.evaluate(place)
    ]
    tops = {name.partition("/")[0].removesuffix(".py") for name in names}
    name, version, _, _ = parse_wheel_filename(file.name)
    return Wheel(
        file=file,
        name=str(name),
        version=str(version),
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        needs=tuple(sorted(set(needs))),
        modules=tuple(sorted(top for top in tops if top.isidentifier())),
    )


def fetch_wheels(lock: Path, folder: Path, python: str) -> list[Path]:
    """Return the locked wheels, in a folder named by what is locked; fetch what is missing.

    Raises:
        LiteError: a wheel is missing or has another hash than the locked one.
        NoPackagesError: no registry answers.
    """
    wanted = folder / f"of-{hashlib.sha256(lock.read_bytes()).hexdigest()[:16]}"
    if not wanted.is_dir():
        with arriving(wanted) as coming:
            coming.mkdir()
            _download(lock, coming, ".".join(python.split(".")[:2]))
    return sorted(wanted.glob("*.whl"))


def _download(lock: Path, folder: Path, python: str) -> None:
    command = [
        *(sys.executable, "-m", "pip", "download", "--disable-pip-version-check"),
        *("--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:", "--retries=1"),
        *("--python-version", python, "--implementation=py", "--abi=none", "--platform=any"),
        *("--dest", str(folder), "--requirement", str(lock)),
    ]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode == 0:
        return
    if NO_ANSWER.search(result.stderr):
        raise NoPackagesError("there is no way to the wheels of Python in the browser")
    raise LiteError(f"{lock.name}: {_reason(result.stderr)}")


def _reason(said: str) -> str:
    """Return in one line what pip complains of."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    if "DO NOT MATCH THE HASHES" in said:
        names = [line.partition(" from ")[0] for line in lines if "(from -r" in line]
        expected = next((line for line in lines if line.startswith("Expected")), "")
        got = next((line for line in lines if line.startswith("Got")), "")
        return (
            f"{', '.join(names) or 'a wheel'} has another hash than the locked one "
            f"({expected}, {got}); find out why before you lock it anew, "
            "in the sources of lessondeck: `make lock`"
        )
    missing = re.search(r"No matching distribution found for (\S+)", said)
    if missing:
        return (
            f"there is no wheel of {missing[1]} for Python in the browser; "
            "lock another version in the sources of lessondeck: `make lock`"
        )
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR")]
    return (errors or lines or ["pip failed without a word"])[0]


def check_complete(wheels: Iterable[Wheel]) -> None:
    """See that every wheel that another one needs is there.

    Raises:
        LiteError: names the wheel that is missing and the one that needs it.
    """
    known = {wheel.name: wheel for wheel in wheels}
    for wheel in known.values():
        for need in wheel.needs:
            if need not in known:
                raise LiteError(
                    f"{LOCK.name}: {wheel.file.name} needs {need}, and no wheel of it is locked; "
                    "lock it in the sources of lessondeck: `make lock`"
                )
