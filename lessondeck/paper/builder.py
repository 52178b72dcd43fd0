"""The builder of paper: the course as one document and as a book, and sheets of exercises.

Every document is resolved by itself, as for its page.
Then its ids get its name in front, since all documents share one page.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import SphinxError

from lessondeck.core.config import Settings
from lessondeck.core.doctrees import prefix_ids
from lessondeck.core.documents import is_off_paper
from lessondeck.core.domain import lesson_domain
from lessondeck.core.identifiers import fit_for_address
from lessondeck.core.markup import templates
from lessondeck.core.messages import in_numbers
from lessondeck.core.nodes import (
    browser_lab,
    deck_gallery,
    lesson_facts,
    licences_table,
    quiz,
    quiz_progress,
)
from lessondeck.labs import folds
from lessondeck.lessons.gatherings import GATHERINGS
from lessondeck.paper.chapters import Chapter, Part, Section, edition_name
from lessondeck.paper.epub import BookError, write_book
from lessondeck.paper.sheets import exercise_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from sphinx.application import Sphinx

    from selfcheck import Exercise

STATIC: Final = Path(__file__).with_name("static")

COURSE: Final = "course.html"

SHEETS: Final = "sheets"
"""Folder of the sheets, in what is built and in what is printed."""

OFF_PAPER: Final = (deck_gallery, licences_table, quiz_progress)
"""What makes a document one for the screen alone."""

STYLES: Final = (
    "basic.css",
    "pygments.css",
    "lesson.css",
    "cells.css",
    "quiz.css",
    "nbsphinx-code-cells.css",
)
"""Style sheets below those of the course; `paper.css` comes last."""


class PaperBuilder(StandaloneHTMLBuilder):
    """Writes the pages that are printed, not those that are published."""

    name = "paper"
    add_permalinks = False
    copysource = False
    search = False
    download_support = False

    def init(self) -> None:
        """Do without the theme of the pages: there is nothing around the text."""
        self.config.html_theme = "basic"
        self.config.html_static_path.append(str(STATIC / "pages"))
        super().init()

    def get_outdated_docs(self) -> str:  # type: ignore[override]
        """Write everything, always: a change anywhere moves what follows."""
        return "all documents"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the place of a document: all are on one page."""
        del typ
        return f"#{place(docname)}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the place of a document; where the link stands does not matter."""
        del from_, typ
        return self.get_target_uri(to)

    def write_documents(self, _docnames: Set[str]) -> None:
        """Write the course, and the sheets of its documents."""
        self.prepare_writing(self.env.found_docs)
        self.docsettings.initial_header_level = 2
        self.imgpath = "_images"
        self._asked: list[tuple[Exercise, str]] = []
        self._course = [part for part in self._parts() if part.chapters]
        if self._asked:
            answers = self._answers()
            self._course.append(Part(answers.title, "part-answers", [answers]))
        self._render("course.html", COURSE, parts=self._course)

    def _parts(self) -> Iterator[Part]:
        root = self.env.get_doctree(self.config.root_doc)
        for number, toctree in enumerate(root.findall(addnodes.toctree), start=1):
            part = Part(toctree["caption"] or "", f"part-{number}")
            for docname in self._with_all_below(toctree["includefiles"]):
                chapter = self._chapter(docname)
                if chapter:
                    part.chapters.append(chapter)
            yield part

    def _with_all_below(self, docnames: list[str]) -> Iterator[str]:
        for docname in docnames:
            yield docname
            yield from self._with_all_below(self.env.toctree_includes.get(docname, []))

    def _chapter(self, docname: str) -> Chapter | None:
        """Return a document as a chapter, and write its sheet if it has exercises."""
        if docname in lesson_domain(self.env).decks or is_off_paper(self.config, docname):
            return None
        doctree = self.env.get_and_resolve_doctree(docname, self)
        if any(True for kind in OFF_PAPER for _ in doctree.findall(kind)):
            return None
        bring_together(doctree, docname)
        edition = Settings.of(self.config).edition
        sheet = exercise_sheet(doctree, answered=edition == "instructor")
        # What is gathered from lessons is on their sheets.
        if sheet is not None and docname not in GATHERINGS.of(self.env):
            title = self.env.titles[docname].astext()
            target = f"{SHEETS}/{docname.replace('/', '-')}.html"
            self._render("sheet.html", target, title=title, body=self._markup(docname, sheet))
        top = next(iter(doctree.findall(nodes.section)))
        sections = tuple(
            Section(child["ids"][0], child[0].astext())
            for child in top
            if isinstance(child, nodes.section) and docname in lesson_domain(self.env).lessons
        )
        self._asked += [
            (node["exercise"], node["ids"][0])
            for node in doctree.findall(quiz)
            if all(question.right for question in node["exercise"].questions)
        ]
        self._say_minutes(docname, top)
        body = self._markup(docname, doctree)
        return Chapter(place(docname), top[0].astext(), body, sections)

    def _say_minutes(self, docname: str, top: nodes.section) -> None:
        lesson = lesson_domain(self.env).lessons.get(docname)
        if lesson:
            minutes = in_numbers(lesson.minutes, "minute")
            top.insert(1, nodes.paragraph("", minutes, classes=["paper-minutes"]))

    def _answers(self) -> Chapter:
        """Return the last chapter: the answers that the edition may know."""
        template = templates.get_template("paper/answers.html")
        body = template.render(exercises=self._asked)
        return Chapter("answers", "Answers to the exercises", body)

    def _markup(self, docname: str, doctree: nodes.document) -> str:
        """Return a document's markup without a page around it."""
        self.post_process_images(doctree)
        doctree.settings = self.docsettings
        self.secnumbers = self.env.toc_secnumbers.get(docname, {})
        self.fignumbers = self.env.toc_fignumbers.get(docname, {})
        self.current_docname = docname
        visitor = cast("Any", self.create_translator(doctree, self))
        doctree.walkabout(visitor)
        return "".join(visitor.fragment)

    def _render(self, template: str, target: str, **values: Any) -> None:
        up = "../" * target.count("/")
        own = [css.filename for css in self._css_files if "nbsphinx" not in str(css.filename)]
        styles = [*(f"_static/{name}" for name in STYLES), *own, "_static/paper.css"]
        settings = Settings.of(self.config)
        markup = templates.get_template(f"paper/{template}").render(
            styles=[f"{up}{name}" for name in dict.fromkeys(map(str, styles))],
            config=self.config,
            edition=settings.edition,
            **values,
        )
        file = Path(self.outdir, target)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(markup.replace('src="_images/', f'src="{up}_images/'), encoding="utf-8")

    def finish(self) -> None:
        """Copy what the pages show, and make the book of them."""
        self.copy_image_files()
        self.copy_static_files()
        try:
            edition = Settings.of(self.config).edition
            write_book(self._course, self.config, edition, Path(self.outdir))
        except BookError as error:
            raise SphinxError(str(error)) from error


def place(docname: str) -> str:
    """Return the id of a document among all."""
    return fit_for_address(docname)


def bring_together(doctree: nodes.document, docname: str) -> None:
    """Make a document one section, its ids unlike those of all others, and its links fit."""
    prefix_ids(doctree, f"{place(docname)}--")
    top = next(iter(doctree.findall(nodes.section)))
    top["ids"].insert(0, place(docname))
    # What a page offers for download, or opens in the browser, is of no use on paper.
    for offer in list(doctree.findall(lambda node: isinstance(node, (browser_lab, lesson_facts)))):
        offer.parent.remove(offer)
    for box in list(doctree.findall(nodes.container)):
        if folds.KEY in box:
            line = nodes.paragraph("", box[folds.KEY], classes=["paper-folded"])
            box.parent.replace(box, line)
    for node in [node for node in doctree if node is not top]:
        doctree.remove(node)
        top += node
    for rubric in doctree.findall(nodes.rubric):
        if "heading-level" in rubric:
            rubric["heading-level"] += 1
    for link in doctree.findall(nodes.reference):
        _, mark, rest = link.get("refuri", "").partition("#")
        document, other, anchor = rest.partition("#")
        if mark and other:
            link["refuri"] = f"#{document}--{anchor}"


def css_string(text: str) -> str:
    """Return a text as a style sheet inside a page quotes it."""
    escaped = text.replace("\\", r"\\").replace('"', r"\"").replace("<", r"\3c ")
    return f'"{escaped}"'


templates.filters["css_string"] = css_string
templates.filters["edition_name"] = edition_name


def setup_paper(app: Sphinx) -> None:
    """Register the builder."""
    app.add_builder(PaperBuilder)
