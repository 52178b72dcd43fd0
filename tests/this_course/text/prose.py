"""Every word that people read, each with its place: pages, exercises, labs and figures."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.sax import parseString
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import Locator

import yaml

from tests.support import REPOSITORY
from tests.this_course.text.lesson import OPTION, PARSER, TITLED

if TYPE_CHECKING:
    from pathlib import Path
    from xml.sax.xmlreader import AttributesImpl

    from markdown_it.token import Token

WORD: Final = re.compile(r"[^\W_]\w*(?:['\u2019]\w+)*")

NOT_MARKDOWN: Final = {"runnable", "toctree"}
"""Directives whose content is code or a list of files."""

TITLES: Final = TITLED | {"break", "runnable"}
"""Directives whose argument is read."""

OPTIONS: Final = {"alt", "caption", "hint", "title"}
"""Options of directives that are read."""

FIELDS: Final = {
    *("stimulus", "takes", "gives", "prompt", "reason", "because", "why", "contested", "hints"),
    *("text", "title", "topic", "question", "name", "meaning", "unclear"),
}
"""Fields of items, sets and facets that are read, with what is below them."""

SOURCES: Final = {"epoch", "source"}
"""Fields that hold what other people wrote, as the titles of an inventory do."""


class Text(NamedTuple):
    """A line of text and its number in the file, counted from 1."""

    line: int
    text: str


class Word(NamedTuple):
    """A word and its place."""

    path: Path
    line: int
    text: str


def course_words() -> Iterator[Word]:
    """Return the words of the whole course, file by file."""
    for pattern, read in READERS.items():
        paths = sorted(REPOSITORY.glob(pattern))
        assert paths, f"no file is named {pattern}"
        for path in paths:
            yield from words(path, read(path.read_text(encoding="utf-8")))


def words(path: Path, texts: Iterator[Text]) -> Iterator[Word]:
    """Return the words of some texts; what has a digit in it is a number or a name."""
    for line, text in texts:
        for word in WORD.findall(text):
            if not re.search(r"[\d_]", word):
                yield Word(path, line, word)


def of_page(text: str) -> Iterator[Text]:
    """Return the texts of a page: its title, and what stands below its front matter."""
    head, body = re.match(r"(?:---\n(.*?)\n---\n)?(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
    lines = head.splitlines() if head else []
    for number, line in enumerate(lines, start=2):
        if line.startswith("title:"):
            yield Text(number, line.removeprefix("title:"))
    yield from of_markdown(body, len(lines) + 2 if head else 0)


def of_markdown(text: str, offset: int = 0) -> Iterator[Text]:
    """Return the texts of Markdown that starts after some lines of its file."""
    line = offset + 1
    for token in PARSER.parse(text):
        # The cells of a table have no place of their own; their row has one.
        line = offset + token.map[0] + 1 if token.map else line
        if token.type in {"fence", "colon_fence"}:
            yield from _of_directive(token, line)
        elif token.type == "inline":
            yield from _of_inline(token, line)


def _of_inline(token: Token, line: int) -> Iterator[Text]:
    for child in token.children or []:
        if child.type in {"softbreak", "hardbreak"}:
            line += 1
        elif child.type == "myst_role" and child.meta["name"] == "term":
            yield Text(line, child.content.partition("<")[0])
        elif child.type in {"text", "image"} and "://" not in child.content:
            yield Text(line, child.content)


def _of_directive(token: Token, line: int) -> Iterator[Text]:
    match = re.fullmatch(r"\{([\w-]+)\}\s*(.*)", token.info.strip())
    if not match:
        return
    name, argument = match.groups()
    if name in TITLES:
        yield Text(line, argument)
    rows = token.content.splitlines(keepends=True)
    first = next((n for n, row in enumerate(rows) if not row.startswith(":")), len(rows))
    # A box inside a box starts with colons, too.
    first = next((n for n, row in enumerate(rows[:first]) if row.startswith("::")), first)
    option = ""
    for number, row in enumerate(rows[:first], start=line + 1):
        found = OPTION.match(row)
        option = found[1] if found else option
        if option in OPTIONS:
            yield Text(number, found[2] if found else row)
    if name == "schedule":
        yield from of_yaml("".join(rows[first:]), {"activity", "break"}, line + first)
    elif name not in NOT_MARKDOWN:
        yield from of_markdown("".join(rows[first:]), line + first)


def of_exercises(text: str) -> Iterator[Text]:
    """Return what learners read of items, sets or claims."""
    yield from of_yaml(text, FIELDS)


def of_yaml(text: str, fields: set[str], offset: int = 0) -> Iterator[Text]:
    """Return the texts of some fields, and of what is below them."""
    lines = text.splitlines()

    def read(node: yaml.Node, *, is_read: bool) -> Iterator[Text]:
        if isinstance(node, yaml.MappingNode):
            keys = {key.value for key, _ in node.value}
            others = SOURCES | ({"title"} if "inventory_id" in keys else set())
            for key, value in node.value:
                if key.value not in others:
                    yield from read(value, is_read=is_read or key.value in fields)
        elif isinstance(node, yaml.SequenceNode):
            for value in node.value:
                yield from read(value, is_read=is_read)
        elif is_read:
            start, end = node.start_mark, node.end_mark
            for number in range(start.line, min(end.line + 1, len(lines))):
                row = lines[number][: end.column if number == end.line else None]
                yield Text(offset + number + 1, row[start.column if number == start.line else 0 :])

    tree = yaml.compose(text)
    if tree is not None:
        yield from read(tree, is_read=False)


def of_notebook(text: str) -> Iterator[Text]:
    """Return the prose of a notebook: its cells of text, and what describes its pictures."""
    written = text.splitlines()
    for cell in json.loads(text)["cells"]:
        if cell["cell_type"] == "markdown":
            rows: list[str] = cell["source"]
            found = list(of_markdown("".join(rows)))
        else:
            rows = [cell["metadata"].get("alt", "")]
            found = [Text(1, rows[0])]
        for line, content in found:
            yield Text(_line_of(rows[line - 1], written), content)


def _line_of(row: str, written: list[str]) -> int:
    """Return where a line of a cell stands in the file of the notebook."""
    literal = json.dumps(row, ensure_ascii=False)
    return next((n for n, line in enumerate(written, start=1) if literal in line), 1)


def of_drawing(text: str) -> Iterator[Text]:
    """Return what is written in an SVG drawing, its title and description included."""
    drawing = Drawing()
    parseString(text.encode(), drawing)
    yield from drawing.texts


class Drawing(ContentHandler):
    """Collects the texts of a drawing, but not its styles."""

    def __init__(self) -> None:
        """Start with none."""
        super().__init__()
        self.texts: list[Text] = []
        self._inside: list[str] = []
        self._place = Locator()

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802
        self._place = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        self._inside.append(name)

    def endElement(self, name: str) -> None:  # noqa: N802
        self._inside.pop()

    def characters(self, content: str) -> None:
        if "style" not in self._inside:
            self.texts.append(Text(self._place.getLineNumber() or 0, content))


READERS: Final = {
    "index.md": of_page,
    "docs/*.md": of_page,
    "docs/figures/*.svg": of_drawing,
    "source/**/*.md": of_page,
    "slides/*.md": of_page,
    "notebooks/*.ipynb": of_notebook,
    "exercises/*.yml": of_exercises,
    "exercises/items/*.yml": of_exercises,
    "source/figures/*.svg": of_drawing,
}
