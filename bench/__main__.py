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
from bench.browser_labs import BROWSER_LABS
from bench.measure import BenchError
from bench.rows import QUICK, Bench, Plan
from bench.suite import suite_seconds
from bench.table import (
    aims,
    browser_lab_aims,
    cell_aims,
    describe_machine,
    preview_aim,
    suite_aim,
    table,
)


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
            bench = Bench(Path(folder), plan, progress)
            rows = bench.run()
        in_browser = ""
        if plan.wants(BROWSER_LABS):
            progress(BROWSER_LABS)
            in_browser = browser_lab_aims()
        in_tests = ""
        if options.suite:
            progress("make test")
            in_tests = suite_aim(suite_seconds())
    except BenchError as error:
        print(f"\nnothing measured: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nstopped; nothing was left behind", file=sys.stderr)
        return 130
    measured = [rows, bench.wait, bench.seen, in_browser, in_tests]
    if not any(measured):
        print(f"no row is named like {' or '.join(plan.only)}", file=sys.stderr)
        return 1
    results = [table(rows), aims(rows)] if rows else [describe_machine()]
    if bench.wait is not None:
        results.append(cell_aims(bench.wait))
    if bench.seen:
        results.append(preview_aim(bench.seen))
    results += [in_browser, in_tests]
    print("", *filter(None, results), sep="\n\n" if rows else "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description=about,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true", help="fewer rounds and lessons")
    parser.add_argument(
        "--suite", action="store_true", help="run all tests too, and see how long they take"
    )
    parser.add_argument(
        "--only", action="append", default=[], metavar="NAME", help="rows whose name contains it"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
