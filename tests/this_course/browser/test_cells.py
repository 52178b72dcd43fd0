"""Python cells as a learner uses them: nothing loaded unasked, no other host, and no dead end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from lessondeck.browser.learner_code import ADVICE
from lessondeck.cells.interpreter import FOLDER
from lessondeck.tools.pyodide import pyodide_folder
from tests.browser.axe import add_axe, axe_faults, contrast_faults
from tests.browser.fixtures import OTHER_NAME
from tests.browser.sites import Site, serve
from tests.this_course.names import PAGES

PRACTICE: Final = "source/reference/practice"
PROGRESS: Final = "source/reference/progress"
LESSON: Final = "source/core-capability"
RULES: Final = "source/key-differences"

PATIENCE: Final = 180_000
"""Milliseconds for Python to start on a busy machine."""

LATER: Final = re.compile(rf"_static/({FOLDER}|{re.escape(pyodide_folder())})/")
"""What no page may load before its reader asks for it."""

SOLUTION: Final = """\
def rule(output, llm):
    if output == "no":
        return "traditional"
    if llm == "whole":
        return "llm"
    if llm == "part":
        return "with-llm"
    return "generative"
"""


def cell_of(page: Page, address: str, number: int = 0) -> Locator:
    """Open a page and return one of its cells."""
    page.goto(address)
    return page.locator(".cell").nth(number)


def press(cell: Locator, name: str) -> None:
    """Press a button of a cell."""
    cell.get_by_role("button", name=f"{name}:").click()


def write(cell: Locator, code: str) -> None:
    """Replace the code in an open editor, as if it was pasted."""
    cell.get_by_role("textbox").click()
    cell.page.keyboard.press("ControlOrMeta+A")
    cell.page.keyboard.insert_text(code)


def code_in(cell: Locator) -> str:
    """Return the code that an open editor shows."""
    lines: list[str] = cell.locator(".cm-line").all_inner_texts()
    return "\n".join(line.rstrip("\n") for line in lines)


def run(cell: Locator, code: str, button: str = "Run") -> None:
    """Write code into an open editor and have it run to its end."""
    write(cell, code)
    press(cell, button)
    expect(cell.get_by_role("button", name="Stop:")).to_be_disabled(timeout=PATIENCE)


def open_python(cell: Locator) -> None:
    """Open a cell by running it, and wait until Python is there."""
    press(cell, "Run")
    expect(cell.get_by_role("status")).to_have_text(re.compile("^Done"), timeout=PATIENCE)


def test_a_page_loads_nothing_of_it_before_it_is_asked_to(page: Page, student: Site) -> None:
    loaded: dict[str, int] = {}
    page.on("response", lambda response: loaded.update({response.url: len(response.body())}))
    cell = cell_of(page, student.page(LESSON))
    expect(cell.get_by_role("button")).to_have_count(2)
    page.wait_for_load_state("networkidle")
    assert not [address for address in loaded if LATER.search(address)]
    small = [size for address, size in loaded.items() if "/cells." in address]
    assert len(small) == 2
    assert sum(small) < 12_000
    open_python(cell)
    assert [address for address in loaded if LATER.search(address)]


def test_a_page_without_a_cell_loads_no_script_for_them(page: Page, student: Site) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(student.page("source/two-terms"))
    assert asked
    assert not [address for address in asked if "cell" in address]


def test_answers_are_checked_kept_and_deleted(page: Page, student: Site) -> None:
    cell = cell_of(page, student.page(PRACTICE))
    press(cell, "Edit")
    answers = 'answers = {"song-recogniser": "traditional", "music-app": "traditional"}'
    run(cell, answers, "Check")
    found = cell.locator(".cell-check")
    expect(found).to_contain_text("1 of 10 right, 1 to look at again, 8 not answered yet.")
    expect(found.locator("[data-verdict='look again']")).to_contain_text("Hint: ")

    page.reload()
    expect(cell.locator("pre").first).to_have_text(answers)
    expect(cell.get_by_role("status")).to_have_text("This is your version, kept on this device.")
    press(cell, "Edit")
    assert code_in(cell) == answers
    page.goto(student.page(PROGRESS))
    row = page.locator("tr[data-exercise='sort-look-alikes']")
    expect(row.locator(".answered")).to_have_text("2 of 10")
    expect(row.locator(".right")).to_have_text("1")

    page.get_by_role("button", name="Delete my answers").click()
    page.get_by_role("button", name="Really delete all my answers").click()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('cell'))") == []


def test_reset_brings_back_code_and_output_of_the_course(page: Page, student: Site) -> None:
    cell = cell_of(page, student.page(RULES))
    before = cell.locator("pre").first.inner_text().rstrip("\n")
    press(cell, "Edit")
    write(cell, "print('mine')")
    page.reload()
    press(cell, "Edit")
    press(cell, "Reset")
    assert code_in(cell) == before
    expect(cell.locator(".cell-output")).to_be_visible()
    page.reload()
    expect(cell.get_by_role("status")).to_be_empty()
    assert cell.locator("pre").first.inner_text().rstrip("\n") == before


def test_a_rule_is_checked_and_hints_come_one_by_one(page: Page, student: Site) -> None:
    cell = cell_of(page, student.page(RULES))
    expect(cell.locator("details.cell-hints li")).to_have_count(3)
    press(cell, "Check")
    check = cell.locator(".cell-check")
    expect(check).to_contain_text("of 8 cases as in the key.", timeout=PATIENCE)
    for shown in (1, 2, 3):
        press(cell, "Hint")
        expect(cell.locator("ol.cell-hints li")).to_have_count(shown)
    expect(cell.get_by_role("button", name="Hint:")).to_be_disabled()
    run(cell, SOLUTION, "Check")
    expect(check).to_have_attribute("data-status", "pass")
    expect(check).to_contain_text("8 of 8 cases as in the key.")


def test_an_endless_loop_is_stopped_and_the_next_run_works(page: Page, student: Site) -> None:
    page.clock.install()
    cell = cell_of(page, student.page(LESSON))
    open_python(cell)
    endless = "print('before')\nimport time\ntime.sleep(0.1)\nprint('then')\nwhile True: pass"
    for stop in ("button", "clock"):
        write(cell, endless)
        press(cell, "Run")
        output = cell.get_by_role("region", name="Output: ")
        expect(output).to_contain_text("before", timeout=PATIENCE)
        if stop == "button":
            press(cell, "Stop")
            expect(cell.get_by_role("status")).to_have_text("Stopped.")
        else:
            page.clock.fast_forward(25_000)
            expect(cell.get_by_role("status")).to_contain_text("Stopped after 20 seconds.")
        run(cell, "print('after')")
        expect(output).to_have_text("after\n", timeout=PATIENCE)


def faults_of_cells(page: Page) -> list[str]:
    """Return what axe finds in the cells of a page, in light and dark."""
    found = axe_faults(page, ".cell")
    page.emulate_media(color_scheme="dark")
    found += contrast_faults(page, "dark", ".cell")
    page.emulate_media(color_scheme="light")
    return found


def test_errors_are_explained_and_axe_finds_nothing(page: Page, student: Site) -> None:
    page.emulate_media(color_scheme="light")
    cell = cell_of(page, student.page(RULES))
    add_axe(page)
    assert faults_of_cells(page) == []
    press(cell, "Edit")
    run(cell, "print('so far')\nprint(far)  # no such name\n'text', 3")
    error = cell.locator(".cell-error")
    expect(error.locator("p").first).to_have_text("Line 2: print(far) # no such name")
    expect(error).to_contain_text("NameError: name 'far' is not defined")
    expect(error).to_contain_text(ADVICE[NameError])
    expect(cell.get_by_role("status")).to_contain_text("Line 2 stopped the code. NameError")
    error.locator("summary").click()
    expect(error.locator("pre")).to_contain_text("Traceback")
    expect(cell.get_by_role("region", name="Output: ")).to_have_text("so far\n")
    assert faults_of_cells(page) == []
    run(cell, "def rule(output, llm): return 'llm'", "Check")
    expect(cell.locator(".cell-check li").first).to_be_visible()
    assert faults_of_cells(page) == []


def test_every_cell_prints_in_the_browser_what_its_page_shows(page: Page, student: Site) -> None:
    pages = [name for name in PAGES if "data-cell" in read(student, name)]
    assert len(pages) >= 6
    shown = {}
    for name in pages:
        page.goto(student.page(name))
        for cell in page.locator(".cell").all():
            code = cell.locator("pre").first.inner_text()
            shown[code] = cell.locator(".cell-output pre").inner_text().strip("\n")
    cell = cell_of(page, student.page(RULES))
    open_python(cell)
    for code, output in shown.items():
        run(cell, code.rstrip("\n"))
        printed = cell.get_by_role("region", name="Output: ").inner_text()
        assert printed.strip("\n") == output, code


def read(site: Site, name: str) -> str:
    """Return the markup of a page."""
    return (site.folder / f"{name}.html").read_text(encoding="utf-8")


def test_the_editor_is_used_and_left_by_keyboard(page: Page, student: Site) -> None:
    cell = cell_of(page, student.page(RULES))
    edit = cell.get_by_role("button", name="Edit:")
    edit.focus()
    page.keyboard.press("Enter")
    editor = cell.get_by_role("textbox", name="Python code: Write the two questions as a rule")
    expect(editor).to_be_focused()
    advice = editor.get_attribute("aria-describedby")
    expect(page.locator(f"#{advice}")).to_contain_text("press Esc, then Tab")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("1 + 2")
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    assert code_in(cell) == "    1 + 2"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Enter")
    expect(cell.get_by_role("region", name="Output: ")).to_have_text("3\n", timeout=PATIENCE)
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(cell.get_by_role("button", name="Run:")).to_be_focused()


@pytest.fixture
def in_a_folder(student: Site, tmp_path: Path) -> Iterator[str]:
    """The course below a folder of a server that is reached over plain http by a name."""
    (tmp_path / "course").symlink_to(student.folder)
    with serve(tmp_path) as address:
        yield f"{address.replace('127.0.0.1', OTHER_NAME)}course/"


def test_cells_run_in_a_folder_of_a_host_with_a_name_on_plain_http(
    new_context: Callable[..., BrowserContext], in_a_folder: str
) -> None:
    page = new_context(forgiven=f"request to another host: {in_a_folder}").new_page()
    cell = cell_of(page, f"{in_a_folder}{RULES}.html")
    assert page.evaluate("window.isSecureContext") is False
    open_python(cell)
    run(cell, SOLUTION, "Check")
    expect(cell.locator(".cell-check")).to_have_attribute("data-status", "pass")


def test_a_page_from_a_file_says_why_it_runs_no_code(page: Page, student: Site) -> None:
    cell = cell_of(page, f"{student.folder.as_uri()}/{LESSON}.html")
    expect(cell.locator(".cell-note")).to_contain_text("browsers run no Python there")
    expect(cell.locator(".cell-note")).to_contain_text("python3 -m http.server")
    expect(cell.get_by_role("button")).to_have_count(0)
    expect(cell.locator("pre")).to_have_count(2)


def test_a_browser_without_webassembly_is_told_what_to_do(page: Page, student: Site) -> None:
    page.add_init_script("delete window.WebAssembly")
    cell = cell_of(page, student.page(LESSON))
    expect(cell.locator(".cell-note")).to_contain_text("use a current Firefox, Chrome, Edge or Saf")
    expect(cell.get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize(
    ("lost", "words"),
    [("editor.js", "The editor did not arrive."), ("pyodide.asm.wasm", "Python did not arrive")],
)
def test_what_does_not_arrive_is_named_and_can_be_tried_again(
    new_context: Callable[..., BrowserContext], student: Site, lost: str, words: str
) -> None:
    context = new_context(forgiven=f"{re.escape(lost)}|Failed to|wasm|ERR_FAILED")
    page = context.new_page()

    def lose(route: Route) -> None:
        route.abort()

    context.route(f"**/{lost}*", lose)
    cell = cell_of(page, student.page(LESSON))
    press(cell, "Run")
    expect(cell.get_by_role("status")).to_contain_text(words, timeout=PATIENCE)
    context.unroute(f"**/{lost}*")
    open_python(cell)


def test_without_scripts_code_output_and_hints_are_there(
    new_context: Callable[..., BrowserContext], student: Site
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    cell = cell_of(page, student.page(LESSON))
    expect(cell.locator("pre")).to_have_count(2)
    expect(cell.get_by_role("button")).to_have_count(0)
    cell.locator("summary").click()
    expect(cell.locator(".cell-hints li")).to_be_visible()
