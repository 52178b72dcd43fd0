"""A class whose points are known is graded as it should be, however a platform hands it over."""

from __future__ import annotations

import io
import os
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from selfcheck.grading import CourseLabs, GradeBook, collect, grade, rule_of
from tests.bank import FOLDER
from tests.showing import show
from tests.support import REPOSITORY
from tests.this_course.labs.simulated_class import SOURCE, HandIn, simulated_class

if TYPE_CHECKING:
    from collections.abc import Iterator

CLASS = simulated_class()


def placed(people: list[HandIn], layout: str) -> Iterator[tuple[str, bytes, float]]:
    """Yield each file with the path that a platform would give it, and its time."""
    for number, person in enumerate(people, start=1001):
        short = person.name.replace(" ", "").lower()
        for name, (content, moment) in person.files.items():
            path = {
                "folders": f"{person.name}/{name}",
                "moodle": f"{person.name}_{number}_assignsubmission_file/{name}",
                "moodle-flat": f"{person.name}_{number}_assignsubmission_file_{name}",
                "canvas": f"{short}_{number}_{number * 7}_{name}",
                "blackboard": (f"Labs_{short}_attempt_2026-11-29-14-05-11_{name}"),
            }[layout]
            yield path, content, moment


def write(folder: Path, layout: str) -> None:
    for path, content, moment in placed(CLASS, layout):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        os.utime(file, (moment, moment))


def zipped(layout: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content, moment in placed(CLASS, layout):
            archive.writestr(zipfile.ZipInfo(path, time.localtime(moment)[:6]), content)
    return buffer.getvalue()


def graded(folder: Path) -> GradeBook:
    labs = CourseLabs.read(REPOSITORY / "notebooks", FOLDER / "data")
    return grade(collect(folder, labs=labs, rule=rule_of(SOURCE)), SOURCE)


def agreeing(book: GradeBook) -> tuple[int, list[tuple[str, str, float | None, object]]]:
    """Return how many pairs of learner and exercise have the points that they should."""
    names = {"".join(p.name.split()).lower(): p.name for p in book.people}
    classes = {entry.exercise.id: entry for entry in book.classes}
    agree = 0
    differ: list[tuple[str, str, float | None, object]] = []
    for person in CLASS:
        name = names.get("".join(person.name.split()).lower(), "")
        for exercise, truth in person.truth.items():
            entry = classes.get(exercise)
            found = 0.0 if entry is None else entry.points(name)
            if found == truth and name:
                agree += 1
            else:
                differ.append((person.name, exercise, truth, found))
        extra = {e.exercise.id for e in book.classes if name in e.results} - {*person.truth}
        differ += [(person.name, exercise, None, "graded") for exercise in extra]
    return agree, differ


def test_the_class_is_as_large_as_it_says() -> None:
    assert len(CLASS) == 45
    assert sum(len(person.files) for person in CLASS) == 116
    assert sum(len(person.truth) for person in CLASS) == 230


@pytest.mark.parametrize("layout", ["folders", "moodle", "moodle-flat", "canvas", "blackboard"])
def test_every_answer_earns_what_it_should(
    tmp_path: Path, layout: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, layout)
    agree, differ = agreeing(graded(tmp_path))
    show(capsys, f"{layout}: {agree} of 230 pairs of learner and exercise as they should be")
    assert differ == []
    assert agree == 230


@pytest.mark.parametrize("layout", ["folders", "moodle", "canvas"])
def test_a_zip_file_of_the_class_tells_everybody_apart(tmp_path: Path, layout: str) -> None:
    (tmp_path / "Course-Labs-4711.zip").write_bytes(zipped(layout))
    assert agreeing(graded(tmp_path)) == (230, [])


def test_a_folder_around_the_class_tells_everybody_apart(tmp_path: Path) -> None:
    write(tmp_path / "download", "folders")
    assert agreeing(graded(tmp_path)) == (230, [])


def test_remarks_are_on_what_there_is_to_do(tmp_path: Path) -> None:
    write(tmp_path, "moodle")
    book = graded(tmp_path)
    about = {problem.learner for problem in book.problems}
    # Without quotation marks, in another language, without a comma, essays, nothing done.
    assert about == {f"Learner {n}" for n in (39, 42, 43, 44, 45)}
    copied = next(names for what, names in book.same if what == "the same file")
    assert copied == ("Learner 01", *(f"Learner {n}" for n in range(27, 31)))
