/* Python in a process of its own: the page ends it when code does not end.
   The address says which Pyodide to load. */

const here = new URL(import.meta.url);
const core = new URL(`../${here.searchParams.get("pyodide")}/`, here);

function beside(name) {
  return new URL(`${name}${here.search}`, here);
}

async function bytesOf(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address.pathname} is missing (${response.status})`);
  return response.arrayBuffer();
}

/* Ask for a file of Pyodide without loading it: Pyodide itself may wait for ever for one. */
async function see(name) {
  const address = new URL(name, core);
  const response = await fetch(address, { method: "HEAD" });
  if (response.status === 404) throw new Error(`${address.pathname} is missing`);
}

async function start() {
  const { loadPyodide } = await import(new URL("pyodide.mjs", core).href);
  const [python, course] = await Promise.all([
    loadPyodide({
      indexURL: core.href,
      lockFileURL: beside("lock.json").href,
      env: { HOME: "/home/learner", PYTHONHASHSEED: "0" },
    }),
    bytesOf(beside("course.zip")),
    see("pyodide.asm.wasm"),
    see("python_stdlib.zip"),
  ]);
  python.unpackArchive(course, "zip", { extractDir: "/course" });
  python.runPython("import sys; sys.path.insert(0, '/course')");
  return python.pyimport("lessondeck.browser.learner_code");
}

function done({ id, code, exercise, hints }, runner) {
  const deliver = (text) => postMessage({ id, text });
  const outcome = runner.run(code, deliver, exercise, hints);
  const plain = outcome.toJs({ dict_converter: Object.fromEntries });
  outcome.destroy();
  return { id, outcome: plain };
}

// Pyodide waits for ever when its own files do not arrive, and says so in this way alone.
addEventListener("unhandledrejection", (event) => postMessage({ broken: String(event.reason) }));

start().then(
  (runner) => {
    addEventListener("message", ({ data }) => {
      try {
        postMessage(done(data, runner));
      } catch (error) {
        postMessage({ id: data.id, broken: String(error) });
      }
    });
    postMessage({ ready: true });
  },
  (error) => postMessage({ broken: String(error) }),
);
