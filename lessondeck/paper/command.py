"""``python -m lessondeck pdf``: build an edition, then print all of it."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lessondeck.building.edition import build, offer_paper
from lessondeck.building.errors import explain
from lessondeck.building.workshop import BuildError, Workshop
from lessondeck.core.atomic import write_whole
from lessondeck.core.builders import DECK_FOLDER
from lessondeck.core.messages import in_numbers
from lessondeck.core.printed import (
    HANDOUTS,
    SHEETS,
    SLIDES,
    SOURCES,
    Source,
    keep_source,
    kept_sources,
    pdf_of,
)
from lessondeck.paper import builder
from lessondeck.paper.epub import BOOK
from lessondeck.paper.fingerprints import recipe_of
from lessondeck.paper.pages import UnfitForPaperError, write_pages
from lessondeck.paper.postprocessing import finish, page_numbers
from lessondeck.paper.printing import Job, Press, PressError, Printed
from lessondeck.slides.fitting import deck_names
from lessondeck.slides.written import state_of
from lessondeck.tools.chromium import NoChromiumError, launch_options

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

progress = logging.getLogger("lessondeck.progress")

COURSE: Final = "course.pdf"

PRINT_VIEW: Final = "?print-pdf"


@dataclass
class Paper:
    """What was printed, and what was not, each in one line."""

    folder: Path
    files: list[Path] = field(default_factory=list)
    kept: int = 0
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0


@dataclass(frozen=True)
class Task:
    """One file to be made: what progress calls it, its name in the folder, and its page.

    ``state`` is a digest of the deck that it shows, if it shows one, ``recipe`` one of all that
    it is printed from.
    """

    name: str
    target: str
    job: Job
    state: str = ""
    recipe: str = ""


def print_edition(root: Path, edition: str) -> Paper:
    """Build an edition and print it below ``build/pdf/``; its galleries then offer the decks.

    Raises:
        BuildError: there is no browser, or the edition can't be built; nothing was printed.
    """
    started = time.monotonic()
    workshop = Workshop(root.resolve(), edition)
    try:
        options = launch_options()
    except NoChromiumError as error:
        raise BuildError(f"{error}; get one: python -m lessondeck.tools.chromium") from error
    build(root, edition)
    paper = Paper(workshop.printed)
    try:
        progress.info("%s edition: paper", edition)
        pages = write_pages(workshop, builder.PaperBuilder.name)
        book = paper.folder / BOOK
        write_whole(book, (pages.folder / BOOK).read_bytes())
        paper.files.append(book)
        tasks = [*paper_tasks(pages.folder), *deck_tasks(workshop.published)]
        tasks = [replace(it, recipe=recipe_of(it.job, options, pages.address)) for it in tasks]
        with Press(options, workshop.published, pages.address) as press:
            print_tasks(press, changed(tasks, paper), paper)
        if not paper.faults:
            _remove_others(paper)
        offer_paper(workshop, pages.domain)
    except UnfitForPaperError as error:
        raise BuildError(str(error)) from error
    except OSError as error:
        raise BuildError(explain(error)) from error
    paper.seconds = time.monotonic() - started
    return paper


def deck_tasks(site: Path) -> Iterator[Task]:
    """Yield what to print of the decks of a site, deck by deck."""
    folder = site / DECK_FOLDER
    for name in deck_names(site):
        page = folder / f"{name}.html"
        slides = Job(page, "slides.css", query=PRINT_VIEW)
        handout = Job(page, "handout.css", query=PRINT_VIEW, step="handout")
        yield Task(f"{name}: slides", pdf_of(SLIDES, name), slides, state_of(page))
        yield Task(f"{name}: handout", pdf_of(HANDOUTS, name), handout, state_of(page))


def changed(tasks: Sequence[Task], paper: Paper) -> list[Task]:
    """Return what has to be printed; what was printed from the same is noted as kept."""
    noted = kept_sources(paper.folder)
    due = []
    for task in tasks:
        file = paper.folder / task.target
        if file.is_file() and noted.get(task.target) == Source(task.state, task.recipe):
            paper.files.append(file)
            paper.kept += 1
        else:
            due.append(task)
    if paper.kept:
        progress.info("keeping %s that would be the same", in_numbers(paper.kept, "file"))
    return due


def print_tasks(press: Press, tasks: Sequence[Task], paper: Paper) -> None:
    """Print pages into their places; a fault is noted, and leaves what was there before."""
    for number, task in enumerate(tasks, start=1):
        progress.info("printing %d of %d: %s", number, len(tasks), task.name)
        target = paper.folder / task.target
        try:
            data = finish(_in_passes(press, task.job))
            # Cut off between the two, it is no file of any state.
            keep_source(paper.folder, task.target, Source())
            write_whole(target, data)
            keep_source(paper.folder, task.target, Source(task.state, task.recipe))
        except PressError as error:
            paper.faults.append(f"{task.name}: {error}")
            progress.info("not printed: %s", paper.faults[-1])
        else:
            paper.files.append(target)


def _in_passes(press: Press, job: Job) -> Printed:
    """Print a page; one with a list of contents again, once it is known where things are."""
    if job.step != "contents":
        return press.run(job)
    first = press.run(job, pages={})
    return press.run(job, pages=page_numbers(first))


def paper_tasks(pages: Path) -> Iterator[Task]:
    """Yield what to print of the pages that were written for paper."""
    yield Task("the course", COURSE, Job(pages / builder.COURSE, step="contents"))
    for page in sorted((pages / builder.SHEETS).glob("*.html")):
        target = f"{SHEETS}/{page.with_suffix('.pdf').name}"
        yield Task(f"{page.stem}: exercises", target, Job(page))


def _remove_others(paper: Paper) -> None:
    """Remove what an earlier printing made of sources that are gone."""
    for file in sorted(paper.folder.rglob("*")):
        if file.is_file() and file not in paper.files and file.name != SOURCES:
            file.unlink()
            keep_source(paper.folder, file.relative_to(paper.folder).as_posix(), Source())


def closing_words(root: Path, paper: Paper) -> str:
    """Return what to say at the end: where the files are, and what is not among them."""
    folder = paper.folder.relative_to(root.resolve())
    lines = [
        f"\nprinted {in_numbers(len(paper.files) - paper.kept, 'file')}"
        f" of {len(paper.files)} in {paper.seconds:.0f} s",
        f"course    {folder / COURSE}",
        f"book      {folder / BOOK}",
        f"exercises {folder / SHEETS}/",
        f"slides    {folder / SLIDES}/",
        f"handouts  {folder / HANDOUTS}/",
    ]
    lines += [f"not printed: {fault}" for fault in paper.faults]
    return "\n".join(lines)
