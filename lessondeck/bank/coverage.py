"""The table of claims: ``{claims-table}`` lists where each is taught and practised."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from lessondeck.bank.quizzes import bank_files, load_bank
from lessondeck.core.domain import ExerciseUse, Lesson, LessonDomain, lesson_domain
from lessondeck.core.markup import templates
from lessondeck.core.nodes import claims_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

    from selfcheck import Exercise
    from selfcheck.bank import Bank
    from selfcheck.model import Claim


@dataclass(frozen=True)
class Coverage:
    """Where a claim is taught, and in which exercises how many questions practise it."""

    claim: Claim
    lessons: tuple[Lesson, ...]
    exercises: tuple[tuple[ExerciseUse, int], ...]

    @property
    def names(self) -> list[str]:
        """What each exercise is called in a list; a further part goes by its number alone."""
        return shortened([use.title for use, _ in self.exercises])


PART: Final = ", part "
"""What stands between the title of exercises in parts and the number of a part."""


def shortened(titles: Sequence[str]) -> list[str]:
    """Return titles in which a part that follows another of the same title is ``part 2``."""
    names = []
    before = ""
    for title in titles:
        whole, part, number = title.partition(PART)
        names.append(f"part {number}" if part and whole == before else title)
        before = whole if part else ""
    return names


def questions_on(claim: str, exercise: Exercise) -> int:
    """Return how many questions of an exercise practise a claim."""
    return sum(claim in question.claims for question in exercise.questions)


def coverage(bank: Bank, domain: LessonDomain, order: Sequence[str]) -> list[Coverage]:
    """Return the coverage of every claim; lessons and exercises come in reading order."""
    lessons = [domain.lessons[name] for name in order if name in domain.lessons]
    uses = [use for name in order for use in domain.exercises.get(name, ())]
    rows = []
    for claim in bank.claims.values():
        counted = [(use, questions_on(claim.id, bank.exercises[use.id])) for use in uses]
        taught = tuple(lesson for lesson in lessons if claim.id in lesson.claims)
        rows.append(Coverage(claim, taught, tuple(pair for pair in counted if pair[1])))
    return rows


class ClaimsTable(SphinxDirective):
    """Lists the claims that the course teaches."""

    def run(self) -> list[nodes.Node]:
        """Build the node; it is filled in when a page is written and all lessons are known."""
        root = Path(self.env.srcdir)
        for path in bank_files(self.config, root):
            self.env.note_dependency(str(path))
        load_bank(self.config, root)
        node = claims_table()
        self.set_source_info(node)
        return [node]


def visit_claims_table(translator: HTML5Translator, _node: claims_table) -> None:
    """Write the table with links to lessons and exercises."""
    builder = translator.builder
    here = builder.current_docname

    def address(docname: str, anchor: str) -> str:
        return f"{builder.get_relative_uri(here, docname)}#{anchor}"

    bank = load_bank(builder.config, Path(builder.srcdir))
    rows = coverage(bank, lesson_domain(builder.env), list(builder.relations))
    template = templates.get_template("coverage.html")
    translator.body.append(template.render(rows=rows, address=address))
    raise nodes.SkipNode


def setup_coverage(app: Sphinx) -> None:
    """Register the directive and its node."""
    app.add_directive("claims-table", ClaimsTable)
    app.add_node(claims_table, html=(visit_claims_table, None))
