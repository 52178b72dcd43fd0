/* What JupyterLite's page lacks for those who use a keyboard or a screen reader. */

"use strict";

{
  const name = (selector, words) => {
    for (const element of document.querySelectorAll(selector)) {
      if (!element.getAttribute("aria-label")) element.setAttribute("aria-label", words(element));
    }
  };

  const mend = () => {
    name(".jp-CodeCell .cm-content", () => "Code");
    name(".jp-MarkdownCell .cm-content", () => "Text of this cell");
    name(".jp-collapseHeadingButton", () => "Fold this section");
    for (const cell of document.querySelectorAll('[role="feed"] > .jp-Cell')) {
      cell.setAttribute("role", "article");
    }
    /** @type {HTMLAnchorElement | null} */
    const skip = document.querySelector("#jp-skiplink a");
    if (skip && skip.tabIndex > 0) {
      skip.tabIndex = 0;
      skip.href = "#main-panel";
    }
  };

  new MutationObserver(mend).observe(document.documentElement, { childList: true, subtree: true });
}
