// A module worker: loads Python once, then runs one job at a time and streams what it prints.
import { isLost, LostLine, overLine, report } from "./failure.mjs";
import { importedBy } from "./modules.mjs";

const LIB = new URL("../../lib/pyodide/314.0.3/", import.meta.url).href;
const LESSON = new URL("../../lib/", import.meta.url).href;
/** What runs beside the cells, as a package, with its sentences in English and the page's language. */
const PYTHON = new URL("../python/", import.meta.url).href;
const LANGUAGES = [...new Set(["en", self.name])];
const PROGRAMS = [
  ...["runner.py", "copies.py", "errors.py", "shown.py", "wording.py"],
  ...LANGUAGES.map((language) => `sentences/${language}.toml`),
];
const DATA = /\bsnippets\/data\/[\w-]+\.npz/g;
const PATIENCE = 60_000; // milliseconds that a file of data may take
const SILENCE = 30_000; // and between two parts of Python
const LIMIT = 20_000; // characters that a cell may print
/** Lines of a stack that Python prints as it dies, but for those of the reader's cells. */
const NOT_OF_CELLS = /^ {2}File "[/<].*\n/gm;
/** Bytes of the three large files, and their size when compressed; tests/test_third_party.py. */
const BYTES = 15_057_591;
const MEGABYTES = 9.3;
const post = (message) => self.postMessage(message);
post({ type: "begun" });
const fetchFile = self.fetch.bind(self);
/** What brings the parts of SmolLM2, once a cell needs them.
 *  @type {typeof import("./model.mjs") | null} */
let model = null;

/** What downloads are: each gives nothing, and fails where the line is lost. */
const downloads = /** @type {Promise<void>[]} */ ([]);

/** Reports downloads; fails where one does, and would be waited for. @returns {Promise<never>} */
function watchDownloads() {
  let arrived = 0,
    alarm = 0,
    open = 0, // downloads
    watch = () => {};

  async function count(/** @type {Response} */ response) {
    const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      arrived += part.value.length;
      watch();
      post({ type: "progress", megabytes: Math.min(arrived / BYTES, 1) * MEGABYTES });
    }
  }

  return new Promise((_, reject) => {
    const fail = (cause) => reject(new LostLine(String(cause), { cause }));
    watch = () => {
      // a line that is silent for long is lost too
      clearTimeout(alarm);
      if (arrived < BYTES || open > 0) alarm = setTimeout(fail, SILENCE);
    };
    watch();
    self.fetch = async (/** @type {[any, any?]} */ ...request) => {
      open += 1;
      try {
        const response = await fetchFile(...request);
        if (!response.ok) throw new LostLine(`${response.status}: ${response.url}`);
        const download = count(response.clone());
        downloads.push(download);
        download.then(() => {
          open -= 1;
          watch();
        }, fail);
        return response;
      } catch (error) {
        fail(error);
        throw error;
      }
    };
  });
}

const jsglobals = { setTimeout, clearTimeout, setInterval, clearInterval };

const read = async (name) => [name, await (await fetch(PYTHON + name)).text()];

async function boot() {
  const sources = Promise.all(PROGRAMS.map(read));
  const options = { indexURL: LIB, packages: ["numpy"], stdin: () => null, jsglobals };
  const { loadPyodide } = await import(`${LIB}pyodide.mjs`);
  const python = await Promise.race([loadPyodide(options), failed]);
  python.FS.mkdirTree("python/sentences");
  for (const [name, text] of await Promise.race([sources, failed]))
    python.FS.writeFile(`python/${name}`, text);
  const output = { write, isatty: false };
  // Python now looks at this flag by calls to JavaScript, during which WebKit can end a worker.
  python.setInterruptBuffer(new Uint8Array(1));
  python.setStdout(output);
  python.setStderr(output);
  python.FS.mkdirTree("snippets/data");
  const bring = (name) => model?.bring(name, post);
  const show = (layer, maps, words) => model?.show(layer, maps, words, post);
  python.registerJsModule("smollm2_site", { bring, show });
  python.pyimport("smollm2_site"); // before the runner looks at which modules there are
  const { FS } = python;
  const { begin, run, look, solved } = python.pyimport("python.runner");
  return { FS, solved, begin: inPython(begin), run: inPython(run), look: inPython(look) };
}

/** Python itself has ended, by what the reader's code did: that is no fault of these scripts. */
class Died extends Error {}

const inPython =
  (act) =>
  (...all) => {
    try {
      return act(...all);
    } catch (cause) {
      console.error(cause);
      throw new Died("", { cause });
    }
  };

/** Puts files where Python looks for them, and gives those that do not exist. */
async function bring({ FS }, /** @type {string[]} */ paths) {
  const missing = paths.filter((path) => !FS.analyzePath(path).exists);
  const absent = /** @type {string[]} */ ([]);
  await Promise.all(
    missing.map(async (path) => {
      const signal = AbortSignal.timeout(PATIENCE);
      const address = LESSON + path.replace("snippets/", "");
      const response = await overLine(fetchFile(address, { signal }));
      if (response.status === 404) return absent.push(path);
      if (!response.ok) throw new LostLine(`${response.status}: ${response.url}`);
      const bytes = Number(response.headers.get("Content-Length"));
      if (path.endsWith(".npz")) post({ type: "data", bytes });
      FS.writeFile(path, new Uint8Array(await overLine(response.arrayBuffer())));
    }),
  );
  return absent;
}

/** Brings the files that code opens and the modules that it imports, with what these need. Gives
 *  those that do not exist. @returns {Promise<string[]>} */
async function bringFor(python, /** @type {string} */ code, /** @type {string[]} */ modules) {
  const exists = (path) => python.FS.analyzePath(path).exists;
  const paths = importedBy(code, modules).map((name) => `${name}.py`);
  const fresh = paths.filter((path) => !exists(path));
  const absent = await bring(python, [...(code.match(DATA) ?? []), ...fresh]);
  for (const path of paths.filter(exists)) {
    const others = modules.filter((name) => path !== `${name}.py`);
    const text = python.FS.readFile(path, { encoding: "utf8" });
    absent.push(...(await bringFor(python, text, others)));
  }
  return absent;
}

let decoder = new TextDecoder();
/** What the running cell has printed; when that was last told; and how many writes are still told
 *  at once, since nothing else runs here until Python ends: those of a cell that is looked at. */
let printed = "";
let told = 0,
  unthrottled = 0,
  cut = "";

const overwritten = (line) => line.slice(line.lastIndexOf("\r", line.length - 2) + 1);

function write(/** @type {Uint8Array} */ bytes) {
  if (printed.length > LIMIT) return bytes.length;
  const text = decoder.decode(bytes.subarray(0, 4 * LIMIT + 4), { stream: true });
  const start = printed.lastIndexOf("\n") + 1;
  const lines = printed.slice(start) + text;
  printed = printed.slice(0, start) + lines.split("\n").map(overwritten).join("\n");
  if (printed.length > LIMIT) printed = `${printed.slice(0, LIMIT)}\n${cut}\n`;
  if (unthrottled-- > 0 || performance.now() - told > 50 || printed.length > LIMIT) {
    post({ type: "output", printed });
    told = performance.now();
  }
  return bytes.length;
}

/** Of a file that the host does not have, an error of the cell may tell. */
function runCell(python, { code, name, kind, language, watched, cut: sentence }, absent) {
  decoder = new TextDecoder();
  printed = "";
  unthrottled = watched ? 100 : 0;
  cut = sentence;
  const start = (told = performance.now());
  const said = JSON.parse(python.run(code, name, kind, language)) ?? {};
  const failed = "text" in said;
  if (failed) lostPart();
  const seconds = (performance.now() - start) / 1000;
  const result = { type: "result", state: failed ? "error" : "done", seconds, printed, ...said };
  post({
    ...result,
    solved: kind === "check" && !failed && python.solved(),
    absent: absent.filter((path) => said.text?.includes(path.replace(/\.py$/, ""))),
  });
  return !failed;
}

/** Where a part of the model was lost, that is no error of the cell; what it has printed stays. */
function lostPart() {
  try {
    model?.check();
  } catch (loss) {
    post({ type: "output", printed });
    throw loss;
  }
}

/** Tells what numbers, claims and pictures are now. Programs that draw come when first needed; if
 *  one does not arrive, nothing is told. */
async function look(python, { program, language, ...asked }) {
  try {
    await bring(python, program ? ["figures.zip"] : []);
  } catch (error) {
    if (isLost(error)) return post({ type: "seen", seen: null });
    throw error;
  }
  const seen = python.look(JSON.stringify({ program, ...asked }), language);
  post({ type: "seen", seen: JSON.parse(seen) });
}

const failed = watchDownloads();
const booted = boot();
booted.then(() => post({ type: "ready" }), tellFailure);

/** Where a download fails, Pyodide does too, and may tell first, in words of its own. */
async function tellFailure(error) {
  const whole = Promise.race([Promise.all(downloads), failed]).then(
    () => true,
    () => false,
  );
  post({ type: (await whole) ? report(error) : "lost" });
}

/** A job is a list of steps in an empty namespace, cells and one look at numbers and pictures;
 *  each is answered by one message. It ends with the first cell that fails. */
async function runJob(python, { steps, modules }) {
  const codes = steps.map(({ code }) => code ?? "").join("\n");
  const absent = await bringFor(python, codes, modules);
  if (importedBy(codes, ["smollm2"]).length) model ??= await overLine(import("./model.mjs"));
  await model?.begin();
  post({ type: "start" });
  python.begin(modules.join(", "));
  for (const step of steps) {
    if (!("code" in step)) await look(python, step);
    else if (!runCell(python, step, absent)) return "error";
  }
  return "done";
}

function ending(error) {
  if (error instanceof Died) {
    post({ type: "output", printed: printed.replace(NOT_OF_CELLS, "") });
    return { type: "died" };
  }
  const state = report(error);
  return state === "lost" ? { type: "end", state } : { type: state };
}

self.onmessage = async ({ data }) => {
  const python = await booted;
  post(await runJob(python, data).then((state) => ({ type: "end", state }), ending));
};
