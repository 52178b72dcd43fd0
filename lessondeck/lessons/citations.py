"""Citations: their files checked, a list that screen readers know, and no search for each."""

from __future__ import annotations

import re
from contextlib import suppress
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
    ("pybtex.style.names", "last"),
)
"""What sphinxcontrib-bibtex asks pybtex for whatever the style, by group and name."""

FORMATTING: Final = "pybtex.style.formatting"

PARTS: Final = {"names": "plain", "labels": "number", "sorting": "none"}
"""What a style of pybtex is made of, and what it takes if it says nothing else."""


class BibliographyError(SphinxError):
    """A file of works that can't be read: says which, where, and what to do."""

    category = "Bibliography"


def register_plugins(app: Sphinx, config: Config) -> None:
    """Enter in pybtex's registry what is used of it, and our style of references."""
    if "sphinxcontrib.bibtex" not in app.extensions:
        return
    # Imported late: a course need not cite anything.
    from lessondeck.lessons.reference_style import register  # noqa: PLC0415

    _register_for(config.bibtex_default_style)
    register()


@cache
def _register_for(style: str) -> None:
    """Enter a style, its parts and the writers: what is not there is searched for each time.

    pybtex searches the metadata of every installed package: a third of the time of a deck.
    """
    from pybtex.plugin import PluginNotFound, find_plugin, register_plugin  # noqa: PLC0415

    from lessondeck.lessons.reference_style import remembering  # noqa: PLC0415

    def enter(group: str, name: str) -> None:
        register_plugin(group, name, find_plugin(group, name), force=True)

    for group, name in PLUGINS:
        enter(group, name)
    # A name that nobody knows is reported where the works are listed.
    with suppress(PluginNotFound):
        chosen = find_plugin(FORMATTING, style)
        register_plugin(FORMATTING, style, remembering(style, chosen), force=True)
        for part, usual in PARTS.items():
            own = getattr(chosen, f"default_{part.removesuffix('s')}_style", None)
            enter(f"pybtex.style.{part}", own or usual)


def recall_works(app: Sphinx) -> None:
    """Have works written anew only if they changed."""
    if "sphinxcontrib.bibtex" in app.extensions:
        from lessondeck.lessons.reference_style import recall  # noqa: PLC0415

        recall(app.env)


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
    app.connect("builder-inited", recall_works)
