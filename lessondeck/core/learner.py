"""What a page needs to keep a learner's work in the browser, apart from that of other courses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lessondeck.core.config import Settings

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def course_id(config: Config) -> str:
    """Return the name under which browsers keep what learners do in this course."""
    return Settings.of(config).course_id or config.project


def add_learner(app: Sphinx) -> None:
    """Load, ahead of what uses it, the script that keeps the work of a page's learner."""
    # Imported late: a course without exercises does without what grades them.
    from selfcheck.grading.reading import FORMAT, VERSION  # noqa: PLC0415

    options: dict[str, Any] = {
        "data-format": FORMAT,
        "data-version": str(VERSION),
        "data-course": course_id(app.config),
    }
    app.add_js_file("learner.js", priority=400, loading_method="defer", **options)
    app.add_css_file("learner.css")
