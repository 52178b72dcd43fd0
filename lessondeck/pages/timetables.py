"""The tables of schedules: what happens when, for how long, and what that adds up to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from lessondeck.core.builders import deck_uri
from lessondeck.core.messages import in_numbers
from lessondeck.core.nodes import lesson_facts, schedule_table
from lessondeck.core.tables import cell_of, table_of
from lessondeck.pages.schedules import Row, planned, rows_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

DAY: Final = 24 * 60
"""Minutes."""


def written_time(minutes: int) -> str:
    """Write a time of day; a plan that goes past midnight starts again at 0:00."""
    return f"{minutes % DAY // 60}:{minutes % 60:02}"


class ScheduleTables(SphinxPostTransform):
    """Write the tables of schedules, once every lesson has said how long it takes."""

    default_priority = 4

    def run(self, **_kwargs: object) -> None:
        """Replace each schedule by its facts and its table."""
        for node in list(self.document.findall(schedule_table)):
            schedule = node["schedule"]
            rows = rows_of(self.env, schedule)
            plan = planned(self.env, schedule)
            total = sum(row.minutes for row in rows)
            if plan is not None and plan > total:
                spare = Row("activity", schedule.line, plan - total, title="Time to spare")
                rows.append(spare)
            facts = [in_numbers(plan or total, "minute")]
            if schedule.start is not None:
                end = schedule.start + (plan or total)
                facts.append(f"{written_time(schedule.start)} to {written_time(end)}")
            links = []
            if schedule.deck:
                here = self.env.current_document.docname
                links.append(("Open the deck", deck_uri(self.app, here, schedule.deck)))
            table = self._table(rows, schedule.start)
            node.replace_self([lesson_facts(facts=facts, links=links), table])

    def _table(self, rows: list[Row], start: int | None) -> nodes.table:
        columns = {"Starts": 15, "Part": 70, "Minutes": 15}
        body: list[list[nodes.Node]] = []
        total = 0
        for row in rows:
            time = nodes.Text("" if start is None else written_time(start + total))
            body.append([time, self._part(row), nodes.Text(str(row.minutes))])
            total += row.minutes
        end = nodes.strong("", "" if start is None else written_time(start + total))
        body.append([end, nodes.strong("", "Together"), nodes.strong("", str(total))])
        if start is None:
            del columns["Starts"]
            body = [cells[1:] for cells in body]
        return table_of(
            columns, (list(map(cell_of, cells)) for cells in body), ["deck-lessons", "schedule"]
        )

    def _part(self, row: Row) -> nodes.Node:
        if not row.docname:
            return nodes.inline("", row.title, classes=[f"part-{row.kind}"])
        here = self.env.current_document.docname
        uri = self.app.builder.get_relative_uri(here, row.docname)
        part = nodes.inline("", "", classes=[f"part-{row.kind}"])
        if row.kind == "lab":
            part += nodes.Text("Lab: ")
        part += nodes.reference("", row.title, refuri=uri, internal=True)
        if not row.whole:
            part += nodes.Text(" (its first part)")
        return part


def setup_timetables(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(ScheduleTables)
