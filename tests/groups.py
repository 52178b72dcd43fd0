"""Which tests one process runs, where several do: what they share is then made once.

Tests of a file that use a fixture of their module are such a group.
So are those with a mark ``xdist_group`` of their own.
"""

from __future__ import annotations

import pytest


def group_of(item: pytest.Item) -> str | None:
    """Return the name of the group of tests that one process runs, if there is one."""
    marker = item.get_closest_marker("xdist_group")
    return str(marker.args[0]) if marker else None


def shares_a_fixture(item: pytest.Item) -> bool:
    """Tell whether a test uses a fixture that is made once for its module."""
    fixtures = getattr(item, "_fixtureinfo", None)
    found = fixtures.name2fixturedefs.values() if fixtures else ()
    return any(each.scope == "module" for definitions in found for each in definitions)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that share a fixture, before pytest-xdist reads the marks."""
    for item in items:
        if group_of(item) is None and shares_a_fixture(item):
            name = f"{item.path.parent.name}-{item.path.stem}"
            item.add_marker(pytest.mark.xdist_group(name))
