/* What the theme's pages lack for those who use a keyboard, a screen reader or a phone. */

"use strict";

{
  const SCROLLERS =
    "article :is(.table-wrapper, .wide-frame, .figure-svg, .math, .input_area, .output_area, pre)";

  /* A box whose right part is out of sight fades there, until it has been scrolled to its end. */
  const showRest = (box, mayScroll = true) => {
    const rest = box.scrollWidth - box.scrollLeft - box.clientWidth;
    box.classList.toggle("goes-on", mayScroll && rest > 2);
  };

  /* What scrolls sideways on this screen can be reached and scrolled with the keys. */
  const reachScrollers = () => {
    /** @type {NodeListOf<HTMLElement>} */
    const boxes = document.querySelectorAll(SCROLLERS);
    for (const box of boxes) {
      const mayScroll = ["auto", "scroll"].includes(getComputedStyle(box).overflowX);
      if (mayScroll && box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      showRest(box, mayScroll);
    }
  };

  /* The role that entries of a bibliography get is out of use: their list would look empty. */
  for (const entry of document.querySelectorAll('[role="doc-biblioentry"]')) {
    entry.setAttribute("role", "listitem");
  }

  document.querySelector(".sidebar-drawer")?.setAttribute("aria-label", "Course");
  document.querySelector(".toc-drawer")?.setAttribute("aria-label", "On this page");

  reachScrollers();
  addEventListener("load", reachScrollers);
  addEventListener("resize", reachScrollers);
  const follow = (box) => box.matches?.(SCROLLERS) && showRest(box);
  addEventListener("scroll", ({ target }) => follow(target), true);
}
