// Runs in a module worker: loads Python once, then runs one job at a time and streams what it
// prints.

const LIB = new URL("../../lib/pyodide/314.0.3/", import.meta.url).href;
const RUNNER = new URL("./runner.py", import.meta.url).href;
const TOOLKIT = new URL("../../lib/attention.py", import.meta.url).href;
const DATA = new URL("../../lib/data/", import.meta.url).href;
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
  const sources = Promise.all([read(RUNNER), read(TOOLKIT)]);
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
  return { run: python.pyimport("runner").run, files: python.FS, folder };
}

/** Puts the data that some code names where the code opens it; Python itself says which name is wrong. */
async function bringData({ files, folder }, code) {
  for (const [, name] of code.matchAll(NAMED_DATA)) {
    const path = `${folder}/${name}`;
    if (files.analyzePath(path).exists) continue;
    const response = await fetchFile(DATA + name, { signal: AbortSignal.timeout(PATIENCE) });
    if (response.status === 404) continue;
    if (!response.ok) throw new Error(`${response.status}: ${response.url}`);
    post({ type: "data", bytes: Number(response.headers.get("Content-Length")) });
    files.writeFile(path, new Uint8Array(await response.arrayBuffer()));
  }
}

let decoder = new TextDecoder();
/** Characters that the running job may still print; below zero when its output has been cut. */
let left = 0;

/** Each write is sent at once, since nothing else runs here until Python ends. The page gathers
 *  them. */
function write(/** @type {Uint8Array} */ bytes) {
  if (left >= 0) {
    const text = decoder.decode(bytes.subarray(0, 4 * left + 4), { stream: true });
    post({ type: "output", text: text.slice(0, left), cut: text.length > left });
    left -= text.length;
  }
  return bytes.length;
}

const booted = boot();
booted.then(() => post({ type: "ready" }), () => post({ type: "lost" }));

self.onmessage = async ({ data }) => {
  const python = await booted;
  try {
    await bringData(python, data.code);
  } catch {
    post({ type: "result", result: { state: "lost" } });
    return;
  }
  post({ type: "start" });
  decoder = new TextDecoder();
  left = LIMIT;
  const start = performance.now();
  try {
    const error = JSON.parse(python.run(data.code, data.name, data.kind, data.page, data.language));
    const seconds = (performance.now() - start) / 1000;
    post({ type: "result", result: { state: error ? "error" : "done", seconds, ...error } });
  } catch {
    post({ type: "died" }); // not the code's own error: Python itself is gone
  }
};
