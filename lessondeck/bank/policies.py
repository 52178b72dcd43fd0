"""How items of a kind are labelled: ``{policy-list}`` lists the policies of the bank."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from lessondeck.bank.polls import named
from lessondeck.bank.quizzes import bank_files, load_bank
from lessondeck.core.typography import as_nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from selfcheck.bank import Bank
    from selfcheck.model import Policy


class PolicyList(SphinxDirective):
    """Lists each policy of the bank with its rule and an example of each side."""

    def run(self) -> list[nodes.Node]:
        """Build a definition list: questions with their rules."""
        root = Path(self.env.srcdir)
        for path in bank_files(self.config, root):
            self.env.note_dependency(str(path))
        bank = load_bank(self.config, root)
        listed = nodes.definition_list(classes=["policies"])
        listed += [_entry(policy, bank) for policy in bank.policies.values()]
        self.set_source_info(listed)
        return [listed]


def _entry(policy: Policy, bank: Bank) -> nodes.definition_list_item:
    examples = nodes.bullet_list()
    for side, key in policy.examples.items():
        item = bank.items[key]
        line = nodes.paragraph("", "", *as_nodes(f"{side[0].upper()}{side[1:]}: {item.title}, "))
        for number, label in enumerate(item.labels):
            line += (
                [nodes.Text(" or "), *named(bank.label, label)]
                if number
                else named(bank.label, label)
            )
        line += nodes.Text(".")
        examples += nodes.list_item("", line)
    rule = nodes.paragraph("", "", *as_nodes(policy.rule))
    return nodes.definition_list_item(
        "",
        nodes.term("", "", *as_nodes(policy.question)),
        nodes.definition("", rule, examples),
    )


def setup_policies(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("policy-list", PolicyList)
