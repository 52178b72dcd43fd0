/* Makes the exercises of a page respond and keeps the learner's answers on their device.
   A classic script without requests, so that it also runs from a file. */

(() => {
  "use strict";

  /* ---- the learner's answers, in this browser alone ---- */

  class Store {
    constructor(format, version) {
      this.format = format;
      this.version = version;
      this.keeps = true;
      this.data = this.read();
    }

    empty() {
      return { format: this.format, version: this.version, learner: "", answers: {}, results: {} };
    }

    read() {
      try {
        return this.parse(window.localStorage.getItem(this.format)) ?? this.empty();
      } catch {
        this.keeps = false;
        return this.empty();
      }
    }

    /** Return the data in a text, or null if it is not this format. */
    parse(text) {
      if (!text) return null;
      let data;
      try {
        data = JSON.parse(text);
      } catch {
        return null;
      }
      const isGroup = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
      if (!isGroup(data) || data.format !== this.format || data.version !== this.version) return null;
      if (!isGroup(data.answers) || !Object.values(data.answers).every(isGroup)) return null;
      const results = isGroup(data.results) && Object.values(data.results).every(isGroup) ? data.results : {};
      const learner = typeof data.learner === "string" ? data.learner : "";
      return { ...this.empty(), learner, answers: data.answers, results };
    }

    save() {
      try {
        window.localStorage.setItem(this.format, JSON.stringify(this.data));
      } catch {
        this.keeps = false;
      }
    }

    answer(exercise, item) {
      return this.data.answers[exercise]?.[item];
    }

    result(exercise, item) {
      return this.data.results[exercise]?.[item];
    }

    note(exercise, item, value, credit) {
      (this.data.answers[exercise] ??= {})[item] = value;
      if (credit !== undefined) {
        const results = (this.data.results[exercise] ??= {});
        results[item] = { credit, tries: (results[item]?.tries ?? 0) + 1 };
      }
      this.save();
    }

    forget(exercise, item) {
      delete this.data.answers[exercise]?.[item];
      delete this.data.results[exercise]?.[item];
      this.save();
    }

    clear() {
      this.data = this.empty();
      try {
        const edits = Object.keys(window.localStorage).filter((key) => key.startsWith(EDITS));
        for (const key of [this.format, ...edits]) window.localStorage.removeItem(key);
      } catch {
        this.keeps = false;
      }
    }
  }

  /* ---- one question ---- */

  class Question {
    constructor(quiz, fieldset) {
      this.quiz = quiz;
      this.fieldset = fieldset;
      this.item = fieldset.dataset.item;
      this.inputs = [...fieldset.querySelectorAll("input")];
      this.several = this.inputs[0].type === "checkbox";
      this.feedback = fieldset.querySelector(".quiz-feedback");
      this.key = fieldset.querySelector(".quiz-key");
      this.hints = [...fieldset.querySelectorAll(".quiz-hints li")];
      this.prepare();
      this.restore();
    }

    get title() {
      return this.fieldset.querySelector("legend").textContent.trim();
    }

    prepare() {
      this.fieldset.querySelector(".quiz-hints")?.remove();
      this.shownHints = document.createElement("ol");
      this.shownHints.className = "quiz-hints";
      const buttons = document.createElement("p");
      buttons.className = "quiz-buttons";
      if (this.quiz.graded) {
        for (const input of this.inputs) input.addEventListener("change", () => this.record());
      } else {
        this.key.hidden = true;
        buttons.append(button("Check", () => this.check(), `Check: ${this.title}`));
        if (this.hints.length) {
          this.hintButton = button("Hint", () => this.hint(), `Hint: ${this.title}`);
          buttons.append(this.hintButton);
        }
      }
      this.feedback.before(buttons);
      this.feedback.after(this.shownHints);
    }

    given() {
      const values = this.inputs.filter((input) => input.checked).map((input) => input.value);
      if (!values.length) return null;
      return this.several ? values : values[0];
    }

    restore() {
      const saved = this.quiz.store.answer(this.quiz.exercise, this.item);
      if (saved === undefined) return;
      const values = [].concat(saved);
      for (const input of this.inputs) input.checked = values.includes(input.value);
      if (this.given() === null) return;
      if (this.quiz.graded) this.say("Kept on this device.");
      else this.show();
    }

    record() {
      this.quiz.store.note(this.quiz.exercise, this.item, this.given());
      this.say(this.quiz.store.keeps ? "Kept on this device." : NOT_KEPT);
      this.quiz.summarise();
    }

    check() {
      if (this.given() === null) {
        this.say("Choose an answer first.");
        return;
      }
      const credit = this.show();
      this.quiz.store.note(this.quiz.exercise, this.item, this.given(), credit);
      this.quiz.summarise();
    }

    /** Find what the key says about each choice. */
    verdicts() {
      return new Map(
        [...this.key.querySelectorAll("dt")].map((term) => [
          term.dataset.choice,
          { credit: Number(term.dataset.credit), reason: [...term.nextElementSibling.childNodes] },
        ]),
      );
    }

    credit() {
      const given = this.given();
      if (given === null) return null;
      const verdicts = this.verdicts();
      if (!this.several) return verdicts.get(given).credit;
      const right = [...verdicts].filter(([, verdict]) => verdict.credit === 1).length;
      const hits = given.filter((choice) => verdicts.get(choice).credit === 1).length;
      return Math.max(0, (hits - (given.length - hits)) / right);
    }

    show() {
      const credit = this.credit();
      const verdicts = this.verdicts();
      const words = credit === 1 ? "Right" : credit > 0 ? "Right in part" : "Look again";
      this.fieldset.dataset.verdict = credit === 1 ? "right" : credit > 0 ? "partial" : "wrong";
      const given = [].concat(this.given());
      const reasons = given.map((choice) => verdicts.get(choice).reason);
      if (this.several && credit < 1 && credit > 0) reasons.push(["Not all that apply are chosen."]);
      const right = [...verdicts.keys()].filter((choice) => verdicts.get(choice).credit === 1);
      if (!this.several && credit === 1 && right.length > 1) {
        reasons.push(["You can defend another answer, too: see below."]);
      }
      // Copies, since a name that stays on one line is marked in the key.
      const copies = reasons.flatMap((reason) => [" ", ...reason.map(copied)]);
      this.feedback.replaceChildren(`${words}.`, ...copies);
      this.key.hidden = credit < 1;
      return credit;
    }

    hint() {
      const next = this.hints[this.shownHints.children.length];
      if (next) {
        const item = document.createElement("li");
        item.append(...[...next.childNodes].map(copied));
        item.tabIndex = -1;
        this.shownHints.append(item);
        item.focus();
      }
      if (this.shownHints.children.length === this.hints.length) this.hintButton.hidden = true;
    }

    say(text) {
      this.feedback.textContent = text;
    }

    /** Ask the question anew. */
    reset() {
      for (const input of this.inputs) input.checked = false;
      delete this.fieldset.dataset.verdict;
      this.say("");
      this.shownHints.replaceChildren();
      if (this.hintButton) this.hintButton.hidden = false;
      if (this.key) {
        this.key.hidden = true;
        this.key.open = false;
      }
      this.quiz.store.forget(this.quiz.exercise, this.item);
    }

    /** Return the right choice and the one given, if they differ. */
    mixUp() {
      const given = this.given();
      const credit = this.credit();
      if (this.several || given === null || credit === 1) return null;
      const [right] = [...this.verdicts()].find(([, verdict]) => verdict.credit === 1);
      return [right, given];
    }
  }

  /* ---- one exercise ---- */

  class Quiz {
    constructor(element, store) {
      this.element = element;
      this.store = store;
      this.exercise = element.dataset.exercise;
      this.graded = "graded" in element.dataset;
      this.summary = element.querySelector(".quiz-summary");
      element.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
      this.questions = [...element.querySelectorAll(".quiz-item")].map(
        (fieldset) => new Question(this, fieldset),
      );
      this.summarise();
    }

    nameOf(choice) {
      const input = this.element.querySelector(`input[value="${CSS.escape(choice)}"]`);
      return input.parentElement.textContent.trim();
    }

    summarise() {
      const done = this.questions.filter((q) => this.store.answer(this.exercise, q.item) !== undefined);
      this.summary.replaceChildren();
      if (!done.length) return;
      if (done.length < this.questions.length) {
        this.tell(`${done.length} of ${this.questions.length} answered.`);
        return;
      }
      if (this.graded) {
        this.tell("All answered. Export your answers on the page “My progress” to hand them in.");
      } else {
        this.conclude();
      }
      this.summary.append(button("Start this exercise again", () => this.again(this.questions)));
    }

    conclude() {
      const credits = this.questions.map((question) => question.credit());
      const points = credits.reduce((sum, credit) => sum + credit, 0);
      this.tell(`You have ${round(points)} of ${this.questions.length} points.`);
      const missed = this.questions.filter((question, index) => credits[index] < 1);
      if (!missed.length) return;
      const counts = new Map();
      for (const pair of missed.map((question) => question.mixUp()).filter(Boolean)) {
        const words = `${this.nameOf(pair[0])} taken for ${this.nameOf(pair[1])}`;
        counts.set(words, (counts.get(words) ?? 0) + 1);
      }
      if (counts.size) {
        this.tell("What you mixed up:");
        const list = document.createElement("ul");
        for (const [words, count] of [...counts].sort((a, b) => b[1] - a[1])) {
          const item = document.createElement("li");
          item.textContent = `${words}: ${count === 1 ? "once" : `${count} times`}`;
          list.append(item);
        }
        this.summary.append(list);
      }
      this.summary.append(button("Another round with these", () => this.again(missed)));
    }

    again(questions) {
      for (const question of questions) question.reset();
      this.summarise();
      questions[0].inputs[0].focus();
    }

    tell(text) {
      const line = document.createElement("p");
      line.textContent = text;
      this.summary.append(line);
    }
  }

  /* ---- the overview ---- */

  class Overview {
    constructor(element, store) {
      this.element = element;
      this.store = store;
      this.message = element.querySelector(".quiz-message");
      const find = (selector) => element.querySelector(selector);
      find(".quiz-progress-tools").hidden = false;
      this.learner = find(".quiz-learner");
      this.learner.addEventListener("change", () => {
        this.store.data.learner = this.learner.value;
        this.store.save();
      });
      find(".quiz-export").addEventListener("click", () => this.export());
      find(".quiz-import input").addEventListener("change", (event) => this.import(event.target));
      this.resetButton = find(".quiz-reset");
      this.resetButton.addEventListener("click", () => this.reset());
      this.fill();
      if (!store.keeps) this.message.textContent = NOT_KEPT;
    }

    fill() {
      this.learner.value = this.store.data.learner;
      for (const row of this.element.querySelectorAll("tr[data-exercise]")) {
        const { exercise, items } = row.dataset;
        const ids = items.split(" ");
        const answered = ids.filter((id) => this.store.answer(exercise, id) !== undefined);
        const results = ids.map((id) => this.store.result(exercise, id)).filter(Boolean);
        const right = results.filter((result) => result.credit === 1).length;
        row.querySelector(".answered").textContent = `${answered.length} of ${ids.length}`;
        const graded = "graded" in row.dataset;
        row.querySelector(".right").textContent = graded || !results.length ? "–" : String(right);
        const again = results.length - right;
        row.querySelector(".revisit").textContent = graded || !results.length ? "–" : String(again);
        row.classList.toggle("to-revisit", again > 0);
      }
    }

    export() {
      const text = JSON.stringify(this.store.data, null, 1);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
      link.download = "my-progress.json";
      link.click();
      URL.revokeObjectURL(link.href);
      this.message.textContent = "Exported as my-progress.json.";
    }

    async import(input) {
      const [file] = input.files;
      if (!file) return;
      const data = file.size > LARGEST_IMPORT ? null : this.store.parse(await file.text());
      input.value = "";
      if (data === null) {
        this.message.textContent = "This is no file of exported answers; nothing was changed.";
        return;
      }
      this.store.data = data;
      this.store.save();
      this.fill();
      this.message.textContent = this.store.keeps ? "Imported." : NOT_KEPT;
    }

    reset() {
      if (this.resetButton.dataset.sure === undefined) {
        this.resetButton.dataset.sure = "";
        this.resetButton.textContent = "Really delete all my answers";
        this.message.textContent = "This can't be undone. Press the button again to delete.";
        return;
      }
      delete this.resetButton.dataset.sure;
      this.resetButton.textContent = "Delete my answers";
      this.store.clear();
      this.fill();
      this.message.textContent = "Deleted.";
    }
  }

  const EDITS = "lessondeck-cell:"; // what the keys of a learner's code start with
  const LARGEST_IMPORT = 1_000_000; // bytes
  const NOT_KEPT = "This browser keeps nothing for this page: export before you leave.";

  function button(text, action, label) {
    const element = document.createElement("button");
    element.type = "button";
    element.textContent = text;
    if (label) element.setAttribute("aria-label", label);
    element.addEventListener("click", action);
    return element;
  }

  function copied(part) {
    return typeof part === "string" ? part : part.cloneNode(true);
  }

  function round(points) {
    return String(Math.round(points * 10) / 10);
  }

  const first = document.querySelector("[data-format]");
  if (first) {
    const store = new Store(first.dataset.format, Number(first.dataset.version));
    for (const element of document.querySelectorAll(".quiz")) new Quiz(element, store);
    for (const element of document.querySelectorAll(".quiz-progress")) new Overview(element, store);
    document.addEventListener("lessondeck:answers", ({ detail: { exercise, answers } }) => {
      for (const [item, { value, credit }] of Object.entries(answers)) {
        store.note(exercise, item, value, credit);
      }
    });
  }
})();
