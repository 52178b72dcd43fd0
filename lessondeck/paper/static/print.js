/* Makes a page ready to be printed, and tells what is on it.  Each function is called once. */

"use strict";

window.paper = {
  /* Wait for everything that a picture of the page would lack. */
  async settle() {
    if (window.Reveal) {
      while (!Reveal.isReady() || !document.querySelector(".pdf-page")) {
        await new Promise(requestAnimationFrame);
      }
      /* On a screen one slide is there, on paper all are, for assistive technology too. */
      for (const slide of document.querySelectorAll(".slides section")) {
        for (const name of ["aria-hidden", "hidden", "inert"]) slide.removeAttribute(name);
      }
    }
    await Promise.allSettled([...document.images].map((image) => image.decode()));
    await document.fonts.ready;
  },

  /* A file of this machine is no address on paper: name the published one, or none. */
  links(root, address) {
    /** @type {NodeListOf<HTMLAnchorElement>} */
    const found = document.querySelectorAll("a[href]");
    for (const link of found) {
      const own = link.getAttribute("href").match(/^#\/?(.+)$/);
      if (own && document.getElementById(own[1])) {
        link.setAttribute("href", `#${own[1]}`);
      } else if (link.href.startsWith(root) && address) {
        link.href = address + link.href.slice(root.length);
      } else if (link.protocol === "file:") {
        link.removeAttribute("href");
      }
    }
  },

  style(text, title) {
    const style = document.createElement("style");
    style.textContent = text.replaceAll("TITLE", JSON.stringify(title));
    document.body.append(style);
  },

  /* Every heading as it looks and as it reads.
     A browser's bookmarks lose blanks at the ends of lines, and marks that are heard but not seen. */
  headings() {
    return [...document.querySelectorAll("h1, h2, h3, h4")].map((heading) => {
      const seen = /** @type {Element} */ (heading.cloneNode(true));
      for (const mark of seen.querySelectorAll(".box-mark")) mark.remove();
      return [seen, heading].map((it) => it.textContent.replace(/\s+/g, " ").trim());
    });
  },

  /* The list of contents names the page of each title, once it is known. */
  contents({ pages }) {
    /** @type {NodeListOf<HTMLElement>} */
    const places = document.querySelectorAll("[data-for]");
    for (const place of places) {
      place.textContent = pages[place.dataset.for] ?? "";
    }
  },

  /* The notes leave their slide and stand beside it; where there are none, there is room for some. */
  handout() {
    for (const sheet of document.querySelectorAll(".pdf-page")) {
      const item = document.createElement("div");
      item.className = "handout-item";
      const notes = document.createElement("div");
      notes.className = "handout-notes";
      const said = sheet.querySelector("aside.notes");
      if (said) {
        notes.append(...said.childNodes);
        said.remove();
      } else {
        notes.classList.add("handout-room");
        for (let line = 0; line < 6; line++) notes.append(document.createElement("div"));
      }
      sheet.replaceWith(item);
      item.append(sheet, notes);
    }
  },
};
