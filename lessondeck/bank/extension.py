"""Wire what shows the item bank into Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessondeck.bank import coverage, policies, poll_list, quizzes

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register what shows the item bank."""
    quizzes.setup_quizzes(app)
    policies.setup_policies(app)
    coverage.setup_coverage(app)
    poll_list.setup_poll_list(app)
