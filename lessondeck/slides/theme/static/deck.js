/* Starts a deck: what reveal.js is told, and what its page lacks for some readers. */

"use strict";

{
  const KEY_T = 84;

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

  /* The copy in the speaker's window tells the deck of each move: of its first one too, and of those
     that the deck told it to make.  Such an echo comes late, and takes back a deck that has gone on
     since; see https://github.com/hakimel/reveal.js/issues/3792
     Here it tells what the speaker does in it, and before that only that it is ready. */
  const copyWithoutEcho = {
    id: "copy-without-echo",

    init(reveal) {
      const settings = reveal.getConfig();
      if (!settings.postMessageEvents) return;
      const tell = (on) => {
        settings.postMessageEvents = on;
      };
      tell(false);
      reveal.on("ready", () => tell(true));
      const isOrder = ({ data }) => String(data).includes('"setState"');
      window.addEventListener("message", (event) => tell(!isOrder(event)), true);
      for (const type of ["keydown", "pointerdown"]) {
        window.addEventListener(type, () => tell(true), true);
      }
    },
  };

  window.addEventListener("beforeprint", () => printSlides(true));
  window.addEventListener("afterprint", () => printSlides(false));

  lessonDeck.add({
    group: "Showing",
    keys: "T",
    code: KEY_T,
    label: "Light or dark",
    run: deckTheme.toggle,
  });

  Reveal.initialize({
    width: 1280,
    height: 720,
    margin: 0,
    center: false,
    display: "flex",
    hash: true,
    slideNumber: "c/t",
    zoomKey: "alt", // on every system
    help: false, // the menu lists all keys
    defaultTiming: 0, // each slide has its own: data-timing
    navigationMode: "linear",
    controlsTutorial: false,
    controlsBackArrows: "visible",
    scrollActivationWidth: null,
    transition: "none",
    backgroundTransition: "none",
    pdfSeparateFragments: false,
    plugins: [
      ...[window.RevealNotes, window.RevealSearch, window.RevealZoom].filter(Boolean),
      copyWithoutEcho,
    ],
  }).then(() => {
    mendLandmarks();
    lessonDeck.bindKeys();
  });
}
