"""Run Sphinx twice on the same doctrees: it writes pages, and decks beside them.

Decks need what the builder of pages has read, and nothing that it writes.
So they are built in a process of their own from the moment that everything is read.
"""

from __future__ import annotations

import logging
import shutil
import sys
from contextlib import ExitStack
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from sphinx.application import Sphinx, builtin_extensions
from sphinx.builders.html import _assets
from sphinx.locale import translators
from sphinx.util.console import nocolor
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.logging import LogCollector, convert_serializable
from sphinx.util.parallel import ParallelTasks, parallel_available

from lessondeck.building.compiled import share_compiled_templates
from lessondeck.core.builders import DECK_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from lessondeck.building.reports import Reports
    from lessondeck.building.workshop import Workshop

progress = logging.getLogger("lessondeck.progress")

SPHINX: Final = logging.getLogger("sphinx")


def build_pages_and_decks(
    workshop: Workshop, jobs: int, reports: Reports, again: Iterable[str]
) -> Sphinx:
    """Build both as ``sphinx-build`` does.

    Args:
        workshop: where to work.
        jobs: processes to use.
        reports: hears the warnings.
        again: documents to read again though they did not change.

    Returns:
        The application that built the pages; the warnings about decks are among those it counts.
    """
    beside = ParallelTasks(1)
    with ExitStack() as namespace:
        pages = application(namespace, workshop, "html", workshop.site, jobs)
        reports.listen_to(pages)
        pages.connect("env-get-outdated", lambda app, env, *_: set(again) & env.found_docs)
        pages.connect("env-get-outdated", _remove_output_of_removed(workshop))

        def decks() -> list[logging.LogRecord]:
            namespace.close()
            return _build_decks(workshop, max(1, jobs // 2))

        def start_decks(_app: Sphinx, _builder: object) -> None:
            progress.info("%s edition: decks", workshop.edition)
            beside.add_task(decks, None, _report)

        in_parallel = parallel_available and jobs > 1
        if in_parallel:
            pages.connect("write-started", start_decks)
        progress.info("%s edition: pages", workshop.edition)
        try:
            pages.build()
        except BaseException:
            beside.terminate()
            raise
        if in_parallel:
            beside.join()
        else:
            progress.info("%s edition: decks", workshop.edition)
            _report(None, decks())
        return pages


def application(
    namespace: ExitStack, workshop: Workshop, builder: str, target: Path, jobs: int
) -> Sphinx:
    """Set up Sphinx for one builder on the doctrees that all builders share."""
    if not sys.stderr.isatty():
        nocolor()
    _forget_last_build()
    # Sphinx copies static files anew every time, but never removes one.
    shutil.rmtree(target / "_static", ignore_errors=True)
    namespace.enter_context(patch_docutils(workshop.root))
    namespace.enter_context(docutils_namespace())
    app = Sphinx(
        srcdir=workshop.root,
        confdir=workshop.root,
        outdir=target,
        doctreedir=workshop.doctrees,
        buildername=builder,
        confoverrides={"lessondeck_edition": workshop.edition},
        status=None,
        warning=sys.stderr,
        warningiserror=True,
        parallel=jobs,
    )
    share_compiled_templates(app)
    return app


def _forget_last_build() -> None:
    """Make a process build as a new one would: Sphinx keeps words and digests of files.

    Words would stay in the language that was built last or, where a class has them, first:
    https://github.com/sphinx-doc/sphinx/issues/13448
    """
    translators.clear()
    # Words of a module that is loaded while there is no translator are translated when needed.
    for name in builtin_extensions:
        import_module(name)
    _assets._file_checksum_inner.cache_clear()


def _build_decks(workshop: Workshop, jobs: int) -> list[logging.LogRecord]:
    """Build the decks from what was read for the pages; return what Sphinx says about it."""
    handlers = SPHINX.handlers[:]
    collector = LogCollector()
    try:
        with ExitStack() as namespace:
            target = workshop.site / DECK_FOLDER
            app = application(namespace, workshop, "revealjs", target, jobs)
            # A lesson saved in the meantime is for the next build, for its page too.
            app.connect("env-before-read-docs", read_nothing, priority=0)
            with collector.collect():
                app.build()
    finally:
        SPHINX.handlers[:] = handlers
    # Sphinx hands on what it holds back for a while, and then the collector has it twice.
    records = [
        record for record in dict.fromkeys(collector.logs) if record.levelno >= logging.WARNING
    ]
    convert_serializable(records)
    return records


def read_nothing(_app: Sphinx, _env: object, docnames: list[str]) -> None:
    """Have a builder write what was read before, and read nothing."""
    docnames.clear()


def _report(_argument: object, records: Iterable[logging.LogRecord]) -> None:
    """Say what another application had to say."""
    for record in records:
        SPHINX.handle(record)


def _remove_output_of_removed(workshop: Workshop) -> Any:
    """Return a listener that deletes what was built from documents that are gone."""

    def remove(_app: Sphinx, _env: Any, _added: Any, _changed: Any, removed: set[str]) -> list[str]:
        for docname in removed:
            for folder in (workshop.site, workshop.site / DECK_FOLDER):
                for suffix in (".html", ".ipynb"):
                    (folder / f"{docname}{suffix}").unlink(missing_ok=True)
        return []

    return remove
