"""Examples of the documentation: ``{example}`` shows Markdown and what becomes of it.

With ``:slides:`` the slides of the automatic deck stand below the page's result, with their notes.
What fills a whole page is shown there: ``:seen-on:`` links the page, and the example holds only
what stands in that page's source, or in the file that ``:stands-in:`` names.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import docname_join
from sphinx.util.docutils import SphinxDirective

from lessondeck.core.digests import version_of
from lessondeck.core.domain import EXERCISES
from lessondeck.core.nodes import countdown, slide, slide_body, slide_title, speaker_note
from lessondeck.core.words import time_in_words
from lessondeck.slides.lesson import lesson_slides

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata, OptionSpec

STATIC: Final = Path(__file__).with_name("_static")

NOTHING: Final = "This edition shows nothing here."


class example_slides(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """What an example holds, to be shown as slides."""


class Example(SphinxDirective):
    """Markdown, and below it what a page and a deck make of it."""

    has_content = True
    option_spec: ClassVar[OptionSpec] = {
        "slides": directives.flag,
        "seen-on": directives.unchanged_required,
        "stands-in": directives.unchanged_required,
        "language": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Build the source and its result."""
        source = "\n".join(self.content)
        code = nodes.literal_block(source, source, language=self.options.get("language", "md"))
        self.set_source_info(code)
        box = nodes.container("", label("Source"), code, classes=["example"])
        if "seen-on" in self.options:
            box += self._elsewhere(source)
            return [box]
        parsed = self.parse_content_to_nodes()
        here = [node.deepcopy() for node in parsed] if "slides" in self.options else parsed
        box += label("On the page" if "slides" in self.options else "Result")
        box += framed(here)
        if "slides" in self.options:
            box += [label("In the deck"), example_slides("", *parsed)]
        return [box]

    def _elsewhere(self, source: str) -> nodes.paragraph:
        """Return the link to the page where the result is, once the source was found there."""
        page = docname_join(self.env.current_document.docname, self.options["seen-on"])
        if page not in self.env.found_docs:
            raise self.error(f"there is no page {page!r}; name one as seen from here")
        path = Path(self.env.doc2path(page))
        if "stands-in" in self.options:
            path = Path(self.env.relfn2path(self.options["stands-in"])[1])
        self.env.note_dependency(path)
        if source not in path.read_text(encoding="utf-8"):
            raise self.error(f"{path.name} does not hold this example; copy it from there")
        link = addnodes.pending_xref(
            "",
            nodes.inline("", ""),
            refdomain="std",
            reftype="doc",
            refdoc=self.env.current_document.docname,
            reftarget=f"/{page}",
            refexplicit=False,
            refwarn=True,
        )
        return nodes.paragraph("", "The result is the page ", link, nodes.Text("."))


class ShowSlides(SphinxPostTransform):
    """Turns what an example holds into slides, before pages lose what is for the deck alone."""

    default_priority = 3

    def run(self, **_kwargs: object) -> None:
        """Replace each by a frame for every slide."""
        for node in list(self.document.findall(example_slides)):
            opening, *others = lesson_slides(as_lesson(node.children), minutes=10)
            is_bare = len(opening.children) == 2 and len(opening[1].children) == 1
            shown = others if is_bare else [opening, *others]
            node.replace_self([frame for each in shown for frame in frames(each)])


def as_lesson(parts: list[nodes.Node]) -> nodes.section:
    """Return what an example holds as a lesson; in a directive, headings are no sections yet."""
    lesson = nodes.section("", nodes.title("", "Title of the lesson"), ids=["lesson"])
    current = lesson
    for part in parts:
        if isinstance(part, nodes.rubric):
            current = nodes.section("", nodes.title("", "", *part.children), ids=["section"])
            lesson += current
        else:
            current += part
    return lesson


def frames(node: slide) -> Iterator[nodes.Node]:
    """Yield a slide as a frame, and below it what its speaker reads."""
    frame = nodes.container(classes=["example-slide"])
    notes: list[nodes.Node] = []
    for part in node:
        if isinstance(part, slide_title):
            frame += nodes.paragraph("", "", *part.children, classes=["example-slide-title"])
        elif isinstance(part, slide_body):
            frame += part.children
        elif isinstance(part, countdown):
            frame += nodes.paragraph("", f"A clock: {time_in_words(part['seconds'])}")
        elif isinstance(part, speaker_note):
            notes = [label("Notes of this slide"), *part.children]
    yield frame
    if notes:
        yield nodes.container("", *notes, classes=["example-notes"])
    for part in [frame, *notes]:
        if isinstance(part, nodes.Element):
            for inner in part.findall(nodes.Element):
                inner["ids"] = []


def label(words: str) -> nodes.paragraph:
    """Return the name of a part of an example."""
    return nodes.paragraph("", words, classes=["example-label"])


def framed(result: list[nodes.Node]) -> nodes.container:
    """Return a result in its frame; in one of the editions it may be empty."""
    shown = result or [nodes.paragraph("", NOTHING, classes=["example-nothing"])]
    return nodes.container("", *shown, classes=["example-result"])


def forget_exercises(app: Sphinx, doctree: nodes.document) -> None:
    """Keep examples out of the overviews of the course's exercises."""
    docname = app.env.current_document.docname
    if docname in EXERCISES.of(app.env) and has_examples(doctree):
        EXERCISES.note(app.env, docname, [])


def has_examples(doctree: nodes.document) -> bool:
    """Tell whether a document shows examples."""
    return any("example" in box["classes"] for box in doctree.findall(nodes.container))


def add_style(app: Sphinx, _page: str, _template: str, _context: object, doctree: object) -> None:
    """Load the look of examples on pages that have some."""
    if isinstance(doctree, nodes.document) and has_examples(doctree):
        app.add_css_file("examples.css")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("example", Example)
    app.add_post_transform(ShowSlides)
    app.connect("doctree-read", forget_exercises)
    app.connect("html-page-context", add_style)
    app.connect("builder-inited", lambda app: app.config.html_static_path.append(str(STATIC)))
    return {
        "env_version": version_of(Path(__file__).parent),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
