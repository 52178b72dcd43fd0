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
        const isTyping = /** @type {Element} */ (event.target).closest?.("input, textarea, select, dialog");
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
    const { key, target } = event;
    const isOnButton = /** @type {Element} */ (target).closest?.("button, summary");
    if (key === " " && isOnButton) event.stopPropagation();
  },
  true,
);

{
  const FROM_DISK =
    `The speaker view needs a web server: run “${document.documentElement.dataset.serve}” and open ` +
    "the address that it shows. " +
    "Everything else works from a disk.";

  const BLOCKED =
    "The browser blocked the window of the speaker view. Allow pop-up windows for this site: " +
    "look for a sign in the address bar. Then press S again.";

  const IN_A_FRAME = " Here the deck is shown within another page, which may forbid new windows.";

  /* Within the page, since some frames show no message of the browser's own. */
  const explain = (words) => {
    const dialog = document.createElement("dialog");
    dialog.className = "deck-message";
    const text = Object.assign(document.createElement("p"), { textContent: words });
    text.id = "deck-message";
    dialog.setAttribute("aria-labelledby", text.id);
    const close = Object.assign(document.createElement("button"), {
      type: "button",
      textContent: "Close",
      autofocus: true,
    });
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    dialog.append(text, close);
    if (words !== FROM_DISK && window.top !== window) {
      text.append(IN_A_FRAME);
      const link = Object.assign(document.createElement("a"), {
        href: location.href,
        target: "_blank",
        textContent: "Open the deck in a tab of its own",
      });
      dialog.insertBefore(link, close);
    }
    document.body.append(dialog);
    dialog.showModal();
  };

  const SPEAKER_LOOK = new URL("speaker.css", /** @type {HTMLScriptElement} */ (document.currentScript).src).href;

  /* reveal.js writes this window, under this name, and offers no style for it. */
  const dressSpeakerView = (speakerWindow) => {
    const { document: page } = speakerWindow;
    if (page.querySelector("link")) return;
    const link = Object.assign(page.createElement("link"), { rel: "stylesheet" });
    link.href = SPEAKER_LOOK;
    page.head.append(link);
  };

  const openSpeakerView = () => {
    if (location.protocol === "file:") {
      explain(FROM_DISK);
      return;
    }
    try {
      Reveal.getPlugin("notes").open(); // it takes for granted that it gets a window
      dressSpeakerView(window.open("", "reveal.js - Notes"));
    } catch {
      explain(BLOCKED);
    }
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
