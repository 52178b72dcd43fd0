"""The tests of this folder see what they are there to see: each fault is made and found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import Kinds, add_axe, axe_faults, contrast_faults
from tests.browser.decks import open_deck, slide_faults
from tests.browser.sizes import WIDE, axe_faults_in_every_light
from tests.browser.watch import Watch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.browser.sites import Site

WORDS = "word " * 40

ASK_ANOTHER_HOST = "fetch('http://host.invalid/').catch(() => null)"


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (ASK_ANOTHER_HOST, "violates the following Content Security Policy"),
        ("fetch('nowhere.html')", "status 404"),
        ("console.error('spilled')", "console error: spilled"),
        ("setTimeout(() => { throw new Error('broken') })", "uncaught: broken"),
    ],
    ids=["policy", "status", "console", "exception"],
)
def test_what_goes_wrong_behind_a_page_is_seen(
    browser: Browser, small: Site, script: str, expected: str
) -> None:
    watch = watch_script(browser.new_context(), small, script)
    with pytest.raises(AssertionError, match=expected):
        watch.check()


def test_a_request_to_another_host_is_seen(browser: Browser, small: Site) -> None:
    # The policy of our pages would stop the request before anybody could see it.
    watch = watch_script(browser.new_context(bypass_csp=True), small, ASK_ANOTHER_HOST)
    with pytest.raises(AssertionError, match=r"request to another host: http://host\.invalid/"):
        watch.check()


def watch_script(context: BrowserContext, site: Site, script: str) -> Watch:
    """Run a script in a page where nothing is wrong, and wait until something is."""
    watch = Watch(context)
    page = context.new_page()
    page.goto(site.page("index"))
    watch.check()
    page.evaluate(f"() => {{ {script} }}")
    for _ in range(1_000):
        if watch.troubles:
            break
        page.wait_for_timeout(50)
    context.close()
    return watch


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>line</p>" * 30, "px too high"),
        (f"<p style='white-space: nowrap'>{WORDS}</p>", "px too wide"),
        (f"<pre style='overflow: auto; white-space: pre'>{WORDS}</pre>", "is cut by"),
        ("<p style='font-size: 20px'>tiny</p>", "“tiny” is 20.0 px high, 24 px is the least"),
        (
            "<svg viewBox='0 0 2000 200' style='width: 1000px'>"
            "<text y='90' font-size='30'>small label</text></svg>",
            "“small label” is 15.0 px high, 20 px is the least",
        ),
        (
            "<svg viewBox='0 0 1000 200' style='width: 1000px'>"
            "<text x='950' y='90' font-size='40'>long label</text></svg>",
            "“long label” is outside its figure",
        ),
        (
            "<p style='position: absolute; bottom: 20px; left: 20px'>under the link</p>",
            "covers the text “under the link”",
        ),
        (
            "<p style='color: #666'>pale</p>",
            "“pale” has a contrast of 5.7 to 1 in the light theme, 7 to 1 is the least",
        ),
        (
            "<p style='color: #14161a'>ink</p>",
            "“ink” has a contrast of 1.0 to 1 in the dark theme",
        ),
        (
            "<svg viewBox='0 0 1000 200' style='width: 1000px'>"
            "<rect width='300' height='200' fill='#555'/>"
            "<text x='20' y='90' font-size='40'>black</text></svg>",
            "“black” has a contrast of 2.8 to 1 in the light theme",
        ),
    ],
    ids=[
        "high",
        "wide",
        "cut",
        "small",
        "small label",
        "label outside",
        "covered",
        "pale",
        "dark",
        "on a shape",
    ],
)
def test_a_slide_that_does_not_fit_is_seen(
    page: Page, small: Site, markup: str, expected: str
) -> None:
    open_deck(page, f"{small.deck('source/birds')}#/feathered")
    assert not slide_faults(page)
    page.evaluate(
        "markup => { deck.current().querySelector('.slide-body').innerHTML = markup }", markup
    )
    faults = slide_faults(page)
    assert any(expected in fault for fault in faults), faults


def test_a_hidden_slide_that_tab_reaches_is_seen(page: Page, small: Site) -> None:
    open_deck(page, small.deck("slides/both"))
    assert page.evaluate("deck.reachableElsewhere()") == []
    page.add_style_tag(
        content="section { display: flex !important; visibility: visible !important }"
    )
    assert page.evaluate("deck.reachableElsewhere().length") > 0


def test_a_fault_of_accessibility_is_seen(page: Page, small: Site) -> None:
    page.goto(small.page("source/birds"))
    add_axe(page)
    page.evaluate("document.querySelector('article').innerHTML = '<h1>A</h1><img src=\"data:,\">'")
    assert any(fault.startswith("image-alt") for fault in axe_faults(page))


@pytest.mark.parametrize(
    ("style", "markup", "expected"),
    [
        ("", "<p style='color: #999'>pale</p>", "1280 px, light: color-contrast"),
        (
            "@media (prefers-color-scheme: dark) { p.pale { color: #444; background: #333 } }",
            "<p class='pale'>pale</p>",
            "1280 px, dark: color-contrast",
        ),
        (
            "@media (max-width: 600px) { p.pale { color: #999; background: #fff } }",
            "<p class='pale'>pale</p>",
            "390 px, light: color-contrast",
        ),
        (
            "@media (max-width: 600px) and (prefers-color-scheme: dark) {"
            " p.pale { color: #444; background: #333 } }",
            "<p class='pale'>pale</p>",
            "390 px, dark: color-contrast",
        ),
        (
            "@media (min-width: 600px) { .phone { display: none } }",
            "<div class='phone'><img src='data:,'></div>",
            "390 px, light: image-alt",
        ),
        (
            "@media (max-width: 600px) { button.small { all: unset; display: block;"
            " font-size: 8px; height: 10px } }",
            "<button class='small'>first one</button><button class='small'>another</button>",
            "390 px, light: target-size",
        ),
    ],
    ids=["wide", "dark", "phone", "phone in the dark", "shown on a phone", "small on a phone"],
)
def test_a_fault_in_one_size_and_light_is_seen(
    page: Page, small: Site, style: str, markup: str, expected: str
) -> None:
    page.set_viewport_size(WIDE)
    page.goto(small.page("source/birds"))
    page.evaluate(
        """([style, markup]) => {
          document.head.insertAdjacentHTML("beforeend", `<style>${style}</style>`);
          document.querySelector("article").insertAdjacentHTML("beforeend", markup);
        }""",
        [style, markup],
    )
    faults = axe_faults_in_every_light(page, Kinds())
    assert any(fault.startswith(expected) for fault in faults), faults


def test_a_text_that_another_page_has_in_other_colours_is_looked_at(
    page: Page, small: Site
) -> None:
    kinds = Kinds()
    page.goto(small.page("source/birds"))
    add_axe(page, kinds)
    assert contrast_faults(page, "light") == []
    kinds.take_from(page)
    page.goto(small.page("source/birds"))
    page.evaluate("document.querySelector('article p').style.color = '#999'")
    add_axe(page, kinds)
    new = (
        "kinds.fresh('light').map((it) => it.closest('p') === document.querySelector('article p'))"
    )
    assert set(page.evaluate(new)) == {True}, "texts that the other page had, too"
    add_axe(page, kinds)
    [fault] = contrast_faults(page, "light")
    assert fault.startswith("color-contrast")
