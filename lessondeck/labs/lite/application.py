"""JupyterLite as it builds itself from the locked packages, mended where readers would suffer."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from lessondeck.labs.lite.errors import LiteError
from lessondeck.labs.lite.pyodide import LIST
from lessondeck.tools.pyodide import pyodide_folder

KERNEL: Final = "@jupyterlite/pyodide-kernel-extension"

EXTENSION: Final = Path(sys.prefix, "share", "jupyter", "labextensions", *KERNEL.split("/"))
"""The kernel as its Python package installs it."""

WHEELS: Final = Path("static", "wheels")
"""Where JupyterLite has the wheels that Python loads, and the list of them."""

SKIPPED: Final = ("archive", "contents", "icons", "mimetypes", "workspaces")
"""Add-ons that have nothing to do here; the labs are put in place by ``site``."""

DISABLED: Final = (
    "@jupyter-notebook/notebook-extension:open-tree-tab",
    "@jupyter-notebook/notebook-extension:tab-icon",
    "@jupyterlite/notebook-application-extension:logo",
)
"""Parts that lead to files and applications that are not there."""

WHOLE: Final = {"@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"}}
"""Keeps cells that are out of sight in the page, for screen readers, search and print."""

MENDS: Final = Path(__file__).with_name("mend.js")
"""What makes the running page better for those who use a keyboard or a screen reader."""

LEFT_OUT: Final = ("doc", "package.json", "rspack.config*.js", "jupyterlite.schema.v0.json")
"""What JupyterLite ships for those who develop it."""

TROUBLE: Final = re.compile(r"WARNING|ERROR|FAIL|Traceback|\[ERR\]")
"""Marks of a build that went wrong; a failed add-on is only a warning there."""

HARMLESS: Final = re.compile("libarchive")
"""What JupyterLite says about a library that would only be faster."""


def kernel_wheels() -> list[Path]:
    """Return the wheels that come with the kernel.

    Raises:
        LiteError: they are not where the package installs them.
    """
    wheels = sorted((EXTENSION / "static" / "pypi").glob("*.whl"))
    if not wheels:
        raise LiteError(
            f"{EXTENSION} has no wheels; install them anew: "
            "pip install --force-reinstall jupyterlite-pyodide-kernel"
        )
    return wheels


def build_application(target: Path, language: str, preloaded: Sequence[str]) -> None:
    """Have JupyterLite build its notebook application.

    Args:
        target: the folder to make.
        language: of the course, as HTML has it.
        preloaded: names of the packages that Python has from the start.

    Raises:
        LiteError: JupyterLite failed, or one of its add-ons did.
    """
    with tempfile.TemporaryDirectory(prefix="lite-") as folder:
        workplace = Path(folder)
        (workplace / "jupyter-lite.json").write_text(json.dumps(_page_settings(preloaded)))
        (workplace / "jupyter_lite_config.json").write_text(json.dumps(_build_settings(workplace)))
        _run(workplace)
        _mend(workplace / "out", language)
        shutil.copytree(workplace / "out", target)


def _page_settings(preloaded: Sequence[str]) -> dict[str, Any]:
    kernel = {
        "disablePyPIFallback": True,
        "loadPyodideOptions": {
            "packages": [*preloaded],
            "lockFileURL": f"./{(WHEELS / LIST).as_posix()}",
        },
        # With dots in front, JupyterLite takes it for an address below its own folder.
        "pyodideUrl": f"./../_static/{pyodide_folder()}/pyodide.mjs",
    }
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appUrl": "./..",
            "contentsAllJsonFile": "all.json",
            "disabledExtensions": [*DISABLED],
            "showLoadingIndicator": True,
            "litePluginSettings": {f"{KERNEL}:kernel": kernel},
            "settingsOverrides": WHOLE,
        },
    }


def _build_settings(workplace: Path) -> dict[str, Any]:
    return {
        "LiteBuildConfig": {
            "apps": ["notebooks"],
            "cache_dir": str(workplace / "cache"),
            "contents": [],
            "disable_addons": [*SKIPPED],
            "federated_extensions": [str(EXTENSION)],
            "ignore_sys_prefix": True,
            "no_sourcemaps": True,
            "no_unused_shared_packages": True,
            "output_dir": str(workplace / "out"),
        }
    }


def _run(workplace: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", str(workplace)],
        cwd=workplace,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    said = [line.strip() for line in result.stdout.splitlines() if line.strip()]
    troubles = [line for line in said if TROUBLE.search(line) and not HARMLESS.search(line)]
    if result.returncode or troubles:
        reason = (troubles or said[-1:] or ["it said nothing"])[0]
        raise LiteError(
            f"JupyterLite can't be built: {reason}; install the locked packages anew, "
            "or build without: lessondeck_browser_labs = False in conf.py"
        )


def _mend(site: Path, language: str) -> None:
    """Give pages a language and what they lack, and remove what no reader needs."""
    for pattern in LEFT_OUT:
        for path in site.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace("<html>", f'<html lang="{language}">', 1), encoding="utf-8")
    shutil.copyfile(MENDS, site / "notebooks" / MENDS.name)
    page = site / "notebooks" / "index.html"
    text = page.read_text(encoding="utf-8")
    script = f'<script src="{MENDS.name}" defer></script>\n'
    page.write_text(text.replace("</head>", f"{script}</head>", 1), encoding="utf-8")
