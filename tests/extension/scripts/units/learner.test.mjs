import assert from "node:assert/strict";
import { test } from "node:test";

import { makeStorage, openPage } from "./page.mjs";

const DATA = { format: "course/progress", version: "2", course: "birds-2026" };
const KEY = "lessondeck:birds-2026:/c/:answers";

const open = (storage, more = {}) => openPage("static/learner.js", { storage, data: DATA, ...more }).lessonLearner;
const stored = (storage) => JSON.parse(storage.getItem(KEY));

test("an answer is stored under the name of the course and its folder", () => {
  const storage = makeStorage();
  open(storage).note("beaks", "wren", "thin", 1);
  assert.deepEqual(Object.keys(storage), [KEY]);
  assert.deepEqual(stored(storage).answers, { beaks: { wren: "thin" } });
  assert.deepEqual(stored(storage).results, { beaks: { wren: { credit: 1, tries: 1 } } });
});

test("each further try is counted", () => {
  const storage = makeStorage();
  const learner = open(storage);
  learner.note("beaks", "wren", "thick", 0);
  learner.note("beaks", "wren", "thin", 1);
  assert.deepEqual(stored(storage).results, { beaks: { wren: { credit: 1, tries: 2 } } });
});

test("two pages join their answers, and of one answer the newest counts", () => {
  const storage = makeStorage();
  const [first, second] = [open(storage), open(storage)];
  first.note("beaks", "wren", "thin");
  second.note("beaks", "finch", "thick");
  second.note("beaks", "wren", "thick");
  first.refresh();
  assert.equal(first.answer("beaks", "wren"), "thick");
  assert.equal(first.answer("beaks", "finch"), "thick");
  first.note("beaks", "wren", "thin");
  assert.equal(stored(storage).answers.beaks.wren, "thin");
});

test("an answer that was taken back stays away when another page joins its own", () => {
  const storage = makeStorage();
  const first = open(storage);
  first.note("beaks", "wren", "thin");
  const second = open(storage);
  first.forget("beaks", "wren");
  second.rename("Somebody");
  assert.equal(second.answer("beaks", "wren"), undefined);
  assert.deepEqual(stored(storage).answers, {});
});

test("what one page deletes, another one does not bring back", () => {
  const storage = makeStorage();
  const [first, second] = [open(storage), open(storage)];
  first.note("beaks", "wren", "thin");
  second.refresh();
  first.clear();
  second.refresh();
  assert.equal(second.hasAnswers, false);
});

test("a text of a later version is put aside and not overwritten", () => {
  const storage = makeStorage();
  const later = JSON.stringify({ format: DATA.format, version: 3, answers: {} });
  storage.setItem(KEY, later);
  open(storage).note("beaks", "wren", "thin");
  assert.equal(storage.getItem("lessondeck:birds-2026:/c/:unread"), later);
  assert.deepEqual(stored(storage).answers, { beaks: { wren: "thin" } });
});

test("what a full storage does not keep is told", () => {
  const learner = open(makeStorage({ room: 10 }));
  learner.note("beaks", "wren", "thin");
  assert.equal(learner.answer("beaks", "wren"), "thin");
  assert.match([...learner.troubles.values()].join(), /keeps nothing for this course/);
});

test("an emptied storage is told as well, and the answers are still on the page", () => {
  const storage = makeStorage();
  const learner = open(storage);
  learner.note("beaks", "wren", "thin");
  storage.removeItem(KEY);
  learner.refresh();
  assert.match([...learner.troubles.values()].join(), /was emptied elsewhere/);
  assert.equal(learner.answer("beaks", "wren"), "thin");
});

test("courses and folders do not share answers", () => {
  const storage = makeStorage();
  open(storage).note("beaks", "wren", "thin");
  const year = open(storage, { data: { ...DATA, course: "birds-2027" } });
  const folder = open(storage, { address: "https://a.example/d/x.html" });
  assert.equal(year.answer("beaks", "wren"), undefined);
  assert.equal(folder.answer("beaks", "wren"), undefined);
});

test("a file adds answers, and replaces none that is newer", () => {
  const learner = open(makeStorage());
  learner.note("beaks", "wren", "thin");
  const times = { beaks: { wren: 5, finch: 5 } };
  const answers = { beaks: { wren: "thick", finch: "thick" } };
  const file = { format: DATA.format, version: 2, answers, times };
  assert.equal(learner.import(JSON.stringify(file)), "Imported. One answer here is newer and stays.");
  assert.equal(learner.answer("beaks", "wren"), "thin");
  assert.equal(learner.answer("beaks", "finch"), "thick");
});

test("the file of somebody else, or of something else, changes nothing", () => {
  const learner = open(makeStorage());
  learner.rename("One");
  const other = { format: DATA.format, version: 2, learner: "Two", answers: { beaks: { wren: "thin" } } };
  assert.match(learner.import(JSON.stringify(other)), /by “Two”.*nothing was changed/);
  assert.match(learner.import("[]"), /no file of exported answers/);
  assert.equal(learner.answer("beaks", "wren"), undefined);
});

test("code of a cell is kept, and an empty text stands for the course's own", () => {
  const storage = makeStorage();
  const learner = open(storage);
  learner.codeOf("count").keep("print(1)");
  assert.equal(open(storage).code().get("count"), "print(1)");
  learner.codeOf("count").keep(null);
  assert.equal(open(storage).code().size, 0);
});
