/* Offers to edit and run the Python cells of a page.
   It loads neither the editor nor Python before a reader asks for them. */

(() => {
  "use strict";

  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const { runtime, pyodide } = script.dataset;
  const folder = new URL("cells/", script.src);

  /** Say why no code can run here, or return nothing. */
  function obstacle() {
    if (window.location.protocol === "file:") {
      return (
        "You opened this page from a file, and browsers run no Python there. " +
        "To run the code, open the course from its web address. " +
        "Or start “python3 -m http.server” in the folder of the course and open http://127.0.0.1:8000."
      );
    }
    if (typeof WebAssembly !== "object" || typeof Worker !== "function") {
      return (
        "This browser cannot run Python. To run the code, use a current Firefox, Chrome, Edge or Safari. " +
        "Or copy the code into a Python of your own."
      );
    }
    return "";
  }

  /** A cell that shows its code and waits to be opened. */
  class Cell {
    constructor(element) {
      this.element = element;
      this.title = element.querySelector(".cell-title").lastChild.textContent.trim();
      this.block = element.querySelector('[class*="highlight-"]');
      this.code = this.block.querySelector("pre").textContent.replace(/\n$/, "");
      this.output = element.querySelector(".cell-output");
      /** @type {object | undefined} the editor, once the cell is open */
      this.editor = undefined;
      this.edit = window.lessonLearner.codeOf(element.dataset.cell);
      const reason = obstacle();
      if (reason) {
        this.note(reason);
        return;
      }
      this.buttons = document.createElement("p");
      this.buttons.className = "cell-buttons";
      this.status = document.createElement("p");
      this.status.className = "cell-status";
      this.status.setAttribute("role", "status");
      const offers = element.dataset.exercise ? ["Run", "Check", "Edit"] : ["Run", "Edit"];
      this.buttons.append(...offers.map((offer) => this.button(offer)));
      this.block.after(this.buttons, this.status);
      this.showEdit();
      this.edit.addEventListener("change", () => this.editor ?? this.showEdit());
    }

    note(text) {
      const line = document.createElement("p");
      line.className = "cell-note";
      line.textContent = text;
      this.element.append(line);
    }

    button(text) {
      const element = document.createElement("button");
      element.type = "button";
      element.textContent = text;
      element.setAttribute("aria-label", `${text}: ${this.title}`);
      element.addEventListener("click", () => this.open(text));
      return element;
    }

    /** Show the reader's own version again; what the course's printed is no longer its output. */
    showEdit() {
      const { text } = this.edit;
      this.block.querySelector("pre").textContent = text ?? this.code;
      if (this.output) this.output.hidden = text !== null;
      this.status.textContent = text === null ? "" : "This is your version, kept on this device.";
    }

    /** Open the editor and do in it what a button says. */
    async open(offer) {
      const buttons = this.buttons.querySelectorAll("button");
      for (const button of buttons) button.disabled = true;
      this.status.textContent = "Getting the editor …";
      try {
        const { open } = await import(new URL(`editor.js?v=${runtime}`, folder).href);
        open(this, { folder, runtime, pyodide, offer });
      } catch {
        this.status.textContent = "The editor did not arrive. Check your connection, then try again.";
        for (const button of buttons) button.disabled = false;
      }
    }
  }

  for (const element of document.querySelectorAll(".cell[data-cell]")) new Cell(element);
})();
