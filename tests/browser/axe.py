"""Accessibility faults that axe finds in what a page shows at the moment.

All of axe looks at a page once, wide and light.
What can differ elsewhere is looked at again there, and how axe's rules work says what that is:

- In dark, colours change and nothing else; of axe's rules only ``color-contrast`` reads colours.
- On a phone, other elements are shown and all have another size, so every rule is asked again;
  ``color-contrast`` alone, which takes most of the time, is asked where its answer can differ.

That is told by *kinds*: texts whose elements have the same names, classes and colours all the way
up to the root are of one kind, and what is behind one of them is behind all.
In dark, one text of each kind is looked at; on the phone, one of each kind that the wide page did
not show in the same light.
Pages and decks have most of their kinds in common, so `Kinds` are carried from one to the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""WCAG 2.2 up to level AA, and what axe's authors recommend beyond it."""

SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")

RUN: Final = """
async ([where, runOnly, contrast]) => {
  const { violations } = await axe.run(where ?? document, {
    runOnly,
    rules: contrast ? {} : { "color-contrast": { enabled: false } },
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

KINDS: Final = """
window.kinds = (() => {
  const STYLES = ["color", "backgroundColor", "backgroundImage", "opacity", "fontSize",
    "fontWeight", "textShadow", "position", "filter", "mixBlendMode"];
  /* A short name for a long text, the same in every page. */
  const nameOf = (text) => {
    let [one, other] = [0xdeadbeef, 0x41c6ce57];
    for (let n = 0; n < text.length; n++) {
      one = Math.imul(one ^ text.charCodeAt(n), 2654435761);
      other = Math.imul(other ^ text.charCodeAt(n), 1597334677);
    }
    return (one >>> 0).toString(36) + (other >>> 0).toString(36);
  };
  const hasText = (element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) ||
    ["input", "select", "textarea"].includes(element.localName);

  const kindOf = (element, above = element.parentElement ? kindOf(element.parentElement) : "") => {
    const style = getComputedStyle(element);
    const looks = STYLES.map((name) => style[name]);
    return nameOf([above, element.localName, element.getAttribute("class"), ...looks].join());
  };

  /* Yield each element that shows a text of its own, with its kind. */
  function* texts(element, above) {
    if (getComputedStyle(element).display === "none") return;
    const kind = kindOf(element, above);
    if (hasText(element) && element.checkVisibility({ visibilityProperty: true })) {
      yield [element, kind];
    }
    for (const child of element.children) yield* texts(child, kind);
  }

  const met = {};
  /* Return a text of each kind that was not met under this name. */
  const fresh = (name, where) => {
    const known = (met[name] ??= new Set());
    const found = [];
    const root = where ? document.querySelector(where) : document.body;
    for (const [element, kind] of texts(root, kindOf(root.parentElement))) {
      if (known.has(kind)) continue;
      known.add(kind);
      found.push(element);
    }
    return found;
  };

  const learn = (lights) => {
    for (const [name, kinds] of Object.entries(lights)) met[name] = new Set(kinds);
  };
  const all = () => Object.fromEntries(Object.entries(met).map(([name, it]) => [name, [...it]]));
  return { fresh, learn, all };
})();
"""

FRESH: Final = f"""
async ([name, where]) => {{
  const include = kinds.fresh(name, where);
  const run = {RUN};
  return include.length
    ? run([{{ include }}, {{ type: "rule", values: ["color-contrast"] }}, true])
    : [];
}}
"""

MEET: Final = "([name, where]) => { kinds.fresh(name, where); }"


class Kinds:
    """The kinds of texts in which axe found nothing, by the light: what one page tells the next."""

    def __init__(self) -> None:
        """Know of none yet."""
        self._met: dict[str, list[str]] = {}

    def bring_to(self, page: Page) -> None:
        """Tell the page that is open of all kinds that are known."""
        page.evaluate("lights => kinds.learn(lights)", self._met)

    def take_from(self, page: Page) -> None:
        """Learn the kinds of a page in which nothing was found."""
        self._met = page.evaluate("kinds.all()")


def add_axe(page: Page, kinds: Kinds | None = None) -> None:
    """Put axe into the page that is open, with the kinds of texts that other pages had."""
    page.evaluate(AXE_SCRIPT)
    page.evaluate(KINDS)
    if kinds is not None:
        kinds.bring_to(page)


def axe_faults(page: Page, where: str | None = None, *, contrast: bool = True) -> list[str]:
    """Return what axe finds, one line for each rule with its first element.

    Args:
        page: where `add_axe` was called.
        where: a selector of the part to look at; by default all of it.
        contrast: whether to look at the contrast of colours.
    """
    found: list[str] = page.evaluate(RUN, [where, RULES, contrast])
    return found


def contrast_faults(page: Page, light: str, where: str | None = None) -> list[str]:
    """Return what axe finds of contrast in one text of each kind that is new in this light.

    Args:
        page: where `add_axe` was called.
        light: a name for it, such as "dark"; a kind is new once under each name.
        where: a selector of the part to look at; by default all of it.
    """
    found: list[str] = page.evaluate(FRESH, [light, where])
    return found


def meet(page: Page, light: str, where: str | None = None) -> None:
    """Note the kinds of texts that were looked at by another way."""
    page.evaluate(MEET, [light, where])
