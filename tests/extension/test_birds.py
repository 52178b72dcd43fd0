"""A course with a bank of its own: birds on page, slide, in labs and cells, on paper, graded."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Final

import pytest

from lessondeck.building.workshop import Workshop
from lessondeck.paper.pages import write_pages
from selfcheck.__main__ import main
from tests.birds_course import LESSON, built_birds
from tests.extension.engine.submissions import notebook, progress
from tests.extension.test_unchanged import reading_times
from tests.support import Course, Page, files_that_say

if TYPE_CHECKING:
    from pathlib import Path

KINDS: Final = ["bird of prey", "water bird", "duck", "songbird"]


@pytest.fixture(scope="module")
def birds(built: Course, tmp_path_factory: pytest.TempPathFactory, shared_tmp: Path) -> Course:
    """Return the course with the bank on birds, both editions built; to be looked at only."""
    return built_birds(built, tmp_path_factory.mktemp("birds"), shared_tmp)


def test_a_page_asks_with_the_names_and_marks_of_the_bank(birds: Course) -> None:
    page = Page(birds.page(f"{LESSON}.html"))
    asked = [ask.text for ask in page.all("p", "quiz-ask")]
    assert asked == ["Which kind of bird is it?", "What are its feet for?"]
    choices = [choice.text for choice in page.all("label", "quiz-choice")]
    assert choices == KINDS * 4 + ["grasping", "swimming", "perching"] * 2 + ["tree", "ground"]
    assert len(page.all("svg", "label-mark")) == 16
    assert len(page.all("label", "choice-water-bird")) == 4
    shrike = [row.text for row in page.all("dl", inside="quiz-key")][3]
    assert "songbird: right It is built like one, and it sings." in shrike


def test_a_slide_asks_the_same(birds: Course) -> None:
    deck = Page(birds.page(f"deck/{LESSON}.html"))
    polls = [choices.text for choices in deck.all("ol", "poll-choices")]
    assert polls[0] == " ".join(KINDS)
    assert len(deck.all("svg", "label-mark", inside="poll-choices")) == 16


@pytest.mark.parametrize("place", ["", "deck/"])
def test_colours_of_the_bank_are_in_the_style_of_pages_and_decks(birds: Course, place: str) -> None:
    markup = birds.page(f"{place}{LESSON}.html")
    (sheet,) = re.findall(r'href="([^"]*choices\.css)[?"]', markup)
    style = (birds.site() / place / LESSON).parent.joinpath(sheet).read_text(encoding="utf-8")
    assert style.count("--water-bird: #0b4a6b;") == 1
    assert style.count("--water-bird: #9fd4f0;") == 2
    assert ".choice-duck > p" in style
    assert style.count("color: var(--water-bird);") == 2


def test_nothing_of_our_bank_is_there(birds: Course) -> None:
    for word in ("generative", "with-llm", "score-or-sample", "large language model"):
        assert files_that_say(word, birds.site("instructor")) == []


def test_a_cell_and_a_lab_use_the_bank_of_the_course(birds: Course) -> None:
    page = Page(birds.page(f"{LESSON}.html"))
    assert "Great grey shrike perching songbird raptor" in page.one("div", "cell-output").text
    lab = Page(birds.page("notebooks/sort.html"))
    shown = " ".join(element.text for element in lab.all("div", "self-check"))
    assert "2 of 4 right, 1 to look at again, 1 not answered yet." in shown
    assert "It lives on what it hunts." in shown


def test_the_archive_of_labs_brings_the_bank_along(birds: Course, tmp_path: Path) -> None:
    with zipfile.ZipFile(birds.site() / "notebooks" / "labs.zip") as labs:
        labs.extractall(tmp_path)
    code = (
        "import sys; sys.path.insert(0, 'exercises.zip')\n"
        "from exercises import another_round, check, questions\n"
        "first = check('first birds', {'robin': 'duck', 'kestrel': 'water bird'})\n"
        "print(first.status, another_round(first).message, len(questions('nests').asked))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code],
        cwd=tmp_path / "labs",
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith('partial You mixed up "')
    assert done.stdout.endswith(" 1\n")


def test_keys_of_a_grade_are_in_the_instructors_edition_alone(birds: Course) -> None:
    page = "source/reference/exam.html"
    assert "Canary-osprey" in birds.page(page)
    for word in ("Canary-bill", "Canary-feet", "Canary-hint"):
        assert files_that_say(word, birds.site()) == []
    for word in ("Canary-bill", "Canary-feet"):
        assert word in birds.page(page, "instructor")


def test_paper_has_boxes_to_tick_and_the_kinds_of_the_bank(birds: Course) -> None:
    folder = write_pages(Workshop(birds.root, "student"), "paper").folder
    page = Page((folder / "course.html").read_text(encoding="utf-8"))
    ticked = [choice.text for choice in page.all("li", "quiz-choice", inside="paper-choices")]
    assert ticked[:4] == [f"☐ {name}" for name in KINDS]
    answers = [strong.text for strong in page.all("strong")]
    assert "bird of prey" in answers


def test_what_learners_hand_in_is_graded_with_the_bank(birds: Course, tmp_path: Path) -> None:
    folder, out = tmp_path / "handed in", tmp_path / "grades"
    folder.mkdir()
    exam = {"osprey": "a bird of prey", "gannet": "duck"}
    (folder / "ada.json").write_text(progress({"bird-exam": exam}, "Ada"), encoding="utf-8")
    rule = (
        "from exercises import Case, bank, check_rule\n\n"
        "def my_rule(bill, feet):\n"
        "    if feet == 'swimming':\n"
        "        return 'duck' if bill == 'flat' else 'water bird'\n"
        "    return 'raptor' if feet == 'grasping' else 'songbird'\n\n"
        "check_rule(my_rule, [], ['raptor', 'water bird', 'duck', 'songbird'])"
    )
    first = "check('first-birds', {'robin': 'songbird', 'mallard': 'water bird'})"
    (folder / "ben.ipynb").write_text(notebook(rule, first), encoding="utf-8")
    said = ["--bank", str(birds.path("bank")), "grade", str(folder), "--out", str(out)]
    assert main(said) == 0
    with (out / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        points = {row["learner"]: row for row in csv.DictReader(file)}
    assert points["ada"]["bird-exam"] == "1.0"
    assert points["ben"]["write-the-rule"] == "4.0"
    assert points["ben"]["first-birds"] == "1.5"
    report = (out / "report.html").read_text(encoding="utf-8")
    assert "--water-bird: #9fd4f0;" in report
    assert "--llm" not in report


def test_a_fault_in_the_facets_stops_the_build_with_its_place(
    birds: Course, tmp_path: Path
) -> None:
    broken = birds.copy_to(tmp_path / "broken")
    broken.edit("bank/facets.yml", 'light: "#2f5216"', 'light: "#7fae55"')
    broken.build().bad("bank/facets.yml:", "kind: choices: 4: colour: light", "#7fae55")


def test_the_bank_that_is_compiled_is_the_one_that_is_shipped(birds: Course) -> None:
    with zipfile.ZipFile(birds.site() / "notebooks" / "exercises.zip") as bundle:
        shipped = json.loads(bundle.read("exercises/bank.json"))
    assert [facet["id"] for facet in shipped["facets"]] == ["bill", "feet", "kind"]


def test_colours_leave_the_settings_of_the_next_build_as_they_are(
    birds: Course, tmp_path: Path
) -> None:
    edited = birds.copy_to(tmp_path / "edited")
    edited.build().good()
    before = reading_times(edited, "student")
    edited.edit(f"{LESSON}.md", "A penguin swims with its wings.", "A penguin swims well.")
    edited.build().good()
    after = reading_times(edited, "student")
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"birds.doctree", "both.doctree", "day.doctree"}


def test_exercises_of_a_page_outside_the_contents_come_last(birds: Course, tmp_path: Path) -> None:
    edited = birds.copy_to(tmp_path / "edited")
    head = "---\norphan: true\n---\n\n"
    exam = f"{head}# Apart\n\n```{{classify}} bird-exam\n```\n"
    edited.write("source/reference/apart.md", exam)
    edited.write("source/reference/rest.md", f"{head}# Progress\n\n```{{progress}}\n```\n")
    edited.build("instructor").good()
    overview = edited.page("source/reference/rest.html", "instructor").partition("<h1>Progress")[2]
    assert overview.index("birds.html#") < overview.index("apart.html#")
