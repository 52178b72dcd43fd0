/* What came of running a cell, as text that a learner understands. */

export function make(name, text = "", properties = {}) {
  const element = document.createElement(name);
  element.textContent = text;
  return Object.assign(element, properties);
}

function scrolling(text, label) {
  const block = make("pre", text, { tabIndex: 0 });
  block.setAttribute("role", "region");
  block.setAttribute("aria-label", label);
  return block;
}

export class Result {
  /** Show results in an element; `title` is the name of the cell. */
  constructor(element, title) {
    this.element = element;
    this.title = title;
    this.clear();
  }

  clear() {
    this.element.replaceChildren();
    this.printed = null;
  }

  print(text) {
    if (this.printed === null) {
      this.printed = scrolling("", `Output: ${this.title}`);
      this.element.append(make("p", "Output", { className: "cell-label" }), this.printed);
    }
    this.printed.append(text);
  }

  /** Show what is to say beyond the output; return it in one sentence. */
  finish({ stopped, error, check }) {
    if (stopped) return stopped;
    if (error) return this.explain(error);
    if (check) return this.tell(check);
    return this.printed === null ? "Done. The code printed nothing." : "Done.";
  }

  explain({ message, line, source, advice, details }) {
    const box = make("div", "", { className: "cell-error" });
    const where = line ? `Line ${line}` : "Your code";
    const place = make("p");
    place.append(make("strong", `${where}: `), make("code", source || message));
    const folded = make("details");
    folded.append(
      make("summary", "All that Python says"),
      scrolling(details, `All that Python says: ${this.title}`),
    );
    box.append(place, make("p", message, { className: "cell-message" }), make("p", advice), folded);
    this.element.append(box);
    return `${where} stopped the code. ${message}`;
  }

  tell({ status, message, notes, feedback }) {
    const box = make("div", "", { className: "cell-check" });
    box.dataset.status = status;
    box.append(make("p", message, { className: "cell-verdict" }));
    const list = make("ul");
    for (const note of notes) list.append(make("li", note));
    for (const entry of feedback) list.append(this.entry(entry));
    if (list.children.length) box.append(list);
    this.element.append(box);
    return message;
  }

  entry({ title, given, verdict, message, hints }) {
    const item = make("li");
    const named = given === null || given === undefined ? title : `${title}, “${given}”`;
    item.dataset.verdict = verdict;
    item.append(make("strong", `${named}: `), `${verdict}. ${message}`.trim());
    for (const hint of hints) item.append(make("span", `Hint: ${hint}`, { className: "cell-hint" }));
    return item;
  }
}
