/* A small button in the corner: all commands with their keys, for those who don't know the keys. */

"use strict";

if (!lessonDeck.isCopy) {
  const KEY_M = 77;
  const reveal = document.querySelector(".reveal");

  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  const dialog = make("dialog", { className: "deck-menu", id: "deck-menu" });
  dialog.setAttribute("aria-label", "Menu and keys");

  const opener = make("button", { className: "menu-button", type: "button", title: "Menu (M)" });
  opener.setAttribute("aria-label", "Menu and keys");
  opener.setAttribute("aria-haspopup", "dialog");

  /* A closed menu must not keep the focus: keys would get no further. */
  const release = () => {
    if (dialog.contains(document.activeElement)) /** @type {HTMLElement} */ (document.activeElement).blur();
  };

  const keysOf = ({ keys }) => keys.split(" ").filter(Boolean).map((key) => make("kbd", {}, key));

  const rowOf = (command) => {
    const keys = make("span", { className: "deck-keys" }, ...keysOf(command));
    if (!command.run) return make("li", {}, make("span", {}, command.label), keys);
    const button = make("button", { type: "button" }, make("span", {}, command.label), keys);
    button.addEventListener("click", () => {
      dialog.close();
      release();
      command.run();
    });
    return make("li", {}, button);
  };

  const fill = () => {
    const groups = new Map();
    for (const command of lessonDeck.commands) {
      groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
    }
    const close = make("button", { type: "button", className: "deck-menu-close" }, "Close");
    close.addEventListener("click", () => dialog.close());
    const parts = [...groups].map(([name, commands]) =>
      make("section", {}, make("h2", {}, name), make("ul", {}, ...commands.map(rowOf))),
    );
    dialog.replaceChildren(make("div", {}, ...parts), close);
  };

  const open = () => {
    if (dialog.open) {
      dialog.close();
      return;
    }
    if (!dialog.firstChild) fill();
    dialog.showModal();
  };

  opener.addEventListener("click", open);
  /* Keys work on the menu, not on the slides behind it. */
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "?" || event.key.toLowerCase() === "m") dialog.close();
  });
  dialog.addEventListener("close", release);
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog) dialog.close();
  });

  reveal.append(opener);
  document.body.append(dialog);

  lessonDeck.add({
    group: "Time and notes",
    keys: "M ?",
    code: KEY_M,
    character: "?",
    label: "This menu",
    run: open,
  });
}
