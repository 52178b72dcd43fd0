"""What the lessons say, gathered on one page: ``{gather} refutation`` shows every such box.

Several kinds, as in ``{gather} discussion instructor-note``, stay in the order of the lesson.
A box is written once, in its lesson; the page shows it again with a link to where it stands.
What an edition does not have in its lessons is not gathered either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from lessondeck.core.doctrees import settle
from lessondeck.core.domain import lesson_domain
from lessondeck.core.messages import warn
from lessondeck.core.nodes import gathering, lesson_box
from lessondeck.core.registers import Register
from lessondeck.lessons.directives import DIRECTIVES, LessonBox

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from lessondeck.core.domain import Lesson

GATHERINGS: Register[frozenset[str]] = Register("gatherings")
"""Kinds of boxes that a document gathers from the lessons."""

GATHERED = sorted(name for name, kind in DIRECTIVES.items() if issubclass(kind, LessonBox))
"""Kinds of boxes."""


class Gather(SphinxDirective):
    """Shows the boxes of some kinds from all lessons, in reading order."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Build the node; it is filled in when all lessons are known."""
        kinds = frozenset(self.arguments[0].split())
        unknown = sorted(kinds - set(GATHERED))
        if unknown:
            warn(
                "gather",
                f"there are no boxes {unknown[0]!r}; gather some of: {', '.join(GATHERED)}",
                self.get_location(),
            )
            return []
        note_gathering(self.env, kinds)
        node = gathering(kinds=kinds)
        self.set_source_info(node)
        return [node]


class FromLessons(SphinxPostTransform):
    """Copies something of every lesson to where a document asks for it.

    It comes after decks are composed, and before references are resolved.
    """

    default_priority = 2
    asks: ClassVar[type[nodes.Element]]
    """The nodes that are replaced."""

    def run(self, **_kwargs: object) -> None:
        """Replace each node by what the lessons have for it, in reading order."""
        for node in list(self.document.findall(self.asks)):
            level = 1 + depth_of(node)
            node.replace_self(
                [
                    part
                    for lesson in in_reading_order(self.env)
                    for part in self.parts(lesson, node, level)
                ]
            )

    def parts(self, lesson: Lesson, node: nodes.Element, level: int) -> list[nodes.Node]:
        """Return what a lesson has for a node, below a heading of this level."""
        raise NotImplementedError


class FillGatherings(FromLessons):
    """Copies the boxes of the lessons, those of a lesson below its name."""

    asks = gathering

    def parts(self, lesson: Lesson, node: nodes.Element, level: int) -> list[nodes.Node]:
        """Return the boxes of the kinds that are gathered."""
        kinds = node["kinds"]
        doctree = self.env.get_doctree(lesson.docname)
        boxes = [box for box in doctree.findall(lesson_box) if box["kind"] in kinds]
        if not boxes:
            return []
        here = self.env.current_document.docname
        for box in boxes:
            settle(box, here)
        return [heading_of(lesson, here, level), *boxes]


def heading_of(lesson: Lesson, docname: str, level: int) -> nodes.rubric:
    """Build a heading on another document that links a lesson by its title."""
    link = addnodes.pending_xref(
        "",
        nodes.inline("", lesson.title),
        refdomain="std",
        reftype="doc",
        refdoc=docname,
        reftarget=f"/{lesson.docname}",
        refexplicit=True,
        refwarn=True,
    )
    heading = nodes.rubric("", "", link, classes=["gathered-from"])
    heading["heading-level"] = min(level, 6)
    return heading


def depth_of(node: nodes.Node | None) -> int:
    """Return in how many sections a node stands."""
    depth = 0
    while node is not None:
        depth += isinstance(node, nodes.section)
        node = node.parent
    return depth


def in_reading_order(env: BuildEnvironment) -> list[Lesson]:
    """Return the lessons as the front page lists them, and then those that it does not."""
    lessons = lesson_domain(env).lessons
    listed = [name for names in env.toctree_includes.values() for name in names if name in lessons]
    others = sorted(lessons.keys() - set(listed))
    return [lessons[name] for name in [*dict.fromkeys(listed), *others]]


def note_gathering(env: BuildEnvironment, kinds: frozenset[str]) -> None:
    """Remember that the document being read shows boxes of the lessons, so follows them."""
    here = env.current_document.docname
    GATHERINGS.note(env, here, GATHERINGS.of(env).get(here, frozenset()) | kinds)


def pages_that_gather(
    _app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> Iterable[str]:
    """Read a page again when a lesson from which it may gather changed."""
    domain = lesson_domain(env)
    touched = added | changed | removed
    lessons_changed = any(name in domain.lessons or name in added for name in touched)
    return list(GATHERINGS.of(env)) if lessons_changed else []


def setup_gatherings(app: Sphinx) -> None:
    """Register the directive and its transform."""
    app.add_directive("gather", Gather)
    app.add_post_transform(FillGatherings)
    app.connect("env-get-outdated", pages_that_gather)
