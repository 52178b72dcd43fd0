"""The table of named systems: ``{systems-table}`` lists each item of the bank that has a maker."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from lessondeck.bank.quizzes import bank_files, load_bank
from lessondeck.core.markup import templates_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.writers.html5 import HTML5Translator

    from selfcheck.model import Item


class systems_table(nodes.General, nodes.Element):  # noqa: N801 - as docutils names nodes
    """The named systems of the item bank; its text is what the search index reads."""


def named_systems(config: Config, root: Path) -> list[Item]:
    """Return the items of the edition's bank that have a maker, the oldest first."""
    items = load_bank(config, root).items.values()
    named = [item for item in items if "maker" in item.facts]
    return sorted(named, key=lambda item: (item.facts.get("year", 0), item.title))


class SystemsTable(SphinxDirective):
    """Lists the named systems of the edition's bank, so items under a grade stay out of sight."""

    def run(self) -> list[nodes.Node]:
        """Build the node from the bank, oldest system first."""
        root = Path(self.env.srcdir)
        for path in bank_files(self.config, root):
            self.env.note_dependency(str(path))
        named = named_systems(self.config, root)
        node = systems_table()
        # The visitor writes the table; the search index reads this text.
        node += nodes.Text("; ".join(f"{item.title}, {item.facts['maker']}" for item in named))
        self.set_source_info(node)
        return [node]


def visit_systems_table(translator: HTML5Translator, _node: systems_table) -> None:
    """Write the table inside a region that scrolls and takes the focus."""
    builder = translator.builder
    systems = named_systems(builder.config, Path(builder.srcdir))
    facet = load_bank(builder.config, Path(builder.srcdir)).label
    template = templates_of("course").get_template("systems.html")
    translator.body.append(template.render(systems=systems, facet=facet))
    raise nodes.SkipNode


def setup_systems(app: Sphinx) -> None:
    """Register the directive and its node."""
    app.add_directive("systems-table", SystemsTable)
    app.add_node(systems_table, html=(visit_systems_table, None))
