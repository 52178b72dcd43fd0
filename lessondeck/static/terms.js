/* Shows the definition of a linked term on hover and focus.

   As WCAG 1.4.13 asks, Escape puts it away, the pointer can move onto it, and it stays until
   pointer and focus have left.  On a touch screen the first tap shows it, the second follows
   the link. */

"use strict";

{
  const GRACE = 300; // milliseconds for the way from the word to its definition
  const GAP = 6; // pixels between the two

  /** @type {HTMLTemplateElement} */
  const template = document.querySelector("template.term-tips");
  const article = template.closest("article") ?? document.body;
  article.append(template.content.cloneNode(true));

  let shown = null;
  let waiting = 0;
  let wasShown = false;

  const hide = () => {
    clearTimeout(waiting);
    if (shown) shown.tip.hidden = true;
    shown = null;
  };

  /* Below the word, or above it where there is no room; never beyond the sides. */
  const place = () => {
    const { link, tip } = shown;
    const word = [...link.getClientRects()].at(-1);
    const frame = tip.offsetParent.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = tip;
    const side = document.documentElement.clientWidth - width - GAP;
    const left = Math.max(GAP, Math.min(word.left, side));
    const above = link.getClientRects()[0].top - height - GAP;
    const fits = word.bottom + GAP + height <= innerHeight || above < 0;
    tip.style.left = `${left - frame.left}px`;
    tip.style.top = `${(fits ? word.bottom + GAP : above) - frame.top}px`;
  };

  const show = (link, tip) => {
    clearTimeout(waiting);
    if (shown?.link === link) return;
    hide();
    shown = { link, tip };
    tip.hidden = false;
    place();
  };

  const leave = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (shown && document.activeElement !== shown.link) hide();
    }, GRACE);
  };

  for (const word of article.querySelectorAll("a.reference > .std-term")) {
    const link = /** @type {HTMLAnchorElement} */ (word.parentElement);
    const text = document.getElementById(`tip-${decodeURIComponent(link.hash.slice(1))}`);
    if (!text) continue;
    const tip = text.parentElement;
    link.setAttribute("aria-describedby", text.id);
    link.addEventListener("pointerenter", (event) => {
      if (event.pointerType !== "touch") show(link, tip);
    });
    link.addEventListener("pointerleave", (event) => {
      if (event.pointerType !== "touch") leave();
    });
    link.addEventListener("focus", () => show(link, tip));
    link.addEventListener("blur", leave);
    link.addEventListener("pointerdown", () => {
      wasShown = shown?.link === link;
    });
    link.addEventListener("click", (event) => {
      if (event.pointerType !== "touch" || wasShown) return;
      event.preventDefault();
      show(link, tip);
    });
  }

  for (const tip of article.querySelectorAll(".term-tip")) {
    tip.addEventListener("pointerenter", () => clearTimeout(waiting));
    tip.addEventListener("pointerleave", leave);
  }

  addEventListener("pointerdown", ({ target }) => {
    if (shown && !shown.link.contains(target) && !shown.tip.contains(target)) hide();
  });
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape") hide();
  });
  addEventListener("resize", () => {
    if (shown) place();
  });
}
