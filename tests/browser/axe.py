"""Accessibility faults that axe finds in what a page shows at the moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""WCAG 2.2 up to level AA, and what axe's authors recommend beyond it."""

CONTRAST: Final = {"type": "rule", "values": ["color-contrast"]}
"""All that differs between light and dark."""

SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")

RUN: Final = """
async ([where, runOnly]) => {
  const { violations } = await axe.run(where ?? document, {
    runOnly,
    resultTypes: ["violations"],
    preload: false,
  });
  return violations.map(({ id, help, nodes: [first, ...others] }) => {
    const reason = (first.failureSummary ?? help).split("\\n").slice(1).join("; ");
    const more = others.length ? ` (and ${others.length} like it)` : "";
    return `${id}: ${first.target.join(" ")}: ${reason.trim().replace(/\\s+/g, " ")}${more}`;
  });
}
"""


def add_axe(page: Page) -> None:
    """Put axe into the page that is open."""
    page.evaluate(AXE_SCRIPT)


def axe_faults(page: Page, where: str | None = None, *, contrast_alone: bool = False) -> list[str]:
    """Return what axe finds, one line for each rule with its first element.

    Args:
        page: where `add_axe` was called.
        where: a selector of the part to look at; by default all of it.
        contrast_alone: look at the contrast of colours and at nothing else.
    """
    found: list[str] = page.evaluate(RUN, [where, CONTRAST if contrast_alone else RULES])
    return found
