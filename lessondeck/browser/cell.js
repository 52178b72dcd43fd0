/* An open cell: editor, buttons and what came of running it. */

import { makeEditor, replaceText } from "./editor.js";
import { Python } from "./python.js";
import { Result, make } from "./result.js";

const MOST_HINTS = 3; // for one answer

let python = null;

class OpenCell {
  constructor(cell) {
    this.cell = cell;
    this.exercise = cell.element.dataset.exercise;
    this.checks = 0;
    this.status = cell.status;
    this.hints = [...cell.element.querySelectorAll(".cell-hints li")].map((item) => item.textContent);
    cell.element.querySelector(".cell-hints")?.remove();
    this.shownHints = make("ol", "", { className: "cell-hints" });
    this.result = new Result(make("div", "", { className: "cell-result" }), cell.title);
    this.layOut();
  }

  layOut() {
    const { cell } = this;
    const box = make("div", "", { className: "cell-editor" });
    const keys = make("p", "Shift+Enter runs the code. To leave the editor with the keyboard, press Esc, then Tab.", {
      className: "cell-keys",
      id: `${cell.element.id}-keys`,
    });
    cell.block.replaceWith(box);
    box.after(keys, cell.buttons);
    this.editor = makeEditor({
      parent: box,
      text: cell.edit.text ?? cell.code,
      label: `Python code: ${cell.title}`,
      described: keys.id,
      changed: (text) => this.keep(text),
      run: () => this.go(false),
    });
    this.buttons = {
      run: this.button("Run", () => this.go(false)),
      check: this.exercise ? this.button("Check", () => this.go(true)) : null,
      hint: this.hints.length ? this.button("Hint", () => this.hint()) : null,
      stop: this.button("Stop", () => python.stop("Stopped.")),
      reset: this.button("Reset", () => this.reset()),
    };
    this.buttons.stop.disabled = true;
    cell.buttons.replaceChildren(...Object.values(this.buttons).filter(Boolean));
    this.status.after(this.result.element, this.shownHints);
    this.say("");
    cell.editor = this.editor;
    cell.edit.addEventListener("change", () => this.follow());
  }

  /** Show what another page, or an import, made of the code. */
  follow() {
    const text = this.cell.edit.text ?? this.cell.code;
    if (text !== this.editor.state.doc.toString()) replaceText(this.editor, text);
  }

  button(text, action) {
    const element = make("button", text, { type: "button" });
    element.setAttribute("aria-label", `${text}: ${this.cell.title}`);
    element.addEventListener("click", action);
    return element;
  }

  say(text, look = "") {
    this.status.className = `cell-status ${look}`;
    this.status.textContent = text;
  }

  /** Keep the learner's text, but not a copy of the course's. */
  keep(text) {
    const own = text === this.cell.code ? null : text;
    if (own !== this.cell.edit.text) this.cell.edit.keep(own);
  }

  /** Run the code, and check the answers in it if asked to. */
  async go(check) {
    if (python.busy) {
      this.say("Python is busy. Wait until it is done, or press Stop.");
      return;
    }
    this.result.clear();
    if (this.cell.output) this.cell.output.hidden = true;
    this.work(true);
    this.say("Getting Python ready. The first time, this takes a few seconds …");
    if (check) this.checks += 1;
    const job = {
      code: this.editor.state.doc.toString(),
      exercise: check ? this.exercise : undefined,
      hints: Math.min(this.checks, MOST_HINTS),
    };
    const outcome = await python.run(job, {
      print: (text) => this.result.print(text),
      started: () => this.say("Running …"),
    });
    this.work(false);
    const words = this.result.finish(outcome);
    // An error or a check has its own box; the status says it to those who hear the page.
    this.say(words, outcome.check || outcome.error ? "visually-hidden" : "");
    if (outcome.check) this.tell(outcome.check.answers);
  }

  /** Let the overview of the learner's progress know of the answers. */
  tell(answers) {
    const detail = { exercise: this.exercise, answers };
    document.dispatchEvent(new CustomEvent("lessondeck:answers", { detail }));
  }

  work(on) {
    const { run, check, stop } = this.buttons;
    const focused = document.activeElement;
    stop.disabled = !on;
    for (const button of [run, check]) if (button) button.disabled = on;
    // A button that is switched off loses the focus: hand it to the one that makes sense now.
    if (on && (focused === run || focused === check)) stop.focus();
    else if (!on && focused === stop) run.focus();
  }

  hint() {
    const next = this.hints[this.shownHints.children.length];
    if (next !== undefined) {
      const item = make("li", next, { tabIndex: -1 });
      this.shownHints.append(item);
      item.focus();
    }
    if (this.shownHints.children.length === this.hints.length) this.buttons.hint.disabled = true;
  }

  /** Show the code and the output of the course again. */
  reset() {
    python.stop("Stopped.");
    replaceText(this.editor, this.cell.code);
    this.checks = 0;
    this.result.clear();
    this.shownHints.replaceChildren();
    if (this.buttons.hint) this.buttons.hint.disabled = false;
    if (this.cell.output) this.cell.output.hidden = false;
    this.say("This is the course's version again.");
  }
}

/**
 * Open a cell in its page and start Python; `offer` is the button that was pressed.
 * @param {*} cell
 * @param {{ offer: string, folder: URL, runtime: string, pyodide: string }} place
 */
export function open(cell, { offer, ...place }) {
  python ??= new Python(place);
  const opened = new OpenCell(cell);
  const { run, check } = opened.buttons;
  if (offer === "Edit") {
    opened.editor.focus();
  } else {
    (offer === "Check" ? check : run).focus();
    opened.go(offer === "Check");
  }
}
