"""Labs in JupyterLite: open one from its page, and save it as far as the browser keeps it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

from tests.browser.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHATTER: Final = "^console warning: "
"""JupyterLite warns of commands and shortcuts that two of its own parts claim."""

PATIENCE: Final = 300_000
"""Milliseconds that Python may take to start on a busy machine."""


def open_lab(page: Page, address: str) -> None:
    """Open a lab from its page, which is at the address."""
    page.goto(address)
    page.get_by_role("link", name="Open in the browser").click()
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    expect(page.locator(".jp-Notebook h1").first).to_be_visible()


KEPT: Final = """
async (text) => {
  const asked = (request) =>
    new Promise((done, fail) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });
  const plain = (words) => words.replace(/["\\\\]/g, "");
  for (const { name } of await indexedDB.databases()) {
    const database = await asked(indexedDB.open(name));
    const stores = [...database.objectStoreNames];
    const reading = stores.length ? database.transaction(stores) : null;
    const kept = await Promise.all(stores.map((it) => asked(reading.objectStore(it).getAll())));
    database.close();
    if (plain(JSON.stringify(kept)).includes(plain(text))) return true;
  }
  return false;
}
"""
"""Tells whether the browser keeps a notebook with a text; quotes count for nothing."""


def save(page: Page, text: str) -> None:
    """Save the notebook and wait until the browser keeps one that has a text."""
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.locator("li[data-command='docmanager:save']").click()
    until(page, f"({KEPT})({json.dumps(text)})")
