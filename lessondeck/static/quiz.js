/* Makes the exercises of a page respond; learner.js keeps the answers.
   A classic script without requests, so that it also runs from a file. */

(() => {
  "use strict";

  const learner = window.lessonLearner;

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

    get entry() {
      return learner.entry(this.quiz.exercise, this.item);
    }

    /** Show the answer that is kept, unless it is shown already; tell whether it was another. */
    refresh() {
      if (this.entry?.at === this.shown) return false;
      this.restore();
      return true;
    }

    restore() {
      this.shown = this.entry?.at;
      this.blank();
      const values = [].concat(this.entry?.value ?? []);
      for (const input of this.inputs) input.checked = values.includes(input.value);
      if (this.given() === null) return;
      if (this.quiz.graded) this.say("Kept on this device.");
      else this.show();
    }

    record() {
      if (this.given() === null) learner.forget(this.quiz.exercise, this.item);
      else learner.note(this.quiz.exercise, this.item, this.given());
      this.shown = this.entry?.at;
      this.say(learner.trouble ? "On this page only." : "Kept on this device.");
      this.quiz.summarise();
    }

    check() {
      if (this.given() === null) {
        this.say("Choose an answer first.");
        return;
      }
      learner.note(this.quiz.exercise, this.item, this.given(), this.show());
      this.shown = this.entry?.at;
      this.quiz.summarise();
    }

    /** Find what the key says about each choice. */
    verdicts() {
      return new Map(
        [...this.key.querySelectorAll("dt")].map((term) => [
          term.dataset.choice,
          { credit: Number(term.dataset.credit), reason: [...reasonBehind(term).childNodes] },
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
      this.blank();
      learner.forget(this.quiz.exercise, this.item);
      this.shown = this.entry?.at;
    }

    /** Show the question without an answer. */
    blank() {
      for (const input of this.inputs) input.checked = false;
      delete this.fieldset.dataset.verdict;
      this.say("");
      this.shownHints.replaceChildren();
      if (this.hintButton) this.hintButton.hidden = false;
      if (this.key) {
        this.key.hidden = !this.quiz.graded;
        this.key.open = false;
      }
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
    constructor(element) {
      this.element = element;
      this.exercise = element.dataset.exercise;
      this.graded = "graded" in element.dataset;
      this.summary = element.querySelector(".quiz-summary");
      const form = element.querySelector("form");
      form.addEventListener("submit", (event) => event.preventDefault());
      form.addEventListener("change", () => learner.probe(), { once: true });
      this.questions = [...element.querySelectorAll(".quiz-item")].map(
        (fieldset) => new Question(this, fieldset),
      );
      this.summarise();
      learner.addEventListener("change", () => {
        if (this.questions.filter((question) => question.refresh()).length) this.summarise();
      });
    }

    nameOf(choice) {
      const input = this.element.querySelector(`input[value="${CSS.escape(choice)}"]`);
      return input.parentElement.textContent.trim();
    }

    summarise() {
      const done = this.questions.filter((q) => learner.answer(this.exercise, q.item) !== undefined);
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
      const missed = this.questions.filter((_, index) => credits[index] < 1);
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
    constructor(element) {
      this.element = element;
      this.message = element.querySelector(".quiz-message");
      const find = (selector) => element.querySelector(selector);
      find(".quiz-progress-tools").hidden = false;
      this.name = find(".quiz-learner");
      this.name.addEventListener("input", () => learner.rename(this.name.value));
      find(".quiz-export").addEventListener("click", () => this.export());
      find(".quiz-import input").addEventListener("change", (event) => this.import(event.target));
      this.resetButton = find(".quiz-reset");
      this.resetButton.addEventListener("click", () => this.reset());
      this.fill();
      learner.addEventListener("change", () => this.fill());
      learner.probe();
    }

    fill() {
      if (this.name.value !== learner.name) this.name.value = learner.name;
      for (const row of this.element.querySelectorAll("tr[data-exercise]")) {
        const { exercise, items } = row.dataset;
        const ids = items.split(" ");
        const answered = ids.filter((id) => learner.answer(exercise, id) !== undefined);
        const results = ids.map((id) => learner.result(exercise, id)).filter(Boolean);
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
      learner.export();
      this.message.textContent = "Exported as my-progress.json.";
    }

    async import(input) {
      const [file] = input.files;
      if (!file) return;
      const text = file.size > LARGEST_IMPORT ? "" : await file.text();
      input.value = "";
      this.message.textContent = learner.import(text);
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
      learner.clear();
      this.message.textContent = "Deleted.";
    }
  }

  const LARGEST_IMPORT = 1_000_000; // bytes

  function button(text, action, label) {
    const element = document.createElement("button");
    element.type = "button";
    element.textContent = text;
    if (label) element.setAttribute("aria-label", label);
    element.addEventListener("click", action);
    return element;
  }

  /** Find the reason for a choice; choices side by side can share one, which stands behind them. */
  function reasonBehind(term) {
    const next = term.nextElementSibling;
    return next.matches("dd") ? next : reasonBehind(next);
  }

  function copied(part) {
    return typeof part === "string" ? part : part.cloneNode(true);
  }

  function round(points) {
    return String(Math.round(points * 10) / 10);
  }

  for (const element of document.querySelectorAll(".quiz")) new Quiz(element);
  for (const element of document.querySelectorAll(".quiz-progress")) new Overview(element);
  document.addEventListener("lessondeck:answers", (event) => {
    const { exercise, answers } = /** @type {CustomEvent} */ (event).detail;
    for (const [item, { value, credit }] of Object.entries(answers)) {
      learner.note(exercise, item, value, credit);
    }
    learner.dispatchEvent(new Event("change"));
  });
})();
