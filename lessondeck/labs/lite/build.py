"""Labs in the browser as part of Sphinx's build: which can run there, the offer, and the site."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat

from lessondeck.core.bundle import bank_folder
from lessondeck.core.config import Settings
from lessondeck.core.documents import lab_documents, lab_name, lab_source
from lessondeck.labs.lite.course_wheel import self_check
from lessondeck.labs.lite.needs import Needs, needs_of
from lessondeck.labs.lite.site import Kit, application, fetch_kit, put_labs
from lessondeck.labs.notebooks import edition_of, read_notebook
from lessondeck.labs.offer import (
    BROWSER_LABS_CHANGED,
    FOLDER,
    decided,
    place_in_browser,
)
from lessondeck.labs.standalone import link_to_site
from lessondeck.tools.pyodide import put_pyodide

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class BrowserLabs:
    """Knows for one build which labs the browser can run."""

    def __init__(self) -> None:
        """Know nothing before the documents are found."""
        self.kit: Kit | None = None
        self.needs: dict[str, Needs] = {}

    def decide(self, app: Sphinx, env: BuildEnvironment, *_changes: object) -> Iterable[str]:
        """Look at every lab; have those read again of which another thing is true now."""
        if app.builder.name != "html":
            return []
        before = decided(env)
        self.kit = fetch_kit(Path(app.srcdir)) if Settings.of(app.config).browser_labs else None
        self.needs = self._needs(app, self.kit) if self.kit else {}
        now = {docname: needs.missing for docname, needs in self.needs.items()}
        env.lessondeck_browser_labs = now  # type: ignore[attr-defined]
        names = env.found_docs & (before.keys() | now.keys())
        changed = {name for name in names if before.get(name) != now.get(name)}
        if changed:
            for names in app.emit(BROWSER_LABS_CHANGED, env):
                changed |= set(names)
        return changed

    def _needs(self, app: Sphinx, kit: Kit) -> dict[str, Needs]:
        carried = kit.modules | {name.partition("/")[0] for name in self_check(_bank(app))}
        needs = {}
        for docname in lab_documents(app):
            source = lab_source(app, docname)
            notebook = read_notebook(source, lab_name(app, docname))
            needs[docname] = needs_of(notebook, source.parent, carried)
        return needs

    def write(self, app: Sphinx, exception: Exception | None) -> None:
        """Put JupyterLite with the labs that it can run below the pages."""
        if exception is not None or app.builder.name != "html":
            return
        target = Path(app.outdir, FOLDER)
        runnable = [name for name, needs in self.needs.items() if not needs.missing]
        if self.kit is None or not runnable:
            shutil.rmtree(target, ignore_errors=True)
            return
        base = application(Path(app.srcdir), self.kit, app.config.language)
        labs = {place_in_browser(app.config, name): _notebook(app, name) for name in runnable}
        files = self_check(_bank(app))
        for docname in runnable:
            for file in self.needs[docname].companions:
                files[file.name] = file.read_bytes()
        for folder in Settings.of(app.config).lab_data:
            for file in sorted(Path(app.srcdir, folder).rglob("*")):
                if file.is_file():
                    files[file.relative_to(app.srcdir).as_posix()] = file.read_bytes()
        put_pyodide(self.kit.core.folder.parent, Path(app.outdir, "_static"))
        put_labs(base, target, self.kit, labs, files)


def _bank(app: Sphinx) -> Path:
    return bank_folder(app.config, Path(app.srcdir))


def _notebook(app: Sphinx, docname: str) -> str:
    notebook = read_notebook(lab_source(app, docname), lab_name(app, docname))
    edition = edition_of(notebook, Settings.of(app.config).edition)
    link_to_site(edition, docname, app.config.html_baseurl)
    return str(nbformat.writes(edition))


def setup_lite(app: Sphinx) -> None:
    """Decide before the labs are read, and write once the pages are."""
    labs = BrowserLabs()
    app.connect("env-get-outdated", labs.decide)
    app.connect("build-finished", labs.write)
