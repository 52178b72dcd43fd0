"""Wire pages into Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessondeck.pages import content_policy, contents, incremental, schedules, timetables, views

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register pages."""
    contents.setup_contents(app)
    views.setup_pages(app)
    incremental.setup_incremental(app)
    schedules.setup_schedules(app)
    timetables.setup_timetables(app)
    content_policy.setup_policy(app)
