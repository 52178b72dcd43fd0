"""The table of systems and the list of policies: whole, and silent about what is under a grade.

Both are reachable by keyboard.
"""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Final

import pytest

from selfcheck import bank
from tests.bank import shipped, shipped_data
from tests.support import REPOSITORY, Course, Element, Page, differences

if TYPE_CHECKING:
    from selfcheck.model import Item

BANK: Final = REPOSITORY / "exercises"

DATA: Final = shipped_data()

LABEL: Final = shipped().facets["label"]

QUOTES: Final = re.compile("[\u201c\u201d\u2019\"']")
"""Marks that a page sets in another form than the bank."""

TABLE: Final = "source/reference/systems"


def named(data: bank.Data) -> list[Item]:
    """Return the items of a bank that the table lists."""
    return [item for item in bank.build(data).items.values() if "maker" in item.facts]


EVERY: Final = named(DATA)
OPEN: Final = named(bank.for_learners(DATA))


def add_table(course: Course) -> None:
    """Give a course the bank and a page with the table."""
    shutil.copytree(BANK / "items", course.path("exercises/items"))
    for name in ("facets.yml", "facts.json", "sets.yml", "claims.yml", "policies.yml"):
        shutil.copy(BANK / name, course.path(f"exercises/{name}"))
    course.write(f"{TABLE}.md", "# Systems\n\n```{systems-table}\n```\n\n```{policy-list}\n```\n")
    course.add_extension("course")
    course.edit("index.md", "source/reference/words", f"source/reference/words\n{TABLE}")


@pytest.fixture(scope="module")
def systems(built: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a course with the table, both editions built; to be looked at, not changed."""
    course = built.copy_to(tmp_path_factory.mktemp("systems") / "course")
    add_table(course)
    for edition in ("student", "instructor"):
        course.build(edition).good()
    return course


def names_of(page: Page) -> list[Element]:
    """Return the heads of the rows."""
    return [head for head in page.all("th", inside="systems") if head.attributes["scope"] == "row"]


def test_every_item_with_a_maker_is_a_row_but_none_under_a_grade(systems: Course) -> None:
    for edition, items in (("student", OPEN), ("instructor", EVERY)):
        names = [head.text for head in names_of(Page(systems.page(f"{TABLE}.html", edition)))]
        assert sorted(names) == sorted(item.title for item in items), edition


def test_every_defensible_label_is_shown(systems: Course) -> None:
    page = Page(systems.page(f"{TABLE}.html"))
    shown: dict[str, list[str]] = {head.text: [] for head in names_of(page)}
    for label in page.all("span", "system-label"):
        row = next(parent for parent in reversed(label.parents) if parent.tag == "tr")
        head = next(head for head in names_of(page) if row in head.parents)
        shown[head.text].append(label.text)
    assert shown == {item.title: [LABEL.name_of(label) for label in item.labels] for item in OPEN}
    assert any(len(labels) > 1 for labels in shown.values())


def test_the_table_scrolls_in_a_named_region_that_takes_the_focus(systems: Course) -> None:
    region = Page(systems.page(f"{TABLE}.html")).one("div", "wide-frame").attributes
    assert (region["role"], region["aria-label"], region["tabindex"]) == (
        "region",
        "Named systems",
        "0",
    )


def test_names_and_makers_are_found_by_search(systems: Course) -> None:
    index = systems.page("searchindex.js")
    for word in ("wavenet", "tacotron", "amsterdam"):
        assert word in index, word


def test_serial_and_parallel_tables_are_the_same(systems: Course, course: Course) -> None:
    add_table(course)
    course.build(jobs=4).good()
    assert differences(systems.site(), course.site()) == []


def test_every_policy_is_listed_with_an_item_of_each_side(systems: Course) -> None:
    known = bank.build(DATA)
    page = Page(systems.page(f"{TABLE}.html"))
    asked = [term.text for term in page.all("dt", inside="policies")]
    assert len(asked) == len(known.policies) > 0
    said = " ".join(entry.text for entry in page.all("li", inside="policies"))
    for policy in known.policies.values():
        for side, key in policy.examples.items():
            item = known.items[key]
            names = " or ".join(LABEL.name_of(label) for label in item.labels)
            line = f"{side[0].upper()}{side[1:]}: {item.title}, {names}."
            assert QUOTES.sub("", line) in QUOTES.sub("", said)
