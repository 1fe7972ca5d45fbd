// Keeps the parts of the model on this device, apart from the course: they are ten times its size,
// and few want them. cell/model.mjs reads them there. Loaded where a page offers it.
import { isLost, overLine, report } from "./cell/failure.mjs";
import { words } from "./cell/words.mjs";

const ROOT = new URL("../", import.meta.url);
const NAME = `${ROOT.pathname} smollm2`;
const ALL_AT_ONCE = 6; // requests
/** What brings the parts, so that Stop ends it. @type {AbortController | null} */
let running = null;

/** The parts on the host: of each its path, its SHA-256 and its bytes. */
async function listed() {
  const answer = await overLine(fetch(`${ROOT}files.json?release=`, { cache: "no-cache" }));
  return /** @type {[string, string, number][]} */ ((await overLine(answer.json())).model);
}

const megabytes = (parts) => parts.reduce((sum, [, , size]) => sum + size / 1e6, 0).toFixed(1);

async function lacking(/** @type {Cache} */ cache, parts) {
  const here = new Set((await cache.keys()).map(({ url }) => url));
  return parts.filter(([path]) => !here.has(`${ROOT}${path}`));
}

/** What has arrived for a cell comes from the browser's own cache, by the same address. */
async function bring(/** @type {Cache} */ cache, [path, hash], signal) {
  const answer = await overLine(fetch(`${ROOT}${path}`, { signal }));
  const bytes = await overLine(answer.arrayBuffer());
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const found = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (found !== hash) throw new Error(words.keepLater);
  await cache.put(`${ROOT}${path}`, new Response(bytes));
}

function told(/** @type {any} */ error) {
  if (running?.signal.aborted) return words.keepStopped;
  if (isLost(error)) return words.keepLost;
  if (error.name === "QuotaExceededError") return words.keepFull;
  return error.message === words.keepLater ? words.keepLater : words[report(error)];
}

async function keep(tell) {
  running = new AbortController();
  const { signal } = running;
  const parts = await listed();
  const cache = await caches.open(NAME);
  const left = await lacking(cache, parts);
  navigator.storage?.persist?.();
  const next = async () => {
    for (let part = left.shift(); part; part = left.shift()) {
      await bring(cache, part, signal);
      tell(`${megabytes(parts.filter((each) => !left.includes(each)))} / ${megabytes(parts)} MB`);
    }
  };
  await Promise.all(Array.from({ length: ALL_AT_ONCE }, next));
}

/** Makes a place of a page into a button with a line below it. */
export function offer(/** @type {HTMLElement} */ place) {
  place.innerHTML = '<button type="button" data-action="keep-model"></button> <span role="status">';
  const [button, status] = /** @type {HTMLElement[]} */ ([...place.children]);
  const show = async () => {
    const parts = await listed().catch(() => []);
    const cache = (await caches.has(NAME)) ? await caches.open(NAME) : null;
    const left = cache ? await lacking(cache, parts) : parts;
    const isKept = parts.length > 0 && left.length === 0;
    const size = parts.length ? ` (${megabytes(left)} MB)` : "";
    button.textContent = isKept ? words.removeModel : words.keepModel + size;
    button.toggleAttribute("data-kept", isKept);
  };
  button.onclick = async () => {
    let sentence = "";
    try {
      if (running) return running.abort();
      if (button.hasAttribute("data-kept")) await caches.delete(NAME);
      else {
        button.textContent = words.stop;
        await keep((text) => status.replaceChildren(text));
        sentence = words.modelHere;
      }
    } catch (error) {
      sentence = told(error);
      running?.abort(); // all others
    }
    running = null;
    await show();
    status.replaceChildren(sentence);
  };
  show().catch(report);
}
