/* Light or dark, before anything is painted: what the reader chose, or else what the system says.

   `?theme=dark` and `?theme=light` choose for one visit, the key T (see deck.js) until it is
   pressed again.  All open windows follow: the speaker view shows the slides in frames. */

"use strict";

{
  const STORED = "deck-theme";
  const THEMES = ["light", "dark"];
  const system = matchMedia("(prefers-color-scheme: dark)");

  /* A browser may bar the storage, for instance to a file that was opened from a disk. */
  const remembered = () => {
    try {
      return localStorage.getItem(STORED);
    } catch {
      return null;
    }
  };

  const remember = (theme) => {
    try {
      localStorage.setItem(STORED, theme);
    } catch {
      /* The choice then lasts until the deck is closed. */
    }
  };

  const asked = new URLSearchParams(location.search).get("theme");
  let chosen = [asked, remembered()].find((theme) => THEMES.includes(theme));

  const show = () => {
    document.body.dataset.theme = chosen ?? (system.matches ? "dark" : "light");
  };

  const toggle = () => {
    chosen = document.body.dataset.theme === "dark" ? "light" : "dark";
    remember(chosen);
    show();
  };

  /* The page's head is read before it has a body; nothing is painted between the two steps. */
  const waiting = new MutationObserver(() => {
    if (!document.body) return;
    waiting.disconnect();
    show();
  });
  waiting.observe(document.documentElement, { childList: true });

  system.addEventListener("change", show);
  window.addEventListener("storage", ({ key, newValue }) => {
    if (key !== STORED || !THEMES.includes(newValue)) return;
    chosen = newValue;
    show();
  });

  window.deckTheme = { toggle };
}
