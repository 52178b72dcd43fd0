"""Mistakes of an author: named with file and line, and nothing published.

Every mistake is made in a course with a last good build.
It must be reported, reported again as long as it stays, and forgotten when it is mended.
Those that end a build at once, or concern all of a course, are made one at a time.
All others are made together, each in a copy of its file that is part of the same course.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

import pytest

from tests.support import REPOSITORY, Outcome, digests

if TYPE_CHECKING:
    from tests.support import Course


@dataclass(frozen=True)
class Mistake:
    """A change to one file of the course, and what the build must say of it."""

    file: str
    old: str
    new: str
    said: tuple[str, ...]

    def make(self, course: Course) -> None:
        """Make the mistake."""
        if self.old:
            course.edit(self.file, self.old, self.new)
        else:
            course.write(self.file, self.new)


BIRDS: Final = "source/birds.md"
FISH: Final = "source/fish.md"
DECK: Final = "slides/both.md"
DAY: Final = "slides/day.md"
LAB: Final = "notebooks/count.ipynb"
WORKS: Final = "source/references.bib"

LONG_TEXT: Final = "word " * 40

MISTAKES: Final = {
    "unknown lesson in a deck": Mistake(
        DECK, "../source/fish", "../source/whales", (f"{DECK}:8: ", "whales")
    ),
    "page in a deck": Mistake(
        DECK,
        "../source/fish",
        "../source/reference/words",
        (f"{DECK}:8: ", "'source/reference/words' is no lesson"),
    ),
    "deck without lessons": Mistake(
        DECK, "../source/birds\n../source/fish\n", "", (f"{DECK}:1: ", "lists no lesson")
    ),
    "deck too short": Mistake(
        DECK,
        "minutes: 12",
        "minutes: 8",
        (f"{DECK}:3: ", "the lessons take 11 minutes and the deck is planned for 8"),
    ),
    "deck with wrong minutes": Mistake(
        DECK, "minutes: 12", "minutes: short", (f"{DECK}:3: ", "`minutes` is 'short'")
    ),
    "day too short": Mistake(
        DAY,
        "minutes: 60",
        "minutes: 50",
        (f"{DAY}:3: ", "the lessons, labs and breaks take 58 minutes", "is planned for 50"),
    ),
    "part left out that is none": Mistake(
        DAY, "penguins", "owls", (f"{DAY}:6: ", "'source/birds' has no part 'owls'", "penguins")
    ),
    "lesson in part with the minutes of the whole": Mistake(
        DAY, ":minutes: 3\n", "", (f"{DAY}:6: ", "takes less time", "`:minutes: 5`")
    ),
    "unknown lesson in part": Mistake(
        DAY, "../source/birds", "../source/owls", (f"{DAY}:6: ", "'source/owls' is no lesson")
    ),
    "lesson twice in a deck": Mistake(
        DAY, "../source/fish", "../source/birds", (f"{DAY}:21: ", "lists 'source/birds' twice")
    ),
    "unknown lab in a deck": Mistake(
        DAY, "../notebooks/count", "../source/fish", (f"{DAY}:11: ", "'source/fish' is no lab")
    ),
    "lab without minutes": Mistake(
        DAY, ":minutes: 30\n", "", (f"{DAY}:11: ", "{lab} has no time", "`:minutes: 30`")
    ),
    "break without minutes": Mistake(
        DAY, ":minutes: 15\n", "", (f"{DAY}:17: ", "{break} has no time", "`:minutes: 15`")
    ),
    "break in a lesson": Mistake(
        FISH,
        ":::{keypoints}",
        ":::{break}\n:minutes: 5\n:::\n\n:::{keypoints}",
        (f"{FISH}:", "{break} belongs into the file of a deck"),
    ),
    "lesson without objectives": Mistake(
        FISH,
        ":::{objectives}\n- Tell a fish from a whale.\n:::\n",
        "",
        (f"{FISH}:1: ", "has no objectives"),
    ),
    "lesson without key points": Mistake(
        FISH,
        ":::{keypoints}\n- Gills, not fins, make the fish.\n:::\n",
        "",
        (f"{FISH}:1: ", "has no keypoints"),
    ),
    "lesson without minutes": Mistake(
        FISH, "minutes: 5\n", "", (f"{FISH}:1: ", "`minutes` is missing", "`minutes: 8`")
    ),
    "lesson of no minutes": Mistake(
        FISH, "minutes: 5", "minutes: 0", (f"{FISH}:3: ", "`minutes` is 0")
    ),
    "lesson with minutes in words": Mistake(
        FISH, "minutes: 5", 'minutes: "ten"', (f"{FISH}:3: ", "`minutes` is 'ten'")
    ),
    "lesson with half a minute": Mistake(
        FISH, "minutes: 5", "minutes: 0.5", (f"{FISH}:3: ", "`minutes` is 0.5")
    ),
    "lesson without title": Mistake(
        "source/new.md",
        "",
        "---\nminutes: 5\nclaims: [S1]\norphan: true\n---\n\n"
        ":::{objectives}\n- Learn.\n:::\n\n:::{keypoints}\n- Know.\n:::\n",
        ("source/new.md:1: ", "there is no title"),
    ),
    "lesson without claims": Mistake(
        FISH, "claims: [S2]\n", "", (f"{FISH}:1: ", "`claims` lists the claims")
    ),
    "claims that are no list": Mistake(
        FISH, "claims: [S2]", "claims: S2", (f"{FISH}:4: ", "`claims` lists the claims")
    ),
    "unknown claim": Mistake(
        FISH, "claims: [S2]", "claims: [S2, S77]", (f"{FISH}:4: ", "claim 'S77' is unknown")
    ),
    "front matter that is no YAML": Mistake(
        FISH, "claims: [S2]", "claims: [S2", (f"{FISH}:", "Malformed YAML")
    ),
    "empty slide": Mistake(
        BIRDS,
        "A penguin swims with its wings.",
        LONG_TEXT,
        (f"{BIRDS}:", "the slide 'Some birds do not fly' would be empty"),
    ),
    "unknown label": Mistake(
        FISH, "{ref}`feathered`", "{ref}`furry`", (f"{FISH}:14: ", "undefined label: 'furry'")
    ),
    "unknown term": Mistake(
        BIRDS, "{term}`feather`", "{term}`fur`", (f"{BIRDS}:", "term not in glossary: 'fur'")
    ),
    "unknown work": Mistake(
        FISH, "{cite:p}`darwin1859`.", "{cite:p}`wallace`.", (f"{FISH}:14: ", '"wallace"')
    ),
    "work without its end": Mistake(
        WORKS, "{1859},\n}", "{1859},\n", (f"{WORKS}:6: this is no BibTeX (premature end of file)",)
    ),
    "work without an equals sign": Mistake(
        WORKS, "title =", "title", (f"{WORKS}:3: this is no BibTeX ('=' expected)",)
    ),
    "work that is there twice": Mistake(
        WORKS,
        "@book{darwin1859,",
        "@book{darwin1859, title = {On}}\n\n@book{darwin1859,",
        (f"{WORKS}:3: there are two works 'darwin1859'",),
    ),
    "file of works that is absent": Mistake(
        "conf.py",
        "source/references.bib",
        "source/works.bib",
        ("source/works.bib: there is no such file; mend bibtex_bibfiles in conf.py",),
    ),
    "link to no file": Mistake(
        FISH, "They breathe", "[They](nowhere.md) breathe", (f"{FISH}:14: ", "nowhere.md")
    ),
    "missing image": Mistake(
        FISH, "wave.svg", "ripple.svg", (f"{FISH}:", "image file not readable: source/ripple.svg")
    ),
    "image without text alternative": Mistake(
        FISH,
        ":alt: A line that bends from head to tail\n",
        "",
        (f"{FISH}:", "'source/wave.svg' has no text alternative"),
    ),
    "SVG with a title alone": Mistake(
        "source/penguin.svg",
        "<desc>It rests beside the water.</desc>",
        "",
        (f"{BIRDS}:", "source/penguin.svg has a <title> but no <desc>; write it"),
    ),
    "words of a drawing and others beside it": Mistake(
        BIRDS,
        ":name: fig-swimmer",
        ":alt: A bird\n:name: fig-swimmer",
        (f"{BIRDS}:", "source/penguin.svg says what it shows", "remove the text alternative"),
    ),
    "malformed SVG": Mistake(
        "source/wave.svg", "</svg>", "", (f"{FISH}:", "source/wave.svg is no well-formed SVG")
    ),
    "exercise without minutes": Mistake(
        BIRDS, ":minutes: 3\n", "", (f"{BIRDS}:", "{exercise} has no time")
    ),
    "box left empty": Mistake(
        BIRDS, "Talk in pairs.\n", "", (f"{BIRDS}:", "{discussion} has no content")
    ),
    "directive misspelled": Mistake(
        BIRDS, "{discussion}", "{discusion}", (f"{BIRDS}:", "Unknown directive type: 'discusion'")
    ),
    "time limit of nothing": Mistake(
        "conf.py",
        "cell_timeout = 300",
        "cell_timeout = 0",
        ("conf.py: lessondeck_cell_timeout is 0",),
    ),
    "time limit in words": Mistake(
        "conf.py",
        "cell_timeout = 300",
        'cell_timeout = "long"',
        ("conf.py: lessondeck_cell_timeout is 'long'",),
    ),
    "patterns that are no list": Mistake(
        "conf.py",
        "lessondeck_cell_timeout = 300",
        'lessondeck_lessons = "source/*"',
        ("conf.py: lessondeck_lessons is 'source/*'",),
    ),
    "settings that are no Python": Mistake(
        "conf.py", 'language = "en"', 'language = "en', ("conf.py:4: unterminated string literal",)
    ),
    "settings that raise": Mistake(
        "conf.py",
        'language = "en"',
        "language = 1 / 0",
        ("conf.py:4: ZeroDivisionError: division by zero",),
    ),
    "register of claims that is no list": Mistake(
        "exercises/claims.yml", "- id: S1", "ids: S1", ("claims.yml", "a YAML list")
    ),
    "lab that is no JSON": Mistake(
        LAB, '"nbformat": 4', '"nbformat" 4', (f"{LAB}:7", "not valid JSON")
    ),
    "lab that is no notebook": Mistake(
        LAB, '"cells"', '"cellars"', (f"{LAB}:1: ", "no Jupyter notebook of format 4")
    ),
    "lab with a link to no file": Mistake(
        LAB, "../source/birds.md", "../source/bats.md", (f"{LAB}:", "bats.md")
    ),
}


def check_bad(outcome: Outcome, *said: str) -> None:
    """Check that a build said what is wrong, and that nothing was published."""
    outcome.bad(*said, "not built: ", "build/site is as the last good build left it")


ALONE: Final = {"conf.py", WORKS, "exercises/claims.yml"}
"""Files of a course that has one of each."""

FATAL: Final = {"lab that is no JSON", "lab that is no notebook"}
"""Mistakes after which a build does not go on."""

SINGLE: Final = {
    name: mistake for name, mistake in MISTAKES.items() if mistake.file in ALONE or name in FATAL
}

TOGETHER: Final = {name: mistake for name, mistake in MISTAKES.items() if name not in SINGLE}

DRAWN_IN: Final = {"source/wave.svg": FISH, "source/penguin.svg": BIRDS}
"""The lesson that shows a drawing."""

LABELS: Final = ("finned", "fig-wave", "feathered", "fig-swimmer")
"""Names in a lesson that a course may have once."""


@pytest.mark.parametrize("mistake", SINGLE.values(), ids=SINGLE.keys())
def test_mistake_alone(mistake: Mistake, published: Course) -> None:
    course = published
    good = digests(course.site())
    before = course.path(mistake.file).read_bytes()

    mistake.make(course)
    check_bad(course.build(), *mistake.said)
    assert digests(course.site()) == good

    check_bad(course.build(), *mistake.said)
    assert digests(course.site()) == good

    course.path(mistake.file).write_bytes(before)
    course.build().good()
    assert digests(course.site()) == good


def with_own_names(text: str, file: str, number: int) -> str:
    """Return a text of a file for its copy: the labels that it defines are the copy's own."""
    for label in LABELS if file in {FISH, BIRDS} else ():
        text = text.replace(f"({label})=", f"({label}-{number})=")
        text = text.replace(f":name: {label}\n", f":name: {label}-{number}\n")
    return text


def copied(file: str, number: int) -> str:
    """Return the name of a copy of a file."""
    path = PurePosixPath(file)
    return str(path.with_name(f"{path.stem}-{number}{path.suffix}"))


def copy_for(course: Course, mistake: Mistake, number: int) -> tuple[Mistake, list[str]]:
    """Copy what a mistake is made in; return the mistake in the copy, and the new documents."""
    if not mistake.old:
        return mistake, []
    file = mistake.file
    names = [name for name in (file, DRAWN_IN.get(file)) if name is not None]
    said, documents = list(mistake.said), []
    for name in names:
        text = with_own_names(course.read(name), name, number)
        if name != file:
            drawing = PurePosixPath(file).name
            text = text.replace(drawing, PurePosixPath(copied(file, number)).name)
        course.write(copied(name, number), text)
        said = [words.replace(name, copied(name, number)) for words in said]
        documents += [] if name.endswith(".svg") else [copied(name, number)]
    old, new = (with_own_names(text, file, number) for text in (mistake.old, mistake.new))
    return Mistake(copied(file, number), old, new, tuple(said)), documents


@dataclass(frozen=True)
class Crowd:
    """What a build said of many mistakes at once: the first time, and again."""

    root: Path
    mistakes: dict[str, Mistake]
    outcomes: tuple[Outcome, Outcome]


@pytest.fixture(scope="module")
def many(built: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    """Make all mistakes that can be made together, then mend them."""
    course = built.copy_to(tmp_path_factory.mktemp("many") / "course")
    mistakes, documents = {}, []
    for number, (name, mistake) in enumerate(TOGETHER.items()):
        mistakes[name], new = copy_for(course, mistake, number)
        documents += new
    listed = "".join(f"{PurePosixPath(name).with_suffix('')}\n" for name in documents)
    course.edit("index.md", "slides/both\n", f"slides/both\n{listed}")
    course.build().good()
    good = digests(course.site())
    before = {
        each.file: course.path(each.file).read_bytes() for each in mistakes.values() if each.old
    }
    for each in mistakes.values():
        each.make(course)
    outcomes = course.build(), course.build()
    assert digests(course.site()) == good
    yield Crowd(course.root, mistakes, outcomes)
    for each in mistakes.values():
        if each.old:
            course.path(each.file).write_bytes(before[each.file])
        else:
            course.path(each.file).unlink()
    course.build().good()
    assert digests(course.site()) == good


@pytest.mark.xdist_group("mistakes")
@pytest.mark.parametrize("name", TOGETHER)
def test_mistake_among_others(name: str, many: Crowd) -> None:
    for outcome in many.outcomes:
        check_bad(outcome, *many.mistakes[name].said)


@pytest.mark.xdist_group("mistakes")
def test_nothing_else_is_complained_of(many: Crowd) -> None:
    files = {mistake.said[0].partition(":")[0] for mistake in many.mistakes.values()}
    for outcome in many.outcomes:
        places = re.findall(r"^([\w/.-]+\.\w+):", outcome.output, re.MULTILINE)
        assert {place.removeprefix(f"{many.root}/") for place in places} == files


@pytest.mark.parametrize(
    "name", ["index.md", BIRDS, LAB, WORKS, "exercises/claims.yml", "source/wave.svg"]
)
def test_file_in_another_encoding_is_named(name: str, published: Course) -> None:
    text = published.path(name).read_bytes()
    published.path(name).write_bytes(text + b"\n\xe9\xff\n")
    outcome = published.build().bad(name)
    assert "utf-8" in outcome.output.lower()


def test_missing_register_of_claims(published: Course) -> None:
    published.path("exercises/claims.yml").unlink()
    for jobs in (1, 2):
        outcome = published.build(jobs=jobs)
        check_bad(outcome, "lessondeck_claims: can't read", "exercises/claims.yml")


def test_missing_front_page(published: Course) -> None:
    published.path("index.md").unlink()
    check_bad(published.build(), "index.md")


def test_mistake_that_comes_with_a_change_elsewhere(course: Course) -> None:
    """The lesson that refers to a label did not change; the one that had it did."""
    course.build().good()
    course.edit(BIRDS, "(feathered)=\n", "")
    for _ in range(2):
        check_bad(course.build(), f"{FISH}:14: ", "undefined label: 'feathered'")
    course.edit(FISH, "{ref}`feathered`", "feathers")
    course.build().good()


def test_claim_that_leaves_the_register(course: Course) -> None:
    course.build().good()
    course.edit("exercises/claims.yml", "- id: S2\n  topic: fish\n", "")
    for _ in range(2):
        check_bad(course.build(), f"{FISH}:4: ", "claim 'S2' is unknown")
    course.edit("exercises/claims.yml", "topic: birds\n", "topic: birds\n- id: S2\n")
    course.build().good()


def test_lesson_that_is_removed_is_missed(course: Course) -> None:
    course.build().good()
    text = course.read(FISH)
    course.path(FISH).unlink()
    for _ in range(2):
        check_bad(course.build(), f"{DECK}:8: ", "index.md:5: ", "source/fish")
    course.write(FISH, text)
    course.build().good()


def test_every_mistake_is_reported_at_once(published: Course) -> None:
    names = (
        "lesson with half a minute",
        "image without text alternative",
        "unknown claim",
        "empty slide",
    )
    for name in names:
        MISTAKES[name].make(published)
    said = [words for name in names for words in MISTAKES[name].said]
    check_bad(published.build(jobs=2), *said, "4 warnings")


def test_mistake_in_a_parallel_build_reads_the_same(published: Course) -> None:
    MISTAKES["register of claims that is no list"].make(published)
    serial, parallel = (published.build(jobs=jobs).output for jobs in (1, 2))
    assert parallel == serial


def test_unknown_edition(published: Course) -> None:
    outcome = published.run("build", "--edition", "teacher")
    outcome.bad("not built: unknown edition 'teacher'; it is one of: student, instructor")


def test_unknown_edition_in_the_settings(sources: Course) -> None:
    """Plain Sphinx takes it from there."""
    sources.write("conf.py", sources.read("conf.py") + 'lessondeck_edition = "teacher"\n')
    result = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-b", "html", ".", "build/plain"],
        cwd=sources.root,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0
    assert (
        "lessondeck_edition is 'teacher'; an edition is one of: student, instructor"
        in result.stderr
    )


def test_folder_without_a_course(tmp_path: Path, sources: Course) -> None:
    sources.path("conf.py").unlink()
    sources.run("build").bad("there is no conf.py here", "run this in the course's folder")


def test_first_build_that_fails_says_nothing_of_a_last_one(sources: Course) -> None:
    MISTAKES["lesson without minutes"].make(sources)
    outcome = sources.build().bad("`minutes` is missing")
    assert "last good build" not in outcome.output
    assert not sources.site().exists()


def test_full_disk(published: Course) -> None:
    """No file may grow beyond a limit, so writing fails as on a full disk."""
    good = digests(published.site())
    lab = json.loads(published.read(LAB))
    lab["cells"][1]["source"] = "print('another')"
    published.write(LAB, json.dumps(lab))
    largest = max(path.stat().st_size for path in published.site().rglob("*"))
    # The disk is full at once, soon, halfway, or only at the largest of all files.
    for size in (0, 1_000, 30_000, largest * 9 // 10):
        outcome = published.run("build", preexec_fn=limit_files(size))
        check_bad(outcome, "make room", "then build again")
        said = outcome.output.partition("not built: ")[2]
        assert len(said.splitlines()) == 2, outcome.output
        assert digests(published.site()) == good
    published.run("build").good()
    assert "another" in published.page("notebooks/count.html")
    assert not list(published.path("build").glob(".site*"))


def test_full_disk_while_publishing(published: Course) -> None:
    site, new = published.site(), published.path("build/new")
    shutil.copytree(site, new)
    published.write("build/new/index.html", "new")
    good = digests(site)
    code = (
        "import pathlib\n"
        "from lessondeck.building.errors import explain\n"
        "from lessondeck.building.publish import PublishedFolder\n"
        "try:\n"
        "    PublishedFolder(pathlib.Path('build/site')).replace_by(pathlib.Path('build/new'))\n"
        "except OSError as error:\n"
        "    print(explain(error))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=published.root,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        preexec_fn=limit_files(10_000),
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.startswith("File too large (build/.site.coming/")
    assert result.stdout.endswith("make room or mend the rights of the folder, then build again\n")
    assert len(result.stdout.splitlines()) == 1
    assert digests(site) == good


def limit_files(size: int) -> Callable[[], None]:
    """Return what limits the files of a process to a number of bytes."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
