"""Comments of authors: they leave nothing in any output, or the build names them.

MyST knows one kind of comment, a line that starts with ``%``.  What other languages call a comment
is text to it, and readers would see it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from docutils import nodes

from lessondeck.core.messages import warn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

HTML_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)

SEEN_COMMENT: Final = re.compile(
    r"<!(?:--|[\u2013\u2014]).*"  # of HTML; quotation marks and dashes may be set in type already
    r"|^\.\. (?!\S+::|[\[_|]).+"  # of reStructuredText
    r"|\{#\s.*?\s#\}|\{%-?\s*comment\b.*"  # of Jinja and Django
    r"|%%\s.*?\s%%|\{>>.*?<<\}"  # of Obsidian, and of CriticMarkup
    r"|/\*\s.*?\s\*/|\\begin\{comment\}.*"  # of style sheets and programs, and of LaTeX
    r"|^[ \t]*%+[ \t]+.+",  # of MyST, where it knows no comment: in tables, captions, titles
    re.MULTILINE,
)
"""What is a comment somewhere else and text in a lesson."""

CODE: Final = (nodes.literal, nodes.FixedTextElement, nodes.raw, nodes.comment, nodes.math)
"""What shows its text as it is."""


def remove_comments(_app: Sphinx, doctree: nodes.document) -> None:
    """Take HTML comments out of what goes into pages as it is, and report those that are text."""
    for raw in list(doctree.findall(nodes.raw)):
        if "html" not in raw.get("format", "").split():
            continue
        text = HTML_COMMENT.sub("", raw.astext())
        if text.strip():
            raw[:] = [nodes.Text(text)]
        else:
            raw.parent.remove(raw)
    for block, words in _seen(doctree):
        warn(
            "comment",
            f"readers would see the comment {words!r}; "
            "write `% …` at the start of a line of its own, or delete it",
            block,
        )


def _seen(doctree: nodes.document) -> Iterator[tuple[nodes.Element, str]]:
    for comment in doctree.findall(nodes.comment):
        if comment.astext().strip() == "%":  # what stands around a comment of Obsidian
            yield comment.parent, "%%"
    for block in doctree.findall(nodes.TextElement):
        if isinstance(block, CODE) or isinstance(block.parent, nodes.TextElement):
            continue
        text = "".join(
            part
            for part in block.findall(nodes.Text)
            if not any(isinstance(parent, CODE) for parent in _parents(part, block))
        )
        match = SEEN_COMMENT.search(text)
        if match:
            yield block, match[0][:60]


def _parents(node: nodes.Node, top: nodes.Element) -> Iterator[nodes.Node]:
    while node.parent is not None and node is not top:
        node = node.parent
        yield node


def setup_comments(app: Sphinx) -> None:
    """Look for comments in every document before others do something with it."""
    app.connect("doctree-read", remove_comments, priority=100)
