"""``lessondeck new FOLDER`` writes a whole course, which builds at once."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import Final

import pytest
import yaml

from lessondeck import __version__
from lessondeck.__main__ import main
from lessondeck.starter.writing import course_id
from tests.extension.test_workflow import lint
from tests.support import Course

WORDS_OF_TESTS: Final = re.compile(
    r"\b(canary|dummy|foo|bar|lorem|ipsum|placeholder|sample|tests?|todo|your name|xxx)\b", re.I
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course as the command writes it; to be looked at, not changed."""
    root = tmp_path_factory.mktemp("new") / "Clouds & Co"
    with contextlib.redirect_stdout(None):
        assert main(["new", str(root)]) == 0
    return Course(root)


def files(course: Course) -> list[Path]:
    return [file for file in sorted(course.root.rglob("*")) if file.is_file()]


def test_it_has_what_a_course_needs(written: Course) -> None:
    names = {file.relative_to(written.root).as_posix() for file in files(written)}
    assert {
        ".github/workflows/publish.yml",
        ".gitignore",
        "README.md",
        "conf.py",
        "exercises/bank.json",
        "exercises/sets.yml",
        "index.md",
        "notebooks/cloud-base.ipynb",
        "requirements.txt",
        "slides/talk.md",
        "source/rain.md",
        "source/two-questions.md",
    } <= names


def test_no_word_of_a_test_is_in_it(written: Course) -> None:
    found = {
        file.name: WORDS_OF_TESTS.findall(file.read_text(encoding="utf-8"))
        for file in files(written)
    }
    assert {name: words for name, words in found.items() if words} == {}


def test_it_is_named_after_its_folder(written: Course) -> None:
    assert 'lessondeck_course_id = "clouds-co"' in written.read("conf.py")
    assert course_id(Path("/…")) == "course"
    assert f"lessondeck[labs] ~= {__version__}" in written.read("requirements.txt")


def test_its_words_name_commands_that_exist(
    written: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    known = re.findall(r"[\w-]+", capsys.readouterr().out.partition("{")[2].partition("}")[0])
    texts = written.read("README.md") + written.read(".github/workflows/publish.yml")
    named = re.findall(r"\blessondeck ([\w-]+)", texts)
    assert {"build", "serve"} <= set(named) <= set(known)
    assert "make " not in texts


def test_its_workflow_is_one_that_a_host_can_run(written: Course) -> None:
    workflow = written.path(".github/workflows/publish.yml")
    assert lint(workflow) == []
    (job,) = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"].values()
    commands = [step["run"] for step in job["steps"] if "run" in step]
    assert commands == ["pip install -r requirements.txt", "lessondeck build --edition student"]


def test_it_builds_at_once_and_keeps_what_is_private(written: Course, tmp_path: Path) -> None:
    course = written.copy_to(tmp_path / "clouds")
    built = course.run("build").good().output
    assert "built 2 lessons as pages and decks, 1 composed deck, 1 lab" in built
    assert "lessondeck serve, then press S" in built
    assert "Six names, made of two questions each." in course.page("source/two-questions.html")
    assert 'data-serve="lessondeck serve"' in course.page("deck/slides/talk.html")
    assert "base(27, 17)" not in course.page("notebooks/cloud-base.ipynb")
    assert "Have a photo ready" not in course.page("source/rain.html")
    instructor = course.run("build", "--edition", "instructor").good().output
    assert "build/instructor/index.html" in instructor
    assert "base(27, 17)" in course.page("notebooks/cloud-base.ipynb", "instructor")
    assert "3 of 3" in course.page("notebooks/cloud-base.html", "instructor")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("there", "there is not empty; name a folder that is new or empty"),
        ("there/file.txt", "there/file.txt is a file; name a folder that is new or empty"),
        ("there/file.txt/in", "there/file.txt/in can't be written to (not a directory)"),
    ],
)
def test_a_folder_with_something_in_it_stays_as_it_is(
    name: str,
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("there").mkdir()
    Path("there/file.txt").write_text("mine", encoding="utf-8")
    assert main(["new", name]) == 1
    said = capsys.readouterr().err
    assert expected in said
    assert len(said.splitlines()) == 1
    assert [path.as_posix() for path in Path().rglob("*")] == ["there", "there/file.txt"]
