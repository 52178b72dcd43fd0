/* The code of the page that the room is hearing about, as large as the screen, so that it can be
   scanned from the last row.  A site without an address has no codes. */

"use strict";

if (document.querySelector(".page-address")) {
  const KEY_Q = 81;
  const STAYING = ["Tab", "Shift", "Enter", " "];

  const addresses = [...document.querySelectorAll(".page-address")];
  const isFromDisk = location.protocol === "file:";
  const windows = isFromDisk ? null : new BroadcastChannel(`code of ${location.pathname}`);

  const dialog = document.createElement("dialog");
  dialog.className = "deck-code";
  dialog.setAttribute("aria-label", "Address of the page");

  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Close";
  close.autofocus = true;

  /* That of the lab, the lesson or the deck: the last one up to the slide that is shown. */
  const current = () => {
    const slides = Reveal.getSlides();
    const here = slides.indexOf(Reveal.getCurrentSlide());
    return addresses.findLast((each) => slides.indexOf(each.closest(".slide")) <= here);
  };

  const toggle = () => {
    if (lessonDeck.isCopy) {
      windows?.postMessage("toggle");
    } else if (dialog.open) {
      dialog.close();
    } else {
      const copy = /** @type {Element} */ (current().cloneNode(true));
      dialog.replaceChildren(...copy.children, close);
      dialog.showModal();
    }
  };

  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", ({ target }) => {
    if (!(/** @type {Element} */ (target).closest("a"))) dialog.close();
  });
  /* Every key takes the code away, and those of the slides move them as well. */
  dialog.addEventListener("keydown", (event) => {
    if (!dialog.open) return; // its button keeps the focus for a moment after it is closed
    if (STAYING.includes(event.key)) {
      event.stopPropagation();
      return;
    }
    dialog.close();
    if (event.key === "Escape" || event.keyCode === KEY_Q) event.stopPropagation();
  });
  for (const each of addresses) each.querySelector("svg").addEventListener("click", toggle);
  if (!lessonDeck.isCopy) windows?.addEventListener("message", toggle);
  document.body.append(dialog);

  lessonDeck.add({
    group: "Showing",
    keys: "Q",
    code: KEY_Q,
    label: "Code of the page, large",
    run: toggle,
  });
}
