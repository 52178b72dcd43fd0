"""What other sites can't do to pages and decks, and that all of the site's own still works."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.browser.axe import add_axe, axe_faults
from tests.browser.decks import NOTES, open_deck, open_speaker_view
from tests.browser.sites import as_told, serve
from tests.browser.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

    from tests.browser.sites import Site

DECK: Final = "source/birds"

MARKUP: Final = """<img src=x onerror='top.postMessage("ran", "*"); window.hasRun = true'>"""


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[str]:
    """The address of an empty page of another origin."""
    (tmp_path / "stranger").mkdir()
    (tmp_path / "stranger" / "index.html").write_text(
        "<!doctype html><link rel=icon href='data:,'><title>Stranger</title>", encoding="utf-8"
    )
    with serve(tmp_path / "stranger") as address:
        yield address


@pytest.mark.parametrize("way", ["frame", "window"])
def test_a_deck_obeys_no_other_site(
    new_context: Callable[..., BrowserContext], small: Site, stranger: str, way: str
) -> None:
    context = new_context()
    page = context.new_page()
    page.goto(stranger)
    page.evaluate("addEventListener('message', ({ data }) => (window.heard = data))")
    address = small.deck(DECK)
    if way == "frame":
        arrives = page.expect_event("framenavigated", lambda frame: frame.url == address)
        with arrives as arrived:
            page.evaluate(
                """(address) => {
                  const frame = document.body.appendChild(document.createElement("iframe"));
                  frame.src = address;
                  window.deck = frame.contentWindow;
                }""",
                address,
            )
        deck = arrived.value
    else:
        with context.expect_page() as opened:
            page.evaluate("address => { window.deck = window.open(address); }", address)
        deck = opened.value.main_frame
    until(deck, "window.Reveal?.isReady()")
    before = deck.evaluate("JSON.stringify(Reveal.getIndices())")
    page.evaluate(
        """(markup) => {
          const send = (message) => window.deck.postMessage(JSON.stringify(message), "*");
          send({ method: "previewIframe", args: [`">${markup}`] });
          send({ method: "slide", args: [2] });
          send({ namespace: "reveal-notes", type: "heartbeat" });
        }""",
        MARKUP,
    )
    page.wait_for_timeout(500)
    assert deck.evaluate("JSON.stringify(Reveal.getIndices())") == before
    assert deck.locator(".r-overlay").count() == 0
    assert deck.evaluate("window.hasRun") is None
    assert "ran" not in str(page.evaluate("window.heard"))


def test_an_address_sets_nothing_of_a_deck_but_colours(page: Page, small: Site) -> None:
    query = "plugins=x&controls=false&parallaxBackgroundImage=x.png&autoSlide=9&notes&theme=dark"
    open_deck(page, f"{small.deck(DECK)}?{query}#/feathered")
    assert page.url == f"{small.deck(DECK)}?theme=dark#/feathered"
    assert page.evaluate("document.body.dataset.theme") == "dark"
    set_ = page.evaluate(
        "(({ controls, parallaxBackgroundImage, autoSlide }) => "
        "[controls, parallaxBackgroundImage, autoSlide])(Reveal.getConfig())"
    )
    assert set_ == [True, "", 0]
    assert page.evaluate("Boolean(Reveal.getPlugin('search'))")


@pytest.mark.parametrize("name", ["index", "source/birds", f"deck/{DECK}"])
def test_no_script_that_slipped_in_runs(
    new_context: Callable[..., BrowserContext], small: Site, name: str
) -> None:
    page = new_context(forgiven="Content Security Policy").new_page()
    markup = (small.folder / f"{name}.html").read_text(encoding="utf-8")
    evil = "<script>window.hasRun = 1</script><img src=data:, onerror='window.hasRun = 2'>"
    page.route(
        small.page(name),
        lambda route: route.fulfill(
            body=markup.replace("</body>", f"{evil}</body>"), content_type="text/html"
        ),
    )
    page.goto(small.page(name))
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.hasRun") is None


@pytest.fixture
def as_served(small: Site) -> Iterator[str]:
    """The small course on a server that sends the policy that the site brings along."""
    with serve(small.folder, as_told(small.folder)) as address:
        yield address


def test_pages_search_deck_and_speaker_view_work_with_the_policy_as_a_header(
    page: Page, as_served: str
) -> None:
    page.goto(f"{as_served}source/birds.html")
    expect(page.locator("html")).not_to_contain_class("no-js")
    assert page.evaluate("document.body.dataset.theme") == "auto"
    page.goto(f"{as_served}search.html?q=penguin")
    expect(page.locator("#search-results li").first).to_be_visible()
    open_deck(page, f"{as_served}deck/{DECK}.html#/feathered")
    speaker = open_speaker_view(page)
    expect(speaker.locator(NOTES)).to_contain_text("canary-note-birds")
    speaker.keyboard.press("PageDown")
    until(page, "deck.current().id !== 'feathered'")


def test_a_page_and_a_deck_work_as_files(page: Page, small: Site) -> None:
    page.goto((small.folder / "source" / "birds.html").as_uri())
    assert page.evaluate("document.body.dataset.theme") == "auto"
    open_deck(page, (small.folder / "deck" / f"{DECK}.html").as_uri())
    page.keyboard.press("t")
    assert page.evaluate("document.body.dataset.theme") == "dark"


def test_a_blocked_speaker_window_is_explained_and_the_next_try_works(
    page: Page, small: Site
) -> None:
    page.add_init_script("window.mayOpen = window.open; window.open = () => null;")
    open_deck(page, f"{small.deck(DECK)}#/feathered")
    page.keyboard.press("s")
    message = page.get_by_role("dialog", name="The browser blocked the window")
    expect(message).to_contain_text("Allow pop-up windows")
    expect(message.get_by_role("button", name="Close")).to_be_focused()
    add_axe(page)
    assert axe_faults(page, ".deck-message") == []
    page.keyboard.press("Enter")
    expect(message).to_have_count(0)
    page.evaluate("() => { window.open = window.mayOpen; }")
    expect(open_speaker_view(page).locator(NOTES)).to_contain_text("canary-note-birds")
