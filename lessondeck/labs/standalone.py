"""Notebooks that are opened without their neighbours, or far from the site."""

from __future__ import annotations

import posixpath
import re
from importlib import resources
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import quote

import nbformat

from lessondeck.core.config import Settings
from lessondeck.labs.notebooks import FOLD_TAG

if TYPE_CHECKING:
    from collections.abc import Collection

    from nbformat import NotebookNode
    from sphinx.application import Sphinx

ALONE: Final = "requirements-alone.txt"

_LESSON_LINK: Final = re.compile(r"(?<!!)\[([^\]]+)\]\(((?:\.\./)+[^)\s#]+)\.md(#[^)\s]*)?\)")


def link_to_site(notebook: NotebookNode, docname: str, base: str) -> None:
    """Let links to lessons lead to the site, or make them plain text where it has no address.

    Args:
        notebook: the notebook to change.
        docname: the lab's name, from which its links count.
        base: the address of the site; empty if ``conf.py`` names none.
    """

    def target(link: re.Match[str]) -> str:
        if not base:
            return f"*{link[1]}*"
        lesson = posixpath.normpath(posixpath.join(posixpath.dirname(docname), link[2]))
        return f"[{link[1]}]({base.rstrip('/')}/{quote(lesson, safe='/%')}.html{link[3] or ''})"

    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = _LESSON_LINK.sub(target, cell.source)


def archive_address(app: Sphinx, docname: str) -> str:
    """Return where the archive of all labs can be fetched from, nothing if no place is known."""
    settings, folder = Settings.of(app.config), posixpath.dirname(docname)
    repository = settings.published_repository
    if repository:
        host = "https://raw.githubusercontent.com"
        return f"{host}/{repository}/{settings.published_branch}/{quote(folder)}/labs.zip"
    base = app.config.html_baseurl.rstrip("/")
    return f"{base}/{quote(folder)}/labs.zip" if base else ""


def fetching_cell(archive: str) -> NotebookNode:
    """Return a cell that fetches what a lab needs, where only its notebook was opened.

    Args:
        archive: the address of the archive of all labs.
    """
    code = resources.files(__package__).joinpath("fetch-labs.txt").read_text(encoding="utf-8")
    source = code.replace('ADDRESS = ""', f"ADDRESS = {archive!r}").strip()
    metadata = {"tags": [FOLD_TAG], "jupyter": {"source_hidden": True}}
    return cast(
        "NotebookNode", nbformat.v4.new_code_cell(source, id="fetch-labs", metadata=metadata)
    )


def start_here(files: Collection[str]) -> str:
    """Return the instructions that lie in the archive of all labs.

    Args:
        files: what lies there as well; with ``requirements-alone.txt``, which lists packages to
            install without what they depend on, the instructions have a line for it.
    """
    text = resources.files(__package__).joinpath("start-here.txt").read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if ALONE in files or ALONE not in line)
