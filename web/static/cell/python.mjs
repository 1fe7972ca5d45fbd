// The Python of this tab: a module worker that Stop ends and starts again at once.
import { report } from "./failure.mjs";
import { language, modules } from "./words.mjs";

const WORKER = new URL("./worker.mjs", import.meta.url).href;
const SILENCE = 30_000; // milliseconds in which its script has come, or the line is lost

/** @typedef {"done" | "error" | "stopped" | "lost" | "bug" | "died"} End
 *  @typedef {{ state: End, seconds?: number, printed?: string, text?: string,
 *    line?: number }} Result */

/** @type {Worker | null} */
let worker = null;
/** @type {Promise<void> | null} */
let ready = null;
/** The job that runs: who hears of it, and what ends it.
 *  @type {{ hear: (message: any) => void, end: (state: End) => void } | null} */
let job = null;
export let loaded = false;

export const start = () => (ready ??= boot());

/** @returns {Promise<void>} */
function boot() {
  // A worker made from a blob inherits the page's Content-Security-Policy. What one imports Firefox
  // does not get from the service worker; one loaded by address it does, with a policy of its own.
  return new Promise((resolve) => {
    const hear = /** @type {Record<string, (message: any) => void>} */ ({
      begun: () => {},
      ready: () => resolve(void (loaded = true)),
      lost: () => end("lost"),
      bug: () => end("bug"),
      died: () => end("died"),
      end: ({ state }) => job?.end(state),
    });
    const open = (address) => {
      const mine = (worker = new Worker(address, { type: "module", name: language }));
      const alarm = setTimeout(() => worker === mine && end("lost"), SILENCE);
      mine.onmessage = ({ data }) => {
        clearTimeout(alarm);
        if (worker === mine) (hear[data.type] ?? job?.hear)?.(data);
      };
      mine.onerror = ({ message }) => {
        if (worker !== mine) return;
        const again = address !== WORKER && navigator.serviceWorker?.controller;
        if (loaded) end("died");
        else if (message)
          end("bug"); // of a script that has not arrived the browser says nothing
        else if (again) open(WORKER);
        else end("lost");
      };
    };
    open(URL.createObjectURL(new Blob([`import "${WORKER}"`], { type: "text/javascript" })));
  });
}

/** Ends what runs or loads. The next Python starts at once, unless that would fail too. */
export function end(/** @type {End} */ state) {
  worker?.terminate();
  worker = ready = null;
  loaded = false;
  job?.end(state);
  job = null;
  if (state !== "lost" && state !== "bug") start().catch(report);
}

/** Runs one job: the steps that worker.mjs takes. `hear` hears of each message that it sends, and
 *  `tick` has its turn ten times a second. The promise tells how the job ended; it fails with a
 *  fault of ours alone, theirs too.
 *  @returns {Promise<End>} */
export function run(steps, hear, tick) {
  let clock = 0;
  const ended = new Promise((resolve, reject) => {
    const guarded = (act) => (message) => {
      try {
        act(message);
      } catch (error) {
        reject(error);
      }
    };
    clock = window.setInterval(guarded(tick), 100);
    job = { hear: guarded(hear), end: resolve };
    start()
      .then(() => worker?.postMessage({ steps, modules }))
      .catch(reject);
  });
  return ended.finally(() => clearInterval(clock));
}
