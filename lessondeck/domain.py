"""What spans documents: which lessons and decks there are, and how long they take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, cast

from sphinx.domains import Domain
from sphinx.util.matching import Matcher

from lessondeck.config import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


@dataclass(frozen=True)
class Lesson:
    """A lesson: its title, the id of its top section, its minutes in class and its claims."""

    docname: str
    title: str
    anchor: str
    minutes: int
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Deck:
    """A deck: the documents of its lessons, in order, and the minutes planned for it."""

    docname: str
    title: str
    lessons: tuple[str, ...]
    minutes: int | None = None


@dataclass(frozen=True)
class ExerciseUse:
    """An exercise where a document shows it: its id, title, questions and place."""

    id: str
    title: str
    questions: tuple[str, ...]
    graded: bool
    docname: str
    anchor: str


class LessonDomain(Domain):
    """Keeps the lessons, decks and exercises of the project across documents and processes."""

    name = "lesson"
    label = "Lesson"
    data_version = 1
    initial_data: ClassVar[dict[str, Any]] = {"lessons": {}, "decks": {}, "exercises": {}}

    @property
    def lessons(self) -> dict[str, Lesson]:
        """Lessons by document name."""
        return cast("dict[str, Lesson]", self.data["lessons"])

    @property
    def decks(self) -> dict[str, Deck]:
        """Composed decks by document name."""
        return cast("dict[str, Deck]", self.data["decks"])

    @property
    def exercises(self) -> dict[str, list[ExerciseUse]]:
        """Exercises by the name of the document that shows them."""
        return cast("dict[str, list[ExerciseUse]]", self.data["exercises"])

    def note_exercise(self, use: ExerciseUse) -> None:
        """Remember that a document shows an exercise."""
        self.exercises.setdefault(use.docname, []).append(use)

    def clear_doc(self, docname: str) -> None:
        """Forget what a document said before it is read again."""
        self.lessons.pop(docname, None)
        self.decks.pop(docname, None)
        self.exercises.pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read."""
        for kind in self.initial_data:
            for docname in docnames & otherdata[kind].keys():
                self.data[kind][docname] = otherdata[kind][docname]

    def resolve_any_xref(self, *_args: object) -> list[tuple[str, nodes.reference]]:
        """Offer nothing: lessons and decks are linked to as documents."""
        return []

    def has_deck(self, docname: str) -> bool:
        """Tell whether the document is shown as slides."""
        return docname in self.lessons or docname in self.decks

    def lessons_of(self, deck: Deck) -> list[Lesson]:
        """Return the lessons of a deck in order, without those that do not exist."""
        return [self.lessons[name] for name in deck.lessons if name in self.lessons]


def lesson_domain(env: BuildEnvironment) -> LessonDomain:
    """Return the domain with its type."""
    return cast("LessonDomain", env.get_domain(LessonDomain.name))


def is_lesson(env: BuildEnvironment, docname: str) -> bool:
    """Tell by its path whether a document is a lesson."""
    return Matcher(Settings.of(env.config).lessons)(docname)


def is_deck(env: BuildEnvironment, docname: str) -> bool:
    """Tell by its path whether a document composes lessons into a deck."""
    return Matcher(Settings.of(env.config).decks)(docname)


def decks_of_changed_lessons(
    _app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> Iterable[str]:
    """Read a deck again when one of its lessons changed: it shows their titles and minutes."""
    touched = added | changed | removed
    decks = lesson_domain(env).decks
    return [name for name, deck in decks.items() if touched & set(deck.lessons)]


def setup_domain(app: Sphinx) -> None:
    """Register the domain."""
    app.add_domain(LessonDomain)
    app.connect("env-get-outdated", decks_of_changed_lessons)
