"""Figures that are drawn from data while the course is built: what their directives share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from lessondeck.core.messages import warn
from lessondeck.core.nodes import inline_svg
from lessondeck.figures.inline import Alternative, narrow_figure

if TYPE_CHECKING:
    from sphinx.util.typing import OptionSpec


class DrawnFigure(SphinxDirective):
    """A figure whose content is its caption; ``:name:`` lets text refer to it."""

    has_content = True
    option_spec: ClassVar[OptionSpec] = {"name": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Build the figure, or say what is wrong."""
        try:
            return self.figure(*self.draw())
        except ValueError as error:
            self.fault(str(error))
            return []

    def draw(self) -> tuple[Alternative, str, str]:
        """Return what `figure` takes.

        Raises:
            ValueError: there is nothing to draw; the message says why and what to do.
        """
        raise NotImplementedError

    def figure(self, alternative: Alternative, drawing: str, narrow: str) -> list[nodes.Node]:
        """Return the figure with its caption.

        Args:
            alternative: what the drawing shows, in words.
            drawing: SVG.
            narrow: the same as a column that a phone shows whole, in place of the first.
        """
        wide = inline_svg(svg=drawing, alternative=alternative, classes=["figure-svg"])
        figure = nodes.figure("", wide, narrow_figure(narrow, alternative))
        self.set_source_info(figure)
        if self.content:
            words, messages = self.parse_inline(" ".join(self.content), lineno=self.lineno + 1)
            caption = nodes.caption("", "", *words, *messages)
            self.set_source_info(caption)
            figure += caption
        self.add_name(figure)
        return [figure]

    def data(self) -> Any:
        """Return what the JSON file holds that the directive names, counted from its page.

        Raises:
            ValueError: it can't be read; the message says why and what to do.
        """
        name = self.arguments[0]
        path = Path(self.env.relfn2path(name)[1])
        self.env.note_dependency(str(path))
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise ValueError(
                f"there is no file {name}; name one, counted from this page"
            ) from error
        except (OSError, ValueError, RecursionError) as error:
            raise ValueError(f"{name} can't be read as JSON; get or record it anew") from error

    def fault(self, message: str) -> None:
        """Report what is wrong with the directive."""
        warn(self.name, message, self.get_location())
