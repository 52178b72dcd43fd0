"""The course as an EPUB book: whole, well-formed, and for its edition's eyes."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urldefrag
from xml.etree import ElementTree

import pytest

from lessondeck.building.workshop import Workshop
from lessondeck.core.dates import VARIABLE
from lessondeck.paper import xhtml
from lessondeck.paper.epub import BOOK, MIMETYPE
from lessondeck.paper.pages import UnfitForPaperError, write_pages
from tests.extension.engine.sample_bank import CLAIMS, PRACTICE_POLICIES, PRACTICE_SETS, write_bank
from tests.support import Cell, Course, Page, files_that_say, write_lab

OPF: Final = "{http://www.idpf.org/2007/opf}"
PAGE: Final = "application/xhtml+xml"

PRACTICE: Final = """\
# Practice

## A first sort: try three

```{classify} first-sort
```

```{classify} graded-sort
```

See {doc}`screen`, too.
"""

SCREEN: Final = """\
# On a screen

:::{exercise} Press the button
:minutes: 1

Then count the pixels-of-the-screen.
:::
"""

Book = dict[str, bytes]


def book_of(course: Course, edition: str) -> Book:
    """Write the book of an edition that was built, and return its files by name."""
    pages = write_pages(Workshop(course.root, edition), "paper")
    with zipfile.ZipFile(pages.folder / BOOK) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def library(built: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return the small course with a bank, both editions built."""
    course = built.copy_to(tmp_path_factory.mktemp("library") / "course")
    claims = course.read("exercises/claims.yml")
    write_bank(
        course.path("exercises"),
        sets=PRACTICE_SETS,
        claims=f"{claims}\n{CLAIMS}",
        policies=PRACTICE_POLICIES,
    )
    course.write("source/reference/practice.md", PRACTICE)
    course.write("source/reference/screen.md", SCREEN)
    added = ("source/reference/words", "source/reference/practice", "source/reference/screen")
    course.edit("index.md", added[0], "\n".join(added))
    conf = course.read("conf.py")
    course.write("conf.py", f'{conf}lessondeck_off_paper = ["source/reference/screen"]\n')
    for edition in ("student", "instructor"):
        course.build(edition).good()
    return course


@pytest.fixture(scope="module")
def student(library: Course) -> Book:
    """Return the files of the student's book."""
    return book_of(library, "student")


@pytest.fixture(scope="module")
def instructor(library: Course) -> Book:
    """Return the files of the instructor's book."""
    return book_of(library, "instructor")


def items(book: Book) -> Iterator[dict[str, str]]:
    """Yield the entries of the list of files."""
    yield from (
        it.attrib for it in ElementTree.fromstring(book["book/package.opf"]).iter(f"{OPF}item")
    )


def pages(book: Book) -> dict[str, ElementTree.Element]:
    """Return the documents of a book by file."""
    names = [item["href"] for item in items(book) if item["media-type"] == PAGE]
    return {name: ElementTree.fromstring(book[f"book/{name}"]) for name in names}


def test_the_type_comes_first_and_is_not_packed(library: Course) -> None:
    folder = write_pages(Workshop(library.root, "student"), "paper").folder
    data = (folder / BOOK).read_bytes()
    assert data[30:58] == b"mimetype" + MIMETYPE.encode()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None


def test_every_file_is_listed_once_and_every_page_is_read_in_order(student: Book) -> None:
    listed = [f"book/{item['href']}" for item in items(student)]
    own = {"mimetype", "META-INF/container.xml", "book/package.opf"}
    assert sorted(listed) == sorted(student.keys() - own)
    names = [item["id"] for item in items(student)]
    assert len(names) == len(set(names))
    package = ElementTree.fromstring(student["book/package.opf"])
    spine = [it.attrib["idref"] for it in package.iter(f"{OPF}itemref")]
    assert sorted(spine) == sorted(i["id"] for i in items(student) if i["media-type"] == PAGE)


def test_pages_have_a_language_one_first_heading_and_no_id_twice(student: Book) -> None:
    for name, page in pages(student).items():
        assert page.attrib["lang"] == "en", name
        assert len(list(page.iter(f"{{{xhtml.XHTML}}}h1"))) == 1, name
        ids = list(xhtml.ids(page))
        assert len(ids) == len(set(ids)), name


def test_every_link_and_picture_is_in_the_book(student: Book) -> None:
    documents = pages(student)
    for name, page in documents.items():
        for link in page.iter(f"{{{xhtml.XHTML}}}a"):
            address, anchor = urldefrag(link.attrib.get("href", ""))
            if address.startswith("http"):
                continue
            target = posixpath.join(posixpath.dirname(name), address) if address else name
            assert target in documents, f"{name}: {address}"
            assert not anchor or anchor in set(xhtml.ids(documents[target])), f"{name}: {anchor}"
        for picture in page.iter(f"{{{xhtml.XHTML}}}img"):
            assert f"book/{picture.attrib['src']}" in student
            assert picture.attrib["alt"]


def test_pages_say_that_they_hold_figures_and_formulas_and_hold_no_scripts(student: Book) -> None:
    properties = {item["href"]: item.get("properties", "") for item in items(student)}
    assert properties["source-birds.xhtml"] == "mathml svg"
    assert properties["source-fish.xhtml"] == "svg"
    for name, page in pages(student).items():
        tags = {element.tag.rpartition("}")[2] for element in page.iter()}
        assert not tags & {"script", "style", "form", "input", "button"}, name
        assert b"var(--" not in student[f"book/{name}"], name


def navs(book: Book) -> list[list[tuple[str, str]]]:
    """Return the lists of the book's contents: where their links lead, and what they say."""
    page = ElementTree.fromstring(book["book/nav.xhtml"])
    return [
        [(it.attrib["href"], "".join(it.itertext())) for it in nav.iter(f"{{{xhtml.XHTML}}}a")]
        for nav in page.iter(f"{{{xhtml.XHTML}}}nav")
    ]


def test_drawings_are_named_in_the_book_and_on_paper(library: Course, student: Book) -> None:
    """On paper, all chapters share one page."""
    printed = write_pages(Workshop(library.root, "student"), "paper").folder / "course.html"
    said = []
    for markup in (student["book/source-birds.xhtml"], printed.read_bytes()):
        page = Page(markup.decode())
        names = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
        assert sorted(names) == sorted(page.ids)
        said.append([page.name_of(drawing) for drawing in page.all("svg", inside="figure-svg")])
    book, paper = said
    assert book == ["A penguin. It rests beside the water."]
    assert set(paper) == {*book, "A line that bends from head to tail."}


def test_the_contents_list_chapters_and_sections(student: Book) -> None:
    contents, landmarks = navs(student)
    assert [place for place, _ in landmarks] == [
        "title.xhtml",
        "nav.xhtml#toc",
        "source-birds.xhtml",
    ]
    titles = [title for _, title in contents]
    assert titles[:4] == [
        "Birds",
        "Birds have feathers",
        "Some birds do not fly",
        "Two ways to count",
    ]
    assert titles[-1] == "Answers to the exercises"


def test_what_is_for_the_screen_alone_is_not_printed(library: Course) -> None:
    word = "pixels-of-the-screen"
    assert word in library.page("source/reference/screen.html")
    assert (
        files_that_say(word, write_pages(Workshop(library.root, "student"), "paper").folder) == []
    )


@pytest.mark.parametrize(
    ("edition", "words"), [("student", "Student edition"), ("instructor", "Instructor edition")]
)
def test_the_cover_is_a_picture_with_title_and_edition(
    request: pytest.FixtureRequest, edition: str, words: str
) -> None:
    book: Book = request.getfixturevalue(edition)
    (cover,) = (it for it in items(book) if it.get("properties") == "cover-image")
    assert cover["media-type"] == "image/svg+xml"
    drawn = ElementTree.fromstring(book[f"book/{cover['href']}"])
    lines = [text.text or "" for text in drawn.iter(f"{{{xhtml.SVG}}}text")]
    assert " ".join(lines[:-1]) == "Small course documentation"
    assert lines[-1].startswith(words)


def test_a_title_that_the_heading_says_stands_once(library: Course, student: Book) -> None:
    (practice,) = (page for name, page in pages(student).items() if "practice" in name)
    titles = [it.text for it in practice.iter() if it.attrib.get("class") == "quiz-title"]
    assert titles == ["A sort for a grade"], "the heading names the exercise before it"
    sheet = library.read("build/work/student/paper/sheets/source-reference-practice.html")
    assert '<p class="quiz-title">A first sort</p>' in sheet, "a sheet has no such heading"


def text_of(book: Book) -> str:
    """Return all files of a book as one text, blanks made one."""
    return re.sub(r"\s+", " ", b" ".join(book.values()).decode("utf-8", "replace"))


@pytest.mark.parametrize(
    "words",
    [
        *("canary-note-birds", "canary-solution-birds", "canary"),
        *("A language model composes it.", "The picture was not there before."),
    ],
)
def test_private_words_are_in_neither_book_or_the_instructors_alone(
    student: Book, instructor: Book, words: str
) -> None:
    assert words not in text_of(student)
    assert "canary-note-birds" in text_of(instructor)


def test_answers_are_those_that_the_edition_may_know(student: Book, instructor: Book) -> None:
    answers = student["book/answers.xhtml"].decode()
    assert "Its job is to sort." in answers
    assert "A sort for a grade" not in answers
    assert "A sort for a grade" in instructor["book/answers.xhtml"].decode()


def test_the_same_sources_give_the_same_bytes(library: Course, tmp_path: Path) -> None:
    first = (library.root / "build/work/student/paper" / BOOK).read_bytes()
    again = library.copy_to(tmp_path / "elsewhere")
    again.build().good()
    folder = write_pages(Workshop(again.root, "student"), "paper").folder
    assert (folder / BOOK).read_bytes() == first


def test_a_book_that_is_written_without_a_build_has_the_same_date(
    library: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    package = book_of(library, "student")["book/package.opf"].decode()
    assert ">2026-01-01T00:00:00Z</meta>" in package


def test_a_lab_has_a_line_for_folded_code_and_offers_nothing_to_click(course: Course) -> None:
    write_lab(
        course,
        "notebooks/count.ipynb",
        Cell("# Count", is_code=False),
        Cell("# Load the tools.\nimport os\n\ntools = os", ("fold",)),
        Cell("print('seen', tools is os)"),
    )
    course.build().good()
    lab = book_of(course, "student")["book/notebooks-count.xhtml"].decode()
    assert '<p class="paper-folded">Load the tools (3 lines of code)</p>' in lab
    assert "import" not in lab
    assert "seen True" in lab
    assert "Download" not in lab


def test_html_from_a_cell_is_mended_or_named(course: Course) -> None:
    show = "from IPython.display import HTML\nHTML({!r})"
    write_lab(
        course,
        "notebooks/count.ipynb",
        Cell("# Count", is_code=False),
        Cell(show.format("a<br>b&nbsp;c<hr>")),
    )
    course.build().good()
    assert (
        "a<br/>b\u00a0c<hr/>" in book_of(course, "student")["book/notebooks-count.xhtml"].decode()
    )
    write_lab(
        course,
        "notebooks/count.ipynb",
        Cell("# Count", is_code=False),
        Cell(show.format("<b>a<i>b</b>c</i>")),
    )
    course.build().good()
    with pytest.raises(UnfitForPaperError, match=r"'Count' is not well-formed"):
        write_pages(Workshop(course.root, "student"), "paper")
