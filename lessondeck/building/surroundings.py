"""What a build read from outside of its course, and what it could not have."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lessondeck.building.unchanged import OWN
from lessondeck.cells.interpreter import has_cells
from lessondeck.core.config import Settings
from lessondeck.labs.lite.site import fetch_kit
from lessondeck.tools.npm import available

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PATHS: Final = (
    *("html_static_path", "html_extra_path", "html_theme_path", "templates_path", "locale_dirs"),
    *("revealjs_static_path", "bibtex_bibfiles"),
)
"""Settings of files and folders that may be anywhere."""


def lacks_packages(app: Sphinx) -> bool:
    """Tell whether a later build may have what this one had to do without."""
    root, labs = Path(app.srcdir), Settings.of(app.config).browser_labs
    return (has_cells(app.env) and available(root) is None) or (labs and fetch_kit(root) is None)


def read_outside(app: Sphinx) -> list[Path]:
    """Return files that a build read and that belong neither to the course nor to a package."""
    root = Path(app.srcdir).resolve()
    installed = {Path(sys.prefix), Path(sys.base_prefix), Path(sysconfig.get_path("stdlib"))}
    inside = {root, *OWN, *(folder.resolve() for folder in installed)}

    def is_outside(path: Path) -> bool:
        return not inside.intersection([path, *path.parents])

    found = {path for path in map(Path.resolve, _read(app)) if is_outside(path)}
    for folder, names in _modules().items():
        # There are a thousand modules and more, in some hundred folders.
        if is_outside(real := Path(folder).resolve()):
            found.update(real / name for name in names)
    return sorted(found)


def named_in_settings(app: Sphinx) -> list[Path]:
    """Return the files and folders that a build reads since a setting names them, and its lock."""
    root = Path(app.srcdir)
    settings = Settings.of(app.config)
    named: list[str] = [name for setting in PATHS for name in getattr(app.config, setting, ())]
    named += [*settings.lab_inputs, *settings.lab_data, settings.bank, settings.claims]
    named += [name for name in (app.config.html_logo, app.config.html_favicon) if name]
    return [root / name for name in (*named, "conf.py", "requirements.txt")]


def _read(app: Sphinx) -> Iterator[Path]:
    env, root = app.env, Path(app.srcdir)
    for names in (*env.dependencies.values(), env.images, env.dlfiles):
        yield from (Path(root, str(name)) for name in names)
    for path in named_in_settings(app):
        yield path
        yield from (file for file in path.rglob("*") if file.is_file())


def _modules() -> dict[str, list[str]]:
    """Return the files of the modules that are loaded, by their folders."""
    found: dict[str, list[str]] = {}
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if file:
            folder, name = os.path.split(file)
            found.setdefault(folder, []).append(name)
    return found
