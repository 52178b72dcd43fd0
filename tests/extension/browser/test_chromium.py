"""The browser is found, or got, or missed in one line."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from lessondeck.tools import chromium
from tests.support import REPOSITORY


def program(folder: Path, name: str, script: str) -> Path:
    """Write a program that a shell runs."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of all programs of a machine that has no browser yet."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "_playwrights_own", lambda: None)
    return tmp_path


def ways(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Have each of these programs be a way to get a browser."""
    found = [chromium.Way(f"from {name}", [[name, "chromium"]]) for name in names]
    monkeypatch.setattr(chromium, "_ways", lambda: found)


def test_a_browser_on_path_is_used(machine: Path) -> None:
    browser = program(machine, "google-chrome", "echo Chrome 1")
    assert chromium.get_chromium() == str(browser)
    assert chromium.launch_options()["executable_path"] == str(browser)


def test_a_signpost_in_place_of_the_browser_is_passed_by(machine: Path) -> None:
    program(machine, "chromium-browser", "echo please install the other package; exit 1")
    browser = program(machine, "google-chrome", "echo Chrome 1")
    assert chromium.find_chromium() == str(browser)


def test_playwrights_own_is_used_when_there_is_no_other(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = program(machine, "downloaded", "echo Chromium 1")
    monkeypatch.setattr(chromium, "_playwrights_own", lambda: str(own))
    assert chromium.find_chromium() == str(own)


def test_the_other_way_is_tried_when_the_first_fails(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ways(monkeypatch, "broken", "working")
    program(machine, "broken", "echo 'Error: no such host'; echo '    at lookup (dns:1)'; exit 1")
    browser = machine / "chromium"
    program(machine, "working", f"printf '#!/bin/sh\\n' > {browser}; /bin/chmod +x {browser}")
    assert chromium.get_chromium() == str(browser)
    assert capsys.readouterr().out.splitlines() == [
        "getting a Chromium from broken: broken chromium",
        "getting a Chromium from working: working chromium, "
        "since `broken chromium` failed: Error: no such host",
    ]


@pytest.mark.parametrize(("user", "ways"), [(0, ["playwright", "apt-get"]), (1, ["playwright"])])
def test_the_system_is_changed_last_and_by_root_alone(
    machine: Path, monkeypatch: pytest.MonkeyPatch, user: int, ways: list[str]
) -> None:
    program(machine, "apt-get", "exit 0")
    monkeypatch.setattr("os.geteuid", lambda: user)
    first_commands = [way.commands[0] for way in chromium._ways()]
    assert [next(it for it in ways if it in command) for command in first_commands] == ways


def test_make_gets_the_browser_before_it_builds() -> None:
    """Else the gallery of a new machine would have no pictures when tests look at it."""
    steps = [*commands("test"), "end"]
    browser, build = (
        next(n for n, step in enumerate(steps) if words in step)
        for words in ("lessondeck.tools.chromium", "lessondeck build")
    )
    assert browser < build
    assert not [step for step in commands("course") if "lessondeck.tools.chromium" in step]


def commands(goal: str) -> list[str]:
    """Return what make would run for a goal."""
    # The tests may be run by make, which leaves word for a make below it.
    clean = {name: value for name, value in os.environ.items() if "MAKE" not in name}
    done = subprocess.run(
        ["make", "--dry-run", "-j4", goal],
        cwd=REPOSITORY,
        env=clean,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_without_any_way_one_line_says_so(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ways(monkeypatch, "offline", "empty", "absent")
    program(machine, "offline", "echo first; echo the net is down; exit 1")
    program(machine, "empty", "exit 0")
    assert chromium.main() == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    for words in ("Chromium is needed", "the net is down", "does not start", "absent"):
        assert words in said
