"""Write the pages that are printed, from the doctrees of a good build."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import SphinxError

from lessondeck.building.passes import application, read_nothing
from lessondeck.building.publish import exclusive
from lessondeck.building.reports import Reports
from lessondeck.core.dates import settle_date
from lessondeck.core.domain import lesson_domain
from lessondeck.core.messages import in_numbers

if TYPE_CHECKING:
    from lessondeck.building.workshop import Workshop
    from lessondeck.core.domain import LessonDomain

progress = logging.getLogger("lessondeck.progress")


class UnfitForPaperError(Exception):
    """The sources make good pages but no good paper; the warnings above say why."""


@dataclass(frozen=True)
class Pages:
    """The pages of an edition, and what was known when they were written.

    ``address`` is that of the published site, with a slash at its end, or nothing.
    """

    folder: Path
    address: str
    domain: LessonDomain


def write_pages(workshop: Workshop, builder: str) -> Pages:
    """Write an edition with a builder of paper.

    Raises:
        UnfitForPaperError: there was a warning, or a chapter that no book can hold.
    """
    settle_date()
    target = workshop.folder / builder
    with exclusive(workshop.folder.with_suffix(".lock")), ExitStack() as namespace:
        app = application(namespace, workshop, builder, target, 1)
        reports = Reports()
        reports.listen_to(app)
        app.connect("env-before-read-docs", read_nothing, priority=0)
        try:
            app.build()
        except SphinxError as error:
            raise UnfitForPaperError(str(error)) from error
    if reports.shown:
        raise UnfitForPaperError(f"{in_numbers(reports.shown, 'warning')}, see above")
    address = app.config.html_baseurl.rstrip("/")
    return Pages(target, f"{address}/" if address else "", lesson_domain(app.env))
