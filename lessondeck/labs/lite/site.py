"""The JupyterLite site of a course: the application from a cache, and the labs put into it."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from lessondeck.core.atomic import arriving, write_if_other
from lessondeck.core.dates import dated
from lessondeck.core.digests import Stamps, digest, stamps
from lessondeck.core.links import link
from lessondeck.labs.lite import wheels
from lessondeck.labs.lite.application import WHEELS, build_application, kernel_wheels
from lessondeck.labs.lite.course_wheel import NAME, write_wheel
from lessondeck.labs.lite.pyodide import LIST, Core
from lessondeck.labs.lite.wheels import Wheel, check_complete, fetch_wheels, read_wheel
from lessondeck.tools import npm

progress = logging.getLogger("lessondeck.progress")

CACHE: Final = Path("build", "cache", "lite")
"""Where wheels and the application are kept, below the course's folder."""

OF_KERNEL: Final = frozenset({"ipykernel", "piplite", "pyodide-kernel"})
"""Those of the kernel's own wheels that it starts with."""

PRELOADED: Final = ("comm", "ipython", "jedi", "micropip", *sorted(OF_KERNEL), NAME)
"""What Python loads before the first cell; the kernel asks no registry for what is listed."""

READ_ONLY: Final = 0o444
"""Rights of what is linked from the cache: nobody changes all copies by changing one."""


@dataclass(frozen=True)
class Kit:
    """All that Python in the browser consists of, the course's own wheel left out."""

    core: Core
    wheels: tuple[Wheel, ...]

    @property
    def modules(self) -> frozenset[str]:
        """The modules that the wheels bring."""
        return frozenset(name for wheel in self.wheels for name in wheel.modules)


def fetch_kit(root: Path) -> Kit | None:
    """Return what is needed, fetched as locked; or nothing if it can't be had, and then say so.

    Args:
        root: the course's folder, which has the cache.

    Raises:
        LiteError: something is not as it was locked.
        PackageFaultError: the same, of an npm package.
    """
    modules = npm.available(root)
    return None if modules is None else _fetch_kit(root, modules, stamps([wheels.LOCK]))


@cache
def _fetch_kit(root: Path, modules: Path, _lock: Stamps) -> Kit | None:
    core = Core(modules / "pyodide")
    core.check()
    try:
        files = fetch_wheels(wheels.LOCK, root / CACHE / "wheels", core.python)
    except npm.NoPackagesError as error:
        progress.info("built without labs in the browser: %s", error)
        return None
    found = [read_wheel(file, core.python) for file in [*kernel_wheels(), *files]]
    own = {wheel.file for wheel in found if wheel.name in OF_KERNEL}
    kit = Kit(core, tuple(wheel for wheel in found if wheel.file in {*own, *files}))
    check_complete(kit.wheels)
    return kit


def application(root: Path, kit: Kit, language: str) -> Path:
    """Return the folder of the application without labs; build it if these packages are new.

    Raises:
        LiteError: JupyterLite can't be built.
    """
    state = hashlib.sha256()
    names = [wheel.sha256 for wheel in kit.wheels]
    names += [
        f"{name} {version(name)}" for name in ("jupyterlite-core", "jupyterlite-pyodide-kernel")
    ]
    for part in (
        language,
        digest(Path(__file__).parent, ["."]),
        f"pyodide {kit.core.version}",
        *names,
    ):
        state.update(part.encode() + b"\0")
    kept = root / CACHE / state.hexdigest()[:16]
    if not kept.is_dir():
        progress.info("building JupyterLite")
        with arriving(kept) as coming:
            _build(coming, kit, language)
    return kept


def _build(target: Path, kit: Kit, language: str) -> None:
    build_application(target, language, PRELOADED)
    (target / WHEELS).mkdir(parents=True)
    for wheel in kit.wheels:
        shutil.copyfile(wheel.file, target / WHEELS / wheel.file.name)
    for path in target.rglob("*"):
        if path.is_file():
            path.chmod(READ_ONLY)


def put_labs(
    base: Path, target: Path, kit: Kit, labs: Mapping[str, str], carried: Mapping[str, bytes]
) -> None:
    """Make the site of the application and the labs; what is there already stays.

    Args:
        base: the application, see `application`.
        target: where the site is to be.
        kit: what its Python consists of.
        labs: the text of the notebooks by their path.
        carried: what the labs import and read, by path.
    """
    mark = target / "application.txt"
    if not mark.is_file() or mark.read_text() != base.name:
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(base, target, copy_function=link)
        mark.write_text(base.name)
    own = write_wheel(target / WHEELS, carried)
    listed = kit.core.list_of([*kit.wheels, read_wheel(own, kit.core.python)])
    write_if_other(target / WHEELS / LIST, listed.encode())
    files, contents = target / "files", target / "api" / "contents"
    _fill(files, {files / name: without_dead_links(text, labs) for name, text in labs.items()})
    folders = [files, *(path for path in files.rglob("*") if path.is_dir())]
    stems = {folder: folder.relative_to(files) for folder in folders}
    _fill(
        contents,
        {
            contents / stem / "all.json": json.dumps(_listing(folder, stem), indent=1) + "\n"
            for folder, stem in stems.items()
        },
    )


def _fill(folder: Path, texts: Mapping[Path, str]) -> None:
    """Have a folder hold these files and no others."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path not in texts:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    for file, text in texts.items():
        write_if_other(file, text.encode())


def without_dead_links(notebook: str, labs: Mapping[str, str]) -> str:
    """Return a notebook whose links to files that are not there have become plain text."""
    names = {Path(name).name for name in labs}
    content = json.loads(notebook)

    def keep(found: re.Match[str]) -> str:
        return found[0] if found[2] in names else found[1]

    for cell in content["cells"]:
        if cell["cell_type"] == "markdown":
            text = "".join(cell["source"])
            text = re.sub(r"\[([^\]]+)\]\((?![a-z]+:|#)([^)\s]+)\)", keep, text)
            cell["source"] = text.splitlines(keepends=True)
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _listing(folder: Path, stem: Path) -> dict[str, Any]:
    """Return what Jupyter's interface for contents tells of a folder."""
    content = [_entry(path, stem / path.name) for path in sorted(folder.iterdir())]
    return {**_entry(folder, stem), "content": content, "format": "json"}


def _entry(path: Path, stem: Path) -> dict[str, Any]:
    moment = dated("%Y-%m-%dT%H:%M:%SZ")
    kind = "directory" if path.is_dir() else "notebook"
    return {
        "content": None,
        "created": moment,
        "format": None,
        "last_modified": moment,
        "mimetype": None,
        "name": stem.name,
        "path": "" if stem == Path() else stem.as_posix(),
        "size": None if path.is_dir() else path.stat().st_size,
        "type": kind,
        "writable": True,
    }
