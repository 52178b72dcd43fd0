/* Starts a deck: one place for what reveal.js is told. */

const plugins = [RevealNotes, RevealSearch, RevealZoom];

Reveal.initialize({
  width: 1280,
  height: 720,
  margin: 0.04,
  center: false,
  display: "flex",
  hash: true,
  slideNumber: "c/t",
  transition: "none",
  backgroundTransition: "none",
  pdfSeparateFragments: false,
  plugins,
});
