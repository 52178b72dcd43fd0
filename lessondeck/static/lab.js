/* Says on a lab's page what the browser will not do at this address. */

"use strict";

{
  const local = location.protocol === "file:";
  const about = document.querySelector(".lab-browser");
  const say = (what) => about?.querySelector(`[data-only="${what}"]`)?.removeAttribute("hidden");

  if (local) {
    say("file");
    /** @type {NodeListOf<HTMLElement>} */
    const links = document.querySelectorAll(".lesson-link[href*='lite/']");
    for (const link of links) link.hidden = true;
  } else if (!isSecureContext) {
    say("open");
  }
}
