// Keeps the whole course on this device, and brings a new release when there is one.
// service-worker.js answers from what is kept.

import { html } from "./cell/html.mjs";
import { words } from "./cell/words.mjs";

const ROOT = new URL("../", import.meta.url);
const SCOPE = ROOT.pathname;
const supported = "serviceWorker" in navigator && "caches" in window;
const places = () => [...document.querySelectorAll(".keep")];

/** What brings the course, so that Stop ends it. @type {AbortController | null} */
let running = null;
let begun = false;

/** Which release is `kept`, and which is `next`: the names of their caches. */
const STATE = `${SCOPE} state`;
const state = async () => (await caches.match(SCOPE, { cacheName: STATE }))?.json() ?? {};
const setState = async (value) =>
  (await caches.open(STATE)).put(SCOPE, new Response(JSON.stringify(value)));
/** Where a file is kept: a page below its folder. */
const addressOf = (path) => SCOPE + path.replace(/(^|\/)index\.html$/, "$1");

/** The release on the host. A file is its path, its SHA-256 and its bytes over the line. */
async function newest() {
  const answer = await fetch(`${ROOT}files.json?release=`, { cache: "no-cache" });
  if (!answer.ok) throw new TypeError(answer.statusText);
  const { release, files } = await answer.json();
  const name = `${SCOPE} ${release}`;
  const keys = (await caches.has(name)) ? await (await caches.open(name)).keys() : [];
  const here = new Set(keys.map(({ url }) => new URL(url).pathname));
  return { name, files, lacking: files.filter(([path]) => !here.has(addressOf(path))) };
}

const megabytes = (files) => files.reduce((sum, [, , size]) => sum + size / 1e6, 0);

/** A file with this hash: from the release that is kept, else from the host, which may mix the
 *  files of two releases for minutes. */
async function right(path, hash, cacheName, signal) {
  const kept = cacheName && (await caches.match(addressOf(path), { cacheName }));
  for (const wait of kept ? [0, 1, 2000, 8000] : [1, 2000, 8000]) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    const address = `${ROOT}${path}?release=${hash}-${wait}`;
    const answer = wait ? await fetch(address, { signal }) : kept;
    const bytes = await answer.arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const found = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const headers = { "Content-Type": answer.headers.get("Content-Type") ?? "" };
    if (answer.ok && found === hash) return new Response(bytes, { headers });
  }
  throw new RangeError(path);
}

async function bring({ name, lacking }, signal, onProgress = () => {}) {
  const { kept } = await state();
  const cache = await caches.open(name);
  await Promise.all(lacking.map(async (file) => {
    const [path, hash] = file;
    await cache.put(addressOf(path), await right(path, hash, kept, signal));
    onProgress(file);
  }));
}

async function keep() {
  running = new AbortController();
  await show();
  let sentence = words.keptHere;
  try {
    const release = await newest();
    const all = megabytes(release.files);
    let done = all - megabytes(release.lacking);
    navigator.storage?.persist?.();
    await bring(release, running.signal, (file) => {
      done += megabytes([file]);
      say(`${done.toFixed(1)} / ${all.toFixed(1)} MB`);
    });
    await setState({ kept: release.name });
  } catch (error) {
    const { name } = /** @type {Error} */ (error);
    running.abort(); // all others
    if (name === "QuotaExceededError") await remove();
    sentence = words[name] ?? words.TypeError;
  }
  running = null;
  await show(sentence);
}

/** All of this site's caches go; what the reader typed stays. */
async function remove() {
  const mine = (await caches.keys()).filter((name) => name.startsWith(`${SCOPE} `));
  await Promise.all(mine.map((name) => caches.delete(name)));
}

/** A new release is brought whole, in the background, and waits for the next visit. */
async function update() {
  const { kept } = await state();
  if (!kept) return;
  if (!(await caches.has(kept))) return setState({}).then(() => show(words.emptied));
  const release = await newest();
  if (release.name === kept) return;
  await bring(release);
  await setState({ kept, next: release.name });
  document.querySelector("article")?.prepend(html(`<p class="outdated">${words.next}</p>`));
}

async function press() {
  begin();
  if (running) return running.abort();
  return (await state()).kept ? remove().then(() => show()) : keep();
}

const say = (sentence) =>
  places().forEach((place) => (place.querySelector("[role=status]").textContent = sentence));

async function show(sentence = "") {
  const { kept } = await state();
  let text = running ? words.stop : kept ? words.remove : words.keep;
  if (!running && !kept) {
    const { files, lacking } = await newest().catch(() => ({ files: [], lacking: [] }));
    const [all, more] = [megabytes(files), megabytes(lacking)];
    const here = all - more > 0.1 ? `, ${(all - more).toFixed(1)} ${words.here}` : "";
    if (all) text += ` (${more.toFixed(1)} MB${here})`;
  }
  for (const place of places()) {
    const button = place.querySelector("button");
    button.textContent = text;
    if (kept) button.dataset.offline = "kept";
    else delete button.dataset.offline;
  }
  say(sentence);
}

/** A button where the page has a place for it, and at the end of the menu. */
function offer() {
  document.querySelector(".md-nav--primary:not(:has(.keep))")?.append(document.createElement("p"));
  for (const place of document.querySelectorAll("[data-keep], .md-nav--primary > p:empty")) {
    place.removeAttribute("data-keep");
    place.className = "keep";
    place.innerHTML = `<button type="button" data-action="keep-offline">${words.keep}</button>
      <span role="status"></span>`;
    place.querySelector("button").onclick = press;
    if (!supported) place.textContent = words.unsupported;
  }
  if (begun) show();
}

async function start() {
  // What the first page has loaded came before the worker, which keeps what it sees.
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const fetchAgain = (address) => fetch(address).catch(() => {});
  const exists = document.querySelector(".not-found") === null;
  const again = () => exists && [location.href, ...loaded].forEach(fetchAgain);
  navigator.serviceWorker.addEventListener("controllerchange", again, { once: true });
  await navigator.serviceWorker.register(`${ROOT}service-worker.js`);
  await update();
}

/** With the first thing that a reader does, so that the first view has nothing to pay. */
function begin() {
  if (begun || !supported) return;
  begun = true;
  start().catch(() => {}); // offline, or refused: the site works as before
  show().catch(() => say(words.unsupported)); // as in some private windows
}

for (const sign of ["scroll", "pointerdown", "keydown"])
  window.addEventListener(sign, begin, { once: true });
window.document$.subscribe(offer);
if (navigator.serviceWorker?.controller) begin();
