// The Python of this tab: a module worker that is ended by Stop and started again at once.

const WORKER = new URL("./worker.mjs", import.meta.url).href;
/** Milliseconds without a sign of life after which a download counts as lost. */
const PATIENCE = 20_000;

/**
 * @typedef {{ state: "done", seconds: number }
 *   | { state: "error", seconds: number, text: string, line: number }
 *   | { state: "stopped" | "lost" | "died" }} Result
 * @typedef {{ code: string, name: string, kind: string, page: number, language: string }} Job
 */

/** @type {Worker | null} */
let worker = null;
/** @type {Promise<void> | null} */
let ready = null;
/** What the running job is told; null while nothing runs. @type {((result: Result) => void) | null} */
let finish = null;
/** @type {(text: string, cut: boolean) => void} */
let hear = () => {};
/** @type {(megabytes: number) => void} */
let onProgress = () => {};
let session = 0;
let loaded = false;

/** Changes whenever Python starts anew and has forgotten everything. */
export const currentSession = () => session;
export const isLoaded = () => loaded;

/** Can this browser run Python in a module worker? */
export function isSupported() {
  let modules = false;
  const options = { get type() { modules = true; return /** @type {const} */ ("module"); } };
  try {
    const url = URL.createObjectURL(new Blob([]));
    new Worker(url, options).terminate();
    URL.revokeObjectURL(url);
  } catch {
    return false;
  }
  return modules && typeof WebAssembly === "object";
}

export function listenToProgress(/** @type {(megabytes: number) => void} */ listener) {
  onProgress = listener;
}

/** Starts Python where it is not yet started. The promise fails when the connection is lost. */
export function start() {
  ready ??= boot();
  return ready;
}

function boot() {
  session += 1;
  // A worker made from a blob inherits the page's Content-Security-Policy; one loaded by its address does not.
  const url = URL.createObjectURL(new Blob([`import ${JSON.stringify(WORKER)};`], { type: "text/javascript" }));
  const started = new Worker(url, { type: "module" });
  worker = started;
  /** @type {Promise<void>} */
  const booted = new Promise((resolve, reject) => {
    let alarm = setTimeout(reject, PATIENCE);
    started.onerror = (event) => {
      event.preventDefault();
      if (loaded) die();
      else reject();
    };
    started.onmessage = ({ data }) => {
      if (data.type === "progress") {
        clearTimeout(alarm);
        if (!data.complete) alarm = setTimeout(reject, PATIENCE);
        onProgress(data.megabytes);
      } else if (data.type === "ready") {
        clearTimeout(alarm);
        URL.revokeObjectURL(url);
        loaded = true;
        resolve();
      } else if (data.type === "lost") reject();
      else if (data.type === "output") hear(data.text, data.cut);
      else if (data.type === "died") die();
      else if (data.type === "result") finish?.(data.result);
    };
  });
  booted.catch(() => {
    if (worker === started) end({ state: "lost" });
  });
  return booted;
}

/** Ends the worker, and tells the running job so. */
function end(/** @type {Result} */ result) {
  worker?.terminate();
  worker = ready = null;
  loaded = false;
  finish?.(result);
}

/** The code brought Python down. */
function die() {
  end({ state: "died" });
  start().catch(() => {});
}

/** Ends whatever runs or loads. The next Python starts at once, to be ready when the reader is. */
export function stop() {
  end({ state: "stopped" });
  start().catch(() => {});
}

/**
 * Runs one job; never fails, but tells what happened.
 * @param {Job} job
 * @param {{ onText: (text: string, cut: boolean) => void, onStart: () => void }} listeners
 * @returns {Promise<Result>}
 */
export async function run(job, { onText, onStart }) {
  /** @type {Promise<Result>} */
  const finished = new Promise((resolve) => {
    finish = resolve;
  });
  hear = onText;
  const starting = start().then(() => {
    onStart();
    worker?.postMessage(job);
  });
  starting.catch(() => {}); // `end` has told the job
  const result = await finished;
  finish = null;
  return result;
}
