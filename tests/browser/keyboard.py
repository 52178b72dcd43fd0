"""Where the focus is while Tab goes through a page or a deck."""

from __future__ import annotations

from typing import Final

MOST_STOPS: Final = 400
"""More stops than any page has; Tab comes round again after the last."""

FOCUS: Final = """
() => {
  const element = document.activeElement;
  if (element === document.body || element === null) return null;
  const styles = ["", "::after"].map((part) => getComputedStyle(element, part));
  return {
    name: [
      element.getAttribute("aria-label") ?? element.textContent,
      ...[...(element.labels ?? [])].map((label) => label.textContent),
    ].join(" ").trim(),
    link: element.getAttribute("href") ?? "",
    present: element.classList.contains("present-link"),
    marked: styles.some((it) => it.outlineStyle !== "none" || it.boxShadow !== "none"),
  };
}
"""

ON_HIDDEN_SLIDE: Final = """
() => {
  const slide = document.activeElement.closest(".slides section");
  return slide !== null && !slide.contains(deck.current());
}
"""
