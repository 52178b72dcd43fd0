/* Starts a deck: what reveal.js is told, and what its page lacks for some readers. */

"use strict";

{
  const KEY_T = 84;

  /* A clock for a poll: its button starts it, and starts it again. */
  const startClock = (countdown) => {
    const clock = countdown.querySelector(".countdown-clock");
    const end = Date.now() + countdown.dataset.seconds * 1000;
    const tick = () => {
      const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      if (left === 0) clearInterval(countdown.ticking);
    };
    clearInterval(countdown.ticking);
    countdown.ticking = setInterval(tick, 200);
    tick();
  };

  for (const countdown of document.querySelectorAll(".countdown")) {
    countdown.querySelector("button").addEventListener("click", () => startClock(countdown));
  }

  /* reveal.js declares an application, in which screen readers can't browse the slide. */
  const mendLandmarks = () => {
    Reveal.getRevealElement().removeAttribute("role");
    const controls = document.querySelector(".reveal .controls");
    controls?.setAttribute("role", "region");
    controls?.setAttribute("aria-label", "Slides");
  };

  /* Without the class, reveal.js prints running text; deck.css prints the slides. */
  const printSlides = (on) => {
    if (!Reveal.isPrintView()) document.documentElement.classList.toggle("print-pdf", on);
  };

  window.addEventListener("beforeprint", () => printSlides(true));
  window.addEventListener("afterprint", () => printSlides(false));

  Reveal.initialize({
    width: 1280,
    height: 720,
    margin: 0,
    center: false,
    display: "flex",
    hash: true,
    slideNumber: "c/t",
    navigationMode: "linear",
    controlsTutorial: false,
    controlsBackArrows: "visible",
    scrollActivationWidth: null,
    transition: "none",
    backgroundTransition: "none",
    pdfSeparateFragments: false,
    plugins: [window.RevealNotes, window.RevealSearch, window.RevealZoom].filter(Boolean),
  }).then(() => {
    mendLandmarks();
    Reveal.addKeyBinding({ keyCode: KEY_T, key: "T", description: "Light or dark" }, deckTheme.toggle);
  });
}
