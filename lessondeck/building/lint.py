"""``python -m lessondeck lint-decks``: look at the slides of a published edition."""

from __future__ import annotations

from pathlib import Path

from lessondeck.building.workshop import Workshop
from lessondeck.core.commands import typed
from lessondeck.core.config import EDITIONS
from lessondeck.slides.fitting import Findings, LintError, deck_names, look_at_decks


def lint_decks(root: Path, edition: str) -> Findings:
    """Look at the decks of an edition as they were published.

    Raises:
        LintError: they can't be looked at.
    """
    if edition not in EDITIONS:
        raise LintError(f"{edition!r} is no edition; an edition is one of: {', '.join(EDITIONS)}")
    folder = Workshop(root, edition).published
    if not deck_names(folder):
        target = "course" if edition == "student" else edition
        command = typed(root, f"build --edition {edition}", target)
        raise LintError(f"{folder.relative_to(root)} has no decks; build them first: {command}")
    return look_at_decks(folder)
