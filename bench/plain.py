"""The settings of a course for plain Sphinx: nothing of this project is loaded."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

OURS: Final = re.compile(
    r'^(?:    "(?:course|docs\.examples|lessondeck|sphinx_revealjs)",'
    r"|(?:lessondeck|revealjs)_\w+ = (?:\[\n(?:    .*\n)*\]|.*)"
    r"|(?:nbsphinx_prolog|html_math_renderer|bibtex_reference_style|nitpicky) = .*)\n",
    re.MULTILINE,
)
"""Lines of settings that name what this project brings along."""

EXECUTE: Final = "execute-labs"
"""A file whose presence tells plain Sphinx to execute the notebooks."""

STAND_INS: Final = """

# Boxes of lessons are read like those of any other course; all else is unknown, and left out.
import os
import pathlib

import pypandoc
from docutils.parsers.rst.directives import unchanged
from docutils.parsers.rst.directives.admonitions import Note

pandoc = pathlib.Path(pypandoc.get_pandoc_path()).resolve().parent
os.environ["PATH"] = f"{pandoc}{os.pathsep}{os.environ['PATH']}"
nbsphinx_execute = "always" if pathlib.Path("{execute}").exists() else "never"
bibtex_reference_style = "author_year"
suppress_warnings = ["myst", "ref", "toc", "docutils", "bibtex", "nbsphinx"]


class AnyOption(dict):
    def __contains__(self, name):
        return True

    def __missing__(self, name):
        return unchanged


class Box(Note):
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = AnyOption(class_=unchanged)


def setup(app):
    for name in {names}:
        app.add_directive(name, Box)
"""


def make_plain(root: Path) -> None:
    """Have the settings of a course load what plain Sphinx needs, and no more."""
    # Imported late: the process of the plain build loads nothing of it.
    from lessondeck.lessons.directives import DIRECTIVES  # noqa: PLC0415

    settings = root / "conf.py"
    text = OURS.sub("", settings.read_text(encoding="utf-8"))
    added = STAND_INS.replace("{execute}", EXECUTE).replace("{names}", repr(sorted(DIRECTIVES)))
    settings.write_text(text + added, encoding="utf-8")
