"""Commands of the course builder: ``lessondeck build``, ``serve``, ``pdf`` and others."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Final, NoReturn

from lessondeck.building.unchanged import unchanged
from lessondeck.building.workshop import BuildError, Report, Workshop
from lessondeck.core.commands import program, typed
from lessondeck.core.config import EDITIONS
from lessondeck.core.messages import in_numbers
from lessondeck.core.version import __version__

ABOUT: Final = "Make course pages and slide decks of the same lessons, in the folder of a conf.py."
"""What the command says of itself."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit status: 0 good, 1 mistake in the sources, 130 stopped."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(format="%(message)s", stream=sys.stdout)
    logging.getLogger("lessondeck.progress").setLevel(logging.INFO)
    root = Path.cwd()
    try:
        if options.command == "serve":
            # Imported late: the server is for authors, and a build must not wait for it.
            from lessondeck.building.serve import serve  # noqa: PLC0415

            serve(root, options.edition, port=options.port)
        elif options.command == "lint-decks":
            return _lint_decks(root, options.edition)
        elif options.command == "pdf":
            return _print(root, options.edition)
        elif options.command == "new":
            return _new(options.folder)
        else:
            print(_closing_words(root, _build(root, options.edition, options.jobs)))
    except BuildError as error:
        print(f"\nnot built: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nstopped; the next build starts where it can", file=sys.stderr)
        return 130
    return 0


def _build(root: Path, edition: str, jobs: int | None) -> Report:
    """Build unless the same would come out again."""
    started = time.monotonic()
    done = unchanged(Workshop(root.resolve(), edition)) if edition in EDITIONS else None
    if done is not None:
        return replace(done, seconds=time.monotonic() - started)
    # Imported late: to load Sphinx and all that it needs takes longer than to see that.
    from lessondeck.building.edition import build  # noqa: PLC0415

    return build(root, edition, jobs=jobs)


def _lint_decks(root: Path, edition: str) -> int:
    """Look at every slide in a browser; return the exit status."""
    _require("lint", "looking at slides")
    # Imported late: a build does without a browser.
    from lessondeck.building.lint import lint_decks  # noqa: PLC0415
    from lessondeck.slides.fitting import LintError  # noqa: PLC0415

    try:
        findings = lint_decks(root, edition)
    except LintError as error:
        print(f"\nnot looked at: {error}", file=sys.stderr)
        return 1
    print(f"\n{findings}")
    return 1 if findings.faults else 0


def _print(root: Path, edition: str) -> int:
    _require("paper", "printing")
    # Imported late: a machine without a browser can build all the same.
    from lessondeck.paper.command import closing_words, print_edition  # noqa: PLC0415

    paper = print_edition(root, edition)
    print(closing_words(root, paper))
    return 1 if paper.faults else 0


def _require(extra: str, what: str) -> None:
    """Stop a command whose packages are not installed."""
    # Imported late, with Sphinx: a build that has nothing to do needs neither.
    from lessondeck.core.extras import MissingExtraError, require  # noqa: PLC0415

    try:
        require(extra, what)
    except MissingExtraError as error:
        raise BuildError(str(error)) from error


def _new(folder: Path) -> int:
    """Write a course to start from, and say what to do with it; return the exit status."""
    # Imported late: authors do it once.
    from lessondeck.starter.writing import NewCourseError, next_steps, write_course  # noqa: PLC0415

    try:
        write_course(folder)
    except NewCourseError as error:
        print(f"not written: {error}", file=sys.stderr)
        return 1
    print(f"wrote a small course into {folder}/: two lessons, a lab, exercises and a talk\n\nnext:")
    print("\n".join(f"  {step}" for step in next_steps(folder, program())))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=program(), description=ABOUT)
    parser.add_argument("--version", action="version", version=f"lessondeck {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, what in (
        ("build", "build pages and decks and publish them"),
        ("serve", "preview in the browser and rebuild on every change"),
        ("lint-decks", "look at every slide of the built decks: what does not fit its frame?"),
        ("pdf", "build an edition and print it: course, exercises, slides, handouts"),
    ):
        command = commands.add_parser(name, help=what)
        command.add_argument("--edition", default="student", help=f"one of: {', '.join(EDITIONS)}")
        if name == "build":
            command.add_argument("--jobs", type=int, default=None, help="processes (all)")
        elif name == "serve":
            command.add_argument("--port", type=int, default=8000, help="0 finds a free one")
    new = commands.add_parser("new", help="write a small course to start from")
    new.add_argument("folder", type=Path, help="a folder that is new or empty")
    return parser


def _closing_words(root: Path, report: Report) -> str:
    folder = report.folder.relative_to(root)
    made = "built" if report.changed else "nothing to do:"
    return (
        f"\n{made} {in_numbers(report.lessons, 'lesson')} as pages and decks, "
        f"{in_numbers(report.decks, 'composed deck')}, {in_numbers(report.labs, 'lab')} "
        f"in {report.seconds:.1f} s\n"
        f"pages  {folder}/index.html  (open it in a browser)\n"
        f"decks  {folder}/deck/       (speaker view: {typed(root, 'serve')}, then press S)"
    )


def _stop(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def command() -> NoReturn:
    """Run the command that was typed, and end the process with its status."""
    # A supervisor that ends a build is answered like Ctrl-C: it clears up, and says so.
    signal.signal(signal.SIGTERM, _stop)
    sys.exit(main())


if __name__ == "__main__":
    command()
