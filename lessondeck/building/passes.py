"""Run Sphinx twice on the same doctrees: it writes pages, and decks beside them.

Decks need what the builder of pages has read, and nothing that it writes.
So they are built in a process of their own from the moment that everything is read.
"""

from __future__ import annotations

import logging
import multiprocessing
import shutil
import sys
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from sphinx.application import Sphinx, builtin_extensions
from sphinx.locale import translators
from sphinx.util.console import nocolor
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.logging import LogCollector, convert_serializable
from sphinx.util.parallel import ParallelTasks, parallel_available

from lessondeck.building.compiled import share_compiled_templates
from lessondeck.core.builders import DECK_FOLDER
from lessondeck.core.internals import forget_checksums

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Set
    from multiprocessing.connection import Connection
    from pathlib import Path

    from lessondeck.building.reports import Reports
    from lessondeck.building.workshop import Workshop

progress = logging.getLogger("lessondeck.progress")

SPHINX: Final = logging.getLogger("sphinx")


class Passes:
    """Sphinx, set up to build pages and then decks from what was read for them; it does so once.

    A preview sets it up before it is known what will have changed.
    ``pages`` builds the pages, ``written`` are the documents whose pages it has written.
    """

    def __init__(
        self, workshop: Workshop, jobs: int, *, beside: bool, keep_static: bool = False
    ) -> None:
        """Set up the builder of pages.

        Args:
            workshop: where to work.
            jobs: processes to read and write pages with.
            beside: build decks in a process of their own while pages are written.
            keep_static: static files are as they were when they were copied.
        """
        self._workshop, self._jobs = workshop, jobs
        self._beside = beside and parallel_available
        self._keep_static = keep_static
        self._namespace = ExitStack()
        self.written: set[str] = set()
        self.pages = application(
            self._namespace, workshop, "html", workshop.site, jobs, keep_static=keep_static
        )

    def close(self) -> None:
        """Take back what Sphinx has registered for this process."""
        self._namespace.close()

    def build(self, reports: Reports, again: Iterable[str], first: First | None = None) -> Sphinx:
        """Build both as ``sphinx-build`` does.

        Args:
            reports: hears the warnings.
            again: documents to read again though they did not change.
            first: what to write first.

        Returns:
            The application that built the pages; the warnings about decks are among its own.
        """
        pages = self.pages
        beside = ParallelTasks(1)
        told, tell = multiprocessing.Pipe(duplex=False)

        def decks() -> list[logging.LogRecord]:
            self.close()
            names = first.docnames if first else frozenset()
            jobs = max(1, self._jobs // 2)
            return _build_decks(self._workshop, jobs, self._keep_static, names, tell)

        def start_decks(_app: Sphinx, _builder: object) -> None:
            progress.info("%s edition: decks", self._workshop.edition)
            beside.add_task(decks, None, _report)
            tell.close()

        def seen() -> None:
            assert first is not None
            # Nothing is told if there was no deck to write, or a process that failed.
            with suppress(EOFError):
                if told.recv() and not reports.shown:
                    first.seen()

        reports.listen_to(pages)
        pages.connect("env-get-outdated", lambda app, env, *_: set(again) & env.found_docs)
        pages.connect("env-get-outdated", _remove_output_of_removed(self._workshop))
        pages.connect("doctree-resolved", lambda app, tree, name: self.written.add(name))
        if self._beside:
            pages.connect("write-started", start_decks)
            if first is not None:
                write_first(pages.builder, first.docnames, seen)
        progress.info("%s edition: pages", self._workshop.edition)
        try:
            pages.build()
            if self._beside:
                beside.join()
            else:
                progress.info("%s edition: decks", self._workshop.edition)
                _report(None, decks())
        except BaseException:
            beside.terminate()
            raise
        finally:
            self.close()
        return pages


@dataclass(frozen=True)
class First:
    """Documents to write before all others, and what to call once pages and decks show them."""

    docnames: frozenset[str]
    seen: Callable[[], None]


def write_first(builder: Any, names: frozenset[str], then: Callable[[], None]) -> None:
    """Have a builder of Sphinx write some documents before all others.

    Args:
        builder: writes HTML; it asks for all documents in the order of their names.
        names: the documents to write first.
        then: is called once they are there, with the pictures that they show.
    """
    write = builder.write_documents

    def write_in_two_parts(docnames: Set[str]) -> None:
        if docnames & names:
            write(docnames & names)
            builder.copy_image_files()
            then()
        if docnames - names:
            write(docnames - names)

    builder.write_documents = write_in_two_parts


def application(
    namespace: ExitStack,
    workshop: Workshop,
    builder: str,
    target: Path,
    jobs: int,
    *,
    keep_static: bool = False,
) -> Sphinx:
    """Set up Sphinx for one builder on the doctrees that all builders share."""
    if not sys.stderr.isatty():
        nocolor()
    _forget_last_build()
    if not keep_static:
        # Sphinx copies static files anew every time, but never removes one.
        shutil.rmtree(target / "_static", ignore_errors=True)
    with ExitStack() as registered:
        registered.enter_context(patch_docutils(workshop.root))
        registered.enter_context(docutils_namespace())
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
        namespace.push(registered.pop_all())
    share_compiled_templates(app, workshop.folder / "templates" if keep_static else None)
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
    forget_checksums()


def _build_decks(
    workshop: Workshop, jobs: int, keep_static: bool, first: frozenset[str], tell: Connection
) -> list[logging.LogRecord]:
    """Build the decks from what was read for the pages; return what Sphinx says about it."""
    handlers = SPHINX.handlers[:]
    collector = LogCollector()

    def warnings() -> list[logging.LogRecord]:
        # Sphinx hands on what it holds back for a while, and then the collector has it twice.
        said = dict.fromkeys(collector.logs)
        return [record for record in said if record.levelno >= logging.WARNING]

    try:
        with ExitStack() as namespace:
            target = workshop.site / DECK_FOLDER
            app = application(
                namespace, workshop, "revealjs", target, jobs, keep_static=keep_static
            )
            # A lesson saved in the meantime is for the next build, for its page too.
            app.connect("env-before-read-docs", read_nothing, priority=0)
            if first:
                write_first(app.builder, first, lambda: tell.send(not warnings()))
            with collector.collect():
                app.build()
    finally:
        SPHINX.handlers[:] = handlers
        tell.close()
    records = warnings()
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
