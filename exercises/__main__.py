"""Commands for authors and instructors: ``python -m exercises COMMAND``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from .faults import BankError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: The command line without the name of the program.

    Returns:
        The exit status: 0, or 1 for a fault that the output names.
    """
    parser = argparse.ArgumentParser(prog="python -m exercises", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("compile", help="check the bank and write the learners' copy")
    parser.parse_args(arguments)
    return _compile()


def _compile() -> int:
    from . import source

    try:
        path = source.write_compiled()
    except BankError as error:
        print(error, file=sys.stderr)
        print(f"{len(error.faults)} faults; nothing was written.", file=sys.stderr)
        return 1
    print(f"Wrote exercises/{path.name}, {path.stat().st_size:,} bytes.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
