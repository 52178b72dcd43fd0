"""The table of named systems: ``{systems-table}`` lists each item of the bank that has a maker."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from lessondeck.bank.quizzes import bank_files, load_bank
from lessondeck.core.markup import templates
from lessondeck.core.nodes import systems_table

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class SystemsTable(SphinxDirective):
    """Lists the named systems of the edition's bank, so items under a grade stay out of sight."""

    def run(self) -> list[nodes.Node]:
        """Build the node from the bank, oldest system first."""
        root = Path(self.env.srcdir)
        for path in bank_files(self.config, root):
            self.env.note_dependency(str(path))
        items = load_bank(self.config, root).items.values()
        named = [item for item in items if "maker" in item.facts]
        named.sort(key=lambda item: (item.facts.get("year", 0), item.title))
        node = systems_table(systems=named)
        # The visitor writes the table; the search index reads this text.
        node += nodes.Text("; ".join(f"{item.title}, {item.facts['maker']}" for item in named))
        self.set_source_info(node)
        return [node]


def visit_systems_table(translator: HTML5Translator, node: systems_table) -> None:
    """Write the table inside a region that scrolls and takes the focus."""
    template = templates.get_template("systems.html")
    translator.body.append(template.render(systems=node["systems"]))
    raise nodes.SkipNode


def setup_systems(app: Sphinx) -> None:
    """Register the directive and its node."""
    app.add_directive("systems-table", SystemsTable)
    app.add_node(systems_table, html=(visit_systems_table, None))
