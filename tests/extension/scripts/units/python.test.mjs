import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { SOURCES } from "./page.mjs";

const { PATIENCE, Python } = await import(new URL("browser/python.js", SOURCES));

const PLACE = { folder: new URL("https://a.example/c/"), runtime: "r1", pyodide: "p1" };

/** A worker that does what the test says. */
class FakeWorker extends EventTarget {
  static made = [];

  constructor(address) {
    super();
    this.address = String(address);
    this.sent = [];
    this.isEnded = false;
    FakeWorker.made.push(this);
  }

  postMessage(message) {
    this.sent.push(message);
  }

  terminate() {
    this.isEnded = true;
  }

  say(data) {
    this.dispatchEvent(Object.assign(new Event("message"), { data }));
  }
}

const soon = () => new Promise((done) => setImmediate(done));

async function running(code = "print(1)") {
  const python = new Python(PLACE);
  const worker = FakeWorker.made.at(-1);
  const printed = [];
  const ended = python.run({ code }, { print: (text) => printed.push(text), started: () => printed.push("started") });
  worker.say({ ready: true });
  await soon();
  return { python, worker, printed, ended, id: worker.sent.at(-1)?.id };
}

beforeEach(() => {
  FakeWorker.made = [];
  globalThis.Worker = FakeWorker;
});

test("code runs once Python is there, and its output is heard", async () => {
  const { python, worker, printed, ended, id } = await running();
  assert.equal(worker.address, "https://a.example/c/worker.js?v=r1&pyodide=p1");
  assert.equal(worker.sent[0].code, "print(1)");
  assert.equal(python.busy, true);
  worker.say({ id, text: "1\n" });
  worker.say({ id, outcome: { good: true } });
  assert.deepEqual(await ended, { good: true });
  assert.deepEqual(printed, ["started", "1\n"]);
  assert.equal(python.busy, false);
});

test("code that never ends is stopped, and another Python waits", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { python, worker, ended } = await running("while True: pass");
  context.mock.timers.tick(PATIENCE * 1000 - 1);
  assert.equal(python.busy, true);
  context.mock.timers.tick(1);
  assert.match((await ended).stopped, /a loop that never ends/);
  assert.equal(worker.isEnded, true);
  assert.equal(FakeWorker.made.length, 2);
});

test("words of code that was stopped are not heard any more", async () => {
  const { python, worker, printed, ended, id } = await running();
  python.stop("Stopped.");
  worker.say({ id, text: "late" });
  assert.deepEqual(await ended, { stopped: "Stopped." });
  assert.deepEqual(printed, ["started"]);
});

test("a Python that breaks down is started again", async () => {
  const { worker, ended, id } = await running();
  worker.say({ id, broken: "no memory" });
  assert.match((await ended).stopped, /broke down \(no memory\)/);
  assert.equal(FakeWorker.made.length, 2);
});

test("a Python that does not arrive says so, and is asked for again", async () => {
  const python = new Python(PLACE);
  const first = python.run({ code: "1" }, { print() {}, started() {} });
  FakeWorker.made[0].dispatchEvent(Object.assign(new Event("error"), { message: "gone" }));
  assert.match((await first).stopped, /did not arrive \(gone\)/);
  await soon();
  python.run({ code: "1" }, { print() {}, started() {} });
  assert.equal(FakeWorker.made.length, 2);
});
