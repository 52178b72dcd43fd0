"""A course that a test builds and changes, and how to look at what came of it."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final, cast

import nbformat

from lessondeck.__main__ import main
from lessondeck.building.workshop import PUBLISHED

REPOSITORY: Final = Path(__file__).resolve().parent.parent
SMALL_COURSE: Final = REPOSITORY / "tests" / "course"

TRACEBACK: Final = "Traceback (most recent call last)"


@dataclass(frozen=True)
class Outcome:
    """How a command ended and all that it printed."""

    code: int
    output: str

    def good(self) -> Outcome:
        """Return the outcome of a command that must have worked."""
        assert self.code == 0, self.output
        return self

    def bad(self, *expected: str) -> Outcome:
        """Return the outcome of a command that must have failed, and said all of this."""
        assert self.code == 1, self.output
        assert TRACEBACK not in self.output, self.output
        for words in expected:
            assert words in self.output, f"{words!r} is not in:\n{self.output}"
        return self


@dataclass(frozen=True)
class Course:
    """A copy of the small course."""

    root: Path

    def path(self, name: str) -> Path:
        """Return where a file of the course is."""
        return self.root / name

    def read(self, name: str) -> str:
        """Return the text of a file."""
        return self.path(name).read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        """Write a file, and the folders it is in."""
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text that the file holds."""
        text = self.read(name)
        assert old in text, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new))

    def add_extension(self, name: str) -> None:
        """Have Sphinx load one more extension, after the tool."""
        self.edit("conf.py", '    "lessondeck",\n', f'    "lessondeck",\n    "{name}",\n')

    def build(self, edition: str = "student", *, jobs: int = 1) -> Outcome:
        """Build an edition as the command does, without a new Python."""
        output = io.StringIO()
        with (
            contextlib.chdir(self.root),
            contextlib.redirect_stdout(output),
            contextlib.redirect_stderr(output),
        ):
            code = main(["build", "--edition", edition, "--jobs", str(jobs)])
        return Outcome(code, output.getvalue())

    def start(
        self, *arguments: str, environment: Mapping[str, str] | None = None, **options: Any
    ) -> subprocess.Popen[str]:
        """Start the command in a process and a process group of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "lessondeck", *arguments],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY), **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            **options,
        )

    def run(self, *arguments: str, **options: Any) -> Outcome:
        """Run the command in a process of its own."""
        process = self.start(*arguments, **options)
        try:
            output, _ = process.communicate()
        except BaseException:  # such as a test that took too long
            process.kill()
            raise
        return Outcome(process.returncode, output)

    def site(self, edition: str = "student") -> Path:
        """Return the folder that an edition is published in."""
        return self.root / "build" / PUBLISHED[edition]

    def page(self, name: str, edition: str = "student") -> str:
        """Return the markup of a page or deck."""
        return (self.site(edition) / name).read_text(encoding="utf-8")

    def copy_to(self, root: Path, *, published: bool = False) -> Course:
        """Copy the sources and the executed labs, and what was published if asked to."""
        shutil.copytree(self.root, root, ignore=shutil.ignore_patterns("build", "__pycache__"))
        names = ["cache", *(PUBLISHED.values() if published else ())]
        for name in names:
            if (self.root / "build" / name).exists():
                shutil.copytree(self.root / "build" / name, root / "build" / name)
        return Course(root)


@dataclass(frozen=True)
class Cell:
    """A cell of a notebook."""

    source: str
    tags: tuple[str, ...] = ()
    is_code: bool = True


def write_lab(course: Course, name: str, *cells: Cell) -> None:
    """Write a notebook of cells into a course."""
    notebook = nbformat.v4.new_notebook(
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}
        }
    )
    for number, cell in enumerate(cells):
        own = {"id": f"cell-{number}", "metadata": {"tags": [*cell.tags]} if cell.tags else {}}
        notebook.cells.append(
            nbformat.v4.new_code_cell(cell.source, **own)
            if cell.is_code
            else nbformat.v4.new_markdown_cell(cell.source, **own)
        )
    course.write(name, nbformat.writes(notebook))


def digests(folder: Path) -> dict[str, str]:
    """Return a digest of every file of a folder by its name."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def differences(left: Path, right: Path) -> list[str]:
    """Return the names of files that only one of two folders has or that differ."""
    ours, theirs = digests(left), digests(right)
    names = ours.keys() | theirs.keys()
    return sorted(name for name in names if ours.get(name) != theirs.get(name))


def files_that_say(word: str, folder: Path) -> list[str]:
    """Return every file whose name or bytes hold a word, packed files unpacked."""
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        data = path.read_bytes() if path.is_file() else b""
        if path.name == "objects.inv":
            data = zlib.decompress(data.split(b"\n", 4)[4])
        if path.suffix in {".zip", ".whl"}:
            data = _unzipped(data)
        if word in name or word.encode() in data:
            found.append(name)
    return found


def _unzipped(data: bytes) -> bytes:
    """Return the names and bytes of all files of an archive, archives in it unpacked too."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return b"\n".join(
        name.encode() + b"\n" + (_unzipped(content) if name.endswith(".zip") else content)
        for name, content in files.items()
    )


def search_index(site: Path) -> dict[str, Any]:
    """Return the search index of a site."""
    text = (site / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    return cast("dict[str, Any]", index)


@dataclass(frozen=True, eq=False)
class Element:
    """An element of a page: its name, its attributes, the text in it, and where it is."""

    tag: str
    attributes: dict[str, str]
    parents: tuple[Element, ...] = field(repr=False)
    words: list[str] = field(repr=False)

    @property
    def text(self) -> str:
        """The text of the element and of what is in it, blanks made one."""
        return " ".join("".join(self.words).split())

    @property
    def classes(self) -> list[str]:
        """Its classes."""
        return self.attributes.get("class", "").split()


class Page(HTMLParser):
    """All elements of a page in order of appearance."""

    VOID: Final = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta"})

    def __init__(self, markup: str) -> None:
        """Read the markup of a page."""
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element; it is open until its end."""
        attributes = {name: value or "" for name, value in attrs}
        element = Element(tag, attributes, tuple(self._open), [])
        self.elements.append(element)
        if tag not in self.VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element without content, as SVG has them."""
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append(Element(tag, attributes, tuple(self._open), []))

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and with it those in it that HTML lets go unclosed."""
        if any(element.tag == tag for element in self._open):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Give text to every open element."""
        for element in self._open:
            element.words.append(data)

    @cached_property
    def ids(self) -> set[str]:
        """Every id of the page."""
        return {e.attributes["id"] for e in self.elements if "id" in e.attributes}

    def all(
        self, tag: str, class_: str | None = None, *, inside: str | None = None
    ) -> list[Element]:
        """Return elements by name, class, and the class of an element around them."""
        return [
            element
            for element in self.elements
            if element.tag == tag
            and (class_ is None or class_ in element.classes)
            and (inside is None or any(inside in parent.classes for parent in element.parents))
        ]

    def one(self, tag: str, class_: str | None = None, *, inside: str | None = None) -> Element:
        """Return the only such element."""
        found = self.all(tag, class_, inside=inside)
        assert len(found) == 1, f"{len(found)} times {tag}.{class_} inside {inside}"
        return found[0]

    def name_of(self, element: Element) -> str:
        """Return the accessible name that other elements give one."""
        texts = {e.attributes["id"]: e.text for e in self.elements if "id" in e.attributes}
        return " ".join(texts[name] for name in element.attributes["aria-labelledby"].split())
