import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "./page.mjs";

const open = (address) => openPage("slides/theme/static/guard.js", { address });

for (const [asked, kept] of [
  ["?theme=dark", null],
  ["?print-pdf", null],
  ["?theme=red", "/c/x.html"],
  ["?controls=false", "/c/x.html"],
  ["?theme=light&keyboard=false&view=print", "/c/x.html?theme=light&view=print"],
  ["?receiver&controls=false&keyboard=false", "/c/x.html?receiver&controls=false"],
]) {
  test(`of ${asked} an address keeps ${kept ?? "all"}`, () => {
    const { replaced } = open(`https://a.example/c/x.html${asked}#/3`);
    assert.deepEqual(replaced, kept === null ? [] : [`${kept}#/3`]);
  });
}

for (const [address, origin, isHeard] of [
  ["https://a.example/c/x.html", "https://a.example", true],
  ["https://a.example/c/x.html", "https://b.example", false],
  ["https://a.example/c/x.html", "null", false],
  ["file:///c/x.html", "null", true],
  ["file:///c/x.html", "https://b.example", false],
]) {
  test(`a deck at ${address} ${isHeard ? "hears" : "drops"} what ${origin} says`, () => {
    const window = open(address);
    let heard = false;
    window.addEventListener("message", () => (heard = true));
    window.dispatchEvent(Object.assign(new Event("message"), { origin }));
    assert.equal(heard, isHeard);
  });
}
