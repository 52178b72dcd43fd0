"""The oldest packages that pyproject.toml allows make the same course, Sphinx 8 among them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from tests.extension.test_locks import pins
from tests.support import REPOSITORY, Course

OLDEST: Final = Path(sys.prefix, "oldest")
"""Where the Makefile puts them, beside the packages that everything else is tested with."""


def test_the_oldest_packages_build_the_small_course(course: Course) -> None:
    search_path = os.pathsep.join(map(str, (REPOSITORY, OLDEST)))
    built = course.run("build", environment={"PYTHONPATH": search_path}).good()
    assert "built 2 lessons" in built.output
    assert "reveal" in course.page("deck/source/birds.html")


def test_sphinx_8_is_among_them() -> None:
    (sphinx,) = [pin.split()[0] for pin in pins("tests/oldest.txt") if pin.startswith("sphinx==")]
    assert sphinx.startswith("sphinx==8.")
