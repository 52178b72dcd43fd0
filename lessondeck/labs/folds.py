"""Code of a lab that nobody has to read: its page shows one line, and the code at a click.

A cell tagged ``fold`` starts with a comment that says what its code is for.
That comment is the line, so an author writes it once, and Jupyter shows it above the code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from lessondeck.core.config import Settings
from lessondeck.core.documents import is_lab, lab_name, lab_source
from lessondeck.core.messages import in_numbers, warn
from lessondeck.core.nodes import folded_code
from lessondeck.labs.notebooks import FOLD_TAG, cell_numbers, edition_of, read_notebook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

KEY: Final = "folded_as"
"""Where a cell of a page keeps the line that stands for its code."""


class FoldedCells(SphinxTransform):
    """Mark the cells of a lab that its page folds."""

    default_priority = 400

    def apply(self, **_kwargs: object) -> None:
        """Find each tagged cell on the page by its code."""
        docname = self.env.current_document.docname
        if not is_lab(self.config, docname):
            return
        lines = dict(self._lines(docname))
        for code in self.document.findall(nodes.literal_block):
            box = code.parent.parent
            if "input_area" in code["classes"] and code.astext() in lines:
                box[KEY] = lines[code.astext()]

    def _lines(self, docname: str) -> Iterator[tuple[str, str]]:
        """Yield the code of each tagged cell with its line; name those that have none."""
        edition = Settings.of(self.config).edition
        source = read_notebook(lab_source(self.app, docname), lab_name(self.app, docname))
        cells = edition_of(source, edition).cells
        for cell, number in zip(cells, cell_numbers(source, edition), strict=True):
            if FOLD_TAG not in cell.metadata.get("tags", ()):
                continue
            first, *rest = cell.source.strip().splitlines() or [""]
            said = first.removeprefix("#").strip().rstrip(".")
            if cell.cell_type != "code" or not first.startswith("#") or not said:
                warn(
                    "fold",
                    f"cell {number} is tagged {FOLD_TAG!r}, but does not start with a comment; "
                    "say there what its code is for, such as '# Fix how pictures look.'",
                    (docname, 1),
                )
                continue
            yield cell.source.strip(), f"{said} ({in_numbers(len(rest), 'line')} of code)"


class FoldCells(SphinxPostTransform):
    """Fold the marked cells of pages on a screen; on paper the line stands for the code."""

    default_priority = 500
    builders = ("html",)

    def run(self, **_kwargs: object) -> None:
        """Put each marked cell into its fold."""
        for box in list(self.document.findall(nodes.container)):
            if KEY in box:
                fold = folded_code(line=box[KEY])
                box.replace_self(fold)
                fold += box


def visit_folded_code(translator: HTML5Translator, node: folded_code) -> None:
    """Open a fold, closed for the reader."""
    line = translator.encode(node["line"])
    translator.body.append(f'<details class="folded-code"><summary>{line}</summary>\n')


def depart_folded_code(translator: HTML5Translator, _node: folded_code) -> None:
    """Close a fold."""
    translator.body.append("</details>\n")


def setup_folds(app: Sphinx) -> None:
    """Register the transforms and their node."""
    app.add_node(folded_code, html=(visit_folded_code, depart_folded_code))
    app.add_transform(FoldedCells)
    app.add_post_transform(FoldCells)
