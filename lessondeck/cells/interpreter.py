"""The Python that a site brings along for its cells: interpreter, editor and bundle of the course.

Everything comes from the site itself, and a page loads none of it before its reader asks for it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lessondeck.cells.runs import CACHE, runtime
from lessondeck.core.atomic import arriving
from lessondeck.core.bundle import bank_folder
from lessondeck.core.domain import lesson_domain
from lessondeck.core.learner import add_learner
from lessondeck.core.registers import Register
from lessondeck.tools.npm import BROWSER, available, run_script
from lessondeck.tools.pyodide import put_pyodide, pyodide_folder

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

progress = logging.getLogger("lessondeck.progress")

SCRIPT: Final = "cell.js"
"""The script of an open cell; with what it imports it becomes one file."""

WORKER: Final = "worker.js"
"""The script that Python runs in."""

FOLDER: Final = "cells"
"""Where below ``_static`` the cells' files are."""


CELLS: Register[list[str]] = Register("cells")
"""The names of the runnable cells of a document."""

RUNTIME: Final = "runtime"
"""What the domain calls the digest of what the site runs cells with."""


def runtime_of(env: BuildEnvironment) -> str:
    """Return a digest of what the site runs cells with; it is empty if it can't run any."""
    return lesson_domain(env).site.get(RUNTIME, "")


def runtime_digest(importable: bytes) -> str:
    """Return a digest of all that runs cells: in addresses, it tells browsers what is new.

    Args:
        importable: what code in a cell can import and what runs it, see `runtime`.
    """
    state = hashlib.sha256(importable)
    for file in (*sorted(BROWSER.glob("*.js")), BROWSER / "package-lock.json"):
        state.update(file.read_bytes())
    return state.hexdigest()[:12]


def has_cells(env: BuildEnvironment) -> bool:
    """Tell whether any document has a runnable cell."""
    return any(CELLS.of(env).values())


def note_runtime(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Note, before pages are written, whether they can offer to run their cells."""
    if app.builder.name != "html":
        return []
    can_run = has_cells(env) and available(Path(app.srcdir)) is not None
    lesson_domain(env).site[RUNTIME] = runtime_digest(_importable(app)) if can_run else ""
    return []


def _importable(app: Sphinx) -> bytes:
    return runtime(bank_folder(app.config, Path(app.srcdir)))


def offer_cells(app: Sphinx, pagename: str, *_: object) -> None:
    """Load the small script of the cells on pages that have some, and their style."""
    if app.builder.name != "html":
        return
    if not CELLS.of(app.env).get(pagename):
        return
    app.add_css_file("cells.css", priority=700)
    if runtime := runtime_of(app.env):
        options: dict[str, Any] = {
            "data-runtime": runtime,
            "data-pyodide": pyodide_folder(),
        }
        add_learner(app)
        app.add_js_file("cells.js", loading_method="defer", **options)


def put_runtime(app: Sphinx, exception: Exception | None) -> None:
    """Put into the site what its cells run with."""
    if exception is not None or app.builder.name != "html" or not runtime_of(app.env):
        return
    root = Path(app.srcdir)
    modules = available(root)
    if modules is None:
        return
    static = Path(app.outdir, "_static")
    put_pyodide(modules, static)
    folder = static / FOLDER
    folder.mkdir(exist_ok=True)
    importable = _importable(app)
    shutil.copyfile(_editor(root, modules, importable), folder / "editor.js")
    shutil.copyfile(BROWSER / WORKER, folder / WORKER)
    (folder / "course.zip").write_bytes(importable)
    (folder / "lock.json").write_text(_lock_without_packages(modules), encoding="utf-8")


def _editor(root: Path, modules: Path, importable: bytes) -> Path:
    """Return the editor in one file; it is made once."""
    made = root / CACHE / f"editor-{runtime_digest(importable)}.js"
    if not made.is_file():
        progress.info("bundling the editor of the cells")
        with arriving(made) as coming:
            run_script(
                modules / "esbuild" / "bin" / "esbuild",
                str(BROWSER / SCRIPT),
                *("--bundle", "--minify", "--format=esm", "--target=es2022", "--charset=utf8"),
                "--log-level=error",
                f"--outfile={coming}",
                modules=modules,
            )
    return made


def _lock_without_packages(modules: Path) -> str:
    """Return Pyodide's list of packages without any: cells need none, and it is long."""
    lock = json.loads((modules / "pyodide" / "pyodide-lock.json").read_text(encoding="utf-8"))
    return json.dumps({"info": lock["info"], "packages": {}})


def setup_interpreter(app: Sphinx) -> None:
    """Bring the interpreter along where a page has a cell."""
    app.connect("env-updated", note_runtime)
    app.connect("html-page-context", offer_cells)
    app.connect("build-finished", put_runtime)
