"""What a lab's page offers: its notebook, and an archive of all labs with what they need."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final
from urllib.parse import urlencode

import nbformat
from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective

from lessondeck.core.archives import zipped
from lessondeck.core.atomic import write_if_other
from lessondeck.core.bundle import bank_folder, bundle
from lessondeck.core.config import Settings
from lessondeck.core.documents import lab_documents, lab_name, lab_source
from lessondeck.core.nodes import browser_lab, lesson_facts
from lessondeck.core.stale_files import leave_only
from lessondeck.labs.inputs import files_beside
from lessondeck.labs.notebooks import LabError, edition_of, read_notebook
from lessondeck.labs.offer import browser_offer
from lessondeck.labs.privacy import says_private
from lessondeck.labs.standalone import (
    archive_address,
    fetching_cell,
    link_to_site,
    start_here,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx

ARCHIVE: Final = "labs.zip"


RENAMED: Final = {"README.md": "ABOUT-THE-DATA.md"}
"""Files of the course's data that are called something else beside the labs."""


def offer_downloads(app: Sphinx, exception: Exception | None) -> None:
    """Put the edition's notebooks, without outputs, and their archive beside the pages."""
    if exception is not None or app.builder.name != "html":
        return
    folders: dict[str, dict[str, bytes]] = {}
    offered: dict[str, bytes] = {}
    for docname in lab_documents(app):
        folder, _, name = docname.rpartition("/")
        notebook = _notebook(app, docname)
        offered[f"{docname}.ipynb"] = notebook
        folders.setdefault(folder, {})[f"{name}.ipynb"] = notebook
    for folder, notebooks in folders.items():
        companions = dict(_companions(app, folder))
        # A hub that opens one of the notebooks finds beside it what it needs.
        offered |= {posixpath.join(folder, name): raw for name, raw in companions.items()}
        offered[posixpath.join(folder, ARCHIVE)] = _zipped({**notebooks, **companions})
    leave_only(app, "labs", offered)
    for name, content in offered.items():
        write_if_other(Path(app.outdir, name), content)


def _notebook(app: Sphinx, docname: str) -> bytes:
    notebook = read_notebook(lab_source(app, docname), lab_name(app, docname))
    edition = edition_of(notebook, Settings.of(app.config).edition)
    link_to_site(edition, docname, app.config.html_baseurl)
    archive = archive_address(app, docname)
    if archive:
        edition.cells.insert(1, fetching_cell(archive))
    return f"{nbformat.writes(edition)}\n".encode()


def _companions(app: Sphinx, folder: str) -> Iterator[tuple[str, bytes]]:
    """Yield what labs use: the modules and data beside them, the course's data, the self-check."""
    for start in (folder, *Settings.of(app.config).lab_data):
        root = Path(app.srcdir, start)
        for file in files_beside(root):
            name = file.relative_to(root).as_posix()
            if says_private(file.name, with_others=False):
                raise LabError(
                    f"{start}/{name}: by its name the file is private, and labs.zip "
                    "would publish it; move it out of the folder, or give it another name"
                )
            yield RENAMED.get(name, name), file.read_bytes()
    if not Path(app.srcdir, folder, "requirements.txt").is_file():
        yield "requirements.txt", b"jupyterlab\n"
    yield "exercises.zip", bundle(bank_folder(app.config, Path(app.srcdir)))
    beside = {path.name for path in Path(app.srcdir, folder).iterdir()}
    yield "START-HERE.txt", start_here(beside).encode()


def _zipped(files: Mapping[str, bytes]) -> bytes:
    return zipped({posixpath.join("labs", name): files[name] for name in sorted(files)})


def launch_links(settings: Settings, docname: str) -> list[tuple[str, str]]:
    """Return the text and address of each place that opens a lab of the published edition.

    There are none unless ``conf.py`` says where the student edition is published.
    """
    repository, branch = settings.published_repository, settings.published_branch
    if not repository:
        return []
    colab = f"https://colab.research.google.com/github/{repository}/blob/{branch}/{docname}.ipynb"
    links = [("Open in Colab", colab)]
    if settings.hub:
        query = urlencode(
            {
                "repo": f"https://github.com/{repository}",
                "branch": branch,
                "urlpath": f"lab/tree/{posixpath.basename(repository)}/{docname}.ipynb",
            }
        )
        hub = settings.hub.rstrip("/")
        links.append(("Open in the class's hub", f"{hub}/hub/user-redirect/git-pull?{query}"))
    return links


class LabFacts(SphinxDirective):
    """The line at the top of a lab's page: where to get the notebook, and where to open it."""

    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Build the line."""
        docname = self.env.current_document.docname
        browser_links, about_browser = browser_offer(self.env, docname)
        links = [
            *browser_links,
            ("Download the notebook", f"{posixpath.basename(docname)}.ipynb"),
            ("Download all labs with what they need", ARCHIVE),
            *launch_links(Settings.of(self.config), docname),
        ]
        return [lesson_facts(facts=[], links=links), *about_browser]


class FactsBelowTitle(SphinxTransform):
    """Put what a lab's page offers below its title, as on a lesson's page; it comes in above."""

    default_priority = 410

    def apply(self, **_kwargs: object) -> None:
        """Move the line, and what it says about the browser, into the section of the title."""
        section = next((node for node in self.document if isinstance(node, nodes.section)), None)
        if section is None:
            return
        offer = [node for node in self.document if isinstance(node, (lesson_facts, browser_lab))]
        for node in offer:
            self.document.remove(node)
        section.children[1:1] = offer
        for node in offer:
            section.setup_child(node)


def setup_downloads(app: Sphinx) -> None:
    """Offer the labs once the pages are written."""
    app.connect("build-finished", offer_downloads)
    app.add_directive("lab-facts", LabFacts)
    app.add_transform(FactsBelowTitle)
