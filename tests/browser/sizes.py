"""A page on a wide screen and on a phone, in light and dark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.browser.axe import Kinds, add_axe, axe_faults, contrast_faults, meet

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

WIDE: Final[ViewportSize] = {"width": 1280, "height": 900}
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
NARROWEST: Final[ViewportSize] = {"width": 320, "height": 640}
"""What WCAG 1.4.10 asks for: 1280 px at 400 %."""

STICKING_OUT: Final = """
() => [...document.querySelectorAll("body *")]
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
  .filter((element) => element.checkVisibility({ visibilityProperty: true }))
  .slice(0, 3)
  .map((element) => `<${element.localName} class="${element.className}">`)
"""

SMALL_DRAWINGS: Final = """
(least) => [...document.querySelectorAll("article figure svg")]
  .filter((drawing) => drawing.checkVisibility())
  .flatMap((drawing) => {
    const box = drawing.parentElement;
    const scale = drawing.getScreenCTM().a;
    const small = [...drawing.querySelectorAll("text")]
      .filter((text) => parseFloat(getComputedStyle(text).fontSize) * scale < least)
      .map((text) => `${text.textContent} is small`);
    return box.scrollWidth > box.clientWidth ? ["a part is out of sight", ...small] : small;
  })
"""

SMALLEST_LABEL: Final = 11
"""Height of the type in a drawing, in px."""

TWO_FRAMES: Final = (
    "() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))"
)
"""After them a page has heard that its window has another size."""


def axe_faults_in_every_light(page: Page, kinds: Kinds, *, whole: bool = True) -> list[str]:
    """Return what axe finds, wide and on a phone, light and dark; see ``tests/browser/axe.py``.

    Args:
        page: where a page is open.
        kinds: what is known of the texts of other pages; learns those of this one.
        whole: whether to look at every text, wide and light, and not at one of each kind.
    """
    add_axe(page, kinds)
    found: dict[str, list[str]] = {}
    if whole:
        found["1280 px, light"] = axe_faults(page)
        meet(page, "light")
    else:
        found["1280 px, light"] = axe_faults(page, contrast=False) + contrast_faults(page, "light")
    page.emulate_media(color_scheme="dark")
    found["1280 px, dark"] = contrast_faults(page, "dark")
    page.set_viewport_size(PHONE)
    page.evaluate(TWO_FRAMES)
    found["390 px, dark"] = contrast_faults(page, "dark")
    page.emulate_media(color_scheme="light")
    found["390 px, light"] = axe_faults(page, contrast=False) + contrast_faults(page, "light")
    faults = [f"{where}: {fault}" for where, faults in found.items() for fault in faults]
    if not faults:
        kinds.take_from(page)
    return faults


def cut_off(page: Page) -> list[str]:
    """Return what a small screen does not show of a page, or shows too small to read."""
    width, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    causes = page.evaluate(STICKING_OUT)
    too_wide = [f"the page is {width} px wide: {causes}"] if width > window else []
    small: list[str] = page.evaluate(SMALL_DRAWINGS, SMALLEST_LABEL)
    return too_wide + small
