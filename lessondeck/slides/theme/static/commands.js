/* What a speaker can do in a deck: one list, from which keys and the menu are made.

   A command has `keys` as they are shown, `label`, `group`, what it does (`run`), and, where
   reveal.js does not know its key already, the `code` or the `character` of the key. */

"use strict";

window.lessonDeck = {
  commands: [],

  /* The slides of the speaker's window are small copies: they need no tools of their own. */
  isCopy: /receiver/i.test(location.search),

  add(...commands) {
    this.commands.push(...commands);
  },

  bindKeys() {
    for (const { code, keys, label, run } of this.commands) {
      if (code) Reveal.addKeyBinding({ keyCode: code, key: keys, description: label }, run);
    }
    const byCharacter = new Map(this.commands.map(({ character, run }) => [character, run]));
    /* Before reveal.js: it takes the key of “/” and “?” for the one of a black screen. */
    window.addEventListener(
      "keydown",
      (event) => {
        const run = byCharacter.get(event.key);
        const isTyping = event.target.closest?.("input, textarea, select, dialog");
        if (!run || isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
        event.preventDefault();
        event.stopPropagation();
        run();
      },
      true,
    );
  },
};

/* reveal.js goes on with the space bar even while a button has the focus. */
window.addEventListener(
  "keydown",
  (event) => {
    if (event.key === " " && event.target.closest?.("button, summary")) event.stopPropagation();
  },
  true,
);

{
  const FROM_DISK =
    "The speaker view needs a web server: run “make serve” and open the address that it shows. " +
    "Everything else works from a disk.";

  const SPEAKER_LOOK = new URL("speaker.css", document.currentScript.src).href;

  /* reveal.js writes this window, under this name, and offers no style for it. */
  const dressSpeakerView = () => {
    const { document: page } = window.open("", "reveal.js - Notes");
    if (page.querySelector("link")) return;
    const link = Object.assign(page.createElement("link"), { rel: "stylesheet" });
    link.href = SPEAKER_LOOK;
    page.head.append(link);
  };

  const openSpeakerView = () => {
    if (location.protocol === "file:") {
      alert(FROM_DISK);
      return;
    }
    Reveal.getPlugin("notes").open();
    dressSpeakerView();
  };

  const fullScreen = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  };

  lessonDeck.add(
    { group: "Moving", keys: "→ Space PageDown", label: "Next", run: () => Reveal.next() },
    { group: "Moving", keys: "← PageUp", label: "Back", run: () => Reveal.prev() },
    { group: "Moving", keys: "Home", label: "First slide", run: () => Reveal.slide(0, 0) },
    { group: "Moving", keys: "O Esc", label: "All slides", run: () => Reveal.toggleOverview() },
    { group: "Moving", keys: "G", label: "Jump to a slide", run: () => Reveal.toggleJumpToSlide() },
    {
      group: "Moving",
      keys: "/",
      label: "Search",
      character: "/",
      run: () => Reveal.getPlugin("search").open(),
    },
    { group: "Showing", keys: "B .", label: "Black screen", run: () => Reveal.togglePause() },
    { group: "Showing", keys: "F", label: "Full screen", run: fullScreen },
    { group: "Showing", keys: "Alt+click", label: "Zoom in and out" },
    { group: "Time and notes", keys: "S", code: 83, label: "Speaker view", run: openSpeakerView },
  );
}
