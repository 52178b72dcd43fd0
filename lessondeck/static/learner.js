/* What a learner did in this course: answers, name and code, kept in this browser alone.

   A page may be open beside others, wait behind the Back button, or find the storage full, barred
   or emptied.  So it takes in what is stored before it writes, joins both answer by answer (the
   newest counts), and says at once when something is on the page only.
   A classic script without requests, so that it also runs from a file. */

(() => {
  "use strict";

  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const { format, version, course } = script.dataset;
  const place = new URL("..", script.src).pathname;

  /* One host may have many courses, and one course many years. */
  const OWN = `lessondeck:${course}:${place}`;
  const ANSWERS = `${OWN}:answers`;
  const CODE = `${OWN}:code:`;

  /* What one course after another shared before courses were told apart. */
  const OLD_ANSWERS = format;
  const OLD_CODE = "lessondeck-cell:";

  const NOT_KEPT =
    "This browser keeps nothing for this course: its storage is full or switched off. " +
    "What you did is on this page only. Export it before you leave.";
  const GONE =
    "What this browser kept for this course is gone: it was emptied elsewhere. " +
    "What you see is on this page only. Export it before you leave.";

  /* ---- answers as data ---- */

  const isGroup = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const timeIn = (value) => (Number.isFinite(value) && value > 0 ? value : 1);
  const idOf = (exercise, item) => JSON.stringify([exercise, item]);

  function nothing() {
    return { learner: "", named: 0, cleared: 0, entries: new Map(), code: {} };
  }

  /** Return what a text holds, or null if it is not in this format. */
  function parse(text) {
    let data;
    try {
      data = JSON.parse(text);
    } catch {
      return null;
    }
    if (!isGroup(data) || data.format !== format || data.version !== Number(version)) return null;
    if (!isGroup(data.answers) || !Object.values(data.answers).every(isGroup)) return null;
    const state = nothing();
    if (typeof data.learner === "string") state.learner = data.learner;
    if (state.learner || data.named) state.named = timeIn(data.named);
    if (data.cleared) state.cleared = timeIn(data.cleared);
    if (isGroup(data.code)) state.code = data.code;
    const of = (group, exercise, item) => {
      const own = (owner, name) => (isGroup(owner) && Object.hasOwn(owner, name) ? owner[name] : undefined);
      return own(own(data[group], exercise), item);
    };
    const put = (exercise, item, value) => {
      const result = of("results", exercise, item);
      const at = timeIn(of("times", exercise, item));
      const entry = { exercise, item, value: value ?? undefined, at };
      state.entries.set(idOf(exercise, item), isGroup(result) ? { ...entry, result } : entry);
    };
    /* A time without an answer is that of one that was taken back. */
    for (const group of ["times", "answers"]) {
      for (const [exercise, items] of Object.entries(isGroup(data[group]) ? data[group] : {})) {
        for (const item of Object.keys(isGroup(items) ? items : {})) put(exercise, item, of("answers", exercise, item));
      }
    }
    return state;
  }

  /** Return a state as an object that is written out as JSON. */
  function plain({ learner, named, cleared, entries }) {
    const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
    const group = (read) => {
      const exercises = new Map();
      for (const entry of sorted) {
        const value = read(entry);
        if (value === undefined) continue;
        exercises.set(entry.exercise, [...(exercises.get(entry.exercise) ?? []), [entry.item, value]]);
      }
      return Object.fromEntries([...exercises].map(([name, items]) => [name, Object.fromEntries(items)]));
    };
    return {
      format,
      version: Number(version),
      learner,
      answers: group(({ value }) => value),
      results: group(({ result }) => result),
      times: group(({ at }) => at),
      named,
      cleared,
    };
  }

  const written = (state) => JSON.stringify(plain(state));

  /** Join two states; of each answer the newest counts, whichever comes first. */
  function joined(one, other) {
    const isNewer = (a, b) => a.at > b.at || (a.at === b.at && JSON.stringify(a) > JSON.stringify(b));
    const cleared = Math.max(one.cleared, other.cleared);
    const entries = new Map();
    for (const [id, entry] of [...one.entries, ...other.entries]) {
      if (entry.at > cleared && (!entries.has(id) || isNewer(entry, entries.get(id)))) entries.set(id, entry);
    }
    const names = [one, other].map(({ learner, named }) => ({ learner, at: named }));
    const name = isNewer(...names) ? names[0] : names[1];
    const isCleared = name.at <= cleared;
    return {
      ...nothing(),
      learner: isCleared ? "" : name.learner,
      named: isCleared ? 0 : name.at,
      cleared,
      entries,
    };
  }

  /* ---- the browser's storage, which may refuse anything ---- */

  /** Return what is stored: a text, null for nothing, undefined if the browser bars it. */
  function stored(key) {
    try {
      return window.localStorage.getItem(key);
    } catch {
      return undefined;
    }
  }

  /** Store a text and tell whether it is there. */
  function store(key, text) {
    try {
      window.localStorage.setItem(key, text);
      return window.localStorage.getItem(key) === text;
    } catch {
      return false;
    }
  }

  function remove(key) {
    try {
      window.localStorage.removeItem(key);
    } catch {
      // Nothing was stored.
    }
  }

  function keys() {
    try {
      return Object.keys(window.localStorage);
    } catch {
      return [];
    }
  }

  /** Have the browser ask before the page is left. */
  function hold(event) {
    event.preventDefault();
  }

  /* ---- the learner of this page ---- */

  class Learner extends EventTarget {
    state = nothing();
    isStored = false; // whether this page has seen its answers in the storage
    troubles = new Map(); // what is on this page only, with the reason
    cells = new Map();

    constructor() {
      super();
      this.refresh();
      window.addEventListener("storage", ({ key }) => {
        if (key === null || key === ANSWERS || key.startsWith(CODE)) this.refresh();
      });
      window.addEventListener("pageshow", ({ persisted }) => persisted && this.refresh());
      document.addEventListener("visibilitychange", () => document.hidden || this.refresh());
    }

    /* -- reading -- */

    entry(exercise, item) {
      return this.state.entries.get(idOf(exercise, item));
    }

    answer(exercise, item) {
      return this.entry(exercise, item)?.value;
    }

    result(exercise, item) {
      return this.entry(exercise, item)?.result;
    }

    get name() {
      return this.state.learner;
    }

    /** Take in what is stored and tell the parts of the page. */
    refresh() {
      const text = this.take();
      for (const cell of this.cells.values()) cell.take();
      if (text && written(this.state) !== written(parse(text) ?? nothing())) this.save();
      this.dispatchEvent(new Event("change"));
    }

    /** Join what is stored with what the page has; return the text that was stored. */
    take() {
      const text = stored(ANSWERS);
      if (text === null && this.isStored && this.hasAnswers) this.report(ANSWERS, GONE);
      if (text === null && !this.isStored) this.takeOver();
      if (!text) return text;
      const found = parse(text);
      if (found) this.isStored = true;
      else if (store(`${OWN}:unread`, text)) remove(ANSWERS); // of a later version, or damaged
      else return undefined;
      this.state = joined(this.state, found ?? nothing());
      return found ? text : null;
    }

    /** Begin with the answers that were kept before courses were told apart. */
    takeOver() {
      for (const key of keys().filter((key) => key.startsWith(OLD_CODE))) {
        const own = CODE + key.slice(OLD_CODE.length);
        if (stored(own) === null) store(own, stored(key));
      }
      const text = stored(OLD_ANSWERS);
      const old = text ? parse(text) : null;
      if (!old) return;
      this.state = joined(this.state, old);
      this.isStored = store(ANSWERS, written(this.state));
    }

    get hasAnswers() {
      return this.name !== "" || [...this.state.entries.values()].some(({ value }) => value !== undefined);
    }

    /* -- writing -- */

    /** Keep an answer; `credit` is what it earned, if that is known. */
    note(exercise, item, value, credit) {
      const before = this.entry(exercise, item);
      const entry = { exercise, item, value, at: this.now(before?.at) };
      if (credit !== undefined) entry.result = { credit, tries: (before?.result?.tries ?? 0) + 1 };
      this.put(entry);
    }

    /** Take an answer back. */
    forget(exercise, item) {
      const before = this.entry(exercise, item);
      if (before?.value !== undefined) this.put({ exercise, item, value: undefined, at: this.now(before.at) });
    }

    put(entry) {
      this.state.entries.set(idOf(entry.exercise, entry.item), entry);
      this.save();
    }

    rename(name) {
      this.state.learner = name;
      this.state.named = this.now(this.state.named);
      this.save();
    }

    /** Return the time, later than all that it has to come after. */
    now(...times) {
      return Math.max(Date.now(), this.state.cleared + 1, ...times.filter(Boolean).map((time) => time + 1));
    }

    save() {
      const isReadable = this.take() !== undefined;
      const isKept = isReadable && store(ANSWERS, written(this.state));
      if (isKept) this.isStored = true;
      this.report(ANSWERS, isKept ? "" : NOT_KEPT);
    }

    /** Find out, before the first answer, whether the browser would keep it. */
    probe() {
      const key = `${OWN}:trial`;
      const isKept = store(key, written(this.state) + " ".repeat(1000));
      remove(key);
      if (!isKept) this.warn(NOT_KEPT);
    }

    /** Delete everything of this course, in all open pages. */
    clear() {
      const times = [...this.state.entries.values()].map(({ at }) => at);
      this.state = { ...nothing(), cleared: this.now(this.state.named, ...times) };
      if (!store(ANSWERS, written(this.state))) remove(ANSWERS);
      const own = (key) => [CODE, OLD_CODE, `${OWN}:unread`].some((start) => key.startsWith(start));
      for (const key of [OLD_ANSWERS, ...keys().filter(own)]) remove(key);
      for (const name of [...this.troubles.keys()]) this.report(name, "");
      for (const cell of this.cells.values()) cell.set(null);
      this.dispatchEvent(new Event("change"));
    }

    /* -- files -- */

    /** Give the learner a file of all that this page knows. */
    export() {
      this.refresh();
      const code = Object.fromEntries([...this.code()].sort());
      const data = { ...plain(this.state), exported: new Date().toISOString(), code };
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([JSON.stringify(data, null, 1)], { type: "application/json" }));
      link.download = "my-progress.json";
      link.click();
      URL.revokeObjectURL(link.href);
      window.removeEventListener("beforeunload", hold);
    }

    /** Return the learner's code by the names of its cells. */
    code() {
      const names = keys().filter((key) => key.startsWith(CODE));
      const found = new Map(names.map((key) => [key.slice(CODE.length), stored(key)]));
      for (const [name, { text }] of this.cells) found.set(name, text);
      return new Map([...found].filter(([, text]) => text));
    }

    /** Add what a file holds and return what to tell the learner; nothing newer is replaced. */
    import(text) {
      const file = parse(text);
      if (file === null) return "This is no file of exported answers; nothing was changed.";
      this.refresh();
      if (file.learner && this.name && file.learner !== this.name) {
        return (
          `The file is by “${file.learner}”, the answers here are by “${this.name}”; nothing was changed. ` +
          "Write the same name above, or delete the answers here first."
        );
      }
      let kept = 0;
      for (const entry of file.entries.values()) {
        const here = this.entry(entry.exercise, entry.item);
        if (entry.value === undefined) continue;
        if (here?.value !== undefined && here.at > entry.at) kept += 1;
        else this.state.entries.set(idOf(entry.exercise, entry.item), { ...entry, at: this.now(here?.at) });
      }
      if (file.learner && !this.name) Object.assign(this.state, { learner: file.learner, named: this.now() });
      const mine = this.code();
      for (const [name, text] of Object.entries(file.code)) {
        if (typeof text === "string" && !mine.has(name)) this.codeOf(name).keep(text);
      }
      this.save();
      this.dispatchEvent(new Event("change"));
      const newer = kept === 1 ? "One answer here is newer and stays." : `${kept} answers here are newer and stay.`;
      return this.trouble || (kept ? `Imported. ${newer}` : "Imported.");
    }

    /** Return the learner's version of a cell's code. */
    codeOf(name) {
      if (!this.cells.has(name)) this.cells.set(name, new Code(this, name));
      return this.cells.get(name);
    }

    /* -- what goes wrong -- */

    /** Note how a write ended; what was not written holds the page back from being left. */
    report(what, trouble) {
      if (trouble) this.troubles.set(what, trouble);
      else this.troubles.delete(what);
      if (trouble) window.addEventListener("beforeunload", hold);
      else if (!this.troubles.size) window.removeEventListener("beforeunload", hold);
      this.warn([...this.troubles.values()].at(-1) ?? "");
    }

    get trouble() {
      return this.notice?.isConnected ? this.notice.querySelector("p").textContent : "";
    }

    /** Show a trouble until it is over. */
    warn(trouble) {
      if (trouble === this.trouble) return;
      this.notice?.remove();
      if (!trouble) return;
      this.notice = document.createElement("div");
      this.notice.className = "learner-notice";
      const text = document.createElement("p");
      text.textContent = trouble;
      text.setAttribute("role", "alert");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Export what is on this page";
      button.addEventListener("click", () => this.export());
      this.notice.append(text, button);
      (document.querySelector("article") ?? document.body).append(this.notice);
    }
  }

  /** The learner's version of a cell's code. */
  class Code extends EventTarget {
    text = null;
    since = Date.now();

    constructor(learner, name) {
      super();
      this.learner = learner;
      this.name = name;
      this.take();
    }

    /** Follow what is stored. */
    take() {
      const text = stored(CODE + this.name);
      if (text === undefined || (text === null && this.text === null)) return;
      const isDeleted = this.learner.state.cleared > this.since;
      if (text === null && !isDeleted) this.learner.report(this.name, GONE);
      else if (!this.learner.troubles.has(this.name)) this.set(text || null);
    }

    set(text) {
      if (text === this.text) return;
      this.text = text;
      this.since = Date.now();
      this.dispatchEvent(new Event("change"));
    }

    /** Keep a text; null stands for the course's own code. */
    keep(text) {
      this.text = text;
      this.since = Date.now();
      this.learner.report(this.name, store(CODE + this.name, text ?? "") ? "" : NOT_KEPT);
    }
  }

  window.lessonLearner = new Learner();
})();
