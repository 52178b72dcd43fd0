"""What decks are composed of: lessons, labs and breaks, and whether their minutes add up.

A deck's file lists its lessons in a ``toctree``; what is more than a whole lesson has a directive
of its own: ``{lesson}`` leaves out parts, ``{lab}`` shows where a lab is, ``{break}`` a clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.util import docname_join
from sphinx.util.docutils import SphinxDirective

from lessondeck.core.documents import is_deck, is_lab, is_lesson
from lessondeck.core.domain import DECKS, Deck, DeckEntry, PartKind, lesson_domain
from lessondeck.core.messages import front_matter_place, warn
from lessondeck.core.nodes import deck_entry
from lessondeck.lessons.checks import planned_minutes, top_section

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import OptionSpec


def names(argument: str) -> tuple[str, ...]:
    """Read an option that lists ids, with blanks or commas between them."""
    return tuple(argument.replace(",", " ").split())


class _DeckEntry(SphinxDirective):
    """A line of a deck's contents; the subclasses name the kinds."""

    has_content = True
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {"minutes": directives.positive_int}
    kind: ClassVar[PartKind]

    def run(self) -> list[nodes.Node]:
        """Build the node, or say what is wrong with it."""
        here = self.env.current_document.docname
        if not is_deck(self.env, here):
            self._fault(f"{{{self.name}}} belongs into the file of a deck; take it out here")
            return []
        entry = self._entry(here)
        if entry is None:
            return []
        node = deck_entry(entry=entry)
        self.set_source_info(node)
        node += self.parse_content_to_nodes()
        return [node]

    def _entry(self, here: str) -> DeckEntry | None:
        raise NotImplementedError

    def _fault(self, message: str) -> None:
        warn(f"deck-{self.kind}", message, self.get_location())

    def _document(self, here: str) -> str:
        name = self.arguments[0].removesuffix(".md").removesuffix(".ipynb")
        return docname_join(here, name)


class DeckLesson(_DeckEntry):
    """A lesson of a deck, without some of its parts or with other minutes."""

    required_arguments = 1
    has_content = False
    kind = "lesson"
    option_spec: ClassVar[OptionSpec] = {"minutes": directives.positive_int, "leave-out": names}

    def _entry(self, here: str) -> DeckEntry | None:
        docname = self._document(here)
        leave_out = self.options.get("leave-out", ())
        minutes = self.options.get("minutes")
        if docname not in self.env.found_docs or not is_lesson(self.env, docname):
            self._fault(f"{docname!r} is no lesson; name one from here, like ../source/name")
            return None
        if leave_out and minutes is None:
            self._fault(
                "a lesson without some of its parts takes less time; "
                "say how long it takes, like `:minutes: 5`"
            )
        return DeckEntry("lesson", self.lineno, docname, minutes=minutes, leave_out=leave_out)


class DeckLab(_DeckEntry):
    """A lab of a deck; its content says what to do."""

    required_arguments = 1
    kind = "lab"

    def _entry(self, here: str) -> DeckEntry | None:
        docname = self._document(here)
        if docname not in self.env.found_docs or not is_lab(self.config, docname):
            self._fault(f"{docname!r} is no lab; name one from here, like ../notebooks/name")
            return None
        if "minutes" not in self.options:
            self._fault("{lab} has no time; add a line `:minutes: 30` below its first line")
            return None
        return DeckEntry("lab", self.lineno, docname, minutes=self.options["minutes"])


class DeckBreak(_DeckEntry):
    """A break of a deck: a clock, and what comes after it."""

    optional_arguments = 1
    kind = "break"

    def _entry(self, here: str) -> DeckEntry | None:
        del here
        if "minutes" not in self.options:
            self._fault("{break} has no time; add a line `:minutes: 15` below its first line")
            return None
        title = self.arguments[0] if self.arguments else "Break"
        return DeckEntry("break", self.lineno, title=title, minutes=self.options["minutes"])


def read_deck(app: Sphinx, doctree: nodes.document) -> None:
    """Note a deck in the domain, and turn each toctree in it into entries.

    The toctree goes before Sphinx collects it:
    the lessons have their place in the course's own contents, and a deck is not a chapter.
    """
    env = app.env
    docname = env.current_document.docname
    if not is_deck(env, docname):
        return
    for toctree in list(doctree.findall(addnodes.toctree)):
        wrapper = toctree.parent if isinstance(toctree.parent, nodes.compound) else toctree
        wrapper.parent.replace(wrapper, _listed(env, toctree))
    entries: list[DeckEntry] = []
    for node in list(doctree.findall(deck_entry)):
        entry: DeckEntry = node["entry"]
        if entry.docname and any(entry.docname == other.docname for other in entries):
            warn("deck-twice", f"the deck lists {entry.docname!r} twice; take one out", node)
            node.parent.remove(node)
        else:
            entries.append(entry)
    if not any(entry.kind == "lesson" for entry in entries):
        warn("deck-lesson", "the deck lists no lesson; name them in a {toctree}", (docname, 1))
    minutes = planned_minutes(env, docname, required=False)
    section = top_section(doctree, docname)
    if section is not None:
        deck = Deck(docname, section[0].astext(), tuple(entries), minutes)
        DECKS.note(env, docname, deck)


def _listed(env: BuildEnvironment, toctree: addnodes.toctree) -> list[nodes.Node]:
    """Return the lessons of a toctree as entries; Sphinx reports what does not exist."""
    found: list[nodes.Node] = []
    for _title, name in toctree["entries"]:
        if name not in env.found_docs:
            continue
        if not is_lesson(env, name):
            warn("deck-lesson", f"{name!r} is no lesson; a deck lists lessons", toctree)
            continue
        node = deck_entry(entry=DeckEntry("lesson", toctree.line or 1, name))
        node.source, node.line = toctree.source, toctree.line
        found.append(node)
    return found


def check_decks(app: Sphinx, env: BuildEnvironment) -> None:
    """Report decks that take longer than planned, or leave out what a lesson does not have."""
    del app
    domain = lesson_domain(env)
    for deck in domain.decks.values():
        parts = domain.parts_of(deck)
        total = sum(part.minutes for part in parts)
        if deck.minutes is not None and total > deck.minutes:
            plain = all(part.kind == "lesson" for part in parts)
            what = "lessons" if plain else "lessons, labs and breaks"
            warn(
                "deck-minutes",
                f"the {what} take {total} minutes and the deck is planned for {deck.minutes}; "
                "leave a lesson out or plan more time",
                front_matter_place(env, deck.docname, "minutes"),
            )
        for entry in deck.entries:
            lesson = domain.lessons.get(entry.docname)
            for name in entry.leave_out if lesson else ():
                if lesson and name not in lesson.parts:
                    warn(
                        "leave-out",
                        f"{entry.docname!r} has no part {name!r} to leave out; "
                        f"it has: {', '.join(sorted(lesson.parts))}",
                        (deck.docname, entry.line),
                    )


def setup_composition(app: Sphinx) -> None:
    """Register the directives and checks, the reader before Sphinx collects the toctrees."""
    app.add_directive("lesson", DeckLesson)
    app.add_directive("lab", DeckLab)
    app.add_directive("break", DeckBreak)
    app.connect("doctree-read", read_deck, priority=400)
    app.connect("env-check-consistency", check_decks)
