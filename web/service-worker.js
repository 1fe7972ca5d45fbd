// Answers from this device where the course is kept on it, or where the connection is lost. What is
// kept, static/keep.mjs brings; what was only visited is kept here.

const worker = /** @type {any} */ (self); // for the types it is a page's window
const { scope } = worker.registration; // projects of one user share an origin
const SCOPE = new URL(scope).pathname;
const ALL_VISITED = `${SCOPE} visited`;
/** Of one release alone: static/keep.mjs names it in the address of this script. */
const VISITED = ALL_VISITED + self.location.search;
const MOST = 150; // entries; all that a release has for visitors is about a hundred
/** What only Python needs, which is not kept with it; and what is to be saved or always new. */
const PASSING = /\/lib\/(?!katex\/)|\.(?:py|toml|ipynb)$|\/files\.json$/;
const LOST =
  "There is no connection, and this page is not on this device.\n" +
  "Không có kết nối, và trang này chưa được lưu trên thiết bị.\n";
const STATE = `${SCOPE} state`;
const state = async () => (await caches.match(SCOPE, { cacheName: STATE }))?.json() ?? {};

/** A release is taken where no page of the old one is open, so that none mixes the two. */
async function takeNext({ resultingClientId, replacesClientId, clientId }) {
  const { kept, next } = await state();
  if (!next || !(await caches.has(next))) return;
  const here = [resultingClientId, replacesClientId, clientId];
  const open = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (open.some(({ id }) => !here.includes(id))) return;
  const cache = await caches.open(STATE);
  await cache.put(SCOPE, new Response(JSON.stringify({ kept: next })));
  await caches.delete(kept);
}

/** Where a file is kept: a page below its folder. */
const addressOf = (url) => new URL(url).pathname.replace(/\/index\.html$/, "/");

/** What a cache has for an address, answered as the host does: a folder's name leads to its page. */
async function find(cacheName, url) {
  const address = addressOf(url);
  const file = await caches.match(address, { cacheName, ignoreVary: true });
  if (file || address.endsWith("/")) return file;
  const page = await caches.match(`${address}/`, { cacheName, ignoreVary: true });
  return page && Response.redirect(`${address}/${new URL(url).search}`, 301);
}

/** Keeps what was visited, as long as there is room, and forgets what was put here first. */
async function remember(url, response) {
  try {
    const cache = await caches.open(VISITED);
    await cache.put(addressOf(url), response);
    const oldest = (await cache.keys()).slice(0, -MOST);
    await Promise.all(oldest.map((entry) => cache.delete(entry)));
  } catch (error) {
    console.warn(`${url} is not kept:`, error); // the disk is full, or the line was lost half-way
  }
}

async function answer(event) {
  const { request } = event;
  const { url } = request;
  const goes = request.mode === "navigate";
  if (goes) await takeNext(event);
  const { kept = "" } = await state();
  const mine = await find(kept, url);
  if (mine) return mine;
  const response = await fetch(request).catch(() => null);
  if (response) {
    const whole = response.status === 200 && !response.redirected;
    if (whole && !PASSING.test(addressOf(url))) event.waitUntil(remember(url, response.clone()));
    return response;
  }
  const seen = (await find(VISITED, url)) ?? (goes && (await find(kept, `${scope}404.html`)));
  if (seen) return seen;
  if (!goes) return Response.error();
  return new Response(LOST, { headers: { "Content-Type": "text/plain; charset=utf-8" } });
}

/** A worker that was loaded by its address obeys its answer alone, not its page. */
function ruled(response) {
  if (!response.ok) return response;
  const policy = { "Content-Security-Policy": "default-src 'self' 'wasm-unsafe-eval'" };
  return new Response(response.body, { headers: { "Content-Type": "text/javascript", ...policy } });
}

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { method, url, destination } = request;
  if (method !== "GET" || !url.startsWith(scope) || url.includes("?release=")) return;
  const answered = answer(event).catch((error) => {
    console.error(error); // storage is refused, or a bug: the site works as without this
    return fetch(request);
  });
  event.respondWith(destination === "worker" ? answered.then(ruled) : answered);
});

/** What was visited of other releases goes. */
async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(ALL_VISITED) && name !== VISITED);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));
