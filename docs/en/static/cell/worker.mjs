// Runs in a module worker: loads Python once, then runs one job at a time and streams what it
// prints.

const LIB = new URL("../../lib/pyodide/314.0.3/", import.meta.url).href;
const RUNNER = new URL("./runner.py", import.meta.url).href;
const LESSON = new URL("../../lib/", import.meta.url).href;
const DATA = new URL("data/", LESSON).href;
const NAMED_DATA = /\bsnippets\/data\/([\w-]+\.npz)/g;
/** Milliseconds that a file of data may take. */
const PATIENCE = 60_000;
/** Characters that one run may print. */
const LIMIT = 20_000;
/** The large files: their bytes, which a test compares, and their size when compressed. */
const DOWNLOADS = [
  { name: "pyodide.asm.wasm", bytes: 9_596_462, megabytes: 3.5 },
  { name: "python_stdlib.zip", bytes: 2_545_106, megabytes: 2.5 },
  { name: "numpy-", bytes: 2_916_023, megabytes: 2.9 },
];
const post = (message) => self.postMessage(message);
const fetchFile = self.fetch.bind(self);

/**
 * Reports every download, and fails when one of them fails: `loadPyodide` itself would then wait
 * forever.
 * @returns {Promise<never>}
 */
function watchDownloads() {
  const arrived = DOWNLOADS.map(() => 0);
  let reported = 0;

  function report(index, bytes) {
    arrived[index] += bytes;
    const whole = DOWNLOADS.every((file, i) => arrived[i] >= file.bytes);
    if (performance.now() - reported < 100 && !whole) return;
    reported = performance.now();
    const shares = DOWNLOADS.map((file, i) => (file.megabytes * arrived[i]) / file.bytes);
    post({ type: "progress", megabytes: shares.reduce((sum, share) => sum + share), whole });
  }

  async function count(/** @type {Response} */ response, index) {
    const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read())
      report(index, part.value.length);
  }

  return new Promise((_, fail) => {
    self.fetch = async (/** @type {[any, any?]} */ ...request) => {
      try {
        const response = await fetchFile(...request);
        if (!response.ok) throw new Error(`${response.status}: ${response.url}`);
        const index = DOWNLOADS.findIndex((file) => response.url.includes(file.name));
        if (index >= 0) count(response.clone(), index).catch(fail);
        return response;
      } catch (error) {
        fail(error);
        throw error;
      }
    };
  });
}

/** All that Python sees of the browser. */
function timers() {
  const { setTimeout, clearTimeout, setInterval, clearInterval } = self;
  return { setTimeout, clearTimeout, setInterval, clearInterval };
}

async function read(address) {
  const response = await fetch(address);
  return response.text();
}

async function boot() {
  const failed = watchDownloads();
  const sources = Promise.all([read(RUNNER), read(`${LESSON}attention.py`)]);
  const options = { indexURL: LIB, packages: ["numpy"], stdin: () => null, jsglobals: timers() };
  const { loadPyodide } = await import(`${LIB}pyodide.mjs`);
  const python = await Promise.race([loadPyodide(options), failed]);
  const [runner, toolkit] = await Promise.race([sources, failed]);
  python.FS.writeFile("runner.py", runner);
  python.FS.writeFile("attention.py", toolkit);
  const output = { write, isatty: false };
  // Python now looks at this flag every so often, by a call to JavaScript: WebKit ends a worker
  // only during such a call.
  python.setInterruptBuffer(new Uint8Array(1));
  python.setStdout(output);
  python.setStderr(output);
  const folder = `${python.FS.cwd()}/snippets/data`;
  python.FS.mkdirTree(folder);
  const { begin, run, look } = python.pyimport("runner");
  return { FS: python.FS, folder, begin, run, look };
}

/** Puts the data that code names where it opens it; Python itself says which name is wrong. */
async function bringData({ FS, folder }, code) {
  for (const [, name] of code.matchAll(NAMED_DATA)) {
    const path = `${folder}/${name}`;
    if (FS.analyzePath(path).exists) continue;
    const response = await fetchFile(DATA + name, { signal: AbortSignal.timeout(PATIENCE) });
    if (response.status === 404) continue;
    if (!response.ok) throw new Error(`${response.status}: ${response.url}`);
    post({ type: "data", bytes: Number(response.headers.get("Content-Length")) });
    FS.writeFile(path, new Uint8Array(await response.arrayBuffer()));
  }
}

let decoder = new TextDecoder();
/** Characters that the running cell may still print; below zero when its output has been cut. */
let left = 0;
/** Printed, but not sent; when the last was sent; and the length of the line that it left. */
let held = "";
let sent = 0;
let column = 0;

/** Each write is sent at once, since nothing else runs here until Python ends. The page gathers
 *  them. A line that is written anew by a carriage return is sent 20 times a second at most. */
function write(/** @type {Uint8Array} */ bytes) {
  if (left >= 0) {
    held += decoder.decode(bytes.subarray(0, 4 * left + 4), { stream: true });
    held = held.replace(/[^\n]*\r(?=[^\r\n])/g, "\r");
    if (!held.includes("\r") || performance.now() - sent > 50) send();
  }
  return bytes.length;
}

function send() {
  if (/^[^\n]*\r/.test(held)) left += column;
  post({ type: "output", text: held.slice(0, left), cut: held.length > left });
  left -= held.length;
  const lineEnd = Math.max(held.lastIndexOf("\n"), held.lastIndexOf("\r"));
  column = held.length - lineEnd - 1 + (lineEnd < 0 ? column : 0);
  held = "";
  sent = performance.now();
}

/** Runs one cell of a job, and tells how it ended. */
function runCell(python, { place, code, name, kind, language }) {
  decoder = new TextDecoder();
  left = LIMIT;
  column = 0;
  const start = performance.now();
  const error = JSON.parse(python.run(code, name, kind, language));
  if (held) send();
  const seconds = (performance.now() - start) / 1000;
  post({ type: "result", place, result: { state: error ? "error" : "done", seconds, ...error } });
  return !error;
}

/** Tells what numbers, claims and pictures are now. Programs that draw come when first needed. */
async function look({ FS, look }, { program, language, ...asked }) {
  const files = program ? ["svg.py", "transformer.py", `${program}.py`] : [];
  const missing = ["shown.py", ...files.map((file) => `figures/${file}`)].filter(
    (path) => !FS.analyzePath(path).exists,
  );
  try {
    const texts = await Promise.all(missing.map((path) => read(LESSON + path)));
    FS.mkdirTree("figures");
    missing.forEach((path, i) => FS.writeFile(path, texts[i]));
  } catch {
    return post({ type: "seen", seen: null }); // the connection is lost
  }
  post({ type: "seen", seen: JSON.parse(look(JSON.stringify({ program, ...asked }), language)) });
}

const booted = boot();
booted.then(() => post({ type: "ready" }), () => post({ type: "lost" }));

/** A job is a list of steps in an empty namespace; it ends with the first cell that fails. */
self.onmessage = async ({ data }) => {
  const python = await booted;
  try {
    await bringData(python, data.map(({ code }) => code ?? "").join("\n"));
  } catch {
    return post({ type: "end", state: "lost" });
  }
  post({ type: "start" });
  try {
    python.begin();
    for (const step of data) {
      post({ type: "begin", place: step.place });
      if (step.place === undefined) await look(python, step);
      else if (!runCell(python, step)) return post({ type: "end", state: "error" });
    }
    post({ type: "end", state: "done" });
  } catch {
    post({ type: "died" }); // not the code's own error: Python itself is gone
  }
};
