"""Command line of the bench: ``python -m bench --help``."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from bench import __doc__ as about
from bench.measure import BenchError
from bench.rows import QUICK, Bench, Plan
from bench.table import aims, table


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; return the exit status: 0 good, 1 a build failed, 130 stopped."""
    options = _parser().parse_args(arguments)
    plan = replace(QUICK if options.quick else Plan(), only=tuple(options.only))
    # An exit by exception, so that the temporary folder goes too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    started = time.monotonic()

    def progress(what: str) -> None:
        print(f"[{time.monotonic() - started:4.0f} s] {what}", file=sys.stderr, flush=True)

    try:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            rows = Bench(Path(folder), plan, progress).run()
    except BenchError as error:
        print(f"\nnothing measured: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nstopped; nothing was left behind", file=sys.stderr)
        return 130
    if not rows:
        print(f"no row is named like {' or '.join(plan.only)}", file=sys.stderr)
        return 1
    print(f"\n{table(rows)}\n\n{aims(rows)}".rstrip())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description=about,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true", help="fewer rounds and lessons")
    parser.add_argument(
        "--only", action="append", default=[], metavar="NAME", help="rows whose name contains it"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
