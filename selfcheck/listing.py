"""The questions of an exercise, to be read before they are answered."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from .checker import find
from .marks import CELL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .bank import Bank
    from .model import Question


@dataclass(frozen=True, repr=False)
class QuestionList:
    """Questions that show themselves as text and, in a notebook, as HTML of any width.

    Attributes:
        asked: The questions, in order.
        message: What is said instead, where there are none.
    """

    asked: tuple[Question, ...] = ()
    message: str = ""

    def __repr__(self) -> str:
        """Show the questions as plain text."""
        lines = [self.message] if self.message else []
        for question in self.asked:
            prompt = textwrap.fill(question.prompt, 76, break_on_hyphens=False)
            lines += [": ".join(_names(question)), textwrap.indent(prompt, "    ")]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        """Show the questions as HTML."""
        if self.message:
            return f"<p>{escape(self.message)}</p>"
        return as_table((" ".join(_heading(q)), escape(q.prompt)) for q in self.asked)


def questions(bank: Bank, exercise_id: object) -> QuestionList:
    """List the questions of an exercise of a bank, see `SelfCheck.questions`."""
    found = find(bank, exercise_id)
    return QuestionList(message=found) if isinstance(found, str) else QuestionList(found.questions)


def _names(question: Question) -> list[str]:
    """Return what an answer calls a question, and its title if that says more."""
    says_more = question.title != question.id.replace("-", " ")
    return [question.id, *([question.title] if says_more else [])]


def _heading(question: Question) -> list[str]:
    name, *title = map(escape, _names(question))
    return [f"<code>{name}</code>", *title]


def as_table(rows: Iterable[tuple[str, str]]) -> str:
    """Return items with their descriptions as a table, each in a row of its own.

    JupyterLab lets the terms of a list of definitions float, so names would stand beside the
    description of another item.

    Args:
        rows: The name and the description of each item, as HTML.
    """
    head = "".join(f'<th scope="col"{CELL}>{name}</th>' for name in ("Item", "Description"))
    body = "".join(
        f'<tr><th scope="row"{CELL}>{name}</th><td{CELL}>{about}</td></tr>' for name, about in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
