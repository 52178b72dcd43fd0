"""Exercises of the bank as a learner does them: on the page, at the keyboard, and over days."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from exercises import bank
from tests.browser.axe import SCHEMES, add_axe, axe_faults
from tests.browser.decks import NEXT, open_deck
from tests.browser.sites import Site
from tests.support import search_index

if TYPE_CHECKING:
    from selfcheck import Exercise, Question

LESSON: Final = "source/what-is-generative-ai"
PROGRESS: Final = "source/reference/progress"
GRADED: Final = "final-check"

EXERCISE: Final[Exercise] = bank.load().exercises["verdict-or-new"]
FIRST, SECOND, *_ = EXERCISE.questions


@pytest.fixture(params=["served", "from a file"])
def place(request: pytest.FixtureRequest, student: Site) -> Site:
    """The student's course on a server, and as files, as on a USB stick."""
    if request.param == "served":
        return student
    return Site(student.folder, f"{student.folder.as_uri()}/")


def part_of(page: Page, question: Question) -> Locator:
    """Return the part of a page that asks a question."""
    return page.locator(f"#exercise-{EXERCISE.id} [data-item='{question.id}']")


def right_choice(question: Question) -> str:
    """Return a choice that earns all the credit."""
    return next(iter(question.right))


def wrong_choice(question: Question) -> str:
    """Return a choice that earns no credit."""
    return next(iter(question.wrong))


def answer(page: Page, question: Question, choice: str) -> None:
    """Choose and have it checked."""
    part = part_of(page, question)
    part.locator(f"input[value='{choice}']").check()
    part.get_by_role("button", name="Check").click()


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press a key until something has the focus."""
    for _ in range(200):
        page.keyboard.press(key)
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"{key} does not reach {target}")


def row_of(page: Page) -> Locator:
    """Return the exercise's row in the overview."""
    return page.locator(f"tr[data-exercise='{EXERCISE.id}']")


def test_an_exercise_is_done_by_keyboard_alone(page: Page, place: Site) -> None:
    page.goto(place.page(LESSON))
    part, choices = part_of(page, FIRST), [*FIRST.choices]
    radio = part.locator("input")
    tab_to(page, radio.first)
    page.keyboard.press("Space")
    for _ in range(choices.index(wrong_choice(FIRST))):
        page.keyboard.press("ArrowDown")
    tab_to(page, part.get_by_role("button", name="Check"))
    page.keyboard.press("Enter")
    expect(part.get_by_role("status")).to_contain_text(FIRST.wrong[wrong_choice(FIRST)])
    tab_to(page, part.get_by_role("button", name="Hint"))
    page.keyboard.press("Enter")
    hint = part.locator("ol.quiz-hints li")
    expect(hint).to_have_text([FIRST.hints[0]])
    expect(hint).to_be_focused()
    tab_to(page, radio.nth(choices.index(wrong_choice(FIRST))), "Shift+Tab")
    steps = choices.index(right_choice(FIRST)) - choices.index(wrong_choice(FIRST))
    for _ in range(abs(steps)):
        page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
    tab_to(page, part.get_by_role("button", name="Check"))
    page.keyboard.press("Enter")
    feedback = part.get_by_role("status")
    expect(feedback).to_contain_text("Right.")
    expect(feedback).to_contain_text(FIRST.right[right_choice(FIRST)])


def test_answers_are_kept_exported_deleted_and_imported(
    page: Page, place: Site, tmp_path: Path
) -> None:
    page.goto(place.page(LESSON))
    answer(page, FIRST, right_choice(FIRST))
    answer(page, SECOND, wrong_choice(SECOND))
    page.reload()
    for question, choice in ((FIRST, right_choice(FIRST)), (SECOND, wrong_choice(SECOND))):
        expect(part_of(page, question).locator(f"input[value='{choice}']")).to_be_checked()
        expect(part_of(page, question).get_by_role("status")).not_to_be_empty()

    page.goto(place.page(PROGRESS))
    done = [f"2 of {len(EXERCISE.questions)}", "1", "1"]
    expect(row_of(page).locator("td")).to_have_text(done)
    with page.expect_download() as download:
        page.get_by_role("button", name="Export my answers").click()
    exported = tmp_path / "exported.json"
    download.value.save_as(exported)
    answers = json.loads(exported.read_text(encoding="utf-8"))["answers"]
    assert answers == {
        EXERCISE.id: {FIRST.id: right_choice(FIRST), SECOND.id: wrong_choice(SECOND)}
    }

    page.get_by_role("button", name="Delete my answers").click()
    expect(row_of(page).locator("td").first).to_have_text(done[0])  # it asks first
    page.get_by_role("button", name="Really delete all my answers").click()
    nothing = f"0 of {len(EXERCISE.questions)}"
    expect(row_of(page).locator("td").first).to_have_text(nothing)
    page.reload()
    expect(row_of(page).locator("td").first).to_have_text(nothing)

    page.get_by_label("Import answers").set_input_files(exported)
    expect(row_of(page).locator("td")).to_have_text(done)
    page.goto(place.page(LESSON))
    expect(part_of(page, FIRST).get_by_role("status")).to_contain_text("Right.")


def test_a_file_that_is_no_export_changes_nothing(
    page: Page, student: Site, tmp_path: Path
) -> None:
    page.goto(student.page(LESSON))
    answer(page, FIRST, right_choice(FIRST))
    page.goto(student.page(PROGRESS))
    for name, text in (("list.json", "[]"), ("torn.json", '{"format":'), ("other.json", "{}")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        page.get_by_label("Import answers").set_input_files(tmp_path / name)
        expect(page.locator(".quiz-message")).to_contain_text("nothing was changed")
        page.evaluate("document.querySelector('.quiz-message').textContent = ''")
    expect(row_of(page).locator("td").first).to_have_text(f"1 of {len(EXERCISE.questions)}")


def test_the_end_tells_points_and_mix_ups_and_offers_another_round(
    page: Page, student: Site
) -> None:
    page.goto(student.page(LESSON))
    for question in EXERCISE.questions:
        answer(
            page, question, wrong_choice(question) if question is FIRST else right_choice(question)
        )
    summary = page.locator(f"#exercise-{EXERCISE.id} .quiz-summary")
    total = len(EXERCISE.questions)
    expect(summary).to_contain_text(f"You have {total - 1} of {total} points.")
    expect(summary.locator("li")).to_have_count(1)
    expect(summary.locator("li")).to_contain_text("taken for")
    summary.get_by_role("button", name="Another round with these").click()
    expect(part_of(page, FIRST).locator("input").first).to_be_focused()
    expect(part_of(page, FIRST).locator("input:checked")).to_have_count(0)
    expect(part_of(page, SECOND).locator("input:checked")).to_have_count(1)


def test_nothing_chosen_is_no_answer(page: Page, student: Site) -> None:
    page.goto(student.page(LESSON))
    part_of(page, FIRST).get_by_role("button", name="Check").click()
    expect(part_of(page, FIRST).get_by_role("status")).to_have_text("Choose an answer first.")
    assert page.evaluate("localStorage.length") == 0


def test_a_right_answer_says_if_another_one_can_be_defended(page: Page, student: Site) -> None:
    page.goto(student.page("source/scope"))
    for item, several in (("bert", True), ("depth-map", False)):
        part = page.locator(f"#exercise-scope-border [data-item='{item}']")
        part.locator("input[value='traditional']").check()
        part.get_by_role("button", name="Check").click()
        feedback = part.get_by_role("status")
        expect(feedback).to_contain_text("Right.")
        said = expect(feedback)
        (said.to_contain_text if several else said.not_to_contain_text)("another answer")


@pytest.mark.parametrize("lesson", ["source/two-terms", "source/core-capability"])
def test_three_short_choices_stand_side_by_side_on_a_phone(
    page: Page, student: Site, lesson: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(student.page(lesson))
    choices = page.locator(".quiz").first.locator(".quiz-choices").first.locator("label")
    expect(choices).to_have_count(3)
    assert len({choice.bounding_box()["y"] for choice in choices.all()}) == 1  # type: ignore[index]


def test_axe_finds_nothing_in_answered_exercises(page: Page, student: Site) -> None:
    page.goto(student.page(LESSON))
    for number, question in enumerate(EXERCISE.questions):
        pick = right_choice if number % 2 else wrong_choice
        answer(page, question, pick(question))
    part_of(page, FIRST).get_by_role("button", name="Hint").click()
    add_axe(page)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert axe_faults(page, f"#exercise-{EXERCISE.id}") == [], scheme


def test_without_scripts_answers_are_in_closed_details(
    new_context: Callable[..., BrowserContext], student: Site
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(student.page(LESSON))
    reason = part_of(page, FIRST).get_by_text(FIRST.right[right_choice(FIRST)])
    expect(reason).to_be_hidden()
    part_of(page, FIRST).locator("details.quiz-key > summary").click()
    expect(reason).to_be_visible()


def test_a_graded_exercise_holds_no_key_and_keeps_answers(page: Page, student: Site) -> None:
    page.goto(student.page(f"source/reference/{GRADED}"))
    exercise = page.locator(f"#exercise-{GRADED}")
    expect(exercise.locator(".quiz-key, .quiz-hints li, [data-credit]")).to_have_count(0)
    expect(exercise.get_by_role("button", name="Check")).to_have_count(0)
    exercise.locator("input").first.check()
    expect(exercise.get_by_role("status").first).to_have_text("Kept on this device.")
    page.reload()
    expect(exercise.locator("input").first).to_be_checked()


def test_the_search_knows_no_answer(student: Site) -> None:
    words = set(search_index(student.folder)["terms"])
    assert "newspap" in words  # the lesson's own text is there
    reasons = {**FIRST.wrong, **FIRST.right}.values()
    text = (student.folder / f"{LESSON}.html").read_text(encoding="utf-8")
    index = (student.folder / "searchindex.js").read_text(encoding="utf-8")
    for reason in reasons:
        assert reason in text
        assert reason not in index
    assert "taken for" not in index


def test_a_poll_asks_first_and_answers_then(page: Page, student: Site) -> None:
    open_deck(page, f"{student.deck(LESSON)}#/exercise-{EXERCISE.id}")
    slide = page.locator(".slides section.kind-poll.present")
    expect(slide).to_contain_text(FIRST.prompt)
    reveal = slide.locator(".poll-answer")
    expect(reveal).to_be_hidden()
    slide.get_by_role("button", name="Start").click()
    expect(slide.locator(".countdown-clock")).to_have_text("0:29")
    page.keyboard.press(NEXT)
    expect(reveal).to_be_visible()
    expect(reveal).to_contain_text(FIRST.right[right_choice(FIRST)])
    notes = slide.locator("aside.notes")
    for reason in FIRST.wrong.values():
        expect(notes).to_contain_text(reason)


def test_a_title_that_the_heading_says_is_read_out_and_not_seen(page: Page, student: Site) -> None:
    page.goto(student.page("source/limits"))
    for name, is_said_above in (("limits-labels", True), ("limits-kinds", False)):
        title = page.locator(f"#exercise-{name}-title")
        box = title.bounding_box()
        assert box is not None
        assert (box["height"] <= 1) is is_said_above
        exercise = bank.load().exercises[name]
        expect(page.get_by_role("region", name=exercise.title, exact=True)).to_be_visible()


def test_the_overview_says_which_page_has_an_exercise(page: Page, student: Site) -> None:
    page.goto(student.page(PROGRESS))
    body = page.locator("tbody", has=row_of(page))
    expect(body.locator("th[scope='rowgroup']")).to_have_text("What is generative AI?")
    shown = page.locator("th[scope='rowgroup']").all_inner_texts()
    assert len(shown) == len(set(shown)) > 10
