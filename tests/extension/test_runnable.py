"""Runnable cells as the build makes them: code with its output, faults named, nothing run twice."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lessondeck.cells import runs
from lessondeck.tools import npm
from lessondeck.tools.npm import CACHE, NoPackagesError, PackageFaultError
from lessondeck.tools.pyodide import CORE, pyodide_folder
from tests.bank import FOLDER
from tests.support import REPOSITORY, Course, Page

LESSON = "source/fish.md"

CELL = """
## Counting fish

```{runnable} Count the fish
:hint: |
:  Add a carp.
:  Then <another>.
fish = ["eel", "cod"]
print(len(fish), "<fish>")
```

Two swim here.
"""


def refuse(*_: object) -> None:
    raise NoPackagesError("there is no way to the npm packages (ENOTFOUND)")


@pytest.fixture
def no_packages(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Build on a machine that can't get the npm packages."""
    monkeypatch.setattr(npm, "installed", refuse)
    npm._available.cache_clear()
    yield
    npm._available.cache_clear()


def add(course: Course, text: str) -> None:
    """Put a section before the key points of a lesson."""
    course.edit(LESSON, ":::{keypoints}", f"{text}\n:::{{keypoints}}")


@pytest.mark.usefixtures("no_packages")
def test_without_the_packages_page_and_slide_show_code_and_output_and_a_line_says_why(
    course: Course, caplog: pytest.LogCaptureFixture
) -> None:
    add(course, CELL)
    with caplog.at_level("INFO", "lessondeck.progress"):
        course.build().good()
    lines = [line for line in caplog.messages if "runs in the browser" in line]
    assert lines == [
        "built without what runs in the browser: there is no way to the npm packages (ENOTFOUND)"
    ]
    page = Page(course.page("source/fish.html"))
    assert [pre.text for pre in page.all("pre", inside="cell")] == [
        'fish = ["eel", "cod"] print(len(fish), "<fish>")',
        "2 <fish>",
    ]
    assert [hint.text for hint in page.all("li", inside="cell-hints")] == [
        "Add a carp.",
        "Then <another>.",
    ]
    assert not [script for script in page.all("script") if "cells.js" in str(script.attributes)]
    assert not (course.site() / "_static" / "cells").exists()
    deck = Page(course.page("deck/source/fish.html"))
    assert len(deck.all("pre", inside="cell")) == 2
    assert deck.all("div", "cell", inside="kind-code")
    assert not deck.all("details", "cell-hints")


@pytest.mark.usefixtures("no_packages")
def test_code_is_run_once(course: Course) -> None:
    add(course, CELL)
    course.build().good()
    (kept,) = course.path(str(runs.CACHE)).glob("*.txt")
    kept.write_text("kept\n")
    course.edit(LESSON, "Two swim here.", "A pair swims here.")
    course.build().good()
    page = Page(course.page("source/fish.html"))
    assert [pre.text for pre in page.all("pre", inside="cell-output")] == ["kept"]


def test_pages_offer_to_run_their_cells_as_soon_as_the_packages_are_there(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(course, CELL)
    npm._available.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(npm, "installed", refuse)
        course.build().good()
        assert "cells.js" not in course.page("source/fish.html")
    npm._available.cache_clear()
    npm.installed(REPOSITORY)
    course.path(str(CACHE)).symlink_to(REPOSITORY / CACHE)
    course.build().good()
    assert "cells.js" in course.page("source/fish.html")
    assert "cells.js" not in course.page("source/birds.html")
    static = course.site() / "_static"
    assert {file.name for file in (static / pyodide_folder()).iterdir()} == {*CORE}
    assert {file.name for file in (static / "cells").iterdir()} == {
        "course.zip",
        "editor.js",
        "lock.json",
        "worker.js",
    }
    npm._available.cache_clear()


def test_a_course_without_cells_needs_no_packages(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("asked for packages")

    monkeypatch.setattr(npm, "installed", fail)
    npm._available.cache_clear()
    course.build().good()
    assert not (course.site() / "_static" / "cells").exists()


def test_a_package_that_differs_stops_the_build_and_is_named(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    def differ(*_: object) -> None:
        raise PackageFaultError("browser/package-lock.json: the hash of an-editor 1.0.0 differs")

    add(course, CELL)
    monkeypatch.setattr(npm, "installed", differ)
    npm._available.cache_clear()
    course.build().bad("not built: browser/package-lock.json: the hash of an-editor 1.0.0 differs")
    assert not course.site().exists()


FAULTS = """
## Counting fish

```{runnable} It stops
fish = ["eel"]

print(fish[1])
```

```{runnable} It never ends
while True:
    pass
```

```{runnable} It is empty
```

```{runnable} It stops
print("the same title again")
```

```{runnable} It has nothing to check
:check: birds-or-fish
print("no answers")
```

```{runnable} It asks for too much
:check: whales-or-fish
answers = {}
```

```{runnable} It is wide
print("a line that is much too long for a slide and for the measure of a page")
```
"""


def test_a_cell_that_waits_is_no_endless_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A busy machine keeps code waiting, too."""
    monkeypatch.setattr(runs, "PATIENCE", 1)
    assert runs.run(
        tmp_path, tmp_path / "bank", "import time\ntime.sleep(2)\nprint('over')"
    ) == runs.Run("over\n")


@pytest.mark.usefixtures("no_packages")
def test_faults_of_a_cell_are_named_with_their_line(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "PATIENCE", 1)
    add(course, FAULTS)
    lines = course.read(LESSON).splitlines()

    def at(text: str, occurrence: int = 0) -> str:
        return f"{LESSON}:{[n for n, line in enumerate(lines, 1) if text in line][occurrence]}: "

    output = course.build().bad("7 warnings").output
    faults = [line.partition(f"{course.root}/")[2] for line in output.splitlines()]
    for place, words in (
        (at("fish[1]"), "stops with IndexError: list index out of range; mend the code"),
        (at("It never ends"), "does not end within 1 s; is there a loop without an end?"),
        (at("It is empty"), "has no code; write it between the opening and closing fence"),
        (at("It stops", 1), "'It stops' is there twice in this lesson"),
        (at("nothing to check"), "has a check and defines neither `answers` nor `rule`"),
        (at("asks for too much"), "is checked against 'whales-or-fish', which the bank lacks"),
        (at("a line that is"), "has a line of 79 characters; break it after 68"),
    ):
        assert [fault for fault in faults if fault.startswith(place) and words in fault], words


def test_the_bundle_holds_what_runs_in_the_browser_and_no_keys() -> None:
    with zipfile.ZipFile(io.BytesIO(runs.runtime(FOLDER))) as bundle:
        names = bundle.namelist()
    assert "lessondeck/browser/learner_code.py" in names
    assert "exercises/bank.json" in names
    assert not [name for name in names if "authoring" in name or "grading" in name]


def test_code_sees_neither_the_packages_of_the_build_nor_the_course(course: Course) -> None:
    for module in ("sphinx", "lessondeck.tools.npm", "conf"):
        done = runs.run(course.root, course.path("exercises"), f"import {module}")
        assert done.trouble is not None
        assert "ModuleNotFoundError" in done.trouble
    code = "import os\nprint(os.listdir())"
    assert runs.run(course.root, course.path("exercises"), code).output == "[]\n"
