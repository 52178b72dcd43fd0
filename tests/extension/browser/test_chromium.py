"""The browser is found, or got, or missed in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from lessondeck import chromium


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
    monkeypatch.setattr(chromium, "_ways", lambda: [[[name, "chromium"]] for name in names])


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
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways(monkeypatch, "broken", "working")
    program(machine, "broken", "exit 100")
    browser = machine / "chromium"
    program(machine, "working", f"printf '#!/bin/sh\\n' > {browser}; /bin/chmod +x {browser}")
    assert chromium.get_chromium() == str(browser)


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
