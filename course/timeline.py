"""The timeline of named systems: ``{timeline}`` draws them by year, with the shape of their kind.

Generative systems stand in one frame, and those that are large language models in an area of it;
traditional ones stand outside.  A contested system is dashed and stands where its first label puts
it, a product has a double line.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils.parsers.rst import directives

from course.timeline_column import draw_column
from course.timeline_drawing import describe, draw_timeline
from lessondeck.bank.quizzes import bank_files, load_bank
from lessondeck.figures.drawn import DrawnFigure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

    from lessondeck.figures.inline import Alternative
    from selfcheck.model import Item


class Timeline(DrawnFigure):
    """Draws the named systems of the edition's bank, or those that ``:items:`` lists by id."""

    option_spec: ClassVar[OptionSpec] = {
        **DrawnFigure.option_spec,
        "items": directives.unchanged_required,
    }

    def draw(self) -> tuple[Alternative, str, str]:
        """Return the systems that the directive names, or all."""
        root = Path(self.env.srcdir)
        for path in bank_files(self.config, root):
            self.env.note_dependency(str(path))
        dated = dated_items(load_bank(self.config, root).items)
        if "items" in self.options:
            names = self.options["items"].replace(",", " ").split()
            for name in names:
                if name not in dated:
                    self.fault(f"the bank has no item {name!r} with a maker and a year")
            dated = {name: dated[name] for name in names if name in dated}
        if not dated:
            raise ValueError("there is nothing to draw; name items of the bank that have a year")
        systems = list(dated.values())
        return describe(systems), draw_timeline(systems), draw_column(systems)


def dated_items(items: Mapping[str, Item]) -> dict[str, Item]:
    """Return the items that name a system with its maker and year, oldest first."""
    named = {name: item for name, item in items.items() if {"maker", "year"} <= item.facts.keys()}
    return dict(sorted(named.items(), key=lambda pair: (pair[1].facts["year"], pair[1].title)))


def setup_timeline(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("timeline", Timeline)
