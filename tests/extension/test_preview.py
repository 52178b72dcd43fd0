"""The preview shows each edit as a fresh build would, and starts anew when its code changes."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from lessondeck.building.next_build import Concern, NextBuild
from lessondeck.building.worker import loaded_code
from lessondeck.building.workshop import FREE, MISTAKEN, READY
from tests.support import REPOSITORY, TRACEBACK, Cell, Course, differences, write_lab


class Preview:
    """A running ``lessondeck serve``, and what it has said."""

    def __init__(self, course: Course) -> None:
        """Start it, and wait until it serves."""
        self.course = course
        self.process = course.start("serve", "--port", "0")
        self.address = re.findall(r"http\S+", self.wait_for("preview on "))[0]

    def wait_for(self, words: str) -> str:
        """Return the next line that has some words."""
        assert self.process.stdout is not None
        said = []
        for line in self.process.stdout:
            if words in line:
                return str(line)
            said.append(line)
        pytest.fail(f"it never said {words!r}:\n{''.join(said)}")

    def page(self, name: str) -> str:
        """Return a page as a browser gets it."""
        with urllib.request.urlopen(f"{self.address}/{name}") as answer:
            return str(answer.read().decode())

    def end(self) -> None:
        """End it as the system does."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


@pytest.fixture
def preview(course: Course) -> Iterator[Preview]:
    course.write("settings.py", 'NAME = "Birds"\n')
    course.edit("conf.py", 'project = "Small course"', HELPED)
    running = Preview(course)
    yield running
    running.end()


HELPED = """\
import sys
from pathlib import Path
sys.path.insert(0, str(Path(__file__).parent))
from settings import NAME
project = NAME
"""


def edit_title(course: Course) -> None:
    course.edit("source/fish.md", "title: Fish", "title: Fish and whales")


def test_edit_is_seen_and_changed_code_starts_what_builds_anew(
    preview: Preview,
) -> None:
    edit_title(preview.course)
    preview.wait_for("ready after")
    for folder in ("", "deck/"):
        assert "Fish and whales" in preview.page(f"{folder}source/fish.html")
    preview.course.write("settings.py", 'NAME = "Waders and others"\n')
    preview.wait_for("code changed")
    preview.wait_for("ready after")
    assert "Waders and others" in preview.page("index.html")


def test_code_that_is_loaded_is_told_from_other_files(tmp_path: Path) -> None:
    code = loaded_code(tmp_path)
    assert os.path.realpath(REPOSITORY / "lessondeck" / "core" / "config.py") in code
    assert os.path.realpath(tmp_path / "conf.py") in code
    assert os.path.realpath(tmp_path / "settings.py") not in code


DATA_README: Final = """\
# Tables

| file | a row | rows | copied | licence |
|---|---|---|---|---|
| `birds.csv` | one bird | 2 | 1 May 2026 | CC BY 4.0 |

## `birds.csv`

Source: <https://example.org/birds>
"""


def test_changed_bank_module_licence_and_lock_are_seen(course: Course) -> None:
    course.edit(
        "source/fish.md", ":::{keypoints}", "```{quiz} birds-or-fish\n```\n\n:::{keypoints}"
    )
    course.write("notebooks/tally.py", "SAID = 'counted once'\n")
    write_lab(
        course,
        "notebooks/count.ipynb",
        Cell("# Count", is_code=False),
        Cell("from tally import SAID\nprint(SAID)"),
    )
    course.write("tables/birds.csv", "name\nheron\nwren\n")
    course.write("tables/README.md", DATA_README)
    course.write("source/reference/words.md", WORDS)
    course.write("requirements.txt", "# nothing\n")
    course.edit("conf.py", "nitpicky", 'lessondeck_lab_data = ["tables"]\nnitpicky')
    preview = Preview(course)
    try:
        for file, old, new, page in (
            ("exercises/sets.yml", "for many metres", "for a mile", "source/fish.html"),
            ("notebooks/tally.py", "counted once", "counted twice", "notebooks/count.html"),
            ("tables/README.md", "one bird", "one heron", "source/reference/words.html"),
        ):
            assert old in preview.page(page)
            course.edit(file, old, new)
            preview.wait_for("ready after")
            assert new in preview.page(page), file
        course.write("requirements.txt", "# another thing\n")
        preview.wait_for("the locked packages changed: starting afresh")
        preview.wait_for("ready after")
    finally:
        preview.end()


WORDS: Final = """\
# Words

```{glossary}
feather
  What birds are covered with.
```

:::{licences-table} material
:::
"""


class Builder:
    """The process that builds for a preview, told what changed as the server would tell it."""

    def __init__(self, course: Course) -> None:
        """Start it, and wait until it has built."""
        self.course = course
        self._log = course.path("preview.log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "lessondeck.building.worker", "student"],
            cwd=course.root,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        assert self._words() == [READY]

    def _words(self) -> list[str]:
        """Return what it says until it waits for a change."""
        assert self.process.stdout is not None
        said: list[str] = []
        for line in self.process.stdout:
            if line.strip() == FREE:
                return said
            said.append(line.strip())
        pytest.fail(f"it ended:\n{self.log()}")

    def log(self) -> str:
        """Return what it tells the author."""
        return self.course.read("preview.log")

    def tell(self, *names: str) -> list[str]:
        """Name files that changed, and return what it says of the build."""
        assert self.process.stdin is not None
        paths = [str(self.course.path(name)) for name in names]
        self.process.stdin.write(f"{json.dumps(paths)}\n")
        self.process.stdin.flush()
        return self._words()

    def megabytes(self) -> float:
        """Return the memory that it has now."""
        said = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(self.process.pid)],
            capture_output=True,
            text=True,
            check=True,
        )
        return int(said.stdout) / 1024

    def end(self) -> None:
        """End it as the server does: nobody tells it of anything any more."""
        self.process.communicate(timeout=60)
        self._log.close()
        assert self.process.returncode == 0


@pytest.fixture
def builder(course: Course) -> Iterator[Builder]:
    course.edit(
        "source/fish.md", ":::{keypoints}", "```{quiz} birds-or-fish\n```\n\n:::{keypoints}"
    )
    running = Builder(course)
    yield running
    running.end()


def text(course: Course, number: int) -> list[str]:
    course.edit("source/fish.md", "They breathe water", f"They breathe water {number}")
    return ["source/fish.md"]


def title(course: Course, number: int) -> list[str]:
    name = "source/birds.md"
    said = re.sub(r"^title: .*", f"title: Birds {number}", course.read(name), flags=re.MULTILINE)
    course.write(name, said)
    return [name]


def heading(course: Course, number: int) -> list[str]:
    new = f"## Heading {number}\n\nA word.\n\n## A whale"
    course.edit("source/fish.md", "## A whale", new)
    return ["source/fish.md"]


def another_lesson(course: Course, number: int) -> list[str]:
    name = f"source/waders-{number}.md"
    course.write(name, f"---\ntitle: Waders {number}\nminutes: 2\nclaims: [S1]\n---\n{LESSON}")
    course.edit("index.md", "source/fish\n", f"source/fish\nsource/waders-{number}\n")
    return [name, "index.md"]


LESSON: Final = """
:::{objectives}
- Know a wader.
:::

## Waders have long legs

They see {ref}`feathered`.

:::{keypoints}
- Legs.
:::
"""


def lesson_gone(course: Course, _number: int) -> list[str]:
    *_, path = sorted(course.path("source").glob("waders-*.md"))
    path.unlink()
    course.edit("index.md", f"source/{path.stem}\n", "")
    return [f"source/{path.name}", "index.md"]


def figure(course: Course, number: int) -> list[str]:
    course.edit("source/wave.svg", 'stroke-width="', f'stroke-width="{number}')
    return ["source/wave.svg"]


def notebook(course: Course, number: int) -> list[str]:
    course.edit("notebooks/count.ipynb", "Back to", f"Back {number} to")
    return ["notebooks/count.ipynb"]


def bank(course: Course, number: int) -> list[str]:
    course.edit("exercises/sets.yml", "It swims well", f"It swims well {number}")
    return ["exercises/sets.yml"]


EDITS: Final[list[Callable[[Course, int], list[str]]]] = [
    *(text, text, title, heading, another_lesson, another_lesson, figure, notebook, bank)
]


def test_preview_equals_a_fresh_build_after_each_edit(builder: Builder, tmp_path: Path) -> None:
    course, memory = builder.course, []
    steps = random.Random(20).sample(EDITS, len(EDITS))
    steps.insert(steps.index(another_lesson) + 2, lesson_gone)
    for number, edit in enumerate(steps, start=1):
        assert set(builder.tell(*edit(course, number))) == {READY}, builder.log()
        fresh = course.copy_to(tmp_path / f"fresh-{number}")
        fresh.build().good()
        shown = course.path("build/work/student/site")
        others = [name for name in differences(shown, fresh.site()) if ".buildinfo" not in name]
        assert others == [], f"after {edit.__name__}, edit {number}:\n{builder.log()}"
        memory.append(builder.megabytes())
    assert max(memory[2:]) < memory[1] + 4, f"memory grows: {memory}"


def test_mistake_is_told_and_its_end_is_seen(builder: Builder) -> None:
    course = builder.course
    course.edit("source/fish.md", "{ref}`feathered`", "{ref}`scaled`")
    assert builder.tell("source/fish.md") == [MISTAKEN]
    assert "source/fish.md:14" in builder.log()
    assert builder.tell("source/birds.md") == [MISTAKEN]
    course.edit("source/fish.md", "{ref}`scaled`", "{ref}`feathered`")
    assert builder.tell("source/fish.md") == [READY]


def test_build_of_another_command_between_two_edits_is_built_on(builder: Builder) -> None:
    course = builder.course
    edit_title(course)
    course.run("build").good()
    course.edit("source/fish.md", "They breathe water", "They breathe water alone")
    assert builder.tell("source/fish.md") == [READY]
    page = course.read("build/work/student/site/source/fish.html")
    assert "They breathe water alone" in page
    assert "Fish and whales" in page


def test_what_a_change_is_to_a_build_that_is_set_up(course: Course) -> None:
    course.write("source/_static/own.css", "p { margin: 0 }\n")
    course.edit("conf.py", "nitpicky", 'html_static_path = ["source/_static"]\nnitpicky')
    course.write("notebooks/tally.py", "ONE = 1\n")
    course.build().good()
    course.write("source/new.md", "# New\n")
    course.write("source/new.json", "{}\n")
    following = NextBuild(course.root, "student")
    course.path("notebooks/tally.py").unlink()
    for expected, *names in (
        (Concern.DOCUMENTS, "source/birds.md"),
        (Concern.DOCUMENTS, "source/new.md", "source/gone.md"),
        (Concern.DOCUMENTS, "source/wave.svg", "notebooks/count.ipynb"),
        (Concern.DOCUMENTS, "source"),
        (Concern.NOTHING, "source/4913"),
        (Concern.SETTINGS, "source/new.json"),
        (Concern.SETTINGS, "source/references.bib", "source/birds.md"),
        (Concern.SETTINGS, "source/_static/own.css"),
        (Concern.SETTINGS, "source/_static/gone.css"),
        (Concern.SETTINGS, "notebooks/tally.py"),
        (Concern.SETTINGS, "exercises/claims.yml"),
        (Concern.SETTINGS, "conf.py"),
        (Concern.SETTINGS, "requirements.txt"),
    ):
        assert following.concern([course.path(name) for name in names]) is expected, names
    following.close()


def test_a_first_build_that_stops_at_the_settings_is_no_fault_of_the_process(
    sources: Course,
) -> None:
    sources.write("conf.py", "project = 'Small\n")
    done = subprocess.run(
        [sys.executable, "-m", "lessondeck.building.worker", "student"],
        cwd=sources.root,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        input="",
        capture_output=True,
        text=True,
    )
    assert "conf.py:1: unterminated string literal" in done.stdout + done.stderr
    assert TRACEBACK not in done.stdout + done.stderr
    assert done.returncode == 0
