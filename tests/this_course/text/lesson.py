"""A lesson as its readers meet it: boxes, and in them blocks of text with their lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import yaml
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser

from tests.support import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from markdown_it.token import Token

PROSE: Final = {
    "discussion",
    "exercise",
    "exit-question",
    "figure",
    "grid",
    "grid-item-card",
    "instructor-note",
    "keypoints",
    "next-tokens",
    "objectives",
    "page-only",
    "picture-steps",
    "prereq",
    "questions",
    "refutation",
    "slide",
    "solution",
    "table",
}
"""Directives whose content is text to be read."""

DATA: Final = {
    "bibliography",
    "classify",
    "gather",
    "glossary",
    "policy-list",
    "progress",
    "quiz",
    "runnable",
    "schedule",
    "slide-break",
    "timeline",
    "toctree",
}
"""Directives whose content is no text of the lesson, or has rules of its own."""

TITLED: Final = {"discussion", "exercise", "grid-item-card", "refutation", "table"}
"""Directives whose argument is a title."""

FOR_TEACHERS: Final = {"instructor-note", "solution"}
"""Boxes that the student edition does not have."""


@dataclass(frozen=True)
class Block:
    """A piece of text.

    Attributes:
        kind: heading, title, paragraph, item or cell.
        parts: its text in pieces, each with what it is: text, term, link or role.
        line: where it starts in the file, counted from 1.
        boxes: the directives around it, the outermost first.
    """

    kind: str
    parts: tuple[tuple[str, str], ...]
    line: int
    boxes: tuple[str, ...] = ()

    @cached_property
    def text(self) -> str:
        """What is read aloud, with one line for each line of the source."""
        whole = "".join(self._read_aloud(kind, content) for kind, content in self.parts)
        return re.sub(r" +([.,;:?!])", r"\1", whole)

    @property
    def is_statement(self) -> bool:
        """Tell whether all of it is bold: a claim that the text after it explains."""
        return self.parts[:1] == (("bold", ""),) and self.parts[-1:] == (("bold", ""),)

    @staticmethod
    def _read_aloud(kind: str, content: str) -> str:
        if kind == "term":
            return re.sub(r"\s*<[^>]*>$", "", content)
        return content

    @property
    def is_for_students(self) -> bool:
        """Tell whether the student edition has it."""
        return not FOR_TEACHERS.intersection(self.boxes)


@dataclass(frozen=True)
class Directive:
    """A directive: its name, its argument, its options and the line where it starts."""

    name: str
    argument: str
    options: dict[str, Any]
    line: int


class Lesson:
    """A lesson read from its file."""

    def __init__(self, path: Path) -> None:
        """Read a file."""
        self.path = path
        self.name = path.stem
        whole = path.read_text(encoding="utf-8")
        head, body = re.match(r"---\n(.*?)\n---\n(.*)", whole, re.DOTALL).groups()  # type: ignore[union-attr]
        self.front: dict[str, Any] = yaml.safe_load(head)
        self.body = body
        self.blocks: list[Block] = []
        self.directives: list[Directive] = []
        self._read(body, head.count("\n") + 3, ())

    def place(self, line: int) -> str:
        """Return a place in the file as messages name it."""
        return f"{self.path.relative_to(REPOSITORY)}:{line}"

    def named(self, *names: str) -> list[Directive]:
        """Return the directives of some names."""
        return [directive for directive in self.directives if directive.name in names]

    @cached_property
    def running_text(self) -> list[Block]:
        """Paragraphs and items that students read."""
        return [b for b in self.blocks if b.is_for_students and b.kind in {"paragraph", "item"}]

    def _read(self, text: str, offset: int, boxes: tuple[str, ...]) -> None:
        tokens = PARSER.parse(text)
        kinds: list[str] = []
        for token in tokens:
            line = offset + (token.map[0] if token.map else 0) + 1
            if token.type in CONTAINERS and token.nesting == 1:
                kinds.append(CONTAINERS[token.type])
            elif token.type in CONTAINERS:
                kinds.pop()
            elif token.type in {"fence", "colon_fence"}:
                self._read_directive(token, line, boxes)
            elif token.type == "inline":
                kind = kinds[-1] if kinds else "paragraph"
                self.blocks.append(Block(kind, tuple(parts(token)), line, boxes))

    def _read_directive(self, token: Token, line: int, boxes: tuple[str, ...]) -> None:
        match = re.fullmatch(r"\{([\w-]+)\}\s*(.*)", token.info.strip())
        assert match, f"{self.place(line)}: a block of code without a directive"
        name, argument = match.groups()
        assert name in PROSE | DATA, (
            f"{self.place(line)}: the tests do not know the directive {name!r}; "
            "add it to PROSE or DATA in tests/this_course/text/lesson.py"
        )
        lines = token.content.splitlines(keepends=True)
        first = next((n for n, text in enumerate(lines) if not OPTION.match(text)), len(lines))
        found = [OPTION.match(text) for text in lines[:first]]
        options = {match[1]: match[2].strip() for match in found if match}
        self.directives.append(Directive(name, argument, options, line))
        if name in TITLED and argument:
            self.blocks.append(Block("title", (("text", argument),), line, (*boxes, name)))
        if name in PROSE:
            self._read("".join(lines[first:]), line + first, (*boxes, name))


OPTION: Final = re.compile(r":([\w-]+):(.*)\n?")

CONTAINERS: Final = {
    f"{markdown}_{end}": kind
    for markdown, kind in (
        ("heading", "heading"),
        ("list_item", "item"),
        ("th", "cell"),
        ("td", "cell"),
    )
    for end in ("open", "close")
}

PARSER: Final = create_md_parser(
    MdParserConfig(
        enable_extensions={"attrs_inline", "attrs_block", "colon_fence", "deflist", "dollarmath"}
    ),
    SphinxRenderer,
)


def parts(token: Token) -> Iterator[tuple[str, str]]:
    """Return the pieces of a text; citations in brackets, which an eye skips, are left out."""
    inside = "text"
    for child in token.children or []:
        if child.type in {"link_open", "link_close"}:
            inside = "link" if child.nesting == 1 else "text"
        elif child.type in {"strong_open", "strong_close"}:
            yield "bold", ""
        elif child.type == "myst_role":
            if child.meta["name"] == "term":
                yield "term", child.content
            elif child.meta["name"] == "cite:t":
                yield "role", re.sub(r"\d", "", child.content).title()
        elif child.content or child.type == "softbreak":
            yield inside, "\n" if child.type == "softbreak" else child.content


def lessons() -> list[Lesson]:
    """Return the lessons in the order in which the course has them."""
    index = (REPOSITORY / "index.md").read_text(encoding="utf-8")
    names = re.findall(r"^source/([\w-]+)$", index, re.MULTILINE)
    return [Lesson(REPOSITORY / "source" / f"{name}.md") for name in names]


LESSONS: Final = lessons()
