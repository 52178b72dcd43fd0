"""What a document is, by its path: a lesson, a deck or a lab."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util.matching import Matcher, get_matching_files

from lessondeck.core.config import NOT_SEARCHED, Settings

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


def is_lesson(env: BuildEnvironment, docname: str) -> bool:
    """Tell by its path whether a document is a lesson."""
    return Matcher(Settings.of(env.config).lessons)(docname)


def is_deck(env: BuildEnvironment, docname: str) -> bool:
    """Tell by its path whether a document composes lessons into a deck."""
    return Matcher(Settings.of(env.config).decks)(docname)


def is_lab(config: Config, docname: str) -> bool:
    """Tell by its path whether a document is a lab."""
    return Matcher(Settings.of(config).labs)(docname)


def is_ours(env: BuildEnvironment, docname: str) -> bool:
    """Tell by its path whether a document is for the tool: a lesson, a deck or a lab."""
    return is_lesson(env, docname) or is_deck(env, docname) or is_lab(env.config, docname)


def is_off_paper(config: Config, docname: str) -> bool:
    """Tell by its path whether a document is for the screen alone."""
    return Matcher(Settings.of(config).off_paper)(docname)


def first_notebook(app: Sphinx) -> str | None:
    """Return a notebook among the sources, as its path in the course's folder.

    It can be asked before Sphinx has looked for documents, and before it knows of notebooks.
    """
    excluded = [*app.config.exclude_patterns, *NOT_SEARCHED]
    files = get_matching_files(app.srcdir, app.config.include_patterns, excluded)
    return next((name for name in files if name.endswith(".ipynb")), None)


def lab_documents(app: Sphinx) -> list[str]:
    """Return the names of the documents that are labs."""
    return sorted(name for name in app.env.found_docs if is_lab(app.config, name))


def lab_source(app: Sphinx, docname: str) -> Path:
    """Return the author's file of a lab."""
    return Path(app.env.doc2path(docname))


def lab_name(app: Sphinx, docname: str) -> str:
    """Return what messages call a lab: its file, seen from the course's folder."""
    return lab_source(app, docname).relative_to(app.srcdir).as_posix()
