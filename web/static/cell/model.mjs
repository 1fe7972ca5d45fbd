// The parts of SmolLM2, in the worker: Python asks for one while it runs, and waits for it. Loaded
// with the first cell that imports `smollm2`.
import { LostLine } from "./failure.mjs";

const PARTS = new URL("../../lib/smollm2/", import.meta.url).href;
const PATIENCE = 60_000; // milliseconds that a part may take
/** The cache of those that the reader has asked to keep; keep.mjs fills it. */
const KEPT = `${new URL("../../", import.meta.url).pathname} smollm2`;

/** What the device has, brought before Python runs, since it cannot wait for a promise. Browsers
 *  differ in whether a service worker hears of what is asked for while it waits.
 *  @type {Map<string, Uint8Array>} */
const here = new Map();
/** The rows of all tokens (30 MB), which each prediction needs: hundreds of parts to ask for again.
 *  @type {Map<string, Uint8Array>} */
const held = new Map();
let arrived = 0;
/** Why a part has not arrived. @type {LostLine | null} */
let loss = null;

/** Takes what is kept; forgets how the last job ended. */
export async function begin() {
  loss = null;
  arrived = 0;
  if (here.size) return;
  try {
    if (!(await caches.has(KEPT))) return;
    const cache = await caches.open(KEPT);
    for (const request of await cache.keys()) {
      const part = await (await cache.match(request))?.arrayBuffer();
      if (part) here.set(request.url.split("/").at(-1) ?? "", new Uint8Array(part));
    }
  } catch (error) {
    console.warn(error); // storage is refused, as in some private windows: the site has the parts
  }
}

/** A part, or nothing where the site has none. */
export function bring(/** @type {string} */ name, post) {
  const kept = here.get(name) ?? held.get(name);
  if (kept) return kept;
  const request = new XMLHttpRequest();
  request.open("GET", PARTS + name, false);
  request.responseType = "arraybuffer";
  request.timeout = PATIENCE;
  try {
    request.send();
  } catch (cause) {
    throw (loss = new LostLine(`${name}: ${cause}`, { cause }));
  }
  if (request.status === 404) return undefined;
  if (request.status !== 200) throw (loss = new LostLine(`${request.status}: ${name}`));
  arrived += request.response.byteLength;
  post({ type: "part", megabytes: arrived / 1e6 });
  const part = new Uint8Array(request.response);
  if (name.startsWith("embedding")) held.set(name, part);
  return part;
}

/** Fails where a part was lost: then the cell's own error is none of its code. */
export function check() {
  if (loss) throw loss;
}

/** Sends the maps of a layer to the page; maps are (heads, T, T). */
export function show(layer, maps, tokens, post) {
  const { data, shape } = maps.getBuffer("f32");
  post({ type: "maps", layer, maps: data.slice(), shape, words: tokens.toJs() });
}
