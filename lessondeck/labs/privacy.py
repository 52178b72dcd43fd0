"""What in a notebook was meant to be private and is not marked so: it stops the build.

A cell is private by an exact tag.  A tag that is nearly one, a mark of another tool, a speaker's
note or a comment would otherwise reach students, and nobody would notice.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from markdown_it import MarkdownIt
from mdit_py_plugins.myst_blocks import myst_block_plugin

from lessondeck.lessons.comments import SEEN_COMMENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token
    from nbformat import NotebookNode

PRIVATE_TAGS: Final = frozenset({"solution", "instructor-note"})
"""Cells with one of these tags are in the instructor edition only."""

PRIVATE_WORDS: Final = ("solution", "instructor", "instructornote")
"""What stands in the name of something private, also misspelt or with an ending."""

OTHER_PRIVATE_WORDS: Final = frozenset(
    {"ans", "answer", "answerkey", "confidential", "draft", "faculty", "grader", "instr"}
    | {"internal", "key", "lecturer", "marking", "note", "private", "prof", "professor"}
    | {"rubric", "secret", "sol", "soln", "solved", "speaker", "spoiler", "staff", "ta"}
    | {"teacher", "trainer", "tutor"}
    # The same in other languages, without accents.
    | {"antwort", "corrige", "loesung", "losung", "musterlosung", "musterloesung", "oplossing"}
    | {"respuesta", "reponse", "risposta", "rozwiazanie", "答案", "解答", "ответ", "решение"}
)
"""Words of tags that other people use for the same; their plurals count, too."""

OTHER_PRIVATE_NAMES: Final = frozenset({"exclude", "hidden", "hide", "remove", "removecell"})
"""What keeps a cell from readers elsewhere, if it is the whole tag: `hide-input` is another."""

NOT_FOR_STUDENTS: Final = re.compile(
    r"\b(?:except|hide|no|non|not|skip|without)\b.*student|student.*\b(?:skip|hide|hidden)\b"
)

ROLES: Final = frozenset(
    {"access", "audience", "class", "for", "kind", "role", "tag", "tags", "type", "visibility"}
)
"""Keys of metadata whose value tells whom or what a cell is for."""

MARKS_IN_CODE: Final = re.compile(
    r"^[ \t]*#+[ \t]*(?:(?:BEGIN|END)[ \t]+)?(?:SOLUTION|HIDDEN TESTS?|ANSWER KEY)\b.*",
    re.MULTILINE,
)
"""How nbgrader and otter mark code that they take out for students."""

CELL_OPTION: Final = re.compile(r"^#\|[ \t]*tags?:(.*)", re.MULTILINE)
"""How Quarto tags a cell within its code."""

DIRECTIVE: Final = re.compile(
    r"^[ \t]*(?::{3,}|`{3,}|~{3,})\{(?:solution|instructor-note)\}.*", re.MULTILINE | re.IGNORECASE
)
"""What keeps text from students in a lesson, and not in a lab."""

OTHER_WORDS: Final = frozenset(
    {"absolution", "dissolution", "evolution", "institution", "instruction", "instructions"}
    | {"pollution", "resolution", "revolution"}
)
"""Words that look like private ones and are none."""

NEAR: Final = 0.8
"""From which likeness on a word is a misspelling: two letters swapped have 0.88, `solid` 0.62."""

USED_METADATA: Final = frozenset({"tags", "alt", "nbsphinx", "nbsphinx-toctree", "jupyter"})
"""What the build or Jupyter needs of a cell's metadata; the rest stays with the author."""

USED_OF_JUPYTER: Final = frozenset({"source_hidden", "outputs_hidden"})

TAG_FIX: Final = (
    "tag the cell `solution` or `instructor-note` exactly so to keep it from students, "
    "or give it another name"
)

_markdown = MarkdownIt("commonmark").use(myst_block_plugin)


def says_private(name: str, *, with_others: bool = True) -> bool:
    """Tell whether a name was meant for something private, however it is written.

    Args:
        name: a tag, a key or the name of a file.
        with_others: whether everyday words such as `notes` count, too.
    """
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", _without_accents(name))
    words = re.findall(r"[^\W\d_]+", spaced.casefold())
    if with_others and (
        not OTHER_PRIVATE_WORDS.isdisjoint(
            word.removesuffix(ending) for word in words for ending in ("", "s", "es", "en")
        )
        or "".join(words) in OTHER_PRIVATE_NAMES
        or NOT_FOR_STUDENTS.search(" ".join(words))
    ):
        return True
    return any(
        SequenceMatcher(None, word, private).ratio() >= NEAR
        for word in {*words, "".join(words)} - OTHER_WORDS
        for private in PRIVATE_WORDS
    )


def _without_accents(name: str) -> str:
    """Return a name in the letters that it looks like: of one width, without accents."""
    parts = unicodedata.normalize("NFKD", name)
    return "".join(part for part in parts if unicodedata.category(part) not in {"Mn", "Cf"})


def faults(notebook: NotebookNode) -> Iterator[str]:
    """Yield each thing that students would see and were not meant to, with the cell."""
    for number, cell in enumerate(notebook.cells, start=1):
        tags = cell.metadata.get("tags", [])
        for tag in tags:
            if tag not in PRIVATE_TAGS and says_private(tag):
                yield f"cell {number}: the tag {tag!r} is nearly a private one; {TAG_FIX}"
        if PRIVATE_TAGS.intersection(tags):
            continue
        for key in _private_keys(cell.metadata):
            yield f"cell {number}: its metadata marks it as private ({key}); {TAG_FIX}"
        for words in _marks_in_text(cell):
            yield f"cell {number}: {words!r} keeps nothing from students here; {TAG_FIX}"
        for words in _comments(cell):
            yield (
                f"cell {number}: the comment {words!r} would be published; "
                "move it into a cell that is tagged `instructor-note`, or delete it"
            )


def without_leftovers(cell: NotebookNode) -> None:
    """Take out of a cell what nobody sees on its page: metadata, and pictures that it lost."""
    cell.metadata = type(cell.metadata)(
        {key: value for key, value in cell.metadata.items() if key in USED_METADATA}
    )
    if "jupyter" in cell.metadata:
        for key in [*cell.metadata["jupyter"]]:
            if key not in USED_OF_JUPYTER:
                del cell.metadata["jupyter"][key]
    kept = {}
    attachments = cell.pop("attachments", {})
    shown = attachments if cell.cell_type == "markdown" else {}
    for number, (name, picture) in enumerate(shown.items(), start=1):
        # nbsphinx looks for a name as it is, and editors write blanks and umlauts in other ways.
        plain = name if name.isascii() and " " not in name else f"picture-{number}{_suffix(name)}"
        for written in (name, quote(name)):
            if f"attachment:{written}" in cell.source:
                cell.source = cell.source.replace(f"attachment:{written}", f"attachment:{plain}")
                kept[plain] = picture
    if kept:
        cell.attachments = type(cell)(kept)


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix


def _private_keys(metadata: dict[str, Any], path: str = "") -> Iterator[str]:
    """Yield marks by which other tools call a cell private, such as nbgrader and RISE."""
    for key, value in metadata.items():
        place = f"{path}{key}"
        if isinstance(value, dict):
            yield from _private_keys(value, f"{place}.")
        elif (key, value) == ("slide_type", "notes") or (
            (value is True or value in ("hidden", "shown")) and says_private(key)
        ):
            yield f"{place}: {str(value).lower()}"
        elif key.casefold() in ROLES and place != "tags":
            for name in value if isinstance(value, list) else [value]:
                if isinstance(name, str) and says_private(name):
                    yield f"{place}: {name}"


def _marks_in_text(cell: NotebookNode) -> Iterator[str]:
    """Yield marks by which other tools, or lessons, keep part of a text from students."""
    if cell.cell_type == "code":
        for match in MARKS_IN_CODE.finditer(cell.source):
            yield match[0].strip()[:60]
        for match in CELL_OPTION.finditer(cell.source):
            if any(says_private(name) for name in match[1].split(",")):
                yield match[0].strip()[:60]
    elif cell.cell_type == "markdown":
        for match in DIRECTIVE.finditer(cell.source):
            yield match[0].strip()[:60]


def _comments(cell: NotebookNode) -> Iterator[str]:
    """Yield the first words of each comment: it is text, or in the source of the notebook."""
    if cell.cell_type == "raw":
        for match in re.finditer(r"<!--.*|^\.\. (?!\S+::|[\[_|]).+", cell.source, re.MULTILINE):
            yield match[0][:60]
    if cell.cell_type != "markdown":
        return
    env: dict[str, Any] = {}
    tokens = _markdown.parse(cell.source, env)
    for token in _all(tokens):
        text = token.content.strip()
        if token.type == "myst_line_comment" and text:
            yield f"% {text.splitlines()[0][:60]}"
        elif token.type in {"html_block", "html_inline"} and "<!--" in text:
            yield text[text.index("<!--") :].splitlines()[0][:60]
        elif token.type == "inline" and (seen := SEEN_COMMENT.search(_plain(token))):
            yield seen[0].splitlines()[0][:60]
    for reference in env.get("references", {}).values():
        if reference["href"] in {"#", "", "<>"} and reference.get("title"):
            yield reference["title"][:60]


def _plain(token: Token) -> str:
    """Return the text of a paragraph, code left out."""
    plain = (part for part in token.children or [] if part.type in {"text", "softbreak"})
    return "".join(part.content or "\n" for part in plain)


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or [])
