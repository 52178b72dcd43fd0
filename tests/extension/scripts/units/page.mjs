/* A page for a classic script: as much of a browser as the script asks for, and no more. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

export const SOURCES = new URL("../../../../lessondeck/", import.meta.url);

/** A browser's storage; `room` is how many characters a text may have, `barred` refuses all. */
export function makeStorage({ room = Infinity } = {}) {
  const kept = Object.create({
    getItem(key) {
      return Object.hasOwn(this, key) ? this[key] : null;
    },
    setItem(key, text) {
      if (text.length > room) throw new Error("the storage is full");
      this[key] = text;
    },
    removeItem(key) {
      delete this[key];
    },
  });
  return kept;
}

class Target extends EventTarget {
  append() {}
  remove() {}
  setAttribute() {}
  querySelector() {
    return null;
  }
}

/** Run a script of the package in a page and return the page's window. */
export function openPage(script, { storage = makeStorage(), address = "https://a.example/c/x.html", data = {} } = {}) {
  const url = new URL(address);
  const document = Object.assign(new Target(), {
    body: new Target(),
    createElement: () => new Target(),
    currentScript: { dataset: data, src: new URL("_static/learner.js", url).href },
    hidden: false,
  });
  const replaced = [];
  const window = Object.assign(new Target(), {
    document,
    history: { state: null, replaceState: (_state, _title, to) => replaced.push(to) },
    localStorage: storage,
    location: url,
    replaced,
  });
  const globals = { document, history: window.history, location: url, window };
  const shared = { URL, URLSearchParams, Event, EventTarget, Blob };
  const file = fileURLToPath(new URL(script, SOURCES));
  vm.runInNewContext(readFileSync(file, "utf8"), { ...globals, ...shared }, { filename: file });
  return window;
}
