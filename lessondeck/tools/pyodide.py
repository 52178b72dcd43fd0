"""Python for the browser, once in a site: cells and labs load it from the same folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from lessondeck.core.links import link
from lessondeck.tools.npm import BROWSER

CORE: Final = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
"""What Pyodide needs to run Python with its standard library."""


def pyodide_folder() -> str:
    """Return where below ``_static`` Pyodide is; its version keeps it from being mixed up."""
    lock = json.loads((BROWSER / "package-lock.json").read_text(encoding="utf-8"))
    return f"pyodide-{lock['packages']['node_modules/pyodide']['version']}"


def put_pyodide(modules: Path, static: Path) -> Path:
    """Put the core of Pyodide into a site.

    Args:
        modules: the installed npm packages.
        static: the folder ``_static`` of the site.

    Returns:
        The folder that holds it.
    """
    folder = static / pyodide_folder()
    folder.mkdir(parents=True, exist_ok=True)
    for name in CORE:
        (folder / name).unlink(missing_ok=True)
        link(str(modules / "pyodide" / name), str(folder / name))
    return folder
