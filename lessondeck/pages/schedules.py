"""Plans for a class: ``{schedule}`` lists lessons, labs and breaks, and adds their minutes up.

An author writes a row for each part::

    ```{schedule}
    :minutes: 60
    :start: 9:00

    - lesson: ../two-terms
    - break: Coffee
      minutes: 15
    - lab: ../../notebooks/next-token
    ```

With ``:deck: ../../slides/talk`` the rows are the parts of that deck.
A lesson takes the minutes of its front matter, a lab those that its first cell states, unless the
row says how much of it there is time for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal

import yaml
from docutils.parsers.rst import directives
from sphinx.util import docname_join
from sphinx.util.docutils import SphinxDirective

from lessondeck.core.documents import is_deck, is_lab, is_lesson
from lessondeck.core.domain import lesson_domain
from lessondeck.core.messages import warn
from lessondeck.core.nodes import schedule_table
from lessondeck.core.registers import Register
from lessondeck.labs.notebooks import LabError, read_notebook, stated_minutes

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import OptionSpec

Kind = Literal["lesson", "lab", "break", "activity"]

KINDS: Final[tuple[Kind, ...]] = ("lesson", "lab", "break", "activity")

ROW: Final = (
    "a row names one of them, like `- lesson: ../name`; "
    "a break or an activity also has its `minutes`"
)


@dataclass(frozen=True)
class Row:
    """A part of a schedule; what is a document has its name, the rest a title."""

    kind: Kind
    line: int
    minutes: int
    docname: str = ""
    title: str = ""
    whole: bool = True


@dataclass(frozen=True)
class Schedule:
    """A plan: its rows, or the deck that has them; ``start`` counts minutes from midnight."""

    docname: str
    line: int
    rows: tuple[Row, ...] = ()
    deck: str = ""
    minutes: int | None = None
    start: int | None = None


SCHEDULES: Register[list[Schedule]] = Register("schedules")
"""The schedules that a document shows."""


def clock_time(argument: str) -> int:
    """Read a time of day.

    Raises:
        ValueError: it is none; docutils reports it with the directive's place.
    """
    match = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", argument.strip())
    if match is None:
        raise ValueError("a time of day is written like 9:00 or 13:30")
    return int(match[1]) * 60 + int(match[2])


class ScheduleDirective(SphinxDirective):
    """A plan whose minutes add up by computation."""

    has_content = True
    option_spec: ClassVar[OptionSpec] = {
        "minutes": directives.positive_int,
        "start": clock_time,
        "deck": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Build the node; its table is made when all lessons and decks are known."""
        here = self.env.current_document.docname
        deck = ""
        if "deck" in self.options:
            deck = docname_join(here, self.options["deck"])
            if deck not in self.env.found_docs or not is_deck(self.env, deck):
                self._fault(
                    f"{deck!r} is no deck; name one as seen from here, like ../../slides/talk"
                )
                return []
        rows = self._rows(here)
        if rows is None:
            return []
        if bool(rows) == bool(deck):
            self._fault("a {schedule} has either rows or a `:deck:` that has them; write one")
            return []
        schedule = Schedule(
            here,
            self.lineno,
            tuple(rows),
            deck,
            self.options.get("minutes"),
            self.options.get("start"),
        )
        SCHEDULES.note(self.env, here, [*SCHEDULES.of(self.env).get(here, ()), schedule])
        node = schedule_table(schedule=schedule)
        self.set_source_info(node)
        return [node]

    def _rows(self, here: str) -> list[Row] | None:
        """Read the rows, or report each that can't be planned with."""
        try:
            tree = yaml.compose("\n".join(self.content), Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line if error.problem_mark else 0
            self._fault(f"the rows are no YAML list: {error.problem}", self._line(line))
            return None
        if tree is None:
            return []
        if not isinstance(tree, yaml.SequenceNode):
            self._fault(f"the rows are no YAML list; {ROW}", self._line(0))
            return None
        lines = [self._line(entry.start_mark.line) for entry in tree.value]
        values = [yaml.safe_load(yaml.serialize(entry)) for entry in tree.value]
        rows = [self._row(value, here, line) for value, line in zip(values, lines, strict=True)]
        for row, line in zip(rows, lines, strict=True):
            if isinstance(row, str):
                self._fault(row, line)
        found = [row for row in rows if isinstance(row, Row)]
        return found if len(found) == len(rows) else None

    def _row(self, value: Any, here: str, line: int) -> Row | str:
        """Return a row, or what is wrong with it."""
        fields = dict(value) if isinstance(value, dict) else {}
        minutes = fields.pop("minutes", None)
        kind = next(iter(fields), None)
        if len(fields) != 1 or kind not in KINDS:
            return f"the row {value!r} is none of {', '.join(KINDS)}; {ROW}"
        if minutes is not None and not (type(minutes) is int and minutes > 0):
            return f"`minutes` is {minutes!r}; give a whole number, like `minutes: 15`"
        name = str(fields[kind])
        if kind in {"break", "activity"}:
            if minutes is None:
                return f"the {kind} {name!r} has no time; add `minutes: 15` to its row"
            return Row(kind, line, minutes, title=name)
        docname = docname_join(here, name.removesuffix(".md").removesuffix(".ipynb"))
        if kind == "lesson":
            return self._lesson(docname, minutes, line)
        return self._lab(docname, minutes, line)

    def _lesson(self, docname: str, minutes: int | None, line: int) -> Row | str:
        if docname not in self.env.found_docs or not is_lesson(self.env, docname):
            return f"{docname!r} is no lesson; name one as seen from here, like ../name"
        if minutes is not None:
            return f"the lesson {docname!r} has minutes of its own; take `minutes` out of the row"
        return Row("lesson", line, 0, docname)

    def _lab(self, docname: str, minutes: int | None, line: int) -> Row | str:
        if docname not in self.env.found_docs or not is_lab(self.config, docname):
            return f"{docname!r} is no lab; name one as seen from here, like ../../notebooks/name"
        path = self.env.doc2path(docname)
        name = path.relative_to(self.env.srcdir).as_posix()
        self.env.note_dependency(path)
        try:
            stated = stated_minutes(read_notebook(path, name))
        except LabError as error:
            return str(error)
        if minutes is None and stated is None:
            return (
                f"{name} does not say how long it takes; write “It takes about 40 minutes.” "
                "in its first cell, or give the row its `minutes`"
            )
        if minutes is not None and stated is not None and minutes > stated:
            return f"{name} takes {stated} minutes and the row plans {minutes}; plan fewer"
        return Row("lab", line, minutes or stated or 0, docname, whole=minutes in {None, stated})

    def _line(self, number: int) -> int:
        """Return the line of the file that holds a line of the content.

        MyST counts the content from the directive's first line.
        """
        return self.lineno + self.content_offset + number + 1

    def _fault(self, message: str, line: int | None = None) -> None:
        place = self.get_source_info()[1] if line is None else line
        warn("schedule", message, (self.env.current_document.docname, place))


def rows_of(env: BuildEnvironment, schedule: Schedule) -> list[Row]:
    """Return the rows of a schedule with the titles and minutes of what they name."""
    domain = lesson_domain(env)
    if schedule.deck:
        deck = domain.decks[schedule.deck]
        return [
            Row(part.kind, schedule.line, part.minutes, part.docname, part.title)
            for part in domain.parts_of(deck)
        ]
    rows = []
    for row in schedule.rows:
        if row.kind == "lesson" and row.docname in domain.lessons:
            lesson = domain.lessons[row.docname]
            rows.append(replace(row, minutes=lesson.minutes, title=lesson.title))
        elif row.kind == "lab":
            rows.append(replace(row, title=env.titles[row.docname].astext()))
        elif row.kind != "lesson":
            rows.append(row)
    return rows


def planned(env: BuildEnvironment, schedule: Schedule) -> int | None:
    """Return the minutes that a schedule may take: its own, or those of its deck."""
    if schedule.minutes is None and schedule.deck:
        return lesson_domain(env).decks[schedule.deck].minutes
    return schedule.minutes


def check_schedules(_app: Sphinx, env: BuildEnvironment) -> None:
    """Report each schedule whose parts take longer than it is planned for."""
    for schedules in SCHEDULES.of(env).values():
        for schedule in schedules:
            total = sum(row.minutes for row in rows_of(env, schedule))
            plan = planned(env, schedule)
            if plan is not None and total > plan:
                warn(
                    "schedule",
                    f"the parts take {total} minutes and the schedule is planned for {plan}; "
                    "leave a part out or plan more time",
                    (schedule.docname, schedule.line),
                )


def setup_schedules(app: Sphinx) -> None:
    """Register the directive and its check."""
    app.add_directive("schedule", ScheduleDirective)
    app.connect("env-check-consistency", check_schedules)
