"""What `make pdf` prints: whole, in order, tagged, and the same each time."""

from __future__ import annotations

import io
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from pypdf import PdfReader, PdfWriter

from lessondeck.core.printed import HANDOUTS, SHEETS, SLIDES, printed_folder
from lessondeck.gallery.filling import PAPERS
from lessondeck.paper.command import (
    COURSE,
    Paper,
    changed,
    closing_words,
    deck_tasks,
    print_tasks,
)
from lessondeck.paper.fingerprints import recipe_of
from lessondeck.paper.postprocessing import with_settled_names
from lessondeck.paper.printing import Job, Press, PressError, Printed, print_page
from lessondeck.tools.chromium import launch_options
from tests.browser.decks import open_deck
from tests.browser.paper import SEEN, squeezed, text_of
from tests.extension.browser.test_gallery import GALLERY, add_gallery
from tests.extension.engine.sample_bank import CLAIMS, PRACTICE_POLICIES, PRACTICE_SETS, write_bank
from tests.support import Course, digests
from tests.support import Page as Markup

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page
    from pypdf.generic import Destination

    from tests.browser.sites import Site

EDITIONS = ("student", "instructor")

# One process prints; the others have other tests.
pytestmark = pytest.mark.xdist_group("paper")


PRACTICE = """\
# Practice

## Sort some systems

```{classify} first-sort
```

## Sort for a grade

```{classify} graded-sort
```
"""

REASONS = {"open": "It moves mail and writes none.", "graded": "A language model composes it."}
"""Why a choice is wrong: of an item to practise with, and of one that is graded."""


@pytest.fixture(scope="session")
def printed(built: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return the small course with a bank, both editions printed; to be looked at, not changed."""
    course = built.copy_to(tmp_path_factory.mktemp("printed") / "course")
    claims = course.read("exercises/claims.yml")
    write_bank(
        course.path("exercises"),
        sets=PRACTICE_SETS,
        claims=f"{claims}\n{CLAIMS}",
        policies=PRACTICE_POLICIES,
    )
    course.write("source/reference/practice.md", PRACTICE)
    add_gallery(course)
    course.edit(
        "index.md",
        "```{toctree}\nsource/birds\nsource/fish\n",
        "```{toctree}\n:caption: Lessons\n\nsource/birds\nsource/fish\n```\n\n"
        "```{toctree}\n:caption: The rest\n\nsource/reference/practice\n",
    )
    for edition in EDITIONS:
        course.run("pdf", "--edition", edition).good()
    return course


def test_one_process_prints(request: pytest.FixtureRequest, worker_id: str) -> None:
    assert worker_id == "master" or request.node.nodeid.endswith("@paper")


def paper(course: Course, edition: str = "student") -> Path:
    """Return where an edition is printed."""
    return printed_folder(course.root, edition)


def offered(course: Course, edition: str = "student") -> dict[str, bytes]:
    """Return the PDFs that the gallery links, by their names in the folder of an edition."""
    page = Markup(course.page(f"{GALLERY}.html", edition))
    links = [link.attributes["href"] for link in page.all("a", inside="gallery")]
    mark = f"../../{PAPERS}/"
    files = [link.removeprefix(mark) for link in links if link.startswith(mark)]
    return {file: (course.site(edition) / PAPERS / file).read_bytes() for file in files}


def bookmarks(outline: list[Destination | list[Destination]]) -> Iterator[str]:
    """Yield the bookmarks of a PDF in reading order."""
    for entry in outline:
        if isinstance(entry, list):
            yield from bookmarks(entry)  # type: ignore[arg-type]
        else:
            yield str(entry.title)


@pytest.mark.parametrize("name", ["slides/both", "slides/day", "source/birds", "source/fish"])
def test_every_slide_is_a_sheet(page: Page, small: Site, printed: Course, name: str) -> None:
    open_deck(page, small.deck(name))
    titles: list[str] = page.evaluate(SEEN)
    file = paper(printed, "instructor") / SLIDES / f"{name.replace('/', '-')}.pdf"
    sheets = PdfReader(file).pages
    assert len(sheets) == len(titles)
    assert {(sheet.mediabox.width, sheet.mediabox.height) for sheet in sheets} == {(960, 540)}
    for title, sheet in zip(titles, sheets, strict=True):
        assert squeezed(title) in squeezed(sheet.extract_text())


@pytest.mark.parametrize("edition", EDITIONS)
def test_sheets_have_answers_for_the_instructor_alone(printed: Course, edition: str) -> None:
    birds = text_of(paper(printed, edition) / SHEETS / "source-birds.pdf")
    practice = text_of(paper(printed, edition) / SHEETS / "source-reference-practice.pdf")
    assert squeezed("Which of these are birds: bat, wren, bee, emu?") in birds
    assert squeezed("A mail server reads each message") in practice
    assert squeezed("You name the reason and the tone") in practice
    for choice in (
        "traditional AI",
        "generative AI without an LLM",
        "generative AI with an LLM inside",
        "LLM",
    ):
        assert f"☐{squeezed(choice)}" in practice
    answered = edition == "instructor"
    assert ("Wrenandemu" in birds) is answered
    for reason in REASONS.values():
        assert (squeezed(reason) in practice) is answered
    assert ("Name" in birds) is not answered, "a place for the learner's name"


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_gallery_offers_slides_and_handouts_of_its_edition(
    printed: Course, edition: str
) -> None:
    folder = paper(printed, edition)
    files = [file for kind in (SLIDES, HANDOUTS) for file in (folder / kind).iterdir()]
    assert len(files) == 8
    expected = {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}
    assert offered(printed, edition) == expected


def test_the_gallery_offers_no_paper_of_another_edition_or_of_an_older_deck(
    printed: Course, tmp_path: Path
) -> None:
    course = printed.copy_to(tmp_path / "course")
    shutil.copytree(paper(printed, "instructor"), paper(course, "instructor"))
    course.run("build").good()
    assert not offered(course)
    assert not (course.site() / PAPERS).exists()
    shutil.copytree(paper(printed), paper(course))
    course.edit("source/fish.md", "They breathe water", "They take in water")
    said = course.run("build").good().output
    left = {f"{kind}/{deck}.pdf" for kind in (SLIDES, HANDOUTS) for deck in ("source-birds",)}
    assert set(offered(course)) == left
    assert set(digests(course.site() / PAPERS)) == left
    assert "leaves out the PDFs of 3 decks that changed since" in said


def test_what_has_no_exercises_has_no_sheet(printed: Course) -> None:
    names = sorted(file.stem for file in (paper(printed) / SHEETS).iterdir())
    assert names == ["source-birds", "source-reference-practice"]


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_course_ends_with_the_answers_that_the_edition_may_know(
    printed: Course, edition: str
) -> None:
    _, mark, answers = text_of(paper(printed, edition) / COURSE).rpartition("Answerstotheexercises")
    assert mark
    assert squeezed("One of four fixed names is no new content") not in answers, "why not"
    assert squeezed("Its job is to sort.") in answers
    assert (squeezed("A sort for a grade") in answers) is (edition == "instructor")


def test_the_course_has_a_bookmark_for_every_chapter_and_section(printed: Course) -> None:
    reader = PdfReader(paper(printed) / COURSE)
    titles = list(bookmarks(reader.outline))  # type: ignore[arg-type]
    expected = [
        *("Lessons", "Birds", "Birds have feathers", "Some birds do not fly", "Penguins"),
        *("Two ways to count", "Long story", "Fish", "Fish have gills", "A whale is no fish"),
        *("Fish move by bending", "The rest", "Practice", "Sort some systems", "Sort for a grade"),
        *("Count", "Words", "Works", "Answers to the exercises", "A first sort"),
    ]
    assert titles[2:] == expected
    assert str(reader.root_object["/Lang"]) == "en"
    assert "/StructTreeRoot" in reader.root_object


def test_the_course_is_printed_at_its_own_size(printed: Course) -> None:
    sizes: Counter[float] = Counter()

    def note(text: str, user: list[float], own: list[float], _font: object, size: float) -> None:
        sizes[round(abs(size * own[3] * user[3]), 1)] += len(text.strip())

    for sheet in PdfReader(paper(printed) / COURSE).pages:
        sheet.extract_text(visitor_text=note)
    assert sizes.most_common(1)[0][0] == 10, "points; less if something is wider than a sheet"


def test_the_list_of_contents_names_the_right_pages(printed: Course) -> None:
    reader = PdfReader(paper(printed) / COURSE)
    contents = reader.pages[1].extract_text()
    for title in ("Fish have gills", "Practice", "Works"):
        (number,) = re.findall(rf"^{title}\s*(\d+)$", contents, re.MULTILINE)
        assert title in reader.pages[int(number) - 1].extract_text(), f"{title} on page {number}"


def test_a_handout_has_the_notes_and_slides_have_not(printed: Course) -> None:
    note = squeezed("They breathe water, unlike birds")
    assert note in text_of(paper(printed) / HANDOUTS / "source-fish.pdf")
    assert note not in text_of(paper(printed) / SLIDES / "source-fish.pdf")


@pytest.mark.parametrize("kind", [SLIDES, HANDOUTS])
def test_decks_have_bookmarks_tags_and_a_language(printed: Course, kind: str) -> None:
    for file in sorted((paper(printed) / kind).glob("*.pdf")):
        reader = PdfReader(file)
        root = reader.root_object
        assert root["/MarkInfo"]["/Marked"], file  # type: ignore[index]
        assert "/StructTreeRoot" in root, file
        assert str(root["/Lang"]) == "en", file
        assert str(root["/PageMode"]) == "/UseOutlines", file
        assert root["/ViewerPreferences"]["/DisplayDocTitle"], file  # type: ignore[index]
        assert reader.metadata is not None
        assert "Small course" in (reader.metadata.title or ""), file
    fish = PdfReader(paper(printed) / kind / "source-fish.pdf")
    assert list(bookmarks(fish.outline)) == [  # type: ignore[arg-type]
        "Fish",
        "Fish have gills",
        "A whale is no fish",
        "Fish move by bending",
        "Key points",
    ]


@pytest.mark.parametrize("canary", ["canary-note-birds", "canary-solution-birds"])
def test_what_is_private_is_on_the_instructors_paper_alone(printed: Course, canary: str) -> None:
    def told(edition: str) -> bool:
        files = sorted(paper(printed, edition).rglob("*.pdf"))
        assert files
        return any(canary in text_of(file) for file in files)

    assert told("instructor")
    assert not told("student")


def test_names_of_elements_do_not_tell_what_was_printed_before() -> None:
    first = b"/ID (node00000055) /Headers [(node00000055) (node00000057)]"
    later = first.replace(b"node0000", b"node0123")
    assert with_settled_names(first) == with_settled_names(later)
    assert with_settled_names(first).count(b"(node00000001)") == 2
    assert len(with_settled_names(first)) == len(first)


def addresses(file: Path) -> set[str]:
    """Return where the links of a PDF lead that leave it."""
    notes = [note for sheet in PdfReader(file).pages for note in sheet.get("/Annots", [])]
    found = {str(note.get_object().get("/A", {}).get("/URI", "")) for note in notes}
    return found - {""}


def test_no_address_on_paper_is_of_this_machine(printed: Course) -> None:
    for file in sorted(paper(printed).rglob("*.pdf")):
        assert not [it for it in addresses(file) if not it.startswith("https://")], file


def test_links_lead_to_the_published_site_if_it_has_an_address(
    page: Page, small: Site, tmp_path: Path
) -> None:
    (task,) = (it for it in deck_tasks(small.folder) if it.name == "source/fish: slides")
    address = "https://course.example.org/"
    file = tmp_path / "fish.pdf"
    file.write_bytes(print_page(page, task.job, small.folder, address).data)
    assert f"{address}source/fish.html#fish" in addresses(file)
    assert all(found.startswith(address) for found in addresses(file))


def test_the_same_course_gives_the_same_bytes_and_says_where_they_are(
    printed: Course, tmp_path: Path
) -> None:
    again = printed.copy_to(tmp_path / "elsewhere" / "course")
    said = again.run("pdf").good().output
    assert digests(paper(again)) == digests(paper(printed))
    assert "printing 1 of " in said
    assert f"build/pdf/student/{SLIDES}" in said
    assert offered(again) == offered(printed)


class Plain:
    """A press that prints an empty sheet."""

    def run(self, _job: Job) -> Printed:
        """Print."""
        writer = PdfWriter()
        writer.add_blank_page(100, 100)
        data = io.BytesIO()
        writer.write(data)
        return Printed(data.getvalue(), "Blank", ())


class Jammed(Plain):
    """A press that can't print slides."""

    def run(self, job: Job) -> Printed:
        """Fail, or print an empty sheet."""
        if job.style == "slides.css":
            raise PressError("the page is torn")
        return super().run(job)


def test_only_what_changed_is_printed_again(built: Course, tmp_path: Path) -> None:
    site, folder = tmp_path / "site", tmp_path / "paper"
    shutil.copytree(built.site(), site)

    def print_again(address: str = "") -> list[str]:
        tasks = [
            replace(task, recipe=recipe_of(task.job, launch_options(), address))
            for task in deck_tasks(site)
        ]
        done = Paper(folder)
        due = changed(tasks, done)
        print_tasks(cast("Press", Plain()), due, done)
        assert len(done.files) == len(tasks) == len(due) + done.kept
        return [task.name for task in due]

    assert len(print_again()) == 8
    assert not print_again()
    deck = site / "deck/source/fish.html"
    deck.write_text(deck.read_text().replace("They breathe water", "They take in water"))
    assert print_again() == ["source/fish: slides", "source/fish: handout"]
    (folder / HANDOUTS / "slides-both.pdf").unlink()
    assert print_again() == ["slides/both: handout"]
    assert len(print_again("https://course.example.org/")) == 8


def test_a_broken_page_loses_no_other(built: Course, tmp_path: Path) -> None:
    before = tmp_path / SLIDES / "source-fish.pdf"
    before.parent.mkdir()
    before.write_bytes(b"printed before")
    done = Paper(tmp_path)
    print_tasks(cast("Press", Jammed()), list(deck_tasks(built.site())), done)
    assert before.read_bytes() == b"printed before"
    assert len(done.files) == len(done.faults) == 4
    assert "source/fish: slides: the page is torn" in closing_words(tmp_path, done)
    assert {file.parent.name for file in done.files} == {HANDOUTS}


def test_a_page_with_a_fault_is_not_printed(
    new_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    for markup, words in (
        ("<script>throw new Error('torn')</script>", "torn"),
        ("<img src='absent.png' alt=''>", "absent.png is missing"),
    ):
        page = tmp_path / "page.html"
        page.write_text(markup, encoding="utf-8")
        tab = new_context(forgiven="torn|absent").new_page()
        with pytest.raises(PressError, match=words):
            print_page(tab, Job(page, "slides.css"), tmp_path)


def test_without_a_browser_one_line_says_what_to_do(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    said = course.run("pdf").bad("no Chromium found", "python -m lessondeck.tools.chromium").output
    assert said.strip().count("\n") == 0
    assert not paper(course).exists()
