// A module worker: loads Python once, then runs one job at a time and streams what it prints.

const LIB = new URL("../../lib/pyodide/314.0.3/", import.meta.url).href;
const LESSON = new URL("../../lib/", import.meta.url).href;
const DATA = /\bsnippets\/data\/[\w-]+\.npz/g;
const PATIENCE = 60_000; // milliseconds that a file of data may take
const SILENCE = 30_000; // and between two parts of Python
const LIMIT = 20_000; // characters that a cell may print
/** Bytes of the three large files, and their size when compressed; tests/test_third_party.py. */
const BYTES = 15_057_591;
const MEGABYTES = 9.3;
const post = (message) => self.postMessage(message);
const fetchFile = self.fetch.bind(self);

/** Reports downloads; fails where one does, and would be waited for. @returns {Promise<never>} */
function watchDownloads() {
  let arrived = 0, alarm = 0, watch = () => {};

  async function count(/** @type {Response} */ response) {
    const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      arrived += part.value.length;
      watch();
      post({ type: "progress", megabytes: Math.min(arrived / BYTES, 1) * MEGABYTES });
    }
  }

  return new Promise((_, fail) => {
    watch = () => { // a line that is silent for long is lost too
      clearTimeout(alarm);
      if (arrived < BYTES) alarm = setTimeout(fail, SILENCE);
    };
    watch();
    self.fetch = async (/** @type {[any, any?]} */ ...request) => {
      try {
        const response = await fetchFile(...request);
        if (!response.ok) throw new Error(`${response.status}: ${response.url}`);
        count(response.clone()).catch(fail);
        return response;
      } catch (error) {
        fail(error);
        throw error;
      }
    };
  });
}

const jsglobals = { setTimeout, clearTimeout, setInterval, clearInterval };
const read = async (address) => (await fetch(address)).text();

async function boot() {
  const failed = watchDownloads();
  const runner = new URL("./runner.py", import.meta.url);
  const sources = Promise.all([read(runner), read(`${LESSON}attention.py`)]);
  const options = { indexURL: LIB, packages: ["numpy"], stdin: () => null, jsglobals };
  const { loadPyodide } = await import(`${LIB}pyodide.mjs`);
  const python = await Promise.race([loadPyodide(options), failed]);
  const texts = await Promise.race([sources, failed]);
  ["runner.py", "attention.py"].forEach((name, i) => python.FS.writeFile(name, texts[i]));
  const output = { write, isatty: false };
  // Python now looks at this flag by calls to JavaScript, during which WebKit can end a worker.
  python.setInterruptBuffer(new Uint8Array(1));
  python.setStdout(output);
  python.setStderr(output);
  python.FS.mkdirTree("snippets/data");
  const { begin, run, look } = python.pyimport("runner");
  return { FS: python.FS, begin, run, look };
}

/** Puts files where Python looks for them; of one that does not exist Python itself tells. */
async function bring({ FS }, /** @type {string[]} */ paths) {
  const missing = paths.filter((path) => !FS.analyzePath(path).exists);
  await Promise.all(missing.map(async (path) => {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetchFile(LESSON + path.replace("snippets/", ""), { signal });
    if (response.status === 404) return;
    if (!response.ok) throw new Error(`${response.status}: ${response.url}`);
    const bytes = Number(response.headers.get("Content-Length"));
    if (path.endsWith(".npz")) post({ type: "data", bytes });
    FS.writeFile(path, new Uint8Array(await response.arrayBuffer()));
  }));
}

let decoder = new TextDecoder();
/** What the running cell has printed; when that was last told; and how many writes are still told
 *  at once, since nothing else runs here until Python ends: those of a cell that is looked at. */
let printed = "";
let told = 0, atOnce = 0, cut = "";

const overwritten = (line) => line.slice(line.lastIndexOf("\r", line.length - 2) + 1);

function write(/** @type {Uint8Array} */ bytes) {
  if (printed.length > LIMIT) return bytes.length;
  const text = decoder.decode(bytes.subarray(0, 4 * LIMIT + 4), { stream: true });
  const start = printed.lastIndexOf("\n") + 1;
  const lines = printed.slice(start) + text;
  printed = printed.slice(0, start) + lines.split("\n").map(overwritten).join("\n");
  if (printed.length > LIMIT) printed = `${printed.slice(0, LIMIT)}\n${cut}\n`;
  if (atOnce-- > 0 || performance.now() - told > 50 || printed.length > LIMIT) {
    post({ type: "output", printed });
    told = performance.now();
  }
  return bytes.length;
}

function runCell(python, { code, name, kind, language, watched, cut: sentence }) {
  decoder = new TextDecoder();
  printed = "";
  atOnce = watched ? 100 : 0;
  cut = sentence;
  const start = (told = performance.now());
  const error = JSON.parse(python.run(code, name, kind, language));
  const seconds = (performance.now() - start) / 1000;
  post({ type: "result", state: error ? "error" : "done", seconds, printed, ...error });
  return !error;
}

/** Tells what numbers, claims and pictures are now. Programs that draw come when first needed. */
async function look(python, { program, language, ...asked }) {
  const brought = bring(python, program ? ["shown.py", "figures.zip"] : ["shown.py"]);
  const question = JSON.stringify({ program, ...asked });
  const seen = await brought.then(() => JSON.parse(python.look(question, language)), () => null);
  post({ type: "seen", seen });
}

const booted = boot();
booted.then(() => post({ type: "ready" }), () => post({ type: "lost" }));

/** A job is a list of steps in an empty namespace, cells and one look at numbers and pictures;
 *  each is answered by one message. It ends with the first cell that fails. */
self.onmessage = async ({ data }) => {
  const python = await booted;
  const codes = data.map(({ code }) => code ?? "").join("\n");
  try {
    await bring(python, codes.match(DATA) ?? []);
  } catch {
    return post({ type: "end", state: "lost" });
  }
  post({ type: "start" });
  try {
    python.begin();
    for (const step of data) {
      if (!("code" in step)) await look(python, step);
      else if (!runCell(python, step)) return post({ type: "end", state: "error" });
    }
    post({ type: "end", state: "done" });
  } catch {
    post({ type: "died" }); // not the code's own error: Python itself is gone
  }
};
