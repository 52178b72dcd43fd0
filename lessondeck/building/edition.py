"""Build a whole edition: pages and decks from the same doctrees, then swap it into place.

Sphinx works in ``build/work/EDITION``, which keeps its doctrees and output between builds.
Only a build without a warning is published, by a copy that takes the place of the last one;
whatever goes wrong before that leaves the published edition as it was.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import SphinxParallelError

from lessondeck.building.child_processes import let_no_process_outlive_this_one
from lessondeck.building.errors import explain, is_interruption, lost_its_source
from lessondeck.building.passes import First, Passes
from lessondeck.building.publish import PublishedFolder, exclusive
from lessondeck.building.reports import Reports
from lessondeck.building.surroundings import lacks_packages, read_outside
from lessondeck.building.unchanged import inputs, note_done
from lessondeck.building.workshop import BuildError, Report, Workshop
from lessondeck.core.config import EDITIONS
from lessondeck.core.dates import settle_date
from lessondeck.core.digests import digest
from lessondeck.core.documents import is_lab
from lessondeck.core.domain import lesson_domain
from lessondeck.core.messages import in_numbers
from lessondeck.gallery.filling import fill_galleries
from lessondeck.gallery.page import GALLERIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lessondeck.core.domain import LessonDomain

progress = logging.getLogger("lessondeck.progress")


def build(
    root: Path, edition: str = "student", *, jobs: int | None = None, publish: bool = True
) -> Report:
    """Build pages and decks of one edition and publish them.

    Args:
        root: the folder with ``conf.py``.
        edition: ``student`` or ``instructor``.
        jobs: processes for reading, writing and labs; by default one per processor.
        publish: copy the result to its place; a preview reads the work folder instead,
            without pictures in the gallery of slides that were not drawn before.

    Raises:
        BuildError: something is wrong with the sources or the disk;
            what was published before stays.
    """
    workshop = open_workshop(root, edition)
    before = inputs(workshop, ()) if publish else ""
    with told_in_words(workshop):
        workshop.folder.mkdir(parents=True, exist_ok=True)
        with exclusive(workshop.folder.with_suffix(".lock")):
            return build_whole(workshop, jobs or os.cpu_count() or 1, publish, before)


def open_workshop(root: Path, edition: str) -> Workshop:
    """Return the folders of an edition, and see to what every build needs.

    Raises:
        BuildError: there is no such edition, or no course.
    """
    if edition not in EDITIONS:
        raise BuildError(f"unknown edition {edition!r}; it is one of: {', '.join(EDITIONS)}")
    if not (root / "conf.py").is_file():
        raise BuildError(
            f"{root}: there is no conf.py here; run this in the course's folder, "
            "or write a course to start from: lessondeck new FOLDER"
        )
    settle_date()
    let_no_process_outlive_this_one()
    return Workshop(root.resolve(), edition)


@contextmanager
def told_in_words(workshop: Workshop) -> Iterator[None]:
    """Turn whatever stops a build into words for its author."""
    try:
        yield
    except BuildError as error:
        raise BuildError(f"{error}{_last_good(workshop)}") from error
    except Exception as error:
        if is_interruption(error):
            raise KeyboardInterrupt from error
        raise BuildError(f"{explain(error)}{_last_good(workshop)}") from error


def build_whole(workshop: Workshop, jobs: int, publish: bool, before: str) -> Report:
    """Build whatever changed, however it did; whoever calls holds the lock."""
    try:
        _clear_up(workshop)
        return run(workshop, Passes(workshop, jobs, beside=jobs > 1), publish, before)
    except SphinxParallelError as error:
        if not lost_its_source(error):
            raise
        progress.info("building again in one process, to find the file behind an error")
        return build_whole(workshop, 1, publish, before)


def _clear_up(workshop: Workshop) -> None:
    """Forget what an earlier build left that this one can't build on."""
    PublishedFolder(workshop.published).recover()
    if workshop.unfinished.exists():
        progress.info("the last build did not end: starting afresh")
        shutil.rmtree(workshop.folder)
    elif workshop.tools.exists() and workshop.tools.read_text() != _tools(workshop.root):
        progress.info("lessondeck or the locked packages changed: starting afresh")
        shutil.rmtree(workshop.folder)
    workshop.folder.mkdir(parents=True, exist_ok=True)
    workshop.unfinished.write_text("")
    settings = digest(workshop.root, ["conf.py"])
    if workshop.settings.exists() and workshop.settings.read_text() != settings:
        shutil.rmtree(workshop.site, ignore_errors=True)
    workshop.settings.write_text(settings)
    workshop.tools.write_text(_tools(workshop.root))


def run(
    workshop: Workshop,
    passes: Passes,
    publish: bool,
    before: str,
    first: First | None = None,
) -> Report:
    """Build with what is set up, and publish; whoever calls holds the lock.

    Args:
        workshop: the edition; its mark that a build is unfinished is set.
        passes: Sphinx.
        publish: copy the result to its place.
        before: what `note_done` takes.
        first: what to write first; not with a gallery, which is filled at the end.

    Raises:
        BuildError: there were warnings.
    """
    started = time.monotonic()
    reports = Reports()
    if first is not None and first.docnames & GALLERIES.of(passes.pages.env).keys():
        first = None
    pages = passes.build(reports, _warned_last_time(workshop), first)
    if reports.shown:
        _remember_warned(workshop, reports)
        raise BuildError(
            f"{in_numbers(reports.shown, 'warning')}, see above: nothing was published"
        )
    domain = lesson_domain(pages.env)
    drawn = fill_galleries(workshop.root, workshop.site, workshop.printed, domain, draw=publish)
    changed = publish and PublishedFolder(workshop.published).replace_by(workshop.site)
    workshop.unfinished.unlink()
    report = Report(
        folder=workshop.published if publish else workshop.site,
        lessons=len(domain.lessons),
        decks=len(domain.decks),
        labs=sum(is_lab(pages.config, name) for name in pages.env.found_docs),
        galleries=len(GALLERIES.of(pages.env)),
        seconds=time.monotonic() - started,
        changed=changed,
        everything=passes.written >= pages.env.found_docs,
        lacks_packages=lacks_packages(pages),
    )
    if publish and drawn and not report.lacks_packages:
        note_done(workshop, report, read_outside(pages), before)
    return report


def offer_paper(workshop: Workshop, domain: LessonDomain) -> None:
    """Have the galleries of a built edition offer what was printed of its decks since.

    Raises:
        OSError: there is no room for it; what was published before stays.
    """
    if not GALLERIES.of(domain.env):
        return
    progress.info("putting slides and handouts into the gallery")
    with exclusive(workshop.folder.with_suffix(".lock")):
        fill_galleries(workshop.root, workshop.site, workshop.printed, domain, draw=False)
        PublishedFolder(workshop.published).replace_by(workshop.site)


def _tools(root: Path) -> str:
    """Return a digest of this package and the locked ones."""
    package = digest(Path(__file__).parents[1], ["."])
    return f"{package} {digest(root, ['requirements.txt'])} {sys.version}"


def _warned_last_time(workshop: Workshop) -> list[str]:
    """Return the documents to read again: a warning must not vanish by being ignored."""
    if not workshop.warned.exists():
        return []
    docnames: list[str] = json.loads(workshop.warned.read_text())
    workshop.warned.unlink()
    return docnames


def _remember_warned(workshop: Workshop, reports: Reports) -> None:
    """Have the next build read again what this one warned about, or everything if unclear."""
    if reports.unplaced:
        return
    workshop.warned.write_text(json.dumps(sorted(reports.docnames)))
    workshop.unfinished.unlink()


def _last_good(workshop: Workshop) -> str:
    if not workshop.published.exists():
        return ""
    return f"\n{workshop.published.relative_to(workshop.root)} is as the last good build left it"
