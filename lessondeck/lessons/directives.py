"""The directives that an author writes in a lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from lessondeck.core.config import Settings
from lessondeck.core.identifiers import name_node
from lessondeck.core.messages import warn
from lessondeck.core.nodes import box_mark, lesson_box, page_only, slide_break, slide_only

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec


def _mark_place(directive: SphinxDirective, node: nodes.Element) -> nodes.Element:
    directive.set_source_info(node)
    return node


class LessonBox(SphinxDirective):
    """A titled box; the subclasses name the kinds of the field."""

    has_content = True
    final_argument_whitespace = True
    optional_arguments = 0
    heading: ClassVar[str]
    """Title, or the words before the author's title."""

    def run(self) -> list[nodes.Node]:
        """Build the box with its title, an id to link to, and its content."""
        if not self.content:
            warn(
                "empty-box",
                f"{{{self.name}}} has no content; write it between the opening and closing fence",
                self.get_location(),
            )
            return []
        box = lesson_box(kind=self.name, classes=["lesson", self.name])
        _mark_place(self, box)
        minutes = self.options.get("minutes")
        if minutes is not None:
            box["minutes"] = minutes
        box += self._title(minutes)
        name_node(self.state.document, box, " ".join([self.name, *self.arguments]))
        box += self.parse_content_to_nodes()
        return [box]

    def _title(self, minutes: int | None) -> nodes.title:
        words: list[nodes.Node] = []
        messages: list[nodes.system_message] = []
        if self.arguments:
            words, messages = self.parse_inline(self.arguments[0], lineno=self.lineno)
        title = nodes.title("", "", nodes.inline("", self.heading, classes=["box-kind"]))
        if words:
            title += [box_mark(": "), *words]
        if minutes is not None:
            badge = nodes.inline("", "", classes=["box-minutes"])
            badge += [box_mark(" ("), nodes.Text(f"{minutes} min"), box_mark(")")]
            title += badge
        return nodes.title("", "", *title.children, *messages)


class Objectives(LessonBox):
    """What the learner can do after the lesson; a list that starts with verbs."""

    heading = "After this lesson you can"


class Questions(LessonBox):
    """The questions that the lesson starts from."""

    heading = "To start with"


class Prerequisites(LessonBox):
    """What the lesson builds on."""

    heading = "Before you start"


class KeyPoints(LessonBox):
    """What to take away."""

    heading = "Key points"


class Refutation(LessonBox):
    """A wrong idea as its title, then the correction and its reason."""

    heading = "You may have heard"
    required_arguments = 1


class _Timed(LessonBox):
    optional_arguments = 1
    option_spec: ClassVar[OptionSpec] = {"minutes": directives.positive_int}


class Exercise(_Timed):
    """Something to do, with a title and its minutes."""

    heading = "Exercise"

    def run(self) -> list[nodes.Node]:
        """Build the box; an exercise without minutes can't be planned for."""
        if "minutes" not in self.options:
            warn(
                "exercise-minutes",
                "{exercise} has no time; add a line `:minutes: 5` below its first line",
                self.get_location(),
            )
        return super().run()


class Discussion(_Timed):
    """Something to talk about, or a poll."""

    heading = "Discuss"


class ExitQuestion(_Timed):
    """What learners answer in writing before they go; what to do with the note comes after it."""

    heading = "Before you go"
    optional_arguments = 0


class _InstructorOnly(LessonBox):
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Build the box in the instructor edition; leave nothing in the student's."""
        if Settings.of(self.config).edition != "instructor":
            return []
        return super().run()


class Solution(_InstructorOnly):
    """The answer to the exercise before it; instructor edition only."""

    heading = "Solution"


class InstructorNote(_InstructorOnly):
    """A private note for whoever teaches; instructor edition only."""

    heading = "For the instructor"


class SlideOnly(SphinxDirective):
    """Content for the deck alone; the rest of its section goes to the speaker notes."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Build the node; its title is parsed like any text of the lesson."""
        node = slide_only()
        _mark_place(self, node)
        if self.arguments:
            words, messages = self.parse_inline(self.arguments[0], lineno=self.lineno)
            node += nodes.title(self.arguments[0], "", *words)
            node += messages
        node += self.parse_content_to_nodes()
        return [node]


class PageOnly(SphinxDirective):
    """Content for the page alone."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Build the node."""
        node = page_only()
        _mark_place(self, node)
        node += self.parse_content_to_nodes()
        return [node]


class SlideBreak(SphinxDirective):
    """Go on with a new slide; an argument gives it a title of its own."""

    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Build the node."""
        node = slide_break()
        _mark_place(self, node)
        if self.arguments:
            words, messages = self.parse_inline(self.arguments[0], lineno=self.lineno)
            node += nodes.title(self.arguments[0], "", *words)
            node += messages
        return [node]


DIRECTIVES: dict[str, type[SphinxDirective]] = {
    "objectives": Objectives,
    "questions": Questions,
    "prereq": Prerequisites,
    "discussion": Discussion,
    "exercise": Exercise,
    "exit-question": ExitQuestion,
    "solution": Solution,
    "keypoints": KeyPoints,
    "refutation": Refutation,
    "instructor-note": InstructorNote,
    "slide": SlideOnly,
    "page-only": PageOnly,
    "slide-break": SlideBreak,
}


def _delegate(method: str) -> Callable[[nodes.NodeVisitor, lesson_box], None]:
    """Let a box be written as the builder writes any admonition."""

    def handle(visitor: nodes.NodeVisitor, node: lesson_box) -> None:
        getattr(visitor, f"{method}_admonition")(node)

    return handle


def setup_directives(app: Sphinx) -> None:
    """Register the directives and the box that most of them make."""
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
    app.add_node(lesson_box, html=(_delegate("visit"), _delegate("depart")))
