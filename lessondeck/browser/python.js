/* The Python of a page, which all its cells share: one worker, replaced whenever it has to stop. */

export const PATIENCE = 20; // seconds that code may take

export class Python {
  constructor({ folder, runtime, pyodide }) {
    this.address = new URL(`worker.js?v=${runtime}&pyodide=${pyodide}`, folder);
    this.number = 0;
    this.job = null;
    this.start();
  }

  get busy() {
    return this.job !== null;
  }

  start() {
    this.worker = new Worker(this.address, { type: "module" });
    /** @type {Promise<void>} */
    this.ready = new Promise((resolve, reject) => {
      this.worker.addEventListener("message", ({ data }) => {
        if (data.ready) resolve();
        else if (data.broken !== undefined && data.id === undefined) reject(new Error(data.broken));
        else this.hear(data);
      });
      this.worker.addEventListener("error", (event) => reject(new Error(event.message || "no answer")));
    });
    this.ready.catch(() => {
      this.worker.terminate();
      this.worker = null;
    });
  }

  hear({ id, text, outcome, broken }) {
    if (this.job?.id !== id) return;
    if (text !== undefined) this.job.print(text);
    else if (outcome) this.end(outcome);
    else {
      this.restart();
      this.end({ stopped: `Python broke down (${broken}). It was started again.` });
    }
  }

  /** Run code; `print` hears its output, `started` is called when Python is there.

      The outcome is what `learner_code.run` says, or why it was stopped. */
  async run({ code, exercise, hints }, { print, started }) {
    if (this.worker === null) this.start();
    this.number += 1;
    const id = this.number;
    const ended = new Promise((resolve) => {
      this.job = { id, print, resolve };
    });
    this.ready.then(
      () => {
        if (this.job?.id !== id) return;
        started();
        this.job.clock = setTimeout(
          () => this.stop(`Stopped after ${PATIENCE} seconds. Is there a loop that never ends?`),
          PATIENCE * 1000,
        );
        this.worker.postMessage({ id, code, exercise, hints });
      },
      (error) => {
        if (this.job?.id !== id) return;
        this.end({ stopped: `Python did not arrive (${error.message}). Check your connection, then try again.` });
      },
    );
    return ended;
  }

  stop(reason) {
    if (!this.busy) return;
    this.restart();
    this.end({ stopped: reason });
  }

  restart() {
    this.worker?.terminate();
    this.start();
  }

  end(outcome) {
    const { resolve, clock } = this.job;
    clearTimeout(clock);
    this.job = null;
    resolve(outcome);
  }
}
