"""Commands for authors and instructors: ``python -m selfcheck COMMAND``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from . import authoring, bank, grading
from .grading.report import write_report
from .grading.tables import write_tables

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(
    arguments: Sequence[str] | None = None,
    *,
    folder: Path = Path("exercises"),
    program: str = "python -m selfcheck",
) -> int:
    """Run a command.

    Args:
        arguments: The command line without the name of the program.
        folder: The bank, unless the command line names another one.
        program: What the user called.

    Returns:
        The exit status: 0, or 1 for a fault that the output names.
    """
    chosen = parser_of(folder, program).parse_args(arguments)
    try:
        match chosen.command:
            case "check":
                _check(chosen.bank)
            case "compile":
                _compile(chosen.bank)
            case "choices":
                _choices(chosen.bank, chosen.ask, chosen.items)
            case "bundle":
                _bundle(chosen.bank, chosen.file)
            case "grade":
                _grade(chosen.bank, chosen.folder, chosen.out, chosen.notebooks)
    except authoring.BankError as error:
        print(error, file=sys.stderr)
        faults = "1 fault" if len(error.faults) == 1 else f"{len(error.faults)} faults"
        print(f"The bank has {faults}.", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def parser_of(folder: Path, program: str) -> argparse.ArgumentParser:
    """Return what reads the command line; `main` explains both parameters."""
    parser = argparse.ArgumentParser(
        prog=program, description="Commands for authors and instructors."
    )
    parser.add_argument(
        "--bank", type=Path, default=folder, help="folder of the bank (default: %(default)s)"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="check the bank and name each fault")
    commands.add_parser("compile", help="check the bank and write the learners' copy")
    choices = commands.add_parser("choices", help="print what is said to each choice of each item")
    choices.add_argument("--ask", help="only for this facet")
    choices.add_argument("items", nargs="*", help="only for these items")
    bundle = commands.add_parser("bundle", help="pack the self-check for learners into a zip file")
    bundle.add_argument("file", type=Path, help="the zip file to write")
    grade = commands.add_parser("grade", help="grade a folder of submissions")
    grade.add_argument("folder", type=Path, help="progress files, notebooks and zip files")
    grade.add_argument("--out", type=Path, required=True, help="folder for report and tables")
    grade.add_argument(
        "--notebooks", type=Path, help="the course's labs (default: notebooks/ beside the bank)"
    )
    return parser


class UserError(Exception):
    """Something that the user can mend; the message says how."""


def _check(source: Path) -> None:
    found = bank.build(authoring.read(source))
    print(f"{len(found.items)} items and {len(found.exercises)} exercises, no fault.")


def _compile(source: Path) -> None:
    path = authoring.write_compiled(source)
    print(f"Wrote {source.name}/{path.name}, {path.stat().st_size:,} bytes.")


def _choices(source: Path, ask: str | None, wanted: Sequence[str]) -> None:
    known = bank.build(authoring.read(source))
    items, facets = known.items, known.facets
    unknown = ", ".join(key for key in wanted if key not in items)
    if unknown:
        raise UserError(f"There is no item called {unknown}.")
    if ask is not None and ask not in facets:
        raise UserError(f"There is no facet called {ask}; there are: {', '.join(facets)}.")
    asked = [facets[ask]] if ask is not None else list(facets.values())
    for line in authoring.table_of_choices([items[key] for key in wanted or items], asked):
        print(line)


def _bundle(source: Path, file: Path) -> None:
    names = authoring.write_bundle(file, source)
    print(f"Wrote {file} with {len(names)} files, {file.stat().st_size:,} bytes.")


def _grade(source: Path, folder: Path, out: Path, notebooks: Path | None) -> None:
    if out.resolve().is_relative_to(folder.resolve()):
        raise UserError(f"{out} lies inside {folder}. Choose a folder outside for the report.")
    keys = bank.build(authoring.read(source))
    labs = grading.CourseLabs.read(notebooks or source.parent / "notebooks", source / "data")
    handed_in = grading.collect(folder, labs=labs, rule=grading.rule_of(keys))
    book = grading.grade(handed_in, keys)
    out.mkdir(parents=True, exist_ok=True)
    report = out / "report.html"
    report.write_text(write_report(book), encoding="utf-8", newline="\n")
    write_tables(book, out)
    print(
        f"Looked at {book.files} files of {len(book.people)} people "
        f"and graded {book.learners} learners."
    )
    opened = sum(len(entry.open) for entry in book.classes)
    by_hand = f"{opened} answers to look at by hand, " if opened else ""
    print(f"{by_hand}{len(book.problems)} remarks: {out / 'problems.csv'}")
    print(f"Points for each person: {out / 'gradebook.csv'}")
    print(f"Report: {report}")


if __name__ == "__main__":
    sys.exit(main())
