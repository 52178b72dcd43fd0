/* What other sites can't do to a deck.  It comes first, before anything reads the address.

   reveal.js obeys messages from any page that frames or opens a deck, and one of its commands
   writes markup (github.com/hakimel/reveal.js, api.previewIframe); and it takes every setting from
   the address.  Messages count from the deck's own origin alone, and of the address only what a
   speaker's window, a printer and a reader's choice of colours need. */

"use strict";

{
  /* A file has no origin of its own; no site can frame or open one. */
  const isOwn = (origin) =>
    origin === location.origin || (location.protocol === "file:" && origin === "null");

  window.addEventListener(
    "message",
    (event) => {
      if (!isOwn(event.origin)) event.stopImmediatePropagation();
    },
    true,
  );

  const FOR_ALL = new Map([
    ["theme", ["light", "dark"]],
    ["print-pdf", [""]],
    ["view", ["print"]],
    ["receiver", [""]],
  ]);

  /* What the small copies of the speaker's window are told. */
  const FOR_COPIES = new Map([
    ["progress", ["false"]],
    ["history", ["false"]],
    ["transition", ["none"]],
    ["autoSlide", ["0"]],
    ["backgroundTransition", ["none"]],
    ["postMessageEvents", ["true"]],
    ["controls", ["false"]],
    ["scrollActivationWidth", ["false"]],
  ]);

  const asked = [...new URLSearchParams(location.search)];
  const isCopy = asked.some(([name]) => name === "receiver");
  const kept = asked.filter(([name, value]) =>
    [FOR_ALL, ...(isCopy ? [FOR_COPIES] : [])].some((known) => known.get(name)?.includes(value)),
  );
  const search = kept.map(([name, value]) => (value ? `${name}=${value}` : name)).join("&");
  if (search !== location.search.slice(1)) {
    const address = location.pathname + (search ? `?${search}` : "") + location.hash;
    history.replaceState(history.state, "", address);
  }
}
