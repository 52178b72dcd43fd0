/* How much of the planned time is left, in the corner, for a speaker without a second screen.
   Each slide carries its seconds; time runs from the first step. */

"use strict";

if (!lessonDeck.isCopy) {
  const KEY_W = 87;
  const MINUTE = 60; // s
  const element = document.createElement("div");
  element.className = "time-left";
  element.setAttribute("role", "timer");
  element.hidden = true;
  document.querySelector(".reveal").append(element);

  let started = null;
  let ticking = null;

  const planned = (slides) =>
    slides.reduce((sum, slide) => sum + Number(slide.dataset.timing ?? 0), 0);

  const inWords = (seconds) =>
    seconds < MINUTE ? `${seconds} s` : `${Math.round(seconds / MINUTE)} min`;

  const show = () => {
    const slides = Reveal.getSlides();
    const here = slides.indexOf(Reveal.getCurrentSlide());
    const gone = started === null ? 0 : Math.floor((Date.now() - started) / 1000);
    const left = planned(slides) - gone;
    const behind = gone - planned(slides.slice(0, here + 1));
    const ahead = planned(slides.slice(0, here)) - gone;
    const words = [left < 0 ? `${inWords(-left)} over` : `${inWords(left)} left`];
    if (behind >= MINUTE) words.push(`${inWords(behind)} behind`);
    if (ahead >= MINUTE) words.push(`${inWords(ahead)} ahead`);
    element.textContent = words.join(" · ");
  };

  const begin = () => {
    started ??= Date.now();
  };

  const toggle = () => {
    element.hidden = !element.hidden;
    clearInterval(ticking);
    if (element.hidden) return;
    begin();
    show();
    ticking = setInterval(show, 1000);
  };

  Reveal.on("slidechanged", () => {
    begin();
    if (!element.hidden) show();
  });

  lessonDeck.add(
    { group: "Time and notes", keys: "W", code: KEY_W, label: "Time left", run: toggle },
    {
      group: "Time and notes",
      keys: "",
      label: "Start the time anew",
      run() {
        started = Date.now();
        if (!element.hidden) show();
      },
    },
  );
}
