"""Runnable cells: ``{runnable}`` shows code with its output, and readers can change and run it.

The code is run at build time, so that a page without JavaScript, a slide and paper show what it
does.  On a page, ``cells.js`` offers to edit and run it, see :mod:`lessondeck.cells.interpreter`.
"""

from __future__ import annotations

import ast
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from lessondeck.cells.interpreter import CELLS
from lessondeck.cells.runs import run
from lessondeck.core.builders import DECK_BUILDERS
from lessondeck.core.bundle import bank_folder, shipped_bank
from lessondeck.core.domain import ExerciseUse, lesson_domain
from lessondeck.core.identifiers import identifier, name_node
from lessondeck.core.messages import warn
from lessondeck.core.nodes import cell_output, runnable
from selfcheck.authoring import shipped_files

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec
    from sphinx.writers.html5 import HTML5Translator


MOST_CHARACTERS: Final = 68
"""How long a line of code may be, so that it fits on a slide and beside the margins of a page."""


class Runnable(SphinxDirective):
    """Python code that the build runs, and that a reader can change and run."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {
        "check": directives.unchanged_required,
        "hint": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Build the node with the code and what it prints, or say what is wrong with it."""
        title, code = self.arguments[0], "\n".join(self.content)
        if not code.strip():
            self._fault("has no code; write it between the opening and closing fence")
            return []
        node = runnable(title=title, hints=self.options.get("hint", "").splitlines())
        self.set_source_info(node)
        name_node(self.state.document, node, f"cell {title}")
        if not self._note(node) or not self._note_check(node, code):
            return []
        self._show(node, code)
        return [node]

    @property
    def _bank(self) -> Path:
        return bank_folder(self.config, Path(self.env.srcdir))

    def _note(self, node: runnable) -> bool:
        """Give the cell the name under which a browser keeps its edits."""
        docname = self.env.current_document.docname
        name = identifier(node["title"])
        names = CELLS.of(self.env).get(docname, [])
        if name in names:
            self._fault(f"{node['title']!r} is there twice in this lesson; name one differently")
            return False
        CELLS.note(self.env, docname, [*names, name])
        node["place"] = f"{docname}/{name}"
        return True

    def _note_check(self, node: runnable, code: str) -> bool:
        """Find the exercise that the cell is checked against; answers count as progress."""
        if "check" not in self.options:
            return True
        name, exercises = self.options["check"], shipped_bank(self._bank).exercises
        if name not in exercises:
            known = ", ".join(sorted(exercises))
            self._fault(f"is checked against {name!r}, which the bank lacks; there are: {known}")
            return False
        defined = _defined(code)
        if not defined & {"answers", "rule"}:
            self._fault("has a check and defines neither `answers` nor `rule`; define one of them")
            return False
        node["check"] = name
        if "answers" in defined:
            exercise = exercises[name]
            questions = tuple(question.id for question in exercise.questions)
            docname = self.env.current_document.docname
            lesson_domain(self.env).note_exercise(
                ExerciseUse(
                    name, exercise.title, questions, exercise.graded, docname, node["ids"][0]
                )
            )
        return True

    def _show(self, node: runnable, code: str) -> None:
        for number, line in enumerate(self.content, start=1):
            if len(line) > MOST_CHARACTERS:
                what = f"has a line of {len(line)} characters; break it after {MOST_CHARACTERS}"
                self._fault(what, number)
        for file in shipped_files(self._bank).values():
            self.env.note_dependency(str(file))
        done = run(Path(self.env.srcdir), self._bank, code)
        if done.trouble is not None:
            self._fault(f"{done.trouble}; mend the code", done.line)
        node += nodes.literal_block(code, code, language="python")
        if done.output:
            text = done.output.rstrip("\n")
            node += cell_output("", nodes.literal_block(text, text, language="none"))

    def _fault(self, what: str, line: int | None = None) -> None:
        """Report a mistake, at a line of the code if that is known."""
        source, first = self.get_source_info()
        place = first if line is None else self._first_line() + line - 1
        warn("runnable", f"the {{runnable}} cell {what}", f"{source}:{place}")

    def _first_line(self) -> int:
        """Return the line of the file that the code starts in."""
        source, first = self.get_source_info()
        text = Path(source).read_text(encoding="utf-8").splitlines()
        opening = next(line for line in self.content if line.strip())
        return next(
            (number for number, line in enumerate(text, 1) if number > first and line == opening),
            first,
        ) - list(self.content).index(opening)


def _defined(code: str) -> set[str]:
    """Return the names that code defines at its top level, as far as it can be read."""
    try:
        body = ast.parse(code).body
    except SyntaxError:
        return set()
    names = {node.name for node in body if isinstance(node, ast.FunctionDef)}
    for node in body:
        if isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return names


def visit_runnable(translator: HTML5Translator, node: runnable) -> None:
    """Open a cell, with its title unless a slide has one."""
    name, title = node["ids"][0], escape(node["title"])
    options = {}
    if translator.builder.name == "html":
        options = {"role": "group", "aria-labelledby": f"{name}-title", "data-cell": node["place"]}
        if "check" in node:
            options["data-exercise"] = node["check"]
    translator.body.append(translator.starttag(node, "div", CLASS="cell", **options))
    if translator.builder.name not in DECK_BUILDERS:
        translator.body.append(
            f'<p class="cell-title" id="{name}-title">'
            f'<span class="cell-kind">Python</span> {title}</p>\n'
        )


def depart_runnable(translator: HTML5Translator, node: runnable) -> None:
    """Close a cell, on a page with its hints."""
    if node["hints"] and translator.builder.name == "html":
        hints = "".join(f"<li>{escape(hint)}</li>\n" for hint in node["hints"])
        title = escape(node["title"])
        translator.body.append(
            '<details class="cell-hints"><summary>Hint<span class="visually-hidden"> for '
            f"{title}</span></summary>\n<ol>\n{hints}</ol>\n</details>\n"
        )
    translator.body.append("</div>\n")


def visit_cell_output(translator: HTML5Translator, _node: cell_output) -> None:
    """Open what the code printed at build time."""
    translator.body.append('<div class="cell-output">\n<p class="cell-label">Output</p>\n')


def depart_cell_output(translator: HTML5Translator, _node: cell_output) -> None:
    """Close what the code printed."""
    translator.body.append("</div>\n")


def setup_runnable(app: Sphinx) -> None:
    """Register the directive and its nodes."""
    app.add_directive("runnable", Runnable)
    app.add_node(runnable, html=(visit_runnable, depart_runnable))
    app.add_node(cell_output, html=(visit_cell_output, depart_cell_output))
