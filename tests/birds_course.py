"""The small course with a bank on birds, in another folder than ours and with other facets."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

from selfcheck import authoring
from tests.browser.sites import build_copy
from tests.support import REPOSITORY, Cell, Course, write_lab

if TYPE_CHECKING:
    from pathlib import Path

BANK: Final = REPOSITORY / "tests" / "birds"

LESSON: Final = "source/birds"

EXERCISES: Final = """
## Which kind is it?

```{classify} first-birds
```

## What are they for?

```{classify} feet-of-birds
```

## Where is the nest?

```{quiz} nests
```

## Count the birds

```{runnable} Count kinds
:check: first-birds
from exercises import bank

for item in bank.load().items.values():
    print(item.title, item.feet, *item.labels)
answers = {"robin": "songbird"}
```
"""

EXAM: Final = """\
# Exam

## Two birds

```{classify} bird-exam
```

```{policy-list}
```
"""

LAB: Final = "notebooks/sort.ipynb"

CODE: Final = """\
import sys
sys.path += ["..", "exercises.zip"]
from exercises import another_round, bank, check, questions
answers = {"kestrel": "a bird of prey", "mallard": "songbird", "shrike": "raptor"}
first = check("first-birds", answers)
first\
"""


def write_birds(course: Course) -> None:
    """Give a course the bank, and exercises on a page, on slides, in a lab and for a grade."""
    shutil.copytree(BANK, course.path("bank"))
    authoring.write_compiled(course.path("bank"))
    shutil.rmtree(course.path("exercises"))
    # A package of the course's own that has this name is nobody's bank.
    course.write("exercises/__init__.py", "raise ImportError('this is another package')\n")
    settings = 'lessondeck_bank = "bank"\nlessondeck_claims = "bank/claims.yml"\n'
    course.write("conf.py", course.read("conf.py") + settings)
    course.edit(f"{LESSON}.md", "\n:::{keypoints}", f"{EXERCISES}\n:::{{keypoints}}")
    for name, old, new in (
        (f"{LESSON}.md", "minutes: 6", "minutes: 8"),
        ("slides/both.md", "minutes: 12", "minutes: 13"),
        ("slides/day.md", ":minutes: 3\n", ":minutes: 5\n"),
        ("slides/day.md", "minutes: 60", "minutes: 62"),
    ):
        course.edit(name, old, new)
    course.write("source/reference/exam.md", EXAM)
    course.edit(
        "index.md", "source/reference/words\n", "source/reference/words\nsource/reference/exam\n"
    )
    write_lab(course, LAB, Cell("# Sort the birds", is_code=False), Cell(CODE))
    course.edit("index.md", "notebooks/count\n", "notebooks/count\nnotebooks/sort\n")


def built_birds(built: Course, own: Path, shared: Path) -> Course:
    """Return a copy of the small course with the bank on birds, both editions built.

    Args:
        built: The small course.
        own: A new folder of the process.
        shared: The folder of all processes; the first one builds the course there.
    """
    source = built.copy_to(own / "source")
    write_birds(source)
    return build_copy(source, shared / "birds")
