"""What learners did is never lost: two tabs, two courses, and a browser that keeps nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page, expect

from lessondeck.tools.chromium import launch_options
from tests.browser.axe import add_axe, axe_faults
from tests.browser.sites import Site, serve
from tests.this_course.browser.test_cells import code_in, press, write
from tests.this_course.browser.test_exercises import (
    EXERCISE,
    FIRST,
    GRADED,
    LESSON,
    PROGRESS,
    SECOND,
    answer,
    part_of,
    right_choice,
    row_of,
    wrong_choice,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FINAL: Final = f"source/reference/{GRADED}"
CELLS: Final = "source/core-capability"

FULL: Final = """
const kept = Storage.prototype.setItem;
window.makeRoom = () => { Storage.prototype.setItem = kept; };
Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
"""
BARRED: Final = """
Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("barred", "SecurityError"); },
});
"""
DEAF: Final = "Storage.prototype.setItem = () => {};"

NOT_KEPT: Final = "This browser keeps nothing for this course"
GONE: Final = "What this browser kept for this course is gone"


def choose(page: Page, number: int, choice: int = 0) -> Locator:
    """Choose an answer of the graded exercise, and return the question."""
    item = page.locator(".quiz-item").nth(number)
    item.locator("input").nth(choice).check()
    return item


def exported(page: Page, button: str = "Export my answers") -> dict[str, Any]:
    """Export and return what is in the file."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    data: dict[str, Any] = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    return data


def answered(page: Page, exercise: str) -> Locator:
    """Return what the overview says of an exercise."""
    return page.locator(f"tr[data-exercise='{exercise}'] .answered")


@pytest.fixture
def two_tabs(new_context: Callable[..., BrowserContext]) -> tuple[Page, Page]:
    """Two tabs of one browser."""
    context = new_context()
    return context.new_page(), context.new_page()


def test_two_tabs_keep_what_is_done_in_either(two_tabs: tuple[Page, Page], student: Site) -> None:
    overview, check = two_tabs
    overview.goto(student.page(PROGRESS))
    check.goto(student.page(FINAL))
    for number in range(3):
        choose(check, number)
    expect(answered(overview, GRADED)).to_have_text("3 of 20")
    overview.get_by_label("Your name").fill("Robin")
    choose(check, 3)
    data = exported(overview)
    assert data["learner"] == "Robin"
    assert len(data["answers"][GRADED]) == 4
    check.reload()
    expect(check.locator(".quiz-item input:checked")).to_have_count(4)


def test_the_newest_answer_counts_and_both_tabs_show_it(
    two_tabs: tuple[Page, Page], student: Site
) -> None:
    for page in two_tabs:
        page.goto(student.page(LESSON))
    one, other = two_tabs
    answer(one, FIRST, wrong_choice(FIRST))
    answer(other, SECOND, wrong_choice(SECOND))
    answer(other, FIRST, right_choice(FIRST))
    for page in two_tabs:
        expect(part_of(page, FIRST).get_by_role("status")).to_contain_text("Right.")
        expect(part_of(page, SECOND).get_by_role("status")).to_contain_text("Look again.")
    one.goto(student.page(PROGRESS))
    delete_all(one)
    expect(part_of(other, FIRST).locator("input:checked")).to_have_count(0)
    answer(other, SECOND, right_choice(SECOND))
    expect(row_of(one).locator("td")).to_have_text([f"1 of {len(EXERCISE.questions)}", "1", "0"])


def test_a_choice_that_waits_to_be_checked_is_left_alone(
    two_tabs: tuple[Page, Page], student: Site
) -> None:
    for page in two_tabs:
        page.goto(student.page(LESSON))
    one, other = two_tabs
    waiting = part_of(one, FIRST).locator(f"input[value='{right_choice(FIRST)}']")
    waiting.check()
    answer(other, SECOND, right_choice(SECOND))
    expect(part_of(one, SECOND).get_by_role("status")).to_contain_text("Right.")
    expect(waiting).to_be_checked()


@pytest.fixture
def remembering(browser: Browser) -> Iterator[Page]:
    """A page of a browser that keeps pages for the Back button, which Playwright switches off."""
    another = browser.browser_type.launch(
        **launch_options(), ignore_default_args=["--disable-back-forward-cache"]
    )
    yield another.new_page()
    another.close()


def test_a_page_behind_the_back_button_takes_in_what_was_done_since(
    remembering: Page, student: Site
) -> None:
    page = remembering
    page.goto(student.page(PROGRESS))
    page.evaluate("window.isTheSame = true")
    page.goto(student.page(FINAL))
    choose(page, 0)
    # The event that Playwright waits for does not come again to a page that was kept.
    page.evaluate("history.back()")
    page.wait_for_url("**/progress.html", wait_until="commit")
    assert page.evaluate("window.isTheSame"), "the page was read anew"
    expect(answered(page, GRADED)).to_have_text("1 of 20")
    page.get_by_label("Your name").fill("Robin")
    assert len(exported(page)["answers"][GRADED]) == 1
    page.evaluate("history.forward()")
    page.wait_for_url(f"**/{GRADED}.html", wait_until="commit")
    expect(page.locator(".quiz-item input:checked")).to_have_count(1)


def delete_all(page: Page) -> None:
    """Delete the answers, as the overview offers it."""
    page.get_by_role("button", name="Delete my answers").click()
    page.get_by_role("button", name="Really delete all my answers").click()
    expect(page.locator(".quiz-message")).to_have_text("Deleted.")


def test_two_courses_of_one_host_do_not_mix(page: Page, student: Site, tmp_path: Path) -> None:
    for group in ("monday", "friday"):
        (tmp_path / group).symlink_to(student.folder)
    with serve(tmp_path) as address:
        page.goto(f"{address}monday/{FINAL}.html")
        choose(page, 0)
        page.goto(f"{address}friday/{FINAL}.html")
        expect(page.locator(".quiz-item input:checked")).to_have_count(0)
        choose(page, 1)
        page.goto(f"{address}friday/{PROGRESS}.html")
        delete_all(page)
        expect(answered(page, GRADED)).to_have_text("0 of 20")
        page.goto(f"{address}monday/{PROGRESS}.html")
        expect(answered(page, GRADED)).to_have_text("1 of 20")


def test_two_years_of_a_course_at_one_address_do_not_mix(page: Page, student: Site) -> None:
    page.goto(student.page(FINAL))
    choose(page, 0)
    markup = (student.folder / f"{FINAL}.html").read_text(encoding="utf-8")
    assert 'data-course="telling-them-apart-2026"' in markup
    page.route(
        student.page(FINAL),
        lambda route: route.fulfill(
            body=markup.replace("telling-them-apart-2026", "telling-them-apart-2027"),
            content_type="text/html",
        ),
    )
    page.reload()
    expect(page.locator(".quiz-item input:checked")).to_have_count(0)
    page.unroute_all()
    page.reload()
    expect(page.locator(".quiz-item input:checked")).to_have_count(1)


def test_answers_and_code_of_older_pages_are_taken_over(page: Page, student: Site) -> None:
    page.goto(student.page("index"))
    old = {
        "format": "selfcheck/progress",
        "version": 1,
        "learner": "Robin",
        "answers": {GRADED: {"scam-call-screener": "llm"}, EXERCISE.id: {FIRST.id: "yes"}},
        "results": {EXERCISE.id: {FIRST.id: {"credit": 1, "tries": 2}}},
    }
    page.evaluate("old => localStorage.setItem(old.format, JSON.stringify(old))", old)
    place = "source/core-capability/any"
    page.evaluate("place => localStorage.setItem(`lessondeck-cell:${place}`, '1 + 1')", place)
    page.goto(student.page(PROGRESS))
    expect(page.get_by_label("Your name")).to_have_value("Robin")
    expect(row_of(page).locator(".right")).to_have_text("1")
    data = exported(page)
    assert data["answers"] == old["answers"]
    assert data["results"] == old["results"]
    assert data["code"] == {place: "1 + 1"}
    delete_all(page)
    page.reload()
    expect(row_of(page).locator(".right")).not_to_have_text("1")
    assert "Robin" not in page.evaluate("JSON.stringify(localStorage)")
    assert exported(page)["code"] == {}


@pytest.mark.parametrize("storage", [FULL, BARRED, DEAF], ids=["full", "barred", "deaf"])
def test_a_browser_that_keeps_nothing_says_so_at_the_first_choice(
    new_context: Callable[..., BrowserContext], student: Site, storage: str
) -> None:
    # The theme and Sphinx themselves read the storage without a guard.
    page = new_context(forgiven="^uncaught: barred$").new_page()
    page.add_init_script(storage)
    page.goto(student.page(LESSON))
    part_of(page, FIRST).locator(f"input[value='{wrong_choice(FIRST)}']").check()
    notice = page.get_by_role("alert")
    expect(notice).to_contain_text(NOT_KEPT)
    expect(notice).to_be_in_viewport()
    answer(page, FIRST, wrong_choice(FIRST))
    answer(page, SECOND, right_choice(SECOND))
    add_axe(page)
    assert axe_faults(page, ".learner-notice") == []
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.reload()
    assert asked == ["beforeunload"]
    answer(page, FIRST, wrong_choice(FIRST))
    data = exported(page, "Export what is on this page")
    assert data["answers"] == {EXERCISE.id: {FIRST.id: wrong_choice(FIRST)}}
    page.goto(student.page(PROGRESS))
    assert asked == ["beforeunload"]  # what was exported may be left
    expect(page.get_by_role("alert")).to_contain_text(NOT_KEPT)


def test_a_graded_answer_that_is_not_kept_says_so_until_there_is_room(
    page: Page, student: Site
) -> None:
    page.goto(student.page(FINAL))
    page.evaluate(f"() => {{ {FULL} }}")
    first = choose(page, 0)
    expect(first.get_by_role("status")).to_have_text("On this page only.")
    expect(page.get_by_role("alert")).to_contain_text(NOT_KEPT)
    page.evaluate("makeRoom()")
    choose(page, 1)
    expect(page.get_by_role("alert")).to_have_count(0)
    page.reload()
    expect(page.locator(".quiz-item input:checked")).to_have_count(2)


def test_a_storage_that_is_emptied_is_noticed_and_nothing_shown_is_lost(
    two_tabs: tuple[Page, Page], student: Site
) -> None:
    check, other = two_tabs
    check.goto(student.page(FINAL))
    choose(check, 0)
    other.goto(student.page("index"))
    other.evaluate("localStorage.clear()")
    expect(check.get_by_role("alert")).to_contain_text(GONE)
    expect(check.locator(".quiz-item input:checked")).to_have_count(1)
    assert len(exported(check, "Export what is on this page")["answers"][GRADED]) == 1
    choose(check, 1)
    expect(check.get_by_role("alert")).to_have_count(0)
    other.goto(student.page(PROGRESS))
    expect(answered(other, GRADED)).to_have_text("2 of 20")


def test_what_this_page_cannot_read_is_set_aside_and_not_overwritten(
    page: Page, student: Site
) -> None:
    page.goto(student.page(FINAL))
    choose(page, 0)
    later = '{"format": "selfcheck/progress", "version": 2, "answers": []}'
    page.evaluate(
        """(later) => {
          const key = Object.keys(localStorage).find((key) => key.endsWith(":answers"));
          localStorage.setItem(key, later);
        }""",
        later,
    )
    page.reload()
    choose(page, 1)
    assert later in page.evaluate("Object.values(localStorage)")


def test_an_import_adds_and_replaces_nothing_newer(
    page: Page, student: Site, tmp_path: Path
) -> None:
    page.goto(student.page(LESSON))
    answer(page, FIRST, wrong_choice(FIRST))
    page.goto(student.page(PROGRESS))
    page.get_by_label("Your name").fill("Robin")
    data = exported(page)
    data["answers"][EXERCISE.id][SECOND.id] = right_choice(SECOND)
    file = tmp_path / "other device.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    page.goto(student.page(LESSON))
    answer(page, FIRST, right_choice(FIRST))
    page.goto(student.page(PROGRESS))
    page.get_by_label("Import answers").set_input_files(file)
    expect(page.locator(".quiz-message")).to_have_text(
        "Imported. One answer here is newer and stays."
    )
    assert exported(page)["answers"][EXERCISE.id] == {
        FIRST.id: right_choice(FIRST),
        SECOND.id: right_choice(SECOND),
    }
    file.write_text(json.dumps({**data, "learner": "Kim"}), encoding="utf-8")
    page.get_by_label("Import answers").set_input_files(file)
    expect(page.locator(".quiz-message")).to_contain_text("by “Kim”")
    expect(page.get_by_label("Your name")).to_have_value("Robin")


def test_code_is_followed_exported_and_said_when_it_is_not_kept(
    two_tabs: tuple[Page, Page], student: Site
) -> None:
    one, other = (page.locator(".cell").first for page in two_tabs)
    for page in two_tabs:
        page.goto(student.page(CELLS))
    press(one, "Edit")
    write(one, "print('mine')")
    expect(other.locator("pre").first).to_have_text("print('mine')")
    press(other, "Edit")
    write(other, "print('newer')")
    expect(one.locator(".cm-line")).to_have_text("print('newer')")
    two_tabs[1].evaluate(f"() => {{ {FULL} }}")
    write(other, "print('newest')")
    expect(two_tabs[1].get_by_role("alert")).to_contain_text(NOT_KEPT)
    two_tabs[1].bring_to_front()
    assert code_in(other) == "print('newest')"
    data = exported(two_tabs[1], "Export what is on this page")
    assert [*data["code"].values()] == ["print('newest')"]
