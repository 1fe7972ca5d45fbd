// The Python of this tab: a module worker that Stop ends and starts again at once.

const WORKER = new URL("./worker.mjs", import.meta.url).href;

/** @typedef {"done" | "error" | "stopped" | "lost" | "died"} End
 *  @typedef {{ state: End, seconds?: number, printed?: string, text?: string,
 *    line?: number }} Result */

/** @type {Worker | null} */
let worker = null;
/** @type {Promise<void> | null} */
let ready = null;
/** What hears of the job that runs. @type {Record<string, (data: any) => void>} */
let listeners = {};
export let loaded = false;

export const start = () => (ready ??= boot());

/** @returns {Promise<void>} */
function boot() {
  // A worker made from a blob inherits the page's Content-Security-Policy. What one imports Firefox
  // does not get from the service worker; one loaded by address it does, with a policy of its own.
  return new Promise((resolve) => {
    const ended = () => end(loaded ? "died" : "lost");
    const arrived = () => resolve(void (loaded = true));
    const hear = /** @type {any} */ ({ ready: arrived, lost: ended, died: ended });
    const open = (address) => {
      const mine = (worker = new Worker(address, { type: "module" }));
      mine.onmessage = ({ data }) =>
        worker === mine && (hear[data.type] ?? listeners[data.type])?.(data);
      mine.onerror = () => {
        if (worker !== mine) return;
        if (loaded || address === WORKER || !navigator.serviceWorker?.controller) ended();
        else open(WORKER);
      };
    };
    open(URL.createObjectURL(new Blob([`import "${WORKER}"`], { type: "text/javascript" })));
  });
}

/** Ends what runs or loads. Unless the connection is lost, the next Python starts at once. */
export function end(/** @type {"stopped" | "lost" | "died"} */ state) {
  worker?.terminate();
  worker = ready = null;
  loaded = false;
  listeners.end?.({ state });
  listeners = {};
  if (state !== "lost") start();
}

/** Runs one job: the steps that worker.mjs takes. Others hear of each message that it sends. The
 *  promise never fails: it tells how the job ended. */
export function run(steps, others) {
  return new Promise((resolve) => {
    listeners = { ...others, end: ({ state }) => resolve(state) };
    start().then(() => worker?.postMessage(steps));
  });
}
