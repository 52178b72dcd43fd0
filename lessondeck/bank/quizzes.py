"""Exercises from the item bank in a lesson: ``{classify}``, ``{quiz}`` and ``{progress}``.

An exercise is read into one `quiz` node.  On the page it becomes a form; its answers stand in
``details`` elements, so that it works without JavaScript, and ``quiz.js`` makes it respond.
In a deck it becomes polls, see :mod:`lessondeck.bank.polls`.
Nothing of it is a text node, so no question and no answer gets into the search index.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from lessondeck.bank.choices import choice_class, inline_mark, setup_choices
from lessondeck.bank.errors import BankFaultError
from lessondeck.core.builders import PAPER_BUILDERS
from lessondeck.core.config import Settings
from lessondeck.core.domain import EXERCISES, ExerciseUse, lesson_domain
from lessondeck.core.identifiers import name_node
from lessondeck.core.learner import add_learner
from lessondeck.core.markup import templates
from lessondeck.core.messages import warn
from lessondeck.core.nodes import quiz, quiz_progress
from lessondeck.core.typography import as_markup, set_in_type
from selfcheck.authoring import BankError, read
from selfcheck.bank import Bank, build, for_learners

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import OptionSpec
    from sphinx.writers.html5 import HTML5Translator

    from selfcheck import Exercise, Question

STATIC = Path(__file__).parents[1] / "static"


def question_of(exercise: Exercise) -> str:
    """Return what an exercise asks about each of its items, or nothing."""
    return "" if exercise.facet is None else exercise.facet.question


def explained(question: Question) -> list[tuple[str, list[str]]]:
    """Return each reason of a key with the choices it is for, so that nobody reads it twice.

    Choices share a reason where they stand side by side; their order stays.
    """
    reasons = {**question.wrong, **question.nearly, **question.right}
    return [
        (reason, list(group)) for reason, group in groupby(question.choices, reasons.__getitem__)
    ]


templates.filters["choice_class"] = choice_class
templates.filters["explained"] = explained
templates.filters["inline_mark"] = inline_mark
templates.filters["question_of"] = question_of
templates.filters["whole"] = as_markup


def bank_files(config: Config, root: Path) -> list[Path]:
    """Return the files that the bank is read from."""
    folder = root / Settings.of(config).bank
    names = ("facets.yml", "facts.json", "sets.yml", "claims.yml", "policies.yml")
    lists = [folder / name for name in names if (folder / name).exists()]
    return [*sorted((folder / "items").glob("*.yml")), *lists]


def load_bank(config: Config, root: Path) -> Bank:
    """Return the bank of an edition: the student's holds no key of a graded exercise.

    Raises:
        BankFaultError: the bank has faults.
    """
    settings = Settings.of(config)
    stamps = tuple(path.stat().st_mtime_ns for path in bank_files(config, root))
    return _read_bank(root / settings.bank, settings.bank, settings.edition, stamps)


@lru_cache(maxsize=4)
def _read_bank(folder: Path, name: str, edition: str, _stamps: tuple[int, ...]) -> Bank:
    try:
        data = read(folder, shown_as=name)
    except BankError as error:
        raise BankFaultError(str(error)) from error
    return build(data if edition == "instructor" else for_learners(data))


class BankExercise(SphinxDirective):
    """Puts an exercise of the bank, by its id, into a lesson."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {
        "slides": directives.nonnegative_int,
        "countdown": directives.positive_int,
    }
    asks_facet: ClassVar[bool]
    """Whether this directive shows exercises that ask for a facet, or those with own choices."""
    other: ClassVar[str]
    """The directive for the other kind."""

    def run(self) -> list[nodes.Node]:
        """Build the node, or say why there is no such exercise."""
        root = Path(self.env.srcdir)
        for path in bank_files(self.config, root):
            self.env.note_dependency(str(path))
        exercises = load_bank(self.config, root).exercises
        name = self.arguments[0]
        if name not in exercises:
            known = ", ".join(sorted(exercises))
            self._fault(f"there is no exercise {name!r} in the bank; there are: {known}")
            return []
        exercise = set_in_type(exercises[name], self.config.language)
        if (exercise.facet is not None) is not self.asks_facet:
            asked = "a choice" if exercise.facet is None else f"a {exercise.facet.id}"
            self._fault(f"exercise {name!r} asks for {asked}; show it with {self.other}")
            return []
        node = quiz(key=name, **self.options)
        self.set_source_info(node)
        name_node(self.state.document, node, f"exercise {name}")
        questions = tuple(question.id for question in exercise.questions)
        docname = self.env.current_document.docname
        lesson_domain(self.env).note_exercise(
            ExerciseUse(name, exercise.title, questions, exercise.graded, docname, node["ids"][0])
        )
        return [node]

    def _fault(self, message: str) -> None:
        warn("exercise", message, self.get_location())


class Classify(BankExercise):
    """Sort items of the bank by one of their facets."""

    asks_facet = True
    other = "{quiz}"


class Quiz(BankExercise):
    """Answer questions that bring their own choices."""

    asks_facet = False
    other = "{classify}"


def find_exercises(document: nodes.document, config: Config, root: Path) -> None:
    """Give the exercises of a document what the bank has for their keys.

    What is kept of a document between builds holds no more than the key.

    Raises:
        BankFaultError: an exercise is gone since the document was read.
    """
    for node in document.findall(quiz):
        found = load_bank(config, root).exercises.get(node["key"])
        if found is None:
            raise BankFaultError(f"exercise {node['key']!r} left the bank meanwhile; build again")
        node["exercise"] = set_in_type(found, config.language)


class FindExercises(SphinxPostTransform):
    """Looks exercises up, once decks and lists have theirs from the lessons."""

    default_priority = 3

    def run(self, **_kwargs: object) -> None:
        """Look up those of the document."""
        find_exercises(self.document, self.config, Path(self.env.srcdir))


class Progress(SphinxDirective):
    """The learner's overview: every exercise of the course, what is done, what to revisit."""

    def run(self) -> list[nodes.Node]:
        """Build the node; it is filled in when a page is written and all lessons are known."""
        node = quiz_progress()
        self.set_source_info(node)
        here = self.env.current_document.docname
        EXERCISES.note(self.env, here, EXERCISES.of(self.env).get(here, []))
        return [node]


def check_bank_is_used(app: Sphinx, env: BuildEnvironment) -> None:
    """Name the items that no lesson uses: nobody would ever see them."""
    uses = [use for uses in lesson_domain(env).exercises.values() for use in uses]
    if not uses:
        return
    reached = {question for use in uses for question in use.questions}
    for item in load_bank(app.config, Path(app.srcdir)).items:
        if item not in reached:
            warn(
                "unused-item",
                f"no lesson uses item {item!r}; add it to a set that a lesson shows",
                f"{Settings.of(app.config).bank}/sets.yml:1",
            )


def visit_quiz(translator: HTML5Translator, node: quiz) -> None:
    """Write an exercise as a form; on paper it has boxes to tick."""
    if translator.builder.name in PAPER_BUILDERS:
        markup = templates.get_template("paper/quiz.html").render(
            exercise=node["exercise"],
            id=node["ids"][0],
            answered=node.get("answered", False),
            is_titled=node.get("is_titled", False),
        )
        translator.body.append(markup)
        raise nodes.SkipNode
    template = templates.get_template("quiz.html")
    translator.body.append(
        template.render(
            exercise=node["exercise"],
            id=node["ids"][0],
            is_titled=node.get("is_titled", False),
        )
    )
    raise nodes.SkipNode


def visit_quiz_progress(translator: HTML5Translator, _node: quiz_progress) -> None:
    """Write the overview of all exercises."""
    builder = translator.builder
    here = builder.current_docname
    exercises = lesson_domain(builder.env).exercises
    places = {docname: place for place, docname in enumerate(builder.relations)}
    # A page that no contents name has no place in the order, and comes last.
    in_reading_order = sorted(exercises, key=lambda name: (places.get(name, len(places)), name))
    pages = [
        (
            builder.env.titles[docname].astext(),
            [
                (use, f"{builder.get_relative_uri(here, use.docname)}#{use.anchor}")
                for use in exercises[docname]
            ],
        )
        for docname in in_reading_order
        if exercises[docname]
    ]
    template = templates.get_template("progress.html")
    translator.body.append(template.render(pages=pages))
    raise nodes.SkipNode


def add_script(app: Sphinx, pagename: str, *_: object) -> None:
    """Load the script and style of exercises on pages that have some, or the overview."""
    if app.builder.name != "html":
        return
    if pagename in lesson_domain(app.env).exercises:
        add_learner(app)
        app.add_js_file("quiz.js", loading_method="defer")
        app.add_css_file("quiz.css")


def setup_quizzes(app: Sphinx) -> None:
    """Register the directives and their nodes."""
    setup_choices(app)
    app.add_directive("classify", Classify)
    app.add_directive("quiz", Quiz)
    app.add_directive("progress", Progress)
    app.add_post_transform(FindExercises)
    app.add_node(quiz, html=(visit_quiz, None))
    app.add_node(quiz_progress, html=(visit_quiz_progress, None))
    app.connect("env-check-consistency", check_bank_is_used)
    app.connect("html-page-context", add_script)
    app.connect("builder-inited", lambda app: app.config.html_static_path.append(str(STATIC)))
