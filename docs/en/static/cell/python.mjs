// The Python of this tab: a module worker that Stop ends and starts again at once.

const WORKER = new URL("./worker.mjs", import.meta.url).href;
/** Milliseconds without a piece of the download until the connection counts as lost. */
const PATIENCE = 30_000;

/**
 * @typedef {"done" | "error" | "stopped" | "lost" | "died"} End
 * @typedef {{ state: End, seconds?: number, text?: string, line?: number }} Result
 * @typedef {{
 *   onData: (bytes: number) => void,
 *   onStart: () => void,
 *   onText: (text: string, cut: boolean) => void,
 * }} Listeners
 */

/** @type {Worker | null} */
let worker = null;
/** @type {Promise<void> | null} */
let ready = null;
/** @type {Listeners & { finish: (result: Result) => void } | null} */
let running = null;
/** Changes when Python has forgotten everything. */
export let session = 0;
export let loaded = false;

/** What of the download is here; `progress` is told of each piece. */
export const on = { megabytes: 0, progress() {} };

/** A browser that has module workers reads the option `type` before it rejects the address. */
export function isSupported() {
  let modules = false;
  try {
    new Worker("http://[", { get type() { modules = true; return undefined; } });
  } catch {}
  return modules && typeof WebAssembly === "object";
}

/** Starts Python where it has not started. The promise fails when the connection is lost. */
export function start() {
  ready ??= boot();
  return ready;
}

function boot() {
  // A worker made from a blob inherits the page's Content-Security-Policy; one loaded by address
  // does not.
  const url = URL.createObjectURL(new Blob([`import "${WORKER}"`], { type: "text/javascript" }));
  const mine = (worker = new Worker(url, { type: "module" }));
  session += 1;
  on.megabytes = 0;
  /** @type {Promise<void>} */
  const booted = new Promise((resolve, reject) => {
    let alarm = setTimeout(reject, PATIENCE);
    /** @type {Record<string, (data: any) => void>} */
    const hear = {
      progress({ megabytes, whole }) {
        clearTimeout(alarm);
        if (!whole) alarm = setTimeout(reject, PATIENCE); // what is left depends on the machine
        on.megabytes = megabytes;
        on.progress();
      },
      ready() {
        clearTimeout(alarm);
        loaded = true;
        resolve();
      },
      lost: reject,
      died: () => end("died"),
      data: ({ bytes }) => running?.onData(bytes),
      start: () => running?.onStart(),
      output: ({ text, cut }) => running?.onText(text, cut),
      result: ({ result }) => running?.finish(result),
    };
    mine.onmessage = ({ data }) => worker === mine && hear[data.type](data);
    mine.onerror = () => worker === mine && (loaded ? end("died") : reject());
  });
  booted.catch(() => worker === mine && end("lost"));
  return booted;
}

/** Ends whatever runs or loads. Unless the connection is lost, the next Python starts at once, to
 *  be ready when it is needed. */
export function end(/** @type {"stopped" | "lost" | "died"} */ state) {
  worker?.terminate();
  worker = ready = null;
  loaded = false;
  running?.finish({ state });
  if (state !== "lost") start().catch(() => {});
}

/**
 * Runs one job. The promise never fails: the result says how it went.
 * @param {object} job the arguments of `run` in runner.py
 * @param {Listeners} listeners
 * @returns {Promise<Result>}
 */
export function run(job, listeners) {
  return new Promise((resolve) => {
    running = { ...listeners, finish: resolve };
    start().then(() => worker?.postMessage(job), () => {}); // `end` tells of a loss
  });
}
