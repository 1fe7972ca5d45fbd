// Keeps the whole course on this device, and brings a new release when there is one.
// service-worker.js answers from what is kept. offline.mjs loads this.

import { isLost, overLine, report } from "./cell/failure.mjs";
import { html } from "./cell/html.mjs";
import { words } from "./cell/words.mjs";

const ROOT = new URL("../", import.meta.url);
const SCOPE = ROOT.pathname;
const RELEASE = import.meta.url.split("/").at(-2); // the folder of our scripts has its hash
const places = () => [...document.querySelectorAll(".keep")];

/** What brings the course, so that Stop ends it. @type {AbortController | null} */
let running = null;

/** Which release is `kept`, and which is `next`: the names of their caches. */
const STATE = `${SCOPE} state`;
const state = async () => (await caches.match(SCOPE, { cacheName: STATE }))?.json() ?? {};
const setState = async (value) =>
  (await caches.open(STATE)).put(SCOPE, new Response(JSON.stringify(value)));
/** Where a file is kept: a page below its folder. */
const addressOf = (path) => SCOPE + path.replace(/(^|\/)index\.html$/, "$1");

/** The host answers, and not with what it should. */
class HostError extends Error {}

/** What ended some work, in words. A fault of ours goes to the console too. */
function told(/** @type {any} */ error) {
  if (isLost(error)) return words.keepLost;
  if (error instanceof HostError) return words.keepLater;
  if (error.name === "QuotaExceededError") return words.keepFull;
  if (error.name === "SecurityError") return words.unsupported; // as in some private windows
  return words[report(error)];
}

/** The release on the host. A file is its path, its SHA-256 and its bytes over the line. */
async function newest() {
  const answer = await overLine(fetch(`${ROOT}files.json?release=`, { cache: "no-cache" }));
  if (!answer.ok) throw new HostError(`${answer.status}: ${answer.url}`);
  const { release, files } = await overLine(answer.json());
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
    const answer = wait ? await overLine(fetch(address, { signal })) : kept;
    const bytes = await overLine(answer.arrayBuffer());
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const found = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const headers = { "Content-Type": answer.headers.get("Content-Type") ?? "" };
    if (answer.ok && found === hash) return new Response(bytes, { headers });
  }
  throw new HostError(path);
}

async function bring({ name, lacking }, signal, onProgress = (_file) => {}) {
  const { kept } = await state();
  const cache = await caches.open(name);
  await Promise.all(
    lacking.map(async (file) => {
      const [path, hash] = file;
      await cache.put(addressOf(path), await right(path, hash, kept, signal));
      onProgress(file);
    }),
  );
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
    sentence = running.signal.aborted ? words.keepStopped : told(error);
    running.abort(); // all others
    if (sentence === words.keepFull) await remove();
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

export async function press() {
  if (running) return running.abort();
  if (!(await state()).kept) return keep();
  await remove();
  await show();
}

const say = (sentence) =>
  places().forEach((place) => place.querySelector("[role=status]")?.replaceChildren(sentence));
export const sayWhy = (error) => say(told(error));

/** What there is to download, in words; nothing where the host does not tell. */
async function sizeOfNewest() {
  const { files, lacking } = await newest().catch((error) => {
    told(error);
    return { files: [], lacking: [] };
  });
  const [all, more] = [megabytes(files), megabytes(lacking)];
  const here = all - more > 0.1 ? `, ${(all - more).toFixed(1)} ${words.here}` : "";
  return all ? ` (${more.toFixed(1)} MB${here})` : "";
}

export async function show(sentence = "") {
  const { kept } = await state();
  const size = running || kept ? "" : await sizeOfNewest();
  const offered = kept ? words.remove : words.keep + size;
  const text = running ? words.stop : offered;
  for (const place of places()) {
    const button = /** @type {HTMLButtonElement} */ (place.querySelector("button"));
    button.textContent = text;
    if (kept) button.dataset.offline = "kept";
    else delete button.dataset.offline;
  }
  say(sentence);
}

async function start() {
  // What the first page has loaded came before the worker, which keeps what it sees.
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const fetchAgain = (address) => overLine(fetch(address)).catch(told);
  const exists = document.querySelector(".not-found") === null;
  const again = () => exists && [location.href, ...loaded].forEach(fetchAgain);
  navigator.serviceWorker.addEventListener("controllerchange", again, { once: true });
  await overLine(navigator.serviceWorker.register(`${ROOT}service-worker.js?${RELEASE}`));
  await update();
}

/** In Chromium a link with `download` goes past the service worker, so the file is fetched, and
 *  saved from memory. What cannot be had is left to the browser, which says so. */
function save(event) {
  const link = event.target.closest?.("a[download]");
  if (!link || !navigator.serviceWorker?.controller) return;
  event.preventDefault();
  saveFile(link).catch(told);
}

async function saveFile(link) {
  const copy = link.cloneNode(); // outside the page, so that its click is not heard here
  try {
    const answer = await overLine(fetch(link.href));
    if (!answer.ok) return;
    copy.href = URL.createObjectURL(await overLine(answer.blob()));
    copy.download = link.pathname.split("/").at(-1);
    setTimeout(() => URL.revokeObjectURL(copy.href), 60_000); // once it is written
  } finally {
    copy.click();
  }
}

document.addEventListener("click", save);
new BroadcastChannel("search").onmessage = () =>
  // from search-worker.js
  document.querySelector(".md-search-result__meta")?.replaceChildren(words.searchLost);
start().catch(told); // offline, or refused: the site works as before
