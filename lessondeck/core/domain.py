"""What spans documents: which lessons and decks there are, and how long they take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal, cast

from sphinx.domains import Domain

from lessondeck.core.identifiers import fit_for_address
from lessondeck.core.registers import DOMAIN, Register

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Set

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


@dataclass(frozen=True)
class Lesson:
    """A lesson: its title, the id of its top section, its minutes in class and its claims.

    ``parts`` are the ids of its sections, boxes and exercises: what a deck may leave out.
    """

    docname: str
    title: str
    anchor: str
    minutes: int
    claims: tuple[str, ...] = ()
    parts: frozenset[str] = frozenset()


PartKind = Literal["lesson", "lab", "break"]
"""What a deck is composed of."""


@dataclass(frozen=True)
class DeckEntry:
    """What a deck's file says at one line: a lesson, a lab or a break.

    ``docname`` is the lesson's or lab's, ``title`` the break's; without ``minutes``,
    a lesson takes its own; ``leave_out`` are ids of the lesson that the deck does not show.
    """

    kind: PartKind
    line: int
    docname: str = ""
    title: str = ""
    minutes: int | None = None
    leave_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class DeckPart:
    """A lesson, lab or break of a deck as everybody sees it.

    ``anchor`` is the id of its first slide in the deck, ``docname`` the lesson or lab.
    """

    kind: PartKind
    title: str
    minutes: int
    anchor: str
    docname: str = ""

    @property
    def listed(self) -> str:
        """What contents call it."""
        return f"Lab: {self.title}" if self.kind == "lab" else self.title


@dataclass(frozen=True)
class Deck:
    """A deck: what it is composed of, in order, and the minutes planned for it."""

    docname: str
    title: str
    entries: tuple[DeckEntry, ...]
    minutes: int | None = None

    @property
    def lessons(self) -> tuple[str, ...]:
        """The documents of its lessons."""
        return tuple(entry.docname for entry in self.entries if entry.kind == "lesson")

    @property
    def documents(self) -> frozenset[str]:
        """The documents whose titles and minutes it shows."""
        return frozenset(entry.docname for entry in self.entries if entry.docname)


@dataclass(frozen=True)
class ExerciseUse:
    """An exercise where a document shows it: its id, title, questions and place."""

    id: str
    title: str
    questions: tuple[str, ...]
    graded: bool
    docname: str
    anchor: str


LESSONS: Register[Lesson] = Register("lessons")
"""The lesson that a document is."""

DECKS: Register[Deck] = Register("decks")
"""The composed deck that a document is."""

EXERCISES: Register[list[ExerciseUse]] = Register("exercises")
"""The exercises that a document shows."""


class LessonDomain(Domain):
    """Keeps the registers, and what features say of the whole site while pages are written."""

    name = DOMAIN
    label = "Lesson"
    data_version = 8
    initial_data: ClassVar[dict[str, Any]] = {"documents": {}, "site": {}}

    @property
    def lessons(self) -> Mapping[str, Lesson]:
        """Lessons by document name."""
        return LESSONS.of(self.env)

    @property
    def decks(self) -> Mapping[str, Deck]:
        """Composed decks by document name."""
        return DECKS.of(self.env)

    @property
    def exercises(self) -> Mapping[str, list[ExerciseUse]]:
        """Exercises by the name of the document that shows them."""
        return EXERCISES.of(self.env)

    def note_exercise(self, use: ExerciseUse) -> None:
        """Remember that a document shows an exercise."""
        EXERCISES.note(self.env, use.docname, [*self.exercises.get(use.docname, ()), use])

    @property
    def site(self) -> dict[str, str]:
        """What is true of the whole site, by the name of what it is about."""
        return cast("dict[str, str]", self.data["site"])

    def clear_doc(self, docname: str) -> None:
        """Forget what a document said before it is read again."""
        for said in self.data["documents"].values():
            said.pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read."""
        for name, said in otherdata["documents"].items():
            mine = self.data["documents"].setdefault(name, {})
            mine.update({docname: said[docname] for docname in docnames & said.keys()})

    def resolve_any_xref(self, *_args: object) -> list[tuple[str, nodes.reference]]:
        """Offer nothing: lessons and decks are linked to as documents."""
        return []

    def has_deck(self, docname: str) -> bool:
        """Tell whether the document is shown as slides."""
        return docname in self.lessons or docname in self.decks

    def id_prefix(self, docname: str) -> str:
        """Return what the ids of a lesson start with inside a composed deck."""
        return f"{short_name(docname, self.lessons)}--"

    def parts_of(self, deck: Deck) -> list[DeckPart]:
        """Return what a deck is composed of, in order, without lessons that do not exist."""
        parts = []
        breaks = 0
        for entry in deck.entries:
            if entry.kind == "break":
                breaks += 1
                parts.append(
                    DeckPart("break", entry.title, entry.minutes or 0, break_anchor(breaks))
                )
            elif entry.kind == "lab":
                title = self.env.titles[entry.docname].astext()
                labs = [entry.docname for entry in deck.entries if entry.kind == "lab"]
                anchor = f"lab--{short_name(entry.docname, labs)}"
                parts.append(DeckPart("lab", title, entry.minutes or 0, anchor, entry.docname))
            elif entry.docname in self.lessons:
                lesson = self.lessons[entry.docname]
                anchor = self.id_prefix(lesson.docname) + lesson.anchor
                minutes = entry.minutes or lesson.minutes
                parts.append(DeckPart("lesson", lesson.title, minutes, anchor, lesson.docname))
        return parts


def short_name(docname: str, others: Iterable[str]) -> str:
    """Return the end of a document's name as part of an id: as much of it as no other has.

    Args:
        docname: the document.
        others: those to be told from, the document itself may be among them.

    Example:
        >>> short_name("source/birds", ["source/fish"]), short_name("a/intro", ["b/intro"])
        ('birds', 'a.intro')
    """

    def end(name: str, count: int) -> str:
        return ".".join(fit_for_address(part) for part in name.split("/")[-count:])

    rivals = {name for name in others if name != docname}
    count = 1
    while count <= docname.count("/") and end(docname, count) in {end(r, count) for r in rivals}:
        count += 1
    return end(docname, count)


def break_anchor(number: int) -> str:
    """Return the id of a break's slide in a composed deck."""
    return f"break--{number}"


def lesson_domain(env: BuildEnvironment) -> LessonDomain:
    """Return the domain with its type."""
    return cast("LessonDomain", env.get_domain(LessonDomain.name))


def decks_of_changed_lessons(
    _app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> Iterable[str]:
    """Read a deck again when a lesson or lab of it changed: it shows their titles and minutes."""
    touched = added | changed | removed
    decks = lesson_domain(env).decks
    return [name for name, deck in decks.items() if touched & deck.documents]


def setup_domain(app: Sphinx) -> None:
    """Register the domain."""
    app.add_domain(LessonDomain)
    app.connect("env-get-outdated", decks_of_changed_lessons)
