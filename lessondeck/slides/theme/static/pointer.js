/* A dot that follows the mouse, to point at what is on the slide. */

"use strict";

if (!lessonDeck.isCopy) {
  const KEY_D = 68;
  const dot = document.createElement("div");
  dot.className = "pointer-dot";
  dot.hidden = true;
  dot.setAttribute("aria-hidden", "true");
  document.querySelector(".reveal").append(dot);

  const follow = ({ clientX, clientY }) => {
    dot.style.translate = `${clientX}px ${clientY}px`;
  };

  /* Where the mouse was last: the dot appears there. */
  document.addEventListener("pointermove", follow, { passive: true });

  lessonDeck.add({
    group: "Showing",
    keys: "D",
    code: KEY_D,
    label: "Dot that follows the mouse",
    run() {
      dot.hidden = !dot.hidden;
      document.documentElement.classList.toggle("is-pointing", !dot.hidden);
    },
  });
}
