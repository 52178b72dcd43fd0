"""Citations: their files checked, a list that screen readers know, and no search for each."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.errors import SphinxError
from sphinx.writers.html5 import HTML5Translator

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

PLUGINS: Final = (
    ("pybtex.backends", "docutils"),
    ("pybtex.backends", "plaintext"),
    ("pybtex.style.formatting", "alpha"),
    ("pybtex.style.labels", "alpha"),
    ("pybtex.style.names", "last"),
    ("pybtex.style.names", "plain"),
    ("pybtex.style.sorting", "author_year_title"),
)
"""What sphinxcontrib-bibtex asks pybtex for, by group and name: at each citation or build."""


class BibliographyError(SphinxError):
    """A file of works that can't be read: says which, where, and what to do."""

    category = "Bibliography"


def register_plugins(app: Sphinx, _config: Config) -> None:
    """Enter what citations need in pybtex's registry, and the style of this package."""
    if "sphinxcontrib.bibtex" in app.extensions:
        _register_plugins()


@cache
def _register_plugins() -> None:
    """Have pybtex find its own parts in its registry, which it asks before it searches.

    It searches the metadata of every installed package: a third of the time of a deck.
    """
    # Imported late: a course need not cite anything.
    from pybtex.plugin import find_plugin, register_plugin  # noqa: PLC0415

    from lessondeck.lessons.reference_style import register  # noqa: PLC0415

    for group, name in PLUGINS:
        register_plugin(group, name, find_plugin(group, name), force=True)
    register()


def check_files(app: Sphinx) -> None:
    """Read the files of works before sphinxcontrib-bibtex does, which would end in a traceback.

    Raises:
        BibliographyError: names the first file that can't be read, with the line.
    """
    if "sphinxcontrib.bibtex" not in app.extensions:
        return
    for name in app.config.bibtex_bibfiles:
        path = Path(app.srcdir, name)
        if not path.is_file():
            raise BibliographyError(
                f"{name}: there is no such file; mend bibtex_bibfiles in conf.py"
            )
        check_works(path.read_bytes(), name, app.config.bibtex_encoding)


def check_works(data: bytes, name: str, encoding: str = "utf-8-sig") -> None:
    """Check that a file of works can be read.

    Args:
        data: its content.
        name: what messages call it.
        encoding: what it is written in.

    Raises:
        BibliographyError: it is in another encoding, it is no BibTeX, or two works share a key.
    """
    # Imported late: a course need not cite anything.
    from pybtex.database import BibliographyDataError  # noqa: PLC0415
    from pybtex.database.input.bibtex import Parser  # noqa: PLC0415
    from pybtex.scanner import PybtexSyntaxError  # noqa: PLC0415

    try:
        text = data.decode(encoding)
        Parser().parse_string(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BibliographyError(
            f"{name}:{line}: the file is not in {encoding}; save it in that encoding"
        ) from error
    except PybtexSyntaxError as error:
        reason = str(error).partition(": ")[2]
        line = min(error.lineno, len(text.splitlines()))  # What ends too early ends one later.
        raise BibliographyError(
            f"{name}:{line}: this is no BibTeX ({reason}); "
            "look for a brace or a comma that is missing in this entry or the one before"
        ) from error
    except BibliographyDataError as error:
        key = str(error).rpartition(" ")[2]
        again = list(re.finditer(rf"^@\w+\s*{{\s*{re.escape(key)}\s*,", text, re.MULTILINE))[1:]
        line = text.count("\n", 0, again[0].start()) + 1 if again else 1
        raise BibliographyError(
            f"{name}:{line}: there are two works {key!r}; give one of them another key"
        ) from error


def visit_citation(translator: HTML5Translator, node: nodes.citation) -> None:
    """Open a cited work as an item of its list; docutils gives it a role that ARIA gave up."""
    HTML5Translator.visit_citation(translator, node)
    opening = translator.body.pop()
    translator.body.append(opening.replace('role="doc-biblioentry"', 'role="listitem"'))


def depart_citation(translator: HTML5Translator, node: nodes.citation) -> None:
    """Close a cited work, and its list after the last."""
    HTML5Translator.depart_citation(translator, node)


def setup_citations(app: Sphinx) -> None:
    """Register writers and checks once all extensions are loaded, before anything is read."""
    app.add_node(nodes.citation, override=True, html=(visit_citation, depart_citation))
    app.connect("config-inited", register_plugins)
    app.connect("builder-inited", check_files, priority=400)
